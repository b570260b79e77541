"""What is told of a transition as rules AUD601 to AUD610."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.model.histories import Change
from auditor.model.versions import State

# Damage that a state has and the one before it had not: repeats, disorder.
_DAMAGE = ("AUD103", "AUD107", "AUD202", "AUD207")
_NOISE = ("noise-duplication", "noise-order", "volatile", "boilerplate")


def told(old: State, new: State, changes: Sequence[Change]) -> tuple[str, ...]:
    """The rules that a transition raises, ascending."""
    classes = {change.cls for change in changes}
    found: set[str] = set()
    editorial = [change for change in changes if change.is_editorial]
    if editorial:
        found.add("AUD601")
    if classes & set(_NOISE):
        found.add("AUD602")
    if "blink" in classes:
        found.add("AUD603")
    if "extraction" in classes:
        found.add("AUD604")
    if new.stated_date is not None:
        same = old.stated_date == new.stated_date
        if editorial and same:
            found.add("AUD605")
        if not editorial and old.stated_date is not None and not same:
            found.add("AUD606")
    if new.failure is None and (set(new.findings) - set(old.findings)) & set(_DAMAGE):
        found.add("AUD607")
    if any(change.hidden for change in changes):
        found.add("AUD608")
    if "locale" in classes:
        found.add("AUD609")
    if "edition" in classes:
        found.add("AUD610")
    return tuple(sorted(found))
