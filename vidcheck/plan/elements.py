"""A shot as the parts of a prompt, each with its field and its rank when room runs out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vidcheck.plan import phrases
from vidcheck.plan.phrases import pick
from vidcheck.storyboard.defaults import camera_of, light_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vidcheck.generators.profile import Element, GeneratorProfile
    from vidcheck.plan.slots import Attachment
    from vidcheck.plan.wording import Wording
    from vidcheck.storyboard.model import Cast, Scene, Shot, Storyboard

# When a prompt is too long the lowest rank goes first; what stands last is never dropped whole.
RANK: Final[dict[str, int]] = {
    name: rank
    for rank, name in enumerate(
        (
            "palette",
            "constraints",
            "lens",
            "heading",
            "sound",
            "text",
            "anchors",
            "end_state",
            "position",
            "light",
            "style",
            "scene",
            "dialogue",
            "framing",
            "camera",
            "look",
            "action",
            "identity",
            "references",
        )
    )
}
NEVER_WHOLE: Final = RANK["action"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A few words of the prompt. Pieces of one `group` stand in one sentence."""

    kind: Element
    group: str
    text: str
    field: str
    rank: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A shot with its scene and the key path to it, for places in messages."""

    scene: Scene
    shot: Shot
    keys: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What pieces are made with: the storyboard, its words, the generator and its labels."""

    board: Storyboard
    words: Wording
    spoken: Wording
    profile: GeneratorProfile
    mentions: Mapping[str, str]

    @property
    def lang(self) -> str:
        """The prompt's language."""
        return self.words.lang


def label_of(told: Told, who: str, action: str) -> str:
    """The name a subject goes by here: one that the action uses, else its name, else its id."""
    subject = told.board.subjects[who]
    name = subject.name.in_language(told.lang) if subject.name else ""
    names = [name, *(str(alias) for alias in subject.aliases), who]
    known = [item for item in names if item]
    used = next((item for item in known if item.casefold() in action.casefold()), None)
    if used is not None:
        return used
    if told.lang == "en":
        return next((item for item in known if item.isascii()), known[0])
    return known[0]


def subject_pieces(
    told: Told,
    placed: Placed,
    action: str,
    *,
    still: bool = False,
    called: Mapping[str, str] | None = None,
) -> list[Piece]:
    """Everyone and everything in the shot: identity word for word, look, place in the frame.

    A `still` is the first frame, in which nobody has come or gone yet. `called` are the names that
    earlier shots of the request used, so that another name is not taken for another person.
    """
    pieces: list[Piece] = []
    for number, member in enumerate(placed.shot.cast):
        if member.who not in told.board.subjects:
            continue
        pieces += _identity(told, member.who, action, called or {})
        pieces += _look(told, member)
        pieces += _position(told, placed.scene, member, (*placed.keys, "cast", number), still)
    for prop in placed.shot.props:
        if prop in told.board.subjects:
            pieces += _identity(told, prop, action, called or {})
    return pieces


def _identity(told: Told, who: str, action: str, called: Mapping[str, str]) -> list[Piece]:
    subject = told.board.subjects[who]
    label = label_of(told, who, action)
    mention = told.mentions.get(who)
    if not mention and called.get(who, label) != label:
        mention, label = label, called[who]
    if mention:
        label = f"{mention} ({label})" if told.lang == "en" else f"{mention}（{label}）"
    colon = ": " if told.lang == "en" else "："
    identity = told.words.phrase(subject.identity, "subjects", who, "identity")
    text = f"{label}{colon}{identity}"
    return [Piece("subject", who, text, f"subjects.{who}.identity", RANK["identity"])]


def _look(told: Told, member: Cast) -> list[Piece]:
    subject = told.board.subjects[member.who]
    name = member.look or subject.default_look
    look = subject.looks.get(name) if name else None
    if name is None or look is None or not look.prompt:
        return []
    keys = ("subjects", member.who, "looks", name, "prompt")
    words = told.words.phrase(look.prompt, *keys)
    dressed = subject.kind in {"person", "creature"}
    text = pick((f"wearing {words}", f"身穿{words}"), told.lang) if dressed else words
    return [Piece("subject", member.who, text, ".".join(map(str, keys[:-1])), RANK["look"])]


def _position(
    told: Told, scene: Scene, member: Cast, keys: tuple[str | int, ...], still: bool
) -> list[Piece]:
    lang = told.lang
    enters = phrases.ENTERING if still else phrases.ENTERS
    parts = [
        pick(phrases.POSITION[member.position], lang) if member.position else "",
        pick(phrases.FACING[member.facing], lang) if member.facing else "",
        _gaze(told, scene, member, keys),
        told.words.phrase(member.state, *keys, "state"),
        pick(enters, lang) if member.enters else "",
        pick(phrases.EXITS, lang) if member.exits and not still else "",
    ]
    said = [part for part in parts if part]
    if not said:
        return []
    text = pick((", ", "，"), lang).join(said)
    return [Piece("subject", member.who, text, f"cast.{member.who}", RANK["position"])]


def _gaze(told: Told, scene: Scene, member: Cast, keys: tuple[str | int, ...]) -> str:
    if not member.looks_at:
        return ""
    raw = member.looks_at
    if raw in phrases.GAZE:
        return pick(phrases.GAZE[raw], told.lang)
    place = told.board.places.get(scene.place)
    if raw in told.board.subjects:
        name = label_of(told, raw, "")
    elif place is not None and raw in place.anchors:
        anchor = told.words.phrase(place.anchors[raw], "places", scene.place, "anchors", raw)
        name = pick((f"the {raw}", anchor), told.lang)
    else:
        name = told.words.phrase(raw, *keys, "looks_at")
    return pick((f"looking at {name}", f"看向{name}"), told.lang)


def scene_pieces(told: Told, placed: Placed) -> list[Piece]:
    """Where and when: the place word for word, its anchors, the time of day."""
    scene, lang, words = placed.scene, told.lang, told.words
    place = told.board.places.get(scene.place)
    pieces: list[Piece] = []
    if place is not None:
        said = words.phrase(place.prompt, "places", scene.place, "prompt")
        lead = pick((f"Setting: {said}", f"场景：{said}"), lang)
        pieces.append(Piece("scene", "scene", lead, f"places.{scene.place}.prompt", RANK["scene"]))
        for name, anchor in place.anchors.items():
            keys = ("places", scene.place, "anchors", name)
            text = words.phrase(anchor, *keys)
            if text.casefold() in said.casefold():
                continue  # the place says it already, word for word
            pieces.append(Piece("scene", "scene", text, ".".join(keys), RANK["anchors"]))
    if scene.time:
        text = pick(phrases.TIME[scene.time], lang)
        pieces.append(Piece("scene", "scene", text, "scene.time", RANK["scene"]))
    return pieces


def camera_pieces(told: Told, placed: Placed) -> list[Piece]:
    """Framing and the one move, the move in the vendor's words where it has some."""
    camera, lang = camera_of(told.board, placed.shot), told.lang
    tables = (
        ("size", phrases.SIZE, "framing"),
        ("setup", phrases.SETUP, "lens"),
        ("angle", phrases.ANGLE, "framing"),
        ("focus", phrases.FOCUS, "lens"),
    )
    pieces: list[Piece] = []
    for name, table, rank in tables:
        value = getattr(camera, name)
        if value in table:
            text = pick(table[value], lang)  # an angle nobody wrote is not worth words
            if name == "angle" and value == "eye_level" and "angle" not in camera.model_fields_set:
                continue
            pieces.append(Piece("framing", "framing", text, f"camera.{name}", RANK[rank]))
    if camera.lens_mm:
        text = pick((f"{camera.lens_mm:g}mm lens", f"{camera.lens_mm:g}mm镜头"), lang)
        pieces.append(Piece("framing", "framing", text, "camera.lens_mm", RANK["lens"]))
    pieces += _move_pieces(told, camera.move, camera.move_speed, camera.rig)
    heading = placed.shot.screen_direction
    if heading in phrases.HEADING:
        said = pick(phrases.HEADING[heading], lang)
        pieces.append(Piece("camera", "heading", said, "screen_direction", RANK["heading"]))
    return pieces


def _move_pieces(told: Told, move: str, speed: str | None, rig: str | None) -> list[Piece]:
    """The move and what carries the camera; what floats or is held is never locked off."""
    still, lang = move == "static", told.lang
    if still and rig in phrases.HELD:
        text = _bracket(told.profile, rig) or pick(phrases.HELD[rig], lang)
        return [Piece("camera", "camera", text, "camera.move", RANK["camera"])]
    text = move_text(told.profile, move, speed, lang)
    pieces = [Piece("camera", "camera", text, "camera.move", RANK["camera"])]
    if rig in phrases.RIG and not still:
        said = pick(phrases.RIG[rig], lang)
        pieces.append(Piece("camera", "camera", said, "camera.rig", RANK["lens"]))
    return pieces


def move_text(profile: GeneratorProfile, move: str, speed: str | None, lang: str) -> str:
    """The move as a bracket command where the generator reads those, else as prose."""
    return _bracket(profile, move) or phrases.move_words(move, speed, lang)


def _bracket(profile: GeneratorProfile, word: str) -> str | None:
    return profile.camera.words.get(word) if profile.camera.kind == "bracket" else None


def light_pieces(told: Told, placed: Placed) -> list[Piece]:
    """Key, source, direction, quality, colour and time of the light."""
    light, lang = light_of(told.board, placed.shot), told.lang
    source = told.words.phrase(light.source, *placed.keys, "light", "source")
    parts = [
        pick(phrases.LIGHT_KEY[light.key], lang) if light.key else "",
        pick((f"source: {source}", f"光源：{source}"), lang) if source else "",
        pick(phrases.LIGHT_FROM[light.direction], lang) if light.direction else "",
        pick(phrases.LIGHT_QUALITY[light.quality], lang) if light.quality else "",
        f"{light.kelvin:g}K" if light.kelvin else "",
        pick(phrases.TIME[light.time], lang)
        if light.time and light.time != placed.scene.time
        else "",
    ]
    said = [part for part in parts if part]
    if not said:
        return []
    text = pick((", ", "，"), lang).join(said)
    text = pick((f"Light: {text}", f"光线：{text}"), lang)
    return [Piece("light", "light", text, "light", RANK["light"])]


def style_pieces(told: Told) -> list[Piece]:
    """The look of the whole film, said again in each request because each starts from nothing."""
    style, lang = told.board.style, told.lang
    words = told.words.phrase(style.prompt, "style", "prompt")
    medium = pick(phrases.MEDIUM[style.medium], lang) if style.medium else ""
    text = pick((f"Style: {words}", f"风格：{words}"), lang)
    pieces = [Piece("style", "style", text, "style.prompt", RANK["style"])]
    if medium and medium.casefold() not in words.casefold():
        pieces.append(Piece("style", "style", medium, "style.medium", RANK["lens"]))
    if style.palette:
        colours = pick((", ", "、"), lang).join(style.palette)
        text = pick((f"palette {colours}", f"色调 {colours}"), lang)
        pieces.append(Piece("style", "style", text, "style.palette", RANK["palette"]))
    return pieces


def reference_pieces(told: Told, attached: Sequence[Attachment], action: str) -> list[Piece]:
    """What each attached file is for, in the order of the attachments."""
    said = []
    for item in attached:
        if item.mention is None or told.profile.references.kind == "subjects":
            continue
        subject = item.picture.subject
        known = subject is not None and subject in told.board.subjects
        who = label_of(told, str(subject), action) if known else pick(("it", "其"), told.lang)
        shows = pick(phrases.REFERENCE[item.picture.role], told.lang).format(who=who)
        verb = pick((" shows ", "为"), told.lang)
        if told.lang == "en" and item.kind in {"audio", "element"}:
            verb = " is "
        said.append(f"{item.mention}{verb}{shows}")
    if not said:
        return []
    text = pick(("; ", "，"), told.lang).join(said)
    return [Piece("references", "references", text, "references", RANK["references"])]


def sentence_ends(text: str) -> bool:
    """Whether a text already ends like a sentence."""
    return re.search(r"[.!?。！？…]['\"”’」]?$", text) is not None
