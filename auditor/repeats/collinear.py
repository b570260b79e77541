"""What tells of one repeat: overlaps, and exact runs in one, that go on alike on both sides.

Positions count in a comparison form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from auditor.repeats.chain import Chain, chains, heaviest, trimmed
from auditor.repeats.near import Overlap
from auditor.repeats.weights import WEIGHTS
from auditor.text.runs import Runs


def merged(told: Sequence[Overlap]) -> list[Overlap]:
    """Overlaps that tell of one repeat, each from another place on, made one; `told` ascend."""
    return [_whole(chain.segments) for chain in chains(told, WEIGHTS.drift_between_runs, _is_one)]


def _whole(parts: Sequence[Overlap]) -> Overlap:
    last = max(parts, key=lambda one: (one.end, one.until))
    return replace(parts[0], end=last.end, until=last.until, tail=last.tail)


def _is_one(known: Chain[Overlap, bool], other: Overlap) -> bool | None:
    near = abs(known.second - known.first - other.diagonal) <= WEIGHTS.drift_between_runs
    behind = known.second <= other.second <= known.until and other.first <= known.end
    return True if near and behind else None


def synced(overlap: Overlap, runs: Runs) -> Iterator[tuple[int, int, int]]:
    """The exact runs of an overlap, rising on both sides: where, where again, and how long."""
    # Of runs that begin together, the farther first: no two of them are in order.
    inside = sorted(_inside(overlap, runs), key=lambda run: (run[0], -run[1]))
    return trimmed(inside[at] for at in heaviest([(b, b + length) for _, b, length in inside]))


def _inside(overlap: Overlap, runs: Runs) -> Iterator[tuple[int, int, int]]:
    """Runs on about the diagonals of an overlap, as far as they are in it on both sides."""
    low, high = np.searchsorted(runs.start_a, (overlap.first, overlap.end))
    diagonal = runs.start_b[low:high] - runs.start_a[low:high]
    ends = sorted((overlap.diagonal, overlap.until - overlap.end))
    astray = WEIGHTS.drift_in_all
    near = np.flatnonzero((diagonal >= ends[0] - astray) & (diagonal <= ends[1] + astray)) + low
    columns = (part[near].tolist() for part in (runs.start_a, runs.start_b, runs.length))
    for a, b, length in zip(*columns, strict=True):
        less = max(0, overlap.second - b)
        length = min(length, overlap.end - a, overlap.until - b) - less
        if length > 0:
            yield a + less, b + less, length
