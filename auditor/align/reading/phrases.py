"""Which copies are believed: phrases that a new text shares with any other are none.

scrape      A new text that says b too C        A, C: kept; b: part of what was put in
canonical   A C ... B
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from auditor.align.copies import Copies, Copy
from auditor.align.cuts import ends_sentence
from auditor.align.reading.lines import Form, Homes
from auditor.align.weights import WEIGHTS
from auditor.repeats.chain import heaviest
from auditor.text.runs import Positions


def believed(
    copies: Sequence[Copy], homes: Homes, scrape: Form, canonical: str, scale: float
) -> list[Copy]:
    """The copies without phrases in the midst of new text.

    A new sentence says a few words that stand somewhere in the canonical too, and a new entry of
    a list has the date and the link that every entry has; that makes neither a copy of another.
    Such phrases leave half of the text between two true copies unsaid, stand in no order with
    these, and are no whole sentences.
    """
    lines = scrape.starts
    head, foot = (
        Copy(0, 0, 0, 0),
        Copy(len(scrape.text), len(scrape.text), len(canonical), len(canonical)),
    )
    sealed = homes.runs.start_a.tolist()
    weights = Copies.of(copies).weights
    told = _without_doubtful(weights, copies, homes) if homes.doubtful else weights
    if sum(told) >= len(scrape.text):
        return list(copies)
    least, sure = WEIGHTS.phrase * scale, WEIGHTS.surely * scale
    true = [
        index
        for index, much in enumerate(told)
        if much >= sure
        or (much >= least and not _other_number(copies[index], scrape.text, canonical))
        or _is_sealed(copies[index], sealed)
    ]
    if len(true) == len(copies):
        return list(copies)
    crumbs = frozenset[Copy]()
    if _may_be_crumbs(copies, told, true):
        crumbs = _crumbs(copies, weights, told)
    begins, reached = Copies([copies[index] for index in true]).reaches
    kept: list[Copy] = []
    done = 0
    edges = [-1, *true, len(copies)]
    wide = np.flatnonzero(np.diff(edges) > 1).tolist()
    for last, index in [(edges[at], edges[at + 1]) for at in wide]:
        before = copies[last] if last >= 0 else head
        after = copies[index] if index < len(copies) else foot
        phrases = copies[last + 1 : index]
        kept += copies[done : last + 1]
        done = index
        start, end = before.scrape_end, after.scrape_start
        worth = sum(told[last + 1 : index])
        said = worth >= WEIGHTS.said * (end - start)
        kept += [
            phrase
            for phrase, much in zip(phrases, told[last + 1 : index], strict=True)
            if (said and phrase not in crumbs)
            or (
                much >= WEIGHTS.long * scale
                and _is_whole(phrase, scrape.text, lines)
                and not _other_number(phrase, scrape.text, canonical)
            )
            or (
                _is_between(before, phrase, after)
                and _is_free(phrase.canonical_start, phrase.canonical_end, begins, reached)
            )
        ]
    return [*kept, *copies[done:]]


def _is_free(start: int, end: int, begins: Positions, reached: Positions) -> bool:
    """No copy has any of a canonical range; those so far begun reach so far."""
    before = int(np.searchsorted(begins, end))
    return before == 0 or bool(reached[before - 1] <= start)


def _may_be_crumbs(copies: Sequence[Copy], told: Sequence[int], true: Sequence[int]) -> bool:
    """Whether a copy that is not among the true ones stands near enough to text that none says.

    Crumbs say less than is left unsaid among them; so none stands farther from a place where
    text is unsaid, in what the copies say, than all that is unsaid.
    """
    ends = Copies.of(copies).columns[1]
    much = np.array(told, dtype=np.int64)
    unsaid = ends - np.append(0, ends[:-1]) - much
    before = np.cumsum(much) - much  # what the copies say before each
    places, reach = before[unsaid > 0], int(unsaid.sum())
    doubtful = np.ones(len(copies), dtype=bool)
    doubtful[list(true)] = False
    first = np.searchsorted(places, before[doubtful] - reach)
    last = np.searchsorted(places, before[doubtful] + reach, side="right")
    return bool((last > first).any())


def _crumbs(copies: Sequence[Copy], weights: Sequence[int], told: Sequence[int]) -> frozenset[Copy]:
    """The copies of what was put in between two others in order, of which they say less than half.

    Nothing of the canonical is left out there.
    """
    spans = [(copy.canonical_start, copy.canonical_end) for copy in copies]
    order = heaviest(spans, weights)
    found: set[Copy] = set()
    for left, right in pairwise(order):
        gap = copies[right].scrape_start - copies[left].scrape_end
        is_put_in = copies[right].canonical_start - copies[left].canonical_end < WEIGHTS.told
        if right > left + 1 and is_put_in and 2 * sum(told[left + 1 : right]) < gap:
            found.update(copies[left + 1 : right])
    return frozenset(found)


def _is_between(before: Copy, copy: Copy, after: Copy) -> bool:
    """It goes on one of its neighbours, and stands between them where they are in order."""
    if before.canonical_start <= after.canonical_start:
        inside = before.canonical_end - WEIGHTS.told <= copy.canonical_start
        if not inside or copy.canonical_end > after.canonical_start + WEIGHTS.told:
            return False
    return _follows(before, copy) or _follows(copy, after)


def _is_whole(copy: Copy, scrape: str, lines: frozenset[int]) -> bool:
    """A copy of whole sentences or lines."""
    start = copy.scrape_start + (scrape[copy.scrape_start] == " ")
    end = copy.scrape_end + (scrape[copy.scrape_end : copy.scrape_end + 1] == " ")
    return all(ends_sentence(scrape, at, lines) for at in (start, end))


def _other_number(copy: Copy, scrape: str, canonical: str) -> bool:
    """An edit makes one number of another: numbers are what tells entries apart."""
    if not copy.edits:
        return False
    sides = (
        (scrape[edit.scrape_start : edit.scrape_end] for edit in copy.edits),
        (canonical[edit.canonical_start : edit.canonical_end] for edit in copy.edits),
    )
    return all(any(char.isdigit() for text in side for char in text) for side in sides)


def _is_sealed(copy: Copy, sealed: Sequence[int]) -> bool:
    """A line that has a home begins in it."""
    at = bisect_left(sealed, copy.scrape_start)
    return at < len(sealed) and sealed[at] < copy.scrape_end


def _without_doubtful(weights: Sequence[int], copies: Sequence[Copy], homes: Homes) -> list[int]:
    """The weights without the characters of lines that tell no place."""
    told, starts = list(weights), [copy.scrape_start for copy in copies]
    for start, end in homes.doubtful:
        at = max(0, bisect_right(starts, start) - 1)
        while at < len(starts) and starts[at] < end:
            told[at] -= max(0, min(end, copies[at].scrape_end) - max(start, starts[at]))
            at += 1
    return told


def _follows(left: Copy, right: Copy) -> bool:
    """The second stands in the canonical about as far behind the first as in the scrape."""
    skip = right.canonical_start - left.canonical_end
    return -WEIGHTS.told <= skip <= 2 * (right.scrape_start - left.scrape_end) + WEIGHTS.longest_gap
