"""Fit the judgement of repeats. `python -m benchmarks.fit --data FOLDER --write`.

What stands again in undamaged documents, or in lists made of their words, is meant; what stands
again because an operator of damage copied it is damage. Documents are told apart by source: of six
parts the trees are grown on four (histogram gradient boosting, as in Ke and others 2017,
"LightGBM"), what they say of a whole text is weighed on the fifth, and the sixth says how well it
went. Written as plain numbers that `auditor.repeats.judge` reads with numpy.

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
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import auditor
from auditor.canonical.page import Page
from auditor.canonical.weights import WEIGHTS as PAGE
from auditor.damage import corrupt
from auditor.errors import InputError
from auditor.model import Document, Options
from auditor.repeats import judge
from auditor.repeats.features import NAMES, features
from auditor.repeats.index import Stretch
from auditor.repeats.weights import WEIGHTS
from auditor.segment import segment
from benchmarks.lists import in_list
from benchmarks.runs import run
from benchmarks.tables import table

FOLDERS = ("canonical", "clean_repeats", "meant", "versions", "fit", "html")
OPS = (
    "copied", "copied-cut", "block-many", "stutter", "page-twice", "page-partial",
    "page-partial-cut", "small-screen", "windows", "windows-cut", "windows-shuffled",
    "windows-shuffled-cut", "interleaved-2", "interleaved-2-cut", "interleaved-2-few",
    "interleaved-2-many", "interleaved-3", "interleaved-4", "several",
)  # fmt: skip
NOISES = ("", "", "", "+noise-1", "+noise-3", "+numbers")
_SIZES = (3_000, 6_000, 12_000, 30_000, 60_000)
_SHORT = (PAGE.shortest_text, 1_200, 2_000)
_DAMAGED = 14  # damaged samples a document
_PARTS = 6  # of the sources: what is shown, what the context is weighed on, and the trees
# Captures that hold their text twice, or two editions of it (README of the data).
_DOUBLED = re.compile(
    r"versions/(ruducommerce_terms/(?!2020-12-09)|x_privacy_with_doubled/2025-(06|12))"
)

Rows = NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and its damage; "" leaves it as it is."""

    name: str
    language: str
    text: str
    operator: str
    kind: str = ""  # "list" where its words were made a list, "short" of a short page

    @property
    def part(self) -> int:
        """By the source: all versions of a page are of one."""
        source = self.name.rsplit("/", 1)[0] if "versions/" in self.name else self.name
        return hashlib.sha256(source.encode()).digest()[0] % _PARTS


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """The features of a sample's repeats, which are damage, how long they are; of how long a text
    in comparison form.
    """

    sample: Sample
    rows: Rows
    labels: Labels
    lengths: Rows
    size: int


def documents(folder: Path, limit: int | None) -> Iterator[tuple[str, str, str]]:
    """Name, language and text of everything undamaged."""
    paths = [
        path
        for part in FOLDERS
        for path in sorted((folder / part).rglob("*"))
        if path.suffix in (".txt", ".md", ".html")
        and ".gold" not in path.name
        and path.stem not in ("README", "SOURCE")
        and not _DOUBLED.search(path.as_posix())
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
            start = rng.choice((0, rng.randrange(len(text) - size + 1)))
            yield Sample(name, language, text[start : start + size], _damage(rng))
        for operator in ("", "", _damage(rng), _damage(rng)):
            size = min(len(text), rng.choice(_SHORT))
            start = rng.randrange(len(text) - size + 1)
            yield Sample(name, language, text[start : start + size], operator, "short")
        for operator in ("", "", "", _damage(rng), _damage(rng)):
            made = in_list(text, rng)
            if made:
                size = rng.choice((*_SHORT, *_SIZES[:-1]))
                yield Sample(name, language, made[:size], operator, "list")


def _damage(rng: random.Random) -> str:
    return rng.choice(OPS) + rng.choice(NOISES)


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
        labels.append(_is_copy(stretch, origin, starts))
    equal = np.array([stretch.equal for stretch in found], dtype=np.float64)
    long = equal >= WEIGHTS.told_from * page.scale
    return Told(
        sample, rows[long], np.array(labels, dtype=bool)[long], equal[long], len(page.compared.text)
    )


def _is_copy(stretch: Stretch, origin: NDArray[np.int64], starts: NDArray[np.int32]) -> bool:
    """Most of what is equal came from one place of the document, character by character."""
    same = sum(
        int((origin[starts[run.first : run.end]] == origin[starts[run.second : run.until]]).sum())
        for run in stretch.runs
    )
    return 2 * same > stretch.equal


def weighted(every: Sequence[Told]) -> Rows:
    """Half of the texts are undamaged, those in which nothing stands again among them; less to a
    row of many; languages made more even.
    """
    often = Counter(each.sample.language for each in every)
    texts = Counter(bool(each.sample.operator) for each in every)
    parts = []
    for each in every:
        of_text = often[each.sample.language] ** -0.5 / texts[bool(each.sample.operator)]
        parts.append(np.full(len(each.labels), of_text / max(1, len(each.labels)) ** 0.5))
    weights: Rows = np.concatenate(parts)
    normal: Rows = weights / weights.mean()
    return normal


def grown(every: Sequence[Told], trees: int, leaves: int, rate: float = 0.12) -> dict[str, Any]:
    """The trees as plain numbers: for each node feature, threshold, the two behind it, value."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=trees, max_leaf_nodes=leaves, learning_rate=rate, l2_regularization=1.0,
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
        "context": [1.0] + [0.0] * 10,
    }


def weighed(model: dict[str, Any], every: Sequence[Told]) -> dict[str, Any]:
    """With the weights of what the trees say of a whole text, on texts that no tree has seen."""
    from sklearn.linear_model import LogisticRegression

    trees = judge.Model.of(model)
    rows = np.concatenate(
        [
            judge.among(trees.odds(each.rows), each.lengths, each.size)
            for each in every
            if len(each.labels)
        ]
    )
    labels = np.concatenate([each.labels for each in every])
    fit = LogisticRegression(C=10.0, max_iter=2_000).fit(rows, labels, weighted(every))
    context = [*fit.coef_[0].tolist(), float(fit.intercept_[0])]
    return model | {"context": [float(f"{each:.5g}") for each in context]}


def shown(model: judge.Model, every: Sequence[Told]) -> None:
    rows = []
    odds = {
        id(e): model.probabilities(e.rows, e.lengths, e.size) if len(e.labels) else np.empty(0)
        for e in every
    }
    by: dict[str, list[Told]] = {}
    for each in every:
        operator = each.sample.operator.split("+")[0] or each.sample.name.split("/")[0]
        by.setdefault(f"{each.sample.kind} {operator}".strip(), []).append(each)
    for name, group in sorted(by.items()):
        p = np.concatenate([odds[id(e)] for e in group])
        labels = np.concatenate([e.labels for e in group])
        lengths = np.concatenate([e.lengths for e in group])
        true, size = lengths[labels].sum(), sum(e.size for e in group)
        at = (0.5, 0.8, 0.9)
        found = [f"{lengths[labels & (p >= a)].sum() / true:.3f}" if true else "–" for a in at]
        false = [f"{1e5 * (~labels & (p >= a)).sum() / size:.2f}" for a in at]
        rows.append([name, str(len(group)), *found, *false])
    head = ("text", "number", "found at .5", "at .8", "at .9", "false in 100,000", "at .8", "at .9")
    print(table(head, rows))
    p = np.concatenate([odds[id(e)] for e in every])
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
    p = np.clip(p, 1e-9, 1 - 1e-9)
    loss = np.average(-np.log(np.where(labels, p, 1 - p)), weights=weights)
    print(f"\nlog loss {loss:.4f}")


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
    parser.add_argument("--trees", type=int, default=220)
    parser.add_argument("--leaves", type=int, default=18)
    args = parser.parse_args()
    every = list(run(told, list(samples(args.data, args.limit)), args.jobs))
    parts = [[each for each in every if each.sample.part == part] for part in range(_PARTS)]
    trees = [each for part in parts[2:] for each in part]
    model = weighed(grown(trees, args.trees, args.leaves), parts[1])
    shown(judge.Model.of(model), parts[0])
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
