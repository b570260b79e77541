"""Line ends: which of them end a fragment, and which only wrap prose.

A text wrapped by hand or by a mailer has lines that are full: the first word of the next line
would not have fitted. The width is told once for the whole document, from ratios alone, so
that a text put after itself is cut as before; each line end is then judged by its own line.
Widths are in display columns: a Chinese character takes two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.text import scripts

# Invisible characters that may stand with white space; they stay with the fragment before.
BLANK = r"\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad"

LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
BLANK_RUN = re.compile(rf"[{BLANK}]*")
_NEWLINE = re.compile(rf"[{LINE_BREAKS}][{BLANK}]*")
_BREAK = re.compile(rf"\r\n|[{LINE_BREAKS}]")
_FIRST_WORD = re.compile(rf"[^\s\u3000{scripts.IN_UNSPACED}{scripts.HANGUL}]{{1,40}}|\S")
_BULLET = re.compile(r"[*+•◦▪▫■□●○◆◇▶►‣⁃※★☆➢➤✓✔]\s|[●■◆▶►▪※★]|[-–—]\s|#{1,6}\s|[|>]")
_DASH_BULLET = re.compile(r"[-–—]\s")
_ORDINAL_SHAPE = re.compile(
    rf"[（(]?\s?(?:\d{{1,3}}(?:\.\d{{1,3}})*|[a-zA-Zа-я]|[ivxIVX]{{1,5}}|[{scripts.HAN_TO_TEN}百]{{1,4}})"
    rf"[.．、)）]{{1,2}}(?=\D|$)|[①-⑳⑴-⒛㈠-㈩]|§|第\s?[\d{scripts.HAN_TO_TEN}百千〇零]+\s?[编章节節条條]"
    r"|(?i:article|artikel|art[ií]culo|articolo|статья|стаття|section|chapter|annex|part)\s\d"
)
_NUMBER = re.compile(r"[（(]?((?:\d{1,3}\.)*)(\d{1,3})[.．、)）]{1,2}(?=\D)")
_ENDS_CLAUSE = re.compile(
    rf"(?:[{scripts.ENDS}{scripts.CLAUSE_ENDS}）)]|\s(?:and|or|und|oder|et|ou|y|o|и|или|та|або))"
    rf"[{scripts.IN_CLOSING}]*$"
)
_LETTER = re.compile(r"[^\W_]")
_LETTER_AHEAD = re.compile(rf"[^{LINE_BREAKS}]{{0,20}}?[^\W_]")  # on the same line

_MIN_COLUMNS, _MAX_COLUMNS = 40, 132
_FULL_SHARE = 0.5  # of the lines in question, to call a text wrapped
_MIN_FULL = 3  # full lines, different ones, below which no width can be told
_RAGGED = 0.85  # a line counts as full from this share of the width on
_KINSOKU = 4  # columns: Chinese and Japanese lines end early before a sign that can't start one


class Columns:
    """Display columns of any range of one text."""

    def __init__(self, text: str) -> None:
        self._wide: NDArray[np.int64] | None = None
        if not text.isascii():
            codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
            wide = scripts.within(codes, scripts.WIDE)
            self._wide = np.concatenate(([0], np.cumsum(wide, dtype=np.int64)))

    def of(self, start: int, end: int) -> int:
        if self._wide is None:
            return end - start
        return end - start + int(self._wide[end] - self._wide[start])


@dataclass(slots=True)  # not frozen: one is made for every line, and freezing doubles its cost
class _LineEnd:
    """The end of a line with text in it; offsets count in the text."""

    start: int  # of the line, its indentation included
    end: int  # of the line, without its newline
    following: int  # the next character that isn't blank
    indent: int  # columns before `following` in its line
    single: bool  # no blank line between


def line_starts(text: str, columns: Columns) -> list[int]:
    """Where a fragment begins because a line does: ascending offsets, 0 not among them."""
    ends = _line_ends(text)
    if not ends:
        return []
    width = _wrap_width(text, ends, columns)
    if width is None:
        return [end.following for end in ends]
    return [end.following for end in ends if not _wraps(text, end, columns, width)]


def _line_ends(text: str) -> list[_LineEnd]:
    ends = []
    start = 0
    for match in _NEWLINE.finditer(text):
        run, end, following = match.group(), match.start(), match.end()
        if following == len(text):
            break
        if run == "\n":
            single, line = True, following
        else:
            breaks = [m.end() for m in _BREAK.finditer(run)]
            single, line = len(breaks) == 1, end + breaks[-1]
        if text[start:end].strip():
            ends.append(_LineEnd(start, end, following, following - line, single))
        start = line
    return ends


def _wrap_width(text: str, ends: list[_LineEnd], columns: Columns) -> int | None:
    """The columns at which the document is wrapped, or None when it isn't."""
    last = ends[-1].following - ends[-1].indent
    lengths = [columns.of(end.start, end.end) for end in ends]
    lengths.append(columns.of(last, len(text.rstrip())))
    width = sorted(lengths)[int(0.95 * len(lengths))]
    if not _MIN_COLUMNS <= width <= _MAX_COLUMNS:
        return None
    asked = [end for end in ends if end.single and not _settled(text, end)]
    full = [end for end in asked if _is_full(text, end, columns, width)]
    if len(full) < _FULL_SHARE * len(asked):
        return None
    # Different lines are counted, so that a text twice is no better evidence than once.
    return width if len({text[end.start : end.end] for end in full}) >= _MIN_FULL else None


def _settled(text: str, end: _LineEnd) -> bool:
    """Whether the two lines alone tell that the line end is a real one, or may well be."""
    tail = text[max(end.start, end.end - 12) : end.end].rstrip()
    if _ENDS_CLAUSE.search(tail):
        return True
    at = end.following
    return bool(_BULLET.match(text, at) or _ORDINAL_SHAPE.match(text, at))


def _is_full(text: str, end: _LineEnd, columns: Columns, width: int) -> bool:
    word = _FIRST_WORD.match(text, end.following)
    length = columns.of(end.start, end.end)
    if word is None:
        return False
    wide = columns.of(word.start(), word.end()) > len(word.group())
    slack = _KINSOKU if wide else 1
    return length + slack + columns.of(word.start(), word.end()) > _RAGGED * width


def _wraps(text: str, end: _LineEnd, columns: Columns, width: int) -> bool:
    """Whether a line end only wraps prose and means nothing."""
    if not end.single or not _is_full(text, end, columns, width):
        return False
    line = text[end.start : end.end]
    stripped = line.lstrip()
    if stripped[:1] in "#|" or not _LETTER.search(line):
        return False
    at = end.following
    if not _LETTER_AHEAD.match(text, at):
        return False
    deeper = end.indent > len(line) - len(stripped)
    if _BULLET.match(text, at):
        return bool(_DASH_BULLET.match(text, at)) and not deeper
    if _ORDINAL_SHAPE.match(text, at):
        ended = _ENDS_CLAUSE.search(line[-12:].rstrip()) or _counts_on(stripped, text, at)
        return not deeper and not ended
    return True


def _counts_on(line: str, text: str, at: int) -> bool:
    """Whether a line begins with a number and the next with what follows it: 3.7.4, 3.7.5."""
    here, there = _NUMBER.match(line), _NUMBER.match(text, at)
    return bool(here and there and here[1] == there[1] and int(there[2]) == int(here[2]) + 1)
