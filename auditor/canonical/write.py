"""Write an arrangement as text, with the witnesses of each span and the joins between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp

from auditor.canonical.refine import Arrangement
from auditor.model import Canonical, Document, Join, Options, Ordinal, Span, Witness

_QUOTE = 40  # characters of an alternative that are quoted
_ALTERNATIVES = 4
_HOPELESS = 7.0  # nats above the best arrangement from which one is not weighed
_SHOWN_AS_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Unit:
    """A fragment that counts, with the white space behind it. `span` counts in the scrape."""

    span: Span
    key: str
    ordinal: Ordinal | None

    def until(self, end: int) -> Unit:
        return replace(self, span=Span(self.span.start, end))


def unchanged(document: Document) -> Canonical:
    """The scrape as it stands."""
    whole = Span(0, len(document.text))
    witnesses = (Witness(whole, whole, document.siglum),) if len(whole) else ()
    return Canonical(text=document.text, origin="inferred", witnesses=witnesses)


def write(
    document: Document,
    units: Sequence[Unit],
    nodes: Sequence[int],
    walk: Sequence[int],
    arrangement: Arrangement,
    options: Options,
) -> Canonical:
    """The canonical of an arrangement of the units in `walk`.

    Each node is written as one of its units has it: the one that is followed by the next
    node's text, so that white space stays as scraped; else the first.
    """
    copies: dict[int, list[int]] = defaultdict(list)
    for unit, node in enumerate(nodes):
        copies[node].append(unit)
    pieces: list[str] = []
    witnesses: list[Witness] = []
    starts: dict[int, int] = {}
    length = 0
    for node, after in zip(arrangement.order, [*arrangement.order[1:], -1], strict=True):
        piece = units[_reading(copies[node], nodes, after)].span.of(document.text)
        span = Span(length, length + len(piece))
        witnesses += [Witness(span, units[unit].span, document.siglum) for unit in copies[node]]
        pieces.append(piece)
        starts[node] = length
        length = span.end
    return Canonical(
        text="".join(pieces),
        origin="inferred",
        joins=_joins(arrangement, [units[unit] for unit in walk], starts, document.text),
        witnesses=tuple(witnesses),
        streams=len(set(arrangement.labels)),
    )


def _reading(copies: Sequence[int], nodes: Sequence[int], after: int) -> int:
    followed = (u for u in copies if u + 1 < len(nodes) and nodes[u + 1] == after)
    return next(followed, copies[0])


def _joins(
    arrangement: Arrangement, walked: Sequence[Unit], starts: dict[int, int], text: str
) -> tuple[Join, ...]:
    """The seams that no copy shows, and those that another arrangement would cut."""
    rivals = _rivals(arrangement)
    joins = []
    for at, (left, right) in enumerate(
        zip(arrangement.order, arrangement.order[1:], strict=False)
    ):
        others = rivals.get((left, right), {})
        confidence = 1.0 / (1.0 + sum(others.values()))
        shown = arrangement.witnessed(left, right)
        if shown and confidence >= _SHOWN_AS_SURE:
            continue
        best = sorted(others, key=lambda node: (-others[node], node))[:_ALTERNATIVES]
        quotes = tuple(_quote(walked[arrangement.places[n][0]].span.of(text)) for n in best)
        evidence = _words(arrangement, at, shown)
        joins.append(Join(starts[right], round(confidence, 4), evidence, quotes))
    return tuple(joins)


def _rivals(arrangement: Arrangement) -> dict[tuple[int, int], dict[int, float]]:
    """For each seam, what would follow instead in arrangements nearly as good: node -> weight.

    The weight is the odds against the best arrangement; -1 stands for the end of the text.
    """
    present = set(zip(arrangement.order, arrangement.order[1:], strict=False))
    rivals: dict[tuple[int, int], dict[int, float]] = defaultdict(dict)
    for zone in arrangement.zones():
        for move in arrangement.moves(zone):
            if move.cost > _HOPELESS:
                continue
            order = arrangement.order_after(move)
            follows = dict(zip(order, order[1:], strict=False))
            weight = exp(-max(0.0, move.cost))
            for left, right in present:
                other = follows.get(left, -1)
                if other != right and other >= 0:
                    seen = rivals[left, right].get(other, 0.0)
                    rivals[left, right][other] = max(seen, weight)
    return rivals


def _words(arrangement: Arrangement, at: int, shown: bool) -> tuple[str, ...]:
    clues = arrangement.evidence.clues(*arrangement.seam(arrangement.order, at))
    words = [clue.words for clue in clues if abs(clue.weight) >= 0.3][:3]
    copies = "one copy shows this order" if shown else "no copy shows these two side by side"
    return (*words, copies)


def _quote(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTE else line[: _QUOTE - 1] + "…"
