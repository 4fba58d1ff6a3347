"""What was in the ledger's way, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vidcheck.ledger.journal import Unread


class Note(NamedTuple):
    """Something a person should know, in English and Chinese."""

    en: str
    zh: str


def locked(path: Path, wait_s: float) -> Note:
    """Another program keeps the database to itself."""
    return Note(
        en=f"{path}: kept locked by another program for more than {wait_s:g} s; worked from "
        "the journal beside it instead, nothing is lost",
        zh=f"{path}：被其他程序锁住超过 {wait_s:g} 秒；这次改用旁边的 journal，没有丢失任何记录",
    )


def newer(path: Path, version: int, known: int) -> Note:
    """The database is of a later vidcheck."""
    return Note(
        en=f"{path}: of a newer vidcheck (version {version}, this one knows {known}); worked from "
        "the journal beside it instead, which the newer one takes in: update vidcheck",
        zh=f"{path}：由更新的 vidcheck 写成（版本 {version}，当前只认识 {known}）；这次改用旁边的 "
        "journal，新版会自动并入：请升级 vidcheck",
    )


def damaged(path: Path, aside: Path, count: int) -> Note:
    """The database was set aside and made again."""
    return Note(
        en=f"{path}: was damaged; made again from the {count} entries of the journal beside it, "
        f"the damaged file is kept as {aside.name}",
        zh=f"{path}：文件已损坏；已由旁边 journal 的 {count} 条记录重建，"
        f"损坏的文件保留为 {aside.name}",
    )


def unusable(path: Path, error: Exception) -> Note:
    """The database cannot be opened or written."""
    return Note(
        en=f"{path}: cannot be used ({error}); worked from the journal beside it instead",
        zh=f"{path}：无法使用（{error}）；这次改用旁边的 journal",
    )


def of_unread(unread: Sequence[Unread]) -> tuple[Note, ...]:
    """Entries that were passed over."""
    later = [one for one in unread if one.newer]
    broken = [one.path for one in unread if not one.newer]
    notes = []
    if later:
        notes.append(
            Note(
                en=f"entries of a newer vidcheck in the ledger, not counted here: {len(later)}; "
                "update vidcheck",
                zh=f"账本中有 {len(later)} 条记录由更新的 vidcheck 写成，这里没有计入："
                "请升级 vidcheck",
            )
        )
    if broken:
        notes.append(
            Note(
                en=f"{broken[0]}: is no entry of the ledger and is passed over "
                f"({len(broken)} in all); mend or remove it",
                zh=f"{broken[0]}：不是账本记录，已略过（共 {len(broken)} 个）；请修复或删除",
            )
        )
    return tuple(notes)
