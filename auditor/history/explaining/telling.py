"""What is told of a transition as rules AUD601 to AUD610."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.model import Notice
from auditor.model.histories import Change
from auditor.model.versions import State

_DAMAGE = {"AUD1": "the scrape repeats itself", "AUD2": "the scrape is out of order"}
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
    if new.failure is None and _kinds(new) - _kinds(old):
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

    A capture that failed tells nothing of it. Which rule tells of damage may change while it lasts.
    """
    begun: dict[str, tuple[State, str]] = {}
    good = [state for state in states if state.failure is None]
    for state in good:
        for kind in sorted(begun.keys() - _kinds(state)):
            since, rule = begun.pop(kind)
            yield Notice(
                "corruption-ended",
                f"{_DAMAGE[kind]} since {since.mark} ({rule}), no more in {state.mark}",
            )
        for rule in state.damage:
            begun.setdefault(rule[:4], (state, rule))
    for kind, (since, rule) in sorted(begun.items()):
        yield Notice(
            "corruption-lasts",
            f"{_DAMAGE[kind]} since {since.mark} ({rule}), still in {good[-1].mark}",
        )


def _kinds(state: State) -> set[str]:
    return {rule[:4] for rule in state.damage}
