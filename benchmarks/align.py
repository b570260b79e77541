"""Alignment against a given canonical, beside other tools: `python -m benchmarks.align`.

The engine gets the damaged text and the canonical; the truth of every character stays here.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from auditor.align import align
from auditor.canonical import given
from auditor.damage.operators import corrupt
from auditor.model import Document, Options
from auditor.score import score as score_of
from benchmarks import mapping, runs
from benchmarks.documents import load
from benchmarks.mapping import MapScore
from benchmarks.pairs import Pair, load_pairs
from benchmarks.peers import PEERS
from benchmarks.tables import ratio, share, table, write

OPTIONS = Options()


@dataclass(frozen=True, slots=True)
class Result:
    """One case; a peer that was not asked or gave up is not in `peers`."""

    case: runs.Case
    engine: MapScore
    seconds: float
    peers: dict[str, MapScore] = field(default_factory=dict)


def measure(case: runs.Case) -> Result:
    corruption = corrupt(case.text.text, case.operator, case.seed)
    document, canonical = Document.from_text(corruption.scrape), given(corruption.canonical)
    start = time.perf_counter()
    alignment = align(document, canonical, OPTIONS)
    seconds = time.perf_counter() - start
    mapped = mapping.of_alignment(corruption.scrape, corruption.canonical, alignment)
    return Result(case, mapping.score(corruption, mapped, alignment), seconds)


def measure_with_peers(case: runs.Case) -> Result:
    result = measure(case)
    corruption = corrupt(case.text.text, case.operator, case.seed)
    for name, peer in PEERS.items():
        mapped = peer(corruption.scrape, corruption.canonical)
        if mapped is not None:
            result.peers[name] = mapping.score(corruption, mapped, None)
    return result


HEAD = (
    *("operator", "cases", "precision", "recall", "equal", "displaced: precision", "recall"),
    *("repeated: precision", "recall", "repeated off", "moved off", "missing off", "s/MB"),
)
LEGEND = """\
By characters, white space not counted. `precision`: of the characters mapped, those at their \
true offset or at another canonical copy of the same text; `recall`: of those that have a true \
offset; `equal`: the part of it that is at the other copy. The same for displaced text alone, \
and for repeated text: precision over all its copies, recall over those beyond the first right \
one. `off`: repeated, moved and missing characters reported, against the least \
possible by the heaviest chain, as a share of the scrape."""


def _row(label: str, results: Sequence[Result]) -> list[str]:
    total = sum((result.engine for result in results), MapScore())
    shares = (
        ratio(total.right + total.equal, total.mapped),
        ratio(total.right + total.equal, total.placed),
        ratio(total.equal, total.placed),
        ratio(total.displaced_right, total.displaced_mapped),
        ratio(total.displaced_right, total.displaced),
        ratio(total.copies_right, total.copies_mapped),
        ratio(total.repeated_right, total.repeated),
        ratio(total.repeated_off, total.characters),
        ratio(total.moved_off, total.characters),
        ratio(total.missing_off, total.characters),
    )
    speed = sum(result.seconds for result in results) / total.characters * 1e6
    return [label, str(len(results)), *(share(value, 4) for value in shares), f"{speed:.1f}"]


def _grouped(
    head: str, results: Sequence[Result], group: Callable[[Result], str], summed: bool
) -> str:
    labels = dict.fromkeys(map(group, results))
    rows = [_row(name, [r for r in results if group(r) == name]) for name in labels]
    return table((head, *HEAD[1:]), [*rows, _row("all", results)] if summed else rows)


def _peer_table(results: Sequence[Result]) -> str:
    """Precision / recall / recall on displaced and repeated text, in percent."""
    names = [name for name in PEERS if any(name in result.peers for result in results)]
    rows = []
    for operator in dict.fromkeys(result.case.operator for result in results):
        inside = [result for result in results if result.case.operator == operator]
        engine = sum((result.engine for result in inside), MapScore())
        scores = [[r.peers[name] for r in inside if name in r.peers] for name in names]
        rows.append(
            [operator, _triple(engine)] + [_triple(sum(peer, MapScore())) for peer in scores]
        )
    return table(("operator", "auditor", *names), rows)


def _triple(total: MapScore) -> str:
    good = total.right + total.equal
    elsewhere = total.displaced + total.repeated
    shares = (
        ratio(good, total.mapped),
        ratio(good, total.placed),
        ratio(total.displaced_right + total.repeated_right, elsewhere),
    )
    return " / ".join("–" if value is None else f"{value * 100:.1f}" for value in shares)


def measure_pair(pair: Pair) -> list[str]:
    """Real damage has no truth by characters: what is reported, as shares."""
    document, canonical = Document.from_text(pair.scraped), given(pair.gold)
    alignment = align(document, canonical, OPTIONS)
    found = score_of(document, canonical, alignment)
    parts = (found.placed - found.moved, found.moved, found.repeated, found.inserted)
    return [
        pair.name,
        f"{len(pair.scraped):,}",
        f"{len(pair.gold):,}",
        *(share(ratio(part, found.characters)) for part in parts),
        share(found.missing_ratio),
        share(found.fidelity),
        str(len(alignment.blocks)),
    ]


PAIR_HEAD = (
    *("scraped", "characters", "gold", "kept", "moved", "repeated", "inserted", "missing"),
    *("fidelity", "blocks"),
)


def _parser() -> ArgumentParser:
    parser = runs.parser("benchmarks.align", str(__doc__), "all", 20_000)
    parser.add_argument(
        "--peers", action=BooleanOptionalAction, default=True, help="other tools too"
    )
    parser.add_argument("--pairs", type=Path, help="folder of scraped and gold texts")
    parser.add_argument("--each", action="store_true", help="a line a case too")
    return parser


def report(options: Namespace) -> str:
    texts = load(runs.choice(options))
    work = measure_with_peers if options.peers else measure
    results = list(runs.run(work, runs.cases(texts, options), options.jobs))
    parts = [
        runs.heading(options, texts),
        _grouped("operator", results, lambda r: r.case.operator, summed=True),
        LEGEND,
        _grouped("language", results, lambda r: r.case.text.language, summed=False),
    ]
    if options.peers:
        parts += [str(_peer_table.__doc__), _peer_table(results)]
    if options.each:
        parts.append(_grouped("case", results, lambda r: r.case.label, summed=False))
    if options.pairs:
        pairs = load_pairs(options.pairs)[: options.limit]
        parts.append(table(PAIR_HEAD, runs.run(measure_pair, pairs, options.jobs)))
    return "\n\n".join(parts)


def main() -> None:
    options = _parser().parse_args()
    text = report(options)
    print(text)
    if options.write:
        write("align", text)


if __name__ == "__main__":
    main()
