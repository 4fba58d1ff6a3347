"""From the storyboard to how a shot is staged: places, eyelines, light, rules of cutting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.lint.check import lint
from vidcheck.lint.table import RULES
from vidcheck.report.film import JoinRow, LightRow, PlacedRow, RuleRow, Said, StagingRow
from vidcheck.storyboard.defaults import light_of
from vidcheck.storyboard.words import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.lint.finding import Finding
    from vidcheck.run.telling import Teller
    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.storyboard.model import Cast, Scene, Shot

OF_CUTS = ("VC120", "VC121", "VC122", "VC124", "VC125", "VC151")
"""Rules about what must agree from shot to shot."""


def rules_of(loaded: LoadedStoryboard) -> dict[str, list[RuleRow]]:
    """What the rules of cutting find, by shot; what the author answered is left out."""
    rules = [rule for rule in RULES if rule.code in OF_CUTS]
    english, chinese = (lint(loaded, language=code, rules=rules) for code in ("en", "zh"))
    in_chinese: dict[tuple[object, ...], list[str]] = {}
    for one in chinese:
        in_chinese.setdefault(_spot(one), []).append(one.message)
    found: dict[str, list[RuleRow]] = {}
    for one in english:
        if one.shot is not None and one.code in OF_CUTS:
            others = in_chinese.get(_spot(one))
            zh = others.pop(0) if others else one.message
            row = RuleRow(code=one.code, says=Said(en=one.message, zh=zh))
            found.setdefault(one.shot, []).append(row)
    return found


def _spot(one: Finding) -> tuple[object, ...]:
    """What a finding has in common in both languages; two may share it, in the same order."""
    return one.code, one.path, one.line, one.column, one.shot


def staged(tell: Teller, scene: Scene, shot: Shot, rules: Sequence[RuleRow]) -> StagingRow:
    """How a shot is staged."""
    light, joint = light_of(tell.board, shot), shot.continuity
    return StagingRow(
        axis=(tell.named(scene.axis[0]), tell.named(scene.axis[1])) if scene.axis else None,
        crosses=joint is not None and joint.cross_axis,
        screen_direction=shot.screen_direction,
        light=LightRow(
            key=light.key,
            source=tell.said(light.source),
            direction=light.direction,
            quality=light.quality,
            kelvin=light.kelvin,
        ),
        cast=tuple(_placed(tell, cast) for cast in shot.cast),
        props=tuple((one, tell.named(one)) for one in shot.props),
        join=JoinRow(shot=joint.from_, kind=joint.kind, keep=joint.keep) if joint else None,
        ends=tell.said(shot.end_state),
        rules=tuple(rules),
    )


def _placed(tell: Teller, cast: Cast) -> PlacedRow:
    subject = tell.board.subjects.get(cast.who)
    look = cast.look or (subject.default_look if subject else None)
    worn = subject.looks.get(look) if subject and look else None
    return PlacedRow(
        subject=cast.who,
        name=tell.named(cast.who),
        look=look,
        wears=tell.said(worn.prompt) if worn else None,
        position=cast.position,
        facing=cast.facing,
        looks_at=_eyes(tell, cast.looks_at) if cast.looks_at else None,
        enters=cast.enters,
        exits=cast.exits,
        state=tell.said(cast.state),
    )


def _eyes(tell: Teller, at: str) -> Said:
    """A subject's name, a side of the camera, or a fixed point as it is written."""
    side = VOCABULARIES["facing"].find(at) if at not in tell.board.subjects else None
    if side is not None and side.code == at:
        return Said(en=side.label("en"), zh=side.label("zh"))
    return tell.named(at)
