"""Where a writer would cut: between lines, behind sentences, clauses and words.

    scrape      A o new o B         A o | new o | B     or      A | o new | o B
    canonical   A o B

What stands before and behind a cut in both texts may go to either side of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from os.path import commonprefix

import numpy as np
from numpy.typing import NDArray

from auditor.align.copies import Copies, Copy, carried
from auditor.align.reading.lines import Form
from auditor.align.weights import WEIGHTS
from auditor.text import scripts
from auditor.text.runs import Codes, Positions

SENTENCE_ENDS = frozenset(scripts.ENDS + "\n") - frozenset(".．")  # these abbreviate
_SENTENCE_CODES = np.array(sorted(map(ord, SENTENCE_ENDS)), dtype=np.uint32)
_CLAUSE_ENDS = frozenset(scripts.CLAUSE_ENDS + ".．" + scripts.CLOSING)
_STOPS = (". ", "．")
_PARTING = frozenset(scripts.BETWEEN_WORDS + scripts.BETWEEN_SYLLABLES)
CLAUSE, _SENTENCE = 3, 4  # the quality of a cut behind a clause, behind a sentence
LINE = 5  # between two lines
_NO_LINES = frozenset[int]()
_BLANK_CODES = np.array([c for c in range(0x3001) if chr(c).isspace()], dtype=np.uint32)
_NONE = np.uint32(0x110000)  # behind the last code point


def slide(copies: Sequence[Copy], scrape: Form, canonical: Form) -> list[Copy]:
    """Move each boundary between two touching copies to where a writer would cut.

    Where the text before or after a boundary belongs to both copies, the cut is free: between
    two lines, else after a sentence end, a clause end, a word, else where it was.
    """
    lines, borders = scrape.cuts, sorted(scrape.cuts)
    placed = list(copies)
    for index in _may_shift(copies, scrape, canonical, borders):
        left, right = placed[index], placed[index + 1]
        if (
            left.scrape_end in lines
            or left.scrape_end + (scrape.text[left.scrape_end] == " ") in lines
        ):
            continue
        shift = _best_shift(left, right, scrape.text, canonical.text, borders)
        if not shift:
            continue
        placed[index] = left._replace(
            scrape_end=left.scrape_end + shift, canonical_end=left.canonical_end + shift
        )
        placed[index + 1] = right._replace(
            scrape_start=right.scrape_start + shift,
            canonical_start=right.canonical_start + shift,
        )
    return placed


def _may_shift(
    copies: Sequence[Copy], scrape: Form, canonical: Form, borders: Sequence[int]
) -> list[int]:
    """The copies that touch the next where a character before or behind the cut is of both; behind
    a sentence, where all up to a line near by may be.
    """
    starts, ends, homes, home_ends = Copies.of(copies).columns
    index = np.flatnonzero(ends[:-1] == starts[1:])
    at, home, on = ends[index], homes[index + 1], home_ends[index]
    a, b = scrape.codes, canonical.codes
    lines = np.array([0, *borders, len(a)], dtype=np.int64)
    line = np.searchsorted(lines, at, side="right")
    back, forth = at - lines[line - 1], lines[line] - at
    begins = (on < len(b)) & (a[at] == b[np.minimum(on, len(b) - 1)])
    reaches = (forth <= WEIGHTS.slide) & begins
    before = np.maximum(home - back, 0)
    reaches |= (back <= WEIGHTS.slide) & (back <= home) & (a[at - back] == b[before])
    blank = a[at - 1] == ord(" ")
    ended = np.isin(a[at - 1 - (blank & (at > 1))], _SENTENCE_CODES)
    ended &= blank | (a[at] != ord(" "))
    shared = begins | ((home > 0) & (a[at - 1] == b[home - 1]))
    found: list[int] = index[np.where(ended, reaches, shared)].tolist()
    return found


def _best_shift(left: Copy, right: Copy, scrape: str, canonical: str, lines: Sequence[int]) -> int:
    """How far the boundary is best moved; back, if negative.

    Behind a sentence it stays, unless it may be moved to a line end: that is the next one.
    """
    boundary = left.scrape_end
    at = bisect_right(lines, boundary)
    near = (lines[at - 1] if at else 0, lines[at] if at < len(lines) else len(scrape))
    most = cut_quality(scrape, boundary, _NO_LINES)
    home, on = right.canonical_start, left.canonical_end
    back = 0
    if home and scrape[boundary - 1] == canonical[home - 1]:
        back = _room_back(left, right, scrape, canonical)
    if on < len(canonical) and scrape[boundary] == canonical[on]:
        on = _room_on(left, right, scrape, canonical)
    else:
        on = 0
    if not back and not on:
        return 0
    to_lines = [line - boundary for line in near if -back <= line - boundary <= on]
    if to_lines or most >= _SENTENCE:
        return min(to_lines, key=abs, default=0)
    best = 0
    for shift in sorted(range(-back, on + 1), key=abs)[1:]:
        quality = cut_quality(scrape, boundary + shift, _NO_LINES)
        if quality > most:
            best, most = shift, quality
    return best


def cut_quality(text: str, at: int, lines: frozenset[int]) -> int:
    """How natural a cut before `text[at]` is; white space belongs to what it follows."""
    if at in lines or not 0 < at < len(text):
        return LINE
    blank = text[at - 1] == " "
    before = text[at - 2 if blank and at > 1 else at - 1]
    if before in SENTENCE_ENDS:
        return 4 if blank or text[at] != " " else 2
    if before in _CLAUSE_ENDS:
        return 3 if blank or text[at] != " " else 1
    return 2 if blank else 0


def ends_sentence(text: str, at: int, lines: frozenset[int]) -> bool:
    """Whether a sentence or a line ends before `text[at]`; any full stop ends one here."""
    return cut_quality(text, at, lines) >= _SENTENCE or text[max(0, at - 2) : at] in _STOPS


def _room_back(left: Copy, right: Copy, scrape: str, canonical: str) -> int:
    """How many characters before the boundary the right copy could take."""
    room = min(WEIGHTS.slide, left.scrape_end - left.exact_from - 1, right.canonical_start)
    shift = 0
    while shift < room and (
        scrape[left.scrape_end - shift - 1] == canonical[right.canonical_start - shift - 1]
    ):
        shift += 1
    return shift


def _room_on(left: Copy, right: Copy, scrape: str, canonical: str) -> int:
    """How many characters after the boundary the left copy could take."""
    room = min(
        WEIGHTS.slide, right.exact_to - right.scrape_start - 1, len(canonical) - left.canonical_end
    )
    shift = 0
    while shift < room and (
        scrape[left.scrape_end + shift] == canonical[left.canonical_end + shift]
    ):
        shift += 1
    return shift


def at_borders(copies: Sequence[Copy], scrape: Form, canonical: str) -> list[Copy]:
    """What was put in between two copies that go on, from one border of words to another.

    a b a put into x a y is a b or b a: the text at its ends is the same, so the cut is free.
    """
    starts, ends, homes, home_ends = Copies.of(copies).columns
    placed = list(copies)
    around = np.flatnonzero((home_ends[:-1] == homes[1:]) & (ends[:-1] != starts[1:])).tolist()
    lines = scrape.starts
    for index in around:
        left, right = placed[index], placed[index + 1]
        for _ in range(2):  # where the one has changed, the other may do more
            left, right = _without_edits(left, right, scrape.text, canonical)
            left, right = _turned(left, right, scrape.text, lines)
        placed[index : index + 2] = left, right
    return placed


def _turned(left: Copy, right: Copy, scrape: str, lines: frozenset[int]) -> tuple[Copy, Copy]:
    """The two around what was put in, turned to where a writer would cut."""
    shift = _best_turn(left, right, scrape, lines)
    return (
        left._replace(scrape_end=left.scrape_end + shift, canonical_end=left.canonical_end + shift),
        right._replace(
            scrape_start=right.scrape_start + shift, canonical_start=right.canonical_start + shift
        ),
    )


def _without_edits(left: Copy, right: Copy, scrape: str, canonical: str) -> tuple[Copy, Copy]:
    """The two around what was put in, cut where this needs no edit at the cut, if anywhere."""
    home, start, stop = left.canonical_end, left.scrape_end, right.scrape_start
    new = scrape[start:stop]
    if right.edits:
        on = alike(new, canonical[home : right.canonical_end])
        if on < len(new) and home + on >= right.edits[0].canonical_end:
            longer = carried(left, scrape, canonical, on=(on, on))
            return longer, right.part(home + on, right.canonical_end)
    if left.edits:
        back = alike(new[::-1], canonical[left.canonical_start : home][::-1])
        if back < len(new) and home - back <= left.edits[-1].canonical_start:
            longer = carried(right, scrape, canonical, back=(back, back))
            return left.part(left.canonical_start, home - back), longer
    return left, right


def in_word(text: str, at: int) -> bool:
    """A word goes on over this place."""
    return 0 < at < len(text) and scripts.is_in_word(text[at - 1], text[at])


def are_blank(text: Codes, places: Positions) -> NDArray[np.bool_]:
    """Which places have white space; none stands behind the text."""
    inside = places < len(text)
    return inside & np.isin(text[places * inside], _BLANK_CODES)


def is_word(text: str) -> bool:
    """A word, and what is written to it without a blank; of a script that parts its words."""
    if len(text.split()) != 1 or scripts.UNPARTED.search(text):
        return False
    return _PARTING.isdisjoint(text.strip("".join(_PARTING)))


def alike(a: str, b: str) -> int:
    """How many characters two texts begin with alike."""
    return len(commonprefix((a, b)))  # noqa: RUF071  # characters are meant, not paths


def _best_turn(left: Copy, right: Copy, scrape: str, lines: frozenset[int]) -> int:
    """How far the text between two copies is best turned on (or back, negative)."""
    end, start = left.scrape_end, right.scrape_start
    back = 0
    while back < end - left.exact_from - 1 and scrape[end - back - 1] == scrape[start - back - 1]:
        back += 1
    on = 0
    while on < right.exact_to - start - 1 and scrape[end + on] == scrape[start + on]:
        on += 1

    def worth(shift: int) -> tuple[int, int]:
        quality = cut_quality(scrape, end + shift, lines)
        return quality + cut_quality(scrape, start + shift, lines), -abs(shift)

    return max(range(-back, on + 1), key=worth)
