"""The tables of benchmarks/identity.py: what models add, side by side with none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from fit import Clip, auc, pairs_won

from vidcheck.decode import open_clip
from vidcheck.geometry import Region

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vidcheck.calibration.fit import Example
    from vidcheck.identity.usual import Strength
    from vidcheck.identity.watch import Looks

APART = 0.3
"""Overlap (IoU) below which an outline is of something else than the guess it stands in for."""


@dataclass(frozen=True, eq=False)
class Seen:
    """One clip: what classical measures gave, and what models saw (None where they were not asked).

    `guess` is the box of the classical lock in the first frame, working pixels.
    """

    clip: Clip
    example: Example
    looks: Looks | None
    strengths: dict[Strength, float]
    guess: Region | None

    @property
    def good(self) -> bool:
        """Whether it may teach what looks are usual: real footage, untouched."""
        known = self.looks is not None and self.clip.truth is False
        return known and self.clip.family in ("real", "injected")


@dataclass(frozen=True, eq=False)
class Held:
    """Risks and alarms of the clips looked at, by statistics that never saw their scenes."""

    seen: list[Seen]
    without: np.ndarray
    with_models: np.ndarray
    alarms_without: np.ndarray
    alarms_with: np.ndarray


def table(held: Held) -> list[str]:
    """Figures side by side, as Markdown rows."""
    clips = [one.clip for one in held.seen]

    def where(test: Callable[[Clip], bool]) -> np.ndarray:
        return np.array([test(clip) for clip in clips])

    kinds = list(dict.fromkeys(c.tag for c in clips if c.family == "injected" and c.truth))
    clean = where(lambda c: c.family == "injected" and not c.truth)
    good, bad = (where(lambda c, d=d: c.family == "ai" and c.truth is d) for d in (False, True))
    drifts = where(lambda c: c.family == "ai" and bool(c.truth) and "drifts" in c.tag)
    real = where(lambda c: c.family == "real" and not c.truth)
    rows: list[tuple[str, list[str]]] = []
    sides = ((held.without, held.alarms_without), (held.with_models, held.alarms_with))

    def add(name: str, of: Callable[[np.ndarray, np.ndarray], float], form: str = ".3f") -> None:
        rows.append((name, [format(of(*side), form) for side in sides]))

    counts = f"{int(good.sum())} consistent, {int(bad.sum())} defective"
    add(f"generated clips, AUC ({counts})", lambda r, _: auc(r[good], r[bad]))
    add(f"… drifts alone ({int(drifts.sum())})", lambda r, _: auc(r[good], r[drifts]))
    if kinds:
        of = {k: where(lambda c, k=k: c.family == "injected" and c.tag == k) for k in kinds}

        def found(risks: np.ndarray, kind: str) -> float:
            limit = np.quantile(risks[clean], 0.9, method="higher")
            return float(np.mean(risks[of[kind]] > limit))

        add(
            f"injected defects, mean AUC ({len(kinds)} kinds, {int(clean.sum())} clean)",
            lambda r, _: float(np.mean([auc(r[clean], r[of[k]]) for k in kinds])),
        )
        add(
            "… true positives at 10 % false, mean",
            lambda r, _: float(np.mean([found(r, k) for k in kinds])),
        )
        for kind in kinds:
            add(f"… {kind}: true positives at 10 % false", lambda r, _, k=kind: found(r, k), ".2f")
        add("… same-clip pairs won", lambda r, _: pairs_won(clips, r))
    names = (("real", real), ("untouched copies", clean), ("consistent generated", good))
    for name, part in (*names, ("defective generated", bad)):
        count = int(part.sum())
        add(f"failed, {name} ({count})", lambda _, a, p=part: float(a[p].mean()), ".1%")
    return [f"| {name} | {' | '.join(cells)} |" for name, cells in rows]


def locks(seen: Iterable[Seen]) -> str:
    """How well boxes that nobody gave overlap the known ones, classical guess and network."""
    ours: list[float] = []
    theirs: list[float] = []
    for one in seen:
        known = one.clip.subject and one.clip.family != "injected"
        if not known or one.looks is None or not one.looks.boxes:
            continue
        with open_clip(one.clip.path, threads=1) as (info, _):
            across, down = info.scale
        given = Region.from_xywh(*(float(part) for part in one.clip.subject.split(",")))
        truth = given.scaled(1 / across, 1 / down)
        ours.append(0.0 if one.guess is None else truth.overlap(one.guess))
        theirs.append(truth.overlap(one.looks.boxes[0]))
    if not ours:
        return "No clip with a known box was looked at."
    apart = [b - a for a, b in zip(ours, theirs, strict=True)]
    share = [sum(v > 0.5 for v in them) / len(them) for them in (ours, theirs)]
    return (
        f"Of {len(ours)} clips with a known box, overlap (IoU) in the first frame: classical guess "
        f"{np.mean(ours):.2f} ({share[0]:.0%} above one half), network {np.mean(theirs):.2f} "
        f"({share[1]:.0%}); better in {sum(d > 0.05 for d in apart)}, worse in "
        f"{sum(d < -0.05 for d in apart)}."
    )


def disputed(held: Held) -> str:
    """Whether looks help where the outline is of something else than the classical guess."""
    apart = np.array(
        [
            one.looks is not None
            and one.looks.outlined
            and (one.guess is None or one.looks.boxes[0].overlap(one.guess) < APART)
            for one in held.seen
        ]
    )
    made = np.array([one.clip.family == "ai" for one in held.seen])
    bad = np.array([bool(one.clip.truth) for one in held.seen])

    def told(part: np.ndarray) -> str:
        good, worse = made & part & ~bad, made & part & bad
        both = [auc(risks[good], risks[worse]) for risks in (held.without, held.with_models)]
        return (
            f"({int(good.sum())}, {int(worse.sum())}) {both[0]:.3f} without and {both[1]:.3f} with"
        )

    return (
        f"Where the outline and the classical guess overlap by less than {APART}, AUC on generated "
        f"clips {told(apart)}; elsewhere {told(~apart)}."
    )
