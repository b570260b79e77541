"""How much wording tells of neighbours: `python -m benchmarks.wording`.

Fits a logistic regression of "true neighbours" against "at least eight units apart in the same
document" on what `auditor.canonical.evidence` measures, on two thirds of the documents, and
tests it on the rest. Prints the weights beside those in use.
"""

from __future__ import annotations

import argparse
import math
import random
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from auditor.canonical.evidence.weights import WEIGHTS
from auditor.canonical.evidence.wording import CONTEXT, Evidence, Passage
from auditor.segment import segment
from benchmarks.documents import Choice, load
from benchmarks.tables import table

UNITS, SAMPLES, APART = 400, 200, 8
NAMES = ("bias", "near", "two", "after", "before", "around", "base")


def features(evidence: Evidence, a: int, b: int, count: int) -> list[float]:
    """A constant, and logarithms of similarities on both sides of a seam between a and b."""
    left = range(max(0, a - CONTEXT + 1), a + 1)
    right = range(b, min(count, b + CONTEXT))
    around = np.array([[evidence.similarity(x, y) for y in right] for x in left])
    means = (around[-1, 0], around[-2:, :2].mean(), around[-1, :4].mean(), around[-4:, 0].mean())
    values = (*means, around.mean(), evidence.base)
    return [1.0, *(math.log(value + 0.01) for value in values)]


def samples(text: str, rng: random.Random) -> list[tuple[list[float], int]]:
    passages = [Passage(f.key, f.ordinal) for f in segment(text) if f.key][:UNITS]
    count = len(passages)
    if count < 4 * APART:
        return []
    evidence = Evidence(passages)
    found = []
    for _ in range(SAMPLES):
        a = rng.randrange(count - 1)
        far = rng.choice([b for b in range(count) if abs(b - a) >= APART])
        found += [(features(evidence, a, a + 1, count), 1), (features(evidence, a, far, count), 0)]
    return found


def fit(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logistic regression by Newton's method, with a little ridge."""
    weights = np.zeros(x.shape[1])
    ridge = 1e-3 * np.eye(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge
        weights -= np.linalg.solve(hessian, x.T @ (p - y) + 1e-3 * weights)
    return weights


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, help="folder of texts (default: those shipped)")
    rng = random.Random("wording")
    texts = load(Choice(options.parse_args().data, "all", (), None, 200_000))
    groups = [samples(text.text, rng) for text in texts]
    parts = [
        [s for i, g in enumerate(groups) if (i % 3 == 0) == test for s in g] for test in (0, 1)
    ]
    (x, y), (x_test, y_test) = (
        (np.array([f for f, _ in part]), np.array([float(t) for _, t in part])) for part in parts
    )
    weights = fit(x, y)
    used = WEIGHTS
    ours = (used.bias, used.near, used.two, used.after, used.before, used.around, used.base)
    rows = [[n, f"{w:.2f}", f"{o:.2f}"] for n, w, o in zip(NAMES, weights, ours, strict=True)]
    for name, w in (("fitted", weights), ("in use", np.array(ours))):
        p = np.clip(1 / (1 + np.exp(-x_test @ w)), 1e-9, 1 - 1e-9)
        likelihood = np.mean(np.where(y_test == 1, np.log(p), np.log(1 - p)))
        rows.append([f"mean log-likelihood, {name}", f"{likelihood:.3f}", ""])
    print(table(("weight", "fitted", "in use"), rows))


if __name__ == "__main__":
    main()
