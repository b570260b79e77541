"""Whether joins say what they are worth: confidence against truth, alternatives, silence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from auditor.model import Canonical, Choice, Join, Options
from benchmarks.documents import key
from benchmarks.noise import Offsets
from benchmarks.readings import Reading
from benchmarks.truth import Truth

SURE = 0.9
OPEN = Options().min_confidence  # below, an editor is asked
BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)

_LOOK = 8  # characters looked at on each side of a join for one whose origin is known
_SLACK = 3  # characters that noise may have taken from a seam


@dataclass(frozen=True, slots=True)
class JoinRecord:
    """A join or a choice, and the truth.

    `right`: the two sides of the join are neighbours; the passage stands beside a true
    neighbour (the other side may be the fault of another passage).
    `offered`: if not, an alternative or another place has it right.
    """

    confidence: float
    right: bool
    offered: bool


@dataclass(frozen=True, slots=True)
class JoinScore:
    """`silent` wrong places are marked by nothing; `beside` joins touch text from nowhere."""

    joins: tuple[JoinRecord, ...]
    choices: tuple[JoinRecord, ...]
    silent: int
    beside: int


def score_joins(truth: Truth, canonical: Canonical, reading: Reading) -> JoinScore:
    """Every join of the canonical, and every wrong place of the reading beside them."""
    places = np.flatnonzero(reading.origin >= 0)
    records: list[JoinRecord] = []
    for join in canonical.joins:
        sides = _sides(reading, places, join.at)
        if sides is not None:
            right = truth.follows(*sides, slack=_SLACK)
            offered = right or _offered(truth, sides[0], join)
            records.append(JoinRecord(join.confidence, right, offered))
    choices = [_choice(truth, reading, places, choice) for choice in canonical.choices]
    silent = _silent(truth, reading, places, _marked(canonical))
    beside = len(canonical.joins) - len(records)
    return JoinScore(tuple(records), tuple(filter(None, choices)), silent, beside)


def _marked(canonical: Canonical) -> list[int]:
    """Offsets that joins and choices tell an editor to look at."""
    marked = {join.at for join in canonical.joins}
    for choice in canonical.choices:
        marked |= {choice.passage.start, choice.passage.end, *(at for at, _ in choice.places)}
    return sorted(marked)


def _choice(truth: Truth, reading: Reading, places: Offsets, choice: Choice) -> JoinRecord | None:
    """None where the passage came from nowhere."""
    first, last = np.searchsorted(places, (choice.passage.start, choice.passage.end)).tolist()
    if first == last:
        return None
    head, tail = (int(reading.origin[places[at]]) for at in (first, last - 1))

    def fits(before: int, behind: int) -> list[bool]:
        """Whether the passage follows on the place `before`, and the place `behind` on it."""
        origins = reading.origin[places]
        left = truth.follows(int(origins[before]), head, _SLACK) if before >= 0 else None
        right = truth.follows(tail, int(origins[behind]), _SLACK) if behind < len(places) else None
        return [side for side in (left, right) if side is not None]

    right = any(fits(first - 1, last))
    others = [int(np.searchsorted(places, at)) for at, _ in choice.places]
    offered = right or any(any(fits(at - 1, at)) for at in others)
    return JoinRecord(choice.confidence, right, offered)


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


def _silent(truth: Truth, reading: Reading, places: Offsets, marked: Sequence[int]) -> int:
    """Wrong places that nothing marks; those within a few characters count once."""
    origins = reading.origin[places]
    jumps = np.flatnonzero(np.diff(truth.ranks[origins]) != 1)
    count, last = 0, -_LOOK
    for jump in jumps.tolist():
        start, end = int(places[jump]), int(places[jump + 1])
        if truth.follows(int(origins[jump]), int(origins[jump + 1]), slack=_SLACK):
            continue
        nearest = bisect_left(marked, start - _LOOK)
        if nearest < len(marked) and marked[nearest] <= end + _LOOK:
            continue
        if jump - last >= _LOOK:
            count += 1
        last = jump
    return count
