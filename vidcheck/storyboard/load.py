"""Reading a storyboard from disk: every mistake at once, each with its place and its mend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from vidcheck.errors import StoryboardError
from vidcheck.storyboard.explain import Problem, explained
from vidcheck.storyboard.model import Storyboard
from vidcheck.storyboard.names import did_you_mean, doubled_names, unknown_names
from vidcheck.storyboard.references import named_files, outside
from vidcheck.storyboard.strict_yaml import (
    MOST_BYTES,
    Document,
    Keys,
    Spot,
    read_yaml,
    too_large,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_SHOWN = 20
_SHARED = ("subjects", "places", "vars", "scenes", "units")
_DEEPEST_INCLUDE = 4


@dataclass(frozen=True)
class LoadedStoryboard:
    """A storyboard with the place of everything in it.

    Attributes:
        storyboard: what it says.
        path: the file as it was named.
        text: the file's characters.
        texts: characters of every file read, by the name that `where` prints.
        written: the values before any spelling became a code.
    """

    storyboard: Storyboard
    path: Path
    text: str
    texts: dict[str, str] = field(default_factory=dict, repr=False)
    spots: dict[Keys, Spot] = field(default_factory=dict, repr=False)
    written: Any = field(default=None, repr=False)

    def as_typed(self, *keys: str | int) -> Any:
        """The value at a key path as the creator typed it, or None where nothing is written."""
        value = self.written
        for key in keys:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def spot(self, *keys: str | int) -> Spot:
        """File, line and column of a key path, or of its nearest ancestor that is written."""
        for length in range(len(keys), -1, -1):
            if spot := self.spots.get(keys[:length]):
                return spot
        return Spot(str(self.path), 1, 1)

    def place(self, *keys: str | int) -> tuple[int, int]:
        """1-based line and column of a key path, or of its nearest ancestor that is written."""
        spot = self.spot(*keys)
        return spot.line, spot.column

    def where(self, *keys: str | int) -> str:
        """The same as `path:line:column`; an included file is named itself."""
        return str(self.spot(*keys))

    def keys_of(self, shot_id: str) -> Keys:
        """The key path of a shot. Raises: KeyError where there is none."""
        for s, scene in enumerate(self.storyboard.scenes):
            for i, shot in enumerate(scene.shots):
                if shot.id == shot_id:
                    return ("scenes", s, "shots", i)
        raise KeyError(shot_id)

    def file(self, named: str) -> Path:
        """The path on disk of a file that the storyboard names."""
        return self.path.parent / named


def load_storyboard(
    path: Path,
    *,
    allow_outside: bool = False,
    unknown_ids: Literal["refuse", "keep"] = "refuse",
) -> LoadedStoryboard:
    """Read and check a storyboard.

    Args:
        path: the YAML (or JSON) file.
        allow_outside: let reference files lie outside the project folder.
        unknown_ids: "keep" leaves ids that nothing defines in place, for lint to report.
    Raises: StoryboardError with `path:line:column: field: message`, one line per problem.
    """
    text = read_text(path)
    return _loaded(path, text, allow_outside=allow_outside, unknown_ids=unknown_ids)


def parse_storyboard(text: str, path: Path) -> LoadedStoryboard:
    """Read a storyboard from text as if it stood at that path; raises as `load_storyboard`."""
    return _loaded(path, text, allow_outside=False, unknown_ids="refuse")


def read_text(path: Path) -> str:
    """The characters of a UTF-8 (or marked UTF-16) text file of at most 2 MB."""
    try:
        if path.is_dir():
            raise StoryboardError(
                f"{path}: is a folder, not a storyboard",
                hint=f"name the file: {path / 'storyboard.yaml'}",
            )
        if not path.is_file():
            raise StoryboardError(f"{path}: no such file", hint=_nearby(path))
        with path.open("rb") as source:
            raw = source.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoryboardError(f"{path}: cannot be read: {reason}") from error
    if len(raw) > MOST_BYTES:
        raise too_large(str(path))
    return _decoded(raw, path)


def _nearby(path: Path) -> str:
    folder = path.parent
    names = [p.name for p in folder.glob("*.y*ml")] if folder.is_dir() else []
    return did_you_mean(path.name, names) or "`vidcheck init` makes a storyboard to start from"


def _decoded(raw: bytes, path: Path) -> str:
    marked = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return raw.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        raise StoryboardError(
            f"{path}:{line}:{column}: not UTF-8 text",
            hint="save the file as UTF-8 (it may be GBK or Big5 now)",
        ) from error


def _loaded(path: Path, text: str, *, allow_outside: bool, unknown_ids: str) -> LoadedStoryboard:
    texts: dict[str, str] = {}
    whole = _with_includes(path, text, path.parent, texts, ())
    try:
        storyboard = Storyboard.model_validate(whole.data)
    except ValidationError as error:
        raise _refused(explained(error, whole)) from error
    problems = list(_problems(storyboard, whole, path, allow_outside=allow_outside))
    if unknown_ids == "refuse":
        problems += [_placed(whole, m.keys, m.message, m.hint) for m in unknown_names(storyboard)]
    if problems:
        raise _refused(problems)
    return LoadedStoryboard(storyboard, path, text, texts, whole.spots, whole.data)


def _problems(
    storyboard: Storyboard, whole: Document, path: Path, *, allow_outside: bool
) -> Iterator[Problem]:
    for misnamed in doubled_names(storyboard):
        yield _placed(whole, misnamed.keys, misnamed.message, misnamed.hint)
    for named in () if allow_outside else named_files(storyboard):
        if why := outside(path.parent, named.path):
            hint = "copy the file into the project folder, for example into refs/"
            yield _placed(whole, named.keys, f"'{named.path}': {why}", hint)


def _placed(whole: Document, keys: Keys, message: str, hint: str | None) -> Problem:
    return Problem(whole.values.get(keys) or whole.nearest(keys), keys, message, hint)


def _refused(problems: list[Problem]) -> StoryboardError:
    # A missing key is often the mistyped one beside it, so the mistyped one comes first.
    ordered = sorted(
        problems, key=lambda p: (p.spot.file, p.spot.line, p.message == "missing", p.spot.column)
    )
    if len(ordered) == 1:
        return StoryboardError(str(ordered[0]), hint=ordered[0].hint)
    lines = [f"{p} ({p.hint})" if p.hint else str(p) for p in ordered[:MOST_SHOWN]]
    if len(ordered) > MOST_SHOWN:
        lines.append(f"… and {len(ordered) - MOST_SHOWN} more")
    return StoryboardError("\n".join(lines), hint=next((p.hint for p in ordered if p.hint), None))


def _with_includes(
    path: Path, text: str, root: Path, texts: dict[str, str], chain: tuple[Path, ...]
) -> Document:
    name = str(path)
    texts[name] = text
    own = read_yaml(text, name)
    if not isinstance(own.data, dict):
        raise StoryboardError(
            f"{own.nearest(())}: a storyboard is a mapping (key: value), not {_kind(own.data)}",
            hint="`vidcheck init` writes one to start from",
        )
    if chain:
        _only_shared(own)
    included = own.data.get("include") or []
    whole = Document({})
    for index, other in enumerate(included if isinstance(included, list) else []):
        spot = own.nearest(("include", index))
        file = _included(other, spot, path, root, (*chain, path))
        _add(whole, _with_includes(file, read_text(file), root, texts, (*chain, path)))
    _add(whole, own)
    return whole


def _included(other: Any, spot: Spot, path: Path, root: Path, chain: tuple[Path, ...]) -> Path:
    if not isinstance(other, str):
        raise StoryboardError(f"{spot}: include: a file name is needed", hint="- people.yaml")
    if why := outside(root, str((path.parent / other).relative_to(root))):
        raise StoryboardError(
            f"{spot}: include: '{other}': {why}", hint="keep included files in the project folder"
        )
    file = path.parent / other
    if len(chain) > _DEEPEST_INCLUDE or file.resolve() in [link.resolve() for link in chain]:
        raise StoryboardError(
            f"{spot}: include: '{other}' includes itself, or files nest too deep",
            hint="include it once, from the storyboard",
        )
    return file


def _only_shared(own: Document) -> None:
    for key in own.data:
        if key not in (*_SHARED, "include", "vidcheck"):
            where = own.nearest((key,))
            message = f"{where}: {key}: an included file cannot set this"
            raise StoryboardError(
                message, hint=did_you_mean(key, _SHARED) or f"it can set {', '.join(_SHARED)}"
            )


def _add(whole: Document, part: Document) -> None:
    """Lay `part` into `whole`: lists are joined, mappings united, places kept."""
    shift: dict[Any, int] = {}
    for key, value in part.data.items():
        there = whole.data.get(key)
        if isinstance(there, dict) and isinstance(value, dict) and key in _SHARED:
            for name in value:
                if name in there:
                    first = whole.nearest((key, name))
                    raise StoryboardError(
                        f"{part.nearest((key, name))}: {key}.{name}: already defined at {first}",
                        hint="keep one of the two",
                    )
            whole.data[key] = {**there, **value}
        elif isinstance(there, list) and isinstance(value, list) and key in _SHARED:
            shift[key] = len(there)
            whole.data[key] = [*there, *value]
        else:
            whole.data[key] = value
    for ours, theirs in ((whole.spots, part.spots), (whole.values, part.values)):
        ours.update({_shifted(keys, shift): spot for keys, spot in theirs.items()})


def _shifted(keys: Keys, shift: dict[Any, int]) -> Keys:
    if len(keys) > 1 and isinstance(keys[1], int) and keys[0] in shift:
        return (keys[0], keys[1] + shift[keys[0]], *keys[2:])
    return keys


def _kind(value: Any) -> str:
    return {list: "a list", str: "text", type(None): "nothing"}.get(type(value), "a value")
