"""Which copies are kept, which moved, which repeated.

Kept: the set of copies that rises on both sides and keeps the most canonical characters
(a heaviest increasing chain with overlaps trimmed, O(n log n)). Of the rest, what no other
copy shows is moved; what one does is repeated. Copies are split where that changes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor.align.copies import Copy
from auditor.model import Role


@dataclass(frozen=True, slots=True)
class Kept:
    """A part of a copy with its role; `chain` as in `model.Block`."""

    copy: Copy
    role: Role
    chain: int


def keep(copies: Sequence[Copy]) -> list[Kept]:
    """Give every copy its role and chain; ascending in the scrape, as the input must be."""
    chain = _heaviest_chain(copies)
    cover = _Cover()
    pieces: list[tuple[Copy, Role]] = []
    rest: list[Copy] = []
    done = 0
    for index, copy in enumerate(copies):
        if index not in chain:
            rest.append(copy)
            continue
        if copy.canonical_start < done:
            rest.append(copy.part(copy.canonical_start, done))
            copy = copy.part(done, copy.canonical_end)
        pieces.append((copy, "kept"))
        cover.add(copy.canonical_start, copy.canonical_end)
        done = copy.canonical_end
    for copy in sorted(rest, key=lambda copy: (-copy.weight, copy.scrape_start)):
        pieces += _split_by_cover(copy, cover)
    pieces = [(copy, role) for copy, role in pieces if copy.scrape_end > copy.scrape_start]
    return _with_chains(_merged(sorted(pieces, key=lambda piece: piece[0].scrape_start)))


def _split_by_cover(copy: Copy, cover: _Cover) -> list[tuple[Copy, Role]]:
    """The parts of a copy that the cover has (repeated) and has not (moved, and now covered)."""
    parts: list[tuple[Copy, Role]] = []
    for start, end, covered in cover.cut(copy.canonical_start, copy.canonical_end):
        parts.append((copy.part(start, end), "repeated" if covered else "moved"))
        if not covered:
            cover.add(start, end)
    return parts


class _Cover:
    """A set of disjoint half-open ranges, ascending."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, start: int, end: int) -> None:
        """Add a range that is disjoint from all others."""
        if start < end:
            at = bisect_left(self.starts, start)
            self.starts.insert(at, start)
            self.ends.insert(at, end)

    def cut(self, start: int, end: int) -> list[tuple[int, int, bool]]:
        """The range in pieces (start, end, covered)."""
        pieces: list[tuple[int, int, bool]] = []
        at = bisect_right(self.ends, start)
        while start < end:
            if at == len(self.starts) or self.starts[at] >= end:
                pieces.append((start, end, False))
                break
            if self.starts[at] > start:
                pieces.append((start, self.starts[at], False))
                start = self.starts[at]
            stop = min(end, self.ends[at])
            pieces.append((start, stop, True))
            start, at = stop, at + 1
        return pieces


def _merged(pieces: Sequence[tuple[Copy, Role]]) -> list[tuple[Copy, Role]]:
    """Neighbours of one role that go on on both sides become one again."""
    merged: list[tuple[Copy, Role]] = []
    for copy, role in pieces:
        if merged and merged[-1][1] == role and _goes_on(merged[-1][0], copy):
            last = merged[-1][0]
            edits = last.edits + copy.edits
            merged[-1] = (
                replace(
                    last, scrape_end=copy.scrape_end, canonical_end=copy.canonical_end, edits=edits
                ),
                role,
            )
        else:
            merged.append((copy, role))
    return merged


def _goes_on(left: Copy, right: Copy) -> bool:
    return left.scrape_end == right.scrape_start and left.canonical_end == right.canonical_start


def _with_chains(pieces: Sequence[tuple[Copy, Role]]) -> list[Kept]:
    """Number the chains: 0 what is kept; of the rest, a piece joins the chain it continues.

    A piece continues a chain of its role whose last piece ends before it in the canonical;
    of several, the one that ends nearest.
    """
    ends: dict[Role, list[tuple[int, int]]] = {"moved": [], "repeated": []}
    numbered: list[Kept] = []
    chains = 0
    for copy, role in pieces:
        if role == "kept":
            numbered.append(Kept(copy, role, 0))
            continue
        at = bisect_right(ends[role], (copy.canonical_start, chains + 1)) - 1
        if at >= 0:
            _, chain = ends[role].pop(at)
        else:
            chains += 1
            chain = chains
        end = (copy.canonical_end, chain)
        ends[role].insert(bisect_left(ends[role], end), end)
        numbered.append(Kept(copy, role, chain))
    return numbered


def _heaviest_chain(copies: Sequence[Copy]) -> set[int]:
    """Indices of the copies that rise on both sides and keep the most canonical characters.

    `total[j]` is the most that a chain ending with j keeps. Its predecessor either ends
    before j starts in the canonical, or overlaps it and the overlap is trimmed. Ties go to
    the chain with a predecessor, and to the predecessor met first: the first copy is kept.
    """
    ends = sorted({copy.canonical_end for copy in copies})
    clear, trimmed = _MaxTree(len(ends)), _MaxTree(len(ends))
    total: list[float] = []
    before: list[int] = []
    for index, copy in enumerate(copies):
        own, start, end = (
            copy.canonical_end,
            copy.canonical_start,
            bisect_left(ends, copy.canonical_end),
        )
        upto = bisect_right(ends, start)
        base, first = clear.best(0, upto)
        rest, second = trimmed.best(upto, end)
        density = copy.weight / max(1, own - start)
        value, previous = max(base, 0.0) + copy.weight, first if base > 0 else -1
        overlap = rest + own - (own - start) * (1 - density)
        if rest > float("-inf") and overlap >= value:
            value, previous = overlap, second
        total.append(value)
        before.append(previous)
        clear.put(end, value, index)
        trimmed.put(end, value - own, index)
    at = max(range(len(total)), key=lambda i: (total[i], -i), default=-1)
    chain: set[int] = set()
    while at >= 0:
        chain.add(at)
        at = before[at]
    return chain


def _first_best(entry: tuple[float, int]) -> tuple[float, int]:
    return entry[0], -entry[1]


class _MaxTree:
    """A segment tree of (value, index) with point updates and range maxima."""

    def __init__(self, size: int) -> None:
        self.size = max(1, size)
        self.tree: list[tuple[float, int]] = [(float("-inf"), -1)] * (2 * self.size)

    def put(self, at: int, value: float, index: int) -> None:
        at += self.size
        while at and value > self.tree[at][0]:
            self.tree[at] = (value, index)
            at //= 2

    def best(self, start: int, end: int) -> tuple[float, int]:
        found = (float("-inf"), -1)
        start, end = start + self.size, end + self.size
        while start < end:
            if start & 1:
                found = max(found, self.tree[start], key=_first_best)
                start += 1
            if end & 1:
                end -= 1
                found = max(found, self.tree[end], key=_first_best)
            start, end = start // 2, end // 2
        return found
