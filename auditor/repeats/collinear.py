"""What tells of one repeat: overlaps, and exact runs in one, that go on alike on both sides.

Positions count in a comparison form.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from auditor.repeats.near import Overlap
from auditor.repeats.weights import WEIGHTS
from auditor.text.runs import Runs


def merged(told: Sequence[Overlap]) -> list[Overlap]:
    """Overlaps that tell of one repeat, each from another place on, made one; `told` ascend."""
    latest: dict[int, int] = {}  # by diagonal, rounded
    found: list[Overlap] = []
    for overlap in told:
        band = overlap.diagonal // WEIGHTS.drift_between_runs
        for at in (latest.get(near) for near in (band, band - 1, band + 1)):
            if at is not None and _is_one(found[at], overlap):
                known = found[at]
                last = max(known, overlap, key=lambda one: (one.end, one.until))
                found[at] = replace(known, end=last.end, until=last.until, tail=last.tail)
                break
        else:
            at = len(found)
            found.append(overlap)
        latest[band] = at
    return found


def _is_one(known: Overlap, other: Overlap) -> bool:
    near = abs(known.diagonal - other.diagonal) <= WEIGHTS.drift_between_runs
    return near and known.second <= other.second <= known.until and other.first <= known.end


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
    """The runs of an overlap that rise together, the longest chosen first."""
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
