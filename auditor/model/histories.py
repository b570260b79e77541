"""The versions of one page: its states, what changed between them, and who changed it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from auditor.model.audits import Options
from auditor.model.readings import Notice
from auditor.model.texts import Document, Span

ChangeClass = Literal[
    "capture-failure",
    "locale",
    "edition",
    "noise-duplication",
    "extraction",
    "volatile",
    "blink",
    "noise-order",
    "boilerplate",
    "editorial-move",
    "editorial",
]
CHANGE_CLASSES: tuple[ChangeClass, ...] = get_args(ChangeClass)
EDITORIAL: tuple[ChangeClass, ...] = ("editorial", "editorial-move")  # what an author did
DateFrom = Literal["name", "sidecar", "mtime", "git", "warc", "given", "none"]
Quality = Literal["clean", "damaged", "failed"]
PartRole = Literal["leading", "announced", "superseded", "copy"]
SourceKind = Literal["folder", "git", "warc", "given"]


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
    failure: str | None = None  # wall, error, truncated or empty

    @property
    def leading(self) -> Part:
        return self.parts[0]


@dataclass(frozen=True, slots=True)
class Change:
    """What one place has in the newer text instead of the older; it has exactly one class.

    `old` and `new` are spans of the two texts as scraped. `evidence` are short facts for a
    person. `confidence` below 0.7 makes the change `unsure`. `factors` add up to `priority`,
    before its damping and its limit of 1. `passage` and `systematic` name what it was joined to.
    """

    id: str
    cls: ChangeClass
    kind: str
    old: tuple[Span, ...]
    new: tuple[Span, ...]
    before: str
    after: str
    context: tuple[str, str]
    evidence: tuple[str, ...]
    confidence: float = 1.0
    terms: tuple[str, ...] = ()
    hidden: bool = False
    unsure: bool = False
    priority: float | None = None
    factors: tuple[tuple[str, float], ...] = ()
    passage: str = ""
    systematic: str | None = None
    places: int = 1

    @property
    def characters(self) -> tuple[int, int]:
        """Of the older and of the newer text."""
        return sum(map(len, self.old)), sum(map(len, self.new))

    @property
    def is_editorial(self) -> bool:
        return self.cls in EDITORIAL

    @property
    def is_shown(self) -> bool:
        """Whether it stands in the default view: editorial, or not surely noise."""
        return self.is_editorial or self.cls == "capture-failure" or self.unsure

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "class": self.cls,
            "kind": self.kind,
            "old": _pairs(self.old),
            "new": _pairs(self.new),
            "before": self.before,
            "after": self.after,
            "context": list(self.context),
            "evidence": list(self.evidence),
            "confidence": self.confidence,
            "terms": list(self.terms),
            "hidden": self.hidden,
            "unsure": self.unsure,
            "priority": self.priority,
            "factors": dict(self.factors),
            "passage": self.passage,
            "systematic": self.systematic,
            "places": self.places,
        }


@dataclass(frozen=True, slots=True)
class Transition:
    """From one state to a later one. `unchanged` characters are as many on both sides.

    `unchanged` and the characters of all changes are the length of each text. `days` is None
    where a date is unknown.
    """

    old: int
    new: int
    days: int | None
    unchanged: int
    changes: tuple[Change, ...]
    findings: tuple[str, ...] = ()

    @property
    def totals(self) -> dict[ChangeClass, tuple[int, int]]:
        """Characters of each class that occurs, in the older and in the newer text."""
        old: Counter[ChangeClass] = Counter()
        new: Counter[ChangeClass] = Counter()
        for change in self.changes:
            before, after = change.characters
            old[change.cls] += before
            new[change.cls] += after
        return {c: (old[c], new[c]) for c in CHANGE_CLASSES if c in old}

    @property
    def raw(self) -> tuple[int, int]:
        """Changed characters in the older and in the newer text."""
        totals = self.totals.values()
        return sum(t[0] for t in totals), sum(t[1] for t in totals)

    def to_dict(self) -> dict[str, Any]:
        return {
            "old": self.old,
            "new": self.new,
            "days": self.days,
            "totals": {name: list(pair) for name, pair in self.totals.items()},
            "raw": list(self.raw),
            "unchanged": [self.unchanged, self.unchanged],
            "findings": list(self.findings),
            "changes": [change.to_dict() for change in self.changes],
        }


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring changes of one transition, or the places of one systematic replacement."""

    id: str
    transition: int
    changes: tuple[Change, ...]
    priority: float

    @property
    def first(self) -> Change:
        """The change of the highest priority; of several the first."""
        return max(self.changes, key=lambda change: change.priority or 0.0)


@dataclass(frozen=True, slots=True)
class Wording:
    """How a sentence read from one state on."""

    state: int
    text: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where a sentence of the newest state comes from.

    `span` counts in the newest text. `moves` and `damaged` are states; a gap is the state that
    lost the sentence and the one that had it again.
    """

    text: str
    span: Span
    first: int
    wordings: tuple[Wording, ...]
    moves: tuple[int, ...] = ()
    gaps: tuple[tuple[int, int], ...] = ()
    damaged: tuple[int, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "span": [self.span.start, self.span.end],
            "first": self.first,
            "wordings": [{"state": w.state, "text": w.text} for w in self.wordings],
            "moves": list(self.moves),
            "gaps": [list(gap) for gap in self.gaps],
            "damaged": list(self.damaged),
        }


@dataclass(frozen=True, slots=True)
class Blink:
    """A passage that goes to and fro, with the states that flipped it."""

    passage: str
    states: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class History:
    """All versions of one page, and what happened between them."""

    name: str
    kind: SourceKind
    url: str | None
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    lineage: tuple[Lineage, ...]
    blinks: tuple[Blink, ...]
    notices: tuple[Notice, ...]
    options_digest: str
    auditor_version: str
    exit_code: int = 0
    reasons: tuple[str, ...] = ()

    def passages(self) -> tuple[Passage, ...]:
        """All that has a priority, the highest first; of equal ones the newest first."""
        found: list[Passage] = []
        for number, transition in enumerate(self.transitions):
            groups: dict[str, list[Change]] = {}
            for change in transition.changes:
                if change.is_shown:
                    groups.setdefault(change.systematic or change.passage, []).append(change)
            found += [
                Passage(name, number, tuple(group), max(c.priority or 0.0 for c in group))
                for name, group in groups.items()
            ]
        return tuple(sorted(found, key=lambda p: (-p.priority, -p.transition)))

    def lineage_of(self, text: str) -> tuple[Lineage, ...]:
        """The sentences of the newest state that hold the text."""
        return tuple(line for line in self.lineage if text in line.text)

    def to_dict(self) -> dict[str, Any]:
        """As plain data, in the shape of the schema `auditor-history`, version 1."""
        return {
            "schema": "auditor-history",
            "schema_version": 1,
            "auditor_version": self.auditor_version,
            "options_digest": self.options_digest,
            "source": {"kind": self.kind, "name": self.name, "url": self.url},
            "states": [_state_dict(state) for state in self.states],
            "transitions": [transition.to_dict() for transition in self.transitions],
            "lineage": [line.to_dict() for line in self.lineage],
            "blinks": [{"passage": b.passage, "states": list(b.states)} for b in self.blinks],
            "notices": [{"code": n.code, "reason": n.reason} for n in self.notices],
            "verdict": {"exit_code": self.exit_code, "reasons": list(self.reasons)},
        }


def _pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _state_dict(state: State) -> dict[str, Any]:
    return {
        "id": state.id,
        "name": state.name,
        "sha256": state.sha256,
        "captured_at": state.captured_at,
        "date_from": state.date_from,
        "seen_again": list(state.seen_again),
        "characters": len(state.text),
        "language": state.language,
        "quality": state.quality,
        "upgrade": state.upgrade,
        "parts": [
            {
                "span": [part.hull.start, part.hull.end],
                "role": part.role,
                "effective": part.effective,
            }
            for part in state.parts
        ],
        "stated_date": state.stated_date,
        "repeated": state.repeated,
        "moved": state.moved,
        "findings": list(state.findings),
    }
