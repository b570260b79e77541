"""Is what an editor is told what was undone? `python -m benchmarks.told`.

Every text that ships, damaged by each operator: the kinds of damage in `Canonical.undone`, the
rules that tell of such damage, and the pages on which the two disagree: a kind that is not told,
or a rule that tells of something else.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import auditor
from auditor.damage import corrupt
from auditor.model import UndoneKind
from benchmarks.documents import Choice, load
from benchmarks.runs import run
from benchmarks.tables import table

OPS = (
    "page-twice,page-partial,small-screen,windows,windows-cut,windows-shuffled,"
    "windows-shuffled-cut,stutter,copied,block-many,interleaved-2,interleaved-3,columns,"
    "columns-lines"
)
# The rules that tell of what was undone, by its kind: one of them must, and no others may.
# How copies are spelt is told by the rules on what differs between them, if at all.
TOLD_BY: dict[UndoneKind, frozenset[str]] = {
    "windows": frozenset({"AUD107"}),
    "columns": frozenset({"AUD207"}),
    "woven": frozenset({"AUD202"}),
    "doublets": frozenset({"AUD101", "AUD102", "AUD103", "AUD105"}),
    "inserted": frozenset({"AUD101", "AUD102", "AUD201"}),
    "editions": frozenset({"AUD108"}),
    "furniture": frozenset({"AUD401"}),
}
STRUCTURAL = frozenset({"AUD203"}).union(*TOLD_BY.values()) - {"AUD401"}


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    text: str
    operator: str


@dataclass(frozen=True, slots=True)
class Telling:
    """What was undone on a page, and which rules told of such things how often."""

    case: Case
    undone: tuple[UndoneKind, ...]
    told: tuple[tuple[str, int], ...]

    @property
    def silent(self) -> list[UndoneKind]:
        """The kinds that no rule tells of."""
        rules = {rule for rule, _ in self.told}
        return [kind for kind in self.undone if kind in TOLD_BY and not rules & TOLD_BY[kind]]

    @property
    def otherwise(self) -> list[str]:
        """The rules that tell of something that was not undone."""
        allowed = frozenset[str]().union(*(TOLD_BY.get(kind, ()) for kind in self.undone))
        return [rule for rule, _ in self.told if rule not in allowed]


def measure(case: Case) -> Telling:
    audit = auditor.audit(corrupt(case.text, case.operator, 1).scrape)
    told = Counter(f.rule for f in audit.findings if f.rule in STRUCTURAL)
    kinds = dict.fromkeys(record.kind for record in audit.canonical.undone)
    return Telling(case, tuple(kinds), tuple(sorted(told.items())))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.told", description=__doc__)
    parser.add_argument("--ops", default=OPS, help="operators by commas")
    parser.add_argument("--data", type=Path, help="folder of clean texts (default: those shipped)")
    parser.add_argument("--limit", type=int, help="this many texts, languages in turn")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    options = parser.parse_args()
    texts = load(Choice(options.data, limit=options.limit, max_chars=5_000))
    cases = [Case(text.name, text.text, op) for op in options.ops.split(",") for text in texts]
    tellings = list(run(measure, cases, options.jobs))
    wrong = [each for each in tellings if each.silent or each.otherwise]
    rows = [
        (
            f"{each.case.operator} {each.case.name}",
            ", ".join(each.undone) or "nothing",
            ", ".join(f"{rule} × {count}" for rule, count in each.told) or "nothing",
        )
        for each in wrong
    ]
    print(table(("page", "undone", "told"), rows))
    print(f"\n{len(wrong)} of {len(tellings)} pages are told otherwise than was undone.")


if __name__ == "__main__":
    main()
