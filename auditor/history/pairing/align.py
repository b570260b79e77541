"""Two texts, token by token: what stands in both in order, what moved, and what is left.

Units (lines, sentences) that are equal and in order are anchors: the heaviest chain of those
that are unique on both sides, then what is common in the gaps between them. Units that stand on
both sides out of order have moved. The rest is compared word by word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Indel, LCSseq

from auditor.history.pairing.bare import Tokens
from auditor.history.pairing.runs import Run, cleaned, joined
from auditor.repeats.chain import heaviest
from auditor.text import scripts

_FIRST_DENSE = scripts.DENSE[0][0]
_AREA = 30_000_000  # pairs of tokens that are compared at once: half a second, 4 MB
_MOVED = 12  # bare characters of a unit that can be told to have moved; a guess
_NEAR = 0.85  # share of equal tokens from which a unit elsewhere is the same, moved; a guess
_NEAR_MOVED = 40  # bare characters that a unit which moved and changed must have; a guess


@dataclass(frozen=True, slots=True)
class Move:
    """Text that stands elsewhere: tokens on both sides, and which of them are equal."""

    old: int
    old_size: int
    new: int
    new_size: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Aligned:
    """What two texts share: `kept` ascends on both sides; `moves` ascend in the new text."""

    kept: tuple[Run, ...]
    moves: tuple[Move, ...]


def align(old: Tokens, new: Tokens) -> Aligned:
    """All that is equal, in order or moved."""
    a, b = old.unit_keys(), new.unit_keys()
    units = in_order(a, b, [len("".join(unit)) for unit in a])
    kept = [Run(old.units[i], new.units[j], len(a[i])) for i, j in units]
    moves = _moved(old, new, a, b, units)
    taken_old = _taken([(move.old, move.old_size) for move in moves], len(old))
    taken_new = _taken([(move.new, move.new_size) for move in moves], len(new))
    runs: list[Run] = []
    for gap in _gaps(kept, len(old), len(new)):
        runs += _within(old, new, gap, taken_old, taken_new)
    return Aligned(joined([*kept, *runs]), tuple(moves))


def in_order(
    a: Sequence[Hashable], b: Sequence[Hashable], weights: Sequence[int]
) -> list[tuple[int, int]]:
    """Pairs of equal items that rise on both sides."""
    pairs: list[tuple[int, int]] = []
    stack = [(0, len(a), 0, len(b))]
    while stack:
        a0, a1, b0, b1 = stack.pop()
        while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
            pairs.append((a0, b0))
            a0, b0 = a0 + 1, b0 + 1
        while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
            a1, b1 = a1 - 1, b1 - 1
            pairs.append((a1, b1))
        if a0 == a1 or b0 == b1:
            continue
        anchors = _anchors(a, b, (a0, a1, b0, b1), weights)
        if not anchors:
            pairs += _common(a, b, (a0, a1, b0, b1))
            continue
        pairs += anchors
        edges = [(a0 - 1, b0 - 1), *anchors, (a1, b1)]
        stack += [(i + 1, k, j + 1, m) for (i, j), (k, m) in pairwise(edges)]
    return sorted(pairs)


def _anchors(
    a: Sequence[Hashable],
    b: Sequence[Hashable],
    area: tuple[int, int, int, int],
    weights: Sequence[int],
) -> list[tuple[int, int]]:
    """The heaviest chain of the items that stand once on each side."""
    a0, a1, b0, b1 = area
    count_a, count_b = Counter(a[a0:a1]), Counter(b[b0:b1])
    where = {key: j for j, key in enumerate(b[b0:b1], b0) if count_b[key] == 1}
    pairs = [
        (i, where[key]) for i, key in enumerate(a[a0:a1], a0) if count_a[key] == 1 and key in where
    ]
    rising = heaviest([(j, j + 1) for _, j in pairs], [weights[i] for i, _ in pairs])
    return [pairs[number] for number in rising]


def _common(
    a: Sequence[Hashable], b: Sequence[Hashable], area: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    """A longest common subsequence of items that are not unique; none of what is too much."""
    a0, a1, b0, b1 = area
    if (a1 - a0) * (b1 - b0) > _AREA:
        return []
    blocks = LCSseq.opcodes(a[a0:a1], b[b0:b1])
    return [
        (a0 + block.src_start + k, b0 + block.dest_start + k)
        for block in blocks
        if block.tag == "equal"
        for k in range(block.src_end - block.src_start)
    ]


def _moved(
    old: Tokens,
    new: Tokens,
    a: list[tuple[str, ...]],
    b: list[tuple[str, ...]],
    units: list[tuple[int, int]],
) -> list[Move]:
    """Units out of order: equal ones, then those that are nearly so."""
    used_a, used_b = {i for i, _ in units}, {j for _, j in units}
    left_a = [i for i in range(len(a)) if i not in used_a]
    left_b = [j for j in range(len(b)) if j not in used_b]
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in reversed(left_b):
        places[b[j]].append(j)
    pairs: list[tuple[int, int]] = []
    for i in left_a:
        if places.get(a[i]) and _weight(a[i]) >= _MOVED:
            pairs.append((i, places[a[i]].pop()))
    gap_of_a = _numbered([i for i, _ in units], len(a))
    gap_of_b = _numbered([j for _, j in units], len(b))
    taken_a, taken_b = {i for i, _ in pairs}, {j for _, j in pairs}
    pairs += _near(
        [(i, a[i], gap_of_a[i]) for i in left_a if i not in taken_a],
        [(j, b[j], gap_of_b[j]) for j in left_b if j not in taken_b],
    )
    pairs += _beside(pairs, a, b, set(left_a), set(left_b))
    moves: list[Move] = []
    for i, j in sorted(pairs, key=lambda pair: pair[1]):
        start, to = old.units[i], new.units[j]
        runs = tuple(
            Run(start + block.src_start, to + block.dest_start, block.src_end - block.src_start)
            for block in LCSseq.opcodes(a[i], b[j])
            if block.tag == "equal"
        )
        moves.append(Move(start, len(a[i]), to, len(b[j]), runs))
    return _neighbours(moves)


def _weight(unit: tuple[str, ...]) -> int:
    """The letters of a unit; one of a script without spaces says as much as two."""
    return sum(2 if ord(key[0]) >= _FIRST_DENSE else len(key) for key in unit)


def _beside(
    pairs: list[tuple[int, int]],
    a: list[tuple[str, ...]],
    b: list[tuple[str, ...]],
    left_a: set[int],
    left_b: set[int],
) -> list[tuple[int, int]]:
    """Short units beside what has moved, on both sides nearly the same: they moved with it."""
    left_a -= {i for i, _ in pairs}
    left_b -= {j for _, j in pairs}
    found: list[tuple[int, int]] = []
    for step in (1, -1):
        for i, j in sorted(pairs, reverse=step < 0):
            while i + step in left_a and j + step in left_b and _alike(a[i + step], b[j + step]):
                i, j = i + step, j + step
                left_a.discard(i)
                left_b.discard(j)
                found.append((i, j))
    return found


def _alike(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    return Indel.normalized_similarity(one, two, score_cutoff=_NEAR) >= _NEAR


def _neighbours(moves: list[Move]) -> list[Move]:
    """With those that follow each other on both sides as one."""
    out: list[Move] = []
    for move in moves:
        last = out[-1] if out else None
        if last and last.old + last.old_size == move.old and last.new + last.new_size == move.new:
            runs = joined([*last.runs, *move.runs])
            size_old, size_new = last.old_size + move.old_size, last.new_size + move.new_size
            out[-1] = Move(last.old, size_old, last.new, size_new, runs)
        else:
            out.append(move)
    return out


def _numbered(anchors: list[int], size: int) -> list[int]:
    """For each item the number of anchors before it: those of one gap have the same."""
    return [bisect_left(anchors, i) for i in range(size)]


def _near(
    left_a: list[tuple[int, tuple[str, ...], int]], left_b: list[tuple[int, tuple[str, ...], int]]
) -> list[tuple[int, int]]:
    """Units that stand elsewhere with a few words changed, one to one, best first.

    What has an equally near unit in its own gap has not moved.
    """
    rare: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, (_, unit, _) in enumerate(left_b):
        if sum(map(len, unit)) >= _NEAR_MOVED:
            for k in range(len(unit) - 2):
                rare[unit[k : k + 3]].append(index)
    found: list[tuple[float, bool, int, int]] = []
    for i, unit, gap in left_a:
        if sum(map(len, unit)) < _NEAR_MOVED:
            continue
        shared = Counter(
            index
            for k in range(len(unit) - 2)
            if len(hits := rare.get(unit[k : k + 3], ())) <= 8
            for index in hits
        )
        for index, _ in shared.most_common(3):
            j, other, home = left_b[index]
            alike = Indel.normalized_similarity(unit, other, score_cutoff=_NEAR)
            if alike >= _NEAR:
                found.append((alike, home == gap, i, j))
    pairs: list[tuple[int, int]] = []
    used_a: set[int] = set()
    used_b: set[int] = set()
    for _, home, i, j in sorted(found, key=lambda f: (-f[0], not f[1], f[2], f[3])):
        if i in used_a or j in used_b:
            continue
        used_a.add(i)
        used_b.add(j)
        if not home:
            pairs.append((i, j))
    return pairs


def _taken(runs: list[tuple[int, int]], size: int) -> bytearray:
    flags = bytearray(size)
    for start, length in runs:
        flags[start : start + length] = b"\1" * length
    return flags


def _gaps(kept: list[Run], size_a: int, size_b: int) -> list[tuple[int, int, int, int]]:
    gaps = []
    i = j = 0
    for run in [*kept, Run(size_a, size_b, 0)]:
        if i < run.old and j < run.new:
            gaps.append((i, run.old, j, run.new))
        i, j = run.old + run.size, run.new + run.size
    return gaps


def _within(
    old: Tokens,
    new: Tokens,
    gap: tuple[int, int, int, int],
    taken_old: bytearray,
    taken_new: bytearray,
) -> list[Run]:
    """What two gaps between anchors have in common, word by word, without what has moved."""
    a0, a1, b0, b1 = gap
    a = [i for i in range(a0, a1) if not taken_old[i]]
    b = [j for j in range(b0, b1) if not taken_new[j]]
    if not a or not b:
        return []
    key_a, key_b = [old.keys[i] for i in a], [new.keys[j] for j in b]
    if len(a) * len(b) > _AREA:
        pairs = in_order(_threes(key_a), _threes(key_b), [1] * len(a))
    else:
        pairs = _common(key_a, key_b, (0, len(a), 0, len(b)))
    runs = _slid(joined([Run(i, j, 1) for i, j in pairs]), key_a, key_b, a, b, old, new)
    address = [bool(old.in_address[i]) for i in a]
    kept = cleaned(runs, key_a, key_b, address)
    # Back to the tokens of the whole: a run may have been cut by what moved.
    return [Run(a[run.old + k], b[run.new + k], 1) for run in kept for k in range(run.size)]


def _threes(keys: list[str]) -> list[tuple[str, ...]]:
    return [tuple(keys[k : k + 3]) for k in range(len(keys))]


def _slid(
    runs: tuple[Run, ...],
    key_a: list[str],
    key_b: list[str],
    a: list[int],
    b: list[int],
    old: Tokens,
    new: Tokens,
) -> list[Run]:
    """With each insertion or deletion slid to where a unit begins, if the words allow it."""
    starts_a, starts_b = set(old.units), set(new.units)
    out = list(runs)
    for k in range(len(out) - 1):
        left, right = out[k], out[k + 1]
        end_a, end_b = left.old + left.size, left.new + left.size
        gap_a, gap_b = right.old - end_a, right.new - end_b
        if bool(gap_a) == bool(gap_b):
            continue
        keys, home, starts = (key_a, a, starts_a) if gap_a else (key_b, b, starts_b)
        first, last = (end_a, right.old) if gap_a else (end_b, right.new)
        best: tuple[int, int] | None = None
        shift = 0
        while shift < left.size - 1 and keys[first - shift - 1] == keys[last - shift - 1]:
            shift += 1
            if home[first - shift] in starts:
                best = (-shift, shift)
                break
        if home[first] in starts:
            best = None
        elif best is None:
            shift = 0
            while shift < right.size - 1 and keys[first + shift] == keys[last + shift]:
                shift += 1
                if home[first + shift] in starts:
                    best = (shift, shift)
                    break
        if best is None:
            continue
        by = best[0]
        out[k] = Run(left.old, left.new, left.size + by)
        out[k + 1] = Run(right.old + by, right.new + by, right.size - by)
    return [run for run in out if run.size > 0]
