"""The one outline: which list each ordinal of a text belongs to, and what speaks against it.

    一、             a list begins
      1.             a form further in opens a list inside it
      2.             goes on
    二、             the form further out closes it again
      1.             so this begins one anew

A list goes on with what has its form. It ends where an ordinal of a form further out comes, or
its first number once more; where that is indented further, or the list has others inside it, one
of the same form begins inside. What a list may do: start at its first number, go on by one. What
it should not: jump ahead (an item may be missing), go back, stand twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from auditor.model import Ordinal
from auditor.text.weights import WEIGHTS


class Opened(NamedTuple):
    """A list that may go on: its last item, whether it has its first, how far it is indented.

    `indent` is in characters; None where the list begins in mid-line, or nothing tells.
    """

    last: Ordinal
    has_first: bool
    indent: int | None

    def is_beside(self, indent: int | None) -> bool:
        """Whether an item there may be one of the list, as far as the indentation tells."""
        return self.indent is None or indent is None or abs(indent - self.indent) <= WEIGHTS.ragged

    def is_outside(self, indent: int | None) -> bool:
        return (
            self.indent is not None and indent is not None and indent > self.indent + WEIGHTS.ragged
        )


Lists = tuple[Opened, ...]  # those that are open, outermost first


def alike(one: Ordinal, other: Ordinal) -> bool:
    """Whether two ordinals may be of one list."""
    return one.style == other.style and one.parent == other.parent


def lists(items: Iterable[tuple[Ordinal, int | None]]) -> list[list[int]]:
    """The lists of ordinals with their indentations: the numbers of the items of each."""
    found: list[list[int]] = []
    opened: Lists = ()
    members: list[list[int]] = []  # of the lists that are open
    for at, (ordinal, indent) in enumerate(items):
        kept, goes_on = _nested(opened, ordinal, indent)
        members = [members[depth] for depth in kept]
        if goes_on:
            members[-1].append(at)
        else:
            members.append([at])
            found.append(members[-1])
        opened = _behind(opened, kept, ordinal, indent, goes_on=goes_on)
    return found


def outline_cost(ordinals: Sequence[Ordinal]) -> float:
    """The cost of reading the ordinals in this order; 0 for a faultless outline."""
    total = 0.0
    opened: Lists = ()
    for ordinal in ordinals:
        opened, cost = outline_step(opened, ordinal)
        total += cost
    return total


def outline_step(opened: Lists, ordinal: Ordinal) -> tuple[Lists, float]:
    """The lists that are open behind one more ordinal, and what it costs."""
    kept, goes_on = _nested(opened, ordinal, None)
    behind = _behind(opened, kept, ordinal, None, goes_on=goes_on)
    if goes_on:
        return behind, step_cost(opened[kept[-1]].last, ordinal)
    if ordinal.number > 1:
        return behind, WEIGHTS.late_start
    return behind, WEIGHTS.starts_again if _depth(opened, ordinal, None) is not None else 0.0


def insertion_cost(before: Ordinal | None, ordinal: Ordinal, after: Ordinal | None) -> float:
    """What an ordinal costs more between two items that are the nearest of its list."""
    cost = _first_cost(before, ordinal)
    return cost if after is None else cost + step_cost(ordinal, after) - _first_cost(before, after)


def sibling(others: Iterable[Ordinal], ordinal: Ordinal) -> Ordinal | None:
    """The first of the others that is of one list with an ordinal; none beyond a form further out.

    For where an order is only being made, and what is open at a place is not yet known.
    """
    for other in others:
        if alike(other, ordinal):
            return other
        if other.level < ordinal.level:
            return None
    return None


def _first_cost(before: Ordinal | None, after: Ordinal) -> float:
    if before is not None:
        return step_cost(before, after)
    return WEIGHTS.late_start if after.number > 1 else 0.0


class Outline:
    """The faults of a sequence of ordinals: what is open before each, and what each costs."""

    def __init__(self, ordinals: Sequence[Ordinal]) -> None:
        self.ordinals = list(ordinals)
        self.opened: list[Lists] = [()]
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

    def _steps(self, start: int, changed: Sequence[Ordinal]) -> Iterator[tuple[int, Lists, float]]:
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


def _nested(opened: Lists, ordinal: Ordinal, indent: int | None) -> tuple[Sequence[int], bool]:
    """Which lists stay open at an ordinal, and whether it goes on with the last of them."""
    depth = _depth(opened, ordinal, indent)
    if depth is not None and not (ordinal.number == 1 and opened[depth].has_first):
        return range(depth + 1), True
    outside = [
        at
        for at, each in enumerate(opened)
        if each.last.level < ordinal.level
        or (alike(each.last, ordinal) and (at + 1 < len(opened) or each.is_outside(indent)))
    ]
    return outside[-WEIGHTS.most_nested :], False


def _depth(opened: Lists, ordinal: Ordinal, indent: int | None) -> int | None:
    """The open list that the ordinal goes on; None when it opens its own.

    Of lists of one form inside one another: one at its indentation, one whose next number it
    is, the innermost.
    """
    like: list[int] = []
    for depth in range(len(opened) - 1, -1, -1):
        if alike(opened[depth].last, ordinal):
            like.append(depth)
        elif opened[depth].last.level < ordinal.level:
            break
    beside = [depth for depth in like if opened[depth].is_beside(indent)] or like
    following = [depth for depth in beside if opened[depth].last.number + 1 == ordinal.number]
    return next(iter(following or beside), None)


def _behind(
    opened: Lists, kept: Sequence[int], ordinal: Ordinal, indent: int | None, *, goes_on: bool
) -> Lists:
    """What is open behind the ordinal."""
    stay = tuple([opened[depth] for depth in kept])
    if not goes_on:
        return (*stay, Opened(ordinal, ordinal.number == 1, indent))
    last = stay[-1]
    has_first = last.has_first or ordinal.number == 1
    return (*stay[:-1], Opened(ordinal, has_first, last.indent))


def step_cost(before: Ordinal, after: Ordinal) -> float:
    """The cost of one item after another of the same list."""
    if after.number == before.number + 1:
        return 0.0
    if after.number > before.number:
        return WEIGHTS.jump_ahead
    return WEIGHTS.goes_back if after.number > 1 else WEIGHTS.starts_again
