"""Which units each stream shows, and where in the order: its track.

A track is kept as two parallel lists, the units and the places of their nodes (slots), both
ascending, and as the gaps between its slots. What a move changes is told from the slots near it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from auditor.canonical.woven.settling.gaps import gaps

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

    def crowd(self, at: int) -> int:
        """How many streams there may be over a place."""
        return len(self._over.get(at >> _BLOCK, ()))

    def fits(self, first: int, last: int, label: int, to: int) -> bool:
        """The units of a stream before and after some agree with a place behind `to` for them."""
        units, slots = self.units.get(label, []), self.slots.get(label, [])
        before, after = bisect_left(units, first), bisect_left(units, last)
        if before and slots[before - 1] > to:
            return False
        return after == len(units) or slots[after] > to

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


class Lift:
    """Some units lifted out of the tracks: `first` to `last`, whose nodes stand once each.

    `places` are those of the nodes, ascending. `lacks` are the counts without them, of the streams
    where that is another count. It holds as long as the tracks stay as they are.
    """

    def __init__(self, tracks: Tracks, first: int, last: int) -> None:
        self.tracks, self.first, self.last = tracks, first, last
        self.places = sorted([tracks.place[node] for node in tracks.nodes[first:last]])
        labels = tracks.labels
        self._switches = tracks.switches - _switched(labels[max(0, first - 1) : last + 1])
        self._leaving = Counter(labels[first:last])
        self._whole = {x for x, units in self._leaving.items() if units == len(tracks.units[x])}
        self.lacks: dict[int, Count] = {}
        for label in sorted(tracks.over(self.places[0], self.places[-1])):
            count = self._lack(label)
            if count != tracks.counts[label]:
                self.lacks[label] = count

    def switches(self, label: int) -> tuple[int, int]:
        """Switches, and the number of streams, with the units in stream `label`."""
        first, last, tracks = self.first, self.last, self.tracks
        labels, switches = tracks.labels, self._switches
        switches += first > 0 and labels[first - 1] != label
        switches += last < len(labels) and labels[last] != label
        streams = len(tracks.slots) - len(self._whole)
        return switches, streams + (label in self._whole or label not in tracks.slots)

    def landed(self, label: int, to: int) -> Iterator[tuple[Count, Count]]:
        """Of each stream that changes: its count without the nodes, and with them behind `to`.

        The units come into stream `label`.
        """
        tracks, size = self.tracks, len(self.places)
        if label not in tracks.slots:
            yield Count(0, 0, 0), Count(size, 0, 0)
        for other in sorted(tracks.over(to, to).union((label,))):
            slots = tracks.slots.get(other)
            if not slots or (other != label and (to < slots[0] or to >= slots[-1])):
                continue
            before, after = self._around(other, slots, to)
            inner = before is not None and after is not None
            if not inner and other != label:
                continue
            shown, begun, further = lack = self.lacks.get(other) or tracks.counts[other]
            parts = [part for part in (before, after) if part is not None]
            whole = sum(parts)
            if inner:
                begun -= whole > 0
                further -= max(0, whole - 1)
            if other == label:
                shown += size
            else:
                parts = [whole + size]
            for part in parts:
                begun += part > 0
                further += max(0, part - 1)
            yield lack, Count(shown, begun, further)

    def _around(self, label: int, slots: Sequence[int], to: int) -> tuple[int | None, int | None]:
        """How many nodes are left between a place and the slots of a stream around it.

        None: no slot is there.
        """
        right = bisect_right(slots, to)
        left = right - 1
        if label in self._leaving:
            first, last = self._own(label)
            left = first - 1 if first <= left < last else left
            right = last if first <= right < last else right
        places, before, after = self.places, None, None
        at = bisect_right(places, to)
        if left >= 0:
            before = to - slots[left] - (at - bisect_right(places, slots[left]))
        if right < len(slots):
            after = slots[right] - to - 1 - (bisect_left(places, slots[right]) - at)
        return before, after

    def _own(self, label: int) -> tuple[int, int]:
        """Which slots of a stream, half-open, are those of the nodes."""
        first = bisect_left(self.tracks.units[label], self.first)
        return first, first + self._leaving[label]

    def _lack(self, label: int) -> Count:
        """The count of a stream without the nodes."""
        slots, (shown, begun, further) = self.tracks.slots[label], self.tracks.counts[label]
        first, last = self._own(label) if label in self._leaving else (0, -1)
        less: dict[int, int] = {}  # nodes that a gap lacks, by the slot behind it
        for place in self.places:
            gap = bisect_left(slots, place)
            if not first <= gap <= last:
                less[gap] = less.get(gap, 0) + 1
        for gap, nodes in less.items():
            if 0 < gap < len(slots):
                size = slots[gap] - slots[gap - 1] - 1
                begun -= size == nodes
                further -= max(0, size - 1) - max(0, size - nodes - 1)
        if first < last:
            old = gaps(slots[max(0, first - 1) : last + 1])
            new = (0, 0)
            if first > 0 and last < len(slots):
                low, high = slots[first - 1], slots[last]
                inside = bisect_left(self.places, high) - bisect_left(self.places, low)
                new = gaps((low, high - inside))
            begun += new[0] - old[0]
            further += new[1] - old[1]
        return Count(shown - max(0, last - first), begun, further)


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
