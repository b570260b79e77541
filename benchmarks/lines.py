"""What tells that one line goes on with the next: `python -m benchmarks.lines`.

Fits a logistic regression of "the next line" against "another line of the document" on what
`auditor.canonical.evidence.letters` looks at, in clean texts wrapped to a width, on two thirds of
the documents, and tests it on the rest. Prints the weights beside those in use.

    --data FOLDER      other texts than those shipped
    --part tune        only those for tuning
"""

from __future__ import annotations

import random
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

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


def features(flow: Flow, above: str, below: str) -> list[float]:
    """What is multiplied with each of the weights."""
    signs = set(flow.signs(above, below))
    return [1.0, flow.wording(above, below), *(float(name in signs) for name in NAMES[2:])]


def samples(text: str, rng: random.Random) -> list[tuple[list[float], float]]:
    """Pairs of lines of a text, those that follow each other and as many that don't."""
    dense = sum("\u2e80" <= char < "\ufb00" for char in text) * 2 > len(text)
    width = rng.randint(18, 26) if dense else rng.randint(38, 55)
    lines = [text[start:end] for start, end in wrapped(text, width)]
    if len(lines) < FEWEST:
        return []
    flow = Flow(lines)
    found = []
    for _ in range(SAMPLES):
        at = rng.randrange(len(lines) - 1)
        other = rng.choice([far for far in range(len(lines)) if far != at + 1])
        found.append((features(flow, lines[at], lines[at + 1]), 1.0))
        found.append((features(flow, lines[at], lines[other]), 0.0))
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
    (x, y), (x_test, y_test) = (
        (np.array([told for told, _ in part]), np.array([is_next for _, is_next in part]))
        for part in parts
    )
    weights, ours = fit(x, y), np.array([getattr(WEIGHTS, name) for name in NAMES])
    rows = list(_rows(weights, ours, x))
    for name, used in (("fitted", weights), ("in use", ours)):
        rows.append([f"mean log-likelihood, {name}", f"{_likelihood(used, x_test, y_test):.3f}"])
    print(f"{len(y)} pairs of lines, {len(y_test)} to test on")
    print(table(("weight", "fitted", "in use", "pairs"), [[*row, "", ""][:4] for row in rows]))


def _rows(
    weights: NDArray[np.float64], ours: NDArray[np.float64], x: NDArray[np.float64]
) -> Iterator[list[str]]:
    for at, name in enumerate(NAMES):
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
