"""What is called missing but stands in the scrape, in new or edited text: it is at home there.

scrape      A rabbits B         `rabbits` was new text, or an edit of another word
canonical   rabbits A B
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from auditor.align.copies import Copies, Copy, ranges_left
from auditor.align.cuts import in_word
from auditor.align.weights import WEIGHTS


def claimed(copies: Copies, scrape: str, canonical: str) -> list[Copy]:
    """The copies, and the words that they lack wherever these stand in text of no copy, or edited;
    nothing, where none does.
    """
    held: list[Copy] = list(copies)
    found = False
    missing = ranges_left(copies, len(canonical))
    for gap in missing[: max(1, WEIGHTS.sought // len(scrape))] if scrape else ():
        home, to = _words(gap, canonical)
        if to - home < WEIGHTS.stands:
            continue
        for match in islice(
            re.finditer(re.escape(canonical[home:to]), scrape), WEIGHTS.copies_near
        ):
            start, end = match.span()
            if in_word(scrape, start) or in_word(scrape, end):
                continue
            first = max(0, bisect_right(held, start, key=_start) - 1)
            last = bisect_right(held, end - 1, key=_start)
            beside = held[first:last]
            if any(_has(copy, start, end) for copy in beside):
                continue
            parts = [part for copy in beside for part in _around(copy, start, end)]
            held[first:last] = sorted([*parts, Copy(start, end, home, to)])
            found = True
            break
    return held if found else []


def _start(copy: Copy) -> int:
    return copy.scrape_start


def _words(gap: tuple[int, int], text: str) -> tuple[int, int]:
    """The range without blanks at its ends, and whole words there."""
    start, end = gap
    inside = text[start:end]
    start, end = end - len(inside.lstrip()), start + len(inside.rstrip())
    while start < end and in_word(text, start):
        start -= 1
    while start < end and in_word(text, end):
        end += 1
    return start, end


def _runs(copy: Copy) -> Iterator[tuple[int, int, int]]:
    """The exact runs of a copy: where in the scrape, where in the canonical, how long."""
    at, home = copy.scrape_start, copy.canonical_start
    for edit in copy.edits:
        yield at, home, edit.scrape_start - at
        at, home = edit.scrape_end, edit.canonical_end
    yield at, home, copy.scrape_end - at


def _has(copy: Copy, start: int, end: int) -> bool:
    """Whether a copy has more than half of a scraped range, without an edit."""
    over = min(copy.scrape_end, end) - max(copy.scrape_start, start)
    edited = any(e.scrape_start < end and start < e.scrape_end for e in copy.edits)
    left_out = any(start < e.scrape_start == e.scrape_end < end for e in copy.edits)
    return 2 * over > end - start and not edited and not left_out


def _around(copy: Copy, start: int, end: int) -> list[Copy]:
    """What a copy has before and behind a scraped range."""
    if copy.scrape_end <= start or end <= copy.scrape_start:
        return [copy]
    parts: list[Copy] = []
    before = [(at, home, min(length, start - at)) for at, home, length in _runs(copy) if at < start]
    if before:
        at, home, length = before[-1]
        edits = tuple(edit for edit in copy.edits if edit.scrape_end <= at)
        parts.append(
            Copy(copy.scrape_start, at + length, copy.canonical_start, home + length, edits)
        )
    behind = [run for run in _runs(copy) if run[0] + run[2] > end]
    if behind:
        at, home, length = behind[0]
        less = max(0, end - at)
        edits = tuple(edit for edit in copy.edits if edit.scrape_start >= at + length)
        parts.append(Copy(at + less, copy.scrape_end, home + less, copy.canonical_end, edits))
    return [part for part in parts if part.scrape_end > part.scrape_start]
