"""What the page's scripts work with, as JSON that is safe inside a page."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from vidcheck.report.curves import extent

if TYPE_CHECKING:
    from vidcheck.judge.rows import ClipRow
    from vidcheck.report.model import RunReport
    from vidcheck.report.sections import Shown, Take

_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def page_data(report: RunReport, shown: Shown, *, live: bool, copies: bool) -> Markup:
    """The takes by their number in the page, with times, curves and whose they are.

    Args:
        report: the result.
        shown: what the page shows.
        live: whether a server stands behind the page that takes verdicts.
        copies: whether the players play copies, which begin with their first picture.
    """
    folder = report.takes_dir
    content = {
        "run": _name_of(report),
        "live": live,
        "takesDir": folder or "takes",
        "takes": [_take(take, folder, copies=copies) for take in shown.takes],
    }
    return Markup(safe_json(content))  # noqa: S704 (escaped by safe_json)


def take_id(row: ClipRow) -> str:
    """What tells a take from all others of a result: one file may be a take of several shots."""
    return f"{row.shot or ''}/{row.content or row.path}"


def safe_json(content: Any) -> str:
    r"""JSON without a character that could end a script element.

    >>> safe_json({"a": "</script>"})
    '{"a":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for char, escape in _UNSAFE.items():
        text = text.replace(char, escape)
    return text.encode("utf-8", "replace").decode("utf-8")


def _name_of(report: RunReport) -> str:
    """What tells this result's takes from another's: verdicts given here are kept under it."""
    takes = sorted(row.clip.sha256 for row in report.clips if row.clip)
    return hashlib.sha256("\n".join([report.storyboard or "", *takes]).encode()).hexdigest()[:16]


def _take(take: Take, takes_dir: str | None, *, copies: bool) -> dict[str, Any]:
    row, clip = take.row, take.row.clip
    first, last = extent(row)
    playback = row.playback
    return {
        "path": _inside(row.path, takes_dir),
        "shot": row.shot,
        "take": row.take,
        "generator": row.generator,
        "number": take.number,
        "id": take_id(row),
        "span": row.span_s,
        "fps": clip.fps if clip else None,
        "frames": clip.frames if clip else 0,
        "first": first,
        "last": last,
        "lead": playback.lead_s if playback and not copies else 0.0,
        "times": playback.times_s if playback else None,
        "events": [
            {
                "type": one.event.type,
                "metric": one.event.metric,
                "start": one.event.start_s,
                "end": one.event.end_s,
            }
            for one in take.findings
        ],
        "curves": row.curves.values if row.curves else {},
        "at": row.curves.times_s if row.curves else (),
        "human": row.human.model_dump(include={"verdict", "note"}) if row.human else None,
    }


def _inside(path: str, takes_dir: str | None) -> str:
    """A clip as takes.yaml names it: from the folder of the takes, with slashes."""
    if takes_dir is None:
        return path
    return Path(os.path.relpath(Path(path).absolute(), Path(takes_dir).absolute())).as_posix()
