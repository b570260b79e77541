"""The numbers that tell what is a copy of a canonical text, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.weights import weight

_FITTED = "python -m benchmarks.align_fits"


@dataclass(frozen=True, slots=True)
class Weights:
    """Copies, and what is told of them. Information is counted as by `text.runs.information`."""

    # In __init__.py
    anchor: float = weight(4.0, "information", "fitted", "of an exact run, at least", by=_FITTED)
    page: int = weight(
        4000, "characters", "definition", "of a text in which an anchor of that length is sure"
    )

    # In reading/
    jump: float = weight(
        6.0, "information", "fitted", "that a copy must gain before it is believed", by=_FITTED
    )
    gap: float = weight(60.0, "information", "bound", "of edits between two runs of one copy")
    near: float = weight(24.0, "information", "bound", "by which the diagonal shifts in one copy")
    shift: float = weight(
        0.25,
        "characters",
        "fitted",
        "that one more on one side than on the other costs",
        by=_FITTED,
    )
    edit: float = weight(
        0.25, "characters", "fitted", "that one between two runs of one copy costs", by=_FITTED
    )
    cell_runs: int = weight(
        6, "runs", "bound", "that ended last in each stretch of the canonical: keeps it linear"
    )
    sentences: tuple[float, float] = weight(
        (8.0, 120.0), "information", "bound", "of the passages, at the mean, worth splitting at"
    )
    sentence: float = weight(
        6.0, "information", "fitted", "from which a sentence that stands once is sure", by=_FITTED
    )

    # In copies.py
    long: float = weight(
        6.0, "information", "fitted", "put in or left out that is text, no edit", by=_FITTED
    )
    carried: float = weight(
        3.0,
        "information",
        "fitted",
        "by which a copy is carried on at least, where unknown text follows",
        by=_FITTED,
    )
    reach: float = weight(
        40.0, "information", "bound", "by which a copy is carried on over edits, at the most"
    )

    # In cuts.py and settle.py
    slide: int = weight(80, "characters", "bound", "by which a boundary may slide")
    bare: float = weight(
        400.0, "information", "bound", "of a gap in which what is in order is looked for"
    )

    # In gaps.py
    phrase: float = weight(
        14.0,
        "information",
        "fitted",
        "that a new text may share; no chance puts a longer line into two places",
        by=_FITTED,
    )
    surely: float = weight(
        48.0,
        "information",
        "fitted",
        "from which text is no phrase, whatever is around",
        by=_FITTED,
    )
    said: float = weight(
        0.6, "share of a text", "fitted", "that short copies must make together", by=_FITTED
    )
    longest_gap: int = weight(
        200, "characters", "bound", "of a piece that no anchor finds; a longer one has its own"
    )
    told: int = weight(
        3, "characters", "fitted", "put in that may be told to belong elsewhere", by=_FITTED
    )
    stands: int = weight(
        6, "characters", "fitted", "below which text stands somewhere in any other", by=_FITTED
    )
    sought: int = weight(
        4_000_000, "characters", "bound", "in which passages are looked for that stand again"
    )
    passages: int = weight(400, "passages", "bound", "looked for in all that was put in")
    cuts_beside: int = weight(3, "cuts", "bound", "of a copy beside a gap, tried for its border")
    copies_near: int = weight(8, "copies", "bound", "before and after a gap that it may go on")

    # In keep.py
    exchanged: float = weight(
        2.0,
        "times the passage between",
        "definition",
        "that two passages which changed places around it may be longer; longer ones stay",
    )

    # In again.py
    first: int = weight(
        20,
        "characters an edit",
        "fitted",
        "of the first copy of a text, before a later one is taken for the text",
        by=_FITTED,
    )
    nearly: int = weight(
        5, "characters an edit", "fitted", "of a sentence that stands again", by=_FITTED
    )
    joined: int = weight(3, "characters", "definition", "between two parts of one text")
    full: float = weight(
        0.8,
        "share of a text",
        "fitted",
        "between two kept pieces that stands again, and of that what is missing in one place",
        by=_FITTED,
    )
    pairs: int = weight(8, "texts", "bound", "that stand again, and that are missing")


WEIGHTS = Weights()
