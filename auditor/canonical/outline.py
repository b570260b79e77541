"""How well a sequence of ordinals fits an outline.

The levels are found from the text: a style that appears below another (（一） after 一、)
opens a list inside it, and the outer style closes it again. What a list may do: start at its
first number, go on by one. What it should not: jump ahead (an item may be missing), go back,
stand twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from auditor.model import Ordinal

# Nats. A missing item is common in a damaged page; an item out of order is what damage does.
LATE_START = 4.0
JUMP_AHEAD = 2.5
GOES_BACK = 5.0
STARTS_AGAIN = 4.5


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
    """The faults of a sequence of ordinals, up to each of them."""

    def __init__(self, ordinals: Sequence[Ordinal]) -> None:
        self.ordinals = ordinals
        self.states: list[tuple[Opened, float]] = [((), 0.0)]
        for ordinal in ordinals:
            self.states.append(_stepped(self.states[-1], ordinal))

    @property
    def total(self) -> float:
        return self.states[-1][1]

    def delta(self, start: int, changed: Sequence[Ordinal]) -> float:
        """What it costs more when `changed` stand in place of as many from `start` on."""
        state = self.states[start]
        for ordinal in changed:
            state = _stepped(state, ordinal)
        for at in range(start + len(changed), len(self.ordinals)):
            if state[0] == self.states[at][0]:
                return state[1] - self.states[at][1]
            state = _stepped(state, self.ordinals[at])
        return state[1] - self.total


def _stepped(state: tuple[Opened, float], ordinal: Ordinal) -> tuple[Opened, float]:
    opened, cost = outline_step(state[0], ordinal)
    return opened, state[1] + cost


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
