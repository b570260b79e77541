"""Which copies are kept, which moved, which repeated.

Kept: the set of copies that rises on both sides and keeps the most canonical characters
(`repeats.chain.heaviest`); against a trusted text, of two passages that changed places around a
third, the third. Of the rest, what no other copy shows is moved; what one does is repeated. Copies
are split where that changes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from auditor.align.copies import Copies, Copy, rejoined
from auditor.align.weights import WEIGHTS
from auditor.model import Role
from auditor.repeats.chain import heaviest
from auditor.text.cover import Cover

_weight = attrgetter("weight")


class Kept(NamedTuple):
    """A part of a copy with its role; `chain` as in `model.Block`."""

    copy: Copy
    role: Role
    chain: int


class Pieces(tuple[Kept, ...]):
    """The parts with their roles, ascending in the scrape. What many look at is looked at once."""

    @cached_property
    def copies(self) -> Copies:
        return Copies([piece[0] for piece in self])

    @cached_property
    def roles(self) -> list[Role]:
        return [piece[1] for piece in self]

    def numbers(self, role: Role) -> list[int]:
        """The numbers of those with this role."""
        return [number for number, each in enumerate(self.roles) if each == role]


def keep(
    copies: Sequence[Copy], weights: Sequence[int] | None = None, exchanged: bool = False
) -> Pieces:
    """Give every copy its role and chain; ascending in the scrape, as the input must be.

    `weights` say what keeping each is worth; without them, its equal characters are. With
    `exchanged`, what stands between two passages that changed places is kept.
    """
    # What is alike in the canonical is trimmed; in the scrape copies have nothing in common.
    spans = [copy[2:4] for copy in copies]
    worth = weights or [copy.weight for copy in copies]
    chain = set(heaviest(spans, worth))
    if exchanged:
        chain = _around(spans, worth, chain)
    cover = Cover(max((copy.canonical_end for copy in copies), default=0))
    held = cover.bytes
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
        if copy.scrape_end == copy.scrape_start:
            continue  # it lacks these characters; another may have them
        pieces.append((copy, "kept"))
        home, done = copy[2:4]
        held[home:done] = b"\1" * (done - home)
    for copy in sorted(rest, key=_weight, reverse=True):  # of several as heavy, the first
        home, end = copy[2:4]
        if held.count(1, home, end) == end - home:
            pieces.append((copy, "repeated"))
        else:
            pieces += _split_by_cover(copy, cover)
    return Pieces(_with_chains(_merged(sorted(pieces, key=lambda piece: piece[0][0]))))


def _around(spans: Sequence[tuple[int, int]], weights: Sequence[int], chain: set[int]) -> set[int]:
    """The chain, with what stands between two passages that changed places for one of these.

        scrape      C B A
        canonical   A B C

    Either way two passages are moved; that A and C were exchanged is what an editor did.
    """
    if len(chain) == len(spans):
        return chain
    starts, ends = np.array(spans, dtype=np.int64).T
    order = np.argsort(starts, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    opens = np.flatnonzero(np.append(True, rank[1:] != rank[:-1] + 1))
    closes = np.append(opens[1:], len(rank)) - 1
    leads = np.append(rank[opens[:-1]] == rank[closes[1:]] + 1, [False, False])
    # C leads down to B and B to A, but nothing down to C, and A to nothing.
    threes = leads[:-2] & leads[1:-1] & ~leads[2:] & ~np.append(False, leads[:-3])
    kept = np.zeros(len(spans), dtype=np.int64)
    kept[list(chain)] = ends[list(chain)]
    reached = np.append(0, np.maximum.accumulate(kept[order]))  # by what begins earlier
    for three in np.flatnonzero(threes).tolist():
        members = [range(opens[at], closes[at] + 1) for at in range(three, three + 3)]
        homes = order[rank[members[2][0]] : rank[members[0][-1]] + 1]
        last, middle, first = (sum(weights[number] for number in one) for one in members)
        if (
            max(first, last) > WEIGHTS.exchanged * middle
            or reached[rank[members[2][0]]] > starts[members[1][0]]
            or (starts[homes[1:]] < ends[homes[:-1]]).any()
        ):
            continue
        if chain.isdisjoint(members[1]) and not chain.isdisjoint((*members[0], *members[2])):
            chain = chain.difference(members[0], members[2]).union(members[1])
    return chain


def _split_by_cover(copy: Copy, cover: Cover) -> list[tuple[Copy, Role]]:
    """The parts of a copy that the cover has in part (repeated) and has not (moved, and now
    covered).
    """
    first, last = copy.canonical_start, copy.canonical_end
    if not cover.count(first, last):
        cover.add(first, last)
        return [(copy, "moved")]
    parts: list[tuple[Copy, Role]] = []
    for start, end, covered in cover.cut(first, last):
        part = copy.part(start, end)
        if part.scrape_end == part.scrape_start:
            continue  # as in `keep`
        parts.append((part, "repeated" if covered else "moved"))
        if not covered:
            cover.add(start, end)
    return parts


def _merged(pieces: Sequence[tuple[Copy, Role]]) -> list[tuple[Copy, Role]]:
    """Neighbours of one role that go on on both sides become one again."""
    merged: list[tuple[Copy, Role]] = []
    end = home_end = -1
    same: Role | None = None
    for piece in pieces:
        copy, role = piece
        if role == same and end == copy.scrape_start and home_end == copy.canonical_start:
            merged[-1] = (rejoined([merged[-1][0], copy])[0], role)
        else:
            merged.append(piece)
        _, end, _, home_end, _ = copy
        same = role
    return merged


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
