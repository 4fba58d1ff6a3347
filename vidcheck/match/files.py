"""The video files below a folder: complete ones, each content once."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from vidcheck.contents import content_of
from vidcheck.match.found import Stray

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

READERS = 4
"""Files read at a time; reading and hashing leave Python's lock."""
_VIDEO = re.compile(
    r"\.(mp4|m4v|mov|webm|mkv|avi|gif|mpe?g|ts|m2?ts|wmv|flv|ogv|3gp)", re.IGNORECASE
)
_UNFINISHED = re.compile(r"\.(part|partial|crdownload|download|tmp|aria2|!ut)", re.IGNORECASE)


def files_below(folder: Path) -> list[Path]:
    """All files below a folder in natural order, hidden ones left out."""
    paths = [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    return sorted(paths, key=lambda path: [
        int(part) if part.isdigit() else part.casefold()
        for part in re.split(r"(\d+)", "/" + path.relative_to(folder).as_posix())
    ])  # fmt: skip


def is_video(path: Path) -> bool:
    """Whether a file is called like a video."""
    return _VIDEO.fullmatch(path.suffix) is not None


def complete(paths: Iterable[Path]) -> tuple[list[Path], list[Stray]]:
    """Videos that are all there, and downloads that are not; other files are passed over."""
    whole, strays = [], []
    for path in paths:
        if _UNFINISHED.fullmatch(path.suffix):
            strays.append(Stray(path, "not finished downloading", "还没有下载完"))
        elif not is_video(path):
            continue
        elif path.stat().st_size == 0:
            said = "the file is empty; its download failed"
            strays.append(Stray(path, said, "文件是空的，下载失败"))
        else:
            whole.append(path)
    return whole, strays


def different(paths: list[Path]) -> tuple[list[Path], list[Stray]]:
    """The files with different content; of equal ones the first, in the order given.

    Read are only files that are as long as another, each once.
    """
    lengths = {path: path.stat().st_size for path in paths}
    often = Counter(lengths.values())
    alike = [path for path in paths if often[lengths[path]] > 1]
    with ThreadPoolExecutor(READERS) as readers:
        contents = dict(zip(alike, readers.map(content_of, alike), strict=True))
    firsts: dict[str, Path] = {}
    kept: list[Path] = []
    strays: list[Stray] = []
    for path in paths:
        first = firsts.setdefault(contents[path], path) if path in contents else path
        if first == path:
            kept.append(path)
        else:
            said = f"the same content as {first.name}"
            strays.append(Stray(path, said, f"与 {first.name} 内容相同"))
    return kept, strays
