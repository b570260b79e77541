"""What a scrape comes apart into: streams, nodes, an order; and the texts that it has again.

A text that stands twice is usually shown by two copies. That the document itself has it twice
is rarer, the rarer the longer the text is: such twins are nodes of their own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from auditor.canonical.woven.copies.refrains import copies_of
from auditor.canonical.woven.weights import WEIGHTS


@dataclass(frozen=True, slots=True)
class Decomposition:
    """`labels[u]` is the stream of unit u, `nodes[u]` its node; `order` lists the nodes in
    canonical order. A text that the document has twice has two nodes.
    """

    labels: tuple[int, ...]
    nodes: tuple[int, ...]
    order: tuple[int, ...]
    cost: float


def is_whole(found: Decomposition) -> bool:
    """The order has every node of the units, each once, and no stream goes back in it."""
    place = {node: at for at, node in enumerate(found.order)}
    if len(place) < len(found.order) or place.keys() != set(found.nodes):
        return False
    last: dict[int, int] = {}
    for label, node in zip(found.labels, found.nodes, strict=True):
        if place[node] <= last.get(label, -1):
            return False
        last[label] = place[node]
    return True


def said_twice(weight: float) -> float:
    """Nats for a text of that information that the document has again."""
    return WEIGHTS.said_twice + WEIGHTS.said_twice_longer * weight


def said_again(found: Decomposition, texts: Sequence[int], weights: Sequence[float]) -> float:
    """Nats for all texts that the document has again.

    `texts` and `weights` are the text and the information of each unit.
    """
    counts = Counter(texts)
    copies = copies_of(counts, texts, weights)
    pairs = Counter(pairwise(texts))
    known: dict[int, set[int]] = defaultdict(set)
    cost, was_again = 0.0, False
    for unit, (text, node) in enumerate(zip(texts, found.nodes, strict=True)):
        again = bool(known[text]) and node not in known[text]
        if again and len(known[text]) < -(-counts[text] // copies):
            cost += WEIGHTS.expected_again
        elif again:
            goes_on = was_again and found.labels[unit] == found.labels[unit - 1]
            linked = goes_on and pairs[texts[unit - 1], text] > 1
            cost += WEIGHTS.expected_again if linked else said_twice(weights[unit])
        known[text].add(node)
        was_again = again
    return cost


def join_twins(found: Decomposition, texts: Sequence[str]) -> Decomposition:
    """One node for neighbours in the order that have the same text and no stream in common.

    The same decomposition where there are none. `texts` are those of the units.
    """
    streams: dict[int, set[int]] = defaultdict(set)
    text_of: dict[int, str] = {}
    for label, node, text in zip(found.labels, found.nodes, texts, strict=True):
        streams[node].add(label)
        text_of.setdefault(node, text)
    order: list[int] = []
    home: dict[int, int] = {}
    for node in found.order:
        before = order[-1] if order else None
        if (
            before is not None
            and text_of[before] == text_of[node]
            and streams[before].isdisjoint(streams[node])
        ):
            home[node] = before
            streams[before] |= streams[node]
        else:
            order.append(node)
    if not home:
        return found
    nodes = tuple([home.get(node, node) for node in found.nodes])
    return replace(found, nodes=nodes, order=tuple(order))
