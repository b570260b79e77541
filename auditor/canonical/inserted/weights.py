"""The numbers that tell blocks that were put in from what a text says twice by right.

The fit of a block: logistic regressions on texts with blocks put in and on clean ones, of which
place is its home, and of whether what stands twice was put in at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.weights import weight


@dataclass(frozen=True, slots=True)
class Weights:
    """Leaving out blocks that were put in."""

    # In blocks.py
    shortest_block: float = weight(
        16.0, "information", "guess", "of the copies of a block, at the least"
    )
    fewest_units: int = weight(2, "units", "guess", "of a block, at the least")
    sentence: float = weight(
        8.0, "information", "guess", "of a sentence; entries of contents and menus are none"
    )
    largest_block: float = weight(0.2, "share of the text", "guess", "that a block is, at the most")
    beside: int = weight(
        3, "units", "guess", "between two passages that are alike and are meant to be"
    )
    often: int = weight(5, "places", "guess", "from which on a block is one put in")
    shortest_often: float = weight(24.0, "information", "guess", "of a block that stands so often")
    alike: float = weight(
        70.0, "per cent", "guess", "of the characters that two items have in common"
    )
    compared: int = weight(400, "characters", "bound", "of two items")
    between_parts: int = weight(
        4, "units", "guess", "between two parts of parallel passages, at the most"
    )
    fewest_items: int = weight(3, "places", "guess", "of the same part of items of a list")
    strays: int = weight(4, "places", "guess", "of what is no passage, from which it strays")
    stray: float = weight(
        1.0, "nats", "guess", "against it at each of its other places, on average"
    )
    few_blocks: int = weight(4, "blocks", "guess", "that may be put in without more of their kind")
    nearly_all: float = weight(0.85, "share of what stands again", "guess", "that is in those few")
    shares: tuple[float, ...] = weight(
        (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9),
        "share of the blocks that stand again",
        "bound",
        "put in, in a damaged text; tried in turn",
    )
    damaged: float = weight(
        0.8, "log-odds", "guess", "that a text is damaged, from which that is believed"
    )
    put_in: float = weight(0.5, "log-odds", "guess", "of one block in it, at the least")
    headings: float = weight(
        2.0,
        "nats",
        "guess",
        "against a block without a sentence: contents may stand before each chapter",
    )
    no_items: float = weight(
        6.0, "log-odds", "guess", "from which what stands often is no part of items of a list"
    )

    # In fits.py
    ordinals_before: int = weight(100, "ordinals", "bound", "before a block that are looked at")
    ordinals_behind: int = weight(40, "ordinals", "bound", "behind it")
    most_fault: float = weight(
        4.5, "nats", "guess", "that the outline tells against a place, at the most"
    )
    most_loss: float = weight(-5.0, "nats", "guess", "that it tells for one, at the most")
    home: tuple[float, float] = weight(
        (0.77, 0.6),
        "nats a nat",
        "fitted",
        "of outline and wording: which place is the home",
        by="python -m benchmarks.fits",
    )
    other_place: tuple[float, float] = weight(
        (0.77, 0.48),
        "nats a nat",
        "fitted",
        "of outline and wording at another place: whether it was put in there",
        by="python -m benchmarks.fits",
    )
    at_home: tuple[float, float] = weight(
        (-0.64, -0.39),
        "nats a nat",
        "fitted",
        "the same, of the home",
        by="python -m benchmarks.fits",
    )
    lines: float = weight(
        3.0,
        "nats",
        "fitted",
        "where it begins a line at one place and stands in one at the other",
        by="python -m benchmarks.fits",
    )
    bias: float = weight(
        -2.5,
        "nats",
        "fitted",
        "that a block was put in, before anything is looked at",
        by="python -m benchmarks.fits",
    )


WEIGHTS = Weights()
