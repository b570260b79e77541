"""What several histories tell of each other: the same change on three pages in one day.

Menus, footers and banners are put on all pages of a site at once; what an author changes in one
document is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from auditor.history.explaining.joining import joined
from auditor.history.explaining.telling import told
from auditor.history.pairing.bare import bare
from auditor.model.histories import Change, History, HistoryOptions, Transition

_PAGES = 3  # histories with the same change on one day; a guess
_Key = tuple[str, str, str]  # the day, and what stood and stands there, bare


def with_shared(histories: Sequence[History], options: HistoryOptions) -> tuple[History, ...]:
    """The histories, with what several have in common as boilerplate.

    What changes a number, negation or modal stays an author's: a policy may be changed on all
    pages at once.
    """
    if len(histories) < _PAGES:
        return tuple(histories)
    pages: defaultdict[_Key, set[int]] = defaultdict(set)
    for number, history in enumerate(histories):
        for transition in history.transitions:
            for change in transition.changes:
                if _may_be(change) and (key := _key(history, transition, change)):
                    pages[key].add(number)
    shared = {key: len(found) for key, found in pages.items() if len(found) >= _PAGES}
    return (
        tuple(_settled(history, shared, options) for history in histories)
        if shared
        else (tuple(histories))
    )


def _may_be(change: Change) -> bool:
    return change.is_editorial and not change.turns_a_clause and not change.hidden


def _key(history: History, transition: Transition, change: Change) -> _Key | None:
    day = (history.states[transition.new].captured_at or "")[:10]
    return (day, bare(change.before), bare(change.after)) if day else None


def _settled(history: History, shared: dict[_Key, int], options: HistoryOptions) -> History:
    transitions = []
    for transition in history.transitions:
        changes = [_reclassed(history, transition, c, shared) for c in transition.changes]
        if tuple(changes) == transition.changes:
            transitions.append(transition)
            continue
        old, new = history.states[transition.old], history.states[transition.new]
        undated = old.stated_date is not None and old.stated_date == new.stated_date
        size = sum(len(span) for span in new.leading.spans)
        again = joined(changes, size, options.weights, undated=undated)
        findings = told(old, new, again)
        transitions.append(replace(transition, changes=again, findings=findings))
    return replace(history, transitions=tuple(transitions))


def _reclassed(
    history: History, transition: Transition, change: Change, shared: dict[_Key, int]
) -> Change:
    key = _key(history, transition, change)
    pages = shared.get(key) if key and _may_be(change) else None
    if pages is None:
        return change
    fact = f"the same change in {pages} histories on {key[0] if key else ''}"
    return replace(
        change,
        cls="boilerplate",
        kind="shared",
        evidence=(*change.evidence, fact),
        confidence=0.8,
        unsure=False,
        priority=None,
        factors=(),
    )
