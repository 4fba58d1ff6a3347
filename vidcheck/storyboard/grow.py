"""From a seed to a project folder: storyboard, schema, and the places for pictures and takes."""

from __future__ import annotations

import string
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import yaml

from vidcheck.errors import OutputError
from vidcheck.files import write_whole
from vidcheck.storyboard.schema import schema_json
from vidcheck.storyboard.seed import BLANK, load_seed
from vidcheck.storyboard.words import VOCABULARIES

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.storyboard.seed import Beat, Seed
    from vidcheck.storyboard.text import Language

SCHEMA_LINES = """\
# yaml-language-server: $schema=./storyboard.schema.json
# $schema: ./storyboard.schema.json
"""
"""The first is read by editors that use yaml-language-server (VS Code, Neovim, Emacs), the second
by those of JetBrains."""

LETTERS = string.ascii_uppercase.replace("I", "").replace("O", "")
"""On set I and O are left out: they look like 1 and 0 on a slate."""

_REMARKS = {
    "style": ("what every shot shares", "每个镜头共有的风格"),
    "subjects": (
        "who and what must stay the same; add refs: [{path: refs/face.png, role: face}]",
        "必须前后一致的人和物；参考图写成 refs: [{path: refs/face.png, role: 面部}]",
    ),
    "places": ("where it happens", "故事发生的地方"),
    "defaults": (
        "for every shot; `vidcheck generators list` shows what can be named here",
        "对每个镜头生效；可用的模型见 `vidcheck generators list`",
    ),
    "scenes": (
        "one shot = one cut; ids name the takes: takes/1A/1A_t01.mp4",
        "一镜一切；镜号就是文件名：takes/1A/1A_t01.mp4",
    ),
}

_README = {
    "en": """\
# {title}

{logline}

1. Put reference pictures into `refs/` and name them in `storyboard.yaml`.
2. `vidcheck lint storyboard.yaml`: what would go wrong, before money is spent.
3. `vidcheck plan storyboard.yaml --target kling-3.0`: the prompts, and which picture goes where.
4. Put what comes back into `takes/`, then `vidcheck check storyboard.yaml takes`.
""",
    "zh": """\
# {title}

{logline}

1. 把参考图放进 `refs/`，并写进 `storyboard.yaml`。
2. `vidcheck lint storyboard.yaml`：先看会出什么问题，再花钱。
3. `vidcheck plan storyboard.yaml --target kling-3.0`：提示词，以及哪张图放哪个位置。
4. 把生成的视频放进 `takes/`，然后 `vidcheck check storyboard.yaml takes`。
""",
}


@dataclass(frozen=True, slots=True)
class Started:
    """A new project: the files written, and those that were there and were left alone."""

    storyboard: Path
    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def start_project(folder: Path, seed: str = BLANK, language: Language = "en") -> Started:
    """Write a project folder; what is there already is never overwritten.

    Args:
        folder: made where it is not there.
        seed: name of a seed that travels with vidcheck.
        language: of the storyboard's texts and film words.
    Raises: StoryboardError for an unknown seed, OutputError where a storyboard is there already or
        the folder cannot be written.
    """
    page = load_seed(seed)
    storyboard = folder / "storyboard.yaml"
    if storyboard.exists() or storyboard.is_symlink():
        raise OutputError(
            f"{storyboard}: is there already; nothing was changed",
            hint="choose another folder: vidcheck init my-film",
        )
    say = {"title": page.title, "logline": page.logline}
    readme = _README[language].format(**{k: v.in_language(language) for k, v in say.items()})
    files = {
        storyboard: grow(page, language),
        folder / "storyboard.schema.json": schema_json(),
        folder / "README.md": readme,
        folder / "refs" / ".gitkeep": "",
        folder / "takes" / ".gitkeep": "",
    }
    kept = tuple(path for path in files if path.exists())
    written = tuple(path for path in files if path not in kept)
    for path in written:
        write_whole(path, files[path])
    return Started(storyboard, written, kept)


def grow(seed: Seed, language: Language) -> str:
    """The storyboard that a seed grows into, as YAML in one language; same seed, same bytes."""
    chinese = language == "zh"
    head = [SCHEMA_LINES, f"# {seed.logline.in_language(language)}\n"]
    sections: dict[str, Any] = {
        "project": _project(seed, language),
        "style": {
            "prompt": seed.mood.in_language(language),
            "negative": ["字幕", "水印"] if chinese else ["subtitles", "watermark"],
            "medium": _word("medium", seed.medium, language),
        },
        "subjects": {name: _subject(seed, name, language) for name in seed.subjects},
        "places": {
            name: {
                "int_ext": _word("int_ext", place.int_ext, language),
                "prompt": place.prompt.in_language(language),
            }
            for name, place in seed.places.items()
        },
        "defaults": {"target": {"model": "kling-3.0"}, "budget": {"max_takes": 4}},
        "scenes": _scenes(seed, language),
    }
    parts = [_remark(name, language) + _yaml({name: value}) for name, value in sections.items()]
    return "".join(head) + "vidcheck: 1\n" + "".join(f"\n{part}" for part in parts)


def _project(seed: Seed, language: Language) -> dict[str, Any]:
    return {
        "title": seed.title.in_language(language),
        "fps": 24,
        "aspect": seed.aspect,
        "language": language,
        "prompt_language": language,
    }


def _subject(seed: Seed, name: str, language: Language) -> dict[str, Any]:
    subject = seed.subjects[name]
    grown: dict[str, Any] = {
        "kind": _word("kind", subject.kind, language),
        "name": subject.name.in_language(language),
        "identity": subject.identity.in_language(language),
    }
    if subject.look is not None:
        grown["default_look"] = "main"
        grown["looks"] = {"main": {"prompt": subject.look.in_language(language)}}
    grown["track"] = _word("track", subject.track, language)
    return grown


def _scenes(seed: Seed, language: Language) -> list[dict[str, Any]]:
    """Neighbouring beats at one place and time are one scene."""
    scenes = []
    groups = groupby(seed.beats, key=lambda beat: (beat.place, beat.time))
    for number, ((place, time), beats) in enumerate(groups, start=1):
        scene: dict[str, Any] = {"id": f"sc{number:02d}", "number": str(number), "place": place}
        if time is not None:
            scene["time"] = _word("time", time, language)
        scene["shots"] = [
            _shot(seed, beat, f"{number}{shot_letters(index)}", language)
            for index, beat in enumerate(beats)
        ]
        scenes.append(scene)
    return scenes


def shot_letters(index: int) -> str:
    """The letter of a shot by its place: A, B, up to Z without I and O, then AA, AB and so on."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, len(LETTERS))
        letters = LETTERS[rest] + letters
    return letters


def _shot(seed: Seed, beat: Beat, shot_id: str, language: Language) -> dict[str, Any]:
    shot: dict[str, Any] = {
        "id": shot_id,
        "duration": int(beat.duration) if beat.duration == int(beat.duration) else beat.duration,
        "action": beat.what.in_language(language),
        "end_state": beat.ends.in_language(language),
    }
    if beat.who:
        looks = {who: {"look": "main"} if seed.subjects[who].look else {} for who in beat.who}
        shot["cast"] = [{"who": who, **look} for who, look in looks.items()]
    if beat.props:
        shot["props"] = list(beat.props)
    shot["camera"] = {
        "size": _word("size", beat.size, language),
        "move": _word("move", beat.move, language),
    }
    if beat.says is not None:
        line = beat.says.zh if language == "zh" else beat.says.en
        shot["dialogue"] = [{"by": beat.says.who, "text": line}]
    return shot


def _word(vocabulary: str, code: str, language: Language) -> str:
    """Chinese projects are written in Chinese film words, English ones in the codes."""
    return VOCABULARIES[vocabulary].word(code).zh if language == "zh" else code


def _remark(section: str, language: Language) -> str:
    if section not in _REMARKS:
        return ""
    return f"# {_REMARKS[section][language == 'zh']}\n"


def _yaml(section: dict[str, Any]) -> str:
    (value,) = section.values()
    nested = isinstance(value, list) or any(isinstance(v, (dict, list)) for v in value.values())
    flow = None if nested else False  # a section of plain values reads best one to a line
    return yaml.safe_dump(
        section, allow_unicode=True, sort_keys=False, default_flow_style=flow, width=100
    )
