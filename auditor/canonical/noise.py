"""Repeats that differ more than noise makes copies differ: parallel passages, not overlaps.

Noise is alike all over a page. What most overlaps show of it tells how many edits another one
may have, by a Poisson distribution.

Positions count in a comparison form.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from auditor.canonical.links import Link
from auditor.canonical.overlaps import Overlap

_LOOK = 1 << 12  # characters of a repeat that are compared
_PRIOR = 0.5  # edits that are expected where none was seen
_SURPRISE = 6.0  # nats by which edits are more than noise makes

_ALIKE = 0.85  # similarity of two copies, with noise in them

Sample = tuple[int, int]  # edits, characters


def without_parallels(
    text: str, repeats: Sequence[Overlap], links: Sequence[Link]
) -> list[Overlap]:
    """The repeats that have no more edits than the noise that the links show."""
    rate = _rate(
        [
            _sample(text, link.end - link.before, link.end, link.start, link.start + link.shared)
            for link in links
        ]
    )
    return [
        found
        for found in repeats
        if _surprise(_sample(text, found.first, found.end, found.second, found.until), rate)
        <= _SURPRISE
    ]


def alike(one: str, other: str) -> bool:
    """Nothing but noise tells them apart."""
    if one == other:
        return True
    return Levenshtein.normalized_similarity(one, other, score_cutoff=_ALIKE) >= _ALIKE


def is_overlap(text: str, link: Link) -> bool:
    """What the link says to be one text is, but for noise."""
    one = text[link.end - link.before : link.end]
    return alike(one.strip(), text[link.start : link.start + link.shared].strip())


def _sample(text: str, first: int, end: int, second: int, until: int) -> Sample:
    one, other = text[first : min(end, first + _LOOK)], text[second : min(until, second + _LOOK)]
    if one == other:
        return 0, len(one)
    return Levenshtein.distance(one, other), len(one)


def _rate(samples: Sequence[Sample]) -> float:
    """Edits a character in the middle one of the samples, ordered by it, weighted by length."""
    total = sum(length for _, length in samples)
    passed = 0
    for edits, length in sorted(samples, key=lambda sample: sample[0] / max(1, sample[1])):
        passed += length
        if 2 * passed >= total:
            return max(edits / max(1, length), _PRIOR / max(1, total))
    return 0.0


def _surprise(sample: Sample, rate: float) -> float:
    """Nats against so many edits or more, at this rate of them."""
    edits, length = sample
    expected = rate * length
    if edits <= expected:
        return 0.0
    return expected - edits + edits * math.log(edits / expected)
