"""Bytes of a file from anyone's computer as text: which encoding it is, said where it was seen."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from vidcheck.errors import StoryboardError
from vidcheck.importers.script import Remark

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 8_000_000
"""A feature film's screenplay is about 250 kB, a shot list of 5000 rows 2 MB."""
_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of at most 8 MB. Raises: StoryboardError."""
    try:
        if path.is_dir():
            raise StoryboardError(
                f"{path}: is a folder, not a file to import", hint="name the file in it"
            )
        with path.open("rb") as source:
            raw = source.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoryboardError(f"{path}: cannot be read: {reason}") from error
    if len(raw) > MOST_BYTES:
        raise StoryboardError(
            f"{path}: larger than {MOST_BYTES // 1_000_000} MB: no screenplay or shot list is",
            hint="export the text alone, without pictures",
        )
    return raw


def decoded(raw: bytes, path: Path) -> tuple[str, list[Remark]]:
    """The text, with line feeds at line ends, and a remark where the encoding had to be guessed.

    Raises: StoryboardError with path:line where no encoding fits.
    """
    text, remarks = _text(raw, path)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise StoryboardError(
            f"{path}:{line}: not text: it holds zero bytes",
            hint="export it as text (UTF-8), Fountain, FDX or CSV",
        )
    return text, remarks


def printable(text: str) -> str:
    """Without control characters and half characters, which no YAML file can hold."""
    return re.sub(
        r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\ufeff]", "", text
    )


def _text(raw: bytes, path: Path) -> tuple[str, list[Remark]]:
    for mark, name in _MARKED:
        if raw.startswith(mark):
            try:
                return raw.decode(name), []
            except UnicodeDecodeError as error:
                line = raw[: error.start].count(b"\n") + 1
                raise StoryboardError(
                    f"{path}:{line}: says it is {name} and is not", hint="save it as UTF-8 again"
                ) from error
    if b"\0" in raw and (guess := _utf16(raw)):
        return guess, [_guessed("UTF-16")]
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError as error:
        broken = error.start
    try:
        return raw.decode("gb18030"), [_guessed("GBK (GB18030)")]
    except UnicodeDecodeError as error:
        line = raw[:broken].count(b"\n") + 1
        raise StoryboardError(
            f"{path}:{line}: neither UTF-8, UTF-16 nor GBK text", hint="save the file as UTF-8"
        ) from error


def _utf16(raw: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of the plain signs is zero."""
    even, odd = raw[0::2].count(0), raw[1::2].count(0)
    if len(raw) % 2 or max(even, odd) * 10 < len(raw):
        return None
    try:
        return raw.decode("utf-16-be" if even > odd else "utf-16-le")
    except UnicodeDecodeError:
        return None


def _guessed(name: str) -> Remark:
    return Remark(
        None,
        f"read as {name}; if names look wrong, save the file as UTF-8 and import again",
        f"按 {name} 读取；如果文字不对，请另存为 UTF-8 再导入",
    )
