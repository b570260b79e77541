"""Exact common runs of two texts, or of one text with itself.

All k-grams of both texts are hashed (a polynomial rolling hash modulo 2**64), equal hashes
become pairs of positions, pairs on one diagonal that follow each other become runs. Every
pair is verified by comparing characters, for hashes lie. Everything is vectorised: the cost
is a few sorts of the number of k-grams.

Texts are arrays of code points (`codes`); positions and lengths count in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.text import scripts

# Nats of a unit of information, which is that of a Han character: 3 to 4 bits (Shannon 1951).
NATS = 2.4

Codes = NDArray[np.uint32]
Positions = NDArray[np.int64]

# A k-gram that stands more often than this in the second text says little about where a
# place in the first belongs, and all its pairs would cost quadratic time.
FREQUENT = 12

_STRETCH = 256  # characters of frequent k-grams that a run is extended over

_SAMPLE = 1 << 16  # characters that tell the script of a text
_BLOCK = 1 << 15  # k-grams hashed at a time: 256 kB, about a second-level cache
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio, odd


@dataclass(frozen=True, slots=True)
class Runs:
    """Common runs: `a[start_a : start_a + length] == b[start_b : start_b + length]`.

    Parallel arrays, ascending by `start_a`, then by `start_b`.
    """

    start_a: Positions
    start_b: Positions
    length: Positions

    def __len__(self) -> int:
        return len(self.length)

    @classmethod
    def none(cls) -> Runs:
        nothing = np.empty(0, dtype=np.int64)
        return cls(nothing, nothing, nothing)


def codes(text: str) -> Codes:
    """The code points of `text`, lone surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def information(texts: Codes) -> float:
    """Mean characters that tell as much as one Han character: 1 for Chinese, about 2.5 for Latin.

    Ideographs, kana and Hangul carry about 2.5 times the bits of a letter of an alphabet
    (Shannon 1951 gives 1.3 bits a letter of English; 3 to 4 bits a character for Chinese).
    """
    if not len(texts):
        return 1.0
    texts = texts[:: len(texts) // _SAMPLE + 1]
    return 2.5 - 1.5 * float(np.count_nonzero(_is_dense(texts))) / len(texts)


def informations(text: Codes, lengths: Positions) -> NDArray[np.float64]:
    """The `information` of each of the texts, none empty, that stand one behind the other."""
    ends = np.cumsum(lengths)
    dense = np.concatenate([[0], np.cumsum(_is_dense(text))])
    found: NDArray[np.float64] = 2.5 - 1.5 * (dense[ends] - dense[ends - lengths]) / lengths
    for long in np.flatnonzero(lengths > _SAMPLE).tolist():
        found[long] = information(text[ends[long] - lengths[long] : ends[long]])
    return found


def _is_dense(text: Codes) -> NDArray[np.bool_]:
    """Which characters are ideographs, kana or Hangul."""
    return scripts.within(text, scripts.DENSE)


def hashes(text: Codes, k: int) -> NDArray[np.uint64]:
    """The hash of every k-gram; empty where the text is shorter than k.

    Polynomial hashes of lengths 1, 2, 4, … are joined to length k, block by block, so that
    the work stays in the processor's cache.
    """
    count = len(text) - k + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    value = np.empty(count, dtype=np.uint64)
    for start in range(0, count, _BLOCK):
        end = min(start + _BLOCK, count)
        value[start:end] = _block_hashes(text[start : end + k - 1], k)
    return value


def _block_hashes(text: Codes, k: int) -> NDArray[np.uint64]:
    power = text.astype(np.uint64) + np.uint64(1)  # hashes of `length` characters
    length, rest, done = 1, k, 0
    value = np.empty(0, dtype=np.uint64)  # hashes of the first `done` characters
    while rest:
        if rest & 1:
            value = _joined(value, done, power, length) if done else power
            done += length
        rest >>= 1
        if rest:
            power = _joined(power, length, power, length)
            length *= 2
    value = value * _MULTIPLIER
    return value ^ (value >> np.uint64(31))


def _joined(
    left: NDArray[np.uint64], before: int, right: NDArray[np.uint64], after: int
) -> NDArray[np.uint64]:
    """Hashes of `before + after` characters from those of both parts."""
    factor = np.uint64(pow(int(_MULTIPLIER), after, 1 << 64))
    count = min(len(left), len(right) - before)
    return left[:count] * factor + right[before : before + count]


def common_runs(a: Codes, b: Codes, k: int) -> Runs:
    """Maximal common runs of `a` and `b` with at least `k` characters.

    A k-gram found more than `FREQUENT` times in `b` is paired by rank only: its n-th place in
    `a` with its n-th place in `b`, so that equal texts still lie on one diagonal.
    """
    value_a, value_b = hashes(a, k), hashes(b, k)
    there = np.flatnonzero(_may_contain(value_a, value_b))
    at_a, at_b = _pairs(value_a, value_b[there])
    return _runs(a, b, [_diagonals(a, b, at_a, there[at_b], k)], k)


def own_runs(a: Codes, k: int) -> Runs:
    """Maximal runs that stand at two places of one text; `start_a < start_b` always.

    Each place is paired with at most `FREQUENT` later places of the same k-gram.
    """
    value = hashes(a, k)
    order = np.argsort(value, kind="stable").astype(np.int64)
    ordered = value[order]
    parts = []
    for step in range(1, min(FREQUENT, max(len(order) - 1, 0)) + 1):
        same = np.flatnonzero(ordered[step:] == ordered[:-step])
        if not len(same):
            break
        parts.append(_diagonals(a, a, order[same], order[same + step], k))
    return _runs(a, a, parts, k)


def _may_contain(few: NDArray[np.uint64], many: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which of `many` may be among `few`: a table of hash bits, to spare the sort the others."""
    if 4 * len(few) > len(many):
        return np.ones(len(many), dtype=bool)
    bits = max(16, (8 * len(few)).bit_length())
    shift = np.uint64(64 - bits)
    table = np.zeros(1 << bits, dtype=bool)
    table[few >> shift] = True
    found: NDArray[np.bool_] = table[many >> shift]
    return found


def _pairs(a: NDArray[np.uint64], b: NDArray[np.uint64]) -> tuple[Positions, Positions]:
    """Positions of equal hashes, as two parallel arrays."""
    order = np.argsort(b, kind="stable").astype(np.int64)
    ordered = b[order]
    first = np.searchsorted(ordered, a, side="left")
    count = np.searchsorted(ordered, a, side="right") - first
    frequent = count > FREQUENT
    rare = np.where(frequent, 0, count)
    at_a = np.repeat(np.arange(len(a), dtype=np.int64), rare)
    within = np.arange(len(at_a), dtype=np.int64) - np.repeat(np.cumsum(rare) - rare, rare)
    at_b = order[np.repeat(first, rare) + within]
    if not frequent.any():
        return at_a, at_b
    ranked_a, ranked_b = _pairs_by_rank(a, np.flatnonzero(frequent), first, count, order)
    return np.concatenate([at_a, ranked_a]), np.concatenate([at_b, ranked_b])


def _pairs_by_rank(
    a: NDArray[np.uint64], places: Positions, first: Positions, count: Positions, order: Positions
) -> tuple[Positions, Positions]:
    """The n-th place in a with the n-th place in b, for hashes frequent in b."""
    by_hash = places[np.argsort(a[places], kind="stable")]
    new = np.concatenate([[True], a[by_hash[1:]] != a[by_hash[:-1]]])
    starts = np.flatnonzero(new)
    rank = np.arange(len(by_hash)) - np.repeat(starts, np.diff(np.append(starts, len(by_hash))))
    fits = rank < count[by_hash]
    return by_hash[fits], order[first[by_hash[fits]] + rank[fits]]


def _diagonals(
    a: Codes, b: Codes, at_a: Positions, at_b: Positions, k: int
) -> tuple[Positions, Positions]:
    """The first and the last place of each run of verified pairs that follow on a diagonal.

    A place is the diagonal's number times one more than the length of `a`, and the place in it.
    """
    if not len(at_a):
        return at_a, at_a
    width = np.int64(len(a) + 1)
    places = np.sort((at_b - at_a + len(a)) * width + at_a)
    places = places[np.flatnonzero(_first(places))]
    opens = np.flatnonzero(np.diff(places, prepend=-2) != 1)
    first, last = places[opens], places[np.append(opens[1:], len(places)) - 1]
    ends_a = last % width
    ends_b = last // width - len(a) + ends_a
    # A run is true if its pairs begin alike, and the last of them is alike throughout.
    if np.array_equal(a[at_a], b[at_b]) and _alike(a, b, ends_a, ends_b, k).all():
        return first, last
    true = _alike(a, b, at_a, at_b, k)
    return _diagonals(a, b, at_a[true], at_b[true], k)


def _alike(a: Codes, b: Codes, at_a: Positions, at_b: Positions, k: int) -> NDArray[np.bool_]:
    """Whether `k` characters are the same: equal hashes may be of other texts."""
    true = np.ones(len(at_a), dtype=bool)
    for offset in range(k):
        true &= a[at_a + offset] == b[at_b + offset]
    return true


def _first(ascending: Positions) -> NDArray[np.bool_]:
    return np.append(True, ascending[1:] != ascending[:-1])[: len(ascending)]


def _runs(a: Codes, b: Codes, parts: Sequence[tuple[Positions, Positions]], k: int) -> Runs:
    """Join what follows on a diagonal, and extend it."""
    if not any(len(first) for first, _ in parts):
        return Runs.none()
    first, last = (np.sort(np.concatenate(side)) for side in zip(*parts, strict=True))
    opens = np.append(True, first[1:] != last[:-1] + 1)
    first, last = first[opens], last[np.append(opens[1:], True)]
    width = np.int64(len(a) + 1)
    start_a = first % width
    start_b = first // width - len(a) + start_a
    runs = extended(a, b, Runs(start_a, start_b, last - first + k))
    order = np.lexsort((runs.start_b, runs.start_a))
    return Runs(runs.start_a[order], runs.start_b[order], runs.length[order])


def extended(a: Codes, b: Codes, runs: Runs) -> Runs:
    """Runs extended to both sides as far as the characters are equal, at most `_STRETCH`.

    A run that reaches the next in the arrays, on the same diagonal, takes it in. A frequent
    stretch that is longer stays open: its inside is paired by rank.
    """
    start_a, start_b, length = runs.start_a.copy(), runs.start_b.copy(), runs.length.copy()
    diagonal = start_b - start_a
    same = np.append(diagonal[1:] == diagonal[:-1], False)
    gap = np.where(same, np.roll(start_a, -1) - start_a - length, _STRETCH)
    room = np.minimum(gap, np.minimum(len(a) - start_a, len(b) - start_b) - length)
    length += _reach(a, b, start_a + length, start_b + length, np.minimum(room, _STRETCH), 1)
    joined = same & (start_a + length >= np.roll(start_a, -1))
    opens = np.concatenate([[True], ~joined[:-1]])
    closes = np.flatnonzero(np.append(opens[1:], True))
    end = (start_a + length)[closes]
    start_a, start_b = start_a[opens], start_b[opens]
    back = _reach(a, b, start_a - 1, start_b - 1, np.minimum(start_a, start_b), -1)
    return Runs(start_a - back, start_b - back, end - start_a + back)


def filled(a: Codes, b: Codes, runs: Runs) -> Runs:
    """Runs that are disjoint in `a`, extended into what they leave of it, as `extended` does."""
    end = runs.start_a + runs.length
    on = np.append(runs.start_a[1:], len(a)) - end
    on = np.minimum(on, len(b) - runs.start_b - runs.length)
    more = _reach(a, b, end, runs.start_b + runs.length, on, 1)
    back = runs.start_a - np.concatenate([[0], end[:-1]])
    less = _reach(a, b, runs.start_a - 1, runs.start_b - 1, np.minimum(back, runs.start_b), -1)
    return Runs(runs.start_a - less, runs.start_b - less, runs.length + more + less)


def _reach(
    a: Codes, b: Codes, at_a: Positions, at_b: Positions, room: Positions, step: int
) -> Positions:
    """How many characters are equal from each pair of places on, at most `room`."""
    reached = np.zeros(len(at_a), dtype=np.int64)
    going = np.flatnonzero(room > 0)
    for distance in range(_STRETCH):
        going = going[room[going] > distance]
        going = going[a[at_a[going] + step * distance] == b[at_b[going] + step * distance]]
        if not len(going):
            break
        reached[going] = distance + 1
    return reached
