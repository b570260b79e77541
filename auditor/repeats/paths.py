"""Paths of a dynamic program, taken one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def disjoint_paths(weights: Sequence[float], before: Sequence[int]) -> Iterator[list[int]]:
    """The heaviest path, then the heaviest over what is left, and so on.

    `weights` are those of the best path to each step, `before` the step before it there; -1 for
    none.
    """
    used: set[int] = set()
    for end in sorted(range(len(weights)), key=lambda at: (-weights[at], at)):
        path, at = [], end
        while at >= 0 and at not in used:
            path.append(at)
            at = before[at]
        used.update(path)
        if path:
            yield path[::-1]
