"""What tells of one repeat: overlaps, and exact runs in one, that go on alike on both sides.

Positions count in a comparison form.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from auditor.repeats.chain import Chain, chains
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
    at, there = overlap.first, overlap.second
    for start, again, length in _rising(overlap, runs):
        less = max(0, at - start, there - again)
        length = min(length - less, overlap.end - start - less, overlap.until - again - less)
        if length > 0:
            at, there = start + less + length, again + less + length
            yield start + less, again + less, length


def _rising(overlap: Overlap, runs: Runs) -> list[tuple[int, int, int]]:
    """The runs of an overlap that rise together, the longest chosen first.

    The heaviest in order take short runs as well, which are equal by chance: with them windows
    with noise in them are joined worse (neighbours kept 0.940, of 0.949, in ten damaged pages).
    """
    low, high = np.searchsorted(runs.start_a, (overlap.first, overlap.end))
    diagonal = runs.start_b[low:high] - runs.start_a[low:high]
    ends = sorted((overlap.diagonal, overlap.until - overlap.end))
    astray = WEIGHTS.drift_in_all
    near = np.flatnonzero((diagonal >= ends[0] - astray) & (diagonal <= ends[1] + astray)) + low
    near = near[np.argsort(-runs.length[near], kind="stable")]
    chosen: list[tuple[int, int, int]] = []
    for run in zip(
        runs.start_a[near].tolist(),
        runs.start_b[near].tolist(),
        runs.length[near].tolist(),
        strict=True,
    ):
        at = bisect_left(chosen, run)
        after = at == 0 or _goes_on(chosen[at - 1], run)
        if after and (at == len(chosen) or _goes_on(run, chosen[at])):
            chosen.insert(at, run)
    return chosen


def _goes_on(run: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """The other run stands behind, on both sides, about as far; its beginning may be the end."""
    step, there = other[0] - run[0], other[1] - run[1]
    drift = WEIGHTS.drift_between_runs
    rises = min(step, there) >= run[2] - drift and min(step, there) > 0
    return rises and abs(there - step) <= drift + step // drift
