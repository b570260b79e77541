"""The one judgement: the probability that what stands again is damage.

Each repeat is looked at twice: by itself, with trees over `features`; and among the others of its
text, with a logistic regression over what the trees say of them (`among`). Damage seldom comes
alone, and of a text that says much again by right a single repeat tells little. Both are fitted by
`python -m benchmarks.fit` on undamaged documents and on the same with known damage, and evaluated
here with numpy alone.
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
from auditor.repeats.weights import WEIGHTS

PATH = Path(__file__).with_name("judge.json")

_ALONE = -5.0  # log-odds where there is no other repeat
_MOST = 12.0  # log-odds of any answer

_Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Trees as parallel arrays of nodes; a leaf leads to itself, and has a value.

    The log-odds by the trees are `start` and the values of the leaves that a row comes to, one a
    tree; `context` are the weights of `among`, the last one by itself.
    """

    start: float
    roots: _Numbers
    feature: _Numbers
    threshold: Table
    left: _Numbers
    right: _Numbers
    value: Table
    context: Table

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
        context = np.array(data["context"], dtype=np.float64)
        return cls(float(data["start"]), roots, feature, threshold, left, right, value, context)

    def odds(self, rows: Table) -> Table:
        """The log-odds of each row by itself, by the trees."""
        at = np.broadcast_to(self.roots[:, None], (len(self.roots), len(rows)))
        number = np.arange(len(rows))[None, :]
        while (inner := self.feature[at] >= 0).any():
            low = rows[number, np.maximum(self.feature[at], 0)] <= self.threshold[at]
            at = np.where(inner, np.where(low, self.left[at], self.right[at]), at)
        total: Table = self.start + self.value[at].sum(axis=0)
        return total

    def probabilities(self, rows: Table, equal: Table, size: int) -> Table:
        """Of all repeats of one text of `size` characters, `equal` of which are in each."""
        told = among(self.odds(rows), equal, size) @ self.context[:-1] + self.context[-1]
        found: Table = 1 / (1 + np.exp(-np.clip(told, -_MOST, _MOST)))
        return found


def among(odds: Table, equal: Table, size: int) -> Table:
    """A row for each repeat of a text: its log-odds by the trees, and what they say of the others.

    The likeliest of the others; the share of their characters that is damage, and how many
    characters that are and are not; the neighbours in the text; how many there are, and how many
    of them are damage.
    """
    damage = 1 / (1 + np.exp(-odds))
    ordered = np.sort(odds)
    likeliest = np.full(len(odds), ordered[-1])
    likeliest[np.argmax(odds)] = ordered[-2] if len(odds) > 1 else _ALONE
    others = equal.sum() - equal
    damaged = (damage * equal).sum() - damage * equal
    count = np.ones(len(odds))
    return np.column_stack(
        [
            odds,
            likeliest,
            damaged / np.maximum(1, others),
            np.log1p(damaged),
            np.log1p(np.maximum(0, others - damaged)),
            np.log1p(100 * damaged / size),
            np.append(_ALONE, odds[:-1]),
            np.append(odds[1:], _ALONE),
            np.log1p(count * (odds > 0).sum()),
            np.log1p(count * len(odds)),
        ]
    )


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
    seen = view()
    rows = features(seen, found)[asked]
    equal = np.array([found[number].equal for number in asked], dtype=np.float64)
    told = model().probabilities(rows, equal, len(seen.text))
    for number, probability in zip(asked, told.tolist(), strict=True):
        answers[number] = probability
    return answers


def is_copy(damage: float | None) -> bool:
    """Rather damage than meant."""
    return damage is not None and damage >= WEIGHTS.copied


def may_be_copy(damage: float | None) -> bool:
    """Not surely meant; so is what is not judged."""
    return damage is None or damage >= WEIGHTS.meant
