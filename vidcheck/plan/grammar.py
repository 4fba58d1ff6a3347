"""Several shots in one request, in the grammar of the vendor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.generators.profile import Grammar


@dataclass(frozen=True, slots=True)
class ShotText:
    """One shot of a request: what is said of it and how long it lasts, in whole seconds."""

    text: str
    seconds: int


def joined(grammar: Grammar, head: str, shots: Sequence[ShotText], lang: str) -> str:
    """The prompt of a request of several shots; `head` is said once before them."""
    lines = list(_LINES[grammar](shots, lang))
    gap = "\n\n" if grammar == "shot_blocks" else " " if grammar == "kling_lines" else "\n"
    return gap.join([head, *lines] if head else lines)


def seconds_of(durations: Sequence[float]) -> list[int]:
    """Each shot's whole seconds, never below one, whose sum is the sum rounded up."""
    whole = [max(1, round(duration)) for duration in durations]
    wanted = max(len(whole), -int(-sum(durations) // 1))
    while sum(whole) < wanted:
        short = max(range(len(whole)), key=lambda i: (durations[i] - whole[i], -i))
        whole[short] += 1
    while sum(whole) > wanted:
        long = max(
            (i for i in range(len(whole)) if whole[i] > 1),
            key=lambda i: (whole[i] - durations[i], -i),
        )
        whole[long] -= 1
    return whole


def _spans(shots: Sequence[ShotText]) -> list[tuple[int, int]]:
    ends = [sum(one.seconds for one in shots[: i + 1]) for i in range(len(shots))]
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _kling(shots: Sequence[ShotText], lang: str) -> list[str]:
    comma = "，" if lang == "zh" else ","
    plain = [one.text.replace(";", comma).replace("；", comma).rstrip("。.") for one in shots]
    return [
        f"shot {number}, {one.seconds}, {text};"
        for number, (one, text) in enumerate(zip(shots, plain, strict=True), 1)
    ]


def _ranges(shots: Sequence[ShotText], lang: str) -> list[str]:
    unit = "秒：" if lang == "zh" else "s: "
    return [
        f"{start}-{end}{unit}{one.text}"
        for (start, end), one in zip(_spans(shots), shots, strict=True)
    ]


def _numbered(shots: Sequence[ShotText], lang: str) -> list[str]:
    if lang == "zh":
        return [f"镜头{number}：{one.text}" for number, one in enumerate(shots, 1)]
    return [
        f"{'Cut to shot' if number > 1 else 'Shot'} {number}: {one.text}"
        for number, one in enumerate(shots, 1)
    ]


def _brackets(shots: Sequence[ShotText], lang: str) -> list[str]:
    lead, unit = ("镜头", "秒") if lang == "zh" else ("Shot ", "s")
    return [
        f"{lead}{number} [{start}-{end}{unit}] {one.text}"
        for number, ((start, end), one) in enumerate(zip(_spans(shots), shots, strict=True), 1)
    ]


def _clock(shots: Sequence[ShotText], lang: str) -> list[str]:
    del lang
    return [
        f"[{_mmss(start)}-{_mmss(end)}] {one.text}"
        for (start, end), one in zip(_spans(shots), shots, strict=True)
    ]


def _h3(shots: Sequence[ShotText], lang: str) -> list[str]:
    cut = "镜头切换：" if lang == "zh" else "the camera cuts to: "
    at = "" if lang == "zh" else "At "
    lines = []
    for number, ((start, _), one) in enumerate(zip(_spans(shots), shots, strict=True), 1):
        lead = "" if number == 1 else f"{at}{_mmss(start)}.000, {cut}"
        lines.append(f"[Shot {number}] {lead}{one.text}")
    return lines


def _blocks(shots: Sequence[ShotText], lang: str) -> list[str]:
    del lang
    return [f"Shot {number}:\n{one.text}" for number, one in enumerate(shots, 1)]


def _mmss(seconds: int) -> str:
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


_LINES = {
    "kling_lines": _kling,
    "multi_prompt": _numbered,
    "second_ranges": _ranges,
    "numbered_shots": _numbered,
    "bracket_ranges": _brackets,
    "clock_ranges": _clock,
    "h3_shots": _h3,
    "shot_blocks": _blocks,
}
