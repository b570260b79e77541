"""The one judgement: the probability that what stands again is damage.

Each repeat is looked at twice, with trees over numbers: by itself (`features`); and among the
others of its text (with what the first look says of them, `among`). Damage seldom comes alone, and
of a text that says much again by right a single repeat tells little. Both are fitted by
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

PATH = Path(__file__).with_name("judge.npz")
LEAF = 255  # in place of a feature

_ALONE = -5.0  # log-odds where there is no other repeat
_MOST = 12.0  # log-odds of any answer

_Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Trees as parallel arrays of nodes, each node before the two that it leads to.

    A row goes on to the next node where its `feature` is at most `value`, else to `right`; at a
    leaf `value` are log-odds. Those of all trees are `start` and the leaves that a row comes to,
    one a tree.
    """

    start: float
    roots: _Numbers
    feature: _Numbers
    value: Table
    right: _Numbers

    @classmethod
    def of(cls, data: Mapping[str, Any], look: str) -> Trees:
        """Those of a `look`, "first" or "second"."""
        whole = (
            np.asarray(data[f"{look}_{name}"], dtype=np.int64)
            for name in ("roots", "feature", "right")
        )
        roots, feature, right = whole
        value = np.asarray(data[f"{look}_value"], dtype=np.float64)
        return cls(float(data[f"{look}_start"]), roots, feature, value, right)

    def odds(self, rows: Table) -> Table:
        """The log-odds of each row."""
        told = np.empty(len(rows))
        for first in range(0, len(rows), WEIGHTS.judged_at_once):
            part = rows[first : first + WEIGHTS.judged_at_once]
            told[first : first + len(part)] = self._odds(part)
        return told

    def _odds(self, rows: Table) -> Table:
        leaves = np.repeat(self.roots[:, None], len(rows), axis=1).ravel()
        number = np.tile(np.arange(len(rows)), len(self.roots))
        inner = np.flatnonzero(self.feature[leaves] != LEAF)
        while len(inner):
            at = leaves[inner]
            low = rows[number[inner], self.feature[at]] <= self.value[at]
            at = np.where(low, at + 1, self.right[at])
            leaves[inner] = at
            inner = inner[self.feature[at] != LEAF]
        told: Table = self.start + self.value[leaves].reshape(len(self.roots), -1).sum(axis=0)
        return told


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The trees of both looks."""

    first: Trees
    second: Trees

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Model:
        """Raises ValueError for a model of other features than those that are told."""
        if about(data)["features"] != list(NAMES):
            raise ValueError("the model was fitted on other features")
        return cls(Trees.of(data, "first"), Trees.of(data, "second"))

    def probabilities(self, rows: Table, equal: Table, size: int) -> Table:
        """Of all repeats of one text of `size` characters, `equal` of which are in each."""
        told = self.second.odds(among(rows, self.first.odds(rows), equal, size))
        return probability(told)


def probability(odds: Table) -> Table:
    """What log-odds are as a probability."""
    told: Table = 1 / (1 + np.exp(-np.clip(odds, -_MOST, _MOST)))
    return told


def among(rows: Table, odds: Table, equal: Table, size: int) -> Table:
    """What the second look is told: the `rows` of the first, what it says, and of the others.

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
            rows,
        ]
    )


def about(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a model's features are, and what it was made from."""
    told: dict[str, Any] = json.loads(str(data["about"]))
    return told


@cache
def model() -> Model:
    with np.load(PATH, allow_pickle=False) as data:
        return Model.of(data)


@cache
def digest() -> str:
    """Sixteen hex digits of the model."""
    return hashlib.sha256(PATH.read_bytes()).hexdigest()[:16]


def is_judged(stretch: Stretch, scale: float, size: int) -> bool:
    """Whether anything can be said of it: it is as long as a short sentence, or it stands on end;
    but what stands on end only in a text of a `size` that the judgement was fitted on.
    """
    if stretch.is_on_end:
        return size >= WEIGHTS.shortest_text * scale
    return stretch.equal >= WEIGHTS.told_from * scale


def judged(
    view: Callable[[], View], found: Sequence[Stretch], scale: float, size: int
) -> list[float | None]:
    """The probability that each stretch is damage; None for one of which nothing can be said.

    `view` is asked only where one is judged; `scale` is the text's `runs.information`, `size` how
    many characters it has in comparison form.
    """
    asked = [number for number, stretch in enumerate(found) if is_judged(stretch, scale, size)]
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
