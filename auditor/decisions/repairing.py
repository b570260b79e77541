"""Decisions applied to the scrape: a new text, and where each character of it came from.

Text stands as scraped unless a decision accepts another reading. What is moved or put in
stands directly behind the text that the canonical has before it; all else keeps its order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from auditor.decisions.claims import Claims
from auditor.decisions.ordering import Order, arranged, bounds, confirmed, meant, moved_by, orders
from auditor.decisions.pieces import Piece, pieces_of
from auditor.model import Audit, Change, Decisions, Dropped, Placed, Repair, Span

_DROPPING: tuple[Change, ...] = ("removed", "repeated", "inserted")

# What is done to a piece, and the decision that does it (None: no single one).
Done = dict[Change, str | None]


def repair(audit: Audit, decisions: Decisions) -> Repair:
    """The document of an audit as the decisions have it.

    `accept` takes the canonical's reading of what the finding speaks of, `order` moves a
    passage; whatever else, and whatever no decision speaks of, stays as scraped. A difference
    that no finding speaks of is repaired when every finding that speaks of one is accepted.
    Decisions that fit no finding do nothing. Raises InputError for orders that cannot be made.
    """
    ways = orders(audit.canonical, audit.findings, decisions)
    accepted = _accepted(audit, decisions)
    stays = confirmed(meant(audit.canonical, audit.findings, decisions), decisions)
    claims = Claims(audit.findings, audit.alignment, audit.document.text)
    pieces, canonical = pieces_of(audit, claims, bounds((*ways, *stays)))
    claimed = {owner for piece in pieces for owner in piece.claims.values() if owner is not None}
    everything = bool(claimed) and claimed <= accepted
    done = [_done(piece, accepted, everything=everything) for piece in pieces]
    spans = [_canonical(pieces[number]) for number in canonical]
    for found in (stays, ways):  # an order has the last word
        for number, order in zip(canonical, moved_by(spans, found), strict=True):
            if order is not None:
                done[number]["ordered"] = order.fingerprint
    sequence = [canonical[at] for at in _arrangement(spans, ways)]
    written = _sequence(pieces, done, sequence)
    return _repair(audit, pieces, done, written)


def _accepted(audit: Audit, decisions: Decisions) -> frozenset[str]:
    rules = {finding.fingerprint: finding.rule for finding in audit.findings}
    return frozenset(
        decision.fingerprint
        for decision in decisions.decisions
        if decision.action == "accept" and rules.get(decision.fingerprint) == decision.rule
    )


def _done(piece: Piece, accepted: frozenset[str], *, everything: bool) -> Done:
    return {
        change: owner
        for change, owner in piece.claims.items()
        if owner in accepted or (owner is None and everything)
    }


def _canonical(piece: Piece) -> Span:
    assert piece.canonical is not None
    return piece.canonical


def _arrangement(spans: Sequence[Span], ways: Sequence[Order]) -> Iterable[int]:
    return arranged(spans, ways) if ways else range(len(spans))


def _sequence(
    pieces: Sequence[Piece], done: Sequence[Done], canonical: Iterable[int]
) -> Iterator[int]:
    """The numbers of the pieces that the repaired text has, in its order.

    What stays comes as scraped; behind each piece come those that are put there: the movers
    that follow it in the canonical.
    """
    there = [number for number in canonical if not _is_gone(pieces[number], done[number])]
    following = dict(zip([None, *there], there, strict=False))

    def movers(at: int | None) -> Iterator[int]:
        while (next_one := following.get(at)) is not None and _moves(pieces, done, next_one):
            yield next_one
            at = next_one

    yield from movers(None)
    for number, piece in enumerate(pieces):
        gone = _is_gone(piece, done[number])
        if piece.block is None or gone or _moves(pieces, done, number):
            continue
        yield number
        if piece.canonical is not None:
            yield from movers(number)


def _is_gone(piece: Piece, done: Done) -> bool:
    if piece.block is None:
        return "missing" not in done
    return any(change in done for change in _DROPPING)


def _moves(pieces: Sequence[Piece], done: Sequence[Done], number: int) -> bool:
    return pieces[number].block is None or "moved" in done[number] or "ordered" in done[number]


def _repair(
    audit: Audit, pieces: Sequence[Piece], done: Sequence[Done], written: Iterable[int]
) -> Repair:
    texts: list[str] = []
    placed: list[Placed] = []
    length = 0
    for number in written:
        part = _placed(pieces[number], done[number], length)
        source = audit.document.text if part.side == "scrape" else audit.canonical.text
        texts.append(part.span.of(source))
        length = part.output.end
        if len(part.output):
            _append(placed, part)
    dropped = [
        drop
        for piece, what in zip(pieces, done, strict=True)
        if (drop := _dropped(piece, what)) is not None
    ]
    return Repair("".join(texts), tuple(placed), tuple(_merged(dropped)))


def _placed(piece: Piece, done: Done, at: int) -> Placed:
    """A piece in the output, which it continues at `at`."""
    order: tuple[Change, ...] = ("missing", "edited", "ordered", "moved")
    change = next((change for change in order if change in done), None)
    side, span = "scrape", piece.scrape
    if change in ("missing", "edited"):
        side, span = "canonical", _canonical(piece)
    output = Span(at, at + len(span))
    return Placed(output, side, span, change, done[change] if change else None)  # type: ignore[arg-type]  # one of the two sides


def _append(placed: list[Placed], part: Placed) -> None:
    """Adds a part; one that goes on where the last ends, by the same decision, is joined to it."""
    last = placed[-1] if placed else None
    if last is not None and last.span.end == part.span.start:
        joined = replace(
            part,
            output=Span(last.output.start, part.output.end),
            span=Span(last.span.start, part.span.end),
        )
        if replace(joined, output=last.output, span=last.span) == last:
            placed[-1] = joined
            return
    placed.append(part)


def _dropped(piece: Piece, done: Done) -> Dropped | None:
    """What of a piece the output lacks."""
    if not len(piece.scrape):
        return None
    drops: tuple[Change, ...] = (*_DROPPING, "edited")
    change = next((change for change in drops if change in done), None)
    return Dropped(piece.scrape, change, done[change]) if change else None


def _merged(dropped: Iterable[Dropped]) -> list[Dropped]:
    merged: list[Dropped] = []
    for drop in dropped:
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.scrape.end == drop.scrape.start
            and (last.change, last.decision) == (drop.change, drop.decision)
        ):
            merged[-1] = replace(last, scrape=Span(last.scrape.start, drop.scrape.end))
        else:
            merged.append(drop)
    return merged
