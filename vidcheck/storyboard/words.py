"""The film words: code, English, Chinese, meaning in both, and every other way people write them.

One table per vocabulary. Codes are what files are written back with; any spelling of a row is
accepted on reading, whatever its case, spaces, hyphens or underscores. A spelling marked `?`
leaves something open (摇 does not say to which side); it is read as the row it stands in, and
lint says so.

Sources: the usual set vocabulary of shot lists (StudioBinder, Storyboarder columns) and of Chinese
directing tables (景别, 运镜, 机位). Two traps are decided here: 推 is a dolly, not a zoom; 摇 turns
the camera while 移 slides it.
"""

# ruff: noqa: E501 - one word per row, however many spellings it has
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Word:
    """One value of a vocabulary: how it is stored, shown, meant and otherwise written."""

    code: str
    en: str
    zh: str
    means: str
    means_zh: str
    aliases: tuple[str, ...]
    loose: frozenset[str]

    def label(self, language: str) -> str:
        """The name to show a person who reads that language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All values that one field can take."""

    name: str
    zh: str
    words: tuple[Word, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The stored forms, in the table's order."""
        return tuple(word.code for word in self.words)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every form as the table writes it, codes first."""
        return (*self.codes, *_unique(s for w in self.words for s in (w.en, w.zh, *w.aliases)))

    def find(self, text: str) -> Word | None:
        """The word that a spelling means, or None."""
        return _index(self.name).get(bare(text))

    def word(self, code: str) -> Word:
        """The word of a stored code."""
        return next(word for word in self.words if word.code == code)

    def leaves_open(self, text: str) -> bool:
        """Whether this spelling did not say everything its code does."""
        word = self.find(text)
        return word is not None and bare(text) in word.loose


def bare(text: str) -> str:
    """A spelling without case, width, spaces, hyphens, underscores, dots and apostrophes."""
    return re.sub(r"[\s_\-.'’·]+", "", unicodedata.normalize("NFKC", text).casefold())


def _unique(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(parts))


_TABLES = {
    "size 景别": """
ELS | extreme long shot | 大远景 | the place; a figure is tiny | 环境为主，人物极小 | EWS, XLS, extreme wide, extreme wide shot, very wide, 极远景
LS | long shot | 远景 | a figure with much room around | 人物较小，周围空间大 | WS, wide, wide shot, long, VLS
FS | full shot | 全景 | head to feet | 从头到脚 | full, full body, 全身, 全身景
MLS | medium long shot | 中远景 | knees or thighs up | 膝盖或大腿以上 | MWS, medium wide, medium wide shot, medium long, knee, knee shot, cowboy, cowboy shot, american, american shot, 中全景, 小全景, 七分身
MS | medium shot | 中景 | waist up | 腰部以上 | mid, mid shot, medium, waist, waist shot, 半身, 半身景
MCU | medium close-up | 近景 | chest up | 胸部以上 | medium close, medium closeup, bust, bust shot, 中近景, 胸像
CU | close-up | 特写 | the face | 面部 | close, close shot, closeup, face, 面部特写, 脸部特写
ECU | extreme close-up | 大特写 | an eye, a detail | 眼睛或细节 | XCU, BCU, extreme close, extreme closeup, big close-up, macro, 极特写, 极近特写, 微距
insert | insert | 插入特写 | detail of an object | 物件细节 | insert shot, cut-in, detail, 插入, 插入镜头, 物件特写, 细节特写
""",
    "setup 构图": """
single | single | 单人镜头 | one subject | 画面中一个主体 | one shot, 单人, 单人镜
two_shot | two shot | 双人镜头 | two subjects | 画面中两个主体 | two-shot, 2 shot, two, 双人, 双人镜
group | group shot | 群像 | three or more subjects | 三个以上主体 | group, 多人, 多人镜头, 群像镜头, 群戏
over_shoulder | over the shoulder | 过肩 | past the shoulder of one to the other | 越过一人肩膀看另一人 | OTS, OS, over-the-shoulder shot, over shoulder, 过肩镜头, 过肩镜
pov | point of view | 主观 | what a subject sees | 主体所见 | POV, point of view shot, subjective, first person, 主观镜头, 主观视角, 第一人称
establishing | establishing shot | 建立镜头 | shows where we are | 交代环境 | establishing, establisher, master, 建立, 交代镜头, 定场镜头
cutaway | cutaway | 空镜 | away from the subjects | 离开主体的画面 | cut away, b-roll, 空镜头, 切出, 切出镜头
""",
    "angle 机位角度": """
eye_level | eye level | 平视 | at the subject's eyes | 与主体视线同高 | eye, straight, straight on, neutral, normal, 平拍, 水平, 平角
low | low angle | 仰拍 | from below, looking up | 从下向上 | low, low shot, up shot, 仰视, 低角度, 低机位, 仰角
high | high angle | 俯拍 | from above, looking down | 从上向下 | high, high shot, down shot, 俯视, 高角度, 高机位, 俯角
overhead | overhead | 顶拍 | straight down | 垂直向下 | top down, top shot, bird's eye, bird's eye view, god's eye, god's eye view, aerial top, 顶视, 鸟瞰, 上帝视角, 正俯
ground | ground level | 地面机位 | from the ground | 贴近地面 | worm's eye, worm's eye view, ground, ground shot, 贴地, 贴地机位, 虫视, 蚁视
dutch | Dutch angle | 倾斜构图 | horizon tilted | 地平线倾斜 | dutch, dutch tilt, canted, canted angle, oblique, 荷兰角, 斜角, 倾斜
""",
    "move 运镜": """
static | static | 固定 | the camera does not move | 摄影机不动 | locked, locked off, lock-off, fixed, still, none, no move, 固定镜头, 固定机位, 定镜, 静止
pan_left | pan left | 左摇 | turns left about the vertical | 机位不动，镜头向左转 | 向左摇, 摇左, 左摇镜
pan_right | pan right | 右摇 | turns right about the vertical | 机位不动，镜头向右转 | pan?, panning?, 摇?, 左右摇?, 摇镜?, 摇镜头?, 横摇?, 向右摇, 摇右, 右摇镜
tilt_up | tilt up | 上摇 | turns up about the horizontal | 机位不动，镜头向上仰 | tilt?, tilting?, 俯仰摇?, 上摇下摇?, 纵摇?, 向上摇, 摇上, 仰摇
tilt_down | tilt down | 下摇 | turns down about the horizontal | 机位不动，镜头向下俯 | 向下摇, 摇下, 俯摇
dolly_in | dolly in | 推 | slides forward: near things grow faster | 机位向前移动，有视差 | push in, push, push-in, dolly?, dolly forward, track in, move in, 推镜, 推镜头, 推进, 前推, 推近, 推轨
dolly_out | dolly out | 拉 | slides back | 机位向后移动，有视差 | pull out, pull, pull back, pull-out, dolly back, dolly backward, track out, move out, 拉镜, 拉镜头, 拉远, 后拉, 拉出
truck_left | truck left | 左移 | slides left | 机位向左平移 | track left, crab left, slide left, lateral left, 左横移, 向左移, 向左横移, 向左平移, 移左
truck_right | truck right | 右移 | slides right | 机位向右平移 | truck?, trucking?, crab?, lateral track?, lateral?, 移?, 横移?, 移镜?, 移镜头?, 平移?, 左右横移?, track right, crab right, slide right, lateral right, 右横移, 向右移, 向右横移, 向右平移, 移右
pedestal_up | pedestal up | 升 | slides up | 机位垂直上升 | boom up, ped up, pedestal?, boom?, 升降?, 上升, 升镜, 升镜头, 上移
pedestal_down | pedestal down | 降 | slides down | 机位垂直下降 | boom down, ped down, 下降, 降镜, 降镜头, 下移
crane_up | crane up | 摇臂上升 | up and along an arc | 摇臂带弧线上升 | jib up, crane?, jib?, 摇臂?, 摇臂升降?, 摇臂升, 大摇臂上升
crane_down | crane down | 摇臂下降 | down and along an arc | 摇臂带弧线下降 | jib down, 摇臂降, 大摇臂下降
arc_left | arc left | 左环绕 | circles to the left around the subject | 绕主体向左 | orbit left, circle left, 向左环绕, 环绕左, 逆时针环绕
arc_right | arc right | 右环绕 | circles to the right around the subject | 绕主体向右 | arc?, orbit?, circle?, 环绕?, 环绕镜头?, 环拍?, 围绕?, orbit right, circle right, 向右环绕, 环绕右, 顺时针环绕
follow | follow | 跟 | keeps the subject's size | 跟随主体，大小不变 | following, tracking, tracking shot, track, follow shot, 跟拍, 跟镜, 跟镜头, 跟随, 跟移
zoom_in | zoom in | 变焦推 | focal length grows, no parallax | 只变焦距，无视差 | zoom?, 变焦?, 变焦推近, 变焦推进, 推焦
zoom_out | zoom out | 变焦拉 | focal length shrinks, no parallax | 只变焦距，无视差 | 变焦拉远, 变焦拉出, 拉焦
roll_cw | roll clockwise | 顺时针旋转 | turns about the lens axis | 绕镜头轴顺时针 | roll?, 旋转?, 滚转?, roll cw, roll right, 顺时针滚转, 右旋
roll_ccw | roll counterclockwise | 逆时针旋转 | turns about the lens axis | 绕镜头轴逆时针 | roll ccw, roll left, roll anticlockwise, 逆时针滚转, 左旋
dolly_zoom | dolly zoom | 眩晕变焦 | dollies one way, zooms the other | 推拉与变焦反向 | vertigo, vertigo effect, zolly, hitchcock zoom, trombone, 希区柯克变焦, 滑动变焦, 推拉变焦
whip_pan | whip pan | 甩镜 | a pan too fast to see | 快到模糊的摇 | whip, swish, swish pan, flash pan, 甩, 甩镜头, 甩摇, 急摇
rack_focus | rack focus | 移焦 | focus moves from one thing to another | 焦点从一处移到另一处 | focus pull, pull focus, focus rack, 变焦点, 转焦, 焦点转移, 跟焦转移
""",
    "speed 运镜速度": """
slow | slow | 慢 | barely noticed | 几乎不觉 | slowly, gentle, gently, 慢速, 缓慢, 缓
normal | normal | 中速 | as fast as a walk | 步行速度 | medium, moderate, 正常, 匀速, 常速
fast | fast | 快 | the viewer feels it | 明显的快 | quick, quickly, rapid, 快速, 急
""",
    "rig 承托": """
tripod | tripod | 三脚架 | stands still | 固定不动 | sticks, 脚架, 架拍
handheld | handheld | 手持 | small restless motion | 轻微晃动 | hand-held, 手持摄影, 手持拍摄
steadicam | Steadicam | 斯坦尼康 | floats with a walking operator | 随摄影师行走的平稳移动 | stedicam, 斯坦尼
gimbal | gimbal | 稳定器 | motor-steadied | 电机增稳 | stabilizer, stabiliser, 云台, 手持稳定器
drone | drone | 无人机 | from the air | 航拍 | aerial, uav, 航拍, 无人机航拍
crane | crane | 摇臂 | on an arm | 吊臂承托 | jib, 吊臂, 升降臂
dolly | dolly | 轨道车 | on rails or wheels | 轨道或轮子 | track, rails, slider, 轨道, 滑轨, 移动车
""",
    "focus 焦点": """
deep | deep focus | 深焦 | near and far are sharp | 远近都清晰 | deep, 大景深, 全焦, 深景深
shallow | shallow focus | 浅景深 | only the subject is sharp | 只有主体清晰 | shallow, shallow depth of field, bokeh, 小景深, 虚化, 浅焦
rack | rack focus | 移焦 | focus moves within the shot | 镜头内焦点移动 | rack, pull focus, focus pull, 变焦点, 转焦
""",
    "light_key 光调": """
high_key | high key | 高调 | bright, few shadows | 明亮，阴影少 | bright, 高调光, 亮调
low_key | low key | 低调 | dark, strong shadows | 暗，阴影重 | dark, chiaroscuro, 低调光, 暗调
natural | natural light | 自然光 | as the place gives it | 现场光线 | natural, available light, practical, 自然, 现场光
silhouette | silhouette | 剪影 | the subject dark against light | 逆光中的暗影 | contre-jour, 剪影光, 轮廓
""",
    "light_direction 光位": """
front | front light | 正面光 | from the camera's side | 从机位方向来 | front, frontal, 顺光, 正面, 前光
side | side light | 侧光 | from the side | 从侧面来 | side, lateral, 侧面, 侧面光
back | back light | 逆光 | from behind the subject | 从主体背后来 | back, backlight, backlit, rim, rim light, 背光, 轮廓光
top | top light | 顶光 | from above | 从上方来 | top, overhead, 顶, 上方
under | under light | 底光 | from below | 从下方来 | under, underlight, bottom, 脚光, 底, 下方
""",
    "light_quality 光质": """
hard | hard light | 硬光 | sharp shadows | 阴影边缘清晰 | hard, harsh, 硬
soft | soft light | 柔光 | soft shadows | 阴影边缘柔和 | soft, diffuse, diffused, 柔, 软光
""",
    "time 时间": """
dawn | dawn | 黎明 | before and at sunrise | 日出前后 | sunrise, early morning, 清晨, 拂晓, 凌晨, 日出
day | day | 日 | daylight | 白天 | daytime, noon, morning, afternoon, 白天, 日景, 上午, 下午, 中午, 早上
golden_hour | golden hour | 黄金时刻 | low warm sun | 低而暖的阳光 | magic hour, golden, 金色时刻, 魔幻时刻
dusk | dusk | 黄昏 | at and after sunset | 日落前后 | sunset, evening, twilight, 傍晚, 日落, 暮
blue_hour | blue hour | 蓝调时刻 | cold light after sunset | 日落后的冷光 | blue, 蓝色时刻
night | night | 夜 | dark | 夜晚 | nighttime, midnight, 夜晚, 夜景, 晚上, 深夜, 夜间
""",
    "kind 主体类型": """
person | person | 人物 | a human | 人 | human, man, woman, child, character, actor, 角色, 人, 演员
animal | animal | 动物 | a real animal | 真实动物 | pet, 宠物
creature | creature | 生物 | an invented being, a robot | 虚构生物、机器人 | monster, robot, alien, 怪物, 机器人, 虚构生物
vehicle | vehicle | 载具 | car, ship, bicycle | 车、船、自行车 | car, ship, 车, 车辆, 交通工具
product | product | 产品 | what an ad sells | 广告所售 | 商品, 货品
prop | prop | 道具 | an object of the story | 剧情物件 | object, item, 物件, 物品
""",
    "track 跟踪对象": """
face | face | 面部 | compare the face | 比对面部 | 脸, 人脸
body | body | 身体 | compare the whole figure | 比对整个形体 | figure, 全身, 人形
object | object | 物体 | compare the object | 比对物体 | thing, 物件, 物品
none | none | 不跟踪 | do not compare | 不比对 | off, no, 无, 不
""",
    "role 参考图用途": """
face | face | 面部 | who it is | 是谁 | portrait, headshot, 脸, 人脸, 肖像
body | body | 全身 | the whole figure | 整个形体 | figure, full body, 身体
turnaround | turnaround | 三视图 | several sides in one picture | 一图多面 | turn, character sheet, model sheet, 设定图, 角色设定, 转面图
wardrobe | wardrobe | 服装 | what is worn | 穿着 | costume, clothes, outfit, 服饰, 衣服, 造型
product | product | 产品 | the object to keep | 要保持的物件 | object, prop, 商品, 道具, 物件
place | place | 场景 | where it is | 在哪里 | location, background, set, 背景, 环境, 地点
style | style | 风格 | how it looks | 画面风格 | look, mood, 画风, 调性
layout | layout | 构图 | where things stand | 摆放位置 | composition, board, sketch, 版面, 草图, 分镜图
motion | motion | 动作 | how it moves | 如何运动 | movement, 运动, 动态
voice | voice | 声音 | how it sounds | 如何发声 | audio, 音色, 配音
""",
    "view 视角": """
front | front | 正面 | from the front | 从正面 | frontal, 正脸, 正视
three_quarter | three-quarter | 四分之三侧 | between front and side | 正侧之间 | 3/4, three quarter view, 3 quarter, 半侧, 半侧面
left | left side | 左侧 | its left side | 左侧面 | left, left profile, 左, 左侧面
right | right side | 右侧 | its right side | 右侧面 | right, right profile, 右, 右侧面
back | back | 背面 | from behind | 从背后 | rear, behind, 背, 后面
top | top | 顶面 | from above | 从上方 | above, 顶, 俯视
detail | detail | 细节 | a part, close | 局部 | close, closeup, 局部, 特写
""",
    "medium 媒介": """
live_action | live action | 真人实拍 | looks filmed | 像实拍 | live, film, photo, photorealistic, realistic, 真人, 实拍, 写实
anime | anime | 动漫 | drawn, Japanese or Chinese style | 二次元 | manga, cartoon 2d, 2d, 二次元, 动画, 国漫, 日漫
3d | 3D animation | 三维动画 | rendered figures | 渲染角色 | 3d, cg, cgi, 三维, 3d动画
stop_motion | stop motion | 定格动画 | puppets, clay | 偶、黏土 | stop-motion, claymation, clay, puppet, 定格, 黏土, 粘土
illustration | illustration | 插画 | painted or inked | 绘画 | painting, painted, watercolor, ink, 绘本, 水墨, 手绘
""",
    "int_ext 内外景": """
INT | interior | 内景 | inside | 室内 | int, inside, indoor, indoors, 内, 室内
EXT | exterior | 外景 | outside | 室外 | ext, outside, outdoor, outdoors, 外, 室外
INT/EXT | interior and exterior | 内外景 | through a door, a window, a car | 跨越内外 | int./ext., i/e, ext/int, 内/外, 内外, 半室内
""",
    "position 画面位置": """
left | left | 左 | left third | 画左 | frame left, camera left, screen left, 画左, 左侧
center | centre | 中 | middle third | 画面中间 | center, middle, centered, 画中, 中间, 居中
right | right | 右 | right third | 画右 | frame right, camera right, screen right, 画右, 右侧
""",
    "facing 朝向": """
camera_left | camera left | 朝左 | faces the frame's left | 面向画面左侧 | left, screen left, frame left, 画左, 朝画左, 向左, 面向左
camera_right | camera right | 朝右 | faces the frame's right | 面向画面右侧 | right, screen right, frame right, 画右, 朝画右, 向右, 面向右
toward | toward camera | 朝镜头 | faces the camera | 面向镜头 | toward, towards, to camera, camera, front, 面向镜头, 正对镜头, 正面
away | away from camera | 背对镜头 | shows the back | 背向镜头 | away, back, from behind, 背对, 背面, 背向镜头
""",
    "speech 台词方式": """
on_screen | on screen | 画内 | lips are seen | 可见口型 | dialogue, sync, onscreen, 对白, 对话, 台词, 同期
off_screen | off screen | 画外 | in the scene, out of frame | 在场但不在画面 | OS, O.S., OC, O.C., offscreen, 画外音, 场外
voice_over | voice-over | 旁白 | not in the scene | 不在场的声音 | VO, V.O., narration, narrator, voiceover, 解说, 内心独白, 独白, 旁白音
phone | through a device | 电话音 | phone, radio, speaker | 电话、广播 | phone, telephone, radio, filtered, 电话, 电话中, 对讲机, 广播
""",
    "transition 转场": """
cut | cut | 切 | at once | 直接切换 | hard cut, straight cut, 直切, 硬切, 切换
dissolve | dissolve | 叠化 | one fades into the next | 前后叠化 | cross dissolve, crossfade, 溶, 溶解, 叠
fade_in | fade in | 淡入 | from black | 由黑渐显 | fade from black, 渐显, 渐入
fade_out | fade out | 淡出 | to black | 渐隐至黑 | fade to black, fade, 渐隐, 渐出
wipe | wipe | 划像 | a line pushes the next in | 一线划过 | 划, 划变, 擦除
match | match cut | 匹配剪辑 | shape or motion carries over | 形状或动作衔接 | match, match cut, 匹配, 相似转场
""",
    "screen_direction 画面方向": """
left_to_right | left to right | 从左到右 | moves rightwards | 向画右运动 | ltr, l-r, l to r, rightward, 左到右, 由左向右, 左至右
right_to_left | right to left | 从右到左 | moves leftwards | 向画左运动 | rtl, r-l, r to l, leftward, 右到左, 由右向左, 右至左
neutral | neutral | 中性 | towards or away from the camera | 沿镜头轴 | head on, tail away, none, 正对, 无方向
""",
    "continuity 衔接": """
cut | cut | 切 | time or place may jump | 可跳时空 | hard cut, 直切, 跳接
match_cut | match cut | 匹配剪辑 | shape or motion carries over | 形状或动作衔接 | match, 匹配, 动作匹配
continuous | continuous | 连续 | goes on from the last frame | 接上一镜末帧 | continue, continued, extend, 接戏, 连续动作, 承接
reverse | reverse | 反打 | the other side of the axis's talk | 正反打的另一方 | reverse shot, reverse angle, counter shot, shot reverse shot, 正反打, 反拍
""",
    "expect 预期变化": """
light_change | light change | 光线变化 | lights come up or go off | 灯亮、灯灭、明暗变化 | light, lights, lighting, lights off, lights on, 灯光, 关灯, 开灯, 光变
transformation | transformation | 变身 | a subject becomes something else | 主体变成别的样子 | transform, transforms, morphs into, 变形, 变化, 变装
appears | appears | 出现 | something comes out of nothing on purpose | 有意凭空出现 | appear, materialises, materializes, 显现
disappears | disappears | 消失 | something vanishes on purpose | 有意凭空消失 | disappear, vanishes, 隐去
cut | cut | 切换 | a cut inside the shot | 镜头内有切换 | jump cut, 剪切, 跳切
stillness | stillness | 静止 | the picture holds still | 画面定住 | still, freeze, freeze frame, hold, 定格, 不动
""",
    "severity 严重程度": """
error | error | 错误 | fails the check | 不通过 | fail, err, 不通过, 失败
warn | warning | 警告 | is reported | 只提醒 | warn, 提醒, 提示
""",
    "mode 生成方式": """
auto | automatic | 自动 | the planner chooses | 由规划器选择 | auto, any, 不限
t2v | text to video | 文生视频 | words only | 只有文字 | text, txt2vid, text2video, 文生
i2v | image to video | 图生视频 | starts from a picture | 以图片为首帧 | image, img2vid, image2video, first frame, 图生, 首帧
first_last | first and last frame | 首尾帧 | between two pictures | 在两张图之间 | flf2v, flf, start end, keyframes, 首尾
reference | reference to video | 参考生视频 | pictures of the subjects | 以参考图定主体 | ref2v, ref, s2v, subject, elements, ingredients, 参考, 参考生, 主体参考
extend | extend | 延长 | goes on from a clip | 接续已有视频 | continue, v2v extend, 续写, 视频延长, 延续
""",
    "verdict 取舍": """
keep | keep | 保留 | use this take | 用这条 | ok, good, circled, pass, 过, 可用, 留用
fix_in_post | fix in post | 后期修 | trim, colour or text mends it | 剪辑或调色可救 | fix, post, 后期, 后期处理
edit | edit | 局部修改 | one thing wrong, let the model edit it | 让模型改一处 | inpaint, 修改, 局部重绘
reroll | reroll | 重抽 | same prompt, new seed | 同提示词换种子 | re-roll, retry, again, 重试, 抽卡, 再抽
rewrite | rewrite | 改写 | change one thing in the prompt | 改提示词的一处 | change, 改词, 改提示词
reject | reject | 弃用 | do not use | 不用 | NG, no good, bad, 废, 不用, 废弃
""",
    "judge 判定者": """
tool | tool | 工具 | vidcheck decided | 由工具判定 | vidcheck, auto, machine, 自动
human | human | 人工 | a person decided | 由人判定 | person, me, user, 人, 手动
""",
    "aspect 画幅": """
16:9 | widescreen | 横屏 | landscape | 横向 | 1.78:1, landscape, horizontal, 16x9, 横版, 宽屏
9:16 | vertical | 竖屏 | portrait, phones | 竖向，手机 | portrait, 9x16, 竖版, 短视频
1:1 | square | 方形 | square | 正方 | 1x1, 方屏, 正方形
4:3 | 4:3 | 四比三 | old television | 老电视 | 4x3, 1.33:1
3:4 | 3:4 | 三比四 | upright picture | 竖图 | 3x4
21:9 | ultrawide | 超宽 | ultrawide | 超宽屏 | 21x9, 2.33:1, 超宽屏
2.39:1 | scope | 宽银幕 | cinema scope | 变形宽银幕 | cinemascope, anamorphic, 2.35:1, 2.40:1, 电影宽银幕, 遮幅
""",
}  # fmt: skip


def _read(row: str) -> Word:
    code, en, zh, means, means_zh, rest = (part.strip() for part in row.split("|"))
    aliases = [alias.strip() for alias in rest.split(",")]
    return Word(
        code=code,
        en=en,
        zh=zh,
        means=means,
        means_zh=means_zh,
        aliases=tuple(alias.rstrip("?") for alias in aliases),
        loose=frozenset(bare(alias[:-1]) for alias in aliases if alias.endswith("?")),
    )


def _vocabulary(title: str, table: str) -> Vocabulary:
    name, zh = title.split()
    return Vocabulary(name, zh, tuple(_read(row) for row in table.strip().splitlines()))


VOCABULARIES: dict[str, Vocabulary] = {
    vocabulary.name: vocabulary
    for vocabulary in (_vocabulary(title, table) for title, table in _TABLES.items())
}


@cache
def _index(name: str) -> dict[str, Word]:
    vocabulary = VOCABULARIES[name]
    index: dict[str, Word] = {}
    for word in vocabulary.words:
        for spelling in (word.code, word.en, word.zh, *word.aliases):
            owner = index.setdefault(bare(spelling), word)
            if owner is not word:
                raise ValueError(f"{name}: {spelling!r} is both {owner.code} and {word.code}")
    return index
