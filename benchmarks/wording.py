"""How much wording and signs tell of neighbours: `python -m benchmarks.wording`.

Fits logistic regressions of "true neighbours" against "at least eight units apart in the same
document" on what `auditor.canonical.evidence` measures, on two thirds of the documents, and tests
them on the rest: wording alone, then the signs, with wording weighed as it is in use. The units are
those of copies woven together, in the order of the document, so that lines tell what they do in a
scrape. Prints the weights beside those in use.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from auditor.canonical import Page
from auditor.canonical.evidence.weights import WEIGHTS
from auditor.canonical.evidence.wording import CONTEXT, SIGNS, Evidence
from auditor.canonical.woven.arranging import passages
from auditor.canonical.woven.unit import page_units
from auditor.damage.operators import corrupt
from auditor.model import Document, Options
from auditor.segment import segment
from benchmarks.documents import Choice, Text, load
from benchmarks.tables import table

UNITS, SAMPLES, APART = 400, 200, 8
WORDING = ("bias", "near", "two", "after", "before", "around", "base")
FLOORS = (0.003, 0.01, 0.03)
RIDGE = 1.0  # a sign that is seldom seen tells little
_DAMAGE = "interleaved-2"

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seam:
    """Between two units: the similarities around, how much of each sign, whether it is true."""

    similarities: tuple[float, ...]
    signs: tuple[float, ...]
    is_true: bool


def similarities(evidence: Evidence, left: Sequence[int], right: Sequence[int]) -> list[float]:
    """Those on both sides of a seam, and that of the document."""
    around = np.array([[evidence.similarity(x, y) for y in right] for x in left])
    means = (around[-1, 0], around[-2:, :2].mean(), around[-1, :4].mean(), around[-4:, 0].mean())
    return [*map(float, (*means, around.mean())), evidence.base]


def samples(text: Text, rng: random.Random) -> list[Seam]:
    damage = corrupt(text.text, _DAMAGE, 1)
    page = Page(Document.from_text(damage.scrape), Options(), segment)
    units = page_units(page)[: 2 * UNITS]
    scraped = passages(damage.scrape, units)
    places: dict[int, list[int]] = {}
    for at, unit in enumerate(units):
        places.setdefault(int(damage.origin[unit.span.start]), []).append(at)
    chosen = [scraped[rng.choice(places[origin])] for origin in sorted(places)]
    if len(chosen) < 4 * APART:
        return []
    evidence = Evidence(chosen)
    found = []
    for _ in range(SAMPLES):
        a = rng.randrange(len(chosen) - 1)
        far = rng.choice([b for b in range(len(chosen)) if abs(b - a) >= APART])
        for b in (a + 1, far):
            left = range(max(0, a - CONTEXT + 1), a + 1)
            right = range(b, min(len(chosen), b + CONTEXT))
            told = {clue.sign: clue.amount for clue in evidence.signs(left, right)}
            signs = tuple(told.get(name, 0.0) for name in SIGNS)
            near = tuple(similarities(evidence, left, right))
            found.append(Seam(near, signs, b == a + 1))
    return found


def fit(x: Rows, y: Rows, ridge: float = 1e-3) -> Rows:
    """Logistic regression by Newton's method, with a little ridge."""
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(x.shape[1])
        weights -= np.linalg.solve(hessian, x.T @ (p - y) + ridge * weights)
    return weights


def likelihood(nats: Rows, y: Rows) -> float:
    """The mean of its logarithm."""
    p = np.clip(1 / (1 + np.exp(-nats)), 1e-9, 1 - 1e-9)
    return float(np.mean(np.where(y == 1, np.log(p), np.log(1 - p))))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, nargs="+", help="folders (default: those shipped)")
    options.add_argument("--limit", type=int)
    args = options.parse_args()
    rng = random.Random("wording")
    texts = [
        text
        for folder in args.data or [None]
        for text in load(Choice(folder, "all", (), args.limit, 60_000))
    ]
    groups = [samples(text, rng) for text in texts]
    parts = [
        [s for i, g in enumerate(groups) if (i % 3 == 0) == test for s in g] for test in (0, 1)
    ]
    y, y_test = (np.array([float(seam.is_true) for seam in part]) for part in parts)
    print(f"{len(y)} seams, {len(y_test)} to test on")
    for floor in FLOORS:
        x, x_test = (np.array([_features(seam, floor) for seam in part]) for part in parts)
        weights, used = (
            fit(x, y, RIDGE),
            np.array([getattr(WEIGHTS, n) for n in (*WORDING, *SIGNS)]),
        )
        rows = []
        for at, name in enumerate((*WORDING, *SIGNS)):
            shown = x[:, at] != 0
            counts = [f"{int((shown & (y == is_true)).sum())}" for is_true in (1, 0)]
            rows.append([name, f"{weights[at]:.2f}", f"{used[at]:.2f}", *counts])
        for name, w in (("fitted", weights), ("in use", used)):
            told = f"{likelihood(x_test @ w, y_test):.4f}"
            rows.append([f"mean log-likelihood, {name}", told, "", "", ""])
        head = (f"similarity_floor {floor:g}", "fitted", "in use", "true", "false")
        print(table(head, rows), end="\n\n")


def _features(seam: Seam, floor: float) -> list[float]:
    return [1.0, *(math.log(value + floor) for value in seam.similarities), *seam.signs]


if __name__ == "__main__":
    main()
