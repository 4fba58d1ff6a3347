"""What the guard says, as lines for a terminal."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from vidcheck.decide.words import DEFECTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vidcheck.report.guard_rows import GuardRow


def lines(guard: GuardRow, *, chinese: bool) -> Iterator[str]:
    """The comparison in a line, then everything that is worse, waived or in doubt."""

    def either(en: str, zh: str) -> str:
        return zh if chinese else en

    if guard.baseline is not None:
        worse = sum(one.waived is None for one in guard.regressions)
        yield either(
            f"held against {guard.baseline}: {worse} worse" if worse
            else f"held against {guard.baseline}: nothing is worse",
            f"与 {guard.baseline} 相比：{worse} 处变差" if worse
            else f"与 {guard.baseline} 相比：没有变差",
        )  # fmt: skip
    for one in guard.regressions:
        mark = "✗" if one.level == "fail" else "!"
        tail = either(f" [waived: {one.waived}]", f"［已豁免：{one.waived}］") if one.waived else ""
        yield f"{mark} {either(one.text, one.text_zh)}{tail}"
    for cover in guard.waived:
        kinds = ", ".join(DEFECTS[kind][chinese] for kind in cover.defects)
        yield either(
            f"waived until {cover.until}: {PurePath(cover.path).name}: {kinds}: {cover.note}",
            f"豁免至 {cover.until}：{PurePath(cover.path).name}：{kinds}：{cover.note}",
        )
    for note in guard.notes:
        yield f"! {either(*note)}"
