"""The numbers by which the running lines of a text without elements are told."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.weights import weight

_FITTED = "python -m benchmarks.laid_out"


@dataclass(frozen=True, slots=True)
class Weights:
    """Heads, feet and numbers of pages."""

    # In plain.py, where form feeds end the pages
    edge: int = weight(
        3,
        "lines",
        "fitted",
        "at the head or the foot of a page that may run through; of a page a quarter at most",
        by=_FITTED,
    )
    pages: int = weight(3, "pages", "definition", "at least, for anything to run through them")
    share: float = weight(
        0.2,
        "of the pages",
        "fitted",
        "that have a running line; left and right pages may have two each",
        by=_FITTED,
    )
    book: int = weight(1_000, "pages", "bound", "of memory: more are none unless they are full")
    least: int = weight(400, "characters", "bound", "of each page of more than a book")

    # Where lines count pages that nothing ends
    parted: int = weight(2, "sentences", "fitted", "that such lines part", by=_FITTED)
    apart: float = weight(
        200.0, "information", "fitted", "from one to the next, if they have no head", by=_FITTED
    )
    long: float = weight(4.0, "information", "fitted", "of a line that goes on", by=_FITTED)

    # Of both
    numbers: int = weight(4, "numbers", "bound", "in a line that are tried")
    longest: int = weight(160, "characters", "bound", "of a running line")
    tail: int = weight(8, "characters", "bound", "of a line in which its sentence ends")
    forms: int = weight(2_000, "kinds", "bound", "of lines with numbers that are looked at")


WEIGHTS = Weights()
