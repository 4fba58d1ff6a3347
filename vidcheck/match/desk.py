"""Sorts files to shots: said files first, then names, folders, what is inside them, and order.

Looks at names, sizes, bytes and metadata; whether a file can be played is found out when it is
measured.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vidcheck.errors import VidcheckError
from vidcheck.match.files import complete, different, files_below
from vidcheck.match.found import Claim, ClipMatch, Matching, Stray
from vidcheck.match.inside import request_of, what_it_says
from vidcheck.takes import TAKES_FILE, read_takes

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.plan.model import PromptPlan, PromptRequest
    from vidcheck.storyboard.load import LoadedStoryboard

_TAKE = re.compile(r"(?:^|[_\-. #])(?:take|t|v)?0*(\d{1,4})(?=\D*$)", re.IGNORECASE)
_BREAK = r"(?=[_\-. (]|$)"


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
class _Desk:
    """Sorts files: each step takes those it is sure of and leaves the rest to the next."""

    plan: PromptPlan
    loaded: LoadedStoryboard
    takes_dir: Path
    claims: list[Claim] = field(default_factory=list)
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
        said = self._said()
        files, unfinished = complete(files_below(self.takes_dir))
        named = [claims[0].path for claims in said.values()]
        files += [one for one in named if one not in files and one.is_file()]
        files, copies = different(files)
        self.strays += [*unfinished, *copies]
        rest: list[Path] = []
        for path in files:
            claims = said.get(path.resolve()) or self._by_place(path)
            claims = self._with_what_it_says(path, claims)
            self.claims += claims
            if not claims:
                rest.append(path)
        self._by_order(rest)

    def result(self) -> Matching:
        matches = self._numbered()
        shown = tuple(match for match in matches if match.shot in self.wanted)
        found = {match.shot for match in matches}
        shared = {
            one for request in self.requests if request.shots[0] in found for one in request.shots
        }
        missing = tuple(shot for shot in self.wanted if shot not in found | shared)
        return Matching(shown, tuple(self.strays), missing, tuple(self.warnings))

    def _stray(self, path: Path, reason: str, reason_zh: str) -> None:
        self.strays.append(Stray(path, reason, reason_zh))

    # -- who says so ---------------------------------------------------------------------------

    def _said(self) -> dict[Path, list[Claim]]:
        """What is written of each file; what takes.yaml says stands above the storyboard."""
        claims = [
            Claim(self.loaded.path.parent / take.path, shot.id, None, None, "storyboard")
            for shot in self.shots.values()
            for take in shot.takes or ()
        ]
        written = self.takes_dir / TAKES_FILE
        if written.is_file():
            claims += [
                Claim(one.path, one.shot, one.take, one.generator, "takes.yaml", one.word, one.note,
                      span=one.span)
                for one in read_takes(written, set(self.shots))
            ]  # fmt: skip
        for claim in claims:
            if not claim.path.is_file():
                self.warnings.append(
                    (f"{claim.how} names {claim.path.name} for {claim.shot}: no such file",
                     f"{claim.how} 为 {claim.shot} 写了 {claim.path.name}：没有这个文件")
                )  # fmt: skip
        said: dict[Path, list[Claim]] = defaultdict(list)
        for claim in claims:
            beside = said[claim.path.resolve()]
            if claim.how == "takes.yaml":
                beside[:] = [one for one in beside if one.how == "takes.yaml"]
            beside.append(claim)
        return said

    def _by_place(self, path: Path) -> list[Claim]:
        told = self._by_name(path) or self._by_folder(path)
        return [told] if told else []

    def _by_name(self, path: Path) -> Claim | None:
        stem = path.stem.casefold()
        exact = self._by_plan(path)
        if exact:
            return exact
        for shot in sorted(self.shots, key=len, reverse=True):
            if re.match(re.escape(shot.casefold()) + _BREAK, stem):
                return Claim(path, shot, _take_in(path.stem[len(shot) :]), self._by(stem), "name")
        return None

    def _by_plan(self, path: Path) -> Claim | None:
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

    def _by_folder(self, path: Path) -> Claim | None:
        names = {shot.casefold(): shot for shot in self.shots}
        for part in reversed(path.relative_to(self.takes_dir).parts[:-1]):
            if shot := names.get(part.casefold()):
                inside = path.relative_to(self.takes_dir).as_posix().casefold()
                return Claim(path, shot, _take_in(path.stem), self._by(inside), "folder")
        return None

    def _with_what_it_says(self, path: Path, claims: list[Claim]) -> list[Claim]:
        """What the file's own metadata adds: a shot where nothing else tells, else its seed."""
        inside = what_it_says(path)
        if inside is None:
            return claims
        answer = request_of(inside, self.requests)
        if not claims:
            if answer is None:
                return []
            take = answer.take if inside.seed is not None and answer.seed == inside.seed else None
            take = answer.take if inside.names(answer.file_stem) else take
            made = Claim(path, answer.shots[0], take, answer.generator, "metadata")
            made.seed = inside.seed
            return [made]
        for claim in claims:
            claim.seed = inside.seed
        if answer is not None and not any(claim.shot in answer.shots for claim in claims):
            self.warnings.append(_contradicts(claims[0], answer.shots[0]))
        return claims

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
        matches: list[ClipMatch] = []
        units = {claim.path: unit for claim in self.claims if (unit := self._unit(claim))}
        firsts = [one for one in self.claims
                  if one.span or one.shot not in units.get(one.path, ())[1:]]  # fmt: skip
        for claim in sorted(firsts, key=lambda one: one.take is None):
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
            unit = self._unit(claim)
            words = {one.shot: (one.word, one.note) for one in self.claims
                     if unit and one.path == claim.path and one.shot in unit}  # fmt: skip
            matches.append(ClipMatch(
                claim.path, claim.shot, take, claim.generator, claim.how, claim.word, claim.note,
                claim.seed, unit, words, claim.span,
            ))  # fmt: skip
        order = {shot: i for i, shot in enumerate(self.shots)}
        return sorted(matches, key=lambda one: (order[one.shot], one.generator or "", one.take))

    def _unit(self, claim: Claim) -> tuple[str, ...]:
        """All shots of the request that a file answers, where there are several."""
        if claim.span:
            return ()
        return next(
            (one.shots for one in self.requests if len(one.shots) > 1
             and one.shots[0] == claim.shot and claim.generator in (None, one.generator)),
            (),
        )  # fmt: skip


def _contradicts(claim: Claim, inside: str) -> tuple[str, str]:
    name, how, shot = claim.path.name, claim.how, claim.shot
    said = f"{name}: its {how} says {shot}, the prompt inside it is that of {inside}"
    return f"{said}; it counts for {shot}", (
        f"{name}：{how} 指向 {shot}，文件里的提示词却是 {inside} 的；按 {shot} 处理"
    )


def _take_in(text: str) -> int | None:
    found = _TAKE.search(re.sub(r"\s*\(\d+\)$", "", text))  # "(3)" counts a browser's copies
    return int(found[1]) if found else None


def _claim(path: Path, request: PromptRequest, take: int) -> Claim:
    return Claim(path, request.shots[0], take, request.generator, "name")
