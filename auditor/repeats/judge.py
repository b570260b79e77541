"""The one judgement: the probability that what stands again is damage.

A model of trees over `features`, fitted by `python -m benchmarks.fit` on undamaged documents and on
the same with known damage, and evaluated here with numpy alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auditor.repeats.features import NAMES, Table, View, features
from auditor.repeats.index import Stretch

PATH = Path(__file__).with_name("judge.json")

_Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Trees as parallel arrays of nodes; a leaf leads to itself, and has a value.

    The log-odds are `start` and the values of the leaves that a row comes to, one a tree, with a
    slope and an offset from the calibration.
    """

    start: float
    roots: _Numbers
    feature: _Numbers
    threshold: Table
    left: _Numbers
    right: _Numbers
    value: Table
    slope: float
    offset: float

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Model:
        """Raises ValueError for a model of other features than those that are told."""
        if tuple(data["features"]) != NAMES:
            raise ValueError("the model was fitted on other features")
        nodes = data["nodes"]
        whole = (np.array(nodes[name], dtype=np.int64) for name in ("feature", "left", "right"))
        feature, left, right = whole
        parts = (np.array(nodes[name], dtype=np.float64) for name in ("threshold", "value"))
        threshold, value = parts
        roots = np.array(data["roots"], dtype=np.int64)
        slope, offset = data["scale"]
        start = float(data["start"])
        return cls(start, roots, feature, threshold, left, right, value, slope, offset)

    def odds(self, rows: Table) -> Table:
        """The log-odds of each row, without calibration."""
        at = np.broadcast_to(self.roots[:, None], (len(self.roots), len(rows)))
        number = np.arange(len(rows))[None, :]
        while (inner := self.feature[at] >= 0).any():
            low = rows[number, np.maximum(self.feature[at], 0)] <= self.threshold[at]
            at = np.where(inner, np.where(low, self.left[at], self.right[at]), at)
        total: Table = self.start + self.value[at].sum(axis=0)
        return total

    def probabilities(self, rows: Table) -> Table:
        found: Table = 1 / (1 + np.exp(-(self.slope * self.odds(rows) + self.offset)))
        return found


@cache
def model() -> Model:
    return Model.of(json.loads(PATH.read_text(encoding="utf-8")))


@cache
def digest() -> str:
    """Sixteen hex digits of the model."""
    return hashlib.sha256(PATH.read_bytes()).hexdigest()[:16]


def judged(view: Callable[[], View], found: Sequence[Stretch], least: float) -> list[float | None]:
    """The probability that each stretch is damage; None for one with less equal text than
    `least` characters, of which nothing can be said. `view` is asked only where one is judged.
    """
    asked = [number for number, stretch in enumerate(found) if stretch.equal >= least]
    answers: list[float | None] = [None] * len(found)
    if not asked:
        return answers
    rows = features(view(), found)[asked]
    for number, probability in zip(asked, model().probabilities(rows).tolist(), strict=True):
        answers[number] = probability
    return answers
