"""What follows from the truth of a corruption: roles of its characters, sentences that survive.

Everything counts characters that are not white space: the comparison form of a text drops
white space, so there is no truth about a single blank. Where a substituted character stands
for a blank, it counts as put in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from auditor.damage.noise import Offsets
from auditor.damage.operators import Corruption
from auditor.damage.sentences import sentences
from benchmarks.documents import key

Mask = NDArray[np.bool_]

WHOLE = 0.8  # share of a sentence's surviving characters that makes it whole


def visible(text: str) -> Mask:
    """For every character, whether it counts."""
    return np.fromiter((not char.isspace() for char in text), dtype=np.bool_, count=len(text))


def true_origins(corruption: Corruption) -> Offsets:
    """The origin of every scraped character, -1 where nothing that counts stood."""
    origin = np.where(visible(corruption.scrape), corruption.origin, -1)
    counts = np.append(visible(corruption.canonical), False)  # -1 looks up the last
    return np.where(counts[origin], origin, -1)


@dataclass(frozen=True, slots=True, eq=False)
class Roles:
    """Masks over the scrape, and the number of canonical characters that are missing.

    `kept`: a heaviest chain that rises in the canonical, by characters: no reading keeps
    more. `repeated`: its canonical character stands in the scrape elsewhere, kept or earlier.
    `displaced`: the only or first copy, not kept.
    """

    kept: Mask
    displaced: Mask
    repeated: Mask
    inserted: Mask
    missing: int


def roles(corruption: Corruption) -> Roles:
    origin = true_origins(corruption)
    places = np.flatnonzero(origin >= 0)
    kept = np.zeros(len(origin), dtype=np.bool_)
    kept[places[_longest_rising(origin[places].tolist())]] = True
    seen = set(origin[kept].tolist())
    displaced = np.zeros_like(kept)
    for place in places[~kept[places]].tolist():
        if (at := int(origin[place])) not in seen:
            seen.add(at)
            displaced[place] = True
    repeated = (origin >= 0) & ~kept & ~displaced
    inserted = visible(corruption.scrape) & (origin < 0)
    missing = int(visible(corruption.canonical).sum()) - len(seen)
    return Roles(kept, displaced, repeated, inserted, missing)


def _longest_rising(values: list[int]) -> list[int]:
    """Indices of a longest strictly increasing subsequence (patience sorting, O(n log n))."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        at = bisect_left(tails, value)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(value)
            ends.append(index)
        else:
            tails[at], ends[at] = value, index
    chain = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]


@dataclass(frozen=True)
class Truth:
    """The part of the canonical that survives in the scrape, as sentences.

    Sentences with the same text are of one class: any of them may stand for another.
    """

    corruption: Corruption

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Canonical spans of all sentences, surviving or not."""
        return sentences(self.corruption.canonical)

    @cached_property
    def classes(self) -> list[int]:
        numbers: dict[str, int] = {}
        texts = (key(self.corruption.canonical[a:b]) for a, b in self.spans)
        return [numbers.setdefault(text, len(numbers)) for text in texts]

    @cached_property
    def mates(self) -> dict[int, list[int]]:
        """Class -> its sentences."""
        mates: dict[int, list[int]] = defaultdict(list)
        for sentence, number in enumerate(self.classes):
            mates[number].append(sentence)
        return mates

    @cached_property
    def sentence_at(self) -> Offsets:
        """Canonical character -> its sentence."""
        lengths = [end - start for start, end in self.spans]
        return np.repeat(np.arange(len(lengths)), lengths)

    @cached_property
    def surviving(self) -> Offsets:
        """Offsets of the canonical characters that the scrape has, ascending."""
        origin = true_origins(self.corruption)
        return np.unique(origin[origin >= 0])

    @cached_property
    def text(self) -> str:
        """The surviving characters."""
        return "".join(self.corruption.canonical[at] for at in self.surviving.tolist())

    @cached_property
    def ranks(self) -> Offsets:
        """Canonical character -> how many surviving ones stand before it."""
        ranks = np.zeros(len(self.corruption.canonical) + 1, dtype=np.int64)
        ranks[self.surviving + 1] = 1
        return np.cumsum(ranks)

    @cached_property
    def lengths(self) -> Counter[int]:
        """Sentence -> its surviving characters."""
        return Counter(self.sentence_at[self.surviving].tolist())

    @cached_property
    def present(self) -> list[int]:
        """The sentences that survive, in order."""
        counts = visible(self.corruption.canonical)
        full = Counter(self.sentence_at[counts].tolist())
        return [s for s in range(len(self.spans)) if self.lengths[s] >= max(1, WHOLE * full[s])]

    def follows(self, left: int, right: int, slack: int = 0) -> bool:
        """Surviving text has `right` next after `left`, or equal text after equal text.

        `slack` surviving characters may lie between, where noise has taken some away.
        """
        after = {int(self.ranks[at]) for at in self.equals(right)}
        return any(
            0 < rank - int(self.ranks[at]) <= 1 + slack
            for at in self.equals(left)
            for rank in after
        )

    def equals(self, at: int) -> list[int]:
        """Surviving offsets that stand in sentences of the same text where `at` stands in its."""
        sentence = int(self.sentence_at[at])
        inside = at - self.spans[sentence][0]
        mates = self.mates[self.classes[sentence]]
        places = [self.spans[mate][0] + inside for mate in mates]
        last = len(self.ranks) - 2
        return [p for p in places if p <= last and self.ranks[p + 1] > self.ranks[p]]
