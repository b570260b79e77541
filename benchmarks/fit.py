"""Fit the judgement of repeats. `python -m benchmarks.fit --data FOLDER --write`.

What stands again in undamaged documents, or in lists and pages made of their words, is meant; what
stands again because an operator of damage copied it is damage. Trees are grown on two thirds of the
sources (histogram gradient boosting, as in Ke and others 2017, "LightGBM"), each third by turns is
judged by those that have not seen it, and on what these say the trees of the second look are grown
(stacking, as in Wolpert 1992), by thirds again; this is shown. Written are trees grown on all, as
plain numbers that `auditor.repeats.judge` reads with numpy.

    --data FOLDER   with canonical, clean_repeats, meant, versions, fit and html
    --write         into the package: auditor/repeats/judge.npz
    --without 0 1   of six parts of the sources, for measuring or fitting on them what asks this
    --limit 100     so many documents
    --jobs 2
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
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
from auditor.repeats.index import Stretch
from auditor.repeats.judge import is_judged
from auditor.segment import segment
from benchmarks.documents import part_of
from benchmarks.kinds import MEANT, made
from benchmarks.lists import in_list
from benchmarks.runs import run
from benchmarks.tables import table

FOLDERS = ("canonical", "clean_repeats", "meant", "versions", "fit", "html")
OPS = (
    "copied", "copied-cut", "block-many", "stutter", "page-twice", "page-rearranged",
    "page-partial", "page-partial-cut", "small-screen", "windows", "windows-cut",
    "windows-shuffled", "windows-shuffled-cut", "interleaved-2", "interleaved-2-cut",
    "interleaved-2-few", "interleaved-2-many", "interleaved-3", "interleaved-4", "several",
    "chunks", "on-end",
)  # fmt: skip
ROLLING = ("scrolled", "captions-2", "captions-3")  # as they are shown: without noise
NOISES = ("", "", "", "+noise-1", "+noise-3", "+numbers")
LISTED = NOISES[:-1]  # an entry of a list with another figure is another entry
_SIZES = (3_000, 6_000, 12_000, 30_000, 60_000)
_SHORT = (350, 600, 1_200, 2_000)
_DAMAGED = 16  # damaged samples a document
# Texts that a language is counted as more, so that no single page weighs as much as hundreds of
# others; a guess.
_RARE = 200
_FOLDS = 3  # of the parts: what is said of one by trees that were grown on the others
_BOOST: dict[str, dict[str, Any]] = {
    "first": {"learning_rate": 0.12, "l2_regularization": 1.0, "min_samples_leaf": 30},
    "second": {"learning_rate": 0.1, "min_samples_leaf": 200},
}
# How often texts of a kind are met, to others: lists and pages made of words, short pages, what
# rolls, noise in copies and blocks that are torn inside of sentences are here for the judgement to
# know them. Guesses.
_SELDOM = {"list": 0.6, "made": 0.3, "short": 0.5, "rolling": 0.5, "noise": 0.5, "cut": 0.5}
# Captures that hold their text twice, or two editions of it (README of the data).
_DOUBLED = re.compile(
    r"versions/(ruducommerce_terms/(?!2020-12-09)|x_privacy_with_doubled/2025-(06|12))"
)

_LANGUAGE = re.compile(r"[a-z]{2,3}(?=_)")  # how the names of texts begin

Rows = NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and its damage; "" leaves it as it is."""

    name: str
    language: str
    text: str
    operator: str
    # "list" and "made" where its words were made a list or another page, "short" of a short page,
    # "rolling" of what rolls over a screen
    kind: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Those of `_SELDOM` that it is of."""
        damage = ("cut" * ("-cut" in self.operator), "noise" * ("+" in self.operator))
        return self.kind, *damage

    @property
    def part(self) -> int:
        return part_of(self.name)


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
            document = auditor.read(path)
        except InputError:  # a page without any text in it
            continue
        name = path.relative_to(folder).as_posix()
        stated = _LANGUAGE.match(path.stem)
        language = stated[0] if stated else document.language or ""
        yield name, language.split("-")[0].lower(), document.text


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
        for operator in ("", "", "", _damage(rng, LISTED), _damage(rng, LISTED)):
            listed = in_list(text, rng)
            if listed:
                size = rng.choice((*_SHORT, *_SIZES[:-1]))
                yield Sample(name, language, listed[:size], operator, "list")
        for kind in rng.sample([*MEANT], 3):
            page = made(text[: _SIZES[3]], kind, rng)
            if page:
                yield Sample(
                    name, language, page, rng.choice(("", "", "", _damage(rng, LISTED))), "made"
                )
        for operator in rng.sample(ROLLING, 2):
            size = min(len(text), rng.choice((*_SHORT, *_SIZES[:2])))
            start = rng.randrange(len(text) - size + 1)
            yield Sample(name, language, text[start : start + size], operator, "rolling")


def _damage(rng: random.Random, noises: Sequence[str] = NOISES) -> str:
    return rng.choice(OPS) + rng.choice(noises)


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
    asked = [
        number
        for number, stretch in enumerate(found)
        if is_judged(stretch, page.scale, len(page.codes))
    ]
    return Told(
        sample,
        rows[asked],
        np.array(labels, dtype=bool)[asked],
        equal[asked],
        len(page.compared.text),
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
    row of many; more to a long one, by the root of its characters; languages made more even.
    """
    often = Counter(each.sample.language for each in every)
    texts = Counter(bool(each.sample.operator) for each in every)
    parts = []
    for each in every:
        of_text = (often[each.sample.language] + _RARE) ** -0.5 / texts[bool(each.sample.operator)]
        of_text *= prod(_SELDOM.get(kind, 1.0) for kind in each.sample.kinds)
        parts.append(each.lengths**0.5 * of_text / max(1, len(each.labels)) ** 0.5)
    weights: Rows = np.concatenate(parts)
    normal: Rows = weights / weights.mean()
    return normal


def grown(every: Sequence[Told], rows: Rows, look: str, trees: int, leaves: int) -> dict[str, Any]:
    """The trees of a look as plain numbers, for `judge.Trees`."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=trees, max_leaf_nodes=leaves, early_stopping=False, random_state=0, **_BOOST[look]
    )
    model.fit(rows, np.concatenate([each.labels for each in every]), weighted(every))
    nodes: list[tuple[int, float, int]] = []
    roots = []
    for (tree,) in model._predictors:
        roots.append(len(nodes))
        _laid(tree.nodes, 0, nodes)
    feature, value, right = zip(*nodes, strict=True)
    return {
        f"{look}_start": np.float64(np.ravel(model._baseline_prediction)[0]),
        f"{look}_roots": np.array(roots, dtype=np.uint32),
        f"{look}_feature": np.array(feature, dtype=np.uint8),
        f"{look}_value": np.array(value, dtype=np.float32),
        f"{look}_right": np.array(right, dtype=np.uint32),
    }


def _laid(tree: Any, number: int, nodes: list[tuple[int, float, int]]) -> None:
    """A node of scikit-learn's and all behind it, behind the `nodes`."""
    node = tree[number]
    if node["is_leaf"]:
        nodes.append((judge.LEAF, float(node["value"]), 0))
        return
    place = len(nodes)
    nodes.append((0, 0.0, 0))
    _laid(tree, int(node["left"]), nodes)
    nodes[place] = (int(node["feature_idx"]), float(node["num_threshold"]), len(nodes))
    _laid(tree, int(node["right"]), nodes)


@dataclass(frozen=True, slots=True)
class Size:
    """Of the trees of each look, and how many leaves each has."""

    trees: int
    leaves: int
    second_trees: int
    second_leaves: int

    def first(self, every: Sequence[Told]) -> dict[str, Any]:
        rows = np.concatenate([each.rows for each in every])
        return grown(every, rows, "first", self.trees, self.leaves)

    def second(self, every: Sequence[Told], odds: Sequence[Rows]) -> dict[str, Any]:
        """On what trees of the first look say that have not seen a text."""
        pairs = [(each, of) for each, of in zip(every, odds, strict=True) if len(of)]
        rows = np.concatenate(
            [judge.among(each.rows, of, each.lengths, each.size) for each, of in pairs]
        )
        return grown(every, rows, "second", self.second_trees, self.second_leaves)


def fold(sample: Sample) -> int:
    return sample.part % _FOLDS


def first_look(every: Sequence[Told], size: Size) -> list[Rows]:
    """What trees say of each text that were grown on the other folds."""
    trees = []
    for number in range(_FOLDS):
        others = [each for each in every if fold(each.sample) != number]
        trees.append(judge.Trees.of(size.first(others), "first"))
    return [trees[fold(each.sample)].odds(each.rows) for each in every]


def second_look(every: Sequence[Told], odds: Sequence[Rows], size: Size) -> list[Rows]:
    """The probabilities of the repeats of each text, by trees that were grown on other folds."""
    trees = []
    for number in range(_FOLDS):
        pairs = [
            (each, of) for each, of in zip(every, odds, strict=True) if fold(each.sample) != number
        ]
        grown_on = size.second([each for each, _ in pairs], [of for _, of in pairs])
        trees.append(judge.Trees.of(grown_on, "second"))

    def said(each: Told, of: Rows) -> Rows:
        if not len(of):
            return of
        seen = judge.among(each.rows, of, each.lengths, each.size)
        return judge.probability(trees[fold(each.sample)].odds(seen))

    return [said(each, of) for each, of in zip(every, odds, strict=True)]


def shown(every: Sequence[Told], said: Sequence[Rows]) -> None:
    """What is said of texts whose sources were not seen."""
    rows = []
    odds = {id(each): of_text for each, of_text in zip(every, said, strict=True)}
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
    parser.add_argument("--trees", type=int, default=400)
    parser.add_argument("--leaves", type=int, default=40)
    parser.add_argument("--second-trees", type=int, default=200)
    parser.add_argument("--second-leaves", type=int, default=12)
    parser.add_argument("--without", type=int, nargs="*", default=[])
    args = parser.parse_args()
    every = list(run(told, list(samples(args.data, args.limit)), args.jobs))
    every = [each for each in every if each.sample.part not in args.without]
    size = Size(args.trees, args.leaves, args.second_trees, args.second_leaves)
    odds = first_look(every, size)
    shown(every, second_look(every, odds, size))
    if args.write:
        made = {
            "command": "python -m benchmarks.fit --data FOLDER --write",
            "documents": len({each.sample.name for each in every}),
            "repeats": sum(len(each.labels) for each in every),
        }
        about = json.dumps({"features": NAMES, "made": made})
        model = size.first(every) | size.second(every, odds)
        np.savez_compressed(judge.PATH, **(model | {"about": about}))


if __name__ == "__main__":
    main()
