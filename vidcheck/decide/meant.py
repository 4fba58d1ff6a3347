"""Which events the shot asked for: who enters or leaves, lights, transformations, meant cuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.decide.rows import Meant
from vidcheck.decide.rules import rules
from vidcheck.decide.words import Words, part_in
from vidcheck.storyboard.words import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vidcheck.decide.rules import Pardon
    from vidcheck.judge.rows import ClipRow, Event
    from vidcheck.storyboard.model import Expect, Shot, Storyboard


def meant_events(
    row: ClipRow, storyboard: Storyboard, shot: Shot, move: str, unit_cuts: int = 0
) -> tuple[Meant, ...]:
    """The events of a clip that its shot asked for, each with the wish that explains it.

    Args:
        row: the clip.
        storyboard: for the subjects' names.
        shot: what was asked.
        move: the camera move that holds for it.
        unit_cuts: cuts the file must hold, where it holds several shots and was not split.
    """
    desk = _Desk(row)
    for change in shot.expect:
        desk.pardon(rules().meant[change.what], _expected(change), window=_window(row, change))
    for cast in shot.cast:
        for wish, is_so in (("enters", cast.enters), ("exits", cast.exits)):
            if is_so:
                desk.pardon(rules().meant[wish], _comes(storyboard, cast.who, wish), most=1)
    if pardon := rules().meant.get(move):
        label = next(word for word in VOCABULARIES["move"].words if word.code == move)
        desk.pardon(pardon, Words(f"the camera move: {label.en}", f"运镜：{label.zh}"))
    if unit_cuts:
        why = Words("the cuts between the shots of this file", "这个文件里镜头之间的切换")
        desk.pardon(rules().meant["cut"], why, most=unit_cuts)
    return tuple(desk.found)


class _Desk:
    """Explains events one wish after the other; an event explained is not explained again."""

    def __init__(self, row: ClipRow) -> None:
        self.row = row
        self.open = list(row.events)
        self.found: list[Meant] = []

    def pardon(
        self,
        pardon: Pardon,
        why: Words,
        *,
        window: tuple[float, float] | None = None,
        most: int | None = None,
    ) -> None:
        """Take out what one wish explains, at most so many of each kind, the likeliest first."""
        kinds = pardon.events if window is not None or most else pardon.untimed or pardon.events
        for kind in kinds:
            fitting = [event for event in self.open if event.type == kind]
            if window is not None:
                fitting = [one for one in fitting if _begins_in(one, window, rules().slack_s)]
            for event in self._likeliest(fitting)[:most]:
                self.open.remove(event)
                self.found.append(
                    Meant(type=event.type, start_s=event.start_s, end_s=event.end_s,
                          why=why.en, why_zh=why.zh)
                )  # fmt: skip

    def _likeliest(self, events: Sequence[Event]) -> list[Event]:
        """Those at the rim of the picture first, then the largest: so does somebody walk in."""
        return sorted(events, key=lambda event: (not self._at_rim(event), -_area(event)))

    def _at_rim(self, event: Event) -> bool:
        if event.box is None or self.row.clip is None:
            return False
        x, y, width, height = event.box
        rim = rules().rim_share * min(self.row.clip.width, self.row.clip.height)
        return (
            min(x, y) <= rim
            or x + width >= self.row.clip.width - rim
            or y + height >= self.row.clip.height - rim
        )


def _area(event: Event) -> int:
    return event.box[2] * event.box[3] if event.box else 0


def _begins_in(event: Event, window: tuple[float, float], slack: float) -> bool:
    return window[0] - slack <= event.start_s <= window[1] + slack


def _window(row: ClipRow, change: Expect) -> tuple[float, float] | None:
    """When it is meant, in seconds of the file; None where the shot does not say."""
    if change.start_s is None and change.end_s is None:
        return None
    begins = row.span_s[0] if row.span_s else 0.0
    start = change.start_s if change.start_s is not None else 0.0
    end = change.end_s if change.end_s is not None else float("inf")
    return begins + start, begins + max(start, end)


def _expected(change: Expect) -> Words:
    word = next(word for word in VOCABULARIES["expect"].words if word.code == change.what)
    return Words(f"meant: {word.en}", f"有意：{word.zh}")


def _comes(storyboard: Storyboard, who: str, wish: str) -> Words:
    subject = storyboard.subjects.get(who)
    en, zh = (
        part_in(language, subject.name.in_language(language)) if subject and subject.name else who
        for language in ("en", "zh")
    )
    return Words(f"{en} {wish}", f"{zh}{'入画' if wish == 'enters' else '出画'}")


def unseen_wishes(shot: Shot, meant: Sequence[Meant]) -> Iterator[Words]:
    """What the shot asked for that no event shows; whether it came is not measured."""
    for change in shot.expect:
        said = _expected(change)
        if said.en not in {one.why for one in meant}:
            yield said
