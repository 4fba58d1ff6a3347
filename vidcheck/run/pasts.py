"""What the ledger tells the decision: the takes of each shot and the round that is on now."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from vidcheck.decide.past import Past
from vidcheck.ledger.history import takes_by_shot
from vidcheck.run.hashes import PromptHashes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vidcheck.ledger.history import PastTake
    from vidcheck.plan.model import PromptPlan
    from vidcheck.storyboard.load import LoadedStoryboard


def pasts_of(loaded: LoadedStoryboard, plan: PromptPlan) -> dict[str, Past]:
    """What was tried before, by shot.

    Takes that the ledger has not seen belong to the last round where the same is asked of their
    generator as then, and to the next one where it is asked otherwise.

    Args:
        loaded: the storyboard.
        plan: what is asked now.
    """
    hashes = PromptHashes(loaded)
    asked: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for request in plan.requests:
        if request.mode != "image":
            for shot in request.shots:
                asked[shot][request.generator].add(hashes.prompt(request))
    return {
        shot: Past(takes, _round_now(takes, asked.get(shot, {})))
        for shot, takes in takes_by_shot(loaded.path.parent).items()
    }


def _round_now(takes: Sequence[PastTake], asked: Mapping[str, set[str]]) -> int:
    last = max(one.round for one in takes)
    then = [one for one in takes if one.round == last and one.prompt_hash is not None]
    if not then or not asked:
        return last
    same = any(one.prompt_hash in asked.get(one.generator or "", ()) for one in then)
    return last if same else last + 1
