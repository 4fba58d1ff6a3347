"""Which returned file belongs to which shot: said files first, then names, folders, and order.

Looks at names, sizes and bytes only; whether a file can be played is found out when it is opened.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from vidcheck.errors import VidcheckError
from vidcheck.files import sha256_of
from vidcheck.takes import TAKES_FILE, read_takes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from vidcheck.plan.model import PromptPlan, PromptRequest
    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.takes import Word

How = Literal["takes.yaml", "storyboard", "name", "folder", "order"]

_VIDEO = re.compile(
    r"\.(mp4|m4v|mov|webm|mkv|avi|gif|mpe?g|ts|m2?ts|wmv|flv|ogv|3gp)", re.IGNORECASE
)
_UNFINISHED = re.compile(r"\.(part|partial|crdownload|download|tmp|aria2|!ut)", re.IGNORECASE)
_TAKE = re.compile(r"(?:^|[_\-. #])(?:take|t|v)?0*(\d{1,4})(?=\D*$)", re.IGNORECASE)
_BREAK = r"(?=[_\-. (]|$)"


@dataclass(frozen=True)
class ClipMatch:
    """One file that belongs to a shot; `generator` None where nothing tells.

    `word` and `note` are what a person says of it in takes.yaml.
    """

    path: Path
    shot: str
    take: int
    generator: str | None
    how: How
    word: Word | None = None
    note: str = ""


@dataclass(frozen=True)
class Stray:
    """A file that belongs to no shot, and why, in English and Chinese."""

    path: Path
    reason: str
    reason_zh: str


@dataclass(frozen=True)
class Matching:
    """What was found in the takes folder; `warnings` are (English, Chinese)."""

    matches: tuple[ClipMatch, ...]
    unmatched: tuple[Stray, ...]
    missing: tuple[str, ...]
    warnings: tuple[tuple[str, str], ...]


def match_takes(plan: PromptPlan, loaded: LoadedStoryboard, takes_dir: Path) -> Matching:
    """Say for every file below `takes_dir` which shot it belongs to, or why to none.

    Args:
        plan: what was asked for; files of shots that it leaves out are passed over, where it
            names any.
        loaded: the storyboard, for all its shot ids and the takes it names itself.
        takes_dir: the folder with the returned clips; may hold a takes.yaml.

    Raises:
        VidcheckError: where there is no such folder.
        StoryboardError: where takes.yaml cannot be read, names no shot, or names one twice.
    """
    if not takes_dir.is_dir():
        what = "is a file, not a folder of takes" if takes_dir.exists() else "no such folder"
        raise VidcheckError(
            f"{takes_dir}: {what}",
            hint="put the returned clips into `takes` beside the storyboard, or name their folder",
        )
    desk = _Desk(plan, loaded, takes_dir)
    desk.sort_out()
    return desk.result()


@dataclass
class _Claim:
    path: Path
    shot: str
    take: int | None
    generator: str | None
    how: How
    word: Word | None = None
    note: str = ""


@dataclass
class _Desk:
    """Sorts files: each step takes those it is sure of and leaves the rest to the next."""

    plan: PromptPlan
    loaded: LoadedStoryboard
    takes_dir: Path
    claims: list[_Claim] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.shots = {shot.id: shot for _, shot in self.loaded.storyboard.all_shots()}
        self.requests = [one for one in self.plan.requests if one.mode != "image"]
        planned = dict.fromkeys(one for request in self.requests for one in request.shots)
        self.wanted = list(planned or self.shots)
        self.generators = sorted(
            {request.generator for request in self.requests}, key=len, reverse=True
        )

    def sort_out(self) -> None:
        said = {claim.path.resolve(): claim for claim in self._said()}
        files = self._complete(_files(self.takes_dir))
        files += [one.path for one in said.values() if one.path not in files and one.path.is_file()]
        rest: list[Path] = []
        for path in self._different(files):
            claim = said.get(path.resolve()) or self._by_name(path) or self._by_folder(path)
            if claim is None:
                rest.append(path)
            else:
                self.claims.append(claim)
        self._by_order(rest)
        self._note_units()

    def result(self) -> Matching:
        matches = self._numbered()
        shown = tuple(match for match in matches if match.shot in self.wanted)
        found = {match.shot for match in matches}
        shared = {
            one for request in self.requests if request.shots[0] in found for one in request.shots
        }
        missing = tuple(shot for shot in self.wanted if shot not in found | shared)
        return Matching(shown, tuple(self.strays), missing, tuple(self.warnings))

    # -- what is there -------------------------------------------------------------------------

    def _complete(self, paths: Iterable[Path]) -> list[Path]:
        whole = []
        for path in paths:
            if _UNFINISHED.fullmatch(path.suffix):
                self._stray(path, "not finished downloading", "还没有下载完")
            elif not is_video(path):
                continue
            elif path.stat().st_size == 0:
                self._stray(path, "the file is empty; its download failed", "文件是空的，下载失败")
            else:
                whole.append(path)
        return whole

    def _different(self, paths: list[Path]) -> list[Path]:
        """The files with different content; of equal ones the first, in name order."""
        sizes: dict[int, list[Path]] = defaultdict(list)
        for path in paths:
            sizes[path.stat().st_size].append(path)
        kept: list[Path] = []
        for path in paths:
            alike = sizes[path.stat().st_size]
            first = next((one for one in alike if _same(one, path)), path)
            if first == path:
                kept.append(path)
            else:
                self._stray(path, f"the same content as {first.name}", f"与 {first.name} 内容相同")
        return kept

    def _stray(self, path: Path, reason: str, reason_zh: str) -> None:
        self.strays.append(Stray(path, reason, reason_zh))

    # -- who says so ---------------------------------------------------------------------------

    def _said(self) -> list[_Claim]:
        claims = [
            _Claim(self.loaded.path.parent / take.path, shot.id, None, None, "storyboard")
            for shot in self.shots.values()
            for take in shot.takes or ()
        ]
        listed = self.takes_dir / TAKES_FILE
        if listed.is_file():
            claims += [
                _Claim(
                    one.path, one.shot, one.take, one.generator, "takes.yaml", one.word, one.note
                )
                for one in read_takes(listed, set(self.shots))
            ]
        for claim in claims:
            if not claim.path.is_file():
                self.warnings.append(
                    (f"{claim.how} names {claim.path.name} for {claim.shot}: no such file",
                     f"{claim.how} 为 {claim.shot} 写了 {claim.path.name}：没有这个文件")
                )  # fmt: skip
        return claims

    def _by_name(self, path: Path) -> _Claim | None:
        stem = path.stem.casefold()
        exact = self._by_plan(path)
        if exact:
            return exact
        for shot in sorted(self.shots, key=len, reverse=True):
            if re.match(re.escape(shot.casefold()) + _BREAK, stem):
                return _Claim(path, shot, _take_in(path.stem[len(shot) :]), self._by(stem), "name")
        return None

    def _by_plan(self, path: Path) -> _Claim | None:
        """A stem the plan gave out, with a further take number or a download's suffix allowed."""
        stem = path.stem.casefold()
        for request in sorted(self.requests, key=lambda one: -len(one.file_stem)):
            given = request.file_stem.casefold()
            if re.match(re.escape(given) + _BREAK, stem):
                return _claim(path, request, request.take)
            trunk = re.sub(r"t\d+$", "", given)
            more = re.match(re.escape(trunk) + r"t0*(\d{1,4})" + _BREAK, stem)
            if trunk != given and more:
                return _claim(path, request, int(more[1]))
        return None

    def _by_folder(self, path: Path) -> _Claim | None:
        names = {shot.casefold(): shot for shot in self.shots}
        for part in reversed(path.relative_to(self.takes_dir).parts[:-1]):
            if shot := names.get(part.casefold()):
                inside = path.relative_to(self.takes_dir).as_posix().casefold()
                return _Claim(path, shot, _take_in(path.stem), self._by(inside), "folder")
        return None

    def _by(self, text: str) -> str | None:
        named = next((one for one in self.generators if one.casefold() in text), None)
        return named or (self.generators[0] if len(self.generators) == 1 else None)

    def _by_order(self, rest: list[Path]) -> None:
        """The oldest file for the first open request; only where the counts leave no doubt."""
        taken = {(claim.shot, claim.take) for claim in self.claims}
        found = {claim.shot for claim in self.claims}
        open_ = [
            request
            for request in self.requests
            if request.shots[0] not in found and (request.shots[0], request.take) not in taken
        ]
        if not rest:
            return
        if len(rest) != len(open_):
            for path in rest:
                self._stray(
                    path,
                    "its name tells no shot; call it like the plan does, put it into takes/SHOT/, "
                    f"or name it in {TAKES_FILE}",
                    "文件名看不出属于哪个镜头；请按计划命名、放进 takes/镜头号/，"
                    f"或写进 {TAKES_FILE}",
                )
            return
        rest.sort(key=lambda path: (path.stat().st_mtime, path.name))
        for path, request in zip(rest, open_, strict=True):
            claim = _claim(path, request, request.take)
            claim.how = "order"
            self.claims.append(claim)
        names = ", ".join(f"{path.name} → {one.shots[0]}"
                          for path, one in zip(rest, open_, strict=True))  # fmt: skip
        self.warnings.append(
            (f"matched by order of creation only, please look: {names}",
             f"仅按创建顺序匹配，请核对：{names}")
        )  # fmt: skip

    # -- which take ----------------------------------------------------------------------------

    def _numbered(self) -> list[ClipMatch]:
        """Every claim with a take number of its own within its shot and generator."""
        used: dict[tuple[str, str | None], set[int]] = defaultdict(set)
        matches: dict[Path, ClipMatch] = {}
        for claim in sorted(self.claims, key=lambda one: one.take is None):
            numbers = used[claim.shot, claim.generator]
            take = claim.take
            if take is None or take in numbers:
                every = {n for (shot, _), ns in used.items() if shot == claim.shot for n in ns}
                free = next(n for n in range(1, len(every) + 2) if n not in every)
                if take is not None:
                    name, shot = claim.path.name, claim.shot
                    said = f"{name}: {shot} has a take {take} already; counted as take {free}"
                    said_zh = f"{name}：{shot} 已有第 {take} 条，记为第 {free} 条"
                    self.warnings.append((said, said_zh))
                take = free
            numbers.add(take)
            matches[claim.path] = ClipMatch(
                claim.path, claim.shot, take, claim.generator, claim.how, claim.word, claim.note
            )
        order = {shot: i for i, shot in enumerate(self.shots)}
        return sorted(
            matches.values(), key=lambda one: (order[one.shot], one.generator or "", one.take)
        )

    def _note_units(self) -> None:
        several = {one.shots[0]: one.shots for one in self.requests if len(one.shots) > 1}
        for shot in dict.fromkeys(claim.shot for claim in self.claims):
            if shot in several:
                names = "+".join(several[shot])
                self.warnings.append(
                    (f"takes of {names} hold several shots; they are judged whole, under {shot}",
                     f"{names} 的成片含多个镜头；目前作为整体归入 {shot} 判断")
                )  # fmt: skip


def is_video(path: Path) -> bool:
    """Whether a file's name is that of a clip that has arrived."""
    return _VIDEO.fullmatch(path.suffix) is not None


def _files(folder: Path) -> list[Path]:
    """All files below a folder in natural order, hidden ones left out."""
    paths = [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    return sorted(paths, key=lambda path: [
        int(part) if part.isdigit() else part.casefold()
        for part in re.split(r"(\d+)", "/" + path.relative_to(folder).as_posix())
    ])  # fmt: skip


def _same(one: Path, other: Path) -> bool:
    return one == other or sha256_of(one) == sha256_of(other)


def _take_in(text: str) -> int | None:
    found = _TAKE.search(re.sub(r"\s*\(\d+\)$", "", text))  # "(3)" counts a browser's copies
    return int(found[1]) if found else None


def _claim(path: Path, request: PromptRequest, take: int) -> _Claim:
    return _Claim(path, request.shots[0], take, request.generator, "name")
