"""Where a finding stands: lines and columns of its file, for every format that names them.

Lines and columns count from 1, columns in code points. A line ends with CR LF, LF or a lone CR,
as editors have it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from auditor.model import SEVERITIES, Checked, Document, Finding, Span

LINE_ENDS = ("\r\n", "\n", "\r")

# What is a record by the name of its file; its document may be none, or a page.
_RECORD = re.compile(r"(.*?\.(?:jsonl|ndjson|jl))#(.*)", re.S | re.I)
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Position:
    """A line and a column, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a document with its lines and columns; `end` is behind its last character.

    `in_file`: the lines are those of the file. Those of the text that was read from a page or a
    record are not. `element` leads to the HTML element that the text was read from.
    """

    span: Span
    phrase: str
    start: Position
    end: Position
    last_line: int
    in_file: bool = True
    element: str | None = None


class Lines:
    """The lines of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]

    def position(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def line(self, number: int) -> Span:
        """The span of a line without its end."""
        last = number == len(self._starts)
        end = len(self.text) if last else self._starts[number]
        start = self._starts[number - 1]
        return Span(start, start + len(self.text[start:end].rstrip("\r\n")))


class Places:
    """The places of one document: lines and elements are looked up in no time."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = Lines(document.text)
        self.in_file = document.provenance.media_type == "text/plain"

    def of(self, finding: Finding) -> tuple[Place, ...]:
        """The places of a finding in the scrape; the first is the one to name it by."""
        return tuple(
            self.at(place.span, place.phrase)
            for place in finding.locations
            if place.side == "scrape"
        )

    def at(self, span: Span, phrase: str = "") -> Place:
        last = max(span.start, span.end - 1)
        origin = self.document.origin_at(span.start)
        return Place(
            span=span,
            phrase=phrase,
            start=self.lines.position(span.start),
            end=self.lines.position(span.end),
            last_line=self.lines.position(last).line,
            in_file=self.in_file,
            element=origin.path if origin else None,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of a run with its document and its places in the scrape, which may be none.

    `under` is the finding that explains it, where that is shown too; `with_it` are those that it
    explains.
    """

    checked: Checked
    finding: Finding
    places: tuple[Place, ...]
    lines: Lines | None = None  # of the document; None where there is none
    under: Finding | None = None
    with_it: tuple[Finding, ...] = ()

    @property
    def message(self) -> str:
        """Its message, and what explains it."""
        explained = f" Explained by {self.under.rule}." if self.under else ""
        return f"{self.finding.message}{explained}"

    @property
    def whole_message(self) -> str:
        """Its message, and which findings are folded under it."""
        counts = Counter(finding.rule for finding in self.with_it)
        rules = ", ".join(f"{n:,} × {id}" if n > 1 else id for id, n in sorted(counts.items()))
        return f"{self.message} With it: {rules}." if rules else self.message

    @property
    def main(self) -> Place | None:
        """The place in the file that the finding is shown at; None for the file as a whole."""
        return next((place for place in self.places if place.in_file), None)


def found_in(checked: Checked) -> Iterator[Found]:
    """The findings of a document that are new, in their order; what one explains stands behind
    it.
    """
    if not checked.verdict.new:
        return
    places = Places(checked.document) if checked.document is not None else None
    for cause, symptoms in _by_cause(checked.verdict.new):
        for finding in (cause, *symptoms):
            yield Found(
                checked,
                finding,
                places.of(finding) if places else (),
                places.lines if places else None,
                under=None if finding is cause else cause,
                with_it=symptoms if finding is cause else (),
            )


def _by_cause(findings: Sequence[Finding]) -> list[tuple[Finding, tuple[Finding, ...]]]:
    """Each finding that stands for itself, with those that it explains."""
    shown = {finding.fingerprint for finding in findings if finding.under is None}
    explained: defaultdict[str, list[Finding]] = defaultdict(list)
    causes = []
    for finding in findings:
        if finding.under in shown:
            explained[finding.under or ""].append(finding)
        else:
            causes.append(finding)
    return [(cause, tuple(explained.pop(cause.fingerprint, ()))) for cause in causes]


def gravest(run: Sequence[Checked], *, folded: bool = False) -> list[Found]:
    """All new findings of a run, the gravest first; otherwise in the order of the run.

    `folded`: without those that another one explains.
    """
    found = [each for checked in run for each in found_in(checked) if not (folded and each.under)]
    return sorted(found, key=lambda each: SEVERITIES.index(each.finding.severity))


@dataclass(frozen=True, slots=True)
class File:
    """The file of a document, as other tools compare it, and its record in JSON Lines.

    `path` has `/` between its parts and no `./` in front.
    """

    path: str
    record: str | None = None

    @classmethod
    def of(cls, checked: Checked) -> File:
        found = _RECORD.fullmatch(checked.source)
        if found:
            return cls(PurePath(found[1]).as_posix(), found[2])
        kind = checked.document.provenance.media_type if checked.document else ""
        path, mark, record = checked.source.partition("#")
        if mark and kind == "application/jsonl":
            return cls(PurePath(path).as_posix(), record)
        return cls(PurePath(checked.source).as_posix())

    def says(self, text: str) -> str:
        """`text`, with the record that it is about where a tool is shown the file alone."""
        return f"Record {self.record}: {text}" if self.record is not None else text
