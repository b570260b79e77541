"""Repeats that differ more than noise makes copies differ: parallel passages, not overlaps.

Noise is alike all over a page. What most overlaps show of it tells how many edits another one
may have, by a Poisson distribution.

Positions count in a comparison form.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from auditor.anchors import codes, information
from auditor.canonical.links import Link
from auditor.canonical.overlaps import Overlap

_LOOK = 1 << 12  # characters of a repeat that are compared
_PRIOR = 0.5  # edits that are expected where none was seen
_SURPRISE = 6.0  # nats by which edits are more than noise makes

_ALIKE = 0.85  # similarity of two copies, with noise in them
_CHANGED = 4.0  # the most that noise changes at one place, in characters of a dense script
_CHANCE = 1  # characters that two different texts have in common by chance

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
    """Nothing but noise tells them apart: neither has words that the other has not."""
    if one == other:
        return True
    if Levenshtein.normalized_similarity(one, other, score_cutoff=_ALIKE) < _ALIKE:
        return False
    return not any(
        _tells(one[start:end]) or _tells(other[since:until])
        for start, end, since, until in _differences(one, other)
    )


def _differences(one: str, other: str) -> Iterator[tuple[int, int, int, int]]:
    """The spans in both that differ; what is equal by chance between two is in them."""
    last: tuple[int, int, int, int] | None = None
    for code in Levenshtein.opcodes(one, other):
        if code.tag == "equal":
            continue
        if last and code.src_start - last[1] <= _CHANCE:
            last = (last[0], code.src_end, last[2], code.dest_end)
            continue
        if last:
            yield last
        last = (code.src_start, code.src_end, code.dest_start, code.dest_end)
    if last:
        yield last


def _tells(more: str) -> bool:
    """It is more than noise changes at one place."""
    return len(more) > _CHANGED * information(codes(more))


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
