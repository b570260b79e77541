"""What is found in a document: rules, findings and the audit of it; and the options."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Container
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any, Literal, get_args

from auditor.model.readings import Alignment, Block, Canonical, Collation, Notice, Score
from auditor.model.texts import Document, Span

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)  # the gravest first
Side = Literal["scrape", "canonical"]
MediaType = Literal["auto", "text", "html"]
Normalization = Literal["none", "whitespace", "width", "nfkc"]


@dataclass(frozen=True, slots=True)
class Location:
    """A place a finding speaks of; `phrase` says what stands there, in a few words.

    `span` counts in the text of `side`.
    """

    side: Side
    span: Span
    phrase: str


def fingerprint(rule: str, key: str, number: int = 1) -> str:
    """Sixteen hex digits for the `number`th finding of a rule that `key` identifies.

    `key` is the comparison form of the text that the finding is about, or a stable name where
    it is about no text.
    """
    mark = "\0".join((rule, key, str(number))).encode("utf-8", "surrogatepass")
    return hashlib.sha256(mark).hexdigest()[:16]


LARGE = 0.1  # share of the page from which a copy that is surely damage is an error
SURE, LIKELY = 0.9, 0.5  # probabilities of damage: of an error, and of a warning


def severity_of(damage: float, share: float) -> Severity:
    """That of a text that stands again: by the probability that it is damage, and its share of
    the page.
    """
    if damage >= SURE and share >= LARGE:
        return "error"
    return "warning" if damage >= LIKELY else "note"


Mark = tuple[str, str]  # a rule's id and a fingerprint
FACT = "AUD109"  # the rule that tells what stands again, and no other rule tells of


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding.

    `check` gives the findings of one collation, in text order; it is None where something else
    than the text of one document raises the finding: `finding` then makes it. `page` says in
    a few paragraphs what is found, why it matters, with an example and what to do. `by_damage`:
    each finding is as grave as `severity_of` says, and `severity` is the usual one.
    """

    id: str
    name: str
    severity: Severity
    summary: str
    check: Callable[[Collation, Options], tuple[Finding, ...]] | None = None
    page: str = ""
    by_damage: bool = False

    def is_meant(self, name: str) -> bool:
        """Whether an id, a name or a prefix of ids such as AUD2 means this rule."""
        return self.name == name or (bool(name) and self.id.startswith(name.upper()))

    def finding(
        self,
        message: str,
        locations: tuple[Location, ...] = (),
        *,
        key: str,
        number: int = 1,
        suggestion: str | None = None,
        probability: float | None = None,
        severity: Severity | None = None,
        before: tuple[frozenset[Mark], ...] = (),
    ) -> Finding:
        """A finding of this rule; `key` and `number` as in `fingerprint`, `severity` None: the
        rule's own.
        """
        mark = fingerprint(self.id, key, number)
        grave = severity or self.severity
        return Finding(
            self.id,
            self.name,
            grave,
            message,
            locations,
            mark,
            suggestion,
            probability,
            before=before,
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem of the text. The first location is the primary one.

    `fingerprint` is a hash of rule, normalized text and occurrence number: it doesn't change
    when text is put in front. `suggestion` is the proposed repair in words, or None. `probability`
    is that of damage, where it was judged. `under` is the fingerprint of the finding that explains
    this one, its cause; None where it stands for itself. `before` are the marks, rule and
    fingerprint, that it may have had in the release before: those of its whole text first, then
    those of each of its places.
    """

    rule: str
    name: str
    severity: Severity
    message: str
    locations: tuple[Location, ...]
    fingerprint: str
    suggestion: str | None = None
    probability: float | None = None
    under: str | None = None
    before: tuple[frozenset[Mark], ...] = field(default=(), repr=False, compare=False)

    def was(self, known: Container[Mark]) -> frozenset[Mark]:
        """Those of the marks that it may have had that are known, if it was that finding.

        It was where its whole text is known, or half of its places at least.
        """
        if not self.before:
            return frozenset()
        whole, *places = (
            frozenset(mark for mark in marks if mark in known) for marks in self.before
        )
        told = [marks for marks in places if marks]
        if not whole and (not told or 2 * len(told) < len(places)):
            return frozenset()
        return whole.union(*told)

    @property
    def is_fact(self) -> bool:
        """It only tells that something stands again, whatever it means."""
        return self.rule == FACT


@dataclass(frozen=True, slots=True)
class Options:
    """Every setting that the stages look at, with its default.

    `min_length` is in characters of the comparison form. `min_similarity` is the share of
    equal characters from which two fragments count as near repeats. `min_confidence` is the
    confidence below which a join is offered to an editor as open.
    """

    normalize: Normalization = "nfkc"
    min_length: int = 8
    min_similarity: float = 0.8
    min_confidence: float = 0.8
    encoding: str | None = None
    language: str | None = None
    media_type: MediaType = "auto"
    content_selector: str | None = None
    exclude_selector: str | None = None
    max_size: int = 64 * 1024 * 1024  # bytes
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def digest(self) -> str:
        """Sixteen hex digits that differ when any setting differs."""
        return _digest(self)


@lru_cache(maxsize=8)  # a run has few options and many documents
def _digest(options: Options) -> str:
    text = json.dumps(asdict(options), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Audit:
    """The result for one document: what was compared, how it scores, what was found."""

    collation: Collation
    score: Score
    findings: tuple[Finding, ...]
    notices: tuple[Notice, ...]
    options_digest: str
    auditor_version: str
    model: str | None = None  # digest of the judgement of repeats, where one was asked

    @property
    def judged(self) -> tuple[Finding, ...]:
        """The findings that somebody should look at: all but those that only tell a fact."""
        return tuple(finding for finding in self.findings if not finding.is_fact)

    @property
    def facts(self) -> tuple[Finding, ...]:
        """What stands again and is left: no problem, as far as anybody can say."""
        return tuple(finding for finding in self.findings if finding.is_fact)

    @property
    def document(self) -> Document:
        return self.collation.document

    @property
    def canonical(self) -> Canonical:
        return self.collation.canonical

    @property
    def alignment(self) -> Alignment:
        return self.collation.alignment

    def to_dict(self) -> dict[str, Any]:
        """The result as plain data, in the shape of the schema `auditor-result`, version 2.

        What is not measured is null: of an inferred reading order, what is missing and coverage.
        """
        document, score = self.document, self.score
        given = self.canonical.origin == "given"
        return {
            "schema": "auditor-result",
            "schema_version": 2,
            "auditor_version": self.auditor_version,
            "options_digest": self.options_digest,
            "source": {
                "path": document.provenance.source,
                "sha256": document.provenance.sha256,
                "encoding": document.provenance.encoding,
                "media_type": document.provenance.media_type,
                "language": document.language,
                "characters": len(document.text),
            },
            "canonical": _canonical_dict(self.canonical),
            "alignment": {
                "blocks": [_block_dict(block) for block in self.alignment.blocks],
                "missing": [_pair(span) for span in self.alignment.missing],
            },
            "score": {
                "characters": score.characters,
                "repeated": score.repeated,
                "recurring": score.recurring,
                "moved": score.moved,
                "inserted": score.inserted,
                "missing": score.missing,
                "edited": score.edited,
                "breakpoints": score.breakpoints,
                "repeated_ratio": score.repeated_ratio,
                "disorder_ratio": score.disorder_ratio if given else None,
                "missing_ratio": score.missing_ratio if given else None,
                "coverage": score.coverage if given else None,
                "fidelity": score.fidelity,
            },
            "findings": [_finding_dict(finding, document) for finding in self.findings],
            "notices": [{"code": n.code, "reason": n.reason} for n in self.notices],
            "hidden": [each.to_dict() for each in document.hidden] if document.is_page else None,
            "depth": None,
            "model": self.model,
        }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _block_dict(block: Block) -> dict[str, Any]:
    return {
        "scrape": _pair(block.scrape),
        "canonical": _pair(block.canonical) if block.canonical is not None else None,
        "role": block.role,
        "chain": block.chain,
        "edits": [
            {"op": edit.op, "scrape": _pair(edit.scrape), "canonical": _pair(edit.canonical)}
            for edit in block.edits
        ],
    }


def _canonical_dict(canonical: Canonical) -> dict[str, Any]:
    return {
        "origin": canonical.origin,
        "text": canonical.text,
        "joins": [
            {
                "at": join.at,
                "confidence": join.confidence,
                "evidence": list(join.evidence),
                "alternatives": list(join.alternatives),
            }
            for join in canonical.joins
        ],
        "choices": [
            {
                "passage": _pair(choice.passage),
                "confidence": choice.confidence,
                "places": [{"at": at, "confidence": odds} for at, odds in choice.places],
                "evidence": list(choice.evidence),
            }
            for choice in canonical.choices
        ],
        "undone": [record.to_dict() for record in canonical.undone],
    }


def _location_dict(at: Location, document: Document) -> dict[str, Any]:
    origin = document.origin_at(at.span.start) if at.side == "scrape" else None
    return {
        "side": at.side,
        "span": _pair(at.span),
        "phrase": at.phrase,
        "element": origin.path if origin else None,
        "line": origin.line if origin else None,
    }


def _finding_dict(finding: Finding, document: Document) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "message": finding.message,
        "fingerprint": finding.fingerprint,
        "locations": [_location_dict(at, document) for at in finding.locations],
        "suggestion": finding.suggestion,
        "probability": finding.probability,
        "under": finding.under,
    }
