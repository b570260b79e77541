"""Probable copies that no step has undone: they stand in the reading as often as in the scrape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.model import LIKELY, SURE, Collation, Repeat, Span
from auditor.repeats.weights import WEIGHTS as REPEATS
from auditor.rules.places import kept_place, remembered
from auditor.rules.records import JOINED
from auditor.text.cover import Cover
from auditor.text.runs import codes, information


@dataclass(frozen=True, slots=True)
class Left:
    """A repeat of the reading, with the `places` in the scrape that it was read from: the first,
    and those that no longer repeat holds.
    """

    repeat: Repeat
    places: tuple[Span, ...]


@remembered
def left(collation: Collation) -> tuple[Left, ...]:
    """The repeats that are rather damage than meant, by their first place; those that are surely
    damage alone where what stands again in the reading is rather meant, as a whole.

    Not those of a text so short that all of it may be a list of two or three items; nor those
    inside of a stretch whose pieces were put together: what tells of that tells of all that stands
    again there.
    """
    text = collation.document.text
    short = len(text) < REPEATS.shortest_text * information(codes(text))
    if collation.canonical.editions or short:
        return ()
    judged = [(each, each.damage) for each in collation.left if each.damage is not None]
    again = [each.equal * (len(each.occurrences) - 1) for each, _ in judged]
    all_of_it = sum(again)
    damaged = sum(size * damage for size, (_, damage) in zip(again, judged, strict=True))
    least = LIKELY if damaged >= LIKELY * all_of_it else SURE
    likely = [each for each, damage in judged if damage >= least]
    found = sorted(_left(collation, likely), key=lambda each: each.places)
    return tuple(each for each in found if not _is_put_together(collation, each))


def _is_put_together(collation: Collation, copies: Left) -> bool:
    first, last = copies.places[0].start, copies.places[-1].end
    return any(
        record.places[0].start <= min(first, last) and max(first, last) <= record.places[-1].end
        for record in collation.canonical.undone
        if record.kind in JOINED and record.places
    )


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
