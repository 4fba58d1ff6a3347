"""What is known of the generators as rows and as text: `generators list` and `generators show`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from vidcheck.generators.profile import GeneratorProfile

_HEAD = {"id", "name", "vendor", "aliases", "as_of", "sources", "unknown", "confidence"}
_ASKED = {  # a null here is a gap in our knowledge; elsewhere it only means "nothing special"
    "prompt.max",
    "prompt.languages",
    "negative_prompt.supported",
    "durations.max",
    "fps.default",
    "aspect_ratios",
    "resolutions",
    "references.max_images",
    "references.max_videos",
    "references.max_audios",
    "first_frame",
    "last_frame",
    "seed.supported",
    "multi_shot.supported",
    "audio.native",
    "recipe_words",
    "consistency_tips",
    "request.method",
    "request.base_urls",
    "request.auth",
    "request.async_flow",
    "price",
}
_OURS = {"negative_prompt.how", "first_language", "recipe", "camera.kind", "camera.words"}
_STATUS_ZH = {"active": "可用", "retired": "已下线", "gateway": "仅网关", "none": "无公开接口"}
_CONFIDENCE_ZH = {"high": "高", "medium": "中", "low": "低"}


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact: its field, its value (None: not established), who says so, and when."""

    field: str
    value: str | None
    sources: tuple[str, ...]
    as_of: date


@dataclass(frozen=True, slots=True)
class GeneratorRow:
    """One generator in the list; `age_days` counts from the day its facts were read."""

    id: str
    name: str
    vendor: str
    status: str
    confidence: str
    modes: tuple[str, ...]
    as_of: date
    age_days: int


def fact_rows(profile: GeneratorProfile) -> list[FactRow]:
    """Every fact of a profile, flattened to dotted fields in the file's order.

    What we chose (which of two ways to write a thing) has no sources; what nobody could tell us
    has no value.
    """
    rows: list[FactRow] = []
    for name in type(profile).model_fields:
        if name in _HEAD:
            continue
        for field, value in _flat(name, getattr(profile, name)):
            if value is None and not (field in _ASKED and not _told(profile, field)):
                continue
            sources = () if field in _OURS else profile.sources
            rows.append(FactRow(field, value, sources, profile.as_of))
    return rows


def _told(profile: GeneratorProfile, field: str) -> bool:
    """Whether a null is answered elsewhere: a list of durations makes the bounds needless."""
    return field == "durations.max" and profile.durations.values is not None


def generator_rows(
    profiles: Iterable[GeneratorProfile],
    *,
    today: date,
    stale_days: int | None = None,
    lang: str = "en",
) -> list[GeneratorRow]:
    """The list, in the order given; `stale_days` keeps those whose facts are older than that."""
    rows = [
        GeneratorRow(
            id=item.id,
            name=item.name.say(lang),
            vendor=item.vendor.say(lang),
            status=_STATUS_ZH[item.status] if lang == "zh" else item.status,
            confidence=_CONFIDENCE_ZH[item.confidence] if lang == "zh" else item.confidence,
            modes=item.modes,
            as_of=item.as_of,
            age_days=(today - item.as_of).days,
        )
        for item in profiles
    ]
    return [row for row in rows if stale_days is None or row.age_days > stale_days]


def render_list(rows: Iterable[GeneratorRow], lang: str = "en") -> str:
    """One line per generator, columns aligned, for a terminal or a file."""
    head = (
        ("编号", "状态", "把握", "模式", "核对日期", "名称")
        if lang == "zh"
        else ("id", "status", "confidence", "modes", "as of", "name")
    )
    table = [head] + [
        (row.id, row.status, row.confidence, " ".join(row.modes) or "–", str(row.as_of), row.name)
        for row in rows
    ]
    widths = [max(_columns(line[i]) for line in table) for i in range(len(head) - 1)]
    lines = [
        "  ".join(
            [
                cell + " " * (width - _columns(cell))
                for cell, width in zip(line, widths, strict=False)
            ]
            + [line[-1]]
        )
        for line in table
    ]
    return "\n".join(lines) + "\n"


def render_profile(profile: GeneratorProfile, lang: str = "en") -> str:
    """Every fact of one generator with the numbers of its sources, and what is unknown."""
    zh = lang == "zh"
    marks = "".join(f"[{number}]" for number in range(1, len(profile.sources) + 1))
    title = f"{profile.id} · {profile.name.say(lang)} · {profile.vendor.say(lang)}"
    trust = "把握" if zh else "confidence"
    level = _CONFIDENCE_ZH[profile.confidence] if zh else profile.confidence
    read = "核对日期" if zh else "as of"
    lines = [title, f"{trust}: {level} · {read}: {profile.as_of}", ""]
    unknown = "未知" if zh else "unknown"
    ours = "（vidcheck 的选择）" if zh else "(our choice)"
    rows = fact_rows(profile)
    width = max(len(row.field) for row in rows)
    for row in rows:
        said = row.value if row.value is not None else unknown
        told = "" if row.value is None else f"  {f'{marks} {row.as_of}' if row.sources else ours}"
        lines.append(f"  {row.field:<{width}}  {said}{told}")
    lines += ["", "来源：" if zh else "Sources:"]
    lines += [f"  [{number}] {source}" for number, source in enumerate(profile.sources, 1)]
    if profile.unknown:
        lines += ["", "尚未查明：" if zh else "Not established:"]
        lines += [f"  - {item}" for item in profile.unknown]
    return "\n".join(lines) + "\n"


def _flat(field: str, value: Any) -> Iterator[tuple[str, str | None]]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _flat(f"{field}.{name}", getattr(value, name))
    elif isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _flat(f"{field}.{name}", inner)
    elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        for number, inner in enumerate(value, 1):
            yield from _flat(f"{field}[{number}]", inner)
    elif value is None or value in ((), {}):
        yield field, None
    elif isinstance(value, list | tuple):
        yield field, ", ".join(_said(item) for item in value)
    else:
        yield field, _said(value)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "x".join(str(part) for part in value)
    return str(value)


def _columns(text: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)
