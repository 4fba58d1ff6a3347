"""Subjects that a vendor already keeps: the ids the creator wrote under `provider_ids`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.plan.slots import Picture, present

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.generators.profile import GeneratorProfile
    from vidcheck.storyboard.model import Scene, Shot, Storyboard, Subject


def provider_id(subject: Subject, profile: GeneratorProfile) -> str | None:
    """The subject's id at this generator: under its own id, else under its family or name.

    `kling: "8812"` holds for every Kling version, `kling-3.0-omni: "8812"` for that one;
    `可灵` and `Kling` are read as `kling`.
    """
    if profile.id in subject.provider_ids:
        return subject.provider_ids[profile.id]
    names = [profile.id, profile.name.en, profile.name.zh or "", *profile.aliases]
    for key, value in subject.provider_ids.items():
        plain = key.casefold()
        if any(_begins(name.casefold(), plain) for name in names):
            return value
    return None


def _begins(name: str, key: str) -> bool:
    """Whether a name is the key, or the key and then a version."""
    rest = name.removeprefix(key)
    return name.startswith(key) and not rest[:1].isalpha()


def elements_of(
    board: Storyboard, placed: Sequence[tuple[Scene, Shot]], profile: GeneratorProfile
) -> list[Picture]:
    """Saved subjects in these shots, in order of entry, where the facts say how to ask for them."""
    if profile.references.elements is None:
        return []
    return [
        Picture(found, "element", who, f"subjects.{who}.provider_ids")
        for who, found in _ids(board, placed, profile)
    ]


def names_of(
    board: Storyboard, placed: Sequence[tuple[Scene, Shot]], profile: GeneratorProfile
) -> dict[str, str]:
    """What each subject is called on the wire, where the generator lets the creator name it."""
    return dict(_ids(board, placed, profile)) if profile.references.named else {}


def without_a_way(
    board: Storyboard, placed: Sequence[tuple[Scene, Shot]], profile: GeneratorProfile
) -> list[str]:
    """Subjects with an id at this generator that nobody has established how to use."""
    if profile.references.elements is not None or profile.references.named:
        return []
    return [who for who, _ in _ids(board, placed, profile)]


def _ids(
    board: Storyboard, placed: Sequence[tuple[Scene, Shot]], profile: GeneratorProfile
) -> list[tuple[str, str]]:
    subjects = ((who, board.subjects.get(who)) for who in present(placed))
    found = ((who, provider_id(one, profile)) for who, one in subjects if one is not None)
    return [(who, each) for who, each in found if each is not None]
