"""What is told of a transition as rules AUD601 to AUD610."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.model import Notice
from auditor.model.histories import Change
from auditor.model.versions import State

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
    if new.failure is None and set(new.damage) - set(old.damage):
        found.add("AUD607")
    if any(change.hidden for change in changes):
        found.add("AUD608")
    if "locale" in classes:
        found.add("AUD609")
    if "edition" in classes:
        found.add("AUD610")
    return tuple(sorted(found))


def damages(states: Sequence[State]) -> Iterator[Notice]:
    """When each damage of AUD607 began and ended, or that it lasts.

    A capture that failed tells nothing of it.
    """
    begun: dict[str, State] = {}
    good = [state for state in states if state.failure is None]
    for state in good:
        for rule in sorted(begun.keys() - set(state.damage)):
            since = begun.pop(rule)
            reason = f"{rule} since {since.mark}, no more in {state.mark}"
            yield Notice("corruption-ended", f"damage that is mended: {reason}")
        for rule in state.damage:
            begun.setdefault(rule, state)
    for rule, since in sorted(begun.items()):
        reason = f"{rule} since {since.mark}, still in {good[-1].mark}"
        yield Notice("corruption-lasts", f"damage that lasts: {reason}")
