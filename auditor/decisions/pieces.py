"""The scrape and what it lacks, cut into pieces that each have one fate."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from auditor.decisions.claims import Claims
from auditor.model import Audit, Block, Change, Span

_CELLS = 100_000_000  # characters × characters that are compared one by one; 25 MB


@dataclass(slots=True)
class Piece:
    """A stretch of the scrape, of the canonical, or of both where they answer each other.

    `canonical` is None for text without a place of its own there: repeated and inserted.
    `block` is None for what the scrape lacks; its `scrape` is empty. `differs`: the two sides
    don't read the same. `claims`: what may be done to it, and the finding that says so, or None
    where no finding does.
    """

    block: Block | None
    scrape: Span
    canonical: Span | None
    differs: bool = False
    claims: dict[Change, str | None] = field(default_factory=dict)


Stretch = tuple[Span, Span]


def pieces_of(audit: Audit, claims: Claims, bounds: Sequence[int]) -> tuple[list[Piece], list[int]]:
    """All pieces, those of the scrape first and in its order; and the numbers of those that
    have a canonical span, in the order of the canonical.

    They are cut at the ends of claims, and at the canonical `bounds`. The blocks must tile the
    scrape, and no canonical character be in two kept or moved blocks.
    """
    scraped = claims.scraped_bounds
    canonical = sorted({*bounds, *claims.canonical_bounds})
    pieces: list[Piece] = []
    homes: list[tuple[Span, range]] = []
    for block in audit.alignment.blocks:
        first = len(pieces)
        if block.canonical is None or block.role in ("repeated", "inserted"):
            pieces += _to_drop(audit, block, claims)
            continue
        for stretch in _stretches(audit, block):
            pieces += _cut(audit, block, stretch, scraped, canonical)
        homes.append((block.canonical, range(first, len(pieces))))
    order = _with_gaps(audit, pieces, sorted(homes, key=lambda home: home[0]), canonical)
    for piece in pieces:
        _claim(piece, claims)
    _claim_gaps(pieces, order, claims)
    return pieces, order


def _to_drop(audit: Audit, block: Block, claims: Claims) -> list[Piece]:
    """A repeated or inserted block, cut where a claim on it ends; but not before white space."""
    text = audit.document.text
    spans: list[Span] = []
    for span in cut_at(block.scrape, claims.scraped_bounds):
        if spans and not span.of(text).strip():
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return [Piece(block, span, None) for span in spans]


def _stretches(audit: Audit, block: Block) -> Iterator[Stretch]:
    """A block as its edits and what lies between them, which may differ in white space."""
    assert block.canonical is not None
    at, reading = block.scrape.start, block.canonical.start
    for edit in block.edits:
        before = Span(at, edit.scrape.start), Span(reading, edit.canonical.start)
        yield from _differences(audit, *before)
        yield edit.scrape, edit.canonical
        at, reading = edit.scrape.end, edit.canonical.end
    yield from _differences(audit, Span(at, block.scrape.end), Span(reading, block.canonical.end))


def _differences(audit: Audit, scrape: Span, canonical: Span) -> Iterator[Stretch]:
    """What is the same in comparison form, in stretches that are the same or differ wholly."""
    here, there = scrape.of(audit.document.text), canonical.of(audit.canonical.text)
    if here == there or len(here) * len(there) > _CELLS:
        if here or there:
            yield scrape, canonical
        return
    for step in Levenshtein.opcodes(here, there):
        yield (
            Span(scrape.start + step.src_start, scrape.start + step.src_end),
            Span(canonical.start + step.dest_start, canonical.start + step.dest_end),
        )


def _cut(
    audit: Audit,
    block: Block,
    stretch: Stretch,
    scraped: Sequence[int],
    canonical: Sequence[int],
) -> Iterator[Piece]:
    """A stretch cut at bounds of either side; both sides go on in step while they last."""
    here, there = stretch
    steps = {at - here.start for at in within(here, scraped)}
    steps |= {at - there.start for at in within(there, canonical)}
    edges = [0, *sorted(steps), max(len(here), len(there))]
    for low, high in pairwise(edges):
        scrape, reading = _part(here, low, high), _part(there, low, high)
        differs = scrape.of(audit.document.text) != reading.of(audit.canonical.text)
        yield Piece(block, scrape, reading, differs)


def _part(span: Span, low: int, high: int) -> Span:
    return Span(min(span.start + low, span.end), min(span.start + high, span.end))


def _with_gaps(
    audit: Audit,
    pieces: list[Piece],
    homes: Sequence[tuple[Span, range]],
    bounds: Sequence[int],
) -> list[int]:
    """Adds what no block has of the canonical; gives the numbers in the canonical's order."""
    order: list[int] = []
    end = len(audit.document.text)
    done = 0
    for home, numbers in [*homes, (Span(len(audit.canonical.text), 0), range(0))]:
        if home.start > done:
            for span in cut_at(Span(done, home.start), bounds):
                order.append(len(pieces))
                pieces.append(Piece(None, Span(end, end), span, differs=True))
        order += numbers
        done = max(done, home.end)
    return order


def _claim(piece: Piece, claims: Claims) -> None:
    """Says what may be done to a piece of the scrape."""
    block = piece.block
    if block is None:
        return
    place = piece.scrape.start
    if not len(piece.scrape) and place > block.scrape.start:
        place -= 1  # a place between two characters belongs to the one before
    if piece.canonical is None:
        drop: Change = "repeated" if block.role == "repeated" else "inserted"
        piece.claims[drop] = claims.on(place, drop, block.chain)
    if block.role == "moved":
        piece.claims["moved"] = claims.on(place, "moved", block.chain)
    if piece.canonical is not None and piece.differs:
        piece.claims["edited"] = piece.claims.get("moved") or claims.on(place, "edited")
    removed = claims.on(place, "removed")
    if removed is not None and block.role != "inserted":
        piece.claims["removed"] = removed


def _claim_gaps(pieces: Sequence[Piece], order: Sequence[int], claims: Claims) -> None:
    """What is missing: claimed by a finding on it, else by one on the text beside it."""
    for at, number in enumerate(order):
        piece = pieces[number]
        if piece.block is not None or piece.canonical is None:
            continue
        owner = claims.on_missing(piece.canonical.start)
        beside = (*reversed(order[max(0, at - 1) : at]), *order[at + 1 : at + 2])
        for other in (pieces[n] for n in beside):
            if owner is None and other.block is not None:
                place = max(other.scrape.end - 1, other.block.scrape.start)
                owner = claims.on(place, "missing")
        piece.claims["missing"] = owner


def within(span: Span, bounds: Sequence[int]) -> Sequence[int]:
    """Those of the ascending bounds that lie inside the span."""
    return bounds[bisect_right(bounds, span.start) : bisect_left(bounds, span.end)]


def cut_at(span: Span, bounds: Sequence[int]) -> list[Span]:
    """The span in parts that end at the bounds inside it; none for an empty span."""
    edges = [span.start, *within(span, bounds), span.end]
    return [Span(a, b) for a, b in pairwise(edges) if b > a]
