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


def outline_cost(ordinals: Sequence[Ordinal]) -> float:
    """The cost of reading the ordinals in this order; 0 for a faultless outline."""
    cost = 0.0
    opened: list[Ordinal] = []
    for ordinal in ordinals:
        depth = _depth(opened, ordinal)
        if depth is None:
            cost += LATE_START if ordinal.number > 1 else 0.0
            opened.append(ordinal)
            continue
        cost += step_cost(opened[depth], ordinal)
        opened[depth:] = [ordinal]
    return cost


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
