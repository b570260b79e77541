"""Repeats inside one document: the same fragments again, exactly or nearly.

Exact repeats are found by the fragments' keys and joined to maximal runs of fragments that
stand together at every place. Near repeats are found by shared k-gram sketches (the smallest
hashes of a fragment, Broder 1997) and verified by edit distance, so the cost is linear in the
number of fragments.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from auditor.anchors import Positions, codes, hashes, informations
from auditor.model import Document, Fragment, Options, Repeat, Span

_SKETCH = 8  # smallest k-gram hashes kept of a fragment
_PART = 1 << 15  # characters of keys that are hashed at once; their keys fit into 16 bits
_CROWDED = 24  # fragments that share one sketch hash before it says nothing

Hashes = NDArray[np.uint64]


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
    keys, least = list(first), options.min_similarity
    about = max(0.0, least - 1e-4)  # what is below by more is 0, for it rounds on its way
    for right, candidates in _candidates(keys):
        scored = [
            (Levenshtein.normalized_similarity(keys[left], keys[right], score_cutoff=about), -left)
            for left in candidates
        ]
        similarity, left = max(scored)
        if similarity >= least:
            pair = sorted([distinct[-left].index, distinct[right].index])
            yield _repeat(fragments, pair, 1, exact=False)


def _candidates(keys: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
    """For each key the earlier ones that share the most sketch hashes, by number."""
    seen: dict[int, list[int]] = defaultdict(list)
    for index, sketch in _shared_sketches(keys):
        groups = [seen[value] for value in sketch]
        shared = Counter(chain.from_iterable(groups))
        for group in groups:
            if len(group) < _CROWDED:
                group.append(index)
        if len(shared) > _SKETCH:
            yield index, sorted(shared, key=lambda other: (-shared[other], other))[:_SKETCH]
        elif shared:
            yield index, list(shared)


def _shared_sketches(keys: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
    """For each key, by number, the hashes of its sketch that another sketch holds too.

    Keys without a shared hash are left out.
    """
    owners, values = _sketches(keys)
    if not len(values):
        return
    order = np.argsort(values)
    equal = np.diff(values[order]) == 0
    shared = np.zeros(len(values), dtype=bool)
    shared[order] = np.append(equal, False) | np.append(False, equal)
    if not equal.any():
        return
    owners, values = owners[shared], values[shared]
    starts = np.flatnonzero(np.diff(owners, prepend=-1)).tolist()
    numbers, hashed = owners[starts].tolist(), values.tolist()
    for number, start, end in zip(numbers, starts, [*starts[1:], len(hashed)], strict=True):
        yield number, hashed[start:end]


def _sketches(keys: Sequence[str]) -> tuple[Positions, Hashes]:
    """The smallest `_SKETCH` distinct hashes of each key, as (number of the key, hash)."""
    parts = [_part_sketches(keys, start, end) for start, end in _parts(keys)]
    if not parts:
        return np.empty(0, np.int64), np.empty(0, np.uint64)
    owners, values = zip(*parts, strict=True)
    return np.concatenate(owners), np.concatenate(values)


def _parts(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Ranges of keys of about `_PART` characters, whose arrays stay in the processor's cache."""
    start, size = 0, 0
    for index, key in enumerate(keys):
        size += len(key)
        if size >= _PART:
            yield start, index + 1
            start, size = index + 1, 0
    if start < len(keys):
        yield start, len(keys)


def _part_sketches(keys: Sequence[str], start: int, end: int) -> tuple[Positions, Hashes]:
    owners, values = _grams(keys[start:end])
    order = np.argsort(values)
    order = order[np.argsort(owners[order], kind="stable")]
    owners, values = owners[order], values[order]
    first = np.append(True, owners[1:] != owners[:-1])[: len(owners)]
    new = first.copy()
    new[1:] |= values[1:] != values[:-1]
    owners, values, firsts = owners[new], values[new], np.flatnonzero(first[new])
    rank = np.arange(len(owners)) - np.repeat(firsts, np.diff(np.append(firsts, len(owners))))
    small = rank < _SKETCH
    return owners[small].astype(np.int64) + start, values[small]


def _grams(keys: Sequence[str]) -> tuple[NDArray[np.uint16], Hashes]:
    """The hash of every k-gram inside a key, with the number of the key.

    k is what carries two units of information in the script of the key, at least 2.
    """
    lengths = np.fromiter(map(len, keys), dtype=np.int64, count=len(keys))
    text = codes("".join(keys))
    ends = np.cumsum(lengths)
    sizes = np.maximum(2, np.rint(2 * informations(text, lengths))).astype(np.int64)
    owner = np.repeat(np.arange(len(keys), dtype=np.uint16), lengths)
    fits = np.arange(len(text)) + sizes[owner] <= ends[owner]
    owners, values = [], []
    for k in np.unique(sizes).tolist():
        inside = np.flatnonzero(fits & (sizes == k)[owner])
        owners.append(owner[inside])
        values.append(hashes(text, k)[inside])
    return np.concatenate(owners), np.concatenate(values)
