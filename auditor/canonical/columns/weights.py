"""The numbers that decide whether lines were read across columns."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.weights import weight


@dataclass(frozen=True, slots=True)
class Weights:
    """Parting columns that were read across.

    Of the search for turns, what is a bound decides no reading: it spares a text the search.
    """

    # In alternating.py
    halved_sentences: float = weight(
        0.01,
        "share of lines",
        "bound",
        "ends of a sentence before a line that goes on with another, where no case tells",
    )
    small_letters: float = weight(
        0.2, "share of lines", "bound", "beginning with a small letter, where the script has them"
    )
    block: int = weight(12, "lines", "bound", "looked at together, for ends at a width")
    nearly_longest: float = weight(
        0.7, "share of the longest line", "bound", "from which a line is one cut at the width"
    )
    cut_lines: float = weight(
        0.25, "share of lines", "bound", "cut at the width, to look for turns at all"
    )
    beside: int = weight(
        48, "lines", "bound", "inside a part, and at its edges, that may be otherwise"
    )
    most_looks: int = weight(
        30, "looks a line", "bound", "at stretches that may take turns, on average"
    )
    as_scraped: float = weight(
        0.1, "nats a line", "guess", "for the lines as scraped, which are likelier anyhow"
    )
    uncertain_edge: int = weight(
        4, "lines", "bound", "by which the first and the last line of a stretch may be wrong"
    )
    far_edge: int = weight(
        24, "lines", "bound", "to an end of the text, where that is tried as an edge too"
    )
    edges_weighed: int = weight(6, "first lines", "bound", "weighed with the pages that follow")
    hopeless_edge: float = weight(
        12.0,
        "nats",
        "bound",
        "below the best reading, from which an edge is not weighed with its pages",
    )

    # In grid.py
    fewest_rows: int = weight(6, "rows", "guess", "to call them columns")
    sure_by_turns: float = weight(
        2.6,
        "standard errors",
        "guess",
        "by which columns without gutters must read better than rows",
    )
    sure_with_gutters: float = weight(
        1.5, "standard errors", "guess", "the same with gutters, which tell of columns too"
    )
    least_gain: float = weight(12.0, "nats", "guess", "by which columns must read better than rows")
    prose_lines: int = weight(
        2, "lines a column", "guess", "that must go on in the next one in mid-sentence"
    )
    prose_share: float = weight(0.04, "share of lines", "guess", "the same, of a long column")
    sampled_rows: int = weight(
        400, "rows", "bound", "looked at, to tell that a grid was read across"
    )

    language_spaced: float = weight(
        0.75,
        "likeness",
        "guess",
        "of the halves of a column in runs of three letters: seen at 0.79 and above, two"
        " languages at 0.72 and below",
    )
    language_unspaced: float = weight(
        0.5, "likeness", "guess", "the same in single letters, where no spaces are put"
    )

    # In gutters.py
    most_columns: int = weight(4, "columns", "guess", "side by side; more are a table")
    most_cells: int = weight(8, "cells", "bound", "of a line; more are a row of a table")
    slack: int = weight(2, "characters", "guess", "by which other cells are wider")

    # In sheets.py
    shortest_sheet: int = weight(8, "rows", "guess", "of a page, at the least")
    usual_sheet: tuple[int, int] = weight(
        (20, 60), "rows", "guess", "of a page as printed, from and to"
    )
    unusual_sheet: float = weight(
        3.0, "nats for each e-fold", "guess", "that other lengths of a page must win by"
    )
    short_row_below: float = weight(
        1.5, "nats", "guess", "for a short row, that it belongs to the columns above it"
    )
    longest_sheet: int = weight(120, "rows", "bound", "of a page, at the most")
    any_sheet: float = weight(
        3.5, "nats", "guess", "that any length must win by: there are many to choose from"
    )
    topic_lines: int = weight(4, "lines", "guess", "before and behind a seam that tell its topic")
    topic: float = weight(
        1.4,
        "nats for each e-fold of similarity",
        "fitted",
        "what a common topic on both sides of a seam tells, with the signs of the flow",
        by="python -m benchmarks.lines",
    )
    topic_floor: float = weight(
        0.01,
        "similarity",
        "fitted",
        "added, so that none at all is no proof",
        by="python -m benchmarks.lines",
    )
    sheet_rows: int = weight(400, "rows", "bound", "that the length of a page is told from")
    weighed_sheet: float = weight(0.01, "odds", "bound", "below which a length is not weighed")
    next_number: float = weight(1.0, "nats", "guess", "for a number that follows the one before")
    other_number: float = weight(-2.5, "nats", "guess", "for one that does not")

    # In step.py


WEIGHTS = Weights()
