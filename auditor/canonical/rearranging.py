"""An editor's order of an inferred reading: evidence that wins over all that was inferred.

The passages stand where the editor put them; what else was open stays open, as far as its
other places are still places.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from auditor.canonical.reading import compose
from auditor.canonical.weights import WEIGHTS
from auditor.model import Canonical, Choice, Join, Rearrangement, Span, Witness

_EDITOR = ("an editor chose this place",)
_CLOSED = ("an editor's order makes these two neighbours",)


def rearrange(canonical: Canonical, decided: Rearrangement) -> Canonical:
    """The reading with the passages where an editor put them.

    Their joins are sure and have no alternatives, their choices are made: a choice with
    confidence 1 and no other place. The texts at other seams keep their joins and choices.
    """
    if not decided.passages:
        return replace(canonical, stale=decided.stale)
    ways = _Ways(canonical.text, decided)
    found = compose(canonical, ways.canonical(_seams(canonical, ways)))
    return replace(
        found,
        joins=tuple(_without(join, ways.quotes) for join in found.joins),
        choices=tuple(sorted(_choices(canonical, ways), key=lambda choice: choice.passage)),
        streams=canonical.streams,
        followed=decided.followed,
        stale=decided.stale,
    )


class _Ways:
    """From places of the text as it was inferred to places of the text as decided."""

    def __init__(self, text: str, decided: Rearrangement) -> None:
        self.text = text
        self.pieces = decided.pieces
        lengths = [len(piece) for piece in self.pieces]
        self.starts = [0, *accumulate(lengths)][: len(lengths)]
        self._known = sorted(zip(self.pieces, self.starts, strict=True))
        self._begins = [piece.start for piece, _ in self._known]
        stand = (self.whole(passage) for passage in decided.passages)
        self.passages = tuple(passage for passage in stand if passage is not None)
        self.decided = frozenset(passage.start for passage in decided.passages)
        self.severed = frozenset(self.at(start) for start in self.decided)
        self.quotes = tuple(" ".join(passage.of(text).split()) for passage in decided.passages)

    def canonical(self, joins: Sequence[Join]) -> Canonical:
        """The text as decided, as a reading of the text as it was inferred."""
        pairs = list(zip(self.pieces, self.starts, strict=True))
        witnesses = [Witness(Span(at, at + len(piece)), piece, "") for piece, at in pairs]
        text = "".join(piece.of(self.text) for piece in self.pieces)
        return Canonical(text, "inferred", tuple(joins), (), tuple(witnesses))

    def at(self, place: int) -> int:
        """Where the character at a place stands."""
        piece, start = self._known[bisect_right(self._begins, place) - 1]
        return start + place - piece.start

    def behind(self, place: int) -> int:
        """The place behind the character that stood before a place."""
        return self.at(place - 1) + 1 if place else 0

    def whole(self, span: Span) -> Span | None:
        """Where a passage stands; None where it is torn."""
        inner = (begin for begin in self._begins if span.start < begin < span.end)
        if any(self.at(begin) != self.behind(begin) for begin in inner):
            return None
        return Span(self.at(span.start), self.behind(span.end))


def _seams(canonical: Canonical, ways: _Ways) -> list[Join]:
    """The joins where the order was decided, and where it brings texts together."""
    before = {join.at: join for join in canonical.joins}
    shown = _Shown(canonical.witnesses)
    joins = []
    for (left, right), at in zip(pairwise(ways.pieces), ways.starts[1:], strict=True):
        if right.start in ways.decided:
            joins.append(Join(at, 1.0, _EDITOR))
        elif left.end != right.start and not shown.together(left.end, right.start):
            ends = [before[edge] for edge in (left.end, right.start) if edge in before]
            # No surer than the seams that it replaces, and never sure: nobody was asked about it.
            confidence = min([WEIGHTS.likely_order, *(join.confidence for join in ends)])
            others = ends[0].alternatives if ends and ends[0].at == left.end else ()
            joins.append(Join(at, confidence, _CLOSED, others))
    return joins


class _Shown:
    """What a copy shows side by side."""

    def __init__(self, witnesses: Sequence[Witness]) -> None:
        self._ends: dict[int, set[int]] = {}
        self._starts: dict[int, set[int]] = {}
        for witness in witnesses:
            self._ends.setdefault(witness.canonical.end, set()).add(witness.scrape.end)
            self._starts.setdefault(witness.canonical.start, set()).add(witness.scrape.start)

    def together(self, end: int, start: int) -> bool:
        return not self._ends.get(end, set()).isdisjoint(self._starts.get(start, ()))


def _without(join: Join, quotes: Sequence[str]) -> Join:
    """A join without the alternatives that have their place elsewhere by now."""
    others = tuple(
        other
        for other in join.alternatives
        if not any(quote.startswith(other.removesuffix("…")) for quote in quotes)
    )
    return join if others == join.alternatives else replace(join, alternatives=others)


def _choices(canonical: Canonical, ways: _Ways) -> Iterator[Choice]:
    """Those that are made, and those that are left."""
    for made in ways.passages:
        yield Choice(made, 1.0, (), _EDITOR)
    for choice in canonical.choices:
        passage = ways.whole(choice.passage)
        if passage is not None and not any(_overlap(passage, made) for made in ways.passages):
            yield from _left(choice, passage, ways)


def _overlap(one: Span, two: Span) -> bool:
    return one.start < two.end and two.start < one.end


def _left(choice: Choice, passage: Span, ways: _Ways) -> Iterator[Choice]:
    """What is left of a choice: no place where it stands, and none that parts what was decided."""
    moved = [(ways.behind(place), odds) for place, odds in choice.places]
    places = [
        (at, odds)
        for at, odds in moved
        if at not in ways.severed and not passage.start <= at <= passage.end
    ]
    rest = 1.0 - sum(odds for _, odds in moved) + sum(odds for _, odds in places)
    if places and rest > 0:
        scaled = tuple((at, round(min(1.0, odds / rest), 4)) for at, odds in places)
        confidence = round(min(1.0, choice.confidence / rest), 4)
        yield Choice(passage, confidence, scaled, choice.evidence)
