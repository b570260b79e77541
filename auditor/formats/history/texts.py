"""A version audit as plain text, each format a pure function of the histories."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from auditor.formats.markdown import escape as escaped_markdown
from auditor.formats.result import dump
from auditor.formats.terminal import clip, logged
from auditor.model import Span
from auditor.model.histories import Change, History, Lineage, Passage, Transition
from auditor.model.versions import State

_SHOWN = 10  # passages on a terminal
_WIDTH = 46  # columns of a text on a terminal
_ARROW = "→"


def when(state: State) -> str:
    """The date of a state, or its name where none is known."""
    return (state.captured_at or state.name)[:10] if state.captured_at else state.name


def fate(history: History, line: Lineage) -> list[str]:
    """What happened to a sentence beside its wordings."""

    def name(state: int) -> str:
        return when(history.states[state])

    return [
        *(f"moved in {name(state)}" for state in line.moves),
        *(f"gone in {name(lost)}, back in {name(back)}" for lost, back in line.gaps),
        *(f"twice or out of place in {name(state)}" for state in line.damaged),
    ]


def concise(histories: Sequence[History]) -> str:
    """A line a transition, then the passages of the highest priority."""
    lines: list[str] = []
    for history in histories:
        again = sum(len(state.seen_again) for state in history.states)
        seen = f", seen again {again} {'times' if again > 1 else 'time'}" if again else ""
        lines.append(logged(f"{history.name}: {len(history.states)} states{seen}"))
        lines += [logged(_line(history, t)) for t in history.transitions]
        passages = history.passages()
        lines += [_passage(history, passage) for passage in passages[:_SHOWN]]
        if len(passages) > _SHOWN:
            lines.append(f"  and {len(passages) - _SHOWN} more passages")
        lines += [logged(f"  notice: {notice.reason}") for notice in history.notices]
    return "\n".join(lines) + "\n"


def _line(history: History, transition: Transition) -> str:
    states = history.states
    head = f"{when(states[transition.old])} {_ARROW} {when(states[transition.new])}"
    totals = [f"{cls} {max(pair):,}" for cls, pair in transition.totals.items()]
    return "  ".join([head, *(totals or ["no change"]), *transition.findings])


def _passage(history: History, passage: Passage) -> str:
    change = passage.first
    date = when(history.states[history.transitions[passage.transition].new])
    places = f" ({change.places} places)" if change.places > 1 else ""
    words = f"{_quoted(change.before)} {_ARROW} {_quoted(change.after)}{places}"
    return f"  {passage.priority:.2f}  {date}  {change.cls} {change.kind}: {words}"


def _quoted(text: str) -> str:
    return f"“{clip(logged(' '.join(text.split())), _WIDTH)}”" if text.strip() else "nothing"


def as_dict(history: History) -> dict[str, Any]:
    return history.to_dict()


def as_json(histories: Sequence[History]) -> str:
    """One history, or several, as their schemas describe them."""
    if len(histories) == 1:
        return dump(as_dict(histories[0]))
    return dump(
        {
            "schema": "auditor-histories",
            "schema_version": 1,
            "histories": [as_dict(history) for history in histories],
        }
    )


def as_jsonl(histories: Sequence[History]) -> str:
    """A line a transition, then a line a passage."""
    rows: list[dict[str, Any]] = []
    for history in histories:
        for number, transition in enumerate(history.transitions):
            rows.append(
                {
                    "type": "transition",
                    "history": history.name,
                    "transition": number,
                    "old": when(history.states[transition.old]),
                    "new": when(history.states[transition.new]),
                    "days": transition.days,
                    "totals": {c: list(p) for c, p in transition.totals.items()},
                    "findings": list(transition.findings),
                }
            )
        for passage in history.passages():
            rows.append(
                {
                    "type": "passage",
                    "history": history.name,
                    "transition": passage.transition,
                    "id": passage.id,
                    "priority": passage.priority,
                    "changes": [change.to_dict() for change in passage.changes],
                }
            )
    lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows]
    # What ends a line for some readers stands escaped.
    text = "".join(f"{line}\n" for line in lines)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")


def as_markdown(histories: Sequence[History]) -> str:
    """A table of the passages of each history; what was scraped stays text."""
    blocks: list[str] = []
    for history in histories:
        blocks.append(f"## {escaped_markdown(history.name)}\n")
        for transition in history.transitions:
            blocks.append(f"- {escaped_markdown(_line(history, transition))}")
        blocks.append("\n| priority | date | class | before | after |")
        blocks.append("|---|---|---|---|---|")
        for passage in history.passages():
            change = passage.first
            date = when(history.states[history.transitions[passage.transition].new])
            cells = [
                f"{passage.priority:.2f}",
                escaped_markdown(date),
                f"{change.cls} {change.kind}",
                escaped_markdown(clip(" ".join(change.before.split()), 160)),
                escaped_markdown(clip(" ".join(change.after.split()), 160)),
            ]
            blocks.append("| " + " | ".join(cells) + " |")
        blocks.append("")
    return "\n".join(blocks) + "\n"


_COLUMNS = ("history", "old", "new", "id", "class", "kind", "priority", "unsure", "confidence",
            "places", "before", "after", "evidence")  # fmt: skip


def as_csv(histories: Sequence[History]) -> str:
    """A row a change, noise included; no cell is a formula to a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for history in histories:
        for transition in history.transitions:
            for change in transition.changes:
                writer.writerow([_cell(value) for value in _row(history, transition, change)])
    return out.getvalue()


def _row(history: History, transition: Transition, change: Change) -> list[object]:
    return [
        history.name,
        when(history.states[transition.old]),
        when(history.states[transition.new]),
        change.id,
        change.cls,
        change.kind,
        "" if change.priority is None else change.priority,
        change.unsure,
        change.confidence,
        change.places,
        change.before,
        change.after,
        "; ".join(change.evidence),
    ]


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@") else text


def as_labels(histories: Sequence[History]) -> str:
    """The changes as labels for `python -m benchmarks.history`, one for each pair of spans."""
    transitions: list[dict[str, Any]] = []
    for history in histories:
        for transition in history.transitions:
            old, new = history.states[transition.old], history.states[transition.new]
            transitions.append(
                {
                    "history": history.name,
                    "old": old.name,
                    "new": new.name,
                    "old_characters": len(old.text),
                    "new_characters": len(new.text),
                    "changes": [
                        label for change in transition.changes for label in _labels(change)
                    ],
                }
            )
    return dump({"schema": "auditor-version-labels", "transitions": transitions})


def _labels(change: Change) -> list[dict[str, Any]]:
    count = max(len(change.old), len(change.new))
    at_old = change.old[-1].end if change.old else 0
    at_new = change.new[-1].end if change.new else 0
    return [
        {
            "old": _span(change.old, k, at_old),
            "new": _span(change.new, k, at_new),
            "class": (change.review and change.review.cls) or change.cls,
            "kind": change.kind,
            "reason": "; ".join((*change.evidence, *_reason(change))),
            "reviewed": change.review.action if change.review else None,
        }
        for k in range(count)
    ]


def _reason(change: Change) -> tuple[str, ...]:
    return (change.review.reason,) if change.review and change.review.reason else ()


def _span(spans: tuple[Span, ...], k: int, at: int) -> list[int]:
    return [spans[k].start, spans[k].end] if k < len(spans) else [at, at]
