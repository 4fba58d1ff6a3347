"""One shot with all that is known of it: its takes, what was tried, and which generators are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from vidcheck.decide.past import Past, trials
from vidcheck.decide.rank import ranked
from vidcheck.decide.rules import rules
from vidcheck.storyboard.defaults import budget_of, camera_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vidcheck.decide.past import Trials
    from vidcheck.decide.rows import Ranked
    from vidcheck.decide.rules import Facts
    from vidcheck.decide.take import Take
    from vidcheck.generators.profile import GeneratorProfile
    from vidcheck.judge.rows import Event
    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.storyboard.model import Scene, Shot

_BEAT = re.compile(r"[.!?;。！？；…]+\s*|\s+then\s+|，?然后", re.IGNORECASE)


@dataclass(frozen=True)
class Film:
    """What all shots share.

    Attributes:
        loaded: the storyboard.
        profiles: every generator known here, by id.
        planned: ids of the generators that were asked, in their order.
        records: (takes that pass, takes judged) so far, by generator.
        kept: the take to keep of shots that have one, by shot; for anchors.
    """

    loaded: LoadedStoryboard
    profiles: Mapping[str, GeneratorProfile]
    planned: tuple[str, ...] = ()
    records: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    kept: Mapping[str, Take] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One shot to decide."""

    film: Film
    scene: Scene
    shot: Shot
    takes: Sequence[Take]
    past: Past = field(default_factory=Past)

    @cached_property
    def order(self) -> list[tuple[Ranked, Take]]:
        """The takes with their ranks, best first."""
        return ranked(self.takes)

    @cached_property
    def best_first(self) -> tuple[Take, ...]:
        """The takes, best first."""
        return tuple(take for _, take in self.order)

    @cached_property
    def tried(self) -> Trials:
        """What was tried, in rounds."""
        return trials(self.best_first, self.past)

    @cached_property
    def flaw(self) -> tuple[Event, Take] | None:
        """The flaw that most takes of this round share, in the best take that shows it."""
        for take in self.tried.fresh:
            for event in take.flaws:
                if event.type == self.tried.kind:
                    return event, take
        return None

    @property
    def needed_s(self) -> float:
        """Seconds of a clean take that are enough for the shot."""
        return self.shot.duration * rules().clean_share

    @property
    def generator(self) -> GeneratorProfile | None:
        """Of the take that shows the flaw; the only one planned where the take does not say."""
        name = self.flaw[1].row.generator if self.flaw else None
        if name is None and len(self.film.planned) == 1:
            name = self.film.planned[0]
        return self.film.profiles.get(name) if name else None

    def facts(self) -> Facts:
        """Everything a rule or a repair may ask for."""
        return {**self._of_takes(), **self._of_flaw(), **self._of_shot(), **self._of_generator()}

    def _of_takes(self) -> Facts:
        takes = self.best_first
        clean = [end - start for take in takes for start, end in take.clean_ranges_s]
        best = takes[0] if takes else None
        return {
            "takes": len(takes),
            "made": self.tried.made,
            "assessable": sum(take.row.status == "scored" for take in takes),
            "flawed": sum(bool(take.flaws) for take in takes),
            "best": best.verdict if best else None,
            "best_flaws": len(best.flaws) if best else 0,
            "best_kinds": len({one.type for one in best.flaws}) if best else 0,
            "best_kind": best.flaws[0].type if best and best.flaws else None,
            "best_area": _area(best.flaws[0], best) if best and best.flaws else None,
            "clean_s": max(clean, default=0.0),
            "needed_s": self.needed_s,
            "max_takes": budget_of(self.film.loaded.storyboard, self.shot).max_takes,
        }

    def _of_flaw(self) -> Facts:
        tried = self.tried
        return {
            "kind": tried.kind,
            "repeated": tried.repeated,
            "fresh": len(tried.fresh),
            "answering": tried.answering,
            "rounds_with": tried.rounds_with,
            "round": self.past.round,
            "onset_share": _onset(*self.flaw) if self.flaw else None,
        }

    def _of_shot(self) -> Facts:
        action = self.shot.action.in_language("en") or self.shot.action.in_language("zh")
        joined = self.shot.continuity
        return {
            "move": camera_of(self.film.loaded.storyboard, self.shot).move,
            "duration_s": self.shot.duration,
            "beats": len(beats(action)),
            "cast": len(self.shot.cast),
            "joined": joined.kind if joined else "none",
            "before_kept": bool(joined and joined.from_ in self.film.kept),
            "first_given": self.shot.frames.first is not None,
            "last_given": self.shot.frames.last is not None,
        }

    def _of_generator(self) -> Facts:
        one = self.generator
        return {
            "generator": one.id if one else None,
            "vendor": one.vendor.en if one else None,
            "takes_first": one.first_frame if one else None,
            "takes_last": one.last_frame if one else None,
            "takes_refs": "ref2v" in one.modes if one else None,
            "seeded": one.seed.supported if one else None,
            "negative": one.negative_prompt.how if one else None,
        }


def beats(action: str) -> list[str]:
    """The steps of an action: its sentences and its "then"s."""
    return [part.strip() for part in _BEAT.split(action) if part and part.strip()]


def _onset(flaw: Event, take: Take) -> float | None:
    """When it begins, as a share of the take: 0 its first moment, 1 its last."""
    length = take.length_s
    return (flaw.start_s - take.extent_s[0]) / length if length else None


def _area(flaw: Event, take: Take) -> float | None:
    """Share of the picture that its box covers; None where it has none."""
    if flaw.box is None or take.row.clip is None:
        return None
    return flaw.box[2] * flaw.box[3] / (take.row.clip.width * take.row.clip.height)
