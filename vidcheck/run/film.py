"""From the storyboard to the film as run.json tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.report.film import FilmRow, Said, ScriptRow, SpokenRow
from vidcheck.run.staging import named, rules_of, said, staged

if TYPE_CHECKING:
    from vidcheck.report.film import StagingRow
    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.storyboard.model import Line, Scene, Shot, Storyboard


def film_of(loaded: LoadedStoryboard) -> FilmRow:
    """Every shot of the film, also those without a take."""
    board, rules = loaded.storyboard, rules_of(loaded)
    return FilmRow(
        fps=board.project.fps,
        aspect=board.project.aspect,
        language=board.project.language,
        shots=tuple(
            _shot(board, scene, shot, staged(board, scene, shot, rules.get(shot.id, ())))
            for scene, shot in board.all_shots()
        ),
    )


def _shot(board: Storyboard, scene: Scene, shot: Shot, staging: StagingRow) -> ScriptRow:
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
        title=said(shot.title),
        action=Said(en=shot.action.in_language("en"), zh=shot.action.in_language("zh")),
        camera=shot.camera.model_dump(mode="json", exclude_none=True),
        cast=tuple(named(board, one.who) for one in shot.cast),
        props=tuple(named(board, one) for one in shot.props),
        dialogue=tuple(_line(board, line) for line in shot.dialogue),
        sound=said(shot.sound),
        music=said(shot.music),
        text_on_screen=said(shot.text_on_screen),
        transition=shot.transition,
        notes=said(shot.notes),
        staging=staging,
    )


def _line(board: Storyboard, line: Line) -> SpokenRow:
    return SpokenRow(
        by=named(board, line.by) if line.by else None,
        text=Said(en=line.text.in_language("en"), zh=line.text.in_language("zh")),
        mode=line.mode,
        delivery=said(line.delivery),
    )
