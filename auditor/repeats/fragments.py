"""Repeats inside one document: the same fragments again, exactly or nearly.

Exact repeats are found by the fragments' keys and joined to maximal runs of fragments that
stand together at every place. Near repeats are found by shared k-gram sketches (the smallest
hashes of a fragment, Broder 1997) and verified by edit distance, so the cost is linear in the
number of fragments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq, Levenshtein

from auditor.model import Document, Fragment, Options, Repeat, Span
from auditor.repeats.weights import WEIGHTS
from auditor.text.runs import Positions, codes, hashes, informations

_OWNER = np.uint64(48)  # bits of a hash, below those of its key's number
_HASH = np.uint64((1 << 48) - 1)

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
    keys = [fragments[places[0] + step].key for step in range(length)]
    other = fragments[places[-1]].key
    equal = sum(map(len, keys)) if exact else LCSseq.similarity(keys[0], other)
    return Repeat(spans, exact, tandem, equal)


def _near(fragments: Sequence[Fragment], options: Options) -> Iterator[Repeat]:
    """Pairs of unequal fragments that are similar; each later one with its most similar earlier."""
    first: dict[str, Fragment] = {}
    for fragment in fragments:
        if len(fragment.key) >= options.min_length:
            first.setdefault(fragment.key, fragment)
    distinct = list(first.values())
    keys, least = list(first), options.min_similarity
    about = max(0.0, least - 1e-4)  # what is below by more is 0, for it rounds on its way
    for right, candidates in groupby(_candidates(keys, about), key=itemgetter(0)):
        scored = [
            (Levenshtein.normalized_similarity(keys[left], keys[right], score_cutoff=about), -left)
            for _, left in candidates
        ]
        similarity, left = max(scored)
        if similarity >= least:
            pair = sorted([distinct[-left].index, distinct[right].index])
            yield _repeat(fragments, pair, 1, exact=False)


def _candidates(keys: Sequence[str], least: float) -> Iterator[tuple[int, int]]:
    """Pairs (key, earlier key), by number: for each key those that share the most sketch hashes.

    Left out are pairs whose lengths alone make them less similar than `least`.
    """
    owners, values = _sketches(keys)
    order = np.argsort(values, kind="stable")
    owners, values = owners[order], values[order]
    equal = values[1:] == values[:-1]
    again = np.flatnonzero(equal) + 1  # entries with the hash of the one before
    if not len(again):
        return
    begins = np.arange(len(values))
    begins[again] = 0
    groups = np.maximum.accumulate(begins)
    again = again[np.argsort(owners[again], kind="stable")]
    lengths = np.fromiter(map(len, keys), dtype=np.int64, count=len(keys))
    rights = owners[again]
    for low in range(0, len(keys), WEIGHTS.compared_at_once):
        start, end = np.searchsorted(rights, [low, low + WEIGHTS.compared_at_once])
        part = again[start:end]
        right, left = _likeliest(*_pairs(owners, groups[part], part))
        one, two = lengths[right], lengths[left]
        alike = np.minimum(one, two) >= least * np.maximum(one, two)
        yield from zip(right[alike].tolist(), left[alike].tolist(), strict=True)


def _pairs(
    owners: Positions, groups: Positions, entries: Positions
) -> tuple[Positions, Positions, Positions]:
    """Each entry's owner with those that have its hash before it, and how often they meet.

    `owners` stand by hash; `groups` are where the hashes of the `entries` begin among them.
    Ascending by both owners.
    """
    counts = np.minimum(entries - groups, WEIGHTS.crowded_hash)
    ends = np.cumsum(counts)
    within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)
    left = owners[np.repeat(groups, counts) + within]
    size = np.int64(owners.max() + 1)
    codes = np.sort(np.repeat(owners[entries], counts) * size + left)
    new = np.flatnonzero(_first(codes))
    right, left = np.divmod(codes[new], size)
    return right, left, np.diff(new, append=len(codes))


def _likeliest(right: Positions, left: Positions, shared: Positions) -> tuple[Positions, Positions]:
    """Of the pairs of each `right` the `_SKETCH` that share the most hashes, the first ones."""
    many = right[WEIGHTS.sketch :] == right[: -WEIGHTS.sketch]
    if many.any():
        order = np.lexsort((left, -shared, right))
        kept = np.append(order[: WEIGHTS.sketch], order[WEIGHTS.sketch :][~many])
        right, left = right[kept], left[kept]
    return right, left


def _first(ascending: NDArray[np.generic], count: int = 1) -> NDArray[np.bool_]:
    """Which values are among the first `count` of those equal to them."""
    first = np.ones(len(ascending), np.bool_)
    first[count:] = ascending[count:] != ascending[:-count]
    return first


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
        if size >= WEIGHTS.hashed_at_once:
            yield start, index + 1
            start, size = index + 1, 0
    if start < len(keys):
        yield start, len(keys)


def _part_sketches(keys: Sequence[str], start: int, end: int) -> tuple[Positions, Hashes]:
    marks = np.sort(_grams(keys[start:end]))
    marks = marks[_first(marks)]
    small = _first(marks >> _OWNER, WEIGHTS.sketch)
    marks = marks[small]
    return (marks >> _OWNER).astype(np.int64) + start, marks & _HASH


def _grams(keys: Sequence[str]) -> Hashes:
    """The hash of every k-gram inside a key, below the number of the key.

    k is what carries two units of information in the script of the key, at least 2.
    """
    lengths = np.fromiter(map(len, keys), dtype=np.int64, count=len(keys))
    text = codes("".join(keys))
    ends = np.cumsum(lengths)
    sizes = np.maximum(2, np.rint(2 * informations(text, lengths))).astype(np.int64)
    owner = np.repeat(np.arange(len(keys), dtype=np.uint16), lengths)
    fits = np.arange(len(text)) + sizes[owner] <= ends[owner]
    marks = []
    for k in np.unique(sizes).tolist():
        inside = np.flatnonzero(fits & (sizes == k)[owner])
        high = owner[inside].astype(np.uint64) << _OWNER
        marks.append(high | hashes(text, k)[inside] >> np.uint64(64 - 48))
    return np.concatenate(marks)
