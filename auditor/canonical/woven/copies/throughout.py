"""Whether a text is copies woven together from its beginning to its end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

CROWDED = 8  # later places of one text that a place is paired with
PASSAGE = 2.0  # information from which a text that stands again in woven copies is one passage
_LONG = 8.0  # the same of what is no entry of a menu
_SEVERAL = 8  # different texts that stand again in woven copies: a refrain has fewer
_AGAIN, _NEARBY = 0.35, 0.35  # share of the text that stands again, and of its length between


def woven_throughout(texts: Sequence[int], weights: Sequence[float]) -> bool:
    """Much of the text stands again, and not far away: copies woven from beginning to end.

    Copies in line stand half a document apart, two editions too; what a document says twice by
    right is a small part of it. The entries of menus alone are no copies of a page.
    """
    groups = _again(PASSAGE, texts, weights)
    if len(groups) < _SEVERAL or not all(
        _share_again(least, texts, weights) >= _AGAIN for least in (PASSAGE, _LONG)
    ):
        return False
    steps = sorted((b - a, weights[a]) for group in groups for a, b in pairwise(group))
    half = sum(weight for _, weight in steps) / 2
    near = sum(weight for step, weight in steps if step <= _NEARBY * len(texts))
    return near >= half


def _again(least: float, texts: Sequence[int], weights: Sequence[float]) -> list[list[int]]:
    """The places of each text of so much information that stands again."""
    places: dict[int, list[int]] = defaultdict(list)
    for unit, text in enumerate(texts):
        if weights[unit] >= least:
            places[text].append(unit)
    return [group for group in places.values() if 2 <= len(group) <= CROWDED]


def _share_again(least: float, texts: Sequence[int], weights: Sequence[float]) -> float:
    total = sum(weight for weight in weights if weight >= least)
    again = sum(weights[unit] for group in _again(least, texts, weights) for unit in group)
    return again / max(total, 1.0)
