"""The inferred canonical against the truth: `python -m benchmarks.reconstruct`.

The engine gets the damaged text alone. The truth is the part of the canonical that survives
in it: what is missing from every copy cannot be restored.
"""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import auditor
from benchmarks import filters, joins, readings, runs
from benchmarks.corruptions import corrupt
from benchmarks.documents import Choice, Text, load
from benchmarks.joins import BINS, OPEN, SURE, JoinRecord, JoinScore
from benchmarks.pairs import pair_table
from benchmarks.readings import ReadingScore
from benchmarks.tables import mean, ratio, share, table, write
from benchmarks.truth import Truth

OPS = (
    "moved,copied,reversed,stutter,page-twice,page-partial,windows,windows-cut,windows-shuffled,"
    "windows-shuffled-cut,interleaved-2-few,interleaved-2,interleaved-2-cut,interleaved-2-many,"
    "interleaved-3,interleaved-4,columns,furniture,several,page-twice+noise-1,"
    "windows-shuffled+noise-1,interleaved-2+noise-1"
)


@dataclass(frozen=True, slots=True)
class Result:
    """One case: the engine's reading and the others of the same scrape."""

    case: runs.Case
    engine: ReadingScore
    first: ReadingScore
    last: ReadingScore
    oracle: ReadingScore
    joins: JoinScore
    characters: int
    seconds: float


@dataclass(frozen=True, slots=True)
class CleanResult:
    text: Text
    unchanged: bool
    findings: tuple[str, ...]  # rules of the findings at warning or above


def measure(case: runs.Case) -> Result:
    truth = Truth(corrupt(case.text.text, case.operator, case.seed))
    document = auditor.Document.from_text(truth.corruption.scrape)
    start = time.perf_counter()
    canonical = auditor.reconstruct([document])
    seconds = time.perf_counter() - start
    reading = readings.of_canonical(truth, canonical)
    return Result(
        case=case,
        engine=readings.score(truth, reading),
        first=readings.score(truth, filters.keep_first(truth)),
        last=readings.score(truth, filters.keep_last(truth)),
        oracle=readings.score_order(truth, filters.oracle(truth)),
        joins=joins.score_joins(truth, canonical, reading),
        characters=len(document.text),
        seconds=seconds,
    )


def measure_clean(text: Text) -> CleanResult:
    audit = auditor.audit(text.text)
    told = tuple(f.rule for f in audit.findings if f.severity in ("warning", "error"))
    return CleanResult(text, audit.canonical.text == text.text, told)


HEAD = (
    *("operator", "cases", "pairs", "first", "last", "oracle", "tau", "similar", "exact"),
    *("lost", "dropped", "twice", "silent", "joins", "wrong", "offered"),
    *("choices", "wrong", "offered", "sure+wrong", "s/MB"),
)
LEGEND = """\
`pairs`: neighbouring sentences that stand side by side, as a share of the truth's pairs or the \
reading's, whichever are more; `first`, `last`: the same for keep-first and keep-last sentence \
deduplication, `oracle` for order alone with the copies known. `tau`: Kendall's. `similar`: \
characters (Indel). `exact`: share of cases equal to the truth but for white space. `lost`, \
`dropped`, `twice`: sentences that are gone, copies of legitimate repeats that are gone, copies \
left over; `silent`: wrong places that neither a join nor a choice marks; all in 1,000 \
sentences. `joins` in 1,000 sentences; `wrong`: those that are no true neighbours; `offered`: of \
the open ones (below 0.8), those where the true neighbour is the reading or an alternative. \
`choices`: the same for passages and their places. `sure+wrong`: of all joins, choices and silent \
places, those that are silent, or wrong and given 0.9 or more."""


def _row(label: str, results: Sequence[Result]) -> list[str]:
    engine = [result.engine for result in results]
    sentences = sum(score.sentences for score in engine)
    thousand = sentences / 1000
    joined = [record for result in results for record in result.joins.joins]
    chosen = [record for result in results for record in result.joins.choices]
    silent = sum(result.joins.silent for result in results)
    sure = sum(not r.right and r.confidence >= SURE for r in (*joined, *chosen))
    readers: tuple[Callable[[Result], ReadingScore], ...] = (
        lambda r: r.engine, lambda r: r.first, lambda r: r.last, lambda r: r.oracle,
    )  # fmt: skip
    return [
        label,
        str(len(results)),
        *(_pairs(map(reader, results)) for reader in readers),
        share(mean(score.tau for score in engine), 4),
        share(mean(score.similarity for score in engine)),
        share(mean(float(score.exact) for score in engine), 2),
        *(
            f"{count / thousand:.1f}"
            for count in (
                sum(score.lost for score in engine),
                sum(score.dropped for score in engine),
                sum(score.twice for score in engine),
                silent,
            )
        ),
        *_marks(joined, thousand),
        *_marks(chosen, thousand),
        share(ratio(sure + silent, len(joined) + len(chosen) + silent)),
        f"{sum(r.seconds for r in results) / sum(r.characters for r in results) * 1e6:.0f}",
    ]


def _marks(records: Sequence[JoinRecord], thousand: float) -> list[str]:
    """How many in 1,000 sentences, the share that is wrong, the share of the open ones offered."""
    still_open = [record for record in records if record.confidence < OPEN]
    return [
        f"{len(records) / thousand:.1f}",
        share(ratio(sum(not record.right for record in records), len(records))),
        share(ratio(sum(record.offered for record in still_open), len(still_open)), 2),
    ]


def _pairs(scores: Iterable[ReadingScore]) -> str:
    counted = list(scores)
    return share(ratio(sum(s.pairs_right for s in counted), sum(s.pairs for s in counted)))


def _tables(results: Sequence[Result]) -> list[str]:
    operators = dict.fromkeys(result.case.operator for result in results)
    languages = sorted({result.case.text.language for result in results})
    by_operator = [_row(op, [r for r in results if r.case.operator == op]) for op in operators]
    by_language = [
        _row(tongue, [r for r in results if r.case.text.language == tongue]) for tongue in languages
    ]
    return [
        table(HEAD, [*by_operator, _row("all", results)]),
        LEGEND,
        table(("language", *HEAD[1:]), by_language),
        _calibration(results),
    ]


def _calibration(results: Sequence[Result]) -> str:
    """Of the joins and choices given a confidence in each bin, how many are right."""
    joined = [record for result in results for record in result.joins.joins]
    chosen = [record for result in results for record in result.joins.choices]
    rows = []
    for low, high in zip(BINS, (*BINS[1:], 2.0), strict=True):
        row = [f"{low:.2f} – {high:.2f}" if high <= 1 else "1"]
        for records in (joined, chosen):
            inside = [record for record in records if low <= record.confidence < high]
            right = ratio(sum(record.right for record in inside), len(inside))
            row += [str(len(inside)), share(mean(r.confidence for r in inside)), share(right)]
        rows.append(row)
    return table(("confidence", "joins", "mean", "right", "choices", "mean", "right"), rows)


def _clean_table(results: Sequence[CleanResult]) -> str:
    characters = sum(len(result.text.text) for result in results)
    findings = sum(len(result.findings) for result in results)
    unchanged = sum(result.unchanged for result in results)
    rows = [
        [
            f"all {len(results)}",
            f"{characters:,}",
            share(ratio(unchanged, len(results))),
            f"{findings} ({findings / characters * 100_000:.2f} in 100,000 characters)",
        ]
    ]
    rows += [
        [
            result.text.name,
            f"{len(result.text.text):,}",
            "yes" if result.unchanged else "no",
            " ".join(result.findings[:8]) + (" …" if len(result.findings) > 8 else ""),
        ]
        for result in results
        if result.findings or not result.unchanged
    ]
    return table(("clean text", "characters", "unchanged", "findings"), rows)


def _clean(folders: Sequence[Path | None], options: Namespace) -> str:
    texts: list[Text] = []
    for folder in folders:
        languages = tuple(filter(None, options.languages.split(",")))
        texts += load(Choice(folder, options.part, languages, options.limit))
    return _clean_table(list(runs.run(measure_clean, texts, options.jobs)))


def _options() -> Namespace:
    parser = runs.parser("benchmarks.reconstruct", str(__doc__), OPS, 20_000)
    parser.add_argument(
        "--clean", type=Path, action="append", default=[], help="folders of undamaged texts"
    )
    parser.add_argument("--pairs", type=Path, help="folder of scraped and gold texts")
    parser.add_argument("--each", action="store_true", help="a line a case too")
    parser.add_argument("--only", choices=("damage", "clean", "pairs"), help="this table alone")
    return parser.parse_args()


def main() -> None:
    options = _options()
    parts: list[str] = []
    if options.only in (None, "damage"):
        texts = load(runs.choice(options))
        results = list(runs.run(measure, runs.cases(texts, options), options.jobs))
        parts += [runs.heading(options, texts), *_tables(results)]
        if options.each:
            parts.append(table(HEAD, [_row(result.case.label, [result]) for result in results]))
    if options.only in (None, "clean"):
        parts.append(_clean([options.data, *options.clean], options))
    if options.pairs and options.only in (None, "pairs"):
        parts.append(pair_table(options.pairs, options.limit, options.jobs))
    text = "\n\n".join(parts)
    print(text)
    if options.write:
        write("reconstruct", text)


if __name__ == "__main__":
    main()
