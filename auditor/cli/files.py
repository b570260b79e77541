"""Files of a run: which ones are meant, what their reports are called, writing them whole."""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from auditor.cli.tree import Selection, walk
from auditor.errors import InputError, OutputError

STDIN = "-"
# In a folder; a Markdown file is more often a note about the texts, and is read when named.
TEXTS = frozenset((".txt", ".text", ".html", ".htm", ".xhtml"))
_UNSAFE = re.compile(r"[^\w.,()+=@～（）【】《》〔〕、，-]+")
_NAME_BYTES = 180  # most file systems allow 255, less the suffix and that of a part file


def expand(path: str, selection: Selection | None = None) -> list[str]:
    """The documents that `path` names: itself, or those of a folder that are meant, sorted.

    A file that is named is taken, whatever patterns say.
    """
    if path == STDIN or not Path(path).is_dir():
        return [path]
    selection = selection or Selection(TEXTS)
    found = sorted(walk(path, selection))
    if not found:
        what = "file that is meant" if selection.include else ".txt or .html file"
        raise InputError(f"{path}: no {what} in this folder; name a file or another")
    return found


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


def keep_inputs(outputs: Iterable[Path], sources: Iterable[str]) -> None:
    """Refuses a run that would write over one of its own inputs."""
    inputs = {Path(source).resolve() for source in sources if source != STDIN}
    for path in outputs:
        if path.resolve() in inputs:
            raise OutputError(f"{path}: is an input too; choose another place with -o")


def write(path: Path, text: str) -> None:
    """Writes `text` as UTF-8 to `path`, all of it or nothing; makes the folder if it is missing."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        part.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()
