"""What happened between the versions of one page, and who changed it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal, get_args

from auditor.model.readings import Notice
from auditor.model.texts import Span
from auditor.model.versions import HistoryOptions, Part, State, Version, Weights

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
ReviewAction = Literal["accept", "reject", "keep"]
EDITORIAL: tuple[ChangeClass, ...] = ("editorial", "editorial-move")  # what an author did
SourceKind = Literal["folder", "git", "warc", "given"]


@dataclass(frozen=True, slots=True)
class Review:
    """What a person decided on a change of one history.

    `state` is when the newer version was captured, or its name. Without an `id` all of that version
    is reviewed. `accept`: it is what it is called; `reject`: its class is `cls` instead; `keep`: it
    is known, and nobody shall be told again.
    """

    history: str
    state: str
    id: str = ""
    action: ReviewAction = "keep"
    cls: ChangeClass | None = None
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"action": self.action, "class": self.cls, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Change:
    """What one place has in the newer text instead of the older; it has exactly one class.

    `old` and `new` are spans of the two texts as scraped. `evidence` are short facts for a
    person. `confidence` below 0.7 makes the change `unsure`. `factors` add up to `priority`,
    before its damping and its limit of 1. `passage` and `systematic` name what it was joined to.
    `review` is what a person decided on it: then it is no longer in the default view or the gate.
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
    review: Review | None = None

    @property
    def characters(self) -> tuple[int, int]:
        """Of the older and of the newer text."""
        return sum(map(len, self.old)), sum(map(len, self.new))

    @property
    def is_editorial(self) -> bool:
        return self.cls in EDITORIAL

    @property
    def turns_a_clause(self) -> bool:
        """Whether it touches a number, negation, modal or exception; a name turns none."""
        return bool(set(self.terms) - {"name"})

    @property
    def is_shown(self) -> bool:
        """Whether it stands in the default view: editorial or not surely noise, not reviewed."""
        if self.review is not None:
            return False
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
            "reviewed": None if self.review is None else self.review.to_dict(),
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

    def holds(self, text: str) -> bool:
        """Whether one of its wordings holds a text, however its lines were wrapped."""
        wanted = " ".join(text.split())
        said = (self.text, *(wording.text for wording in self.wordings))
        return any(wanted in " ".join(each.split()) for each in said)

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
    remarks: tuple[str, ...] = ()

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
        """The sentences of the newest state that hold the text, or held it in an older wording."""
        return tuple(line for line in self.lineage if line.holds(text))

    def to_dict(self) -> dict[str, Any]:
        """As plain data, in the shape of the schema `auditor-history`, version 1."""
        return {
            "schema": "auditor-history",
            "schema_version": 1,
            "auditor_version": self.auditor_version,
            "options_digest": self.options_digest,
            "source": {"kind": self.kind, "name": self.name, "url": self.url},
            "states": [state.to_dict() for state in self.states],
            "transitions": [transition.to_dict() for transition in self.transitions],
            "lineage": [line.to_dict() for line in self.lineage],
            "blinks": [{"passage": b.passage, "states": list(b.states)} for b in self.blinks],
            "notices": [{"code": n.code, "reason": n.reason} for n in self.notices],
            "verdict": {
                "exit_code": self.exit_code,
                "reasons": list(self.reasons),
                "remarks": list(self.remarks),
            },
        }


def _pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


__all__ = [
    "CHANGE_CLASSES",
    "EDITORIAL",
    "Blink",
    "Change",
    "ChangeClass",
    "History",
    "HistoryOptions",
    "Lineage",
    "Part",
    "Passage",
    "Review",
    "ReviewAction",
    "SourceKind",
    "State",
    "Transition",
    "Version",
    "Weights",
    "Wording",
]
