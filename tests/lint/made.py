"""A clean scene of two people, in a folder with its pictures; each test breaks one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from vidcheck.lint.check import lint
from vidcheck.storyboard.load import LoadedStoryboard, load_storyboard

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vidcheck.generators.profile import GeneratorProfile
    from vidcheck.lint.finding import Finding

CLEAN = """\
vidcheck: 1
project: {title: Two at the counter, aspect: "16:9", language: en}
style: {prompt: "quiet night drama, 35mm grain"}
subjects:
  mei:
    name: {en: Mei, zh: 林梅}
    identity: woman, early 30s
    default_look: apron
    looks: {apron: {prompt: indigo apron}, coat: {prompt: yellow raincoat}}
    refs: [{path: refs/mei.png, role: face}]
  jun: {name: {en: Jun, zh: 阿俊}, identity: man of 40}
  letter: {kind: prop, identity: a folded letter}
places:
  shop: {prompt: ramen counter, anchors: {door: sliding door}}
vars: {rain: heavy}
scenes:
  - id: s1
    place: shop
    axis: [mei, jun]
    shots:
      - id: A1
        duration: 4
        action: Mei and Jun sit at the counter, {{ rain }} rain.
        cast: [{who: mei, position: left}, {who: jun, position: right}]
        camera: {size: FS, setup: two_shot}
      - id: A2
        duration: 4
        action: Mei speaks.
        end_state: Mei is silent.
        cast: [{who: mei, facing: camera_right}]
        props: [letter]
        camera: {size: MCU, move: dolly_in}
        dialogue: [{by: mei, text: He will not come.}]
      - id: A3
        duration: 3
        action: Jun listens.
        cast: [{who: jun, facing: camera_left, looks_at: mei}]
        camera: {size: CU}
        continuity: {from: A2, kind: reverse}
      - id: A4
        duration: 3
        action: Mei gets up.
        cast: [{who: mei, look: coat}]
        camera: {size: MS}
units:
  - {id: u1, shots: [A2, A3]}
"""


def changed(*changes: tuple[str, str]) -> str:
    """The text with each first string, which stands there once, replaced by the second."""
    text = CLEAN
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def placed(folder: Path, text: str) -> LoadedStoryboard:
    """The text as a project in a folder, with a usable picture of Mei."""
    (folder / "refs").mkdir(exist_ok=True)
    Image.new("RGB", (400, 400), "gray").save(folder / "refs" / "mei.png")
    path = folder / "storyboard.yaml"
    path.write_text(text, encoding="utf-8")
    return load_storyboard(path, unknown_ids="keep")


def findings(
    folder: Path,
    *changes: tuple[str, str],
    profiles: Mapping[str, GeneratorProfile] | None = None,
    language: str = "en",
) -> list[Finding]:
    """What lint says of the changed scene."""
    return lint(placed(folder, changed(*changes)), profiles, language=language)
