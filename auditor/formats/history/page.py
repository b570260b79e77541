"""The timeline: one page that is read without scripts, over all versions of one page.

A column a transition, a lane a group of classes; below it the passages, the highest priority first,
and what was noise, folded.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from auditor.formats.history.texts import fate, when
from auditor.formats.report.page import Assets, Front, page
from auditor.formats.report.wording import number
from auditor.model.histories import (
    CHANGE_CLASSES,
    Change,
    ChangeClass,
    History,
    Lineage,
    Passage,
    Transition,
)
from auditor.model.versions import PartRole, State

FRONT = Front("history", ("base.css", "history.css"), ("history.js",))
_LANES: tuple[tuple[str, tuple[ChangeClass, ...]], ...] = (
    ("Wording", ("editorial", "editorial-move")),
    ("Order", ("noise-order",)),
    ("Duplication", ("noise-duplication", "edition")),
    ("Extraction", ("extraction",)),
    ("Furniture", ("boilerplate", "volatile", "blink")),
    ("Capture", ("capture-failure", "locale")),
)
_PLAIN: Mapping[ChangeClass, str] = {
    "capture-failure": "failed captures",
    "locale": "another language or country",
    "edition": "another edition",
    "noise-duplication": "copies",
    "extraction": "markup",
    "volatile": "dates of update and tokens",
    "blink": "passages that come and go",
    "noise-order": "order",
    "boilerplate": "menus and footers",
}
_CLIPPED = 600  # characters of a text that the page shows; the JSON has all
_FEW = 3  # sentences that each say what befell them
_NOISE = 100  # changes that are noise, a transition
_LARGEST = 11.0  # radius of the largest mark, in pixels
_WORDS = {
    "class": "an author's change",
    "size": "its share of the text",
    "run": "its length",
    "terms": "key terms",
    "clause": "a clause added or gone",
    "effective": "from when the text applies",
    "hidden": "hidden in other text",
    "undated": "the page's date stayed",
    "capture": "the capture failed",
    "damp": "times",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell of the timeline."""

    characters: int
    radius: str


@dataclass(frozen=True, slots=True)
class Row:
    """A change as the page shows it; `context` ends where words do."""

    change: Change
    date: str
    number: int
    before: str
    after: str
    clipped: bool
    factors: str
    context: tuple[str, str]
    part: PartRole


@dataclass(frozen=True, slots=True)
class Bar:
    """Columns side by side whose newer versions have one thing in common, or nothing."""

    columns: int
    words: str


def render(
    history: History, steps: Mapping[int, str] | None = None, kind: Assets = "inline"
) -> str:
    """The page of one history; the same history gives the same bytes.

    `steps` are the files of the pages of single transitions, by their number.
    """
    states = history.states
    heads = [
        (n, when(states[t.old]), when(states[t.new])) for n, t in enumerate(history.transitions)
    ]
    passages = history.passages()
    common, lineage = _lineage(history)
    return page(
        FRONT,
        kind,
        name=history.name,
        summary=_summary(history),
        states=[(state, when(state)) for state in states],
        heads=heads,
        lanes=_lanes(history),
        bars=_bars(history),
        choices=_choices(history),
        pages={number: "./" + quote(file) for number, file in (steps or {}).items()},
        passages=[_passage(history, passage) for passage in passages],
        transitions=[_transition(history, n, t) for n, t in enumerate(history.transitions)],
        common=common,
        lineage=lineage,
        notices=history.notices,
        reasons=history.reasons,
        remarks=history.remarks,
        noise=_NOISE,
    )


def _summary(history: History) -> str:
    """What happened, in two sentences: how much is an author's, and what the rest is."""
    totals: Counter[ChangeClass] = Counter()
    for transition in history.transitions:
        for cls, pair in transition.totals.items():
            totals[cls] += sum(pair)
    changed = totals.total()
    if not changed:
        return f"{len(history.states)} states, no change."
    own = changed - sum(totals[cls] for cls in _PLAIN)
    said = f"Of {number(changed)} changed characters {number(own)} are an author's."
    rest = [
        f"{_PLAIN[cls]} {number(count)}"
        for cls, count in sorted(totals.items(), key=lambda each: (-each[1], each[0]))
        if cls in _PLAIN
    ]
    return f"{said} The rest: {', '.join(rest)}." if rest else said


def _choices(history: History) -> list[tuple[str, str, list[str]]]:
    """What the page can be filtered by, with the values that occur."""
    rows = [(t, change) for t in history.transitions for change in t.changes]
    dates = dict.fromkeys(when(history.states[t.new]) for t in history.transitions)
    return [
        ("class", "Class", [c for c in CHANGE_CLASSES if any(x.cls == c for _, x in rows)]),
        ("kind", "Kind", sorted({change.kind for _, change in rows})),
        ("term", "Key term", sorted({term for _, change in rows for term in change.terms})),
        ("part", "Part", sorted({_part(history, t, change) for t, change in rows})),
        ("date", "Version", list(dates)),
    ]


def _part(history: History, transition: Transition, change: Change) -> PartRole:
    """The part of its version that a change stands in: of the newer one, if it is there."""
    number, spans = (transition.new, change.new) if change.new else (transition.old, change.old)
    for part in history.states[number].parts if spans else ():
        if any(span.start <= spans[0].start < span.end for span in part.spans):
            return part.role
    return "leading"


def _lineage(
    history: History,
) -> tuple[list[str], list[tuple[Lineage, str, list[tuple[str, str]], str]]]:
    """What befell most sentences, said once; and each sentence with what befell it beside."""
    states = history.states
    fates = [fate(history, line) for line in history.lineage]
    counts = Counter(fact for facts in fates for fact in facts)
    common = [fact for fact, count in counts.items() if count > max(len(fates) / 2, _FEW)]
    lines = [
        (
            line,
            when(states[line.first]),
            [(when(states[w.state]), w.text) for w in line.wordings],
            "; ".join(fact for fact in facts if fact not in common),
        )
        for line, facts in zip(history.lineage, fates, strict=True)
    ]
    return common, lines


def _bars(history: History) -> list[tuple[str, list[Bar]]]:
    """Versions with two editions on the page, and versions that were seen again."""
    newer = [history.states[t.new] for t in history.transitions]
    named: list[tuple[str, list[str]]] = [
        ("Editions", [_editions(state) for state in newer]),
        ("Seen again", [_again(state) for state in newer]),
    ]
    return [
        (name, [Bar(len(list(run)), word) for word, run in groupby(words)])
        for name, words in named
        if any(words)
    ]


def _editions(state: State) -> str:
    roles = sorted({p.role for p in state.parts if p.role in ("announced", "superseded")})
    return f"two editions, one {' and '.join(roles)}" if roles else ""


def _again(state: State) -> str:
    count = len(state.seen_again)
    return f"{count} {'times' if count > 1 else 'time'}" if count else ""


def _lanes(history: History) -> list[tuple[str, list[Mark]]]:
    rows: list[tuple[str, list[int]]] = []
    for name, classes in _LANES:
        counts = [
            sum(sum(pair) for cls, pair in t.totals.items() if cls in classes)
            for t in history.transitions
        ]
        rows.append((name, counts))
    most = max((count for _, counts in rows for count in counts), default=0)
    return [(name, [_mark(count, most) for count in counts]) for name, counts in rows]


def _mark(count: int, most: int) -> Mark:
    """A mark of which the area is its characters; the least one can still be seen."""
    radius = max(2.5, _LARGEST * math.sqrt(count / most)) if count else 0.0
    return Mark(count, f"{radius:.1f}")


def _passage(history: History, passage: Passage) -> tuple[Row, list[Row]]:
    first = passage.first
    rows = [_row(history, passage.transition, c) for c in passage.changes if c is not first]
    return _row(history, passage.transition, first), rows[:20]


def _row(history: History, transition: int, change: Change) -> Row:
    date = when(history.states[history.transitions[transition].new])
    return Row(
        change,
        date,
        transition,
        change.before[:_CLIPPED],
        change.after[:_CLIPPED],
        max(len(change.before), len(change.after)) > _CLIPPED,
        "; ".join(f"{_WORDS.get(name, name)} {value:.2f}" for name, value in change.factors),
        _whole_words(*change.context),
        _part(history, history.transitions[transition], change),
    )


def _whole_words(before: str, after: str) -> tuple[str, str]:
    """The words around a change; of a word that its quote has cut nothing is left."""
    head = re.match(r"\S{0,12}\s", before)
    tail = re.search(r"\s\S{0,12}\Z", after)
    if head and len(before) > head.end():
        before = "… " + before[head.end() :]
    if tail and tail.start():
        after = after[: tail.start()] + " …"
    return before, after


def _transition(
    history: History, number: int, transition: Transition
) -> tuple[int, str, str, Transition, list[Row], int]:
    noise = [change for change in transition.changes if not change.is_shown]
    rows = [_row(history, number, change) for change in noise[:_NOISE]]
    states = history.states
    return (
        number,
        when(states[transition.old]),
        when(states[transition.new]),
        transition,
        rows,
        len(noise),
    )


__all__ = ["FRONT", "render"]
