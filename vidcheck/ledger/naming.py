"""Which project and which take a person means."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from vidcheck.errors import LedgerError
from vidcheck.ledger.store import FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vidcheck.ledger.history import PastTake

_NUMBER = re.compile(r"(?:take[ _-]?|t)?0*(\d{1,4})", re.IGNORECASE)


def project_of(place: Path) -> Path:
    """The project a place lies in: a storyboard's folder, or the nearest with a ledger above.

    Raises: LedgerError where there is none.
    """
    start = place.parent if place.is_file() else place
    for folder in (start, *start.resolve().parents):
        if (folder / FOLDER / "journal").is_dir():
            return folder
    raise LedgerError(
        f"{place}: no check has been remembered here or above",
        hint="run `vidcheck check STORYBOARD` first, or name the project's folder",
    )


def take_named(named: str, shot: str, by_shot: dict[str, tuple[PastTake, ...]]) -> PastTake:
    """The take a person calls `t3`, `3`, `kling-3.0:t3` or by its file.

    Args:
        named: what was typed.
        shot: the shot's id.
        by_shot: all takes known, by shot.

    Raises: LedgerError where the shot or the take is not known, or several could be meant.
    """
    takes = _present(by_shot.get(shot, ()))
    if not takes:
        raise LedgerError(f"no take of shot {shot} is known", hint=_other_shots(shot, by_shot))
    generator, _, rest = named.rpartition(":")
    number = _NUMBER.fullmatch(rest.strip())
    if number and not any(_is_file(take, named) for take in takes):
        found = [one for one in takes if one.take == int(number[1])
                 and generator.strip() in ("", one.generator)]  # fmt: skip
    else:
        found = [one for one in takes if _is_file(one, named)]
    if len(found) == 1:
        return found[0]
    there = ", ".join(_called(one) for one in found or takes)
    if found:
        raise LedgerError(
            f"{shot}: several takes are called {named}", hint=f"write one of: {there}"
        )
    raise LedgerError(f"{shot}: no take is called {named}", hint=f"there are: {there}")


def _present(takes: Sequence[PastTake]) -> list[PastTake]:
    """The last content of every file that is still there."""
    last = {take.path: take for take in takes}
    return [take for path, take in last.items() if path.is_file()]


def _is_file(take: PastTake, named: str) -> bool:
    return named in (take.path.name, take.path.stem, take.path.as_posix()) or (
        "/" in named and take.path.as_posix().endswith("/" + named.removeprefix("./"))
    )


def _called(take: PastTake) -> str:
    if take.take is None:
        return take.path.name
    return f"{take.generator}:t{take.take}" if take.generator else f"t{take.take}"


def _other_shots(shot: str, by_shot: dict[str, tuple[PastTake, ...]]) -> str:
    near = difflib.get_close_matches(shot, by_shot, n=1)
    if near:
        return f"did you mean {near[0]}?"
    return f"there are: {', '.join(by_shot) or 'none; run `vidcheck check` first'}"
