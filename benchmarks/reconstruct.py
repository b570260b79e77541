"""The inferred canonical against the truth: `python -m benchmarks.reconstruct`.

The engine gets the damaged text alone. The truth is the part of the canonical that survives
in it: what is missing from every copy cannot be restored.

    --only interleaved-2,windows --documents 4 --jobs 2     a quick look
    --json now.json                                         keep the figures
    --compare before.json                                   what changed since
"""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import clean, cost, pairs, runs, scrapes
from benchmarks.bar import bars
from benchmarks.compare import Report, Rows, differences, read, save
from benchmarks.documents import load
from benchmarks.figures import Result, calibration, figures, measure
from benchmarks.tables import share, table, write

OPS = (
    "page-twice,page-partial,page-partial-cut,windows,windows-cut,windows-shuffled,"
    "windows-shuffled-cut,interleaved-2-few,interleaved-2,interleaved-2-gaps,interleaved-2-many,"
    "interleaved-2-cut,interleaved-3,interleaved-4,interleaved-5,small-screen,moved,swapped,"
    "reversed,copied,stutter,block-many,columns,columns-3,columns-padded,columns-part,"
    "columns-lines,columns-lines-3,columns-lines-part,furniture,several,page-twice+noise-1,"
    "page-partial+noise-1,windows+noise-1,windows-cut+noise-1,windows-shuffled+noise-1,"
    "windows-shuffled-cut+noise-1,interleaved-2+noise-1,interleaved-2-cut+noise-1,"
    "interleaved-3+noise-1,small-screen+noise-1,moved+noise-1,copied+noise-1,block-many+noise-1,"
    "columns+noise-1,several+noise-1,scrapes"
)
TABLES = ("damage", "clean", "pairs", "cost")

READING = (
    *(
        "pairs",
        "pairs, first",
        "pairs, last",
        "pairs, by order",
        "pairs, oracle",
        "tau",
        "tau, first",
        "similar",
    ),
    *("similar, first", "exact", "exact, first", "lost", "dropped", "dropped, first", "twice"),
    "s/MB",
)
JOINS = (
    *("joins", "joins wrong", "joins sure+wrong", "seams", "seams sure+wrong", "neighbours"),
    *("neighbours wrong", "neighbours sure+wrong", "joins open", "joins open, true one shown"),
    *("joins open and wrong", "joins open and wrong, offered", "choices", "choices wrong"),
    *("choices open and wrong", "choices open and wrong, offered"),
)
COUNTS = ("lost", "dropped", "dropped, first", "twice", "s/MB")  # to one place
LEGEND = """\
`pairs`: neighbouring sentences that stand side by side, as a share of the truth's pairs or the \
reading's, whichever are more; `first`, `last`: the same for keep-first and keep-last sentence \
deduplication, `oracle`: for order alone with the copies known, ties at random; `by order`: the \
same where the copies are known by what stands several times alone. `tau`: Kendall's. \
`similar`: characters (Indel). `exact`: share of cases equal to the truth but for white space. \
`lost`, `dropped`, `twice`: sentences that are gone, copies of legitimate repeats that are gone, \
copies left over, in 1,000 sentences. `s/MB`: CPU seconds for a million characters."""
JOIN_LEGEND = """\
`joins` of the readings; `wrong`: those that put together what is no true neighbour; \
`sure+wrong`: those with a confidence of 0.9 or more besides. `seams`: the joins, and all places \
where a reading puts together what stands apart in the scrape, with a confidence of 1 where no \
join says less. `neighbours`: all pairs of neighbours in the readings. `open`: confidence below \
0.8; `true one shown`: the true neighbour is in the reading or among the alternatives; \
`offered`: of those open and wrong, it is among the alternatives. `choices`: the same for \
passages and their places."""


def _heads(columns: Sequence[str]) -> list[str]:
    """Heads of columns; what the one before says is not said again."""
    heads: list[str] = []
    before = ""
    for column in columns:
        stem = before + " "
        first = column.split(",")[0].split(" open")[0].split(" wrong")[0].split(" sure")[0]
        heads.append(column.removeprefix(stem) if column.startswith(stem) else column)
        before = first
    return [head.removeprefix("pairs, ") for head in heads]


def _cells(row: dict[str, float | None], columns: Sequence[str]) -> list[str]:
    return [_cell(column, row[column]) for column in columns]


def _cell(column: str, value: float | None) -> str:
    if value is None:
        return "–"
    if column in COUNTS:
        return f"{value:.1f}"
    whole = (*_WHOLE, "joins open", "joins open and wrong", "choices open and wrong")
    return f"{value:.0f}" if column in whole else share(value, 4 if "tau" in column else 3)


_WHOLE = ("cases", "joins", "seams", "neighbours", "choices")


def _table(title: str, rows: Rows, columns: Sequence[str]) -> str:
    head = (title, "cases", *_heads(columns))
    return table(head, [[name, *_cells(row, ("cases", *columns))] for name, row in rows.items()])


def _by_operator(results: Sequence[Result]) -> Rows:
    operators = dict.fromkeys(result.case.operator for result in results)
    rows = {op: figures([r for r in results if r.case.operator == op]) for op in operators}
    return {**rows, "all": figures(results)}


def _by_language(results: Sequence[Result]) -> Rows:
    tongues = sorted({result.case.text.language for result in results})
    return {
        tongue: figures([r for r in results if r.case.text.language == tongue])
        for tongue in tongues
    }


def _damage(options: Namespace, report: Report) -> list[str]:
    texts = load(runs.choice(options))
    tasks = runs.cases(texts, options, scrapes.names)
    results = list(runs.run(measure, tasks, options.jobs))
    groups = {
        "held-out": [result for result in results if result.case.text.held_out],
        "tune": [result for result in results if not result.case.text.held_out],
    }
    parts = [runs.heading(options, texts)]
    for name, group in groups.items():
        if group:
            rows = report[name] = _by_operator(group)
            title = f"operator, {name} documents"
            parts += [_table(title, rows, READING), _table(title, rows, JOINS)]
    parts += [LEGEND, JOIN_LEGEND]
    counted = groups["held-out"] or results
    report["language"] = _by_language(counted)
    report["calibration"] = calibration(counted)
    parts += [_table("language", report["language"], READING), _calibration(report["calibration"])]
    if options.each:
        report["case"] = {result.case.label: figures([result]) for result in results}
        parts += [_table("case", report["case"], columns) for columns in (READING, JOINS)]
    if options.faults:
        lines = [[r.case.label, fault.replace("|", "¦")] for r in results for fault in r.faults]
        parts.append(table(("case", "confidence, and the wrong place"), lines))
    return parts


def _calibration(rows: Rows) -> str:
    columns = [f"{name}{of}" for name in ("joins", "choices") for of in ("", ", mean", ", right")]
    head = ("confidence", *("joins", "mean", "right", "choices", "mean", "right"))
    return table(head, [[name, *_cells(row, columns)] for name, row in rows.items()])


def _options() -> Namespace:
    parser: ArgumentParser = runs.parser("benchmarks.reconstruct", str(__doc__), OPS, 8_000)
    parser.formatter_class = RawDescriptionHelpFormatter
    parser.add_argument("--only", dest="ops", default=SUPPRESS, help="another name of --ops")
    parser.add_argument("--documents", dest="limit", type=int, default=SUPPRESS, help="--limit")
    parser.add_argument("--tables", help=f"of {', '.join(TABLES)}; default: all, damage with --ops")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--compare", type=Path, help="print what changed since this --json file")
    parser.add_argument("--each", action="store_true", help="a line a case too")
    parser.add_argument("--faults", action="store_true", help="every wrong place in words too")
    parser.add_argument("--sizes", default=cost.SIZES, help="bytes, for cost, by commas")
    parser.add_argument("--timeout", type=float, default=300.0, help="seconds, for one cost")
    options = parser.parse_args()
    default = ",".join(TABLES) if options.ops == OPS else "damage"
    options.tables = (options.tables or default).split(",")
    for name in options.tables:
        if name not in TABLES:
            parser.error(f"no such table: {name}")
    try:
        scrapes.names(options.ops)
    except ValueError as error:
        parser.error(str(error))
    return options


def _sections(options: Namespace, report: Report) -> Iterator[tuple[str, list[str]]]:
    """The tables of the run in turn, each with the bars that it has figures for."""
    wanted = options.tables
    folders = clean.folders(options.data)
    options.data = folders.canonical
    if "damage" in wanted:
        yield "damage", _damage(options, report)
    if "clean" in wanted:
        yield "clean", clean.tables(folders, options, report)
    if "pairs" in wanted and folders.pairs:
        yield "pairs", [pairs.pair_table(folders.pairs, options.limit, options.jobs, report)]
    if "cost" in wanted:
        yield "cost", cost.tables(options, report)


def main() -> None:
    options = _options()
    whole: Report = {}
    before = read(options.compare) if options.compare else {}
    report: Report = {}
    for name, parts in _sections(options, report):
        text = "\n\n".join([*parts, *bars(report)])
        if not options.compare:
            print(text, end="\n\n", flush=True)
        if options.write:
            write(f"reconstruct: {name}", text)
        whole |= report
        report.clear()
    if options.compare:
        print(differences(before, whole))
    if options.json:
        save(whole, options.json)


if __name__ == "__main__":
    main()
