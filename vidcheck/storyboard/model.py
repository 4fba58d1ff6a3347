"""The storyboard as it stands in the file: every field a creator can write, and nothing else.

Three levels are kept apart: a *shot* is what the audience sees, a *unit* is one request to a
generator (one or more shots), a *take* is one file that came back. `identity` is what never
changes about a subject; `looks` are its wardrobe states.

Each description is English · Chinese; the schema and docs/storyboard.md are made from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictFloat, StrictInt

from vidcheck.storyboard.fields import (
    Free,
    Hex,
    Id,
    Lang,
    Record,
    Seconds,
    TakePath,
    Values,
    Words,
    pair,
    some,
)
from vidcheck.storyboard.terms import (
    Angle,
    Aspect,
    Change,
    Facing,
    Focus,
    IntExt,
    Joint,
    Judge,
    Kind,
    LightDirection,
    LightKey,
    LightQuality,
    Medium,
    Move,
    MoveSpeed,
    Position,
    Rig,
    Role,
    ScreenDirection,
    Setup,
    Severity,
    ShotSize,
    Speech,
    TakeVerdict,
    TargetMode,
    TimeOfDay,
    Track,
    Transition,
    View,
)
from vidcheck.storyboard.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator


class Ref(Record):
    """A reference file: a picture, or a clip or sound where the role says so."""

    path: Words = Field(description="file inside the project folder · 项目文件夹内的文件")
    role: Role = Field(default="body", description="what it is for · 用途")
    view: View | None = Field(default=None, description="from which side · 视角")
    note: Text | None = Field(default=None, description="for people · 备注")


class Look(Record):
    """One wardrobe state of a subject."""

    prompt: Text | None = Field(default=None, description="what is worn · 穿着")
    refs: tuple[Ref, ...] = Field(default=(), description="pictures of this look · 造型参考图")


class Subject(Record):
    """Someone or something that must stay the same."""

    kind: Kind = Field(default="person", description="what it is · 类型")
    name: Text | None = Field(default=None, description="name in the story · 名字")
    aliases: tuple[Words, ...] = Field(default=(), description="other names in the text · 别名")
    identity: Text = Field(
        description="what never changes: age band, build, face, hair, marks · 不变的特征"
    )
    looks: dict[Id, Look] = Field(default_factory=dict, description="wardrobe states · 造型")
    default_look: Id | None = Field(
        default=None, description="look where a shot names none · 默认造型"
    )
    refs: tuple[Ref, ...] = Field(default=(), description="pictures of the identity · 身份参考图")
    colors: dict[str, Hex] = Field(
        default_factory=dict, description="part: '#rrggbb' that must hold · 固定颜色"
    )
    voice: Text | None = Field(default=None, description="how it sounds · 声音")
    provider_ids: dict[str, Words] = Field(
        default_factory=dict, description="its id at a generator · 平台内的主体编号"
    )
    track: Track = Field(default="body", description="what is compared between frames · 比对对象")


class Place(Record):
    """Where a scene happens."""

    int_ext: IntExt = Field(default="INT", description="interior or exterior · 内景或外景")
    prompt: Text = Field(description="what it looks like · 场景描述")
    refs: tuple[Ref, ...] = Field(default=(), description="pictures of the place · 场景参考图")
    anchors: dict[Id, Text] = Field(
        default_factory=dict, description="fixed points, said the same in every prompt · 固定位置"
    )


class Style(Record):
    """How everything looks."""

    prompt: Text = Field(description="look of the whole film · 整体风格")
    negative: tuple[Text, ...] = Field(default=(), description="what must not appear · 不要出现")
    palette: tuple[Hex, ...] = Field(default=(), description="colours '#rrggbb' · 色板")
    medium: Medium | None = Field(default=None, description="filmed, drawn, rendered · 媒介")
    refs: tuple[Ref, ...] = Field(default=(), description="style pictures · 风格参考图")


class Camera(Record):
    """How the shot is seen."""

    size: ShotSize | None = Field(default=None, description="shot size · 景别")
    setup: Setup | None = Field(default=None, description="who is framed how · 构图")
    angle: Angle = Field(default="eye_level", description="camera angle · 机位角度")
    move: Move = Field(default="static", description="one camera move · 运镜")
    move_speed: MoveSpeed | None = Field(default=None, description="speed of the move · 运镜速度")
    rig: Rig | None = Field(default=None, description="what carries the camera · 承托")
    lens_mm: int | None = Field(
        default=None, ge=4, le=2000, description="focal length in mm · 焦距"
    )
    focus: Focus | None = Field(default=None, description="depth of field · 焦点")


class Light(Record):
    """How the shot is lit."""

    key: LightKey | None = Field(default=None, description="tone · 光调")
    source: Text | None = Field(default=None, description="what gives the light · 光源")
    direction: LightDirection | None = Field(default=None, description="where from · 光位")
    quality: LightQuality | None = Field(default=None, description="hard or soft · 光质")
    kelvin: int | None = Field(
        default=None, ge=1000, le=20000, description="colour temperature · 色温"
    )
    time: TimeOfDay | None = Field(default=None, description="time of day · 时间")


class Cast(Record):
    """One subject in one shot."""

    who: Id = Field(description="subject id · 主体")
    look: Id | None = Field(default=None, description="look id of that subject · 造型")
    position: Position | None = Field(default=None, description="where in the frame · 画面位置")
    facing: Facing | None = Field(default=None, description="where the body faces · 朝向")
    looks_at: Words | None = Field(
        default=None, description="subject, anchor or camera_left, camera_right, camera · 视线"
    )
    enters: bool = Field(default=False, description="comes into frame in this shot · 入画")
    exits: bool = Field(default=False, description="leaves the frame in this shot · 出画")
    state: Text | None = Field(default=None, description="condition in this shot · 状态")


class Line(Record):
    """One line of dialogue."""

    by: Id | None = Field(default=None, description="subject who speaks · 说话人")
    text: Text = Field(description="the words · 台词")
    mode: Speech = Field(default="on_screen", description="how it is heard · 台词方式")
    delivery: Text | None = Field(default=None, description="how it is said · 语气")
    lang: Lang | None = Field(default=None, description="language, if not the project's · 语言")


class Frames(Record):
    """Given stills."""

    first: Words | None = Field(default=None, description="picture of the first frame · 首帧图")
    last: Words | None = Field(default=None, description="picture of the last frame · 尾帧图")


class Continuity(Record):
    """How the shot joins an earlier one."""

    from_: Id | None = Field(default=None, alias="from", description="earlier shot · 承接的镜头")
    kind: Joint = Field(default="cut", description="how it joins · 衔接方式")
    keep: tuple[Words, ...] = Field(
        default=(), description="subject or subject.look kept · 保持一致"
    )
    cross_axis: bool = Field(
        default=False, description="the jump over the line is meant · 有意越轴"
    )


class Expect(Record):
    """A change that is meant, so that nobody takes it for a defect; at most one moment or range."""

    what: Change = Field(description="the change that is meant · 有意的变化")
    who: Id | None = Field(default=None, description="subject it happens to · 主体")
    start_s: Annotated[float, Field(ge=0, le=3600)] | None = Field(
        default=None, description="from this second of the shot · 起（秒）"
    )
    end_s: Annotated[float, Field(ge=0, le=3600)] | None = Field(
        default=None, description="to this second · 止（秒）"
    )
    note: Text | None = Field(default=None, description="for people · 备注")


class Check(Record):
    """A limit that this shot's takes must hold."""

    metric: Words = Field(description="name of a metric · 指标")
    min: float | None = Field(default=None, description="at least · 下限")
    max: float | None = Field(default=None, description="at most · 上限")
    subject: Id | None = Field(default=None, description="measured on this subject · 主体")
    severity: Severity = Field(default="error", description="error fails, warn reports · 严重程度")


class Budget(Record):
    """What may be spent."""

    max_takes: int | None = Field(
        default=None, ge=1, le=1000, description="takes per shot · 最多条数"
    )
    max_cost: float | None = Field(default=None, ge=0, description="money per shot · 费用上限")
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = Field(
        default="USD", description="ISO code · 币种"
    )


class Target(Record):
    """Which generator, and how it is asked; what is not said here comes from `defaults`."""

    model: Words | None = Field(default=None, description="generator id · 生成模型")
    mode: TargetMode = Field(default="auto", description="how it is asked · 生成方式")
    duration: Seconds | None = Field(default=None, description="seconds to ask for · 请求时长")
    resolution: Words | None = Field(default=None, description="for example 1080p · 分辨率")
    fps: float | None = Field(default=None, gt=0, le=240, description="frames a second · 帧率")
    seed: int | tuple[int, ...] | None = Field(
        default=None, description="one, or one per take · 种子"
    )
    audio: bool | None = Field(default=None, description="with sound · 是否带声音")
    prompt: Text | None = Field(
        default=None, description="this prompt instead of ours · 手写提示词"
    )
    extra: Free = Field(default_factory=dict, description="further fields of the body · 其他参数")


class Variants(Record):
    """Several versions of one shot."""

    matrix: dict[str, Values] = Field(
        default_factory=dict, description="dotted field: values · 字段: 取值"
    )
    max: int = Field(default=8, ge=1, le=1000, description="at most so many · 最多几种")


class Take(Record):
    """One file that came back."""

    path: Words = Field(description="the clip · 视频文件")
    request: Words | None = Field(default=None, description="hash of the request · 请求哈希")
    verdict: TakeVerdict | None = Field(default=None, description="what to do with it · 取舍")
    by: Judge = Field(default="human", description="who said so · 判定者")
    note: Text | None = Field(default=None, description="for people · 备注")


class Shot(Record):
    """What the audience sees between two cuts."""

    id: Id = Field(description="'12A' or sh010 · 镜号")
    title: Text | None = Field(default=None, description="short name · 标题")
    intent: Text | None = Field(default=None, description="why the shot is there · 意图")
    duration: Seconds = Field(description="seconds · 时长（秒）")
    action: Text = Field(description="what happens, in order · 画面内容")
    end_state: Text | None = Field(default=None, description="how the last frame stands · 结束状态")
    cast: tuple[Cast, ...] = Field(default=(), description="who is in it · 出场")
    props: tuple[Id, ...] = Field(default=(), description="subject ids of things · 道具")
    camera: Camera = Field(default_factory=Camera, description="how it is seen · 机位")
    light: Light | None = Field(default=None, description="how it is lit · 光")
    frames: Frames = Field(default_factory=Frames, description="given stills · 首尾帧")
    dialogue: tuple[Line, ...] = Field(default=(), description="spoken lines · 台词")
    sound: Text | None = Field(default=None, description="sound effects · 音效")
    music: Text | None = Field(default=None, description="music · 音乐")
    text_on_screen: Text | None = Field(default=None, description="titles, signs · 字幕与画面文字")
    transition: Transition = Field(default="cut", description="into the next shot · 转场")
    screen_direction: ScreenDirection | None = Field(
        default=None, description="of the move · 画面方向"
    )
    continuity: Continuity | None = Field(default=None, description="to an earlier shot · 衔接")
    avoid: tuple[Text, ...] = Field(default=(), description="must not appear here · 避免")
    target: Target | None = Field(default=None, description="generator for this shot · 生成设置")
    variants: Variants | None = Field(default=None, description="versions to try · 变体")
    expect: tuple[Expect, ...] = Field(
        default=(), description="changes that are meant, no defects · 预期的变化"
    )
    checks: tuple[Check, ...] = Field(default=(), description="limits for its takes · 检查")
    budget: Budget | None = Field(default=None, description="what may be spent · 预算")
    takes: tuple[Take, ...] | None = Field(default=None, description="files that came back · 成片")
    locked: bool = Field(default=False, description="do not make it again · 锁定")
    source: Words | None = Field(default=None, description="the script, word for word · 剧本原文")
    notes: Text | None = Field(default=None, description="for people · 备注")
    meta: Free = Field(default_factory=dict, description="your own data · 自定义数据")


class Scene(Record):
    """Shots at one place and time."""

    id: Id = Field(description="scene id · 场次编号")
    number: Words | None = Field(default=None, description="number in the script · 场号")
    place: Id = Field(description="place id · 场景")
    time: TimeOfDay | None = Field(default=None, description="time of day · 时间")
    synopsis: Text | None = Field(default=None, description="what happens · 梗概")
    axis: Annotated[tuple[Id, ...], AfterValidator(pair)] | None = Field(
        default=None, description="line of action between two subjects · 轴线"
    )
    shots: Annotated[tuple[Shot, ...], AfterValidator(some)] = Field(
        description="in order · 镜头", json_schema_extra={"minItems": 1}
    )


class Unit(Record):
    """One request to a generator, holding one or more shots."""

    id: Id = Field(description="unit id · 单元编号")
    shots: Annotated[tuple[Id, ...], AfterValidator(some)] = Field(
        description="shot ids in order · 镜头", json_schema_extra={"minItems": 1}
    )
    target: Target | None = Field(default=None, description="generator for this unit · 生成设置")


class Project(Record):
    """The film."""

    title: Text = Field(description="title · 片名")
    fps: float = Field(default=24, gt=0, le=240, description="frames a second of the edit · 帧率")
    aspect: Aspect = Field(default="16:9", description="frame shape · 画幅")
    resolution: Words | None = Field(default=None, description="for example 1080p · 分辨率")
    language: Lang = Field(default="en", description="spoken language · 对白语言")
    prompt_language: Lang | None = Field(
        default=None, description="language of prompts · 提示词语言"
    )
    take_path: TakePath = Field(
        default="takes/{shot}/{shot}_t{take:02d}.mp4", description="where takes lie · 成片路径"
    )


class Defaults(Record):
    """What holds for each shot that does not say otherwise."""

    target: Target | None = Field(default=None, description="generator · 生成设置")
    checks: tuple[Check, ...] = Field(default=(), description="limits · 检查")
    budget: Budget | None = Field(default=None, description="what may be spent per shot · 预算")
    camera: Camera | None = Field(default=None, description="camera · 机位")
    light: Light | None = Field(default=None, description="light · 光")


class Storyboard(Record):
    """The whole file."""

    vidcheck: Literal[1] = Field(description="version of this format · 格式版本")
    project: Project = Field(description="the film · 项目")
    style: Style = Field(description="how everything looks · 风格")
    subjects: dict[Id, Subject] = Field(
        default_factory=dict, description="who and what must stay the same · 主体"
    )
    places: dict[Id, Place] = Field(default_factory=dict, description="where it happens · 场景")
    vars: dict[Words, StrictBool | StrictInt | StrictFloat | Text] = Field(
        default_factory=dict, description="values for {{ name }} in texts · 变量"
    )
    defaults: Defaults = Field(default_factory=Defaults, description="for all shots · 默认值")
    scenes: Annotated[tuple[Scene, ...], AfterValidator(some)] = Field(
        description="in order · 场次", json_schema_extra={"minItems": 1}
    )
    units: tuple[Unit, ...] = Field(default=(), description="requests of several shots · 生成单元")
    include: tuple[Words, ...] = Field(
        default=(), description="files with more subjects, places, vars, scenes, units · 包含文件"
    )

    def all_shots(self) -> Iterator[tuple[Scene, Shot]]:
        """Every shot with its scene, in the order of the film."""
        for scene in self.scenes:
            for shot in scene.shots:
                yield scene, shot

    def shot(self, shot_id: str) -> Shot:
        """The shot of that id. Raises: KeyError where there is none."""
        for _, shot in self.all_shots():
            if shot.id == shot_id:
                return shot
        raise KeyError(shot_id)
