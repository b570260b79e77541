"""Where a run writes: over nothing that it reads, and once to each place.

All of it is looked at before the first write, and before a long run that would end in vain.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from auditor.cli import settings
from auditor.cli.tree import IGNORE_FILES
from auditor.config import FILES
from auditor.errors import OutputError

Named = tuple[str, Path | str | None]  # what a file is to the run, in words, and its path
_File = tuple[int, int]  # device and number: the same by whatever path or link
_ALWAYS_READ = frozenset((*IGNORE_FILES, *FILES))


def keep_apart(writes: Iterable[Named], reads: Iterable[Named]) -> None:
    """Raises OutputError for a place that the run reads, writes twice, or cannot write.

    `writes` are named by their option, as --output, and `reads` by what they are, as the
    baseline; a path that is None stands for none. Settings and standard streams are known here.
    Devices and pipes may be written to by many: nothing of theirs is replaced.
    """
    known: dict[_File | str, tuple[str, str]] = {}
    for stream, word in ((sys.stdout, "standard output"), (sys.stderr, "standard error")):
        file = _file(_number(stream))
        if file is not None:
            known[file] = (word, word)
    for word, target in writes:
        place = None if target is None else _place(Path(target))
        if place is None:
            continue
        if place in known:
            other, name = known[place]
            by = other if name in (other, str(target)) else f"{other} (as {name})"
            raise OutputError(
                f"{target}: would be written twice, by {word} and {by};"
                " choose another place for one of them"
            )
        known[place] = (word, str(target))
    if not any(isinstance(place, tuple) for place in known):
        return  # what is not there yet is not read
    for role, source in (*_always(), *reads):
        file = _file(source)
        if file in known:
            word, name = known[file]
            where = (
                f" (as {source})" if isinstance(source, Path | str) and str(source) != name else ""
            )
            raise OutputError(f"{name}: is {role} too{where}; choose another place for {word}")


def refuse_links(paths: Iterable[Path]) -> None:
    """Raises OutputError for names of our own choice that lead elsewhere.

    Whoever made such a link in the folder would choose what is written over; a link that is named
    on the command line is followed.
    """
    for path in paths:
        if path.is_symlink():
            raise OutputError(
                f"{path}: is a symbolic link; remove it, or choose another folder with -o"
            )


def _always() -> Iterator[tuple[str, Path | str | int | None]]:
    """What is read without being among the inputs."""
    yield "the settings file", settings.in_use()
    yield "standard input", _number(sys.stdin)


def _place(path: Path) -> _File | str | None:
    """What is at a path, or the path without links where nothing is; None for a device or pipe."""
    try:
        found = path.stat()
    except FileNotFoundError:
        _refuse_closed(path)
        return os.path.realpath(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error
    if stat.S_ISDIR(found.st_mode):
        raise OutputError(f"{path}: is a folder; name a file in it")
    if not stat.S_ISREG(found.st_mode):
        return None
    if path.name in _ALWAYS_READ:
        raise OutputError(f"{path}: is a file of settings or patterns; choose another place")
    _refuse_closed(path)
    return found.st_dev, found.st_ino


def _refuse_closed(path: Path) -> None:
    """Raises OutputError where the nearest folder that is there lets nobody write."""
    parents = Path(os.path.realpath(path)).parents
    folder = next(parent for parent in parents if os.path.exists(parent))  # noqa: PTH110 - no error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"{path}: cannot be written (no permission in {folder})")


def _file(path: Path | str | int | None) -> _File | None:
    """The regular file that a path or the number of a stream leads to."""
    if path is None:
        return None
    try:
        found = os.stat(path)  # noqa: PTH116 - of a number too
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def _number(stream: TextIO) -> int | None:
    try:
        return stream.fileno()
    except (OSError, ValueError):  # closed, or no file of the system's
        return None
