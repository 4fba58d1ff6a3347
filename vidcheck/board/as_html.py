"""The board as one HTML page for screen and paper: no script, no address, pictures inside."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vidcheck.board.moves import BOX, strokes
from vidcheck.paper.template import TOKENS, environment, styles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vidcheck.board.layout import Layout
    from vidcheck.board.pictures import Frame
    from vidcheck.board.sheet import Sheet

_PAGE = Path(__file__).parent / "page"


def render(sheet: Sheet, frames: Mapping[str, Frame], layout: Layout) -> str:
    """The board as a page.

    Args:
        sheet: what it says.
        frames: the pictures, by shot.
        layout: how it lies on paper when it is printed.
    """
    page: str = _template().render(
        sheet=sheet,
        layout=layout,
        pictures={shot: _uri(frame) for shot, frame in frames.items() if frame.jpeg},
        sources={shot: frame.source for shot, frame in frames.items()},
        zh=sheet.lang == "zh",
    )
    return page


def clock(seconds: float) -> str:
    """A time in the film as m:ss, with tenths where it has some."""
    minutes, rest = divmod(round(seconds, 1), 60)
    whole = f"{int(minutes)}:{int(rest):02d}"
    tenths = round(rest % 1 * 10)
    return f"{whole}.{tenths}" if tenths else whole


def _uri(frame: Frame) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(frame.jpeg or b"").decode("ascii")


def _path(move: str, *, faint: bool) -> str:
    """The lines of a move as the `d` of an SVG path."""
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in one.points)
        for one in strokes(move)
        if one.faint == faint
    )


@cache
def _template() -> Any:
    page = environment(_PAGE)
    page.globals.update(
        styles=styles(TOKENS, _PAGE / "board.css"), box=f"{BOX:g}", drawn=_path, clock=clock
    )
    return page.get_template("board.html.j2")
