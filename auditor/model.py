"""All records that pass between the stages, and the options with every default.

Every offset is a zero-based Unicode code point; every span is half-open. The name of the
field, or its docstring, says which text it counts in: the document as scraped
(`Document.text`) or the canonical reconstruction (`Canonical.text`).

Records are frozen and hold tuples, so a stage can pass on what it got without a copy.
This module imports nothing from the package.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]
Role = Literal["kept", "moved", "repeated", "inserted"]
EditOp = Literal["replace", "insert", "delete"]
Origin = Literal["given", "inferred"]
Side = Literal["scrape", "canonical"]
MediaType = Literal["auto", "text", "html"]
Normalization = Literal["none", "whitespace", "width", "nfkc"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, `start` included, `end` not."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the bytes of a document came from.

    `captured_at` is the only time in any record; it comes from the input, never from a clock.
    """

    source: str
    sha256: str
    encoding: str
    encoding_reason: str  # "bom", "declared", "utf-8", "detected", "option", "text"
    media_type: str
    captured_at: str | None = None


@dataclass(frozen=True, slots=True)
class TextOrigin:
    """Leads a span of `Document.text` back to the element of the HTML it was read from."""

    span: Span
    path: str  # an XPath, e.g. /html/body/div[2]/p[1]


@dataclass(frozen=True, slots=True)
class Document:
    """One witness: a scraped copy, decoded and otherwise untouched.

    `siglum` is its short id where several witnesses stand side by side. `language` is a
    BCP 47 tag, or None when neither declared nor told by the script. `origins` is empty for
    plain text.
    """

    siglum: str
    text: str
    language: str | None
    provenance: Provenance
    origins: tuple[TextOrigin, ...] = ()

    @classmethod
    def from_text(
        cls, text: str, *, source: str = "<text>", siglum: str = "A", language: str | None = None
    ) -> Document:
        """A document from a string; its hash is that of the text in UTF-8."""
        data = text.encode("utf-8", "surrogatepass")
        provenance = Provenance(
            source=source,
            sha256=hashlib.sha256(data).hexdigest(),
            encoding="utf-8",
            encoding_reason="text",
            media_type="text/plain",
        )
        return cls(siglum=siglum, text=text, language=language, provenance=provenance)


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The number that a heading or list item bears.

    `label` is the marker as scraped, e.g. （二）, 第三条, Article 3, (iv). `style` names its
    form: markers of one list share it. `level` is the rank of the style, 0 outermost, as the
    usual conventions have it; `number` is the last component; `parent` the components before
    it (1.2.3 has number 3 and parent (1, 2)).
    """

    label: str
    style: str
    level: int
    number: int
    parent: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Fragment:
    """A clause, sentence, heading or list item. Joined, the fragments are the text.

    `span` counts in `Document.text`; `key` is the comparison form, empty where the fragment
    holds nothing that counts (white space only).
    """

    index: int
    span: Span
    key: str
    ordinal: Ordinal | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """The same text several times in one document.

    `occurrences` are at least two spans of `Document.text`, ascending. `exact`: equal in
    comparison form; otherwise near. `tandem`: each follows the one before with nothing but
    white space and punctuation between.
    """

    occurrences: tuple[Span, ...]
    exact: bool
    tandem: bool


@dataclass(frozen=True, slots=True)
class Join:
    """A seam of an inferred canonical: two passages that no copy shows as sure neighbours.

    `at` counts in `Canonical.text`: the passage after the seam starts there. `confidence` is
    the estimated probability that the two are true neighbours. `evidence` is in words,
    strongest first. `alternatives` quote the passages that could follow instead, likeliest
    first; empty when none fits.
    """

    at: int
    confidence: float
    evidence: tuple[str, ...]
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A passage of an inferred canonical that could stand elsewhere: for an editor to decide.

    `passage` counts in `Canonical.text`. `confidence` is the estimated probability that it
    stands where it does. `places` are the offsets of `Canonical.text` where it could be put
    instead, likeliest first, each with its probability. `evidence` is in words.
    """

    passage: Span
    confidence: float
    places: tuple[tuple[int, float], ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """A place the canonical text was taken from.

    `canonical` counts in `Canonical.text`; `scrape` in the text of the document `siglum`.
    A canonical span has as many witnesses as there are copies of it.
    """

    canonical: Span
    scrape: Span
    siglum: str


@dataclass(frozen=True, slots=True)
class Canonical:
    """The reference reading: given (a trusted text) or inferred from the scrape.

    `joins`, `choices` and `witnesses` ascend; all are empty when the reading is given.
    `streams` says how many copies of the document the scrape was found to weave together
    (1: none woven, or not asked).
    """

    text: str
    origin: Origin
    joins: tuple[Join, ...] = ()
    choices: tuple[Choice, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    streams: int = 1


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of characters inside a block; `scrape` and `canonical` are absolute spans."""

    op: EditOp
    scrape: Span
    canonical: Span


@dataclass(frozen=True, slots=True)
class Block:
    """A maximal run, collinear on both sides but for its edits.

    `canonical` is None for inserted text alone. `chain` numbers the collinear sequence the
    block belongs to: 0 is the heaviest, the one in order; the others count up as they appear
    in the scrape. `edits` ascend.
    """

    scrape: Span
    canonical: Span | None
    role: Role
    chain: int
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """For every character of the scrape, where it comes from.

    `blocks` tile the scrape: every character is in exactly one, ascending. Every canonical
    character is in at most one kept or moved block; kept blocks rise on both sides.
    `missing` are the canonical spans in no block at all.
    """

    blocks: tuple[Block, ...]
    missing: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Collation:
    """The compared whole: all that a rule may look at."""

    document: Document
    fragments: tuple[Fragment, ...]
    repeats: tuple[Repeat, ...]
    canonical: Canonical
    canonical_fragments: tuple[Fragment, ...]  # spans count in `canonical.text`
    alignment: Alignment


def _ratio(part: int, whole: int) -> float:
    """`part / whole` to six places, but 0.0 and 1.0 only when exact."""
    if part <= 0 or whole <= 0:
        return 0.0
    if part >= whole:
        return 1.0
    return min(max(round(part / whole, 6), 0.000001), 0.999999)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of characters of the text as scraped, white space included; ratios are derived.

    `missing` and `canonical_characters` count in the canonical text. `breakpoints` are the
    places where neighbours in the scrape are not neighbours in the canonical. `+` rolls up.
    """

    characters: int = 0
    canonical_characters: int = 0
    repeated: int = 0
    moved: int = 0
    inserted: int = 0
    missing: int = 0
    edited: int = 0
    breakpoints: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def placed(self) -> int:
        """Characters kept or moved: those that stand for the canonical text."""
        return self.characters - self.repeated - self.inserted

    @property
    def repeated_ratio(self) -> float:
        return _ratio(self.repeated, self.characters)

    @property
    def disorder_ratio(self) -> float:
        return _ratio(self.moved, self.placed)

    @property
    def missing_ratio(self) -> float:
        return _ratio(self.missing, self.canonical_characters)

    @property
    def coverage(self) -> float:
        if not self.canonical_characters:
            return 1.0
        return _ratio(self.canonical_characters - self.missing, self.canonical_characters)

    @property
    def fidelity(self) -> float:
        """Share of the aligned characters (kept, moved or repeated) without an edit."""
        aligned = self.characters - self.inserted
        return _ratio(aligned - self.edited, aligned) if aligned else 1.0


@dataclass(frozen=True, slots=True)
class Location:
    """A place a finding speaks of; `phrase` says what stands there, in a few words.

    `span` counts in the text of `side`.
    """

    side: Side
    span: Span
    phrase: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding. `check` yields findings of one collation, in text order."""

    id: str
    name: str
    severity: Severity
    summary: str
    check: Callable[[Collation, Options], tuple[Finding, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem of the text. The first location is the primary one.

    `fingerprint` is a hash of rule, normalized text and occurrence number: it doesn't change
    when text is put in front. `suggestion` is the proposed repair in words, or None.
    """

    rule: str
    name: str
    severity: Severity
    message: str
    locations: tuple[Location, ...]
    fingerprint: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A limit that the audit met: what was not done, and why. Not a problem of the text."""

    code: str
    reason: str


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
        text = json.dumps(asdict(self), sort_keys=True)
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
        """The result as plain data, in the shape of the schema `auditor-result`, version 1."""
        document, score = self.document, self.score
        return {
            "schema": "auditor-result",
            "schema_version": 1,
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
            "canonical": {
                "origin": self.canonical.origin,
                "text": self.canonical.text,
                "joins": [
                    {
                        "at": join.at,
                        "confidence": join.confidence,
                        "evidence": list(join.evidence),
                        "alternatives": list(join.alternatives),
                    }
                    for join in self.canonical.joins
                ],
            },
            "alignment": {
                "blocks": [_block_dict(block) for block in self.alignment.blocks],
                "missing": [_pair(span) for span in self.alignment.missing],
            },
            "score": {
                "characters": score.characters,
                "repeated": score.repeated,
                "moved": score.moved,
                "inserted": score.inserted,
                "missing": score.missing,
                "edited": score.edited,
                "breakpoints": score.breakpoints,
                "repeated_ratio": score.repeated_ratio,
                "disorder_ratio": score.disorder_ratio,
                "missing_ratio": score.missing_ratio,
                "coverage": score.coverage,
                "fidelity": score.fidelity,
            },
            "findings": [
                {
                    "rule": finding.rule,
                    "name": finding.name,
                    "severity": finding.severity,
                    "message": finding.message,
                    "fingerprint": finding.fingerprint,
                    "locations": [
                        {"side": at.side, "span": _pair(at.span), "phrase": at.phrase}
                        for at in finding.locations
                    ],
                    "suggestion": finding.suggestion,
                }
                for finding in self.findings
            ],
            "notices": [{"code": n.code, "reason": n.reason} for n in self.notices],
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
