"""`advise`: the next change to the storyboard, shown or made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vidcheck.cli.console import emit, say
from vidcheck.cli.language import either, language

if TYPE_CHECKING:
    from vidcheck.decide.rows import ShotRow
    from vidcheck.report.model import RunReport


def add_to(app: typer.Typer) -> None:
    """Add this room's verbs."""
    app.command()(advise)


def advise(
    storyboard: Annotated[
        Path, typer.Argument(metavar="STORYBOARD", help="The storyboard (or run.json alone).")
    ],
    run: Annotated[
        Path | None, typer.Argument(metavar="RUN.json", help="run.json of its last check.")
    ] = None,
    shot: Annotated[list[str] | None, typer.Option(help="Only this shot; may be repeated.")] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Make the changes; the old file is kept beside it.")
    ] = False,
) -> None:
    """Show the next change per shot as a patch of one line, or make it.

    \b
    Examples:
      vidcheck advise storyboard.yaml vidcheck-report/run.json
      vidcheck advise storyboard.yaml vidcheck-report/run.json --shot 12A --apply
    """
    from vidcheck.errors import VidcheckError
    from vidcheck.report.model import load_report

    result = load_report(run or storyboard)
    if run is None and result.storyboard is None:
        raise VidcheckError(
            f"{storyboard}: it names no storyboard", hint="vidcheck advise STORYBOARD RUN.json"
        )
    board = storyboard if run is not None else Path(str(result.storyboard))
    chosen = _chosen(result, shot or [])
    for row in chosen:
        emit(_told(row, board))
    if apply:
        _apply(board, chosen)


def _chosen(result: RunReport, wanted: list[str]) -> list[ShotRow]:
    """The shots asked for, all where none is. Raises: VidcheckError for one the run has not."""
    from vidcheck.errors import VidcheckError

    known = {row.shot: row for row in result.shots}
    for name in wanted:
        if name not in known:
            raise VidcheckError(
                either(f"no shot {name} in this run", f"这次结果里没有镜头 {name}"),
                hint=either(f"there are: {', '.join(known)}", f"有：{', '.join(known)}"),
            )
    return [known[name] for name in wanted] if wanted else list(result.shots)


def _told(row: ShotRow, board: Path) -> str:
    """A shot's decision and its change: the patch, the picture it needs, the prompts it makes."""
    from vidcheck.decide.words import DECISIONS

    lang = 1 if language() == "zh" else 0
    reason = (row.reason, row.reason_zh)[lang]
    decision = DECISIONS[row.decision][lang]
    lines = [either(f"{row.shot}: {decision}. {reason}", f"{row.shot}：{decision}。{reason}")]
    if order := (row.order, row.order_zh)[lang]:
        lines.append(either(f"takes: {order}", f"成片：{order}"))
    if row.advice is None:
        silent = (row.no_advice, row.no_advice_zh)[lang]
        return "\n".join([*lines, silent] if silent else lines)
    change = (row.advice.change, row.advice.change_zh)[lang]
    lines.append(f"{change} ({row.advice.where})")
    if row.advice.hypothesis:
        lines.append(either(f"a rule of practice, not proven here: {row.advice.source}",
                            f"经验做法，尚未经本工具证实：{row.advice.source}"))  # fmt: skip
    if row.advice.still:
        still = row.advice.still
        where = f"{still.take} {still.from_s:.1f}–{still.to_s:.1f} s"
        lines.append(either(f"picture: {still.path}, the sharpest frame of {where}",
                            f"图片：{still.path}，取自 {where} 最清晰的一帧"))  # fmt: skip
    if row.advice.patch:
        lines += [row.advice.patch, *_prompts(row, board)]
    return "\n".join(lines)


def _prompts(row: ShotRow, board: Path) -> list[str]:
    """What the change does to the prompts, by generator; nothing where it no longer fits."""
    from vidcheck.errors import VidcheckError
    from vidcheck.run.preview import changed_requests
    from vidcheck.storyboard.load import load_storyboard

    if row.advice is None or not row.advice.patch:
        return []
    try:
        loaded = load_storyboard(board)
        changed = changed_requests(loaded, row.advice.patch, row.shot, (), board.parent / "takes")
    except VidcheckError:
        return []  # said by --apply, with what to do
    head = either("prompt for", "提示词")
    return [line for one in changed for line in (f"{head} {one.request}:", *one.lines, "")]


def _apply(board: Path, rows: list[ShotRow]) -> None:
    """Make the patches, all or none; each file changed is kept beside itself as `.bak`.

    What was made already, perhaps by a run that was killed before its end, is only completed.
    """
    from vidcheck.files import write_whole
    from vidcheck.run.remember import remember_changes
    from vidcheck.run.still import take_still
    from vidcheck.storyboard.load import parse_storyboard

    wanted = [row for row in rows if row.advice and row.advice.patch]
    old, new, made = _patched(board, wanted)
    if board in new:
        parse_storyboard(new[board], board)  # never write what cannot be read again
    for still in [row.advice.still for row in wanted if row.advice and row.advice.still]:
        picture = take_still(still, board.parent)  # before the storyboard names it
        say(either(f"picture: {picture}", f"图片：{picture}"))
    for path, text in new.items():
        write_whole(path.with_name(path.name + ".bak"), old[path])
        write_whole(path, text)
        say(either(f"changed {path}; the old one is {path.name}.bak",
                   f"已修改 {path}；原文件存为 {path.name}.bak"))  # fmt: skip
    for row in made:
        say(either(f"{row.shot}: this change stands in the storyboard already",
                   f"{row.shot}：这处修改已经写在分镜里"))  # fmt: skip
    if not new:
        say(either("nothing to change", "没有需要改的"))
    remember_changes(board, [row for row in wanted if row not in made], made)


def _patched(
    board: Path, rows: list[ShotRow]
) -> tuple[dict[Path, str], dict[Path, str], list[ShotRow]]:
    """Files before and after all patches, and the shots whose patch stands in its file already.

    Raises: StoryboardError where one does not fit.
    """
    from vidcheck.decide.patch import apply_patch, stands_in, target_of_patch
    from vidcheck.storyboard.load import read_text

    texts: dict[Path, str] = {}
    new: dict[Path, str] = {}
    made: list[ShotRow] = []
    for row in rows:
        patch = str(row.advice.patch) if row.advice else ""
        path = _inside(board, target_of_patch(patch))
        if path not in texts:
            read_text(path)  # its errors: no such file, a folder, not UTF-8
            texts[path] = path.read_bytes().decode("utf-8-sig")
        if stands_in(texts[path], patch):
            made.append(row)
        else:
            new[path] = apply_patch(new.get(path, texts[path]), patch, str(path))
    return texts, new, made


def _inside(board: Path, name: str) -> Path:
    """The file a patch names, beside the storyboard.

    Raises: VidcheckError where it lies outside the project.
    """
    from vidcheck.errors import VidcheckError

    path = board.parent / name
    home = board.parent.resolve()
    if name == Path(name).name and not path.exists():
        return board  # the storyboard has been given another name
    if not path.resolve().is_relative_to(home):
        raise VidcheckError(f"{name}: the patch names a file outside {home}")
    return path
