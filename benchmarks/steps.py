"""How often is a step right when it acts? `python -m benchmarks.steps --data DIR`.

Half of the pages are undamaged, half are damaged, each by one operator in turn. A step is right
where the page has damage of its kind; the share of its records that are right is the confidence
that the step gives (`CONFIDENCE` in `canonical/reading.py`). Pages that repeat themselves by right
belong among the undamaged: `--data` takes a folder of folders too.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import auditor
from auditor.canonical.reading import CONFIDENCE
from auditor.damage import corrupt
from auditor.model import UndoneKind
from benchmarks.documents import Choice, load
from benchmarks.runs import run
from benchmarks.tables import share, table

# What each operator does to a page, as the steps name it; more than one where a step may rightly
# take it for another kind: blocks at the edge of a page are doublets too.
DAMAGE: dict[str, frozenset[UndoneKind]] = {
    "page-twice": frozenset({"doublets"}),
    "page-partial": frozenset({"doublets"}),
    "small-screen": frozenset({"doublets", "woven"}),
    "stutter": frozenset({"doublets"}),
    "windows": frozenset({"windows"}),
    "windows-cut": frozenset({"windows"}),
    "windows-shuffled": frozenset({"windows"}),
    "windows-shuffled-cut": frozenset({"windows"}),
    "columns": frozenset({"columns"}),
    "columns-lines": frozenset({"columns"}),
    "interleaved-2": frozenset({"woven"}),
    "interleaved-3": frozenset({"woven"}),
    "copied": frozenset({"inserted", "doublets"}),
    "block-many": frozenset({"inserted", "doublets"}),
    "page-twice+noise-1": frozenset({"doublets", "spelling"}),
    "interleaved-2+noise-1": frozenset({"woven", "spelling"}),
    "windows+noise-1": frozenset({"windows", "spelling"}),
}


@dataclass(frozen=True, slots=True)
class Page:
    """A text, damaged by an operator; None: as it is."""

    text: str
    operator: str | None


def acted(page: Page) -> tuple[tuple[UndoneKind, bool], ...]:
    """The kinds that steps undid on a page, and whether there was such damage."""
    there = DAMAGE[page.operator] if page.operator else frozenset[UndoneKind]()
    text = corrupt(page.text, page.operator, 1).scrape if page.operator else page.text
    kinds = dict.fromkeys(record.kind for record in auditor.audit(text).canonical.undone)
    return tuple((kind, kind in there) for kind in kinds)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.steps", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", help="folders (default: texts that ship)")
    parser.add_argument("--max-chars", type=int, default=6_000, help="crop longer documents")
    parser.add_argument("--limit", type=int, help="this many documents of each folder")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    options = parser.parse_args()
    texts = [
        text.text
        for folder in options.data or [None]
        for text in load(Choice(folder, limit=options.limit, max_chars=options.max_chars))
    ]
    operators = list(DAMAGE)
    pages = [Page(text, None) for text in texts]
    pages += [Page(text, operators[at % len(operators)]) for at, text in enumerate(texts)]
    counts: Counter[tuple[UndoneKind, bool]] = Counter()
    for found in run(acted, pages, options.jobs):
        counts.update(found)
    rows = []
    for kind in CONFIDENCE:
        right, wrong = counts[kind, True], counts[kind, False]
        expected = share((right + 1) / (right + wrong + 2), 2)  # Laplace's rule of succession
        rows.append((kind, str(right), str(wrong), expected, f"{CONFIDENCE[kind]:.2f}"))
    print(table(("kind", "right", "wrong", "expected", "in use"), rows))
    print(f"\n{len(texts)} documents, each as it is and damaged once.")


if __name__ == "__main__":
    main()
