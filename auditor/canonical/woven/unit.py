"""What is put in order: a fragment that counts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from auditor.model import Ordinal, Span


@dataclass(frozen=True, slots=True)
class Unit:
    """A fragment that counts, with the white space behind it. `span` counts in the scrape."""

    span: Span
    key: str
    ordinal: Ordinal | None

    def until(self, end: int) -> Unit:
        return replace(self, span=Span(self.span.start, end))
