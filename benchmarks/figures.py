"""What one case shows, and the figures of many."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import auditor
from benchmarks import filters, joins, readings, runs, scrapes
from benchmarks.joins import BINS, OPEN, JoinRecord, JoinScore
from benchmarks.readings import ReadingScore
from benchmarks.tables import mean, ratio
from benchmarks.truth import Truth

Figures = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Result:
    """One case: the engine's reading and the others of the same scrape."""

    case: runs.Case
    engine: ReadingScore
    first: ReadingScore
    last: ReadingScore
    oracle: ReadingScore
    by_order: ReadingScore
    joins: JoinScore
    characters: int
    seconds: float
    faults: tuple[str, ...]  # the wrong places, for a person


def measure(case: runs.Case) -> Result:
    """The engine gets the damaged scrapes alone; the truth is what survives in them."""
    given = scrapes.damage(case.text.text, case.operator, case.seed)
    start = time.process_time()
    canonical = auditor.reconstruct(given.documents)
    seconds = time.process_time() - start
    truth = Truth(given.corruption)
    canonical = given.together(canonical)
    reading = readings.of_canonical(truth, canonical)
    scored = joins.score_joins(truth, canonical, reading)
    return Result(
        case=case,
        engine=readings.score(truth, reading),
        first=readings.score(truth, filters.keep_first(truth)),
        last=readings.score(truth, filters.keep_last(truth)),
        oracle=readings.score_order(truth, filters.oracle(truth)),
        by_order=readings.score_order(truth, filters.by_order(truth)),
        joins=scored,
        characters=sum(len(document.text) for document in given.documents),
        seconds=seconds,
        faults=tuple(fault.words(canonical.text) for fault in scored.faults),
    )


READERS: dict[str, Callable[[Result], ReadingScore]] = {
    "engine": lambda result: result.engine,
    "first": lambda result: result.first,
    "last": lambda result: result.last,
    "oracle": lambda result: result.oracle,
    "by order": lambda result: result.by_order,
}


def figures(results: Sequence[Result]) -> Figures:
    """All figures of some cases by name; those of a filter or the oracle end in its name."""
    found: Figures = {"cases": float(len(results))}
    for name, reader in READERS.items():
        suffix = "" if name == "engine" else f", {name}"
        for figure, value in _of_readings([reader(result) for result in results]).items():
            found[figure + suffix] = value
    found.update(_of_joins([result.joins for result in results]))
    seconds = sum(result.seconds for result in results)
    found["s/MB"] = ratio(seconds * 1e6, sum(result.characters for result in results))
    return found


def _of_readings(scores: Sequence[ReadingScore]) -> Figures:
    """Counts of sentences are in 1,000 sentences."""
    thousand = sum(score.sentences for score in scores) / 1000
    pairs = sum(score.pairs for score in scores)
    return {
        "pairs": ratio(sum(score.pairs_right for score in scores), pairs),
        "tau": mean(score.tau for score in scores),
        "similar": mean(score.similarity for score in scores),
        "exact": mean(float(score.exact) for score in scores),
        "lost": ratio(sum(score.lost for score in scores), thousand),
        "dropped": ratio(sum(score.dropped for score in scores), thousand),
        "twice": ratio(sum(score.twice for score in scores), thousand),
    }


def _of_joins(scores: Sequence[JoinScore]) -> Figures:
    joined = _all(score.joins for score in scores)
    seams = _all(score.seams for score in scores)
    chosen = _all(score.choices for score in scores)
    pairs = sum(score.pairs for score in scores)
    return {
        "joins": float(len(joined)),
        "joins wrong": _share(joined, lambda record: not record.right),
        "joins sure+wrong": _share(joined, lambda record: record.sure),
        "seams": float(len(seams)),
        "seams sure+wrong": _share(seams, lambda record: record.sure),
        "neighbours": float(pairs),
        "neighbours wrong": ratio(sum(len(score.faults) for score in scores), pairs),
        "neighbours sure+wrong": ratio(sum(score.silent for score in scores), pairs),
        **_open("joins", joined),
        "choices": float(len(chosen)),
        "choices wrong": _share(chosen, lambda record: not record.right),
        **_open("choices", chosen),
    }


def _open(name: str, records: Sequence[JoinRecord]) -> Figures:
    """Of those below 0.8: the truth is the reading or offered; and is offered where it is not."""
    asked = [record for record in records if record.confidence < OPEN]
    wrong = [record for record in asked if not record.right]
    return {
        f"{name} open": float(len(asked)),
        f"{name} open, true one shown": _share(asked, lambda r: r.right or r.offered),
        f"{name} open and wrong": float(len(wrong)),
        f"{name} open and wrong, offered": _share(wrong, lambda r: r.offered),
    }


def _all(groups: Iterable[tuple[JoinRecord, ...]]) -> list[JoinRecord]:
    return [record for group in groups for record in group]


def _share(records: Sequence[JoinRecord], test: Callable[[JoinRecord], bool]) -> float | None:
    return ratio(sum(map(test, records)), len(records))


def calibration(results: Sequence[Result]) -> dict[str, Figures]:
    """Bin of confidence -> how many joins and choices it holds, their mean, the share right."""
    groups = {
        "joins": _all(result.joins.joins for result in results),
        "choices": _all(result.joins.choices for result in results),
    }
    rows: dict[str, Figures] = {}
    for low, high in zip(BINS, (*BINS[1:], 2.0), strict=True):
        row: Figures = {}
        for name, records in groups.items():
            inside = [record for record in records if low <= record.confidence < high]
            row[name] = float(len(inside))
            row[f"{name}, mean"] = mean(record.confidence for record in inside)
            row[f"{name}, right"] = _share(inside, lambda record: record.right)
        rows[f"{low:.2f} – {high:.2f}" if high <= 1 else "1"] = row
    return rows
