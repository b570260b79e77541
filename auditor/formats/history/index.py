"""The index over several histories: what needs a reader first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from auditor.formats.history.texts import when
from auditor.formats.report.page import Assets, Front, page
from auditor.model.histories import Change, History

FRONT = Front("histories", ("base.css", "history.css"), ())
_CLIPPED = 160  # characters of a text that the index shows


@dataclass(frozen=True, slots=True)
class Row:
    """One history."""

    name: str
    link: str
    versions: int
    span: str
    failed: int
    passages: int
    editorial: int  # characters of both texts, over all steps
    other: int
    priority: float
    first: Change | None
    before: str
    after: str
    reasons: tuple[str, ...]


def render(entries: Sequence[tuple[str, History]], kind: Assets = "inline") -> str:
    """The index, rows by the highest priority in them; `entries` are a file and its history."""
    rows = [_row(link, history) for link, history in entries]
    rows.sort(key=lambda row: (not row.reasons, -row.priority, row.name))
    return page(FRONT, kind, rows=rows, editorial=sum(row.editorial for row in rows))


def _row(link: str, history: History) -> Row:
    states = history.states
    passages = history.passages()
    first = passages[0].first if passages else None
    editorial = other = 0
    for transition in history.transitions:
        for change in transition.changes:
            if change.is_editorial:
                editorial += sum(change.characters)
            else:
                other += sum(change.characters)
    return Row(
        name=history.name,
        link="./" + quote(link),
        versions=sum(1 + len(state.seen_again) for state in states),
        span=f"{when(states[0])} – {when(states[-1])}" if states else "",
        failed=sum(state.failure is not None for state in states),
        passages=len(passages),
        editorial=editorial,
        other=other,
        priority=passages[0].priority if passages else 0.0,
        first=first,
        before=_clipped(first.before) if first else "",
        after=_clipped(first.after) if first else "",
        reasons=history.reasons,
    )


def _clipped(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _CLIPPED else line[: _CLIPPED - 1] + "…"


__all__ = ["FRONT", "render"]
