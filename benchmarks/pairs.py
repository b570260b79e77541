"""Real damage: scraped texts beside texts that somebody vouches for."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from rapidfuzz.distance import Indel

import auditor
from auditor.damage.sentences import sentences
from benchmarks.compare import Report
from benchmarks.documents import key
from benchmarks.runs import run
from benchmarks.tables import mean, ratio, share, table

_LONGEST = 200_000  # characters; the similarity of longer texts is not measured


@dataclass(frozen=True, slots=True)
class Pair:
    name: str
    scraped: str
    gold: str


@dataclass(frozen=True, slots=True)
class PairResult:
    """Similarity to the gold text and neighbouring pairs, of three texts each.

    As scraped; with the first of equal sentences kept; after reconstruction. `lost`: sentences
    of the gold text that were scraped and are gone.
    """

    name: str
    characters: int
    gold: int
    similarity: tuple[float | None, ...]
    pairs: tuple[float | None, ...]
    lost: int
    joins: int


def pair_table(folder: Path, limit: int | None, jobs: int, report: Report) -> str:
    """A line a pair; its figures go into `report`."""
    results = list(run(measure, load_pairs(folder)[:limit], jobs))
    rows = {result.name: _figures(result) for result in results}
    means = {name: mean(row[name] for row in rows.values()) for name in FIGURES}
    report["pairs"] = {**rows, "mean": means}
    lines = [
        [name, *(_cell(figure, value) for figure, value in row.items())]
        for name, row in report["pairs"].items()
    ]
    return table(("scraped", *FIGURES), lines)


FIGURES = (
    *("characters", "gold", "similar", "similar, first", "similar, after"),
    *("pairs", "pairs, first", "pairs, after", "lost", "joins"),
)


def _figures(result: PairResult) -> dict[str, float | None]:
    counts = float(result.characters), float(result.gold)
    rest = float(result.lost), float(result.joins)
    return dict(zip(FIGURES, (*counts, *result.similarity, *result.pairs, *rest), strict=True))


def _cell(figure: str, value: float | None) -> str:
    if value is not None and figure in ("characters", "gold", "lost", "joins"):
        return f"{value:,.0f}"
    return share(value)


def load_pairs(folder: Path) -> list[Pair]:
    """Pairs of a folder whose manifest names files of the roles `scraped` and `gold`."""
    items = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["items"]
    pairs = []
    for item in items:
        files = {file["role"]: folder / file["file"] for file in item["files"]}
        if {"scraped", "gold"} <= set(files):
            texts = [files[role].read_text("utf-8", "replace") for role in ("scraped", "gold")]
            pairs.append(Pair(item["id"], *texts))
    return pairs


def measure(pair: Pair) -> PairResult:
    canonical = auditor.reconstruct([auditor.Document.from_text(pair.scraped)])
    texts = pair.scraped, _keep_first(pair.scraped), canonical.text
    gold = _keys(pair.gold)
    return PairResult(
        name=pair.name,
        characters=len(pair.scraped),
        gold=len(pair.gold),
        similarity=tuple(_similarity(text, pair.gold) for text in texts),
        pairs=tuple(_pairs(_keys(text), gold) for text in texts),
        lost=len(set(gold) & set(_keys(pair.scraped)) - set(_keys(canonical.text))),
        joins=len(canonical.joins),
    )


def _keep_first(text: str) -> str:
    """Sentence deduplication, the filter in use everywhere."""
    first = {key(text[start:end]): (start, end) for start, end in reversed(sentences(text))}
    return "".join(text[start:end] for start, end in sorted(first.values()))


def _keys(text: str) -> list[str]:
    return [found for start, end in sentences(text) if (found := key(text[start:end]))]


def _pairs(keys: list[str], gold: list[str]) -> float | None:
    due, found = Counter(pairwise(gold)), Counter(pairwise(keys))
    return ratio((due & found).total(), max(due.total(), found.total()))


def _similarity(text: str, gold: str) -> float | None:
    text, gold = "".join(text.split()), "".join(gold.split())
    if max(len(text), len(gold)) > _LONGEST:
        return None
    return Indel.normalized_similarity(text, gold)
