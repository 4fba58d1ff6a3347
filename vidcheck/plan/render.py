"""A plan as text: for the clipboard, as a Markdown sheet, as CSV, as JSON."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal

from vidcheck.plan.cost import bill

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vidcheck.plan.model import (
        Dropped,
        PlanWarning,
        PromptPlan,
        PromptRequest,
        ReferenceSlot,
    )

Format = Literal["text", "md", "csv", "json"]

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "t2v": ("text to video", "文生视频"),
    "i2v": ("image to video", "图生视频"),
    "flf2v": ("first and last frame", "首尾帧"),
    "ref2v": ("references", "参考生视频"),
    "image": ("still", "静帧"),
    "script": ("Python script", "Python 脚本"),
    "workflow": ("ComfyUI workflow", "ComfyUI 工作流"),
    "paste": ("Paste this:", "粘贴以下内容："),
    "negative": ("Negative prompt:", "负面提示词："),
    "attach": ("Attach:", "上传素材："),
    "first_frame": ("first frame", "首帧"),
    "last_frame": ("last frame", "尾帧"),
    "slot": ("slot", "素材位"),
    "called": ("called", "提示词中称"),
    "save": ("Save the clip as", "成片命名为"),
    "picture": ("Save the picture as", "图片保存为"),
    "dropped": ("Left out:", "未能写入："),
    "first": ("Make first:", "先做："),
    "still_of": ("the still that opens it", "开场静帧"),
    "last_of": ("its last frame opens this", "其尾帧作本镜首帧"),
    "send": ("Send:", "接口："),
    "variant": ("version", "变体"),
    "part": ("part", "分段"),
    "seed": ("seed", "种子"),
    "cost": ("cost", "费用"),
    "total": ("Total cost:", "总费用："),
    "unknown": ("unknown", "未知"),
    "estimate": ("estimated", "估算"),
    "of": ("of", "/"),
    "no_limit": ("limit unknown", "上限未知"),
    "title": ("Prompts", "提示词清单"),
    "empty": ("There is nothing to ask for.", "没有需要生成的内容。"),
    "shots": ("shots", "镜头"),
    "requests": ("requests", "条请求"),
}
_COLUMNS: Final[tuple[tuple[str, str], ...]] = (
    ("id", "编号"),
    ("generator", "生成器"),
    ("shots", "镜头"),
    ("take", "条次"),
    ("mode", "模式"),
    ("prompt", "提示词"),
    ("negative_prompt", "负面提示词"),
    ("duration_s", "时长（秒）"),
    ("aspect_ratio", "画幅"),
    ("resolution", "分辨率"),
    ("seed", "种子"),
    ("references", "素材"),
    ("file_stem", "文件名"),
    ("dropped", "未能写入"),
    ("warnings", "提醒"),
    ("cost", "费用"),
)
_UNITS: Final[dict[str, tuple[str, str]]] = {
    "characters": ("characters", "字符"),
    "utf16": ("UTF-16 units", "UTF-16 单元"),
    "tokens": ("tokens", "词元"),
}
_ROLES: Final[dict[str, tuple[str, str]]] = {
    "face": ("face", "面部"),
    "body": ("body", "全身"),
    "turnaround": ("turnaround", "多角度"),
    "wardrobe": ("wardrobe", "服装"),
    "product": ("product", "产品"),
    "place": ("place", "场景"),
    "style": ("style", "风格"),
    "layout": ("layout", "构图"),
    "motion": ("motion", "动作"),
    "voice": ("voice", "声音"),
    "element": ("saved subject", "平台主体"),
}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Requests that differ only in take and seed, in one language."""

    requests: tuple[PromptRequest, ...]
    lang: str

    @property
    def one(self) -> PromptRequest:
        """The first of them."""
        return self.requests[0]

    def say(self, word: str) -> str:
        """A word of the interface."""
        return _WORDS[word][self.lang == "zh"]


def render(plan: PromptPlan, form: Format, lang: str = "en") -> str:
    """The plan in one of the formats; `lang` is the language of the words around the prompts."""
    if form == "json":
        return plan.model_dump_json(indent=2) + "\n"
    if form == "csv":
        return render_csv(plan, lang)
    return render_markdown(plan, lang) if form == "md" else render_text(plan, lang)


def render_text(plan: PromptPlan, lang: str = "en") -> str:
    """For the clipboard: what to paste, which file goes where, what to call the clip."""
    sheets = _sheets(plan.requests, lang)
    blocks = ["\n".join(_text_lines(sheet)) for sheet in sheets]
    if not blocks:
        return _WORDS["empty"][lang == "zh"] + "\n"
    return "\n\n".join([*blocks, _total(plan, lang)]) + "\n"


def render_markdown(plan: PromptPlan, lang: str = "en") -> str:
    """A sheet to print or to keep beside the project: one section per request."""
    zh = lang == "zh"
    number = f"{len(plan.requests)} {_WORDS['requests'][zh]}"
    head = [f"# {_WORDS['title'][zh]} · {_cell(plan.storyboard)}", "", number, ""]
    if plan.requests:
        head += [_cell(_total(plan, lang)), ""]
    body = [line for sheet in _sheets(plan.requests, lang) for line in _markdown_lines(sheet)]
    return "\n".join(head + body).rstrip() + "\n"


def render_csv(plan: PromptPlan, lang: str = "en") -> str:
    """One row per request and one for the total; cells that look like formulas are disarmed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column[lang == "zh"] for column in _COLUMNS])
    for request in plan.requests:
        writer.writerow([_disarmed(cell) for cell in _row(request, lang)])
    if plan.requests:
        last = {0: _WORDS["total"][lang == "zh"], len(_COLUMNS) - 1: bill(plan).say(lang)}
        writer.writerow([_disarmed(last.get(column, "")) for column in range(len(_COLUMNS))])
    return "\ufeff" + out.getvalue()


def _total(plan: PromptPlan, lang: str) -> str:
    """What the whole plan costs, in one line."""
    return f"{_WORDS['total'][lang == 'zh']} {bill(plan).say(lang)}"


def _sheets(requests: Sequence[PromptRequest], lang: str) -> list[_Sheet]:
    """Neighbours that would be pasted alike, together."""

    def alike(request: PromptRequest) -> tuple[object, ...]:
        return (request.generator, request.shots, request.part, request.mode, request.prompt)

    return [_Sheet(tuple(group), lang) for _, group in groupby(requests, key=alike)]


def _title(sheet: _Sheet) -> str:
    one = sheet.one
    parts = [
        " + ".join(one.shots),
        one.generator if one.mode != "image" else "",
        sheet.say(one.mode),
        f"{sheet.say('part')} {one.part}" if one.part is not None else "",
        f"{one.duration_s:g} s" if one.duration_s is not None else "",
        one.aspect_ratio or "",
        one.resolution or "",
    ]
    return " · ".join(part for part in parts if part)


def _length(sheet: _Sheet) -> str:
    length = sheet.one.prompt_length
    unit = _UNITS[length.unit][sheet.lang == "zh"]
    if length.limit is None:
        open_end = "" if sheet.one.mode == "image" else f", {sheet.say('no_limit')}"
        return f"{length.value} {unit}{open_end}"
    limit = f" {sheet.say('of')} {length.limit}"
    guess = f" ({sheet.say('estimate')})" if length.estimate else ""
    return f"{length.value}{limit} {unit}{guess}"


def _text_lines(sheet: _Sheet) -> Iterator[str]:
    one = sheet.one
    yield f"=== {_title(sheet)} ==="
    if one.needs:
        yield f"{sheet.say('first')} {', '.join(_need(need, sheet) for need in one.needs)}"
    yield f"{sheet.say('paste')} [{_length(sheet)}]"
    yield one.prompt
    if one.negative_prompt:
        yield f"{sheet.say('negative')} {one.negative_prompt}"
    if one.references:
        yield sheet.say("attach")
        yield from (f"  {_slot(item, sheet)}" for item in one.references)
    if one.method and one.path:
        yield f"{sheet.say('send')} {one.method} {one.path}"
    yield from _names(sheet)
    yield from (f"{sheet.say('dropped')} {_loss(loss, sheet.lang)}" for loss in one.dropped)
    yield from (f"! {item.code} {_message(item, sheet.lang)}" for item in one.warnings)


def _need(need: str, sheet: _Sheet) -> str:
    """What must be made before, in words."""
    kind, _, name = need.partition(":")
    return f"{name} ({sheet.say('still_of' if kind == 'keyframe' else 'last_of')})"


def _names(sheet: _Sheet) -> Iterator[str]:
    save = sheet.say("picture" if sheet.one.mode == "image" else "save")
    suffix = ".png" if sheet.one.mode == "image" else ".mp4"
    for request in sheet.requests:
        notes = [
            f"{sheet.say('seed')} {request.seed}" if request.seed is not None else "",
            f"{sheet.say('variant')} {request.variant}" if request.variant else "",
            _cost(request),
        ]
        said = ", ".join(note for note in notes if note)
        yield f"{save} {request.file_stem}{suffix}" + (f" ({said})" if said else "")


def _slot(item: ReferenceSlot, sheet: _Sheet) -> str:
    zh = sheet.lang == "zh"
    if item.slot in {"first_frame", "last_frame"}:
        return f"{sheet.say(item.slot)} = {item.path}"
    number = item.slot.rsplit("_", 1)[-1]
    role = _ROLES.get(item.role, (item.role, item.role))[zh]
    whose = " ".join(part for part in (item.subject or "", role) if part)
    called = f", {sheet.say('called')} {item.mention}" if item.mention else ""
    kind = "" if item.slot.startswith("image") else f"{item.slot.split('_')[0]} "
    return f"{kind}{sheet.say('slot')} {number} = {item.path} ({whose}{called})"


def _loss(loss: Dropped, lang: str) -> str:
    if lang == "zh":
        return f"{loss.field}（{loss.why_zh or loss.why}）"
    return f"{loss.field} ({loss.why})"


def _message(warning: PlanWarning, lang: str) -> str:
    return warning.message_zh or warning.message if lang == "zh" else warning.message


def _cost(request: PromptRequest) -> str:
    cost = request.cost
    if cost is None:
        return ""
    return f"{cost.amount:g} {cost.currency}, {cost.source}, {cost.as_of}"


def _markdown_lines(sheet: _Sheet) -> Iterator[str]:
    one = sheet.one
    yield f"## {_cell(_title(sheet))}"
    yield ""
    if one.needs:
        needs = ", ".join(_need(need, sheet) for need in one.needs)
        yield f"{sheet.say('first')} {_cell(needs)}"
        yield ""
    yield f"{sheet.say('paste')} ({_length(sheet)})"
    yield ""
    yield from _fenced(one.prompt)
    if one.negative_prompt:
        yield ""
        yield sheet.say("negative")
        yield ""
        yield from _fenced(one.negative_prompt)
    if one.references:
        yield ""
        yield from (f"- {_cell(_slot(item, sheet))}" for item in one.references)
    yield ""
    yield from (f"- {_cell(line)}" for line in _names(sheet))
    for loss in one.dropped:
        yield f"- {sheet.say('dropped')} {_cell(_loss(loss, sheet.lang))}"
    for item in one.warnings:
        yield f"- **{item.code}** {_cell(_message(item, sheet.lang))}"
    yield ""


def _fenced(text: str) -> Iterator[str]:
    fence = "```"
    while fence in text:
        fence += "`"
    yield f"{fence}text"
    yield text
    yield fence


def _cell(text: str) -> str:
    """Markdown's own signs made harmless."""
    for sign in ("\\", "`", "*", "_", "<", "|", "[", "#"):
        text = text.replace(sign, f"\\{sign}")
    return text


def _row(request: PromptRequest, lang: str) -> list[str]:
    sheet = _Sheet((request,), lang)
    return [
        request.id,
        request.generator,
        " ".join(request.shots),
        str(request.take),
        sheet.say(request.mode),
        request.prompt,
        request.negative_prompt or "",
        "" if request.duration_s is None else f"{request.duration_s:g}",
        request.aspect_ratio or "",
        request.resolution or "",
        "" if request.seed is None else str(request.seed),
        "; ".join(_slot(item, sheet) for item in request.references),
        request.file_stem,
        "; ".join(_loss(loss, lang) for loss in request.dropped),
        "; ".join(f"{item.code} {_message(item, lang)}" for item in request.warnings),
        _cost(request),
    ]


def _disarmed(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
