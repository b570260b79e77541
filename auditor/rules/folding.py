"""One cause, one finding: which finding explains another, as its symptom."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from auditor.model import Finding, Span

_ARRANGED = ("AUD202", "AUD107", "AUD207", "AUD201", "AUD103", "AUD101", "AUD102", "AUD105")
# What may explain a finding: of these rules, the one whose places share most with its own.
_CAUSES: dict[str, tuple[str, ...]] = {
    "AUD008": ("AUD207",),
    "AUD206": ("AUD302", "AUD202", "AUD107", "AUD207", "AUD203", "AUD201"),
    "AUD303": ("AUD103", "AUD202", "AUD107", "AUD101", "AUD102", "AUD105"),
    "AUD501": _ARRANGED,
    "AUD502": _ARRANGED,
}
_EXPLAINING = frozenset(rule for rules in _CAUSES.values() for rule in rules)
# Symptoms of the inference as a whole: of the largest finding where none shares a place.
_OF_ALL = frozenset({"AUD501", "AUD502"})


def folded(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings in their order, with the fingerprint of the one that explains each, if any."""
    causes = [each for each in findings if each.rule in _EXPLAINING]
    if not causes or len(causes) == len(findings):
        return tuple(findings)
    owners = _Owners(causes)
    return tuple(
        replace(each, under=_cause(each, causes, owners)) if each.rule in _CAUSES else each
        for each in findings
    )


def _cause(symptom: Finding, causes: Sequence[Finding], owners: _Owners) -> str | None:
    wanted = _CAUSES[symptom.rule]
    shared: Counter[int] = Counter()
    for span in _places(symptom):
        for number, characters in owners.sharing(span):
            if causes[number].rule in wanted:
                shared[number] += characters
    if shared:
        # Of several that share as much, the first in the text.
        most = min(shared, key=lambda number: (-shared[number], number))
        return causes[most].fingerprint
    able = [each for each in causes if each.rule in wanted]
    if symptom.rule not in _OF_ALL or not able:
        return None
    return max(able, key=lambda each: sum(map(len, _places(each)))).fingerprint


class _Owners:
    """The places of causes, asked which of them share characters with a span."""

    def __init__(self, causes: Sequence[Finding]) -> None:
        self.places = sorted(
            (span.start, span.end, number)
            for number, each in enumerate(causes)
            for span in _places(each)
        )
        self.starts = [start for start, _, _ in self.places]
        self.reach = [*accumulate((end for _, end, _ in self.places), max)]

    def sharing(self, span: Span) -> Iterator[tuple[int, int]]:
        """A cause by its number, and how many characters of the span one of its places has."""
        for at in range(bisect_left(self.starts, span.end) - 1, -1, -1):
            if self.reach[at] <= span.start:
                return
            start, end, number = self.places[at]
            if end > span.start:
                yield number, min(end, span.end) - max(start, span.start)


def _places(finding: Finding) -> list[Span]:
    return [location.span for location in finding.locations if location.side == "scrape"]
