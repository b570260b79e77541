"""The documents of a run of the gate: files, folders, standard input, records of JSON Lines."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from auditor.cli import files
from auditor.cli.work import Task
from auditor.errors import InputError, LimitError
from auditor.model import Terms

STDIN = "<stdin>"
LINES = frozenset((".jsonl", ".ndjson", ".jl"))
_BOM = b"\xef\xbb\xbf"
# Archives that a crawler leaves; their records are not read.
_WARC = (".warc", ".warc.gz", ".wacz")
_PASSED = 16  # times --max-size: what is passed over in one go; a bound of time
_EMPTY = 1_000_000  # lines in a row; a bound of time too, which they take more of than their bytes


@dataclass(frozen=True, slots=True)
class Inputs:
    """What to read: the files, what the document of a path is under."""

    files: tuple[tuple[str, InputError | None], ...]  # as `tree.find` gives them
    terms: Callable[[str], Terms]
    jsonl: bool = False  # everything is JSON Lines, whatever its name


def tasks(inputs: Inputs) -> Iterator[Task]:
    """The documents one by one, in the order of the files.

    What cannot be read becomes a task that says so. Lines are read as they are asked for.
    """
    number = 0
    for path, error in inputs.files:
        terms = inputs.terms(STDIN if path == files.STDIN else path)
        parts = _of(path, inputs, terms) if error is None else [(path, terms, None, None, error)]
        for task in parts:
            yield Task(number, *task)
            number += 1


_Part = tuple[str, Terms, bytes | None, int | None, InputError | None]  # a task without its number


def _of(path: str, inputs: Inputs, terms: Terms) -> Iterator[_Part]:
    if path.lower().endswith(_WARC):
        error = InputError("is a web archive, which check does not read; unpack it")
        yield path, terms, None, None, error
    elif inputs.jsonl or Path(path).suffix.lower() in LINES:
        yield from _lines(path, terms)
    elif path == files.STDIN:
        try:
            yield STDIN, terms, sys.stdin.buffer.read(terms.options.max_size + 1), None, None
        except OSError as error:
            reason = f"cannot be read ({error.strerror}); check the path"
            yield STDIN, terms, None, None, InputError(reason)
    else:
        yield path, terms, None, None, None


def _lines(path: str, terms: Terms) -> Iterator[_Part]:
    name = STDIN if path == files.STDIN else path
    limit = terms.options.max_size
    try:
        with _opened(path) as file:
            for number, line in enumerate(_bounded(file, limit), start=1):
                if number == 1:
                    line = line.removeprefix(_BOM)
                if len(line) > limit:
                    large = f"line {number} is larger than {limit:,} bytes; raise --max-size"
                    yield name, terms, None, number, LimitError(large)
                elif line.strip():
                    yield name, terms, line, number, None
    except LimitError as error:
        yield name, terms, None, None, error
    except OSError as error:
        reason = f"cannot be read ({error.strerror}); check the path"
        yield name, terms, None, None, InputError(reason)


def _opened(path: str) -> BinaryIO:
    if path == files.STDIN:
        return sys.stdin.buffer
    return Path(path).open("rb")


def _bounded(file: BinaryIO, limit: int) -> Iterator[bytes]:
    """Lines of at most one byte more than `limit`, whatever is behind that is passed over.

    Raises LimitError where too much is passed over in a row; input may have no end.
    """
    passed = empty = 0  # bytes, and lines without a record, since a line was told of
    for number in itertools.count(1):
        line = file.readline(limit + 2)
        if not line:
            return
        kept = line[: limit + 1]
        if len(line) <= limit + 1 or line.endswith(b"\n"):
            kept = line.rstrip(b"\r\n")[: limit + 1]
        passed, empty = (len(line), 0) if kept.strip() else (passed + len(line), empty + 1)
        while not line.endswith(b"\n") and passed <= _PASSED * limit:
            line = file.readline(1 << 16)
            if not line:
                break
            passed += len(line)
        if passed > _PASSED * limit or empty > _EMPTY:
            most = f"no record ends in the last {passed:,} bytes up to line {number:,}"
            raise LimitError(f"{most}, so what follows was not read; is this JSON Lines?")
        yield kept
