"""The cheapest reading of the scrape as copies of the canonical.

A path through the exact common runs in scrape order, found by dynamic programming in
O(n log n). A run may follow any earlier one (a jump) or one whose end is near on both sides
(the same copy, with edits between). Staying in a copy is nearly free, a jump costs as much as
a short phrase gains: chance matches never win, and a legitimate repeat follows its context.
"""

from __future__ import annotations

import heapq

from auditor.align.weights import WEIGHTS
from auditor.text.runs import Runs

Piece = tuple[int, int, int]  # where in the scrape, where in the canonical, equal characters


def read_copies(runs: Runs, scale: float, sealed: Runs) -> list[list[Piece]]:
    """Copies as lists of exact pieces, ascending in the scrape and disjoint there.

    `scale` is the number of characters that carry one unit of information. The `sealed` runs
    are among the others and overlap none in the scrape: each is a copy that costs no jump, and
    no other copy goes on over it. Objective: the characters covered, less the costs; ties go to
    staying in the copy, then to the earlier run. Text that no piece covers costs nothing.
    """
    reader = _Reader(runs, scale, frozenset(sealed.start_a.tolist()))
    reader.score_all()
    return reader.trace()


class _Reader:
    """Scores of the best path that ends with each run, and the heaps that find them."""

    def __init__(self, runs: Runs, scale: float, sealed: frozenset[int]) -> None:
        self.starts_a: list[int] = runs.start_a.tolist()
        self.starts_b: list[int] = runs.start_b.tolist()
        self.lengths: list[int] = runs.length.tolist()
        self.diagonals: list[int] = (runs.start_b - runs.start_a).tolist()
        self.jump, self.near, self.gap = (
            WEIGHTS.jump * scale,
            WEIGHTS.near * scale,
            WEIGHTS.gap * scale,
        )
        self.sealed, self.last_sealed = sealed, -1  # scraped places where sealed runs start
        self.score: list[float] = []
        self.before: list[int] = []
        self.linked: list[bool] = []
        self.ended = (0.0, -1)  # best (score, run) of the runs that end before this place
        self.running: list[tuple[int, int]] = []  # heap of (end, run), to move into `ended`
        self.cuttable: list[tuple[float, int, int]] = []  # heap of (-worth, end, run)
        self.cell = max(1, round(self.gap))
        self.cells: dict[int, list[int]] = {}  # canonical end // cell -> latest runs

    def score_all(self) -> None:
        """Score the runs, which come in scrape order."""
        sealed, size, cells, diagonals = self.sealed, self.cell, self.cells, self.diagonals
        nexts = self.starts_a[1:] + [1 << 62] * bool(self.starts_a)
        places = zip(self.starts_a, self.starts_b, self.lengths, nexts, strict=True)
        for run, (start, home, length, next_start) in enumerate(places):
            reach, before = self._reach(start) if self.running else self.ended
            is_sealed = start in sealed
            gain, linked = reach + length - (0.0 if is_sealed else self.jump), False
            low, high = diagonals[run] - self.near, diagonals[run] + self.near
            first, last = home // size, (home + length) // size
            for cell in (first - 1, first, *({first + 1, last} if last > first else (first + 1,))):
                for other in cells.get(cell, ()):
                    if low <= diagonals[other] <= high:
                        value = self._follow(other, run)
                        if value > gain or (value == gain and not linked):
                            gain, before, linked = value, other, True
            if is_sealed:
                self.last_sealed = start
            self.score.append(gain)
            self.before.append(before)
            self.linked.append(linked)
            end = start + length
            if self.running or next_start < end:
                heapq.heappush(self.running, (end, run))
                heapq.heappush(self.cuttable, (end - gain, end, run))
            elif gain > self.ended[0]:  # it ends before the next begins, and alone
                self.ended = (gain, run)
            latest = cells.get(last)
            if latest is None:
                cells[last] = [run]
            else:
                latest.append(run)
                del latest[: -WEIGHTS.cell_runs]

    def _reach(self, place: int) -> tuple[float, int]:
        """The best score of a path up to `place`, a run that goes on there being cut."""
        while self.running and self.running[0][0] <= place:
            _, run = heapq.heappop(self.running)
            if self.score[run] > self.ended[0]:
                self.ended = (self.score[run], run)
        while self.cuttable and self.cuttable[0][1] <= place:
            heapq.heappop(self.cuttable)
        if self.cuttable and place - self.cuttable[0][0] > self.ended[0]:
            return place - self.cuttable[0][0], self.cuttable[0][2]
        return self.ended

    def _follow(self, other: int, run: int) -> float:
        """The score of `run` as a continuation of the copy that `other` belongs to."""
        if self.starts_a[other] < self.last_sealed:
            return float("-inf")
        if self.starts_a[other] >= self.starts_a[run] or self.starts_b[other] >= self.starts_b[run]:
            return float("-inf")
        length = self.lengths[run]
        skip_a = self.starts_a[run] - self.starts_a[other] - self.lengths[other]
        skip_b = self.starts_b[run] - self.starts_b[other] - self.lengths[other]
        shift = abs(self.diagonals[run] - self.diagonals[other])
        distance = skip_a if skip_a > skip_b else skip_b
        overlap = -skip_a if skip_a < skip_b else -skip_b
        if distance > self.gap or overlap >= length:
            return float("-inf")
        cost = 0.5 + WEIGHTS.shift * shift + (WEIGHTS.edit * distance if distance > 0 else 0.0)
        gain = self.score[other] + length - (cost if cost < self.jump - 0.5 else self.jump - 0.5)
        return gain - overlap if overlap > 0 else gain

    def trace(self) -> list[list[Piece]]:
        """The best path, cut where its runs overlap."""
        if not self.lengths:
            return []
        run = self.score.index(max(self.score))
        path: list[int] = []
        while run >= 0:
            path.append(run)
            run = self.before[run]
        copies: list[list[Piece]] = []
        reached = home = 0  # where the last piece ends, on either side
        for run in reversed(path):
            start, to, length = self.starts_a[run], self.starts_b[run], self.lengths[run]
            if self.linked[run] and copies:
                over = max(0, reached - start, home - to)
                start, to, length = start + over, to + over, length - over
                copies[-1].append((start, to, length))
            else:
                if start < reached and copies:
                    place, origin, _ = copies[-1][-1]
                    copies[-1][-1] = place, origin, max(0, start - place)
                copies.append([(start, to, length)])
            reached, home = start + length, to + length
        return [[piece for piece in pieces if piece[2] > 0] for pieces in copies]
