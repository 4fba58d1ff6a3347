"""The report as one page for screen and paper: no script, no address, pictures inside."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vidcheck.paper.template import TOKENS, environment, styles
from vidcheck.script.sheet import MARKS, SIGNS, STATES, clock

if TYPE_CHECKING:
    from vidcheck.paper.size import Paper
    from vidcheck.script.sheet import Picture, Sheet

_PAGE = Path(__file__).parent / "page"


def render(sheet: Sheet, paper: Paper) -> str:
    """The report as a page.

    Args:
        sheet: what it says.
        paper: what it is printed on.
    """
    page: str = _template().render(sheet=sheet, paper=paper, zh=sheet.zh)
    return page


def _uri(picture: Picture) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(picture.jpeg).decode("ascii")


@cache
def _template() -> Any:
    page = environment(_PAGE)
    page.globals.update(
        styles=styles(TOKENS, _PAGE / "continuity.css"),
        states=STATES, signs=SIGNS, marks=MARKS, clock=clock, uri=_uri,
    )  # fmt: skip
    return page.get_template("continuity.html.j2")
