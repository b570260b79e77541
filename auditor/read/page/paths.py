"""Where the text of a page stood: the steps to each element, each kept once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor.model import Origins
from auditor.read.page.kinds import Kind

_MOST_NAMES = 1000  # a bound of memory: HTML has some 140, others may be made up without end
_MOST_IDS = 4000  # the same; an element without one is told by its place
_NAME = re.compile(r"[A-Za-z_][\w.-]*\Z")
_ID = re.compile(r"[A-Za-z_][\w-]{0,60}\Z")


@dataclass(slots=True)
class Level:
    """An open element. `start` is how long the text was before it.

    `name` and `ordinal` are its step; `step` is the number of that where the paths have it.
    `in_block` is the place of the innermost open block among the levels.
    """

    name: str
    ordinal: int
    kind: Kind
    block: bool
    in_block: int
    verbatim: bool
    chosen: bool
    start: int
    line: int
    data: bool = False  # in a cell of a row of data
    content: bool = False  # in an article, or in the main part
    holds: bool = False  # an article, the main part, or the title of the page
    sureness: int = 0  # how surely it says that it is furniture
    leads: bool = False  # is a link to somewhere else
    links: int = 0  # links inside, and the characters in them
    linked: int = 0
    first: int = -1  # where its own first text starts; -1: none yet
    cells: int = -1  # of a row of data: how many tabs stand in it; -1: none
    step: int | None = None
    count: int = 0  # of its children so far, and those of each name
    children: dict[str, int] | None = None


class Paths:
    """Collects the origins; a step is put down when there is text behind it."""

    def __init__(self) -> None:
        self._found = Origins()
        self._names = {"*": 0}
        self._ids = 0

    def origins(self) -> Origins:
        return replace(self._found, names=tuple(self._names))

    def enter(self, parent: Level, tag: str) -> tuple[str, int]:
        """The step to the next child named `tag`: a name, and its place among those.

        The name is "*", which is any, where it has none of its own.
        """
        parent.count += 1
        if tag not in self._names and not self._takes(tag):
            return "*", parent.count
        children = parent.children
        if children is None:
            children = parent.children = {}
        ordinal = children[tag] = children.get(tag, 0) + 1
        return tag, 0 if tag in ("html", "body") else ordinal

    def _takes(self, tag: str) -> bool:
        if len(self._names) - self._ids > _MOST_NAMES or not _NAME.match(tag):
            return False
        self._names[tag] = len(self._names)
        return True

    def with_id(self, name: str, id: str) -> str:
        """The name with the id, where that is the first element of a kind to have it."""
        if name == "*" or self._ids > _MOST_IDS or not _ID.match(id):
            return name
        both = f"{name}#{id}"
        if both in self._names:
            return name
        self._ids += 1
        self._names[both] = len(self._names)
        return both

    def add(self, start: int, end: int, levels: Sequence[Level], *, joined: bool) -> None:
        """Text from the innermost open block; it may go on with the run before."""
        runs, last = self._found.runs, levels[-1].in_block
        step = levels[last].step
        if step is None:
            step = self.step(levels[: last + 1])
        if joined and runs and runs[-1] == step:
            runs[-2] = end
        else:
            runs.extend((start, end, step))

    def step(self, levels: Sequence[Level]) -> int:
        """The number of the step to the innermost of these."""
        known = len(levels) - 1
        while known and levels[known].step is None:
            known -= 1
        step = levels[known].step
        for level in levels[known + 1 :]:
            step = level.step = self._put_down(level, step)
        return step or 0

    def _put_down(self, level: Level, parent: int | None) -> int:
        steps = self._found.steps
        number = len(steps) // 4
        name = self._names[level.name]
        steps.extend((number if parent is None else parent, name, level.ordinal, level.line))
        return number
