"""Copies are spelt alike while damage is undone, and the reading is written as scraped."""

from __future__ import annotations

from dataclasses import replace

from auditor.canonical.page import Page
from auditor.canonical.reading import Reading, unchanged, undone
from auditor.canonical.spelling.levelling import Levelled, level
from auditor.canonical.spelling.respelling import changed, respell
from auditor.canonical.spelling.weights import WEIGHTS
from auditor.model import Canonical
from auditor.text.runs import NATS


def spelling(page: Page) -> Reading | None:
    """The page with its copies spelt alike; None where nothing is to be levelled."""
    levelled, left = Levelled.of(page.text), page
    for _ in range(WEIGHTS.rounds):
        found = level(left, levelled)
        if found is None:
            break
        levelled, left = found, page.read_as(found.text, "spelling")
    if left is page:
        return None

    as_it_stands = unchanged(left.document)
    places = list(changed(page.text, levelled))
    record = undone("spelling", places, NATS * WEIGHTS.small_edit * len(places))

    def lead_back(later: Canonical | None) -> Canonical:
        found = respell(page.text, levelled, later or as_it_stands)
        return replace(found, undone=(*record, *found.undone)) if later else found

    return Reading(replace(as_it_stands, undone=record), lead_back, left=left)
