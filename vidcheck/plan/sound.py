"""What is heard, what stands written in the picture, what must not be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.plan.elements import RANK, Piece, Placed, Told, label_of
from vidcheck.plan.length import count, has_cjk
from vidcheck.plan.phrases import Pair, as_positive, loss, pick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.plan.model import Dropped
    from vidcheck.storyboard.model import Line

_MODE = {
    "on_screen": ("{who} says{how}: ", "{who}说{how}："),
    "off_screen": ("{who}, off screen, says{how}: ", "{who}画外说{how}："),
    "voice_over": ("Voice-over by {who}{how}: ", "{who}旁白{how}："),
    "phone": ("{who}, heard over the phone, says{how}: ", "{who}在电话里说{how}："),
}


def heard(placed: Placed) -> bool:
    """Whether the shot has anything to hear."""
    shot = placed.shot
    return bool(shot.dialogue or shot.sound or shot.music)


def sound_pieces(
    told: Told, placed: Placed, action: str, silent: Pair | None
) -> tuple[list[Piece], list[Dropped]]:
    """Dialogue, sound and music; where it is `silent` (for that reason) only who moves the lips."""
    shot = placed.shot
    if silent is None:
        return _dialogue(told, placed, action) + _effects(told, placed), []
    named = (("dialogue", shot.dialogue), ("sound", shot.sound), ("music", shot.music))
    dropped = [loss(name, silent) for name, value in named if value]
    speakers = [
        label_of(told, line.by, action)
        for line in shot.dialogue
        if line.mode == "on_screen" and line.by and line.by in told.board.subjects
    ]
    pieces = [
        Piece(
            "dialogue",
            f"lips {who}",
            pick((f"{who} speaks", f"{who}正在说话"), told.lang),
            "dialogue",
            RANK["dialogue"],
        )
        for who in dict.fromkeys(speakers)
    ]
    return pieces, dropped


def _dialogue(told: Told, placed: Placed, action: str) -> list[Piece]:
    pieces = []
    speakers: dict[str, int] = {}
    for number, line in enumerate(placed.shot.dialogue):
        keys = (*placed.keys, "dialogue", number)
        who = _speaker(told, line, action)
        speakers.setdefault(who, len(speakers) + 1)
        how = pick((", ", "，"), told.lang).join(_manner(told, line, keys))
        how = pick((f" ({how})", f"（{how}）"), told.lang) if how else ""
        spoken = told.spoken.say(line.text, *keys, "text")
        if told.profile.audio.speech == "h3":
            who = f"{who} (S{speakers[who]})"
            quoted = f"<d>[{_language(line.lang, spoken)}] {spoken}</d>"
        else:
            quoted = f'"{spoken}"'
        lead = pick(_MODE[line.mode], told.lang).format(who=who, how=how)
        field = f"dialogue.{number}"
        pieces.append(Piece("dialogue", field, lead + quoted, field, RANK["dialogue"]))
    return pieces


def _manner(told: Told, line: Line, keys: tuple[str | int, ...]) -> list[str]:
    """How a line sounds: the speaker's voice and this line's delivery."""
    subject = told.board.subjects.get(line.by) if line.by else None
    voice = subject.voice if subject else None
    said = (
        told.words.phrase(voice, "subjects", str(line.by), "voice"),
        told.words.phrase(line.delivery, *keys, "delivery"),
    )
    return [words for words in said if words]


def _speaker(told: Told, line: Line, action: str) -> str:
    if line.by and line.by in told.board.subjects:
        return label_of(told, line.by, action)
    return line.by or pick(("a voice", "画外音"), told.lang)


def _language(code: str | None, spoken: str) -> str:
    known = {"zh": "Chinese", "en": "English", "ja": "Japanese", "ko": "Korean"}
    fallback = "Chinese" if has_cjk(spoken) else "English"
    return known.get((code or "")[:2], fallback)


def _effects(told: Told, placed: Placed) -> list[Piece]:
    shot, lang = placed.shot, told.lang
    own = told.profile.audio.sound_label
    pieces = []
    if shot.sound:
        words = told.words.phrase(shot.sound, *placed.keys, "sound")
        lead = own.say(lang) + " " if own else pick(("Sound: ", "声音："), lang)
        pieces.append(Piece("sound", "sound", lead + words, "sound", RANK["sound"]))
    if shot.music:
        words = told.words.phrase(shot.music, *placed.keys, "music")
        h3 = told.profile.audio.speech == "h3"
        lead = "non_diegetic_music: " if h3 else pick(("Music: ", "音乐："), lang)
        pieces.append(Piece("sound", "music", lead + words, "music", RANK["sound"]))
    return pieces


def written_pieces(told: Told, placed: Placed) -> list[Piece]:
    """Text that shall stand in the picture, in quotes."""
    if not placed.shot.text_on_screen:
        return []
    words = told.words.say(placed.shot.text_on_screen, *placed.keys, "text_on_screen")
    text = pick((f'The picture shows the text "{words}"', f"画面中出现文字“{words}”"), told.lang)
    return [Piece("text", "text", text, "text_on_screen", RANK["text"])]


def unwanted(told: Told, placed: Sequence[Placed]) -> list[tuple[str, str]]:
    """Everything not to be seen in these shots, each once, with its field."""
    found = {
        told.words.phrase(item, "style", "negative", number): f"style.negative.{number}"
        for number, item in enumerate(told.board.style.negative)
    }
    for one in placed:
        for number, item in enumerate(one.shot.avoid):
            words = told.words.phrase(item, *one.keys, "avoid", number)
            found.setdefault(words, f"avoid.{number}")
    return [(words, field) for words, field in found.items() if words]


def negatives(
    told: Told, items: Sequence[tuple[str, str]]
) -> tuple[str | None, list[Piece], list[Dropped]]:
    """Unwanted things as this generator wants them: a parameter, positive wording, or left out."""
    rule = told.profile.negative_prompt
    if not items:
        return None, [], []
    if rule.how == "parameter":
        return _parameter(told, items)
    if rule.how == "omit":
        why = ("this generator takes no negatives", "此模型不接受负面提示词")
        return None, [], [loss(field, why) for _, field in items]
    pieces, dropped, said = [], [], set()
    for words, field in items:
        positive = as_positive(words, told.lang)
        if positive is None:
            why = (
                f"no negatives here, and no positive wording is known for: {words}",
                f"此模型不接受负面提示词，也没有对应的正面说法：{words}",
            )
            dropped.append(loss(field, why))
        elif positive not in said:
            said.add(positive)
            pieces.append(Piece("constraints", "constraints", positive, field, RANK["constraints"]))
    return None, pieces, dropped


def _parameter(
    told: Told, items: Sequence[tuple[str, str]]
) -> tuple[str | None, list[Piece], list[Dropped]]:
    rule = told.profile.negative_prompt
    joint = pick((", ", "，"), told.lang)
    kept: list[str] = []
    dropped = []
    for words, field in items:
        if rule.max is not None and count(joint.join([*kept, words]), rule.unit) > rule.max:
            why = (f"negative prompt limit {rule.max}", f"负面提示词上限 {rule.max}")
            dropped.append(loss(field, why))
        else:
            kept.append(words)
    return joint.join(kept) or None, [], dropped
