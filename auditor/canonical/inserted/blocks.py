"""Blocks that stand again where they don't belong, in a text that is no copies otherwise.

A passage that a text says twice by right is at home at both places: what stands before it and
behind it fits. One that was put in parts what fits together. The place that it parts least is
its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp, inf, log

from rapidfuzz import fuzz

from auditor.canonical.evidence.wording import CONTEXT, Evidence, Passage
from auditor.canonical.inserted.fits import Fits
from auditor.canonical.inserted.weights import WEIGHTS
from auditor.repeats.noise import differ_by_noise


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


def misplaced(
    runs: Sequence[tuple[int, int, int]],
    texts: Sequence[int],
    weights: Sequence[float],
    evidence: Evidence,
) -> list[Block]:
    """The blocks that were put in, and strays.

    `runs` are (unit, how far its copy is, how many), longest first. `texts` numbers the texts of
    the units, `weights` gives their information.
    """
    groups = list(_groups(runs, texts))
    often = [group for group in groups if _is_put_in_often(*group, weights, evidence)]
    parallel = _parallel(groups, evidence.passages)
    passages = [
        group
        for group in groups
        if group in often or (_is_passage(*group, weights) and group not in parallel)
    ]
    found = _put_in(passages, often, weights, Fits(evidence))
    blocks = [_block(*group, Fits(evidence)) for group in found]
    if found:
        fits = Fits(evidence, _copies(blocks))
        found = _put_in(passages, often, weights, fits)
        blocks = [_block(*group, fits) for group in found]
    rest = (group for group in groups if group not in found)
    strays = [
        group
        for group in rest
        if _may_be_strays(*group, weights) and not is_of_items(*group, evidence)
    ]
    told = [(group, _odds(*group, evidence)) for group in strays]
    return blocks + [_stray(*group, odds) for group, odds in told if _are_strays(odds)]


def are_few(
    runs: Sequence[tuple[int, int, int]], texts: Sequence[int], weights: Sequence[float]
) -> bool:
    """Whether nearly all that stands again is a few blocks, and less than half of the text.

    Copies that are woven together stand again in many short runs.
    """
    groups = [
        (places, length)
        for places, length in _groups(runs, texts)
        if length >= WEIGHTS.fewest_units
    ]
    long = sum(len(places) * _weight(places, length, weights) for places, length in groups)
    again = Counter(texts)
    total = sum(weight for text, weight in zip(texts, weights, strict=True) if again[text] > 1)
    half = 2 * total < sum(weights)
    return len(groups) <= WEIGHTS.few_blocks and half and long >= WEIGHTS.nearly_all * total


def _put_in(
    passages: Sequence[Group], often: list[Group], weights: Sequence[float], fits: Fits
) -> list[Group]:
    """The passages that were put in: those that stand often; and others, if any surely was.

    A text that says many things twice by right is hardly damaged by what one of them tells.
    """
    rare = [group for group in passages if group not in often]
    odds = [_damage(group, weights, fits) for group in rare]
    told, share = max((_told(odds, share), share) for share in WEIGHTS.shares)
    if told < WEIGHTS.damaged and not often:
        return []
    least = WEIGHTS.put_in - log(share / (1 - share))
    return often + [group for group, each in zip(rare, odds, strict=True) if each >= least]


def _damage(group: Group, weights: Sequence[float], fits: Fits) -> float:
    """Log-odds that the block was put in at all its places but one."""
    places, length = group
    found = fits.damage(places, fits.at(places, length))
    if is_of_items(places, length, fits.evidence) and found < WEIGHTS.no_items:
        return -inf
    return (
        found if _has_sentence(places, length, weights, fits.evidence) else found - WEIGHTS.headings
    )


def _told(odds: Sequence[float], share: float) -> float:
    """Log-odds that a text has blocks put in, if that is so of a share of those told of."""
    return sum(log(share * exp(each) + 1 - share) for each in odds)


def _copies(blocks: Sequence[Block]) -> set[int]:
    return {
        unit
        for block in blocks
        for other in block.others
        for unit in range(other, other + block.length)
    }


def _block(places: Sequence[int], length: int, fits: Fits) -> Block:
    odds = [fit.odd for fit in fits.at(places, length)]
    block = _stray(places, length, odds)
    others = [each for each, place in zip(odds, places, strict=True) if place != block.home]
    nats = tuple(each - min(odds) for each in others)
    return replace(block, odds=nats, torn=tuple(_torn(block, fits.evidence.passages)))


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


def _odds(places: Sequence[int], length: int, evidence: Evidence) -> list[float]:
    return [out_of_place(place, place + length - 1, evidence) for place in places]


def _may_be_strays(places: Sequence[int], length: int, weights: Sequence[float]) -> bool:
    often = len(places) >= WEIGHTS.strays and length >= WEIGHTS.fewest_units
    return often and _weight(places, length, weights) >= WEIGHTS.sentence


def _are_strays(odds: Sequence[float]) -> bool:
    """Headings, say, that fit at one place and hardly at the many others."""
    home, *others = sorted(odds)
    return home < 0 and sum(others) >= WEIGHTS.stray * len(others)


def _stray(places: Sequence[int], length: int, odds: Sequence[float]) -> Block:
    home = places[min(range(len(places)), key=odds.__getitem__)]
    return Block(home, tuple(place for place in places if place != home), length)


def _weight(places: Sequence[int], length: int, weights: Sequence[float]) -> float:
    return sum(weights[places[0] : places[0] + length])


def _is_put_in_often(
    places: Sequence[int], length: int, weights: Sequence[float], evidence: Evidence
) -> bool:
    """A passage with a sentence in it, at so many places that it can't be meant."""
    if (
        len(places) < WEIGHTS.often
        or length < WEIGHTS.fewest_units
        or is_of_items(places, length, evidence)
    ):
        return False
    says = _has_sentence(places, length, weights, evidence)
    return says and _weight(places, length, weights) >= WEIGHTS.shortest_often


def _has_sentence(
    places: Sequence[int], length: int, weights: Sequence[float], evidence: Evidence
) -> bool:
    units = range(places[0], places[0] + length)
    return any(evidence.ends_sentence(unit) and weights[unit] >= WEIGHTS.sentence for unit in units)


def _is_passage(places: Sequence[int], length: int, weights: Sequence[float]) -> bool:
    """Long enough for a passage, and not one of two that are parallel."""
    weight = _weight(places, length, weights)
    steps = [b - a for a, b in pairwise(places)]
    beside = 2 * sum(step < length + WEIGHTS.beside for step in steps) > len(steps)
    long = (
        length >= WEIGHTS.fewest_units
        and weight * len(steps) >= WEIGHTS.shortest_block
        and weight <= WEIGHTS.largest_block * sum(weights)
    )
    return long and not beside


def _parallel(groups: Sequence[Group], passages: Sequence[Passage]) -> list[Group]:
    """Blocks at two places that are parts of two parallel passages: something else stands between
    one part of them and the next.
    """
    pairs = sorted((places, length) for places, length in groups if len(places) == 2)
    found = []
    for one, other in pairwise(pairs):
        (here, there), length = one
        between = range(here + length, other[0][0])
        step = there - here
        if step != other[0][1] - other[0][0] or not 0 < len(between) <= WEIGHTS.between_parts:
            continue
        keys = [(passages[at].key, passages[at + step].key) for at in between]
        if not all(differ_by_noise(*pair) for pair in keys):
            found += [one, other]
    return found


def is_of_items(places: Sequence[int], length: int, evidence: Evidence) -> bool:
    """Whether `length` units that stand at several places are the same part of items of a list:
    what stands beside them is alike too at most of the places.
    """
    if len(places) < WEIGHTS.fewest_items:
        return False
    passages = evidence.passages
    alike = sum(
        _are_alike(passages, one - 1, other - 1)
        or _are_alike(passages, one + length, other + length)
        for one, other in pairwise(places)
    )
    return 2 * alike >= len(places) - 1


def _are_alike(passages: Sequence[Passage], one: int, other: int) -> bool:
    if one < 0 or other >= len(passages):
        return False
    keys = (passages[at].key[: WEIGHTS.compared] for at in (one, other))
    return fuzz.ratio(*keys, score_cutoff=WEIGHTS.alike) > 0


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
