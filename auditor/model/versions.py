"""The versions of one page, the options of their audit, and what is known of each alone."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from auditor.model.audits import Options
from auditor.model.texts import Document, Span

DateFrom = Literal["name", "sidecar", "mtime", "git", "warc", "given", "none"]
Quality = Literal["clean", "damaged", "failed"]
PartRole = Literal["leading", "announced", "superseded", "copy"]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each fact adds to the priority of a change; fitted on no data, so guesses.

    `damp` multiplies the sum: links alone, spelling or punctuation alone, renumbering, and a
    replacement that is made in many places.
    """

    base: float = 0.20
    size: float = 0.25
    run: float = 0.10
    number: float = 0.48
    negation: float = 0.48
    modal: float = 0.32
    name: float = 0.16
    terms: float = 0.60  # at most, of the four above
    clause: float = 0.15
    effective: float = 0.25
    hidden: float = 0.20
    undated: float = 0.05
    damp_link: float = 0.2
    damp_spelling: float = 0.2
    damp_renumbering: float = 0.1
    damp_systematic: float = 0.4


@dataclass(frozen=True, slots=True)
class HistoryOptions:
    """Every setting of a version audit, with its default.

    `blink_days` is the time within which a passage that goes and comes back has blinked;
    `persist` the number of states that an order must last to be the author's. `terms` are paths
    of files of key terms that add to those of a language. `order` is by "date" or by "name".
    """

    audit: Options = field(default_factory=Options)
    blink_days: int = 90
    persist: int = 2
    blame: bool = False
    terms: tuple[str, ...] = ()
    order: Literal["date", "name"] = "date"
    since: str | None = None
    until: str | None = None
    last: int | None = None
    net: bool = False
    net_from: tuple[str, ...] = ()  # dates or names of versions; the newest of them is the first
    url: str | None = None
    skip_unreadable: bool = False
    weights: Weights = field(default_factory=Weights)

    def digest(self) -> str:
        """Sixteen hex digits that differ when any setting differs."""
        text = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Version:
    """One capture of the page as its source gave it, before anything was inferred.

    `captured_at` is an ISO date or time, None where none is known. `upgrade` says that the
    capturing changed with this version; `status` is the HTTP status, where one is recorded.
    """

    name: str
    document: Document
    captured_at: str | None
    date_from: DateFrom = "given"
    upgrade: bool = False
    status: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a state that is compared by itself.

    `spans` count in the text as scraped, in the order of the reading. The leading part is the
    document; the others are another edition of it, or what stands there once more.
    """

    role: PartRole
    spans: tuple[Span, ...]
    effective: str | None = None

    @property
    def hull(self) -> Span:
        """From the first to the last of its characters in the scrape."""
        if not self.spans:
            return Span(0, 0)
        return Span(min(s.start for s in self.spans), max(s.end for s in self.spans))


@dataclass(frozen=True, slots=True)
class State:
    """One distinct text of the page; equal bytes are one state, seen again.

    The parts tile the text: each of its characters is in exactly one.
    """

    id: int
    name: str
    sha256: str
    text: str
    captured_at: str | None
    date_from: DateFrom
    language: str | None
    quality: Quality
    parts: tuple[Part, ...]
    seen_again: tuple[str, ...] = ()
    upgrade: bool = False
    stated_date: str | None = None
    repeated: int = 0
    moved: int = 0
    findings: tuple[str, ...] = ()
    damage: tuple[str, ...] = ()  # the rules AUD1xx and AUD2xx that are errors of it
    failure: str | None = None  # wall, error, truncated or empty

    @property
    def leading(self) -> Part:
        return self.parts[0]

    @property
    def mark(self) -> str:
        """When it was captured, or its name where that is unknown."""
        return self.captured_at or self.name

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "sha256": self.sha256,
            "captured_at": self.captured_at,
            "date_from": self.date_from,
            "seen_again": list(self.seen_again),
            "characters": len(self.text),
            "language": self.language,
            "quality": self.quality,
            "upgrade": self.upgrade,
            "parts": [
                {
                    "span": [part.hull.start, part.hull.end],
                    "role": part.role,
                    "effective": part.effective,
                }
                for part in self.parts
            ],
            "stated_date": self.stated_date,
            "repeated": self.repeated,
            "moved": self.moved,
            "findings": list(self.findings),
        }
