"""From the storyboard to the film as run.json tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.decide.words import part_in
from vidcheck.report.film import FilmRow, Said, ScriptRow, SpokenRow

if TYPE_CHECKING:
    from vidcheck.storyboard.model import Line, Scene, Shot, Storyboard
    from vidcheck.storyboard.text import Text


def film_of(board: Storyboard) -> FilmRow:
    """Every shot of the film, also those without a take."""
    return FilmRow(
        fps=board.project.fps,
        aspect=board.project.aspect,
        language=board.project.language,
        shots=tuple(_shot(board, scene, shot) for scene, shot in board.all_shots()),
    )


def _shot(board: Storyboard, scene: Scene, shot: Shot) -> ScriptRow:
    place = board.places.get(scene.place)
    light_time = shot.light.time if shot.light else None
    return ScriptRow(
        shot=shot.id,
        scene=scene.id,
        scene_number=scene.number,
        place=scene.place,
        int_ext=place.int_ext if place else None,
        time=scene.time or light_time,
        duration_s=shot.duration,
        title=_said(shot.title),
        action=Said(en=shot.action.in_language("en"), zh=shot.action.in_language("zh")),
        camera=shot.camera.model_dump(mode="json", exclude_none=True),
        cast=tuple(_name(board, one.who) for one in shot.cast),
        props=tuple(_name(board, one) for one in shot.props),
        dialogue=tuple(_line(board, line) for line in shot.dialogue),
        sound=_said(shot.sound),
        music=_said(shot.music),
        text_on_screen=_said(shot.text_on_screen),
        transition=shot.transition,
        notes=_said(shot.notes),
    )


def _line(board: Storyboard, line: Line) -> SpokenRow:
    return SpokenRow(
        by=_name(board, line.by) if line.by else None,
        text=Said(en=line.text.in_language("en"), zh=line.text.in_language("zh")),
        mode=line.mode,
        delivery=_said(line.delivery),
    )


def _name(board: Storyboard, who: str) -> Said:
    """What a subject is called; a name like "The cup · 杯子" is one in each language."""
    subject = board.subjects.get(who)
    if subject is None or subject.name is None:
        return Said(en=who, zh=who)
    names = {code: subject.name.in_language(code) for code in ("en", "zh")}
    return Said(en=part_in("en", names["en"]), zh=part_in("zh", names["zh"]))


def _said(text: Text | None) -> Said | None:
    return Said(en=text.in_language("en"), zh=text.in_language("zh")) if text else None
