"""Contact sheets and plots: a result as one picture, for chats and READMEs."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PIL import Image, ImageDraw

from vidcheck.decide.words import DECISIONS, DEFECTS, STATUSES, VERDICTS
from vidcheck.errors import VidcheckError
from vidcheck.report.curves import extent, measures, scales, span
from vidcheck.report.lettering import drawable, fitting, font
from vidcheck.report.words import measure_words, unmeasured

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vidcheck.judge.rows import ClipRow
    from vidcheck.report.model import RunReport

Kind = Literal["PNG", "WEBP"]
Point = tuple[float, float]
KINDS: dict[str, Kind] = {".png": "PNG", ".webp": "WEBP"}

WIDTH, EDGE, LABEL = 1600, 36, 330
"""Of a sheet, its margin, and the column with names, in pixels."""
STRIP, BAND, CURVE, GAP = 112, 22, 84, 26
"""Heights of a row's strip, one lane of findings, its curve, and what parts rows."""
PAPER, INK, SOFT, LINE = "#f6f4ef", "#1c1b19", "#625e56", "#e0dcd2"
COLOURS = {
    "pass": "#00745a", "keep": "#00745a", "warn": "#855800", "fix_in_post": "#855800",
    "edit": "#855800", "fail": "#b04300", "stop": "#b04300", "unknown": "#625e56",
    "undecided": "#625e56", "reroll": "#005a96", "rewrite": "#8c3a73", "split": "#8c3a73",
    "switch": "#8c3a73",
}  # fmt: skip
EVENTS = {
    "flicker": "#855800", "flash": "#855800", "pop_in": "#8c3a73", "vanish": "#8c3a73",
    "duplicate": "#8c3a73", "cut": "#005a96", "freeze": "#005a96", "occlusion": "#625e56",
}  # fmt: skip
TAKES = ("#0072b2", "#c44e00", "#00805f", "#a3468a", "#7a6200", "#5a5a5a")


@dataclass(frozen=True)
class _Row:
    """One line of a sheet: what it is called, what is thought of it, and the clip that shows it."""

    name: str
    word: str
    colour: str
    told: str
    clip: ClipRow | None


def sheet(
    report: RunReport, pictures: Mapping[str, bytes], *, lang: str = "en", shot: str | None = None
) -> Image.Image:
    """The film as rows: each shot with the take that stands for it, or each take of one shot.

    Args:
        report: the result.
        pictures: WebP bytes by name, for the strips.
        lang: en or zh.
        shot: the shot whose takes are shown; None for all shots, or all clips where there are none.

    Raises: VidcheckError where the result has no such shot.
    """
    zh = lang == "zh"
    rows = _rows(report, shot, zh=zh)
    heights = [_height(row) for row in rows]
    whole = Image.new("RGB", (WIDTH, EDGE * 2 + 76 + sum(heights)), PAPER)
    pen = ImageDraw.Draw(whole)
    title = (report.title_zh if zh else report.title) or "vidcheck"
    title = f"{title} · {shot}" if shot else title
    pen.text((EDGE, EDGE - 8), fitting(title, 40, WIDTH - 2 * EDGE), INK, font(40))
    top = EDGE + 76
    ends = scales([row.clip for row in rows if row.clip])
    for row, height in zip(rows, heights, strict=True):
        _draw_row(whole, row, top, pictures, ends, zh=zh)
        top += height
    return whole


def plot(
    report: RunReport, *, lang: str = "en", shot: str | None = None, most: int = 4
) -> Image.Image:
    """Curves of one shot's takes: a panel per measure, a line per take, findings as ranges.

    Raises: VidcheckError where no shot is named, there is none of that name, or it has no curve.
    """
    rows = _clips(report, shot)
    names = measures(rows)[:most]
    if not names:
        raise VidcheckError(f"{shot or 'this result'}: no curve was measured")
    zh, high = lang == "zh", 190
    whole = Image.new("RGB", (WIDTH, EDGE * 2 + 84 + (high + 66) * len(names)), PAPER)
    pen = ImageDraw.Draw(whole)
    left, ends = float(EDGE), scales(rows)
    for i, row in enumerate(rows):
        name = fitting(f"{i + 1}  {row.path.rpartition('/')[2]}", 24, 420)
        pen.rounded_rectangle((left, EDGE + 6, left + 22, EDGE + 28), 6, TAKES[i % len(TAKES)])
        pen.text((left + 32, EDGE), name, INK, font(24))
        left += 60 + font(24).getlength(name)
    within = (0.0, max(extent(row)[1] for row in rows))
    top = EDGE + 72
    for name in names:
        pen.text((EDGE, top), drawable(measure_words(name)[zh]), SOFT, font(24))
        box = (EDGE, top + 38, WIDTH - EDGE, top + 38 + high)
        pen.rounded_rectangle(box, 10, "#fffefb", LINE)
        _ranges(whole, rows, box, within[1])
        for i, row in enumerate(rows):
            _curve(
                whole, row, name, box=box, within=within, ends=ends, colour=TAKES[i % len(TAKES)]
            )
        low, top_value = ends[name]
        pen.text((WIDTH - EDGE, top + 2), f"{low:.3g} – {top_value:.3g}", SOFT, font(22), "ra")
        top += high + 66
    return whole


def encoded(picture: Image.Image, kind: Kind) -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    if kind == "PNG":
        picture.quantize(256, dither=Image.Dither.FLOYDSTEINBERG).save(out, "PNG", optimize=True)
    else:
        picture.save(out, "WEBP", quality=84, method=4)
    return out.getvalue()


def _clips(report: RunReport, shot: str | None) -> list[ClipRow]:
    if not report.shots:
        return list(report.clips)
    known = {one.shot: one for one in report.shots}
    if shot is None or shot not in known:
        raise VidcheckError(
            f"{shot}: this result has no such shot" if shot else "a plot is of one shot",
            hint=f"name one with --shot: {', '.join(known)}",
        )
    return [row for _, row in report.takes_of(known[shot])]


def _rows(report: RunReport, shot: str | None, *, zh: bool) -> list[_Row]:
    if report.shots and shot is None:
        return [
            _Row(
                one.shot,
                DECISIONS[one.decision][zh],
                COLOURS[one.decision],
                one.reason_zh if zh else one.reason,
                report.clip_of(one) or next((row for _, row in report.takes_of(one)), None),
            )
            for one in report.shots
        ]  # fmt: skip
    return [_of_take(row, zh=zh) for row in _clips(report, shot)]


def _of_take(row: ClipRow, *, zh: bool) -> _Row:
    scored = row.status == "scored"
    word = (VERDICTS[row.verdict] if scored else STATUSES[row.status])[zh]
    consistency = f"{'一致性' if zh else 'consistency'} {row.consistency}"
    told = consistency if scored else unmeasured(row)[zh]
    return _Row(row.path.rpartition("/")[2], word, COLOURS[row.verdict], told, row)


def _lanes(row: ClipRow) -> list[tuple[int, str, float, float]]:
    """(lane, type, left, width in percent) of each finding; no more than three lanes."""
    within, free = extent(row), [0.0]
    placed: list[tuple[int, str, float, float]] = []
    for event in sorted(row.events, key=lambda one: one.start_s):
        at = span(event.start_s, event.end_s, within)
        lane = next((i for i, end in enumerate(free) if end <= at.left), len(free))
        if lane < 3:
            free[lane : lane + 1] = [max(at.left + at.width, at.left + 12)]
            placed.append((lane, event.type, at.left, at.width))
    return placed


def _height(row: _Row) -> int:
    lanes = 1 + max((lane for lane, *_ in _lanes(row.clip)), default=-1) if row.clip else 0
    curve = CURVE + 8 if row.clip and row.clip.curves else 0
    return STRIP + 8 + lanes * BAND + curve + GAP


def _draw_row(
    whole: Image.Image,
    row: _Row,
    top: int,
    pictures: Mapping[str, bytes],
    ends: Mapping[str, tuple[float, float]],
    *,
    zh: bool,
) -> None:
    pen = ImageDraw.Draw(whole)
    pen.line((EDGE, top - GAP // 2, WIDTH - EDGE, top - GAP // 2), LINE, 2)
    size = 30 if len(row.name) < 12 else 21
    pen.text((EDGE, top + 20), fitting(row.name, size, LABEL - 20), INK, font(size), "lm")
    word = drawable(row.word) or row.word
    wide = font(22).getlength(word) + 26
    pen.rounded_rectangle((EDGE, top + 46, EDGE + wide, top + 78), 16, row.colour)
    pen.text((EDGE + 13, top + 61), word, "white", font(22), "lm")
    for i, line in enumerate(_wrapped(row.told, LABEL - 24, 19)[:4]):
        pen.text((EDGE, top + 88 + i * 25), line, SOFT, font(19))
    if row.clip is None:
        return
    left = EDGE + LABEL
    _strip(whole, row.clip, (left, top), pictures)
    below = top + STRIP + 8
    for lane, kind, start, width in _lanes(row.clip):
        x = left + start / 100 * (WIDTH - EDGE - left)
        long = max(6, width / 100 * (WIDTH - EDGE - left))
        colour = EVENTS.get(kind, COLOURS["fail"])
        y = below + lane * BAND
        pen.rounded_rectangle((x, y, x + long, y + BAND - 4), 4, _paler(colour))
        pen.rectangle((x, y, x + 3, y + BAND - 4), colour)
        name = drawable(DEFECTS[kind][zh]) or kind
        pen.text((x + 9, y + (BAND - 4) / 2), name, colour, font(16), "lm")
    lanes = 1 + max((lane for lane, *_ in _lanes(row.clip)), default=-1)
    names = measures([row.clip])
    if names:
        box = (left, below + lanes * BAND, WIDTH - EDGE, below + lanes * BAND + CURVE)
        pen.rounded_rectangle(box, 8, "#fffefb", LINE)
        _curve(whole, row.clip, names[0], box=box, within=extent(row.clip), ends=ends, colour=INK)
        pen.text((left + 10, box[1] + 4), drawable(measure_words(names[0])[zh]), SOFT, font(16))


def _strip(
    whole: Image.Image, row: ClipRow, at: tuple[int, int], pictures: Mapping[str, bytes]
) -> None:
    left, top = at
    wide = WIDTH - EDGE - left
    raw = pictures.get(row.strip) if row.strip else None
    if raw is None or row.clip is None:
        ImageDraw.Draw(whole).rounded_rectangle((left, top, left + wide, top + STRIP), 8, LINE)
        return
    strip = Image.open(io.BytesIO(raw)).convert("RGB")
    count = max(1, min(10, row.clip.frames))
    frame = strip.width // count
    shape = frame / strip.height
    shown = max(1, min(count, int(wide // (STRIP * shape))))
    for i in range(shown):
        number = int((i + 0.5) * count / shown)
        cell = strip.crop((number * frame, 0, (number + 1) * frame, strip.height))
        size = (round(wide / shown) - 3, STRIP)
        whole.paste(_covering(cell, size), (round(left + i * wide / shown), top))


def _covering(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture's middle at a size, nothing stretched."""
    scale = max(size[0] / picture.width, size[1] / picture.height)
    wide, high = size[0] / scale, size[1] / scale
    left, top = (picture.width - wide) / 2, (picture.height - high) / 2
    box = (round(left), round(top), round(left + wide), round(top + high))
    return picture.resize(size, Image.Resampling.LANCZOS, box=box)


def _ranges(
    whole: Image.Image, rows: Sequence[ClipRow], box: tuple[int, int, int, int], end_s: float
) -> None:
    """Findings as bars along the lower edge, one line of them per take, in its colour."""
    pen = ImageDraw.Draw(whole)
    for i, row in enumerate(rows):
        for event in row.events:
            at = span(event.start_s, event.end_s, (0.0, end_s))
            left = box[0] + at.left / 100 * (box[2] - box[0])
            wide = max(4, at.width / 100 * (box[2] - box[0]))
            y = box[3] - 5 - 7 * (len(rows) - i)
            pen.rectangle((left, y, left + wide, y + 4), TAKES[i % len(TAKES)])


def _curve(
    whole: Image.Image,
    row: ClipRow,
    name: str,
    *,
    box: tuple[int, int, int, int],
    within: tuple[float, float],
    ends: Mapping[str, tuple[float, float]],
    colour: str,
) -> None:
    """A series as a line, drawn four times as large and reduced, so that it is smooth."""
    if row.curves is None or name not in row.curves.values:
        return
    big = 4
    left, top, right, bottom = box
    layer = Image.new("L", ((right - left) * big, (bottom - top) * big), 0)
    pen = ImageDraw.Draw(layer)
    low, high = ends[name]
    pad = 10 * big
    for run in _runs(row.curves.times_s, row.curves.values[name]):
        points = [
            ((time - within[0]) / ((within[1] - within[0]) or 1.0) * layer.width,
             layer.height - pad - (layer.height - 2 * pad)
             * ((value - low) / (high - low) if high > low else 0.5))
            for time, value in run
        ]  # fmt: skip
        if len(points) > 1:
            pen.line(points, 255, 3 * big, joint="curve")
    mask = layer.resize((right - left, bottom - top), Image.Resampling.BOX)
    whole.paste(Image.new("RGB", mask.size, colour), (left, top), mask)


def _runs(times: Sequence[float], values: Sequence[float | None]) -> list[list[Point]]:
    """The stretches of a series that were measured; a gap in it is a gap in the line."""
    runs: list[list[Point]] = [[]]
    for time, value in zip(times, values, strict=False):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((time, value))
    return runs


def _wrapped(text: str, width: float, size: int) -> list[str]:
    """Text in lines; Chinese breaks anywhere, English between words."""
    letters, lines, line = font(size), [], ""
    for char in drawable(text):
        line += char
        if letters.getlength(line) > width:
            head, _, tail = line.rpartition(" ")
            lines.append(head or line[:-1])
            line = tail if head else line[-1]
    return [*lines, line] if line else lines


def _paler(colour: str) -> tuple[int, int, int]:
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    red, green, blue = (round(0.25 * part + 0.75 * 250) for part in parts)
    return red, green, blue
