"""From the storyboard to the film as run.json tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.report.film import FilmRow, ScriptRow, SpokenRow
from vidcheck.run.staging import rules_of, staged
from vidcheck.run.telling import Teller

if TYPE_CHECKING:
    from vidcheck.report.film import StagingRow
    from vidcheck.storyboard.load import LoadedStoryboard
    from vidcheck.storyboard.model import Line, Scene, Shot


def film_of(loaded: LoadedStoryboard) -> FilmRow:
    """Every shot of the film, also those without a take."""
    board, rules, tell = loaded.storyboard, rules_of(loaded), Teller(loaded)
    return FilmRow(
        fps=board.project.fps,
        aspect=board.project.aspect,
        language=board.project.language,
        shots=tuple(
            _shot(tell, scene, shot, staged(tell, scene, shot, rules.get(shot.id, ())))
            for scene, shot in board.all_shots()
        ),
    )


def _shot(tell: Teller, scene: Scene, shot: Shot, staging: StagingRow) -> ScriptRow:
    place = tell.board.places.get(scene.place)
    light_time = shot.light.time if shot.light else None
    return ScriptRow(
        shot=shot.id,
        scene=scene.id,
        scene_number=scene.number,
        place=scene.place,
        int_ext=place.int_ext if place else None,
        time=scene.time or light_time,
        duration_s=shot.duration,
        title=tell.said(shot.title),
        action=tell.text(shot.action),
        camera=shot.camera.model_dump(mode="json", exclude_none=True),
        cast=tuple(tell.named(one.who) for one in shot.cast),
        props=tuple(tell.named(one) for one in shot.props),
        dialogue=tuple(_line(tell, line) for line in shot.dialogue),
        sound=tell.said(shot.sound),
        music=tell.said(shot.music),
        text_on_screen=tell.said(shot.text_on_screen),
        transition=shot.transition,
        notes=tell.said(shot.notes),
        staging=staging,
    )


def _line(tell: Teller, line: Line) -> SpokenRow:
    return SpokenRow(
        by=tell.named(line.by) if line.by else None,
        text=tell.text(line.text),
        mode=line.mode,
        delivery=tell.said(line.delivery),
    )
