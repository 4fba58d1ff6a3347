"""A small storyboard as text, for tests to change one thing at a time."""

from __future__ import annotations

from pathlib import Path

from vidcheck.storyboard.load import LoadedStoryboard, parse_storyboard

BOARD = """\
vidcheck: 1
project: {title: The Red Letter, aspect: "9:16", language: zh, prompt_language: en}
style: {prompt: restrained night drama, negative: [watermark]}
subjects:
  mei:
    name: 林梅
    aliases: [Mei]
    identity: woman, early 30s, blunt black bob
    looks:
      apron: {prompt: indigo shop apron}
      raincoat: {prompt: {en: mustard raincoat, zh: 芥末黄雨衣}}
    refs: [{path: refs/mei.png, role: face}]
  letter: {kind: prop, identity: a folded red letter}
places:
  shop: {prompt: eight-seat ramen counter, anchors: {door: sliding door}}
scenes:
  - id: sc01
    place: shop
    time: night
    axis: [mei, letter]
    shots:
      - id: 12A
        duration: 4
        action: Mei looks down at something.
        end_state: eyes down
        cast: [{who: mei, look: apron}]
        camera: {size: 中景, move: 推}
      - id: 12B
        duration: 3
        action: Her thumb presses the fold.
        cast: [{who: mei, look: apron}]
        props: [letter]
        camera: {size: insert, angle: high}
        continuity: {from: 12A, kind: match_cut}
units:
  - {id: u1, shots: [12A, 12B]}
"""
PATH = Path("board.yaml")


def board(*changes: tuple[str, str]) -> str:
    """The text with each first string replaced by the second; each must be there once."""
    text = BOARD
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def loaded(*changes: tuple[str, str]) -> LoadedStoryboard:
    """The changed storyboard, read."""
    return parse_storyboard(board(*changes), PATH)
