"""The facts: every passage that stands again in a text, whatever it means.

The self-index gives exact runs. Here each character that stands again is laid to one of them, the
longest that covers it; runs that go on along about one diagonal become one passage, with edits
between. Every second or later place is in some repeat, however crowded the text: a k-gram is always
paired with the next place of its own.

Positions count in a comparison form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from auditor.model import Repeat
from auditor.repeats.chain import Chain, chains
from auditor.repeats.near import Overlap
from auditor.repeats.weights import WEIGHTS
from auditor.text.runs import Runs


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands at several `places`, (start, end) ascending; equal to the letter, or about.

    `equal` is how many of its characters are in exact runs. `damage` is the probability that it is
    no author's; None where it was not judged.
    """

    places: tuple[tuple[int, int], ...]
    exact: bool
    equal: int
    damage: float | None = None

    @property
    def tandem(self) -> bool:
        """Each place follows the one before, or reaches into it."""
        return all(left[1] >= right[0] for left, right in pairwise(self.places))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Exact runs along about one diagonal: `[first, end)` stands again at `[second, until)`.

    `equal` is how many characters are in its `runs`.
    """

    first: int
    end: int
    second: int
    until: int
    runs: tuple[Overlap, ...]
    equal: int

    @property
    def is_on_end(self) -> bool:
        """The second place is directly behind the first."""
        return self.second <= self.end + WEIGHTS.beside


def stretches(runs: Runs, scale: float) -> list[Stretch]:
    """All that stands again, by second place; `runs` are the exact runs of a text's own.

    Each character at a second or later place is in one of them.
    """
    gap = round(WEIGHTS.longest_gap * scale)

    def between(chain: Chain[Overlap, int], run: Overlap) -> int | None:
        here, there = run.first - chain.end, run.second - chain.until
        fits = abs(there - here) <= WEIGHTS.drift and min(here, there) >= 0
        return max(here, there) if fits and max(here, there) <= gap else None

    return [
        Stretch(
            chain.first,
            chain.end,
            chain.second,
            chain.until,
            tuple(chain.segments),
            sum(run.length for run in chain.segments),
        )
        for chain in chains(_longest(runs), WEIGHTS.drift, between, width=1)
    ]


def passages(
    text: str, found: Sequence[Stretch], similarity: float, damage: Sequence[float | None]
) -> list[Passage]:
    """The same by passages, with all places of each, by the first.

    Runs are joined to a passage that is nearly equal where at least the share `similarity` of it is
    equal. `damage` is the probability of each stretch; that of a passage is the highest.
    """
    alike: dict[str, list[tuple[int, int]]] = defaultdict(list)
    likely: dict[str, float] = {}
    told: list[Passage] = []
    for stretch, probability in zip(found, damage, strict=True):
        longer = max(stretch.end - stretch.first, stretch.until - stretch.second)
        if len(stretch.runs) > 1 and stretch.equal >= similarity * longer:
            places = (stretch.first, stretch.end), (stretch.second, stretch.until)
            told.append(Passage(places, False, stretch.equal, probability))
            continue
        for run in stretch.runs:
            key = text[run.second : run.until]
            alike[key] += [(run.first, run.end), (run.second, run.until)]
            if probability is not None:
                likely[key] = max(probability, likely.get(key, 0.0))
    for key, at in alike.items():
        told.append(Passage(tuple(sorted(set(at))), True, len(key), likely.get(key)))
    return sorted(told, key=lambda passage: passage.places)


def is_told(repeat: Repeat, scale: float) -> bool:
    """Whether it is long enough to be told of by itself."""
    return repeat.equal >= WEIGHTS.told_from * scale


def _longest(runs: Runs) -> list[Overlap]:
    """Of the runs those that it takes, the longest first, to cover all second places; in the order
    of those.
    """
    order = np.lexsort((runs.start_a, runs.start_b, -runs.length))
    columns = (each[order].tolist() for each in (runs.start_a, runs.start_b, runs.length))
    bare = np.ones(int((runs.start_b + runs.length).max()) if len(runs) else 0, dtype=bool)
    kept: list[Overlap] = []
    for a, b, length in zip(*columns, strict=True):
        stretch = bare[b : b + length]
        if stretch.any():
            stretch[:] = False
            kept.append(Overlap(a, a + length, b, b + length))
    return sorted(kept, key=lambda run: (run.second, run.first))
