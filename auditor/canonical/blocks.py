"""Blocks that stand again where they don't belong, in a text that is no copies otherwise.

A passage that a text says twice by right is at home at both places: what stands before it and
behind it fits. One that was put in parts what fits together. The place that it parts least is
its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from auditor.canonical.evidence import CONTEXT, Evidence, Passage

_LIGHT, _HEAVY = 40.0, 100.0  # information of a block of so many units at the least
_UNITS, _FEWER = 3, 2
_SENTENCE = 8.0  # information of a sentence; entries of contents and menus are none
_SHARE = 0.1  # of the text, that a block is at the most
_BESIDE = 3  # units between two passages that are alike and are meant to be
_OFTEN, _OFTEN_LEAST = 5, 24.0  # places from which on a block is one put in, and its information
_ALIKE, _LOOK = 70.0, 400  # per cent of the characters that two items have in common; looked at
_ITEMS = 3  # places, at the least, of the same part of items of a list
_STRAYS, _STRAY = 4, 1.0  # places of what is no passage, and how little it fits at the others
_SAYS_TWICE = 8  # blocks that stand again, from which on a text says things twice by right
_AT_HOME = 1.0  # log-odds of a block at its own place, at the most
_APART = 2.5  # nats by which the other place fits less, and does not fit


@dataclass(frozen=True, slots=True)
class Block:
    """`length` units that stand at `home` by right, and at `others` too."""

    home: int
    others: tuple[int, ...]
    length: int


def misplaced(
    runs: Sequence[tuple[int, int, int]],
    texts: Sequence[int],
    weights: Sequence[float],
    evidence: Evidence,
) -> list[Block]:
    """The blocks that were put in: all that may be, if one surely was.

    `runs` are (unit, how far its copy is, how many), longest first.

    `texts` numbers the texts of the units, `weights` gives their information.
    """
    groups = list(_groups(runs, texts))
    passages = [group for group in groups if _is_passage(*group, weights, evidence)]
    heavy = sum(_weight(*group, weights) >= _LIGHT for group in groups)
    if heavy >= _SAYS_TWICE:
        passages = [group for group in passages if len(group[0]) >= _OFTEN]
    odds = [_odds(*group, evidence) for group in passages]
    sure = [_is_sure(*group, weights, told) for group, told in zip(passages, odds, strict=True)]
    found = list(zip(passages, odds, strict=True)) if any(sure) else []
    rest = (group for group in groups if group not in passages)
    often = [
        group
        for group in rest
        if _may_be_strays(*group, weights) and not is_of_items(*group, evidence)
    ]
    told = [(group, _odds(*group, evidence)) for group in often]
    found += [(group, fits) for group, fits in told if _are_strays(fits)]
    return [_block(*group, odds) for group, odds in found]


def _odds(places: Sequence[int], length: int, evidence: Evidence) -> list[float]:
    return [out_of_place(place, place + length - 1, evidence) for place in places]


def _may_be_strays(places: Sequence[int], length: int, weights: Sequence[float]) -> bool:
    often = len(places) >= _STRAYS and length >= _FEWER
    return often and _weight(places, length, weights) >= _SENTENCE


def _are_strays(odds: Sequence[float]) -> bool:
    """Headings, say, that fit at one place and hardly at the many others."""
    home, *others = sorted(odds)
    return home < 0 and sum(others) >= _STRAY * len(others)


def _block(places: Sequence[int], length: int, odds: Sequence[float]) -> Block:
    home = places[min(range(len(places)), key=odds.__getitem__)]
    return Block(home, tuple(place for place in places if place != home), length)


def _weight(places: Sequence[int], length: int, weights: Sequence[float]) -> float:
    return sum(weights[places[0] : places[0] + length])


def _is_passage(
    places: Sequence[int], length: int, weights: Sequence[float], evidence: Evidence
) -> bool:
    """Long enough for a passage, with a sentence in it, and not one of two that are parallel."""
    weight = _weight(places, length, weights)
    units = range(places[0], places[0] + length)
    if is_of_items(places, length, evidence):
        return False
    if not any(evidence.ends_sentence(unit) and weights[unit] >= _SENTENCE for unit in units):
        return False
    if len(places) >= _OFTEN:
        return length >= _FEWER and weight >= _OFTEN_LEAST
    beside = places[1] - places[0] < length + _BESIDE
    return length >= _FEWER and _LIGHT <= weight <= _SHARE * sum(weights) and not beside


def is_of_items(places: Sequence[int], length: int, evidence: Evidence) -> bool:
    """Whether `length` units that stand at several places are the same part of items of a list:
    what stands beside them is alike too at most of the places.
    """
    if len(places) < _ITEMS:
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
    keys = (passages[at].key[:_LOOK] for at in (one, other))
    return fuzz.ratio(*keys, score_cutoff=_ALIKE) > 0


def _is_sure(
    places: Sequence[int], length: int, weights: Sequence[float], odds: Sequence[float]
) -> bool:
    """One place fits, and every other one is worse, the worse the less it fits."""
    if len(places) >= _OFTEN:
        return True
    if length < _UNITS and _weight(places, length, weights) < _HEAVY:
        return False
    home, *others = sorted(odds)
    return home < _AT_HOME and all(2 * other - home >= _APART for other in others)


def _groups(
    runs: Sequence[tuple[int, int, int]], texts: Sequence[int]
) -> Iterator[tuple[list[int], int]]:
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
