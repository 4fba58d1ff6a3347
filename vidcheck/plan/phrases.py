"""The words the planner itself adds around the creator's, in English and Chinese.

Camera words follow the film sense: a pan turns, a truck slides; 摇 turns, 移 slides; a dolly moves
the camera, a zoom only the focal length.
"""

from __future__ import annotations

from typing import Final

from vidcheck.plan.model import Dropped

Pair = tuple[str, str]  # English, Chinese

SIZE: Final[dict[str, Pair]] = {
    "ELS": ("extreme long shot", "大远景"),
    "LS": ("long shot", "远景"),
    "FS": ("full shot", "全景"),
    "MLS": ("medium long shot", "中远景"),
    "MS": ("medium shot", "中景"),
    "MCU": ("medium close-up", "中近景"),
    "CU": ("close-up", "特写"),
    "ECU": ("extreme close-up", "大特写"),
    "insert": ("insert close-up of the object", "物件插入特写"),
}
SETUP: Final[dict[str, Pair]] = {
    "single": ("framed alone", "单人镜头"),
    "two_shot": ("two-shot", "双人镜头"),
    "group": ("group shot", "群像镜头"),
    "over_shoulder": ("over the shoulder", "过肩镜头"),
    "pov": ("point of view", "主观视角"),
    "establishing": ("establishing shot", "建立镜头"),
    "cutaway": ("cutaway", "空镜"),
}
ANGLE: Final[dict[str, Pair]] = {
    "eye_level": ("eye level", "平视"),
    "low": ("low angle", "仰拍"),
    "high": ("high angle", "俯拍"),
    "overhead": ("straight from above", "顶拍"),
    "ground": ("from ground level", "贴地视角"),
    "dutch": ("tilted horizon", "倾斜构图"),
}
FOCUS: Final[dict[str, Pair]] = {
    "deep": ("deep focus", "大景深"),
    "shallow": ("shallow depth of field", "浅景深"),
    "rack": ("focus shifts between the planes", "焦点转移"),
}
MOVE: Final[dict[str, Pair]] = {
    "static": ("the camera stays locked off", "固定镜头"),
    "pan_left": ("the camera {speed}pans left", "镜头{speed}向左摇"),
    "pan_right": ("the camera {speed}pans right", "镜头{speed}向右摇"),
    "tilt_up": ("the camera {speed}tilts up", "镜头{speed}向上摇"),
    "tilt_down": ("the camera {speed}tilts down", "镜头{speed}向下摇"),
    "dolly_in": ("the camera {speed}pushes in", "镜头{speed}推近"),
    "dolly_out": ("the camera {speed}pulls back", "镜头{speed}拉远"),
    "truck_left": ("the camera {speed}slides left", "镜头{speed}向左横移"),
    "truck_right": ("the camera {speed}slides right", "镜头{speed}向右横移"),
    "pedestal_up": ("the camera {speed}rises straight up", "镜头{speed}垂直上升"),
    "pedestal_down": ("the camera {speed}sinks straight down", "镜头{speed}垂直下降"),
    "crane_up": ("the camera {speed}cranes up", "摇臂镜头{speed}升起"),
    "crane_down": ("the camera {speed}cranes down", "摇臂镜头{speed}落下"),
    "arc_left": ("the camera {speed}arcs left around the subject", "镜头{speed}向左环绕主体"),
    "arc_right": ("the camera {speed}arcs right around the subject", "镜头{speed}向右环绕主体"),
    "follow": (
        "the camera {speed}follows the subject, keeping its size in frame",
        "镜头{speed}跟随主体，主体大小不变",
    ),
    "zoom_in": ("the lens {speed}zooms in from a fixed camera", "机位不动，{speed}变焦推近"),
    "zoom_out": ("the lens {speed}zooms out from a fixed camera", "机位不动，{speed}变焦拉远"),
    "roll_cw": ("the camera {speed}rolls clockwise", "镜头{speed}顺时针旋转"),
    "roll_ccw": ("the camera {speed}rolls counter-clockwise", "镜头{speed}逆时针旋转"),
    "dolly_zoom": ("a {speed}dolly zoom", "{speed}眩晕变焦"),
    "whip_pan": ("a whip pan", "甩镜"),
    "rack_focus": (
        "the focus {speed}racks, the camera itself stays still",
        "机位不动，{speed}移焦",
    ),
}
SPEED: Final[dict[str, Pair]] = {"slow": ("slowly ", "缓慢"), "fast": ("quickly ", "快速")}
NOUN_SPEED: Final[dict[str, Pair]] = {"slow": ("slow ", "缓慢"), "fast": ("fast ", "快速")}
RIG: Final[dict[str, Pair]] = {
    "tripod": ("on a tripod", "架在三脚架上"),
    "handheld": ("handheld", "手持拍摄"),
    "steadicam": ("steadicam", "斯坦尼康拍摄"),
    "gimbal": ("on a gimbal", "稳定器拍摄"),
    "drone": ("from a drone", "无人机拍摄"),
    "crane": ("on a crane", "摇臂拍摄"),
    "dolly": ("on a dolly", "架在轨道上"),
}
HELD: Final[dict[str, Pair]] = {
    "handheld": ("handheld, from one spot", "手持拍摄，机位不移动"),
    "steadicam": ("steadicam, from one spot", "斯坦尼康拍摄，机位不移动"),
    "gimbal": ("on a gimbal, from one spot", "稳定器拍摄，机位不移动"),
    "drone": ("from a hovering drone", "无人机悬停拍摄"),
}
LIGHT_KEY: Final[dict[str, Pair]] = {
    "high_key": ("high-key light", "高调光"),
    "low_key": ("low-key light", "低调光"),
    "natural": ("natural light", "自然光"),
    "silhouette": ("silhouette against the light", "逆光剪影"),
}
LIGHT_FROM: Final[dict[str, Pair]] = {
    "front": ("from the front", "顺光"),
    "side": ("from the side", "侧光"),
    "back": ("from behind", "逆光"),
    "top": ("from above", "顶光"),
    "under": ("from below", "底光"),
}
LIGHT_QUALITY: Final[dict[str, Pair]] = {"hard": ("hard", "硬光"), "soft": ("soft", "柔光")}
TIME: Final[dict[str, Pair]] = {
    "dawn": ("dawn", "黎明"),
    "day": ("day", "白天"),
    "golden_hour": ("golden hour", "黄金时刻"),
    "dusk": ("dusk", "黄昏"),
    "blue_hour": ("blue hour", "蓝调时刻"),
    "night": ("night", "夜晚"),
}
INSIDE: Final[dict[str, Pair]] = {
    "INT": ("interior", "室内"),
    "EXT": ("exterior", "室外"),
    "INT/EXT": ("interior and exterior", "室内外"),
}
POSITION: Final[dict[str, Pair]] = {
    "left": ("on the left of the frame", "位于画面左侧"),
    "center": ("in the centre of the frame", "位于画面中央"),
    "right": ("on the right of the frame", "位于画面右侧"),
}
FACING: Final[dict[str, Pair]] = {
    "camera_left": ("facing camera left", "面朝画面左方"),
    "camera_right": ("facing camera right", "面朝画面右方"),
    "toward": ("facing the camera", "面向镜头"),
    "away": ("facing away from the camera", "背对镜头"),
}
ENTERS: Final[Pair] = ("enters the frame during the shot", "镜头中入画")
ENTERING: Final[Pair] = ("just coming into the frame", "正在入画")
EXITS: Final[Pair] = ("leaves the frame during the shot", "镜头中出画")
GAZE: Final[dict[str, Pair]] = {
    "camera": ("looking into the camera", "看向镜头"),
    "camera_left": ("looking camera left", "看向画面左方"),
    "camera_right": ("looking camera right", "看向画面右方"),
}
HEADING: Final[dict[str, Pair]] = {
    "left_to_right": ("movement runs from left to right", "运动方向从左到右"),
    "right_to_left": ("movement runs from right to left", "运动方向从右到左"),
}
MEDIUM: Final[dict[str, Pair]] = {
    "live_action": ("live action", "真人实拍"),
    "anime": ("anime", "动漫"),
    "3d": ("3D animation", "三维动画"),
    "stop_motion": ("stop motion", "定格动画"),
    "illustration": ("illustration", "插画"),
}
REFERENCE: Final[dict[str, Pair]] = {
    "face": ("the face of {who}", "{who}的面部"),
    "body": ("the figure of {who}", "{who}的全身形象"),
    "turnaround": ("{who} from all sides", "{who}的多角度形象"),
    "wardrobe": ("what {who} wears", "{who}的服装"),
    "product": ("{who}, exactly as it looks", "{who}的外观"),
    "place": ("the place", "场景"),
    "style": ("the visual style", "画面风格"),
    "layout": ("the layout of the frame", "画面构图"),
    "motion": ("the movement to follow", "动作参考"),
    "voice": ("the voice of {who}", "{who}的音色"),
    "element": ("{who}", "{who}"),
}
# What a model would render if it were told not to: the same wish said as something to show.
POSITIVE: Final[tuple[tuple[tuple[str, ...], Pair], ...]] = (
    (
        ("subtitle", "caption", "watermark", "logo", "text", "字幕", "水印", "文字", "标志"),
        ("a clean, bare camera picture", "画面干净纯粹"),
    ),
    (
        ("extra people", "extra person", "crowd", "bystander", "多余的人", "多余人物", "路人"),
        ("only the people named here are in the picture", "画面中只有以上人物"),
    ),
    (("blur", "out of focus", "模糊", "虚焦"), ("crisp, sharp detail", "画面清晰锐利")),
    (
        (
            "deform",
            "distort",
            "extra finger",
            "bad hands",
            "extra limb",
            "变形",
            "畸形",
            "多余手指",
        ),
        ("natural anatomy and well-formed hands", "人体结构自然，手部完整"),
    ),
    (("flicker", "闪烁"), ("steady light and exposure", "光线与曝光稳定")),
    (("shake", "shaky", "jitter", "抖动", "晃动"), ("steady camera", "镜头平稳")),
    (("low quality", "noise", "artifact", "低质量", "噪点"), ("clean high quality", "画质洁净")),
    (("cartoon", "cgi", "卡通"), ("photographic realism", "真实摄影质感")),
    (("music", "音乐", "配乐"), ("natural sound only", "只有环境声")),
)


def loss(field: str, why: Pair) -> Dropped:
    """What a request could not carry, and why, in both languages."""
    return Dropped(field=field, why=why[0], why_zh=why[1])


def pick(pair: Pair, lang: str) -> str:
    """One side of a pair."""
    return pair[1] if lang == "zh" else pair[0]


def move_words(move: str, speed: str | None, lang: str) -> str:
    """A camera move as prose; an unknown move in its own word."""
    pair = MOVE.get(move)
    if pair is None:
        return move.replace("_", " ")
    table = NOUN_SPEED if move == "dolly_zoom" else SPEED
    said = pick(table.get(speed or "", ("", "")), lang)
    return pick(pair, lang).format(speed=said).replace("  ", " ")


def as_positive(unwanted: str, lang: str) -> str | None:
    """What to show instead of an unwanted thing, or None where we know no such wording."""
    folded = unwanted.casefold()
    for words, pair in POSITIVE:
        if any(word in folded for word in words):
            return pick(pair, lang)
    return None
