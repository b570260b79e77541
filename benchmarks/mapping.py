"""How well a scrape is mapped onto its canonical, character by character.

A mapping is an array: for every scraped character, a canonical offset or -1.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields

import numpy as np

from auditor.damage.noise import Offsets
from auditor.damage.operators import Corruption
from auditor.model import Alignment, Span
from benchmarks.readings import equal_places
from benchmarks.truth import Mask, roles, true_origins, visible

_SAME = 8  # characters around two places that make them copies of one text


@dataclass(frozen=True, slots=True)
class MapScore:
    """Counts of characters that are not white space; `+` sums up cases.

    `right` of the `mapped` are at their true offset, `equal` of them at another canonical
    copy of the same text. `placed` have a true offset. `displaced…`: the same for displaced
    text alone. `copies…`: for text that stands more than once, all of its copies; `repeated`
    counts the copies beyond the first, `repeated_right` the copies beyond the first that is
    right, so that it makes no odds which of them one takes for the first. `…_off`: how far
    the reported number is from the least possible.
    """

    characters: int = 0
    placed: int = 0
    mapped: int = 0
    right: int = 0
    equal: int = 0
    displaced: int = 0
    displaced_mapped: int = 0
    displaced_right: int = 0
    copies_mapped: int = 0
    copies_right: int = 0
    repeated: int = 0
    repeated_right: int = 0
    repeated_off: int = 0
    moved_off: int = 0
    missing_off: int = 0

    def __add__(self, other: MapScore) -> MapScore:
        return MapScore(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def score(corruption: Corruption, mapping: Offsets, alignment: Alignment | None) -> MapScore:
    """A mapping against the truth; without an alignment, errors of the roles are 0."""
    truth, true = true_origins(corruption), roles(corruption)
    mapping = np.where(visible(corruption.scrape), mapping, -1)
    right = (mapping == truth) & (truth >= 0)
    equal = _equal(corruption.canonical, truth, mapping)
    good = right | equal
    off = _off(corruption, alignment) if alignment else (0, 0, 0)
    copies = np.bincount(truth[truth >= 0], minlength=len(corruption.canonical))
    found = np.bincount(truth[good], minlength=len(corruption.canonical))
    copied = (truth >= 0) & (copies[truth] > 1)

    def count(mask: Mask) -> int:
        return int(np.count_nonzero(mask))

    return MapScore(
        count(visible(corruption.scrape)),
        count(truth >= 0),
        count(mapping >= 0),
        count(right),
        count(equal),
        count(true.displaced),
        count(true.displaced & (mapping >= 0)),
        count(true.displaced & good),
        count(copied & (mapping >= 0)),
        count(copied & good),
        int(copies.sum()) - count(copies > 0),
        int(found.sum()) - count(found > 0),
        *off,
    )


def _equal(canonical: str, truth: Offsets, mapping: Offsets) -> Mask:
    """Where a wrong offset has the same text around it, for at least `_SAME` characters."""
    equal = np.zeros(len(truth), dtype=np.bool_)
    wrong = np.flatnonzero((truth >= 0) & (mapping >= 0) & (truth != mapping))
    shift = mapping[wrong] - truth[wrong]
    edges = np.flatnonzero((np.diff(shift) != 0) | (np.diff(wrong) > _SAME)) + 1
    for run in np.split(wrong, edges) if len(wrong) else []:
        for place in run.tolist():
            a, b = int(truth[place]), int(mapping[place])
            equal[place] = canonical[a] == canonical[b] and _same_around(canonical, a, b)
    return equal


def _same_around(text: str, a: int, b: int) -> bool:
    """`text` at a and at b is equal over a stretch of `_SAME` that holds the two."""
    before = 0
    while before < _SAME and min(a, b) > before and text[a - before - 1] == text[b - before - 1]:
        before += 1
    after = 0
    limit = len(text) - max(a, b)
    while after < min(_SAME, limit) and text[a + after] == text[b + after]:
        after += 1
    return before + after >= _SAME


def _off(corruption: Corruption, alignment: Alignment) -> tuple[int, int, int]:
    """Repeated, moved and missing characters: the distance to the least possible."""
    true, counts = roles(corruption), np.cumsum([0, *visible(corruption.scrape).tolist()])
    reported: Counter[str] = Counter()
    for block in alignment.blocks:
        reported[block.role] += int(counts[block.scrape.end] - counts[block.scrape.start])
    reading = np.cumsum([0, *visible(corruption.canonical).tolist()])
    missing = sum(int(reading[span.end] - reading[span.start]) for span in alignment.missing)
    return (
        abs(reported["repeated"] - int(true.repeated.sum())),
        abs(reported["moved"] - int(true.displaced.sum())),
        abs(missing - true.missing),
    )


class Pairing:
    """Writes a mapping: pairs stretches of two texts by their visible characters."""

    def __init__(self, scrape: str, canonical: str) -> None:
        self.scrape, self.canonical = scrape, canonical
        self.mapping: Offsets = np.full(len(scrape), -1, dtype=np.int64)
        self._left = np.flatnonzero(visible(scrape))
        self._right = np.flatnonzero(visible(canonical))

    def pair(self, scrape: tuple[int, int], canonical: tuple[int, int], equal: bool = True) -> None:
        """The n-th character on one side is the n-th on the other.

        Where their numbers differ, `equal` stretches (an ellipsis and three dots) are matched
        character by character, others as far as the shorter goes.
        """
        left = self._left[slice(*np.searchsorted(self._left, scrape))]
        right = self._right[slice(*np.searchsorted(self._right, canonical))]
        if len(left) != len(right) and equal:
            sides = self.canonical[slice(*canonical)], self.scrape[slice(*scrape)]
            places = equal_places(*sides)
            self.mapping[scrape[0] + places[:, 1]] = canonical[0] + places[:, 0]
            return
        shared = min(len(left), len(right))
        self.mapping[left[:shared]] = right[:shared]


def of_alignment(scrape: str, canonical: str, alignment: Alignment) -> Offsets:
    """The mapping that blocks and their edits say."""
    pairing = Pairing(scrape, canonical)
    for block in alignment.blocks:
        if block.canonical is None:
            continue
        at, reading = block.scrape.start, block.canonical.start
        for edit in block.edits:
            pairing.pair((at, edit.scrape.start), (reading, edit.canonical.start))
            if edit.op == "replace":
                pairing.pair(_ends(edit.scrape), _ends(edit.canonical), equal=False)
            at, reading = edit.scrape.end, edit.canonical.end
        pairing.pair((at, block.scrape.end), (reading, block.canonical.end))
    return pairing.mapping


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end
