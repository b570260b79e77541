"""What tells that one line goes on with the next: `python -m benchmarks.lines`.

Fits a logistic regression of "the next line" against "another line of the document" on what
`auditor.canonical.evidence.letters` looks at, in clean texts wrapped to a width, on two thirds of
the documents, and tests it on the rest. What the topic of the lines around tells besides, which
`auditor.canonical.columns.sheets` asks at the end of a page, is fitted with them. Prints the
weights beside those in use.

    --data FOLDER      other texts than those shipped
    --part tune        only those for tuning
"""

from __future__ import annotations

import random
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from auditor.canonical.columns.sheets import Readings
from auditor.canonical.columns.weights import WEIGHTS as COLUMNS
from auditor.canonical.evidence.letters import Flow
from auditor.canonical.evidence.weights import WEIGHTS
from auditor.damage.columns import wrapped
from benchmarks.documents import Choice, load
from benchmarks.tables import table
from benchmarks.wording import fit

SAMPLES, FEWEST = 300, 40  # lines of a text that are looked at, and that it must have
_MOST_CHARS = 40_000
NAMES = (
    *("line_bias", "line_wording", "item_after_short_line", "capital_after_short_line"),
    *("small_after_stop", "capital_after_stop", "item_after_stop", "small_inside", "item_inside"),
    *("capital_after_comma", "line_closes_bracket", "line_leaves_bracket"),
)
TOPIC = ("lines as they are weighed", "topic")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lines: what is multiplied with the weights, and with those of the topic."""

    told: tuple[float, ...]
    around: tuple[float, float]
    is_next: bool


def features(flow: Flow, above: str, below: str) -> tuple[float, ...]:
    """What is multiplied with each of the weights."""
    signs = set(flow.signs(above, below))
    return (1.0, flow.wording(above, below), *(float(name in signs) for name in NAMES[2:]))


def samples(text: str, rng: random.Random) -> list[Pair]:
    """Pairs of lines of a text, those that follow each other and as many that don't."""
    dense = sum("\u2e80" <= char < "\ufb00" for char in text) * 2 > len(text)
    width = rng.randint(18, 26) if dense else rng.randint(38, 55)
    lines = [text[start:end] for start, end in wrapped(text, width)]
    if len(lines) < FEWEST:
        return []
    flow = Flow(lines)
    grid = Readings([(line,) for line in lines], flow)
    found = []
    for _ in range(SAMPLES):
        at = rng.randrange(len(lines) - 1)
        other = rng.choice([far for far in range(len(lines)) if far != at + 1])
        for below in (at + 1, other):
            topic = grid.topic((at, 0), (below, 0)) / COLUMNS.topic
            around = flow.follows(lines[at], lines[below]), topic
            found.append(Pair(features(flow, lines[at], lines[below]), around, below == at + 1))
    return found


def main() -> None:
    options = _options()
    rng = random.Random("lines")
    texts = load(Choice(options.data, options.part, (), None, _MOST_CHARS))
    groups = [samples(text.text, rng) for text in texts]
    parts = [
        [pair for at, group in enumerate(groups) if (at % 3 == 0) == test for pair in group]
        for test in (False, True)
    ]
    y, y_test = (np.array([float(pair.is_next) for pair in part]) for part in parts)
    print(f"{len(y)} pairs of lines, {len(y_test)} to test on")
    for names, ours, told in (
        (NAMES, [getattr(WEIGHTS, name) for name in NAMES], [[p.told for p in q] for q in parts]),
        (TOPIC, [1.0, COLUMNS.topic], [[p.around for p in q] for q in parts]),
    ):
        x, x_test = map(np.array, told)
        weights, used = fit(x, y), np.array(ours)
        rows = list(_rows(names, weights, used, x))
        for name, tried in (("fitted", weights), ("in use", used)):
            told_by = f"{_likelihood(tried, x_test, y_test):.3f}"
            rows.append([f"mean log-likelihood, {name}", told_by, "", ""])
        print(table(("weight", "fitted", "in use", "pairs"), rows))


def _rows(
    names: Sequence[str],
    weights: NDArray[np.float64],
    ours: NDArray[np.float64],
    x: NDArray[np.float64],
) -> Iterator[list[str]]:
    for at, name in enumerate(names):
        yield [name, f"{weights[at]:.2f}", f"{ours[at]:.2f}", f"{np.count_nonzero(x[:, at])}"]


def _likelihood(
    weights: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]
) -> float:
    p = np.clip(1 / (1 + np.exp(-x @ weights)), 1e-9, 1 - 1e-9)
    return float(np.mean(np.where(y == 1, np.log(p), np.log(1 - p))))


def _options() -> Namespace:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of texts (default: those shipped)")
    parser.add_argument("--part", default="all", choices=("all", "tune", "held-out"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
