"""Where copies end: with their line or clause, and with the signs and the blank behind it.

scrape      A. b. C             lacks the last word of `b too.`: edited there, and its own stop
canonical   b too. A. C
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

import numpy as np

from auditor.align.copies import Copies, Copy, beside, carried, cost, left_open
from auditor.align.cuts import (
    CLAUSE,
    LINE,
    SENTENCE_ENDS,
    alike,
    are_blank,
    cut_quality,
    ends_sentence,
    in_word,
    is_word,
)
from auditor.align.reading.lines import Form
from auditor.align.settle import are_free
from auditor.align.weights import WEIGHTS

_NUMBER = re.compile(r"[(（]?\w{1,3}[)）.]\s?$")  # of an item
_LONGEST = 6  # characters of such a number: brackets, three signs, a blank


def completed(
    copies: Sequence[Copy], scrape: Form, canonical: Form, scale: float, similarity: float
) -> Sequence[Copy]:
    """The copies carried to the end and the beginning of their line, or clause.

    Where a copy has nearly all of it and nothing else has the rest, on either side, the rest was
    edited: the last word of a passage that was moved.
    """
    open_at = beside(left_open(copies, scrape.text), len(copies))
    if not open_at:
        return copies
    most = round(2 * WEIGHTS.long * scale)
    _, _, homes, home_ends = Copies.of(copies).columns
    starts, ends = np.sort(homes).tolist(), np.sort(home_ends).tolist()
    lines = scrape.starts, canonical.starts
    texts, done = (scrape.text, canonical.text), list(copies)
    for index in open_at:
        copy = copies[index]
        high = copies[index + 1].scrape_start if index + 1 < len(copies) else len(scrape.text)
        low = done[index - 1].scrape_end if index else 0
        at = bisect_right(starts, copy.canonical_end - 1) if copy.scrape_end < high else len(starts)
        roof = starts[at] if at < len(starts) else len(canonical.text)
        for quality in (LINE, CLAUSE) if copy.scrape_end < high else ():
            blank = scrape.text[high : high + 1] == " " and high + 1 not in scrape.cuts
            home = canonical.text[roof : roof + 1] == " " and blank
            on = (
                _to_end(scrape.text, copy.scrape_end, high, blank, lines[0], quality, most),
                _to_end(canonical.text, copy.canonical_end, roof, home, lines[1], quality, most),
            )
            if all(on):
                whole = carried(copy, *texts, on=on)
                copy = _if_rest(copy, whole, on, scrape.text, scale, similarity)
        at = bisect_right(ends, copy.canonical_start) - 1 if low < copy.scrape_start else -1
        floor = ends[at] if at >= 0 else 0
        for quality in (LINE, CLAUSE) if low < copy.scrape_start else ():
            back = (
                _to_start(scrape.text, copy.scrape_start, low, lines[0], quality, most),
                _to_start(canonical.text, copy.canonical_start, floor, lines[1], quality, most),
            )
            if all(back):
                whole = carried(copy, *texts, back=back)
                copy = _if_rest(copy, whole, back, scrape.text, scale, similarity)
        done[index] = copy
    return done


def with_lost_ends(
    copies: Sequence[Copy], scrape: Form, canonical: Form, scale: float
) -> Sequence[Copy]:
    """The copies; one that lacks the last characters of its line was edited there."""
    starts, ends, homes, home_ends = Copies.of(copies).columns
    skipped = homes[1:] - home_ends[:-1]
    near = (skipped > 0) & (skipped < WEIGHTS.long * scale) & (ends[:-1] == starts[1:])
    lost = np.flatnonzero(near).tolist()
    if not lost:
        return copies
    lines = scrape.starts, canonical.starts
    done = list(copies)
    for number in lost:
        start, end = copies[number].canonical_end, copies[number + 1].canonical_start
        if not (copies[number].scrape_end in lines[0] and end in lines[1]):
            continue
        if ends_sentence(canonical.text, start, lines[1]):
            continue
        if are_free(np.array([start]), np.array([end]), copies)[0]:
            on = (0, end - start)
            done[number] = carried(copies[number], scrape.text, canonical.text, on=on)
    return done


def with_signs(
    copies: Sequence[Copy], scrape: Form, canonical: Form, scale: float
) -> Sequence[Copy]:
    """The copies, each that lacks the last word of its sentence with the signs that end it.

    The copy behind it took them for those before its own text, which another copy has too.
    Where a copy goes on elsewhere, it lacks nothing.
    """
    copies = Copies.of(copies)
    starts, ends, homes, home_ends = copies.columns
    touching = (ends[:-1] == starts[1:]) & ~np.isin(home_ends[:-1], homes)
    borders = [
        at
        for at in np.flatnonzero(touching).tolist()
        if canonical.text[copies[at][3] - 1] not in SENTENCE_ENDS
        and _is_inside(scrape.text, copies[at][1])
    ]
    if not borders:
        return copies
    lines = scrape.starts, canonical.starts
    done = list(copies)
    for number in borders:
        left, right = done[number], copies[number + 1]
        on = _rest_of_word(right, scrape.text)
        start, end = right.scrape_start + on, left.canonical_end + on
        signs = _signs(right, start, scrape.text, lines[0])
        if not signs or scrape.text[start - on : start] != canonical.text[end - on : end]:
            continue
        if ends_sentence(canonical.text, end, lines[1]):
            continue
        lost = _lost(canonical.text, end, signs.rstrip(), scale)
        home = right.canonical_start
        if lost and _has_another(copies, home, home + on + len(signs)):
            size = alike(signs, canonical.text[end + lost : end + lost + len(signs)])
            left = carried(left, scrape.text, canonical.text, on=(on, on))
            done[number] = carried(left, scrape.text, canonical.text, on=(size, lost + size))
            done[number + 1] = right.part(home + on + size, right.canonical_end)
    return [copy for copy in done if copy.scrape_end > copy.scrape_start]


def _is_inside(text: str, at: int) -> bool:
    """A word goes on over this place, or signs begin here."""
    return not text[at].isalnum() or in_word(text, at)


def _rest_of_word(copy: Copy, scrape: str) -> int:
    """How many letters at the start of a copy are of the word before it."""
    end = copy.scrape_start
    while end < copy.exact_to and in_word(scrape, end):
        end += 1
    return end - copy.scrape_start


def _signs(copy: Copy, start: int, scrape: str, lines: frozenset[int]) -> str:
    """The signs of a copy from there on up to where they end a sentence; nothing where none do."""
    for end in range(start + 1, copy.exact_to + 1):
        if scrape[end - 1].isalnum():
            break
        if ends_sentence(scrape, end, lines):
            return scrape[start:end]
    return ""


def _lost(canonical: str, at: int, signs: str, scale: float) -> int:
    """How many characters stand before these signs that are a word, or what is shorter."""
    lost = canonical.find(signs, at, at + WEIGHTS.slide) - at
    is_short = lost < WEIGHTS.long * scale or is_word(canonical[at : at + lost])
    return max(0, lost) if is_short else 0


def _has_another(copies: Copies, start: int, end: int) -> bool:
    """A copy that begins earlier has all of a canonical range too."""
    homes, reached = copies.reaches
    before = int(np.searchsorted(homes, start)) - 1
    return before >= 0 and bool(reached[before] >= end)


def _to_end(
    text: str, at: int, limit: int, blank: bool, lines: frozenset[int], quality: int, most: int
) -> int:
    """How far it is to the next cut of this quality; 0 where one is here, or none near.

    With `blank`, there is one at the limit too where one is behind the blank there.
    """
    if at >= limit or (at > 0 and cut_quality(text, at, lines) >= quality):
        return 0
    for end in range(at + 1, min(limit, at + most) + 1):
        if cut_quality(text, end + (blank and end == limit), lines) >= quality:
            return end - at
    return 0


def _to_start(
    text: str, at: int, limit: int, lines: frozenset[int], quality: int, most: int
) -> int:
    """How far it is back to a cut, as `_to_end`; the number of an item is part of what it heads."""
    if at <= limit or (at < len(text) and _is_start(text, at, lines, quality)):
        return 0
    for start in range(at - 1, max(limit, at - most) - 1, -1):
        if _is_start(text, start, lines, quality):
            return at - start
    return 0


def _is_start(text: str, at: int, lines: frozenset[int], quality: int) -> bool:
    """A cut of this quality, and not behind the number of an item."""
    if cut_quality(text, at, lines) < quality:
        return False
    number = _NUMBER.search(text, max(0, at - _LONGEST), at) if at not in lines else None
    return number is None or not ends_sentence(text, number.start(), lines)


def _if_rest(
    copy: Copy, whole: Copy, rest: tuple[int, int], scrape: str, scale: float, similarity: float
) -> Copy:
    """The whole, where so many characters more on either side are the rest of the copy.

    A word is, or what is shorter; of more, as much must be equal as of any edited copy.
    """
    long = max(rest)
    start, end = whole.scrape_start, whole.scrape_end
    more = scrape[copy.scrape_end : end] or scrape[start : copy.scrape_start]
    if long < WEIGHTS.long * scale or len(more.split()) == 1:
        is_rest = copy.weight >= max(WEIGHTS.long * scale, 2 * long)
    else:
        new = cost(whole.edits) - cost(copy.edits)
        is_rest = new <= (1 - similarity) * (copy.weight + long)
    return whole if is_rest else copy


def with_blanks(copies: Sequence[Copy], scrape: Form, canonical: Form) -> list[Copy]:
    """The copies, and with each the blank behind it that nothing covers, on either side."""
    copies, texts = Copies.of(copies), (scrape.text, canonical.text)
    taken = set(map(itemgetter(2), copies))
    if are_blank(scrape.codes, copies.columns[0]).any():
        copies = Copies(_blanks_behind(copies, *texts))
    done = list(copies)
    behind = {number - 1 for number in left_open(copies, scrape.text) if number}
    behind.update(np.flatnonzero(are_blank(canonical.codes, copies.columns[3])).tolist())
    for index in sorted(behind):
        copy = copies[index]
        end = copies[index + 1].scrape_start if index + 1 < len(copies) else len(scrape.text)
        at, on = copy.canonical_end, 0
        if end > copy.scrape_end and scrape.text[copy.scrape_end : end].isspace():
            on = end - copy.scrape_end
        home = at not in taken and canonical.text[at : at + 1].isspace()
        if on or home:
            done[index] = carried(copy, *texts, on=(on, int(home)))
            taken.add(at)
    return done


def _blanks_behind(copies: Sequence[Copy], scrape: str, canonical: str) -> list[Copy]:
    """The copies, and none begins with a blank that in the canonical ends another."""
    ends = {copy.canonical_end for copy in copies}
    done: list[Copy] = []
    for copy in copies:
        at, home = copy.scrape_start, copy.canonical_start
        if not scrape[at : at + 1].isspace():
            done.append(copy)
            continue
        is_blank = canonical[home : home + 1].isspace()
        is_whole = copy.scrape_end > at + 1 and not (
            copy.edits and copy.edits[0].scrape_start <= at
        )
        touches = bool(done) and done[-1].scrape_end == at and done[-1].canonical_end != home
        if is_blank and is_whole and touches and home + 1 in ends:
            done[-1] = carried(done[-1], scrape, canonical, on=(1, 0))
            copy = copy.part(home + 1, copy.canonical_end)
        done.append(copy)
    return done
