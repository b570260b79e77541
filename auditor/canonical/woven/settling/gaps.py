"""What a stream skips of an order: the gaps between its slots.

Slots are the places of a stream's nodes in the order, ascending.
"""

from __future__ import annotations

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
