"""The index page over the reports of several documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from urllib.parse import quote

from auditor.formats.report import wording
from auditor.formats.report.page import Assets, Front, page
from auditor.formats.report.page import assets as assets_of
from auditor.model import SEVERITIES, Audit, Score, Severity

_COLUMNS = (
    ("Document", ""),
    ("Verdict", ""),
    ("Errors", "n"),
    ("Warnings", "n"),
    ("Notes", "n"),
    ("Characters", "n"),
    ("Repeated", "n"),
    ("Out of order", "n"),
    ("Missing", "n"),
)
FRONT = Front("index", ("base.css", "index.css"), ("index.js",))
_RANKS: tuple[wording.Level, ...] = ("clean", "note", "warning", "error")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a document that was audited, or one that could not be.

    `path` leads from the index to the report, with `/` between its parts; it is None where
    there is no report. `failure` says in one sentence why a document was not audited.
    """

    name: str
    path: str | None = None
    level: wording.Level = "clean"
    verdict: str = ""
    sentence: str = ""
    severities: tuple[tuple[Severity, int], ...] = ()
    score: Score = field(default_factory=Score)
    failure: str | None = None

    @classmethod
    def of(cls, audit: Audit, path: str) -> Entry:
        """The row of an audit; it doesn't hold on to the audit's texts."""
        verdict, sentence = wording.verdict(audit)
        return cls(
            name=audit.document.provenance.source,
            path=path,
            level=wording.level(audit.judged),
            verdict=verdict,
            sentence=sentence,
            severities=tuple(wording.severities(audit.judged).items()),
            score=audit.score,
        )

    @property
    def link(self) -> str | None:
        """A relative address: no name can turn it into a scheme or another host."""
        return None if self.path is None else "./" + quote(self.path.lstrip("/"), safe="/")

    @property
    def rank(self) -> int:
        return _RANKS.index(self.level)

    @property
    def counts(self) -> tuple[int, ...]:
        found = dict(self.severities)
        return (*(found.get(name, 0) for name in SEVERITIES), self.score.characters)

    @property
    def ratios(self) -> tuple[float, ...]:
        score = self.score
        return (score.repeated_ratio, score.disorder_ratio, score.missing_ratio)


def assets() -> tuple[tuple[str, str], ...]:
    """Name and content of the files that an index with external assets needs beside it."""
    return assets_of(FRONT)


def render(entries: Sequence[Entry], kind: Assets = "inline") -> str:
    """The index as HTML, rows in the order given; complete without scripts.

    Style and script are in it, or, where `kind` is external, in the files of `assets()`.
    """
    return page(
        FRONT,
        kind,
        entries=entries,
        columns=_COLUMNS,
        summary=_summary(entries),
        total=_total(entries),
    )


def _summary(entries: Sequence[Entry]) -> str:
    failed = sum(entry.failure is not None for entry in entries)
    damaged = sum(entry.failure is None and entry.level == "error" for entry in entries)
    words = [
        wording.counted(len(entries), "document"),
        f"{damaged:,} in need of repair",
    ]
    if failed:
        words.append(f"{wording.number(failed)} not audited")
    return ", ".join(words)


def _total(entries: Sequence[Entry]) -> Entry | None:
    audited = [entry for entry in entries if entry.failure is None]
    if not audited:
        return None
    severities = tuple(
        (name, sum(dict(entry.severities).get(name, 0) for entry in audited)) for name in SEVERITIES
    )
    score = reduce(add, (entry.score for entry in audited))
    return Entry("All audited", severities=severities, score=score)
