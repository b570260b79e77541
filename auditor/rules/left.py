"""Probable copies that no step has undone: they stand in the reading as often as in the scrape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.model import SURE, Collation, Repeat, Span
from auditor.rules.places import kept_place, remembered
from auditor.text.cover import Cover


@dataclass(frozen=True, slots=True)
class Left:
    """A repeat of the reading, with the `places` in the scrape that it was read from: the first,
    and those that no longer repeat holds.
    """

    repeat: Repeat
    places: tuple[Span, ...]


@remembered
def left(collation: Collation) -> tuple[Left, ...]:
    """The repeats that are surely damage, by their first place.

    Below that, more warnings are false than true where a text repeats itself by right.
    """
    if collation.canonical.editions:
        return ()
    likely = [each for each in collation.left if (each.damage or 0.0) >= SURE]
    return tuple(sorted(_left(collation, likely), key=lambda each: each.places))


def _left(collation: Collation, likely: list[Repeat]) -> Iterator[Left]:
    told = Cover(len(collation.canonical.text))
    for repeat in sorted(likely, key=lambda each: (-each.equal, each.occurrences)):
        first, *others = repeat.occurrences
        new = [span for span in others if 2 * told.count(span.start, span.end) < len(span)]
        for span in new:
            told.add(span.start, span.end)
        places = [kept_place(collation, span) for span in (first, *new)]
        found = tuple(place for place in places if place is not None)
        if len(found) > 1:
            yield Left(repeat, found)
