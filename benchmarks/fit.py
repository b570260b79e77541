"""Fit the judgement of repeats. `python -m benchmarks.fit --data FOLDER --write`.

What stands again in undamaged documents is meant; what stands again because an operator of damage
copied it is damage. Documents are told apart by source: three of four are fitted on, the others say
how well it went. Trees (histogram gradient boosting, as in Ke and others 2017, "LightGBM") are
grown by scikit-learn, and written as plain numbers that `auditor.repeats.judge` reads with numpy.

    --data FOLDER   with canonical, clean_repeats, meant, versions, fit and html
    --write         into the package: auditor/repeats/judge.json
    --limit 100     so many documents
    --jobs 2
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import auditor
from auditor.canonical.page import Page
from auditor.damage import corrupt
from auditor.errors import InputError
from auditor.model import Document, Options
from auditor.repeats import judge
from auditor.repeats.features import NAMES, features
from auditor.repeats.weights import WEIGHTS
from auditor.segment import segment
from benchmarks.runs import run
from benchmarks.tables import table

FOLDERS = ("canonical", "clean_repeats", "meant", "versions", "fit", "html")
OPS = (
    "copied", "copied-cut", "block-many", "stutter", "page-twice", "page-partial",
    "page-partial-cut", "small-screen", "windows", "windows-cut", "windows-shuffled",
    "windows-shuffled-cut", "interleaved-2", "interleaved-2-cut", "interleaved-2-few",
    "interleaved-2-many", "interleaved-3", "interleaved-4", "several",
)  # fmt: skip
NOISES = ("", "", "", "+noise-1", "+noise-3")
_SIZES = (3_000, 6_000, 12_000, 30_000, 60_000)
_DAMAGED = 4  # damaged samples a document
_PARTS = 4  # of the sources one part is not fitted on

Rows = NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and its damage; "" leaves it as it is."""

    name: str
    language: str
    text: str
    operator: str

    @property
    def part(self) -> int:
        """By the source: all versions of a page are of one."""
        source = self.name.rsplit("/", 1)[0] if "versions/" in self.name else self.name
        return hashlib.sha256(source.encode()).digest()[0] % _PARTS


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """The features of a sample's repeats, which are damage, and how long they are."""

    sample: Sample
    rows: Rows
    labels: Labels
    lengths: Rows


def documents(folder: Path, limit: int | None) -> Iterator[tuple[str, str, str]]:
    """Name, language and text of everything undamaged."""
    paths = [
        path
        for part in FOLDERS
        for path in sorted((folder / part).rglob("*"))
        if path.suffix in (".txt", ".md", ".html")
        and ".gold" not in path.name
        and path.stem not in ("README", "SOURCE")
    ]
    if limit is not None:
        paths = paths[:: max(1, len(paths) // limit)]
    for path in paths:
        try:
            text = auditor.read(path).text
        except InputError:  # a page without any text in it
            continue
        yield path.relative_to(folder).as_posix(), path.stem.split("_")[0], text


def samples(folder: Path, limit: int | None) -> Iterator[Sample]:
    for name, language, text in documents(folder, limit):
        rng = random.Random(name)
        sizes = sorted({min(size, len(text)) for size in _SIZES})
        for size in {sizes[-1], rng.choice(sizes)}:
            yield Sample(name, language, text[:size], "")
        if name.startswith(("html", "versions")):
            continue  # nobody says what of them is damage
        for _ in range(_DAMAGED):
            size = rng.choice(sizes[: rng.choice((2, 3, 4))])
            yield Sample(name, language, text[:size], rng.choice(OPS) + rng.choice(NOISES))


def told(sample: Sample) -> Told:
    origin = None
    text = sample.text
    if sample.operator:
        damage = corrupt(text, sample.operator, 1)
        text, origin = damage.scrape, damage.origin
    page = Page(Document.from_text(text), Options(), segment)
    found = page.stretches
    rows = features(page.view, found)
    starts = page.starts
    labels = []
    for stretch in found:
        if origin is None:
            labels.append(False)
            continue
        first = origin[starts[stretch.first] : starts[stretch.end]]
        second = origin[starts[stretch.second] : starts[stretch.until]]
        labels.append(2 * np.isin(second[second >= 0], first).sum() > len(second))
    equal = np.array([stretch.equal for stretch in found], dtype=np.float64)
    long = equal >= WEIGHTS.told_from * page.scale
    return Told(
        sample, rows[long].astype(np.float32), np.array(labels, dtype=bool)[long], equal[long]
    )


def weighted(every: Sequence[Told]) -> Rows:
    """Half the weight to undamaged documents; less to a row of many; languages made more even."""
    often = Counter(each.sample.language for each in every)
    parts = []
    for each in every:
        of_language = often[each.sample.language] ** -0.5
        parts.append(np.full(len(each.labels), of_language / max(1, len(each.labels)) ** 0.5))
    weights = np.concatenate(parts)
    clean = np.concatenate([np.full(len(e.labels), not e.sample.operator) for e in every])
    for which in (clean, ~clean):
        weights[which] *= len(weights) / 2 / max(weights[which].sum(), 1e-9)
    return weights


def grown(every: Sequence[Told], trees: int, leaves: int) -> dict[str, Any]:
    """The trees as plain numbers: for each node feature, threshold, the two behind it, value."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=trees, max_leaf_nodes=leaves, learning_rate=0.12, l2_regularization=1.0,
        min_samples_leaf=30, early_stopping=False, random_state=0,
    )  # fmt: skip
    rows = np.concatenate([each.rows for each in every])
    labels = np.concatenate([each.labels for each in every])
    model.fit(rows, labels, weighted(every))
    nodes: list[list[float]] = []
    roots = []
    for (tree,) in model._predictors:
        base = len(nodes)
        roots.append(base)
        for node in tree.nodes:
            leaf = bool(node["is_leaf"])
            nodes.append(
                [
                    -1 if leaf else int(node["feature_idx"]),
                    0.0 if leaf else float(f"{node['num_threshold']:.6g}"),
                    base + int(node["left"]) if not leaf else len(nodes),
                    base + int(node["right"]) if not leaf else len(nodes),
                    float(f"{node['value']:.5g}") if leaf else 0.0,
                ]
            )
    columns = [list(column) for column in zip(*nodes, strict=True)]
    return {
        "features": list(NAMES),
        "start": float(np.ravel(model._baseline_prediction)[0]),
        "roots": roots,
        "nodes": dict(
            zip(("feature", "threshold", "left", "right", "value"), columns, strict=True)
        ),
        "scale": [1.0, 0.0],
    }


def calibrated(model: dict[str, Any], every: Sequence[Told]) -> dict[str, Any]:
    """With the slope and the offset of log-odds that fit documents which no tree has seen."""
    from sklearn.linear_model import LogisticRegression

    rows = np.concatenate([each.rows for each in every]).astype(np.float64)
    labels = np.concatenate([each.labels for each in every])
    odds = judge.Model.of(model).odds(rows)
    fit = LogisticRegression(C=1e6).fit(odds[:, None], labels, weighted(every))
    return model | {"scale": [float(fit.coef_[0][0]), float(fit.intercept_[0])]}


def shown(model: judge.Model, every: Sequence[Told]) -> None:
    rows = []
    by: dict[str, list[Told]] = {}
    for each in every:
        by.setdefault(each.sample.operator.split("+")[0] or "undamaged", []).append(each)
    for name, group in sorted(by.items()):
        p = np.concatenate([model.probabilities(e.rows.astype(np.float64)) for e in group])
        labels = np.concatenate([e.labels for e in group])
        lengths = np.concatenate([e.lengths for e in group])
        true, size = lengths[labels].sum(), sum(len(e.sample.text) for e in group)
        for_at = [
            f"{lengths[labels & (p >= at)].sum() / true:.3f}" if true else "–" for at in (0.5, 0.9)
        ]
        false = [f"{lengths[~labels & (p >= at)].sum() / size:.4f}" for at in (0.5, 0.9)]
        rows.append([name, str(len(group)), *for_at, *false])
    print(
        table(("operator", "texts", "found at .5", "at .9", "false of text at .5", "at .9"), rows)
    )
    p = np.concatenate([model.probabilities(e.rows.astype(np.float64)) for e in every])
    labels = np.concatenate([e.labels for e in every])
    weights = weighted(every)
    rows = []
    for low in np.arange(0, 1, 0.1):
        inside = (p >= low) & (p < low + 0.1 + (low > 0.85))
        if inside.any():
            share = np.average(labels[inside], weights=weights[inside])
            mean = np.average(p[inside], weights=weights[inside])
            rows.append([f"{low:.1f}", str(int(inside.sum())), f"{mean:.3f}", f"{share:.3f}"])
    print("\n" + table(("from", "repeats", "said", "damaged"), rows))


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fit",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--trees", type=int, default=120)
    parser.add_argument("--leaves", type=int, default=14)
    args = parser.parse_args()
    every = [e for e in run(told, list(samples(args.data, args.limit)), args.jobs) if len(e.labels)]
    fitted = [each for each in every if each.sample.part]
    others = [each for each in every if not each.sample.part]
    model = calibrated(grown(fitted, args.trees, args.leaves), others)
    shown(judge.Model.of(model), others)
    if args.write:
        made = {
            "command": "python -m benchmarks.fit --data FOLDER --write",
            "documents": len({each.sample.name for each in every}),
            "repeats": sum(len(each.labels) for each in every),
        }
        text = json.dumps(model | {"made": made}, separators=(",", ":"))
        judge.PATH.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
