"""Whether joins say what they are worth: confidence against truth, alternatives, silence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from auditor.model import Canonical, Join
from benchmarks.documents import key
from benchmarks.noise import Offsets
from benchmarks.readings import Reading
from benchmarks.truth import Truth

SURE = 0.9
BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)

_LOOK = 8  # characters looked at on each side of a join for one whose origin is known
_SLACK = 3  # characters that noise may have taken from a seam


@dataclass(frozen=True, slots=True)
class JoinRecord:
    """A join and the truth: whether its two sides are neighbours; if open, whether the true
    neighbour is offered (as the reading or as an alternative)."""

    confidence: float
    right: bool
    offered: bool


@dataclass(frozen=True, slots=True)
class JoinScore:
    """`silent` wrong places are no join at all; `beside` joins touch text from nowhere."""

    records: tuple[JoinRecord, ...]
    silent: int
    beside: int


def score_joins(truth: Truth, canonical: Canonical, reading: Reading) -> JoinScore:
    """Every join of the canonical, and every wrong place of the reading beside them."""
    places = np.flatnonzero(reading.origin >= 0)
    records: list[JoinRecord] = []
    beside = 0
    for join in canonical.joins:
        sides = _sides(reading, places, join.at)
        if sides is None:
            beside += 1
            continue
        right = truth.follows(*sides, slack=_SLACK)
        records.append(JoinRecord(join.confidence, right, right or _offered(truth, sides[0], join)))
    silent = _silent(truth, reading, places, [join.at for join in canonical.joins])
    return JoinScore(tuple(records), silent, beside)


def _sides(reading: Reading, places: Offsets, at: int) -> tuple[int, int] | None:
    """Origins of the last character before a join and of the first behind it."""
    index = int(np.searchsorted(places, at))
    if index == 0 or index == len(places):
        return None
    left, right = int(places[index - 1]), int(places[index])
    between = len("".join(reading.text[left + 1 : right].split()))
    if between > _LOOK:
        return None
    return int(reading.origin[left]), int(reading.origin[right])


def _offered(truth: Truth, left: int, join: Join) -> bool:
    """Some alternative is how the surviving text goes on after `left`."""
    for at in truth.equals(left):
        rest = truth.surviving[int(truth.ranks[at + 1]) :][:200].tolist()
        text = key("".join(truth.corruption.canonical[place] for place in rest))
        if any(_begins(text, key(quote.rstrip("…"))) for quote in join.alternatives):
            return True
    return False


def _begins(text: str, quote: str) -> bool:
    """`text` begins like `quote`, but for the first characters or one in five."""
    if not quote:
        return False
    return fuzz.ratio(text[: len(quote)], quote) >= 80.0


def _silent(truth: Truth, reading: Reading, places: Offsets, joins: Sequence[int]) -> int:
    """Wrong places that no join marks; those within a few characters count once."""
    origins = reading.origin[places]
    jumps = np.flatnonzero(np.diff(truth.ranks[origins]) != 1)
    count, last = 0, -_LOOK
    for jump in jumps.tolist():
        start, end = int(places[jump]), int(places[jump + 1])
        if truth.follows(int(origins[jump]), int(origins[jump + 1]), slack=_SLACK):
            continue
        marked = bisect_left(joins, start - _LOOK)
        if marked < len(joins) and joins[marked] <= end + _LOOK:
            continue
        if jump - last >= _LOOK:
            count += 1
        last = jump
    return count
