"""The numbers that no room of the inference has for itself: how sure it is of what it did.

Of the records of each kind, the share that is right: on 529 laws, terms and pages of services in 45
languages, a third of which repeat themselves by right.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.weights import weight


@dataclass(frozen=True, slots=True)
class Weights:
    """What every step is told, or told by."""

    # In page.py
    shortest_run: float = weight(
        6.0,
        "information",
        "definition",
        "of a run that any step asks for, at the least; the judgement was fitted with it",
    )
    suspect: float = weight(
        0.01, "probability", "bound", "of damage, from which copies are looked for at all"
    )
    copied_page: float = weight(
        0.4,
        "probability",
        "fitted",
        "of damage, on average over a page, from which its copies may be woven",
        by="python -m benchmarks.fits",
    )
    nearly_again: float = weight(
        0.1, "share of the text", "bound", "that stands nearly again, before copies are looked for"
    )

    # In budget.py
    short_text: int = weight(
        100, "units", "bound", "that a short text is counted as more: there is little to do in it"
    )

    # In net.py
    there: float = weight(
        0.8,
        "similarity",
        "definition",
        "of a fragment that is still there, at the least, where its copy has no noise",
    )
    passage: float = weight(12.0, "nats", "definition", "of a passage that can be lost")
    astray: int = weight(
        10_000, "characters", "bound", "from where its witness says, within which it is looked for"
    )
    looked_through: int = weight(
        1_000_000_000, "characters", "bound", "looked through for what is not where it should be"
    )

    # In every step that leaves something open
    quoted: int = weight(40, "characters", "definition", "of an alternative that are quoted")
    alternatives: int = weight(
        6, "alternatives", "definition", "that are offered at a seam, or for a passage"
    )
    unlikely_place: float = weight(
        0.05, "probability", "definition", "below which a place is not offered"
    )
    shown_as_sure: float = weight(
        0.95, "probability", "definition", "from which no other place is offered"
    )
    temperature: float = weight(
        2.0,
        "factor",
        "guess",
        "by which costs are softened for odds: those that rest on one another "
        "overstate; the calibration in docs/benchmarks.md shows by how much",
    )

    # In rearranging.py
    likely_order: float = weight(
        0.8,
        "probability",
        "guess",
        "of a seam that an editor's order makes, at the most: nobody was asked about it",
    )

    # In reading.py
    right_unmeasured: float = weight(
        0.9, "probability", "guess", "of a record of editions or furniture: no operator makes them"
    )
    right_spelling: float = weight(
        0.92,
        "probability",
        "fitted",
        "of a record of spelling, where half of the pages are undamaged",
        by="python -m benchmarks.steps",
    )
    right_doublets: float = weight(
        0.9,
        "probability",
        "fitted",
        "of a record of doublets, where half of the pages are undamaged",
        by="python -m benchmarks.steps",
    )
    right_windows: float = weight(
        0.89,
        "probability",
        "fitted",
        "of a record of windows, where half of the pages are undamaged",
        by="python -m benchmarks.steps",
    )
    right_columns: float = weight(
        0.98,
        "probability",
        "fitted",
        "of a record of columns, where half of the pages are undamaged",
        by="python -m benchmarks.steps",
    )
    right_woven: float = weight(
        0.83,
        "probability",
        "fitted",
        "of a record of woven, where half of the pages are undamaged",
        by="python -m benchmarks.steps",
    )
    right_inserted: float = weight(
        0.89,
        "probability",
        "fitted",
        "of a record of inserted, where half of the pages are undamaged",
        by="python -m benchmarks.steps",
    )


WEIGHTS = Weights()
