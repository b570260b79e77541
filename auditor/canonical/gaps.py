"""What a stream skips of an order: the gaps between its slots, and how a move changes them.

Slots are the places of a stream's nodes in the order, ascending.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise


def gaps(slots: Sequence[int]) -> tuple[int, int]:
    """How many gaps lie between the slots, and how many units they have beyond their first."""
    begun = further = 0
    for a, b in pairwise(slots):
        if b > a + 1:
            begun += 1
            further += b - a - 2
    return begun, further


def gaps_delta(
    slots: Sequence[int], left: Sequence[int], joins: int, places: Sequence[int], to: int
) -> tuple[int, int]:
    """The change of `gaps` when the nodes at `places` move to behind the place `to`.

    `left` are the slots among them, `joins` how many nodes come into the stream there. Gap i
    lies before slot i; those that change are taken in stretches of neighbouring ones.
    """
    changed = {bisect_right(slots, to)}
    for place in places:
        changed.add(bisect_left(slots, place))
    for slot in left:
        changed.add(bisect_left(slots, slot) + 1)
    begun = further = 0
    for first, last in runs(sorted(changed)):
        old = slots[max(0, first - 1) : last + 1]
        new = [_shifted(slot, places, to) for slot in old if slot not in left]
        if joins and first <= bisect_right(slots, to) <= last:
            start = to + 1 - bisect_left(places, to + 1)
            new = sorted([*new, *range(start, start + joins)])
        before, after = gaps(old), gaps(new)
        begun += after[0] - before[0]
        further += after[1] - before[1]
    return begun, further


def passed_delta(slots: Sequence[int], places: Sequence[int], to: int) -> tuple[int, int]:
    """As `gaps_delta`, for a stream that the moved nodes are not part of."""
    moved = {bisect_left(slots, to + 1): len(places)}
    for place in places:
        gap = bisect_left(slots, place)
        moved[gap] = moved.get(gap, 0) - 1
    begun = further = 0
    for gap, more in moved.items():
        if more and 0 < gap < len(slots):
            before = slots[gap] - slots[gap - 1] - 1
            after = before + more
            begun += (after > 0) - (before > 0)
            further += max(0, after - 1) - max(0, before - 1)
    return begun, further


def _shifted(slot: int, places: Sequence[int], to: int) -> int:
    """Where the node at `slot` stands once those at `places` have moved to behind `to`."""
    return slot - bisect_left(places, slot) + (len(places) if slot > to else 0)


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of consecutive numbers; they ascend."""
    first = last = None
    for number in numbers:
        if first is None or last is None:
            first = last = number
        elif number == last + 1:
            last = number
        else:
            yield first, last
            first = last = number
    if first is not None and last is not None:
        yield first, last
