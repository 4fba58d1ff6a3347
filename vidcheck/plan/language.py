"""In which language a prompt is written: never translated, only chosen among what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.generators.profile import GeneratorProfile
    from vidcheck.plan.elements import Placed
    from vidcheck.plan.phrases import Pair
    from vidcheck.storyboard.model import Storyboard
    from vidcheck.storyboard.text import Text

_OURS = ("en", "zh")


def wanted_language(board: Storyboard, profile: GeneratorProfile) -> tuple[str, Pair | None]:
    """The language to aim for, and why the project's own wish could not be followed."""
    wish = (board.project.prompt_language or "").split("-")[0]
    read = profile.prompt.languages
    if not wish:
        return profile.first_language, None
    if wish not in _OURS:
        why = (
            f"prompts can be made in en and zh, not in {wish}",
            f"提示词只能用 en 或 zh，不能用 {wish}",
        )
        return profile.first_language, why
    if read is not None and wish not in read:
        names = ", ".join(read)
        why = (f"{profile.id} reads {names}, not {wish}", f"{profile.id} 只读 {names}，不读 {wish}")
        return profile.first_language, why
    return wish, None


def written_language(board: Storyboard, placed: Sequence[Placed], wanted: str) -> str:
    """The wanted language where at least half of the shot's words are in it, else the other."""
    other = "en" if wanted == "zh" else "zh"
    votes = [text.languages for text in _texts(board, placed)]
    have = sum(wanted in languages for languages in votes)
    lack = sum(wanted not in languages and other in languages for languages in votes)
    return wanted if have >= lack else other


def _texts(board: Storyboard, placed: Sequence[Placed]) -> list[Text]:
    found = [board.style.prompt]
    for one in placed:
        shot = one.shot
        found.append(shot.action)
        place = board.places.get(one.scene.place)
        if place is not None:
            found.append(place.prompt)
        named = [*(member.who for member in shot.cast), *shot.props]
        found += [board.subjects[who].identity for who in named if who in board.subjects]
    return found
