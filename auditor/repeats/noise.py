"""Whether what is nearly equal differs by noise: copies do, parallel passages do by more.

Noise is alike all over a page. What most repeats show of it tells how many edits another one may
have, by a Poisson distribution. It changes a character or two at a place, and a figure is never
taken for another one misread.

Positions count in a comparison form.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz.distance import Levenshtein

from auditor.repeats.near import Overlap
from auditor.repeats.weights import WEIGHTS
from auditor.text import scripts
from auditor.text.runs import codes, information
from auditor.text.variants import negations

# Characters to a unit of information: below, a text is mostly in a script that puts no spaces
# between words, and two characters are one.
DENSE = WEIGHTS.dense
_FIGURES = re.compile(rf"\d+|[{scripts.HAN_FIGURES}]+")

Sample = tuple[int, int]  # edits, characters


def without_parallels(
    text: str, repeats: Sequence[Overlap], shown: Sequence[Overlap] = ()
) -> list[Overlap]:
    """The repeats that have no more edits than the noise in those `shown`, or in most repeats."""
    told = [_sample(text, one) for one in repeats]
    rate = _rate([_sample(text, one) for one in shown] or told)
    return [
        found
        for found, sample in zip(repeats, told, strict=True)
        if _surprise(sample, rate) <= WEIGHTS.surprise
    ]


def alike(one: str, other: str) -> bool:
    """Nothing but noise tells them apart: neither has words that the other has not."""
    if one == other:
        return True
    least = WEIGHTS.noisy_alike
    if Levenshtein.normalized_similarity(one, other, score_cutoff=least) < least:
        return False
    return not any(
        _tells(one[start:end]) or _tells(other[since:until])
        for start, end, since, until in _differences(one, other)
    )


def are_noisy(pairs: Iterable[tuple[str, str]], fewest: int = WEIGHTS.fewest_noisy) -> bool:
    """Whether passages that are nearly equal mostly differ by noise: `fewest` at the least."""
    told = [
        differ_by_noise(one, other)
        for one, other in pairs
        if min(len(one), len(other)) >= WEIGHTS.told_from * information(codes(one))
    ]
    return sum(told) >= max(fewest, WEIGHTS.mostly_noisy * len(told))


def differ_by_noise(one: str, other: str) -> bool:
    """By few and short edits, none of them in a figure, and none that turns the sentence around."""
    if negations(one) != negations(other):
        return False
    scale = information(codes(one))
    found = [code for code in Levenshtein.opcodes(one, other) if code.tag != "equal"]
    if len(found) * WEIGHTS.sparse_noise * scale > len(one):
        return False
    for code in found:
        here, there = one[code.src_start : code.src_end], other[code.dest_start : code.dest_end]
        if max(len(here), len(there)) > longest_edit(scale):
            return False
        if any(char.isdecimal() or char in scripts.HAN_FIGURES for char in here + there):
            return False
    return True


def spelt_alike(
    texts: Sequence[int], near: Sequence[tuple[int, int]], keys: Sequence[str]
) -> list[int]:
    """Numbers as `texts` are, one for two texts with noise between them beside one text.

    `near` are pairs of units that are about equal, `keys` the text of each unit.
    """
    if not are_noisy(((keys[left], keys[right]) for left, right in near), 1):
        return list(texts)
    numbers: dict[int, int] = {}
    for left, right in near:
        around = [(left + step, right + step) for step in (-1, 1)]
        beside = any(texts[a] == texts[b] for a, b in around if a >= 0 and b < len(texts))
        if beside and differ_by_noise(keys[left], keys[right]):
            one, other = (_number(texts[unit], numbers) for unit in (left, right))
            numbers[max(one, other)] = min(one, other)
    return [_number(text, numbers) for text in texts]


def _number(text: int, numbers: Mapping[int, int]) -> int:
    while numbers.get(text, text) != text:
        text = numbers[text]
    return text


def longest_edit(scale: float) -> int:
    """Characters that noise changes at one place; `scale` is the text's `runs.information`."""
    return 1 if scale < DENSE else 2


def _differences(one: str, other: str) -> Iterator[tuple[int, int, int, int]]:
    """The spans in both that differ; what is equal by chance between two is in them."""
    last: tuple[int, int, int, int] | None = None
    for code in Levenshtein.opcodes(one, other):
        if code.tag == "equal":
            continue
        if last and code.src_start - last[1] <= WEIGHTS.common_by_chance:
            last = (last[0], code.src_end, last[2], code.dest_end)
            continue
        if last:
            yield last
        last = (code.src_start, code.src_end, code.dest_start, code.dest_end)
    if last:
        yield last


def _tells(more: str) -> bool:
    """It is more than noise changes at one place."""
    return len(more) > WEIGHTS.most_changed * information(codes(more))


def same_figures(one: str, other: str) -> bool:
    """Passages with other numbers are other passages: items of a list, parallel articles."""
    return _FIGURES.findall(one) == _FIGURES.findall(other)


def are_strange(samples: Sequence[Sample]) -> list[bool]:
    """Which of pairs of passages have more edits than noise makes, as the others show it."""
    edits, length = (sum(sample[at] for sample in samples) for at in (0, 1))
    return [
        _surprise(sample, max(WEIGHTS.prior_edits, edits - sample[0]) / max(1, length - sample[1]))
        > WEIGHTS.strange
        for sample in samples
    ]


def _sample(text: str, repeat: Overlap) -> Sample:
    one = text[repeat.first : min(repeat.end, repeat.first + WEIGHTS.compared_repeat)]
    other = text[repeat.second : min(repeat.until, repeat.second + WEIGHTS.compared_repeat)]
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
            return max(edits / max(1, length), WEIGHTS.prior_edits / max(1, total))
    return 0.0


def _surprise(sample: Sample, rate: float) -> float:
    """Nats against so many edits or more, at this rate of them."""
    edits, length = sample
    expected = rate * length
    if edits <= expected:
        return 0.0
    return expected - edits + edits * math.log(edits / expected)
