"""A scrape taken as one text in its own order, into which passages of it were put again.

The other explanation of what stands twice: not copies that were woven together, but one copy
with blocks of it elsewhere too. It moves nothing, so it is the one to believe until another
order explains the scrape much better.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from auditor.canonical.evidence.wording import Evidence
from auditor.canonical.inserted.blocks import out_of_place, together
from auditor.canonical.woven.search.decomposition import Decomposition
from auditor.canonical.woven.settling.arrangement import Arrangement
from auditor.canonical.woven.weights import WEIGHTS


@dataclass(frozen=True, slots=True)
class _Block:
    """`length` units that stand at all of `starts`, and are at `home` at one of them."""

    starts: tuple[int, ...]
    home: int
    length: int


def as_scraped(nodes: Sequence[int], evidence: Evidence, most: float) -> Arrangement | None:
    """The units in the order of the scrape, each copy but the one that fits best left out.

    `nodes` are equal for units that are copies of each other. A block that was put in is a
    stream of its own; what can't be told from what the text says twice by right stays twice.
    None, if it costs more than `most`; the homes of the blocks are looked for in what is near.
    A long text is not looked at: what was put in is a small part of it, and not taken for woven.
    """
    if len(nodes) > WEIGHTS.longest_as_scraped:
        return None
    blocks = list(_blocks(_numbered(nodes, evidence), evidence))
    best = _arranged(blocks, nodes, evidence)
    if best.cost > most + WEIGHTS.better_homes:
        return None
    for at, block in enumerate(blocks[: WEIGHTS.homes_tried]):
        for start in block.starts[: WEIGHTS.homes_tried]:
            blocks[at] = replace(block, home=start)
            other = _arranged(blocks, nodes, evidence)
            if other.cost < best.cost:
                best, block = other, blocks[at]
        blocks[at] = block
    return best if best.cost <= most else None


def _arranged(blocks: Sequence[_Block], nodes: Sequence[int], evidence: Evidence) -> Arrangement:
    labels, homes = [0] * len(nodes), list(range(len(nodes)))
    stream = 0
    for block in blocks:
        for start in block.starts:
            stream += start != block.home
            for at in range(block.length if start != block.home else 0):
                labels[start + at], homes[start + at] = stream, block.home + at
    kept = [unit for unit, label in enumerate(labels) if not label]
    heads = {nodes[unit]: unit for unit in reversed(kept)}
    own = {unit: nodes[unit] if heads[nodes[unit]] == unit else -unit - 1 for unit in kept}
    found = tuple(own[_home(unit, homes)] for unit in range(len(nodes)))
    order = tuple(own[unit] for unit in kept)
    return Arrangement(Decomposition(tuple(labels), found, order, 0.0), evidence)


def _home(unit: int, homes: Sequence[int]) -> int:
    """Where the copy stands that is kept; what is at home in a block may be put in with it."""
    while homes[unit] != unit:
        unit = homes[unit]
    return unit


def _numbered(nodes: Sequence[int], evidence: Evidence) -> list[int]:
    """Equal numbers for equal texts, and for copies with noise between them."""
    number: dict[str, int] = {}
    return [
        number.setdefault(passage.key, node)
        for passage, node in zip(evidence.passages, nodes, strict=True)
    ]


def _blocks(texts: Sequence[int], evidence: Evidence) -> Iterator[_Block]:
    """All that stands again, in blocks as long as all their places allow."""
    places: dict[int, list[int]] = defaultdict(list)
    for unit, text in enumerate(texts):
        places[text].append(unit)
    often = Counter(texts)
    put_in: set[int] = set()
    for unit in sorted(range(len(texts)), key=lambda unit: (often[texts[unit]], unit)):
        if unit in put_in:
            continue
        known = [place for place in places[texts[unit]] if place not in put_in]
        if len(known) < 2:
            continue
        before, length = together(known, texts, put_in)
        starts = [place - before for place in known]
        odds = {start: out_of_place(start, start + length - 1, evidence) for start in starts}
        home = min(starts, key=lambda start: (odds[start], start))
        for start in starts:
            if start != home:
                put_in.update(range(start, start + length))
        yield _Block(tuple(starts), home, length)
