"""Cuts inside units, kept until all of them are known.

Places count in the comparison form of the whole text, spans of units in the text itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from auditor.canonical.page import Page
from auditor.canonical.woven.unit import Unit
from auditor.model import Span

_LETTER = re.compile(r"[^\W_]")


class Compared:
    """The comparison form of a text, and where in it units begin."""

    def __init__(self, page: Page) -> None:
        self.text = page.compared.text
        self._starts = page.compared.starts
        self._length = len(page.text)

    def borders(self, units: Sequence[Unit]) -> list[int]:
        """Where the units begin, and where the last one ends."""
        offsets = [*(unit.span.start for unit in units), self._length]
        return [int(place) for place in self._starts.search(offsets, "left")]

    def key(self, span: Span) -> str:
        """The comparison form of a part of the text."""
        first, last = self._starts.search([span.start, span.end], "left")
        return self.text[first:last].strip()

    def offset(self, place: int) -> int:
        """Where in the text itself a place is."""
        return self._starts[place]


class Cuts:
    """Places at which `units` are cut; none nearer than `least` to an end of its unit."""

    def __init__(self, compared: Compared, units: Sequence[Unit], least: int) -> None:
        self.borders = compared.borders(units)
        self._compared, self._units, self._least = compared, units, max(1, least)
        self._inside: dict[int, set[int]] = defaultdict(set)

    def __len__(self) -> int:
        return sum(map(len, self._inside.values()))

    def unit_at(self, place: int) -> int | None:
        """The number of the unit that a place is in."""
        number = bisect_right(self.borders, place) - 1
        return number if 0 <= number < len(self._units) else None

    def add(self, place: int) -> bool:
        """Cut there; whether that is new."""
        number = self.unit_at(place)
        if number is None or place in self._inside[number]:
            return False
        first, last = self.borders[number], self.borders[number + 1]
        if not first + self._least <= place <= last - self._least:
            return False
        self._inside[number].add(place)
        return True

    def places(self) -> list[int]:
        """The ends of the units and all cuts, ascending."""
        return sorted({*self.borders, *(at for cuts in self._inside.values() for at in cuts)})

    def units(self) -> list[Unit]:
        """The units in pieces; what has no letters stays with what stands before it."""
        found: list[Unit] = []
        for number, unit in enumerate(self._units):
            for piece in self._pieces(number, unit):
                if found and not _LETTER.search(piece.key):
                    found[-1] = found[-1].until(piece.span.end)
                else:
                    found.append(piece)
        return found

    def _pieces(self, number: int, unit: Unit) -> Iterator[Unit]:
        """The pieces of a unit; its ordinal belongs to the first one."""
        inner = sorted(self._inside.get(number, ()))
        if not inner:
            yield unit
            return
        edges = [self.borders[number], *inner, self.borders[number + 1]]
        offsets = [unit.span.start, *map(self._compared.offset, inner), unit.span.end]
        for at in range(len(edges) - 1):
            key = self._compared.text[edges[at] : edges[at + 1]].strip()
            ordinal = None if at else unit.ordinal
            yield Unit(Span(offsets[at], offsets[at + 1]), key, ordinal)
