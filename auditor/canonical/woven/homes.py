"""Blocks that were put in, and how sure it is at which of their places they are at home."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, isfinite

from auditor.canonical.weights import WEIGHTS as TOLD
from auditor.canonical.woven.copies.chains import CopyChain, Kind
from auditor.model import Choice, Span


@dataclass(frozen=True, slots=True)
class Home:
    """Units `first` to `last` (half-open), and the units that they stand before elsewhere, each
    with the nats by which they fit less there.
    """

    first: int
    last: int
    others: tuple[tuple[int, float], ...]


def homes(chains: Sequence[CopyChain]) -> list[Home]:
    """The homes of the blocks among the chains of copies."""
    others: dict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
    for chain in chains:
        if chain.kind is Kind.BLOCK and isfinite(chain.odds):
            sides = [(pair.left, pair.right) for pair in chain.pairs]
            at_home = [side[1 - chain.alien] for side in sides]
            others[at_home[0], at_home[-1] + 1].append((sides[0][chain.alien], chain.odds))
    return [Home(*span, tuple(found)) for span, found in sorted(others.items())]


def choices(found: Sequence[Home], nodes: Sequence[int], spans: Mapping[int, Span]) -> list[Choice]:
    """A choice for each block that may well be at home elsewhere.

    `spans` are those of the nodes in the canonical text.
    """
    chosen = []
    for home in found:
        inside = [nodes[unit] for unit in range(home.first, home.last)]
        passage = Span(spans[inside[0]].start, spans[inside[-1]].end)
        odds: dict[int, float] = defaultdict(float)
        for unit, nats in home.others:
            before = next((at for at in range(unit - 1, -1, -1) if nodes[at] not in inside), None)
            odds[spans[nodes[before]].end if before is not None else 0] += exp(-nats)
        total = 1.0 + sum(odds.values())
        if total * TOLD.shown_as_sure <= 1.0:
            continue
        likeliest = sorted(odds, key=lambda at: (-odds[at], at))[: TOLD.alternatives]
        places = [(at, round(odds[at] / total, 4)) for at in likeliest]
        told = f"{len(home.others) + 1} places of the scrape have it, here it fits best"
        offered = tuple(place for place in places if place[1] >= TOLD.unlikely_place)
        chosen.append(Choice(passage, round(1.0 / total, 4), offered, (told,)))
    return chosen
