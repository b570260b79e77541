"""Repeats inside one document: the same fragments again, exactly or nearly.

Exact repeats are found by the fragments' keys and joined to maximal runs of fragments that
stand together at every place. Near repeats are found by shared k-gram sketches (the smallest
hashes of a fragment, Broder 1997) and verified by edit distance, so the cost is linear in the
number of fragments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import Levenshtein

from auditor.anchors import codes, hashes, information
from auditor.model import Document, Fragment, Options, Repeat, Span

_SKETCH = 8  # smallest k-gram hashes kept of a fragment
_CROWDED = 24  # fragments that share one sketch hash before it says nothing


def find_repeats(
    document: Document, fragments: Sequence[Fragment], options: Options
) -> tuple[Repeat, ...]:
    """Repeats of at least `options.min_length` compared characters, ascending by first place.

    Occurrences are spans of `document.text`. A near repeat is a pair whose similarity
    (1 - edit distance / longer length) is at least `options.min_similarity`.
    """
    exact = _exact(fragments, options.min_length)
    near = _near(fragments, options)
    return tuple(sorted([*exact, *near], key=lambda repeat: repeat.occurrences))


def _exact(fragments: Sequence[Fragment], min_length: int) -> Iterator[Repeat]:
    """Maximal runs of fragments whose keys stand together at each of their places."""
    places: dict[str, list[int]] = defaultdict(list)
    for fragment in fragments:
        if fragment.key:
            places[fragment.key].append(fragment.index)
    done: set[str] = set()
    for fragment in fragments:
        group = places.get(fragment.key, [])
        if len(group) < 2 or fragment.key in done:
            continue
        length = _run_length(fragments, places, group)
        keys = [fragments[group[0] + step].key for step in range(length)]
        done.update(keys)
        if sum(map(len, keys)) >= min_length:
            yield _repeat(fragments, group, length, exact=True)


def _run_length(
    fragments: Sequence[Fragment], places: dict[str, list[int]], group: list[int]
) -> int:
    """How many fragments from each place of `group` on are the same at all of them."""
    length = 1
    limit = min([*(right - left for left, right in pairwise(group)), len(fragments) - group[-1]])
    while length < limit:
        key = fragments[group[0] + length].key
        if not key or places[key] != [place + length for place in group]:
            break
        length += 1
    return length


def _repeat(
    fragments: Sequence[Fragment], places: Sequence[int], length: int, exact: bool
) -> Repeat:
    spans = tuple(
        Span(fragments[place].span.start, fragments[place + length - 1].span.end)
        for place in places
    )
    tandem = all(left.end == right.start for left, right in pairwise(spans))
    return Repeat(spans, exact, tandem)


def _near(fragments: Sequence[Fragment], options: Options) -> Iterator[Repeat]:
    """Pairs of unequal fragments that are similar; each later one with its most similar earlier."""
    first: dict[str, Fragment] = {}
    for fragment in fragments:
        if len(fragment.key) >= options.min_length:
            first.setdefault(fragment.key, fragment)
    distinct = list(first.values())
    for right, candidates in _candidates(distinct):
        scored = [
            (Levenshtein.normalized_similarity(distinct[left].key, distinct[right].key), -left)
            for left in candidates
        ]
        similarity, left = max(scored)
        if similarity >= options.min_similarity:
            pair = sorted([distinct[-left].index, distinct[right].index])
            yield _repeat(fragments, pair, 1, exact=False)


def _candidates(fragments: Sequence[Fragment]) -> Iterator[tuple[int, list[int]]]:
    """For each fragment the earlier ones that share a sketch hash, most shared first."""
    seen: dict[int, list[int]] = defaultdict(list)
    for index, fragment in enumerate(fragments):
        shared: dict[int, int] = defaultdict(int)
        for value in _sketch(fragment.key):
            for other in seen[value]:
                shared[other] += 1
            if len(seen[value]) < _CROWDED:
                seen[value].append(index)
        if shared:
            yield index, sorted(shared, key=lambda other: (-shared[other], other))[:_SKETCH]


def _sketch(key: str) -> list[int]:
    text = codes(key)
    k = max(2, round(2 * information(text)))
    return [int(value) for value in np.unique(hashes(text, k))[:_SKETCH]]
