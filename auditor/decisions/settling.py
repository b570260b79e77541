"""What an editor decided on open passages, as the order of an inferred canonical text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from auditor.decisions.matching import Dense, Matched, findings, match
from auditor.decisions.ordering import OPEN, Order, arranged, bounds, order_of, passage_of, stuck
from auditor.decisions.pieces import cut_at
from auditor.errors import InputError
from auditor.model import (
    Canonical,
    Choice,
    Decision,
    Decisions,
    Finding,
    Rearrangement,
    Rule,
    Span,
)

_DECIDING = ("accept", "order")


def rearrangement(
    canonical: Canonical, open_findings: Sequence[Finding], decisions: Decisions, scrape: str
) -> Rearrangement:
    """The order that the decisions give the canonical text.

    `open_findings` are its AUD501; `accept` settles the place that the passage has, `order`
    another. Orders are stale that cannot be made alone, move the same text, or wait for each
    other, and those whose anchor is not in the `scrape` any more: nothing of them is done.
    """
    ours = tuple(
        decision
        for decision in decisions.decisions
        if decision.rule == OPEN and decision.action in _DECIDING
    )
    if not ours:
        return Rearrangement((), ())
    matched = match(replace(decisions, decisions=ours), open_findings, scrape)
    named = {decision.fingerprint: passage_of(finding) for decision, finding in matched.matched}
    gone = {decision.fingerprint for decision in matched.stale if decision.anchor is not None}
    made = _made(canonical, [d for d in ours if d.fingerprint not in gone], named)
    fitting = _apart(made)
    pieces = cut_at(Span(0, len(canonical.text)), bounds(fitting))
    waiting = stuck(pieces, fitting)
    fitting = [order for order in fitting if order not in waiting]
    followed = tuple(sorted(order.fingerprint for order in fitting))
    # What is accepted and no longer open needs no decision.
    needless = {d.fingerprint for d in ours if d.action == "accept"} - set(named) - gone
    return Rearrangement(
        pieces=tuple(pieces[at] for at in arranged(pieces, fitting)),
        passages=tuple(order.passage for order in fitting),
        followed=followed,
        stale=tuple(
            decision.fingerprint
            for decision in ours
            if decision.fingerprint not in needless and decision.fingerprint not in followed
        ),
    )


def stale(canonical: Canonical, decisions: Decisions, rules: Mapping[str, Rule]) -> list[Finding]:
    """AUD904 for each decision that the reading could not follow, if it is one of `rules`."""
    lost = tuple(d for d in decisions.decisions if d.fingerprint in canonical.stale)
    return list(findings(Matched(stale=lost), rules))


def without_order(decisions: Decisions, canonical: Canonical) -> Decisions:
    """The decisions that a reading has not dealt with."""
    done = {*canonical.followed, *canonical.stale}
    left = tuple(d for d in decisions.decisions if d.fingerprint not in done)
    return replace(decisions, decisions=left)


def _made(
    canonical: Canonical, decisions: Sequence[Decision], named: Mapping[str, Span | None]
) -> list[Order]:
    """The orders that can be made, each by itself, by passage."""
    dense = Dense(canonical.text)
    choices = {choice.passage: choice for choice in canonical.choices}
    orders = (_one(dense, each, named.get(each.fingerprint), choices) for each in decisions)
    found = [order for order in orders if order is not None and len(order.passage)]
    return sorted(found, key=lambda order: (order.passage, order.fingerprint))


def _one(
    dense: Dense, decision: Decision, passage: Span | None, choices: Mapping[Span, Choice]
) -> Order | None:
    if decision.action == "accept":
        return Order(passage, passage.start, decision.fingerprint) if passage else None
    try:
        return order_of(dense, decision, passage, choices)
    except InputError:
        return None


def _apart(orders: Sequence[Order]) -> list[Order]:
    """Those of the orders that move no text of another; they come by passage."""
    both = {
        order
        for one, other in pairwise(orders)
        if other.passage.start < one.passage.end
        for order in (one, other)
    }
    return [order for order in orders if order not in both]
