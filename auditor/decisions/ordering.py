"""The order that an editor chose: passages of the canonical text behind other places of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NoReturn

from auditor.decisions.matching import Dense, squeeze
from auditor.decisions.pieces import cut_at
from auditor.errors import InputError
from auditor.model import Canonical, Choice, Decision, Decisions, Finding, Quote, Span

OPEN = "AUD501"  # ambiguous-order: the one rule whose repair is an order


@dataclass(frozen=True, slots=True)
class Order:
    """`passage` belongs behind the character before `place`; both count in the canonical."""

    passage: Span
    place: int
    fingerprint: str


def ordered(canonical: str, decisions: Decisions) -> str:
    """The canonical text with the passages where an editor put them.

    Passages and places are known by their quotes alone. Raises InputError where a quote is not
    in the text or stands several times, and where orders wait for each other.
    """
    found = orders(Canonical(canonical, "given"), (), decisions)
    pieces = cut_at(Span(0, len(canonical)), bounds(found))
    return "".join(pieces[at].of(canonical) for at in arranged(pieces, found))


def orders(
    canonical: Canonical, findings: Sequence[Finding], decisions: Decisions
) -> tuple[Order, ...]:
    """The orders that were decided, by passage.

    The finding tells which passage is meant where its words stand twice, and the canonical's
    choices which place. Raises InputError as `ordered` does.
    """
    dense = Dense(canonical.text)
    named = meant(canonical, findings, decisions)
    choices = {choice.passage: choice for choice in canonical.choices}
    found = [
        order_of(dense, decision, named.get(decision.fingerprint), choices)
        for decision in decisions.decisions
        if decision.action == "order"
    ]
    found.sort(key=lambda order: (order.passage, order.fingerprint))
    for one, other in pairwise(found):
        if other.passage.start < one.passage.end:
            raise InputError(
                f"the orders {one.fingerprint} and {other.fingerprint} move the same text; "
                "keep one of them"
            )
    return tuple(found)


def meant(
    canonical: Canonical, findings: Iterable[Finding], decisions: Decisions
) -> dict[str, Span]:
    """The passages that findings and decisions speak of, by fingerprint.

    A reading that follows a decision has no finding for it any more: there the passage is that
    of a choice without another place, if one has the words of the decision.
    """
    named = {
        finding.fingerprint: passage
        for finding in findings
        if finding.rule == OPEN and (passage := passage_of(finding)) is not None
    }
    made = [choice.passage for choice in canonical.choices if not choice.places]
    for decision in decisions.decisions:
        deciding = decision.rule == OPEN and decision.action in ("accept", "order")
        if deciding and decision.fingerprint not in named:
            fit = [passage for passage in made if _begins(decision, passage.of(canonical.text))]
            if len(fit) == 1:
                named[decision.fingerprint] = fit[0]
    return named


def _begins(decision: Decision, text: str) -> bool:
    """Whether a text begins with the words that a decision is about, or they with it."""
    words = decision.place or (decision.anchor.exact if decision.anchor else "")
    one, other = squeeze(words), squeeze(text)
    return bool(one) and (one.startswith(other) or other.startswith(one))


def confirmed(named: Mapping[str, Span], decisions: Decisions) -> tuple[Order, ...]:
    """The open passages whose place is accepted as the canonical has it, by passage.

    `named` as `meant` gives them. Of passages that overlap, the first; such orders move nothing
    in the canonical.
    """
    passages = sorted(
        (named[decision.fingerprint], decision.fingerprint)
        for decision in decisions.decisions
        if decision.rule == OPEN and decision.action == "accept"
        if len(named.get(decision.fingerprint, ()))
    )
    found: list[Order] = []
    for passage, fingerprint in passages:
        if not found or found[-1].passage.end <= passage.start:
            found.append(Order(passage, passage.start, fingerprint))
    return tuple(found)


def order_of(
    dense: Dense, decision: Decision, named: Span | None, choices: Mapping[Span, Choice]
) -> Order:
    """The order that a decision tells; `dense` is the canonical text.

    `named` is the passage that is known to be meant, if there is one, and `choices` are those
    of the canonical. Raises InputError where the order cannot be made.
    """
    passage = _passage(dense, decision, named)
    places = _behind(dense, decision)
    inside = [place for place in places if passage.start < place <= passage.end]
    places = [place for place in places if place not in inside]
    if not places:
        _refuse(decision, "after", decision.after, "stands in the passage itself" if inside else "")
    if len(places) > 1:
        # Its words stand several times; one of the places that the report offers is meant.
        choice = choices.get(passage)
        offered = {passage.start, *(at for at, _ in choice.places)} if choice else set()
        places = [place for place in places if place in offered] or places
    if len(places) > 1:
        _refuse(decision, "after", decision.after, f"stands {len(places)} times there; quote more")
    return Order(passage, places[0], decision.fingerprint)


def _passage(dense: Dense, decision: Decision, named: Span | None) -> Span:
    """The passage with the white space behind it, which goes where it goes."""
    places = [_with_space(dense.original, span) for span in dense.find(_quoted(decision))]
    if named is not None and any(named.start <= place.start < named.end for place in places):
        return named
    if len(places) != 1:
        why = f"stands {len(places)} times there; quote more" if places else ""
        _refuse(decision, "place", decision.place, why)
    return places[0]


def _quoted(decision: Decision) -> Quote:
    exact = decision.place or ""
    if decision.anchor is None:
        return Quote(exact)
    return Quote(exact, decision.anchor.prefix, decision.anchor.suffix)


def passage_of(finding: Finding) -> Span | None:
    """The passage of an AUD501: its first canonical location."""
    return next((at.span for at in finding.locations if at.side == "canonical"), None)


def _behind(dense: Dense, decision: Decision) -> list[int]:
    """The offsets behind the quote `after` and the white space that follows it."""
    if not decision.after:
        return [0]
    spans = dense.find(Quote(decision.after or ""))
    return [_with_space(dense.original, span).end for span in spans]


def _with_space(text: str, span: Span) -> Span:
    end = span.end
    while end < len(text) and text[end].isspace():
        end += 1
    return Span(span.start, end)


def _refuse(decision: Decision, key: str, quote: str | None, why: str) -> NoReturn:
    line = " ".join((quote or "").split())
    shown = line if len(line) <= 30 else f"{line[:15]}…{line[-15:]}"
    raise InputError(
        f"the order {decision.fingerprint} cannot be made: “{shown}” ({key}) "
        f"{why or 'does not stand in the canonical text; quote it as it stands'}"
    )


def bounds(found: Sequence[Order]) -> list[int]:
    """The canonical offsets at which pieces must be cut for the orders, ascending."""
    return sorted({at for o in found for at in (o.passage.start, o.passage.end, o.place)})


def arranged(pieces: Sequence[Span], found: Sequence[Order]) -> list[int]:
    """The numbers of the pieces in the order decided.

    `pieces` are canonical spans, ascending, cut at `bounds`; empty ones belong to the piece
    before. Passages behind one place keep their order. Raises InputError for orders that wait
    for each other.
    """
    result = _free(pieces, found)
    if len(result) < len(pieces):
        marks = " and ".join(order.fingerprint for order in stuck(pieces, found))
        raise InputError(f"the orders {marks} wait for each other; put one behind other text")
    return result


def _free(pieces: Sequence[Span], found: Sequence[Order]) -> list[int]:
    """The numbers of the pieces in the order decided, without those that wait for each other."""
    owner = _owners(pieces, found)
    ends = [piece.end for piece in pieces]
    moved: dict[int, list[int]] = {}  # order -> its pieces; -1: what no order moves
    for at, number in enumerate(owner):
        moved.setdefault(number, []).append(at)
    behind: dict[int, list[int]] = {}  # piece -> the orders whose passages follow it; -1: the head
    for number, order in enumerate(found):
        behind.setdefault(bisect_right(ends, order.place) - 1, []).append(number)

    def following(at: int) -> list[int]:
        """The pieces put behind one, last first."""
        return [piece for n in reversed(behind.get(at, [])) for piece in reversed(moved.get(n, []))]

    result: list[int] = []
    waiting = [*reversed(moved.get(-1, [])), *following(-1)]
    while waiting:
        at = waiting.pop()
        result.append(at)
        waiting += following(at)
    return result


def stuck(pieces: Sequence[Span], found: Sequence[Order]) -> tuple[Order, ...]:
    """The orders that wait for each other: each puts its passage behind that of another."""
    owner = _owners(pieces, found)
    free = {owner[at] for at in _free(pieces, found)}
    return tuple(found[number] for number in sorted(set(owner) - free))


def moved_by(pieces: Sequence[Span], found: Sequence[Order]) -> list[Order | None]:
    """For each piece, as in `arranged`, the order that moves it."""
    return [found[number] if number >= 0 else None for number in _owners(pieces, found)]


def _owners(pieces: Sequence[Span], found: Sequence[Order]) -> list[int]:
    """For each piece the number of the order that moves it, or -1."""
    starts = [order.passage.start for order in found]
    owners: list[int] = []
    for at, piece in enumerate(pieces):
        number = bisect_right(starts, piece.start) - 1
        if number >= 0 and piece.start >= found[number].passage.end:
            number = -1
        if not len(piece):
            # Scraped characters that the canonical lacks go with what stands before them.
            number = owners[at - 1] if at and pieces[at - 1].end == piece.start else -1
        owners.append(number)
    return owners
