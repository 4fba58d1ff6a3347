"""A person's word stands above the tool's; what the tool had decided stays beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.decide.rows import ToolSays
from vidcheck.decide.take import Take
from vidcheck.decide.words import VERDICTS, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.decide.rows import Decision, ShotRow
    from vidcheck.judge.rows import ClipRow


def overruled(shots: Sequence[ShotRow], clips: Sequence[ClipRow]) -> list[ShotRow]:
    """The decisions with every word of a person worked in; from scratch, so it can be done again.

    Args:
        shots: decisions, overruled before or not.
        clips: the takes with what people say of them (`human`).
    """
    return [
        _overruled(
            _as_the_tool_said(shot), {r.path: r for r in clips if r.shot in (None, shot.shot)}
        )
        for shot in shots
    ]


def _as_the_tool_said(shot: ShotRow) -> ShotRow:
    if shot.tool is None:
        return shot
    said = {name: getattr(shot.tool, name) for name in ToolSays.model_fields}
    return shot.model_copy(update={**said, "tool": None})


def _overruled(shot: ShotRow, rows: dict[str, ClipRow]) -> ShotRow:
    takes = [rows[one.path] for one in shot.ranking if one.path in rows]
    kept = [row for row in takes if row.human and row.human.verdict == "keep"]
    if kept:
        last = max(kept, key=lambda row: row.human.at if row.human else "")
        tool = VERDICTS[last.verdict]
        reason = _said(last, Words("is kept by a person", "由人保留"))
        told = Words(f"{reason.en}; vidcheck says {tool.en}", f"{reason.zh}；工具判定：{tool.zh}")
        return _changed(shot, "keep", last, told)
    chosen = rows.get(shot.take) if shot.take else None
    if chosen is None or chosen.human is None or shot.decision not in ("keep", "fix_in_post"):
        return shot
    if chosen.human.verdict == "hold":
        reason = _said(chosen, Words("is on hold", "由人列为待定"))
        told = Words(f"{shot.reason}; {reason.en}", f"{shot.reason_zh}；{reason.zh}")
        return _changed(shot, shot.decision, chosen, told)
    return _without(shot, chosen, takes)


def _without(shot: ShotRow, refused: ClipRow, takes: Sequence[ClipRow]) -> ShotRow:
    """The next take that passes and was not refused, or the same prompt again."""
    reason = _said(refused, Words("is no good to a person", "被人否决"))
    others = [row for row in takes if row.verdict == "pass" and not _is_refused(row)]
    if others:
        name = Take(others[0], ()).name
        return _changed(shot, "keep", others[0], Words(
            f"{reason.en}; {name.en} passes as well", f"{reason.zh}；{name.zh}同样通过"
        ))  # fmt: skip
    return _changed(shot, "reroll", None, Words(
        f"{reason.en}, and no other take passes: same prompt, another seed",
        f"{reason.zh}，其余各条都没有通过：同样的提示词，换种子",
    ))  # fmt: skip


def _is_refused(row: ClipRow) -> bool:
    return row.human is not None and row.human.verdict == "ng"


def _said(row: ClipRow, what: Words) -> Words:
    name = Take(row, ()).name
    note = row.human.note if row.human else ""
    en, zh = f"{name.en} {what.en}", f"{name.zh}{what.zh}"
    sentence = Words(en[:1].upper() + en[1:], zh)
    return Words(f"{sentence.en} ({note})", f"{sentence.zh}（{note}）") if note else sentence


def _changed(shot: ShotRow, decision: Decision, take: ClipRow | None, reason: Words) -> ShotRow:
    tool = ToolSays(**{name: getattr(shot, name) for name in ToolSays.model_fields})
    same = take is not None and take.path == shot.take and decision == shot.decision
    return shot.model_copy(
        update={
            "decision": decision,
            "take": take.path if take else None,
            "reason": reason.en,
            "reason_zh": reason.zh,
            "cut_s": shot.cut_s if same else None,
            "advice": None,
            "tool": tool,
        }
    )
