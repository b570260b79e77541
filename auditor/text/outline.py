"""How well a sequence of ordinals fits an outline.

The levels are found from the text: a style that appears below another (（一） after 一、)
opens a list inside it, and the outer style closes it again. What a list may do: start at its
first number, go on by one. What it should not: jump ahead (an item may be missing), go back,
stand twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.model import Ordinal

# Nats. A missing item is common in a damaged page; an item out of order is what damage does.
LATE_START = 4.0  # a list begins with another number than its first
JUMP_AHEAD = 2.5  # numbers of a list are left out
GOES_BACK = 5.0  # a number of a list stands behind a higher one
STARTS_AGAIN = 4.5  # a list begins while the same is open


Opened = tuple[Ordinal, ...]  # the last item of each open list, outermost first


def outline_cost(ordinals: Sequence[Ordinal]) -> float:
    """The cost of reading the ordinals in this order; 0 for a faultless outline."""
    total = 0.0
    opened: Opened = ()
    for ordinal in ordinals:
        opened, cost = outline_step(opened, ordinal)
        total += cost
    return total


def outline_step(opened: Opened, ordinal: Ordinal) -> tuple[Opened, float]:
    """The lists that are open behind one more ordinal, and what it costs."""
    depth = _depth(opened, ordinal)
    if depth is None:
        return (*opened, ordinal), LATE_START if ordinal.number > 1 else 0.0
    return (*opened[:depth], ordinal), step_cost(opened[depth], ordinal)


class Outline:
    """The faults of a sequence of ordinals: what is open before each, and what each costs."""

    def __init__(self, ordinals: Sequence[Ordinal]) -> None:
        self.ordinals = list(ordinals)
        self.opened: list[Opened] = [()]
        self.costs: list[float] = []
        for ordinal in ordinals:
            opened, cost = outline_step(self.opened[-1], ordinal)
            self.opened.append(opened)
            self.costs.append(cost)

    @property
    def total(self) -> float:
        return sum(self.costs)

    def delta(self, start: int, changed: Sequence[Ordinal]) -> float:
        """What it costs more when `changed` stand in place of as many from `start` on."""
        return sum(cost - self.costs[at] for at, _, cost in self._steps(start, changed))

    def replace(self, start: int, changed: Sequence[Ordinal]) -> None:
        """`changed` stand in place of as many from `start` on."""
        steps = list(self._steps(start, changed))
        self.ordinals[start : start + len(changed)] = changed
        for at, opened, cost in steps:
            self.opened[at + 1], self.costs[at] = opened, cost

    def _steps(self, start: int, changed: Sequence[Ordinal]) -> Iterator[tuple[int, Opened, float]]:
        """Place, what is open behind it, and cost, of each ordinal that may tell otherwise."""
        opened = self.opened[start]
        for at, ordinal in enumerate(changed, start):
            opened, cost = outline_step(opened, ordinal)
            yield at, opened, cost
        for at in range(start + len(changed), len(self.ordinals)):
            if opened == self.opened[at]:
                return
            opened, cost = outline_step(opened, self.ordinals[at])
            yield at, opened, cost


def _depth(opened: Sequence[Ordinal], ordinal: Ordinal) -> int | None:
    """Where among the open lists the ordinal goes on; None when it opens one inside them."""
    for depth in range(len(opened) - 1, -1, -1):
        if opened[depth].style == ordinal.style and opened[depth].parent == ordinal.parent:
            return depth
        if opened[depth].level < ordinal.level:
            return None
    return None


def step_cost(before: Ordinal, after: Ordinal) -> float:
    """The cost of one item after another of the same list."""
    if after.number == before.number + 1:
        return 0.0
    if after.number > before.number:
        return JUMP_AHEAD
    return GOES_BACK if after.number > 1 else STARTS_AGAIN
