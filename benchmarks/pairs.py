"""Real damage: scraped texts beside texts that somebody vouches for."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from rapidfuzz.distance import Indel

import auditor
from benchmarks.documents import key, sentences
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
    """Similarity and neighbouring pairs, before and after; sentences of the gold text lost."""

    name: str
    characters: int
    gold: int
    similarity: tuple[float | None, float | None]
    pairs: tuple[float | None, float | None]
    lost: int
    joins: int


def pair_table(folder: Path, limit: int | None, jobs: int) -> str:
    results = list(run(measure, load_pairs(folder)[:limit], jobs))
    rows = [
        [
            result.name,
            f"{result.characters:,}",
            f"{result.gold:,}",
            *(share(value) for value in (*result.similarity, *result.pairs)),
            str(result.lost),
            str(result.joins),
        ]
        for result in results
    ]
    means = [
        share(mean(getattr(result, name)[at] for result in results))
        for name in ("similarity", "pairs")
        for at in (0, 1)
    ]
    rows.append(["mean", "", "", *means, "", ""])
    head = ("scraped", "characters", "gold", "similar", "after", "pairs", "after", "lost", "joins")
    return table(head, rows)


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
    scraped, gold, after = map(_keys, (pair.scraped, pair.gold, canonical.text))
    return PairResult(
        name=pair.name,
        characters=len(pair.scraped),
        gold=len(pair.gold),
        similarity=(_similarity(pair.scraped, pair.gold), _similarity(canonical.text, pair.gold)),
        pairs=(_pairs(scraped, gold), _pairs(after, gold)),
        lost=len(set(gold) & set(scraped) - set(after)),
        joins=len(canonical.joins),
    )


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
