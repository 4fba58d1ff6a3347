"""Which files a storyboard names, and whether they lie inside its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vidcheck.storyboard.model import Ref, Storyboard
    from vidcheck.storyboard.strict_yaml import Keys


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that the storyboard names, with the key path that names it."""

    keys: Keys
    path: str
    role: str
    owner: str | None


def named_files(storyboard: Storyboard) -> Iterator[NamedFile]:
    """All reference files and given frames, in the order of the file."""
    yield from _refs(storyboard.style.refs, ("style", "refs"), None)
    for name, subject in storyboard.subjects.items():
        yield from _refs(subject.refs, ("subjects", name, "refs"), name)
        for look_id, look in subject.looks.items():
            yield from _refs(look.refs, ("subjects", name, "looks", look_id, "refs"), name)
    for name, place in storyboard.places.items():
        yield from _refs(place.refs, ("places", name, "refs"), name)
    for s, scene in enumerate(storyboard.scenes):
        for i, shot in enumerate(scene.shots):
            frames: tuple[tuple[Literal["first", "last"], str | None], ...] = (
                ("first", shot.frames.first),
                ("last", shot.frames.last),
            )
            for which, path in frames:
                if path is not None:
                    keys: Keys = ("scenes", s, "shots", i, "frames", which)
                    yield NamedFile(keys, path, f"{which}_frame", None)


def _refs(refs: Iterable[Ref], keys: Keys, owner: str | None) -> Iterator[NamedFile]:
    for index, ref in enumerate(refs):
        yield NamedFile((*keys, index, "path"), ref.path, ref.role, owner)


def outside(folder: Path, path: str) -> str | None:
    """Why a path does not stay inside a folder, links followed; None where it does."""
    if "\0" in path:
        return "a path holds no NUL character"
    if "://" in path:
        return "a web address, not a file in the project folder"
    if Path(path).is_absolute() or path[1:3] in (":\\", ":/") or path.startswith(("\\", "~")):
        return "an absolute path: the project would not work elsewhere"
    try:
        root = folder.resolve()
        target = (folder / path).resolve()
    except (OSError, RuntimeError) as error:
        return f"cannot be followed: {error}"
    if target != root and root in target.parents:
        return None
    linked = ".." not in Path(path).parts
    return "a link that leaves the project folder" if linked else "leaves the project folder"
