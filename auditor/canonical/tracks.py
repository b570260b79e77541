"""Which units each stream shows, and where in the order: its track.

A track is kept as two parallel lists, the units and the places of their nodes (slots), both
ascending, and as the gaps between its slots. What a move changes is told from the slots near it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from auditor.canonical.gaps import gaps, gaps_delta, passed_delta

_BLOCK = 8  # bits of a place that its block does not tell


class Count(NamedTuple):
    """Units that a stream shows, gaps that it has, and units of them beyond their first."""

    shown: int
    begun: int
    further: int


class Tracks:
    """The tracks of all streams, and how often the scrape switches between them."""

    def __init__(self, labels: Sequence[int], nodes: Sequence[int], place: dict[int, int]) -> None:
        self.labels = list(labels)
        self.nodes, self.place = nodes, place
        self.units: dict[int, list[int]] = defaultdict(list)
        for unit, label in enumerate(self.labels):
            self.units[label].append(unit)
        self.slots = {
            label: [place[nodes[unit]] for unit in units] for label, units in self.units.items()
        }
        self.counts = {label: Count(len(x), *gaps(x)) for label, x in self.slots.items()}
        self.switches = _switched(self.labels)
        self._over: dict[int, set[int]] = defaultdict(set)  # block of the order -> streams over it
        for label, slots in self.slots.items():
            self._cover(label, (), _blocks(slots))

    @property
    def ascend(self) -> bool:
        """No stream goes back in the order."""
        return all(a < b for slots in self.slots.values() for a, b in pairwise(slots))

    def over(self, low: int, high: int) -> set[int]:
        """All streams that have slots on both sides of a place in `[low, high]`, or there."""
        found: set[int] = set()
        for block in range(low >> _BLOCK, (high >> _BLOCK) + 1):
            found.update(self._over.get(block, ()))
        return found

    def counts_after(
        self, first: int, last: int, label: int, places: Sequence[int], to: int
    ) -> Iterator[tuple[Count, Count]]:
        """Of each stream that changes: its count before and after a move.

        The units `first` to `last`, whose nodes stand at `places`, go into stream `label`, and
        behind the place `to`.
        """
        low, high = min(places[0], to + 1), max(places[-1], to)
        leaving: dict[int, list[int]] = defaultdict(list)
        for unit in range(first, last):
            leaving[self.labels[unit]].append(self.place[self.nodes[unit]])
        joins = last - first
        near = self.over(low, high)
        near.add(label)
        for other in sorted(near):
            slots = self.slots.get(other)
            if slots is None:
                yield Count(0, 0, 0), Count(joins, 0, 0)
                continue
            left = leaving.get(other, ())
            if left or other == label:
                joining = joins if other == label else 0
                begun, further = gaps_delta(slots, left, joining, places, to)
            elif slots[0] > high or slots[-1] < low:
                continue
            else:
                joining = 0
                begun, further = passed_delta(slots, places, to)
            shown = joining - len(left)
            if begun or further or shown:
                own = self.counts[other]
                yield own, Count(own.shown + shown, own.begun + begun, own.further + further)

    def fits(self, first: int, last: int, label: int, to: int) -> bool:
        """The units of a stream before and after some agree with a place behind `to` for them."""
        units, slots = self.units.get(label, []), self.slots.get(label, [])
        before, after = bisect_left(units, first), bisect_left(units, last)
        if before and slots[before - 1] > to:
            return False
        return after == len(units) or slots[after] > to

    def switches_after(self, first: int, last: int, label: int) -> tuple[int, int]:
        """Switches, and the number of streams, with the units `first` to `last` in one stream."""
        labels = self.labels
        switches = self.switches - _switched(labels[max(0, first - 1) : last + 1])
        switches += first > 0 and labels[first - 1] != label
        switches += last < len(labels) and labels[last] != label
        leaving = labels[first:last]
        left = {x for x in leaving if x != label and leaving.count(x) == len(self.units[x])}
        return switches, len(self.slots) - len(left) + (label not in self.slots)

    def relabel(self, first: int, labels: Sequence[int]) -> list[int]:
        """Put units from `first` on into other streams, for `replace` to place; where they were."""
        around = slice(max(0, first - 1), first + len(labels) + 1)
        before = _switched(self.labels[around])
        units = slice(first, first + len(labels))
        were, self.labels[units] = self.labels[units], labels
        self.switches += _switched(self.labels[around]) - before
        return were

    def replace(self, low: int, nodes: Sequence[int], carried: Mapping[int, Sequence[int]]) -> None:
        """The order has `nodes` from place `low` on; `carried` are the units of each.

        They are those that stood there; the units may be in other streams than before.
        """
        high = low + len(nodes)
        units: dict[int, list[int]] = defaultdict(list)
        slots: dict[int, list[int]] = defaultdict(list)
        for at, node in enumerate(nodes, low):
            for unit in carried[node]:
                units[self.labels[unit]].append(unit)
                slots[self.labels[unit]].append(at)
        for label in self.over(low, high).union(units):
            self._splice(label, low, high, units.get(label, []), slots.get(label, []))

    def _splice(
        self, label: int, low: int, high: int, units: Sequence[int], slots: Sequence[int]
    ) -> None:
        own = self.slots.setdefault(label, [])
        first = bisect_left(own, low)
        last = bisect_left(own, high, first)
        if first == last and not slots:
            return
        covered = _blocks(own)
        around = slice(max(0, first - 1), last + 1)
        old, shown = own[around], len(own)
        own[first:last] = slots
        self.units[label][first:last] = units
        new = own[max(0, first - 1) : first + len(slots) + 1]
        count = self.counts.get(label, Count(0, 0, 0))
        self.counts[label] = _changed(count, old, new, len(own) - shown)
        self._cover(label, covered, _blocks(own))
        if not own:
            del self.slots[label], self.units[label], self.counts[label]

    def _cover(self, label: int, old: Iterable[int], new: Iterable[int]) -> None:
        if old == new:
            return
        now = set(new)
        for block in now.symmetric_difference(old):
            if block in now:
                self._over[block].add(label)
            else:
                self._over[block].discard(label)


def _switched(labels: Sequence[int]) -> int:
    return sum(a != b for a, b in pairwise(labels))


def _blocks(slots: Sequence[int]) -> range:
    return range(slots[0] >> _BLOCK, (slots[-1] >> _BLOCK) + 1) if slots else range(0)


def _changed(count: Count, old: Sequence[int], new: Sequence[int], shown: int) -> Count:
    before, after = gaps(old), gaps(new)
    return Count(
        count.shown + shown,
        count.begun + after[0] - before[0],
        count.further + after[1] - before[1],
    )
