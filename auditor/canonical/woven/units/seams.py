"""Units cut where copies part, and cut alike in all copies.

Sentences and lines are cut by what stands around them. So a scrape that switches between copies
in mid-sentence, or behind a label, leaves pieces that equal nothing, and two copies of a passage
may be cut in two ways, each by what follows it. Here every place where copies part becomes the
end of a unit, in all copies that show it, and what one copy cuts is cut in the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from auditor.canonical.page import Page
from auditor.canonical.woven.unit import Unit
from auditor.canonical.woven.units.cuts import Compared, Cuts
from auditor.canonical.woven.units.partings import (
    Side,
    ends_clause,
    level,
    meetings,
    partings,
    sides,
)
from auditor.canonical.woven.weights import WEIGHTS
from auditor.model import Span
from auditor.repeats.weights import WEIGHTS as REPEATS
from auditor.text import scripts

_ENDS = re.compile(rf"[{scripts.STOPS}!?]$")


def cut_at_seams(page: Page, units: Sequence[Unit]) -> list[Unit]:
    """The units of a page, cut where its copies part, in all copies alike."""
    compared, scale = Compared(page), page.scale
    runs = sides(page.runs(REPEATS.told_from))
    torn = _torn(compared, units, runs, scale)
    if torn is not None:
        return torn
    units = _with_labels(compared, units)
    units = _as_copies_part(compared, units, runs, scale)
    return _with_labels(compared, _halved(compared, units))


def _torn(
    compared: Compared, units: Sequence[Unit], runs: Sequence[Side], scale: float
) -> list[Unit] | None:
    """The units cut in mid-sentence, if that is where the scrape switches between copies."""
    cuts = Cuts(compared, units, round(WEIGHTS.over_parting * scale))
    sure = [run for run in runs if run.end - run.start >= WEIGHTS.sure_seam * scale]
    seams: set[int] = set()
    for seam, *others in meetings(compared.text, sure, cuts.borders, scale):
        if cuts.add(seam):
            seams.add(seam)
        for place in others:
            cuts.add(place)
    inside = sum(not ends_clause(compared.text, seam) for seam in seams)
    if len(cuts) < WEIGHTS.cuts_a_unit * len(units) or inside < WEIGHTS.inside_clauses * len(seams):
        return None
    return cuts.units()


def _as_copies_part(
    compared: Compared, units: Sequence[Unit], runs: Sequence[Side], scale: float
) -> list[Unit]:
    """The units cut where copies part; one that stands twice is whole as it is, and cut only as
    another copy of it is.
    """
    cuts = Cuts(compared, units, 1)
    often = Counter(unit.key for unit in units)
    for parting in partings(compared.text, runs, cuts.borders, scale):
        for place in parting:
            number = cuts.unit_at(place)
            if number is not None and often[units[number].key] == 1:
                cuts.add(place)
    for _ in range(WEIGHTS.levelled):
        for place in list(level(cuts.places(), runs, scale)):
            cuts.add(place)
    return cuts.units()


def _halved(compared: Compared, units: Sequence[Unit]) -> list[Unit]:
    """Units whose text elsewhere stands as two of them, cut in the same way."""
    halves: dict[str, int] = {}
    for left, right in pairwise(units):
        for blank in ("", " "):
            halves.setdefault(left.key + blank + right.key, len(left.key + blank))
    cuts = Cuts(compared, units, 1)
    for unit, (start, end) in zip(units, pairwise(cuts.borders), strict=True):
        at = compared.text.find(unit.key, start, end) if unit.key in halves else -1
        if at >= 0:
            cuts.add(at + halves[unit.key])
    return cuts.units()


def _with_labels(compared: Compared, units: Sequence[Unit]) -> list[Unit]:
    """Each label or number that stands alone with what follows it."""
    found: list[Unit] = []
    for unit in units:
        label = found[-1] if found else None
        if label is not None and _is_label(label.key):
            span = Span(label.span.start, unit.span.end)
            found[-1] = Unit(span, compared.key(span), label.ordinal or unit.ordinal)
        else:
            found.append(unit)
    return found


def _is_label(key: str) -> bool:
    """It says too little to be a sentence, and doesn't end like one."""
    return sum(map(str.isalnum, key)) < WEIGHTS.longest_label and not _ENDS.search(key)
