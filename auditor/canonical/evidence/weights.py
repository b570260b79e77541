"""The numbers that weigh what speaks for two passages, or two lines, being neighbours.

What lines tell: logistic regression of "the next line" against "another line of the document", on
clean texts wrapped to a width; a fit anew tells little more (mean log-likelihood -.537, with these
-.545, on real texts for tuning). What wording tells: the same of "true neighbours" against "at
least eight units apart in the same document", on logarithms of similarities.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.weights import weight


@dataclass(frozen=True, slots=True)
class Weights:
    """Evidence that one passage, or line, follows another."""

    # In letters.py
    context: int = weight(5, "characters", "bound", "that tell the next one")
    head: int = weight(6, "characters", "guess", "of the second line that are looked at")
    learnt: int = weight(
        120_000, "characters", "bound", "to learn from: more cost memory and tell little more"
    )
    remembered: int = weight(100_000, "pairs of lines", "bound", "whose odds are kept")
    unseen: int = weight(20, "characters", "guess", "that the text might have and has not")
    full_line: float = weight(0.95, "quantile of lengths", "guess", "that is the width of lines")
    kinsoku: int = weight(
        2, "characters", "guess", "a line without spaces may lack, so that no sign begins the next"
    )
    line_wording: float = weight(
        0.45,
        "nats a nat",
        "fitted",
        "what the letters of the next line tell",
        by="python -m benchmarks.lines",
    )
    item_after_short_line: float = weight(
        1.35,
        "nats",
        "fitted",
        "for an item behind a line that is not full",
        by="python -m benchmarks.lines",
    )
    capital_after_short_line: float = weight(
        0.45, "nats", "fitted", "for a capital there", by="python -m benchmarks.lines"
    )
    small_after_stop: float = weight(
        -1.1,
        "nats",
        "fitted",
        "for a small letter behind a full line that ends a sentence",
        by="python -m benchmarks.lines",
    )
    capital_after_stop: float = weight(
        0.5, "nats", "fitted", "for a capital there", by="python -m benchmarks.lines"
    )
    item_after_stop: float = weight(
        1.6, "nats", "fitted", "for an item there", by="python -m benchmarks.lines"
    )
    small_inside: float = weight(
        0.7,
        "nats",
        "fitted",
        "for a small letter behind a full line that ends none",
        by="python -m benchmarks.lines",
    )
    item_inside: float = weight(
        -1.5, "nats", "fitted", "for an item there", by="python -m benchmarks.lines"
    )
    capital_after_comma: float = weight(
        -0.7, "nats", "fitted", "for a capital behind a comma", by="python -m benchmarks.lines"
    )
    line_closes_bracket: float = weight(
        1.7,
        "nats",
        "fitted",
        "for a line that closes an open bracket",
        by="python -m benchmarks.lines",
    )
    line_leaves_bracket: float = weight(
        -1.0, "nats", "fitted", "for one that does not", by="python -m benchmarks.lines"
    )
    line_bias: float = weight(
        0.65,
        "nats",
        "fitted",
        "for the next line, before anything is looked at",
        by="python -m benchmarks.lines",
    )

    # In wording.py
    longest_heading: int = weight(
        24,
        "characters",
        "guess",
        "of a heading; a longer fragment with an ordinal carries its own body",
    )
    opening_information: float = weight(
        6.0,
        "characters a unit of information",
        "guess",
        "of an opening that may be taken up; a sparser one says nothing",
    )
    longest_opening: int = weight(60, "characters", "bound", "of an opening that is looked for")
    similarity_floor: float = weight(
        0.01,
        "similarity",
        "fitted",
        "added, so that none at all is no proof",
        by="python -m benchmarks.wording",
    )
    bias: float = weight(
        2.75,
        "nats",
        "fitted",
        "for neighbours, before anything is looked at",
        by="python -m benchmarks.wording",
    )
    near: float = weight(
        0.15,
        "nats for each e-fold of similarity",
        "fitted",
        "of the two units at the seam",
        by="python -m benchmarks.wording",
    )
    two: float = weight(
        0.26,
        "nats for each e-fold of similarity",
        "fitted",
        "of two units on each side",
        by="python -m benchmarks.wording",
    )
    after: float = weight(
        0.33,
        "nats for each e-fold of similarity",
        "fitted",
        "of the last unit with four behind it",
        by="python -m benchmarks.wording",
    )
    before: float = weight(
        0.35,
        "nats for each e-fold of similarity",
        "fitted",
        "of the first unit with four before it",
        by="python -m benchmarks.wording",
    )
    around: float = weight(
        0.81,
        "nats for each e-fold of similarity",
        "fitted",
        "of all units around the seam",
        by="python -m benchmarks.wording",
    )
    base: float = weight(
        -1.17,
        "nats for each e-fold of similarity",
        "fitted",
        "of any two units of the document",
        by="python -m benchmarks.wording",
    )
    item_begins_line: float = weight(
        0.2, "nats", "fitted", "for an item that begins a line", by="python -m benchmarks.wording"
    )
    item_inside_line: float = weight(
        -2.15, "nats", "fitted", "for one that does not", by="python -m benchmarks.wording"
    )
    lines_fit: float = weight(
        0.2,
        "nats",
        "fitted",
        "for a unit that begins a line behind one that ends one, or neither",
        by="python -m benchmarks.wording",
    )
    lines_differ: float = weight(
        -1.35, "nats", "fitted", "for one of the two alone", by="python -m benchmarks.wording"
    )
    context_units: int = weight(6, "units", "bound", "looked at on each side of a seam")
    built_alike: float = weight(
        2.0,
        "nats",
        "guess",
        "for a short passage that is built like one shortly before it: two places of the seed",
    )
    taken_up: float = weight(
        0.5,
        "nats for each e-fold of rarity",
        "guess",
        "for a passage that takes up words that stand shortly before it",
    )
    bracket_closed: float = weight(
        2.35,
        "nats",
        "fitted",
        "for a bracket that is open and closed behind the seam",
        by="python -m benchmarks.wording",
    )
    bracket_left_open: float = weight(
        -1.1, "nats", "fitted", "for one that is not closed", by="python -m benchmarks.wording"
    )
    starts_in_the_middle: float = weight(
        -0.95,
        "nats",
        "fitted",
        "for what begins in mid-sentence behind the end of one",
        by="python -m benchmarks.wording",
    )
    sentence_goes_on: float = weight(
        0.37,
        "nats",
        "fitted",
        "for what begins in mid-sentence behind what ends so",
        by="python -m benchmarks.wording",
    )
    announced: float = weight(
        2.9,
        "nats",
        "fitted",
        "for the first item behind a colon",
        by="python -m benchmarks.wording",
    )
    not_announced: float = weight(
        -2.75,
        "nats",
        "fitted",
        "for a later item behind a colon",
        by="python -m benchmarks.wording",
    )
    next_number: float = weight(
        3.4,
        "nats",
        "fitted",
        "for the number that follows the one before",
        by="python -m benchmarks.wording",
    )
    later_number: float = weight(
        -3.65, "nats", "fitted", "for a higher one", by="python -m benchmarks.wording"
    )
    earlier_number: float = weight(
        -4.15, "nats", "fitted", "for a lower one", by="python -m benchmarks.wording"
    )


WEIGHTS = Weights()
