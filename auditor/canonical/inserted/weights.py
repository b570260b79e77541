"""The numbers that tell blocks that were put in from what a text says twice by right.

The fit of a block: a logistic regression on texts with blocks put in, of which place is its home.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.weights import weight


@dataclass(frozen=True, slots=True)
class Weights:
    """Leaving out blocks that were put in."""

    # In blocks.py
    nearly_all: float = weight(
        0.85, "share of what stands again", "guess", "that is in blocks of several units, not woven"
    )
    put_in: float = weight(
        0.5, "log-odds", "fitted", "of a block that is left out", by="python -m benchmarks.fits"
    )

    # In fits.py
    ordinals_before: int = weight(100, "ordinals", "bound", "before a block that are looked at")
    ordinals_behind: int = weight(40, "ordinals", "bound", "behind it")
    most_fault: float = weight(
        4.5, "nats", "bound", "that outline or wording tells against a place"
    )
    most_loss: float = weight(-5.0, "nats", "bound", "that either tells for one")
    home: tuple[float, float] = weight(
        (0.58, 0.57),
        "nats a nat",
        "fitted",
        "of outline and wording: which place is the home",
        by="python -m benchmarks.fits",
    )
    judged: float = weight(
        0.79,
        "nats a nat",
        "fitted",
        "of how what stands again is judged: whether it was put in",
        by="python -m benchmarks.fits",
    )
    other_place: tuple[float, float] = weight(
        (0.66, 0.32),
        "nats a nat",
        "fitted",
        "of outline and wording at another place: the same",
        by="python -m benchmarks.fits",
    )
    at_home: tuple[float, float] = weight(
        (-0.54, -0.48),
        "nats a nat",
        "fitted",
        "the same, of the home",
        by="python -m benchmarks.fits",
    )
    bias: float = weight(
        -0.42,
        "nats",
        "fitted",
        "that a block was put in, before anything is looked at",
        by="python -m benchmarks.fits",
    )


WEIGHTS = Weights()
