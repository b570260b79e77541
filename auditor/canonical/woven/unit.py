"""What is put in order: fragments that count, and which of them are copies of each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from auditor.canonical.page import Page
from auditor.canonical.woven.copies.chains import are_woven
from auditor.canonical.woven.copies.refrains import in_context
from auditor.canonical.woven.weights import WEIGHTS
from auditor.model import Fragment, Ordinal, Repeat, Span
from auditor.repeats.noise import same_figures
from auditor.text.runs import codes, information

_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A fragment that counts, with the white space behind it. `span` counts in the scrape."""

    span: Span
    key: str
    ordinal: Ordinal | None

    def until(self, end: int) -> Unit:
        return replace(self, span=Span(self.span.start, end))


def page_units(page: Page) -> list[Unit]:
    """The units of a page as its fragments have them."""
    return page.once("units", lambda: _units(page.fragments))


def is_woven(page: Page, units: Sequence[Unit]) -> bool:
    """Whether the units, some of a page or all, are those of woven copies, or some of them are."""
    return page.is_copied and are_woven(*numbered(units), near(units, page.repeats))


def numbered(units: Sequence[Unit]) -> tuple[list[int], list[float]]:
    """For each unit the number of its text, and its information."""
    numbers: dict[str, int] = {}
    texts = [numbers.setdefault(unit.key, len(numbers)) for unit in units]
    weights = [_weight(unit.key) for unit in units]
    return in_context(texts, weights), weights


def _weight(key: str) -> float:
    """The information of a key: letters and figures count, rules of underscores don't."""
    letters = "".join(_LETTERS.findall(key))
    return len(letters) / information(codes(letters))


def _units(fragments: Sequence[Fragment]) -> list[Unit]:
    """Fragments that say something; white space and rules (-----) belong to the unit before."""
    units: list[Unit] = []
    start = 0
    for fragment in fragments:
        if not _LETTERS.search(fragment.key):
            if units:
                units[-1] = units[-1].until(fragment.span.end)
                start = fragment.span.end
            continue
        span = Span(start if not units else fragment.span.start, fragment.span.end)
        units.append(Unit(span, fragment.key, fragment.ordinal))
        start = fragment.span.end
    return units


def near(units: Sequence[Unit], repeats: Sequence[Repeat]) -> dict[tuple[int, int], float]:
    """Pairs of units that near repeats join, with their similarity."""
    at = {unit.span.start: index for index, unit in enumerate(units)}
    pairs = {}
    for repeat in repeats:
        if repeat.exact:
            continue
        found = [at[span.start] for span in repeat.occurrences if span.start in at]
        for left, right in pairwise(found):
            keys = units[left].key, units[right].key
            if same_figures(*keys):
                similarity = Levenshtein.normalized_similarity(*keys)
                if similarity >= WEIGHTS.units_alike:
                    pairs[left, right] = similarity
    return _without_items(pairs, units)


def _without_items(
    pairs: dict[tuple[int, int], float], units: Sequence[Unit]
) -> dict[tuple[int, int], float]:
    """Without those that are as much like what stands beside them: items of a template."""
    near = sorted({unit for pair in pairs for unit in pair})
    beside = {
        unit: (before, after) for before, unit, after in zip(near, near[1:], near[2:], strict=False)
    }
    found = {}
    for (left, right), similarity in pairs.items():
        keys = units[left].key, units[right].key
        others = {*beside.get(left, ()), *beside.get(right, ())} - {left, right}
        odd = min(
            (
                1 - Levenshtein.normalized_similarity(key, units[other].key)
                for other in others
                if units[other].key not in keys
                for key in keys
            ),
            default=1.0,
        )
        if odd > 1 - similarity:
            found[left, right] = similarity
    return found
