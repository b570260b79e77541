"""Files of a run: which ones are meant, what their reports are called, writing them whole."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from auditor.errors import OutputError

STDIN = "-"
# In a folder; a Markdown file is more often a note about the texts, and is read when named.
TEXTS = frozenset((".txt", ".text", ".html", ".htm", ".xhtml"))
_UNSAFE = re.compile(r"[^\w.,()+=@～（）【】《》〔〕、，-]+")
_NAME_BYTES = 180  # most file systems allow 255, less the suffix and that of a part file


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


def inside(path: str | None) -> list[str]:
    """A file, or the files of a folder."""
    if path is None:
        return []
    if not Path(path).is_dir():
        return [path]
    return sorted(str(file) for file in Path(path).iterdir() if file.is_file())


def keep_inputs(outputs: Iterable[Path], sources: Iterable[str | Path | None]) -> None:
    """Refuses a run that would write over what it reads, or twice to one place.

    Two paths are one place where they lead to the same file, by whatever links. What is in a
    folder among the `sources` counts only where it is named itself.
    """
    read: dict[_Place, str] = {}
    for source in sources:
        if source is not None and source != STDIN:
            read |= dict.fromkeys(_places(Path(source)), str(source))
    written: dict[_Place, str] = {}
    for path in outputs:
        for place in _places(path):
            if place in read:
                known = read[place]
                same = "" if known == str(path) else f" (as {known})"
                raise OutputError(f"{path}: is an input too{same}; choose another place for it")
            if place in written:
                raise OutputError(
                    f"{path}: would be written twice (as {written[place]} too);"
                    " choose another place for one of them"
                )
            written[place] = str(path)


_Place = str | tuple[int, int]  # a path without links, or device and number of a file


def _places(path: Path) -> list[_Place]:
    """What a path leads to; nothing for a device or a pipe, which may be written to by many."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return [str(path.resolve())] if _can_be(path) else []
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
        return []
    # A file that is written by another name of it stands in its place too.
    return list(dict.fromkeys((str(path.resolve()), (found.st_dev, found.st_ino))))


def _can_be(path: Path) -> bool:
    """Not a path that no file can have."""
    try:
        path.resolve()
    except (OSError, ValueError, RuntimeError):
        return False
    return True


def write(path: Path, text: str) -> None:
    """Writes `text` as UTF-8 to `path`, all of it or nothing; makes the folder if it is missing."""
    if "\0" in str(path):
        raise OutputError(f"{path}: cannot be written (no path holds a NUL)")
    if path.is_dir():
        raise OutputError(f"{path}: is a folder; name a file in it")
    if path.exists() and not path.is_file():
        _write_into(path, text)
        return
    part: Path | None = None
    try:
        path = path.resolve()  # a link stays one; what it leads to is written
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        part.replace(path)
    except (OSError, RuntimeError) as error:  # the latter: a link that leads to itself
        reason = error.strerror if isinstance(error, OSError) else error
        raise OutputError(f"{path}: cannot be written ({reason})") from error
    finally:
        if part is not None:
            with contextlib.suppress(OSError):
                part.unlink()


def _write_into(path: Path, text: str) -> None:
    """A device, such as /dev/stdout, or a pipe is written into, not replaced."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error
