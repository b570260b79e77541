"""The documents of a run of the gate: files, standard input, records of JSON Lines and archives."""

from __future__ import annotations

import contextlib
import itertools
import sys
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from auditor.cli import files
from auditor.cli.tree import Found, Skips
from auditor.cli.work import Task
from auditor.errors import InputError, LimitError
from auditor.model import SkipReason, Terms

if TYPE_CHECKING:  # `auditor --version` imports nothing heavy
    from auditor.read import warc
    from auditor.read.containers import Served

    # A task without its number.
    _Part = (
        tuple[str, Terms, bytes | None, int | None, InputError | None]
        | tuple[str, Terms, bytes, None, None, str, Served]
    )

STDIN = "<stdin>"
LINES = frozenset((".jsonl", ".ndjson", ".jl"))
_OK, _REDIRECTED = 200, 300  # HTTP status codes
_BOM = b"\xef\xbb\xbf"
_PACKED = ".wacz"  # a zip of archives
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
        parts: Iterable[_Part] = [(path, terms, None, None, error)]
        if error is None:
            parts = _of(path, inputs, terms)
        for task in parts:
            yield Task(number, *task)
            number += 1


def _of(path: str, inputs: Inputs, terms: Terms) -> Iterator[_Part]:
    from auditor.read import warc

    if path.lower().endswith(_PACKED):
        error = InputError("is a packed web archive; unpack it, and name the .warc.gz files in it")
        yield path, terms, None, None, error
    elif warc.is_warc(path):
        yield from _visits(path, terms)
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


def _visits(path: str, terms: Terms) -> Iterator[_Part]:
    """The pages that an archive holds; what is wrong with it comes last."""
    from auditor.read import warc

    try:
        for visit in warc.records(path, terms.options.max_size):
            if visit.data is not None and _passed_over(visit, frozenset()) is None:
                yield path, terms, visit.data, None, None, visit.url, visit.served
    except InputError as error:
        yield path, terms, None, None, error


def passed_over(found: Found) -> Found:
    """With what the run passes over in archives; a damaged one is told of when it is read."""
    from auditor.read import warc

    skips = Skips()
    for path, error in found.files:
        if error is None and warc.is_warc(path):
            digests: set[str] = set()
            with contextlib.suppress(InputError):
                for visit in warc.records(path, 0):
                    reason = _passed_over(visit, digests)
                    if reason is not None:
                        skips.add(f"{path}#{visit.url}", reason)
                    elif visit.digest:
                        digests.add(visit.digest)
    return replace(found, skipped=(*found.skipped, *skips.without(())))


def _passed_over(visit: warc.Record, digests: Container[str]) -> SkipReason | None:
    """Why a visit is no document: `digests` are those of the visits before it that are."""
    if visit.data is None:
        return "seen-again" if visit.digest in digests else "not-in-archive"
    if visit.status is not None and not _OK <= visit.status < _REDIRECTED:
        return "no-success"
    return None if visit.served.is_text else "no-text"


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
