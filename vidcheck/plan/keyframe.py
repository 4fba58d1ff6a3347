"""The still that opens a shot: a picture prompt, because image-to-video fails less than text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.plan.draft import keyframe_path
from vidcheck.plan.elements import label_of
from vidcheck.plan.model import PlanWarning, PromptLength, PromptRequest, ReferenceSlot
from vidcheck.plan.phrases import REFERENCE, pick
from vidcheck.plan.prompt import still_words
from vidcheck.plan.slots import pictures_of

if TYPE_CHECKING:
    from vidcheck.plan.draft import Draft


def keyframe_request(draft: Draft) -> PromptRequest:
    """The prompt of the opening still for any picture generator; where to send it is left open."""
    one = draft.placed[0]
    shot, lang = one.shot.id, draft.told.lang
    lead, references = _attached(draft)
    prompt = lead + still_words(draft)
    length = PromptLength(value=len(prompt), unit="characters", limit=None, estimate=False)
    warning = PlanWarning(
        code="VC207",
        message=f"a still for any picture generator; save it as {keyframe_path(shot)}",
        message_zh=f"用任意图片模型生成的静帧；保存为 {keyframe_path(shot)}",
        where=draft.notes.loaded.where(*one.keys),
    )
    return PromptRequest(
        id=f"keyframe:{shot}",
        generator=draft.profile.id,
        shots=(shot,),
        take=1,
        mode="image",
        prompt=prompt,
        prompt_language=lang,
        prompt_length=length,
        negative_prompt=None,
        duration_s=None,
        frames=None,
        fps=None,
        aspect_ratio=draft.told.board.project.aspect,
        resolution=None,
        seed=None,
        references=references,
        method=None,
        path=None,
        body=None,
        file_stem=f"{shot}_first",
        dropped=(),
        warnings=(warning,),
        cost=None,
    )


def _attached(draft: Draft) -> tuple[str, tuple[ReferenceSlot, ...]]:
    """What each picture shows, said in the order of the pictures."""
    one, board, lang = draft.placed[0], draft.told.board, draft.told.lang
    action = draft.told.words.say(one.shot.action, *one.keys, "action")
    pictures = (item for item in pictures_of(board, [(one.scene, one.shot)]))
    references, said = [], []
    for number, item in enumerate((item for item in pictures if item.kind == "image"), 1):
        mention = pick((f"Image {number}", f"图片{number}"), lang)
        known = item.subject is not None and item.subject in board.subjects
        who = label_of(draft.told, str(item.subject), action) if known else ""
        shows = pick(REFERENCE[item.role], lang).format(who=who)
        said.append(pick((f"{mention} shows {shows}", f"{mention}为{shows}"), lang))
        slot = ReferenceSlot(
            slot=f"image_{number}",
            path=item.path,
            role=item.role,
            subject=item.subject,
            mention=mention,
        )
        references.append(slot)
    lead = pick(("; ".join(said) + ". ", "，".join(said) + "。"), lang) if said else ""
    return lead, tuple(references)
