"""From the storyboard to how a shot is staged: places, eyelines, light, rules of cutting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.decide.words import part_in
from vidcheck.lint.check import lint
from vidcheck.lint.table import RULES
from vidcheck.report.film import JoinRow, LightRow, PlacedRow, RuleRow, Said, StagingRow
from vidcheck.storyboard.defaults import light_of
from vidcheck.storyboard.words import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.storyboard.model import Cast, Scene, Shot, Storyboard
    from vidcheck.storyboard.text import Text

OF_CUTS = ("VC120", "VC121", "VC122", "VC124", "VC125", "VC151")
"""Rules about what must agree from shot to shot."""


def rules_of(loaded: LoadedStoryboard) -> dict[str, list[RuleRow]]:
    """What the rules of cutting find, by shot; what the author answered is left out."""
    rules = [rule for rule in RULES if rule.code in OF_CUTS]
    english, chinese = (lint(loaded, language=code, rules=rules) for code in ("en", "zh"))
    found: dict[str, list[RuleRow]] = {}
    for en, zh in zip(english, chinese, strict=True):
        if en.shot is not None and en.code in OF_CUTS:
            row = RuleRow(code=en.code, says=Said(en=en.message, zh=zh.message))
            found.setdefault(en.shot, []).append(row)
    return found


def staged(board: Storyboard, scene: Scene, shot: Shot, rules: Sequence[RuleRow]) -> StagingRow:
    """How a shot is staged."""
    light, joint = light_of(board, shot), shot.continuity
    return StagingRow(
        axis=(named(board, scene.axis[0]), named(board, scene.axis[1])) if scene.axis else None,
        crosses=joint is not None and joint.cross_axis,
        screen_direction=shot.screen_direction,
        light=LightRow(
            key=light.key,
            source=said(light.source),
            direction=light.direction,
            quality=light.quality,
            kelvin=light.kelvin,
        ),
        cast=tuple(_placed(board, cast) for cast in shot.cast),
        props=tuple((one, named(board, one)) for one in shot.props),
        join=JoinRow(shot=joint.from_, kind=joint.kind, keep=joint.keep) if joint else None,
        ends=said(shot.end_state),
        rules=tuple(rules),
    )


def _placed(board: Storyboard, cast: Cast) -> PlacedRow:
    subject = board.subjects.get(cast.who)
    look = cast.look or (subject.default_look if subject else None)
    worn = subject.looks.get(look) if subject and look else None
    return PlacedRow(
        subject=cast.who,
        name=named(board, cast.who),
        look=look,
        wears=said(worn.prompt) if worn else None,
        position=cast.position,
        facing=cast.facing,
        looks_at=_eyes(board, cast.looks_at) if cast.looks_at else None,
        enters=cast.enters,
        exits=cast.exits,
        state=said(cast.state),
    )


def _eyes(board: Storyboard, at: str) -> Said:
    """A subject's name, a side of the camera, or a fixed point as it is written."""
    side = VOCABULARIES["facing"].find(at) if at not in board.subjects else None
    if side is not None and side.code == at:
        return Said(en=side.label("en"), zh=side.label("zh"))
    return named(board, at)


def named(board: Storyboard, who: str) -> Said:
    """What a subject is called; a name like "The cup · 杯子" is one in each language."""
    subject = board.subjects.get(who)
    if subject is None or subject.name is None:
        return Said(en=who, zh=who)
    names = {code: subject.name.in_language(code) for code in ("en", "zh")}
    return Said(en=part_in("en", names["en"]), zh=part_in("zh", names["zh"]))


def said(text: Text | None) -> Said | None:
    """A text in both languages."""
    return Said(en=text.in_language("en"), zh=text.in_language("zh")) if text else None
