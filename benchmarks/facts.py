"""Is all that stands twice told, and how gravely? `python -m benchmarks.facts`.

Texts damaged by each operator, with known truth. Of the characters that came from a place of the
document that stood in the scrape before: how many lie in any finding, in one that at least warns,
and how many the reading has twice. Of clean texts, and of texts that repeat themselves by right:
how many come back to the byte, how much is said of them, how much is taken out.

    --data FOLDER     clean texts (default: those that ship)
    --meant FOLDER    texts that repeat themselves by right
    --ops a,b         operators
    --limit 20        so many texts, languages in turn
    --kept 0          texts of the part of the sources that `benchmarks.fit --without 0` kept apart
    --max-chars 6000  of each, for damage; clean texts are looked at up to ten times as long
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import auditor
from auditor.damage import corrupt
from auditor.model import Audit
from benchmarks.documents import Choice, Text, load
from benchmarks.runs import run
from benchmarks.tables import table

OPS = "copied,windows,windows-shuffled,page-twice,page-partial,interleaved-2,interleaved-3,stutter"
_CLEAN = 10  # clean texts are so many times as long as damaged ones
_GRAVE = ("warning", "error")

Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one document, or of several; `+` adds them up."""

    documents: int = 0
    characters: int = 0
    again: int = 0  # characters that truly stand again
    told: int = 0  # of them
    warned: int = 0
    twice: int = 0  # characters that the reading has again
    silent: int = 0  # documents without any finding, though something stands again
    same: int = 0  # documents that come back to the byte
    grave: int = 0  # findings that at least warn
    facts: int = 0
    taken: int = 0  # characters that the reading lacks

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class Case:
    """A text, damaged by an operator; "" leaves it as it is."""

    name: str
    text: str
    operator: str = ""


def measure(case: Case) -> Counts:
    if not case.operator:
        audit = auditor.audit(case.text)
        return Counts(
            documents=1,
            characters=len(case.text),
            same=audit.canonical.text == case.text,
            grave=_grave(audit),
            facts=len(audit.facts),
            taken=max(0, len(case.text) - len(audit.canonical.text)),
        )
    damage = corrupt(case.text, case.operator, 1)
    audit = auditor.audit(damage.scrape)
    again = _again(damage.origin)
    return Counts(
        documents=1,
        characters=len(damage.scrape),
        again=int(again.sum()),
        told=int((again & _told(audit, ("note", *_GRAVE))).sum()),
        warned=int((again & _told(audit, _GRAVE)).sum()),
        twice=int(_again(_read(audit, damage.origin)).sum()),
        silent=bool(again.any()) and not audit.findings,
        grave=_grave(audit),
    )


def _grave(audit: Audit) -> int:
    return sum(finding.severity in _GRAVE for finding in audit.findings)


def _again(origin: NDArray[np.int64]) -> Marks:
    """Which characters came from a place of the document that stood before them already."""
    again = np.ones(len(origin), dtype=bool)
    again[np.unique(origin, return_index=True)[1]] = False
    return again & (origin >= 0)


def _told(audit: Audit, severities: Sequence[str]) -> Marks:
    told = np.zeros(len(audit.document.text), dtype=bool)
    for finding in audit.findings:
        for at in finding.locations if finding.severity in severities else ():
            if at.side == "scrape":
                told[at.span.start : at.span.end] = True
    return told


def _read(audit: Audit, origin: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where in the document the characters of the reading came from, by its kept blocks."""
    parts = [
        origin[block.scrape.start : block.scrape.end]
        for block in audit.alignment.blocks
        if block.role in ("kept", "moved", "inserted")
    ]
    return np.concatenate(parts) if parts else origin[:0]


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.facts",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--meant", type=Path)
    parser.add_argument("--ops", default=OPS)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--kept", type=int)
    parser.add_argument("--max-chars", type=int, default=6_000)
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args()
    chosen = Choice(limit=args.limit, max_chars=args.max_chars, kept=args.kept)
    texts = load(replace(chosen, folder=args.data))
    rows = []
    for operator in args.ops.split(","):
        cases = [Case(text.name, text.text, operator) for text in texts]
        rows.append(_damaged(operator, _sum(cases, args.jobs)))
    head = ("operator", "stands again", "told", "warned", "left twice", "silent documents")
    print(table(head, rows))
    long = args.max_chars * _CLEAN
    folders = {"clean": args.data} | ({"meant": args.meant} if args.meant else {})
    clean = [
        _undamaged(
            name,
            _sum(_cases(load(replace(chosen, folder=folder, max_chars=long))), args.jobs),
        )
        for name, folder in folders.items()
    ]
    head = (
        "texts",
        "number",
        "to the byte",
        "warned of in 100,000",
        "facts in 100,000",
        "taken out",
    )
    print("\n" + table(head, clean))


def _cases(texts: Sequence[Text]) -> list[Case]:
    return [Case(text.name, text.text) for text in texts]


def _sum(cases: Sequence[Case], jobs: int) -> Counts:
    return sum(run(measure, cases, jobs), Counts())


def _damaged(operator: str, found: Counts) -> list[str]:
    again = max(1, found.again)
    return [
        operator,
        f"{found.again / max(1, found.characters):.2f}",
        f"{found.told / again:.4f}",
        f"{found.warned / again:.3f}",
        f"{found.twice / again:.3f}",
        f"{found.silent} of {found.documents}",
    ]


def _undamaged(name: str, found: Counts) -> list[str]:
    size = max(1, found.characters) / 100_000
    return [
        name,
        str(found.documents),
        f"{found.same / found.documents:.3f}",
        f"{found.grave / size:.2f}",
        f"{found.facts / size:.0f}",
        f"{found.taken / max(1, found.characters):.3f}",
    ]


if __name__ == "__main__":
    main()
