"""How often a seam of woven copies is right, by what shows it: `python -m benchmarks.seams`.

Copies are woven together and read. A seam that no copy shows is right less often than the odds of
the arrangements say: the share that is right of what the odds say is the factor by which they are
believed, by how many of its passages stand in one copy only; for documents to tune on, and for
those held out. Seams that copies show are believed as the odds say.
"""

from __future__ import annotations

from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator, Sequence
from unittest.mock import patch

import auditor
from auditor.canonical.woven import writing
from auditor.canonical.woven.weights import WEIGHTS
from auditor.damage.operators import corrupt
from benchmarks import readings, runs
from benchmarks.documents import load
from benchmarks.joins import score_joins
from benchmarks.runs import Case, run
from benchmarks.tables import table
from benchmarks.truth import Truth

OPS = (
    "interleaved-2,interleaved-2-gaps,interleaved-2-many,interleaved-2-cut,interleaved-3,"
    "interleaved-4,interleaved-2+noise-1,several"
)
_MARK = 1e-4  # confidences are told to so many places: as many seams of a text are told apart
KINDS = {
    "unshown[0]": WEIGHTS.unshown[0],
    "unshown[1]": WEIGHTS.unshown[1],
    "unshown[2]": WEIGHTS.unshown[2],
    "shown by one": 1.0,
    "shown by several": 1.0,
}

Seam = tuple[str, float, bool]  # kind, what the odds say, whether it is right


def seams(case: Case) -> list[Seam]:
    """The joins of a reading."""
    told: list[tuple[str, float]] = []

    def marked(confidence: float, shown: int, singles: int, streams: int) -> float:
        confidence *= 1 - WEIGHTS.further_streams * min(max(0, streams - 2), WEIGHTS.many_streams)
        kind = f"unshown[{singles}]" if not shown else [*KINDS][min(shown, 2) + 2]
        told.append((kind, confidence))
        return _MARK * len(told)

    made = corrupt(case.text.text, case.operator, case.seed)
    with patch.object(writing, "_calibrated", marked):
        canonical = auditor.audit(made.scrape).canonical
    truth = Truth(made)
    scored = score_joins(truth, canonical, readings.of_canonical(truth, canonical))
    at = [(round(record.confidence / _MARK) - 1, record.right) for record in scored.joins]
    return [(*told[number], right) for number, right in at if 0 <= number < len(told)]


def report(options: Namespace) -> str:
    texts = load(runs.choice(options))
    cases = runs.cases(texts, options)
    found: dict[tuple[bool, str], list[Seam]] = defaultdict(list)
    for case, some in zip(cases, run(seams, cases, options.jobs), strict=True):
        for seam in some:
            found[case.text.held_out, seam[0]].append(seam)
    rows = [
        [kind, *_cells(found[False, kind]), *_cells(found[True, kind]), f"{used:.2f}"]
        for kind, used in KINDS.items()
    ]
    head = ("seam", "tune", "factor", "held out", "factor", "in use")
    return f"{runs.heading(options, texts)}\n\n{table(head, rows)}"


def _cells(some: Sequence[Seam]) -> Iterator[str]:
    said = sum(odds for _, odds, _ in some)
    yield str(len(some))
    yield f"{sum(right for *_, right in some) / said:.2f}" if said else "–"


def main() -> None:
    print(report(runs.parser("benchmarks.seams", str(__doc__), OPS, 5_000).parse_args()))


if __name__ == "__main__":
    main()
