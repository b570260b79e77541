"""The numbers that tell what speaks against an order of ordinals.

Documents that lack one sentence in eight jump ahead and go back about as seldom as is told here (a
fit says 2.3 and 5.1 nats). They begin late and begin again more often (2.7 and 3.6); with all four
so the seed reads otherwise, so these two stay guesses.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.weights import weight


@dataclass(frozen=True, slots=True)
class Weights:
    """The outline of a text."""

    # In outline.py
    late_start: float = weight(
        4.0, "nats", "guess", "for a list that begins with another number than its first"
    )
    jump_ahead: float = weight(
        2.5,
        "nats",
        "fitted",
        "for numbers of a list that are left out: an item may be missing",
        by="python -m benchmarks.outlines",
    )
    goes_back: float = weight(
        5.0,
        "nats",
        "fitted",
        "for a number of a list behind a higher one, which is what damage does",
        by="python -m benchmarks.outlines",
    )
    starts_again: float = weight(
        4.5, "nats", "guess", "for a list that begins while another of its form is open"
    )
    most_nested: int = weight(12, "lists", "bound", "that may be open at once")
    ragged: int = weight(
        1,
        "characters",
        "definition",
        "by which the numbers of a list may be indented otherwise: they may end in one column",
    )


WEIGHTS = Weights()
