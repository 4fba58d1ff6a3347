"""The words of one request, in the vendor's order and grammar, within its limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vidcheck.plan.elements import (
    RANK,
    Piece,
    camera_pieces,
    label_of,
    light_pieces,
    reference_pieces,
    scene_pieces,
    style_pieces,
    subject_pieces,
)
from vidcheck.plan.fit import assemble, fit
from vidcheck.plan.grammar import ShotText, joined, seconds_of
from vidcheck.plan.length import advised_too_long, count, limit_of, measure
from vidcheck.plan.phrases import HELD
from vidcheck.plan.sound import heard, negatives, sound_pieces, unwanted, written_pieces
from vidcheck.storyboard.defaults import camera_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vidcheck.plan.draft import Draft
    from vidcheck.plan.elements import Placed, Told
    from vidcheck.plan.phrases import Pair


_GLUE = 60  # room for a shot's number, time and cut, in any grammar and unit


@dataclass(frozen=True, slots=True)
class Words:
    """The prompt, the negative prompt, and each shot's own text where the body wants them apart."""

    prompt: str
    negative: str | None
    shots: tuple[ShotText, ...] = ()


def worded(draft: Draft) -> Words:
    """Put the prompt together, or take the one the creator wrote by hand."""
    told, notes = draft.told, draft.notes
    items = unwanted(told, draft.placed)
    negative, constraints, losses = negatives(told, items)
    notes.drop(losses)
    if draft.asked.prompt is not None:
        text = told.words.verbatim(draft.asked.prompt, *notes.keys, "target", "prompt")
        found = Words(text, negative)
        by_hand = True
    elif len(draft.placed) > 1:
        found = _several(draft, constraints, negative)
        by_hand = False
    else:
        found = _single(draft, constraints, negative)
        by_hand = False
    _judged(draft, found.prompt, by_hand=by_hand)
    return found


def still_words(draft: Draft) -> str:
    """The prompt of the still that opens a shot: everything but movement and sound."""
    told, one = draft.told, draft.placed[0]
    action = told.words.say(one.shot.action, *one.keys, "action")
    framing = [piece for piece in camera_pieces(told, one) if piece.kind == "framing"]
    _, constraints, _ = negatives(told, unwanted(told, draft.placed))
    pieces = [
        *style_pieces(told),
        *framing,
        *subject_pieces(told, one, action, still=True),
        Piece("action", "action", action, "action", RANK["action"]),
        *scene_pieces(told, one),
        *light_pieces(told, one),
        *written_pieces(told, one),
        *constraints,
    ]
    order = ("style", "framing", "subject", "action", "scene", "light", "text", "constraints")
    return assemble(pieces, order, told.lang)


def audible(draft: Draft) -> Pair | None:
    """Why a request stays silent, or None where its sound is made."""
    native, asked = draft.profile.audio.native, draft.asked.audio
    if asked is False:
        return "target.audio is false", "target.audio 为 false"
    if native is False:
        return "this generator makes no sound", "此模型不生成声音"
    if native is None and not asked:
        return (
            "whether this generator makes sound is not established",
            "此模型能否生成声音，尚未查明",
        )
    return None


def _shot_pieces(draft: Draft, one: Placed, called: Mapping[str, str] | None = None) -> list[Piece]:
    told = draft.told
    action = told.words.say(one.shot.action, *one.keys, "action")
    pieces = subject_pieces(told, one, action, called=called)
    pieces.append(Piece("action", "action", action, "action", RANK["action"]))
    pieces += scene_pieces(told, one)
    pieces += camera_pieces(told, one)
    pieces += light_pieces(told, one)
    pieces += style_pieces(told)
    if one.shot.end_state is not None:
        end = told.words.phrase(one.shot.end_state, *one.keys, "end_state")
        said = f"镜头结束时：{end}" if told.lang == "zh" else f"At the end: {end}"
        pieces.append(Piece("end_state", "end_state", said, "end_state", RANK["end_state"]))
    if heard(one):
        sounds, losses = sound_pieces(told, one, action, audible(draft))
        pieces += sounds
        draft.notes.drop(losses)
    return pieces + written_pieces(told, one)


def _single(draft: Draft, constraints: list[Piece], negative: str | None) -> Words:
    told, one = draft.told, draft.placed[0]
    action = told.words.say(one.shot.action, *one.keys, "action")
    pieces = reference_pieces(told, draft.slots.attached, action)
    pieces += _shot_pieces(draft, one) + constraints
    rule, recipe = draft.profile.prompt, draft.profile.recipe
    fitted = fit(pieces, recipe, told.lang, rule, suffix=flags(draft))
    draft.notes.drop(fitted.dropped)
    if fitted.dropped:
        _shortened(draft, fitted.cut)
    return Words(fitted.text, negative)


def _several(draft: Draft, constraints: list[Piece], negative: str | None) -> Words:
    """Each shot whole in itself: what a line does not say again, the model forgets at the cut."""
    told, profile = draft.told, draft.profile
    rule = profile.multi_shot
    if rule.grammar is None:
        raise ValueError(f"{profile.id}: no grammar for several shots")
    head = assemble(reference_pieces(told, draft.slots.attached, ""), profile.recipe, told.lang)
    seconds = seconds_of([one.shot.duration for one in draft.placed])
    caps = _caps(draft, head, len(seconds))
    alone = rule.grammar == "multi_prompt"  # there the text before the shots is not read
    texts, cut, lost = [], False, False
    called: dict[str, str] = {}
    for number, (one, span) in enumerate(zip(draft.placed, seconds, strict=True)):
        lead = f"{head} " if alone and head and number == 0 else ""
        cap = None if caps is None else caps - count(lead, profile.prompt.unit)
        pieces = _shot_pieces(draft, one, called) + constraints
        _remember(called, told, one)
        fitted = fit(pieces, profile.recipe, told.lang, profile.prompt, cap=cap)
        draft.notes.drop(
            [
                loss.model_copy(update={"field": f"{one.shot.id}.{loss.field}"})
                for loss in fitted.dropped
            ]
        )
        texts.append(ShotText(lead + fitted.text, span))
        cut, lost = cut or fitted.cut, lost or bool(fitted.dropped)
    if lost:
        _shortened(draft, cut)
    prompt = joined(rule.grammar, "" if alone else head, texts, told.lang)
    return Words(prompt, negative, tuple(texts))


def _remember(called: dict[str, str], told: Told, one: Placed) -> None:
    action = told.words.say(one.shot.action, *one.keys, "action")
    for who in (*(member.who for member in one.shot.cast), *one.shot.props):
        if who in told.board.subjects:
            called.setdefault(who, label_of(told, who, action))


def _caps(draft: Draft, head: str, shots: int) -> int | None:
    """How long each shot's text may be: its share of the whole, and the vendor's cap per shot."""
    rule = draft.profile.prompt
    caps = []
    if draft.profile.multi_shot.max_shot_length is not None:
        caps.append(draft.profile.multi_shot.max_shot_length)
    whole = limit_of(rule, "，" if draft.told.lang == "zh" else "")
    if whole is not None:
        spent = count(head, rule.unit) + _GLUE * shots
        caps.append(max(1, (whole - spent) // shots))
    return min(caps) if caps else None


def _shortened(draft: Draft, cut: bool) -> None:
    what = (
        ("even identity or action lost words", "连身份或动作也被缩短")
        if cut
        else ("what was left out stands in `dropped`", "删去的内容见 dropped")
    )
    said = (f"the prompt was shortened to the limit; {what[0]}", f"提示词已缩短到上限；{what[1]}")
    draft.notes.warn("VC113", said)


def _judged(draft: Draft, text: str, *, by_hand: bool) -> None:
    """Say where the finished text is longer than the vendor keeps or advises."""
    length = measure(text, draft.profile.prompt)
    below = ("target", "prompt") if by_hand else ()
    if length.limit is not None and length.value > length.limit:
        draft.notes.warn(
            "VC113",
            (
                f"{length.value} {length.unit}; {draft.profile.id} keeps {length.limit}",
                f"长度 {length.value}；{draft.profile.id} 只保留 {length.limit}",
            ),
            *below,
        )
    advice = advised_too_long(text, draft.profile.prompt, draft.told.lang)
    if advice is not None:
        draft.notes.warn("VC113", advice, *below)
    if by_hand:
        missing = [
            item.mention
            for item in draft.slots.attached
            if item.mention is not None and item.mention not in text
        ]
        if missing:
            names = ", ".join(missing)
            said = (f"the prompt never says {names}", f"提示词中没有提到 {names}")
            draft.notes.warn("VC115", said, *below)


def flags(draft: Draft) -> str:
    """Parameters written behind the prompt, for generators that read them there."""
    if draft.profile.camera.kind != "flags":
        return ""
    picture, timing = draft.picture, draft.timing
    parts = [
        f"--rs {picture.resolution_wire}" if picture.resolution_wire else "",
        f"--rt {picture.ratio}" if picture.ratio and draft.slots.mode == "t2v" else "",
        f"--dur {timing.duration_s:g}" if timing.duration_s else "",
        _camera_flag(draft),
    ]
    return " ".join(part for part in parts if part)


def _camera_flag(draft: Draft) -> str:
    camera = camera_of(draft.told.board, draft.placed[0].shot)
    held = camera.move == "static" and camera.rig in HELD
    return "" if held else draft.profile.camera.words.get(camera.move, "")
