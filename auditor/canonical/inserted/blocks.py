"""Blocks that stand again where they don't belong, in a text that is no copies otherwise.

A passage that a text says twice by right is at home at both places: what stands before it and
behind it fits. One that was put in parts what fits together. The place that it parts least is
its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log

from auditor.canonical.evidence.wording import CONTEXT, Evidence, Passage
from auditor.canonical.inserted.fits import Fits
from auditor.canonical.inserted.weights import WEIGHTS
from auditor.repeats.weights import WEIGHTS as REPEATS


@dataclass(frozen=True, slots=True)
class Block:
    """`length` units that stand at `home` by right, and at `others` too.

    `odds` are the nats by which each of the others fits less than the home. `torn` are (unit at
    home, unit elsewhere) where more was copied than whole units: the second is the end, or the
    beginning, of the first.
    """

    home: int
    others: tuple[int, ...]
    length: int
    odds: tuple[float, ...] = ()
    torn: tuple[tuple[int, int], ...] = ()


Group = tuple[list[int], int]  # the places of a block, and its units
Damage = Callable[[range], float | None]
UNLIKELY = log(REPEATS.meant / (1 - REPEATS.meant))


def misplaced(
    runs: Sequence[tuple[int, int, int]],
    texts: Sequence[int],
    weights: Sequence[float],
    evidence: Evidence,
    damage: Damage,
) -> list[Block]:
    """The blocks that were put in, each at home where it fits best.

    `runs` are (unit, how far its copy is, how many), longest first. `texts` numbers the texts of
    the units, `weights` gives their information; `damage` is the probability that what stands
    again at some units is a copy.
    """
    told = [
        (group, _judged(*group, damage))
        for group in _groups(runs, texts)
        if _weight(*group, weights) >= REPEATS.told_from
    ]
    likely = [(group, judged) for group, judged in told if judged > UNLIKELY]
    blocks: list[Block] = []
    for _ in range(2):  # the second time without the copies that the first has told of
        fits = Fits(evidence, _copies(blocks))
        blocks = [
            _block(*group, fits)
            for group, judged in likely
            if fits.damage(fits.at(*group), judged) >= WEIGHTS.put_in
        ]
    return blocks


def _judged(places: Sequence[int], length: int, damage: Damage) -> float:
    """The log-odds that the later places are copies, on average."""
    told = [damage(range(place, place + length)) for place in places[1:]]
    odds = [UNLIKELY if each is None else log(each / (1 - each)) for each in told]
    return sum(odds) / len(odds)


def are_few(
    runs: Sequence[tuple[int, int, int]], texts: Sequence[int], weights: Sequence[float]
) -> bool:
    """Whether nearly all that stands again is a few blocks, and less than half of the text.

    Copies that are woven together stand again in many short runs.
    """
    groups = [(places, length) for places, length in _groups(runs, texts) if length > 1]
    long = sum(len(places) * _weight(places, length, weights) for places, length in groups)
    again = Counter(texts)
    total = sum(weight for text, weight in zip(texts, weights, strict=True) if again[text] > 1)
    half = 2 * total < sum(weights)
    return half and long >= WEIGHTS.nearly_all * total


def _copies(blocks: Sequence[Block]) -> set[int]:
    return {
        unit
        for block in blocks
        for other in block.others
        for unit in range(other, other + block.length)
    }


def _block(places: Sequence[int], length: int, fits: Fits) -> Block:
    odds = [fit.odd for fit in fits.at(places, length)]
    home = places[min(range(len(places)), key=odds.__getitem__)]
    others = tuple(place for place in places if place != home)
    nats = tuple(each - min(odds) for each, at in zip(odds, places, strict=True) if at != home)
    block = Block(home, others, length, nats)
    return replace(block, torn=tuple(_torn(block, fits.evidence.passages)))


def _torn(block: Block, passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """Units beside the block elsewhere that are a part of the unit beside it at home."""
    inside = range(len(passages))
    taken = {start + at for start in (block.home, *block.others) for at in range(block.length)}
    for other in block.others:
        for step in (-1, block.length):
            home, part = block.home + step, other + step
            if home not in inside or part not in inside or part == home or part in taken:
                continue
            whole, less = passages[home].key, passages[part].key
            goes_on = whole.endswith(less) if step < 0 else whole.startswith(less)
            if goes_on and len(less) < len(whole):
                yield home, part


def _weight(places: Sequence[int], length: int, weights: Sequence[float]) -> float:
    return sum(weights[places[0] : places[0] + length])


def _groups(runs: Sequence[tuple[int, int, int]], texts: Sequence[int]) -> Iterator[Group]:
    """Runs of units with all their places; a unit is in one group only, that of the longest.

    Of a run that some of its places have longer than others, what all have.
    """
    places: dict[int, list[int]] = defaultdict(list)
    for unit, text in enumerate(texts):
        places[text].append(unit)
    often = Counter(texts)
    used: set[int] = set()
    for first, _, length in runs:
        rarest = min(range(first, first + length), key=lambda unit: often[texts[unit]])
        known = [unit for unit in places[texts[rarest]] if unit not in used]
        if len(known) < 2:
            continue
        before, length = together(known, texts, used)
        found = [unit - before for unit in known]
        used.update(unit for start in found for unit in range(start, start + length))
        yield found, length


def together(places: Sequence[int], texts: Sequence[int], used: Collection[int]) -> tuple[int, int]:
    """The block around units with one text that stands at all the `places`, ascending.

    How many units it has before them, and how many in all: no more than stand between two
    places, and none that is `used`.
    """
    apart = min(b - a for a, b in pairwise(places))
    before, behind = 0, 1

    def alike(step: int) -> bool:
        if places[0] + step < 0 or places[-1] + step >= len(texts):
            return False
        text = texts[places[0] + step]
        return all(texts[at + step] == text and at + step not in used for at in places)

    while behind < apart and alike(behind):
        behind += 1
    while before + behind < apart and alike(-before - 1):
        before += 1
    return before, before + behind


def out_of_place(first: int, last: int, evidence: Evidence) -> float:
    """Log-odds that units `first` to `last` were put where they stand."""
    left = range(max(0, first - CONTEXT), first)
    right = range(last + 1, min(len(evidence.passages), last + 1 + CONTEXT))
    inside = range(first, last + 1)
    if not left or not right:
        return 0.0
    without = evidence.affinity(left, right)
    before = evidence.affinity(left, inside[:CONTEXT])
    return without - before - evidence.affinity(inside[-CONTEXT:], right)
