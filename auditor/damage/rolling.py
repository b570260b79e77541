"""What rolls over a screen: lists that are loaded page by page, captions that keep the last lines.

A list whose pages shift while it is loaded has the last entries of a page again at the head of the
next; a caption that rolls up shows the last lines of the one before, and one line more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.damage.pieces import Page, Piece, Unit
from auditor.damage.sentences import sentences

_DENSE = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f\u2e80-\u9fff]")
_ENTRY = (24, 60)  # characters of an entry, at the most; half of it in a dense script
_CAPTION = (28, 42)  # characters of a line on the screen
_AGAIN = (3, 6)  # entries that stand again
_LOADED = (8, 20)  # entries of a page of a list


def scrolled(page: Page) -> list[Piece]:
    """A list of short lines, made of the beginnings of sentences: each page of it that is loaded
    begins with the last three to six entries of the one before.
    """
    entries = [_head(page, unit, page.rng.randint(*_ENTRY)) for unit in sentences(page.text)]
    pieces: list[Piece] = []
    done = stream = 0
    while done < len(entries):
        again = page.rng.randint(*_AGAIN) if stream else 0
        until = min(len(entries), done + page.rng.randint(*_LOADED))
        for start, end in entries[max(0, done - again) : until]:
            pieces += [Piece(start, end, stream), Piece(0, 0, -1, "\n")]
        done, stream = until, stream + 1
    return pieces


def captions(page: Page, rows: int) -> list[Piece]:
    """Captions of so many rows: each begins with all but the first of the one before."""
    lines = list(_lines(page, page.rng.randint(*_CAPTION)))
    pieces: list[Piece] = []
    for first in range(max(1, len(lines) - rows + 1)):
        for start, end in lines[first : first + rows]:
            pieces += [Piece(start, end, first % rows), Piece(0, 0, -1, "\n")]
    return pieces


def _head(page: Page, unit: Unit, width: int) -> Unit:
    """The beginning of a unit, up to a width, in whole words."""
    start, end = unit
    return start, next(_wrapped(page.text, start, end, width), unit)[1]


def _lines(page: Page, width: int) -> Iterator[Unit]:
    """The text wrapped to a width, without the white space between the lines."""
    for paragraph in re.finditer(r"\S[^\n]*", page.text):
        yield from _wrapped(page.text, *paragraph.span(), width)


def _wrapped(text: str, start: int, end: int, width: int) -> Iterator[Unit]:
    dense = len(_DENSE.findall(text, start, end)) * 3 > end - start
    width = width // 2 if dense else width
    while start < end:
        until = min(end, start + width)
        if until < end and not dense:
            until = text.rfind(" ", start + 1, until + 1)
            if until < 0:
                until = text.find(" ", start + 1, end)
            until = end if until < 0 else until
        line = text[start:until]
        if line.strip():
            yield start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        start = until
