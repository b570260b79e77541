"""One difference as a test sees it, and what a test answers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.history.explaining.terms import Lexicon, changed_terms
from auditor.history.pairing.pairs import Difference
from auditor.history.pairing.places import Around, visible
from auditor.model import Span
from auditor.model.histories import ChangeClass


@dataclass(frozen=True, slots=True)
class Verdict:
    cls: ChangeClass
    kind: str
    evidence: tuple[str, ...]
    confidence: float = 1.0
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One difference, and all that a test may look at."""

    difference: Difference
    old: Around
    new: Around
    lexicon: Lexicon
    order_findings: bool  # one of the two states has text out of order
    upgrade: bool
    damaged: bool = False  # one of the two states is woven of copies, or its order is unknown

    @property
    def span_old(self) -> Span:
        return _hull(self.difference.old, self.difference.at_old)

    @property
    def span_new(self) -> Span:
        return _hull(self.difference.new, self.difference.at_new)

    @property
    def before(self) -> str:
        return " ".join(span.of(self.old.text) for span in self.difference.old)

    @property
    def after(self) -> str:
        return " ".join(span.of(self.new.text) for span in self.difference.new)

    @property
    def sides(self) -> list[tuple[Around, Span]]:
        """The sides that have text there."""
        sides = []
        if self.difference.old:
            sides.append((self.old, self.span_old))
        if self.difference.new:
            sides.append((self.new, self.span_new))
        return sides

    @property
    def is_replacement(self) -> bool:
        return bool(self.difference.old and self.difference.new)

    @property
    def terms(self) -> tuple[str, ...]:
        """Key terms that change; marks of lists and addresses hold none."""
        if self.in_address:
            return ()
        before, after = (
            visible(_unlisted(self.old, self.span_old, self.before)),
            visible(_unlisted(self.new, self.span_new, self.after)),
        )
        return changed_terms(before, after, self.lexicon)

    @property
    def in_address(self) -> bool:
        return (
            self.old.address(self.span_old) is not None
            and self.new.address(self.span_new) is not None
        )


def _hull(spans: tuple[Span, ...], at: int) -> Span:
    return Span(spans[0].start, max(s.end for s in spans)) if spans else Span(at, at)


def _unlisted(side: Around, span: Span, text: str) -> str:
    """The text without the number that a list item begins with."""
    head = side.text[side.line(span.start).span.start : span.start]
    if re.search(r"[^\W_]", head):
        return text
    return re.sub(r"^[\s*#>-]*(?:\d{1,3}(?:\.\d{1,3})*[.)]|\(?[a-z\d]{1,4}\))\s*", "", text)


def first_word(side: Around, span: Span) -> int:
    match = re.compile(r"[^\W_]").search(side.text, span.start, span.end)
    return match.start() if match else span.start
