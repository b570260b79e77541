"""Pieces too long for one fragment: text without sentence ends, tables, run-on scripts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import regex

from auditor.segment.lines import BLANK, Columns
from auditor.text import scripts

LIMIT = 800  # display columns: 400 Chinese characters

_CLAUSE = re.compile(
    rf"[{scripts.CLAUSE_ENDS}{scripts.SEMICOLONS};][{BLANK}]*|[–—{scripts.SPACED_COMMAS}]\s+"
)
_SPACE = re.compile(r"\s+")
_CLUSTER = regex.compile(r"\X")


def piece_starts(text: str, start: int, end: int, columns: Columns) -> Iterator[int]:
    """Where to cut `text[start:end]` so that no piece is wider than the limit.

    At the last clause mark of the second half, else the last white space there, else between
    two grapheme clusters (a cluster wider than the limit stays whole).
    """
    while end - start > LIMIT // 2 and columns.of(start, end) > LIMIT:
        narrow = bisect_right(range(start, end), LIMIT, key=lambda at: columns.of(start, at))
        stop = start + narrow - 1
        at = _last_break(text, start + (stop - start) // 2, stop) or _cluster_end(text, start, stop)
        if at >= end:
            return
        yield at
        start = at


def _last_break(text: str, low: int, high: int) -> int | None:
    for pattern in (_CLAUSE, _SPACE):
        ends = [match.end() for match in pattern.finditer(text, low, high)]
        for at in reversed(ends):
            if low < at < high:
                return at
    return None


def _cluster_end(text: str, start: int, stop: int) -> int:
    """The last end of a grapheme cluster up to `stop`, or that of the first cluster.

    Looked for in a part of the text that is longer than any usual cluster, and twice as long each
    time that one goes on to its end: to tell where a flag begins, the pattern reads all of those
    before it.
    """
    length = stop - start + LIMIT
    while True:
        part = text[start : start + length]
        at = 0
        for match in _CLUSTER.finditer(part):
            if at and match.end() > stop - start:
                break
            at = match.end()
            if at >= stop - start:
                break
        if at < length or start + length >= len(text):
            return start + at
        length *= 2
