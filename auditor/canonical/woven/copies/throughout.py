"""Whether a text is copies woven together from its beginning to its end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from auditor.canonical.woven.weights import WEIGHTS
from auditor.repeats.weights import WEIGHTS as REPEATS


def woven_throughout(texts: Sequence[int], weights: Sequence[float]) -> bool:
    """Much of the text stands again, and not far away: copies woven from beginning to end.

    Copies in line stand half a document apart, two editions too; what a document says twice by
    right is a small part of it. The entries of menus alone are no copies of a page.
    """
    groups = _again(REPEATS.word, texts, weights)
    if len(groups) < WEIGHTS.several_again or not all(
        _share_again(least, texts, weights) >= WEIGHTS.throughout
        for least in (REPEATS.word, WEIGHTS.no_menu)
    ):
        return False
    steps = sorted((b - a, weights[a]) for group in groups for a, b in pairwise(group))
    half = sum(weight for _, weight in steps) / 2
    near = sum(weight for step, weight in steps if step <= WEIGHTS.throughout * len(texts))
    return near >= half


def _again(least: float, texts: Sequence[int], weights: Sequence[float]) -> list[list[int]]:
    """The places of each text of so much information that stands again."""
    places: dict[int, list[int]] = defaultdict(list)
    for unit, text in enumerate(texts):
        if weights[unit] >= least:
            places[text].append(unit)
    return [group for group in places.values() if 2 <= len(group) <= WEIGHTS.paired_places]


def _share_again(least: float, texts: Sequence[int], weights: Sequence[float]) -> float:
    total = sum(weight for weight in weights if weight >= least)
    again = sum(weights[unit] for group in _again(least, texts, weights) for unit in group)
    return again / max(total, 1.0)
