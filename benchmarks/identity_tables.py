"""The tables of benchmarks/identity.py: what models add, side by side with none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from fit import Clip, auc, pairs_won

if TYPE_CHECKING:
    from collections.abc import Callable

    from vidcheck.calibration.fit import Example
    from vidcheck.identity.usual import Strength
    from vidcheck.identity.watch import Looks


@dataclass(frozen=True, eq=False)
class Seen:
    """One clip: what classical measures gave, and what models saw, None where not asked."""

    clip: Clip
    example: Example
    looks: Looks | None
    strengths: dict[Strength, float]

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
            limit = np.quantile(risks[clean | real], 0.9, method="higher")
            return float(np.mean(risks[of[kind]] > limit))

        add(
            f"injected defects, mean AUC ({len(kinds)} kinds, {int(clean.sum())} clean)",
            lambda r, _: float(np.mean([auc(r[clean], r[of[k]]) for k in kinds])),
        )
        add(
            f"… found at 10 % false of {int((clean | real).sum())} real clips and copies, mean",
            lambda r, _: float(np.mean([found(r, k) for k in kinds])),
        )
        for kind in kinds:
            add(f"… {kind}: found at 10 % false", lambda r, _, k=kind: found(r, k), ".2f")
        add("… same-clip pairs won", lambda r, _: pairs_won(clips, r))
    injected = where(lambda c: c.family == "injected" and bool(c.truth))
    names = (("real", real), ("untouched copies", clean), ("consistent generated", good))
    for name, part in (*names, ("defective generated", bad), ("injected defects", injected)):
        count = int(part.sum())
        add(f"failed, {name} ({count})", lambda _, a, p=part: float(a[p].mean()), ".1%")
    return [f"| {name} | {' | '.join(cells)} |" for name, cells in rows]
