"""Files of a run: which ones are meant, what their reports are called, writing them whole."""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex

from auditor.errors import OutputError

STDIN = "-"
# In a folder.
TEXTS = frozenset((".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"))
_UNSAFE = re.compile(r"[^\w.,()+=@～（）【】《》〔〕、，-]+")
_NAME_BYTES = 180  # most file systems allow 255, less the suffix


def report_names(sources: Sequence[str]) -> list[str]:
    """A name without suffix for the report of each source: safe in any file system, all distinct.

    They depend on the sources and their order alone. "index" stays free for the index.
    """
    taken, names = {"index"}, []
    for source in sources:
        stem = safe_name(source)
        name, number = stem, 2
        # Compared without case: file systems that ignore it are common.
        while name.casefold() in taken:
            name, number = f"{stem}-{number}", number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def safe_name(source: str) -> str:
    """The stem of a path, with nothing in it that means something to a shell or file system."""
    stem = "stdin" if source == STDIN else Path(source).stem
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", stem)).strip("._-")
    short = name.encode("utf-8")[:_NAME_BYTES].decode("utf-8", "ignore")
    return short or "document"


def write(path: Path, text: str) -> None:
    """Writes `text` as UTF-8 to `path`, all of it or nothing; makes the folder if it is missing.

    A link stays one: what it leads to is written. A device or a pipe is written into.
    """
    try:
        if path.exists() and not path.is_file():
            _write_into(path, text)
        else:
            _replace(Path(os.path.realpath(path)), text)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error


def _replace(path: Path, text: str) -> None:
    # A name that nobody can guess: a link that waits under it would be written through.
    part = path.with_name(f".{token_hex(8)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
        part.replace(path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def _write_into(path: Path, text: str) -> None:
    """Fails for a pipe that nobody reads, instead of waiting for a reader."""
    number = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))  # not on every system
    with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
        os.set_blocking(number, True)
        file.write(text)
