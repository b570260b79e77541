"""The reading that a scrape is measured against, and how the two answer each other."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal

from auditor.model.texts import Document, Fragment, Repeat, Span

Role = Literal["kept", "moved", "repeated", "inserted"]
EditOp = Literal["replace", "insert", "delete"]
Origin = Literal["given", "inferred"]
UndoneKind = Literal[
    "editions", "spelling", "doublets", "windows", "columns", "woven", "inserted", "furniture"
]


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
class Variant:
    """What two editions have at one place where they differ; one of the spans may be empty."""

    first: Span
    second: Span


@dataclass(frozen=True, slots=True)
class Editions:
    """Two editions of one text that follow each other, both of them meant.

    All spans count in `Canonical.text`. `equal` is how many characters of the second stand in
    the first too; `variants`, ascending, are what the two have instead of one another.
    """

    first: Span
    second: Span
    equal: int
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """What one step of the inference did about damage of one kind.

    `places`, ascending and disjoint, count in the text of the scrape. Of doublets, inserted blocks
    and furniture they are what was left out, or put elsewhere; of spelling the letters that were
    read otherwise; of windows, columns and woven copies the pieces that were put together; of
    editions, which are kept, the second one. `gain` is by how many nats the scrape is explained
    better so; `confidence` estimates how probable it is that such damage was there.
    """

    kind: UndoneKind
    places: tuple[Span, ...]
    gain: float
    confidence: float

    def to_dict(self) -> dict[str, Any]:
        """As plain data, in the shape that results and explanations share."""
        return {
            "kind": self.kind,
            "places": [[place.start, place.end] for place in self.places],
            "gain": self.gain,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Notice:
    """A limit that the audit met: what was not done, and why. Not a problem of the text."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Canonical:
    """The reference reading: given (a trusted text) or inferred from the scrape.

    `joins`, `choices` and `witnesses` ascend; all are empty when the reading is given.
    `streams` says how many copies of the document the scrape was found to weave together
    (1: none woven, or not asked). `followed` and `stale` are fingerprints of an editor's
    decisions on the order: those that the text has, and those that fit it no more. `editions`
    is None where the scrape does not hold two. `undone` is what was done about damage, in the
    order in which it was done; nothing where the reading is given or has several scrapes.
    `notices` are the limits that its making met.
    """

    text: str
    origin: Origin
    joins: tuple[Join, ...] = ()
    choices: tuple[Choice, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    streams: int = 1
    followed: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    editions: Editions | None = None
    undone: tuple[Undone, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Rearrangement:
    """What an editor decided on the order of an inferred canonical.

    `pieces` tile its text and come in the order decided. `passages`, ascending, are those that
    have a place by a decision; each begins a piece. `followed` and `stale` as in `Canonical`.
    """

    pieces: tuple[Span, ...]
    passages: tuple[Span, ...]
    followed: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Collation:
    """The compared whole: all that a rule may look at.

    `repeats` is what stands again in the scrape, `left` what does in a reading that was inferred.
    """

    document: Document
    fragments: tuple[Fragment, ...]
    repeats: tuple[Repeat, ...]
    canonical: Canonical
    canonical_fragments: tuple[Fragment, ...]  # spans count in `canonical.text`
    alignment: Alignment
    left: tuple[Repeat, ...] = ()  # spans count in `canonical.text`


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
    places where neighbours in the scrape are not neighbours in the canonical. `undecoded` are
    characters that could not be decoded. `+` rolls up.
    """

    characters: int = 0
    canonical_characters: int = 0
    repeated: int = 0
    moved: int = 0
    inserted: int = 0
    missing: int = 0
    edited: int = 0
    breakpoints: int = 0
    recurring: int = 0
    undecoded: int = 0

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
    def undecoded_ratio(self) -> float:
        return _ratio(self.undecoded, self.characters)

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
