"""The numbers that decide whether lines were read across columns."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.weights import weight


@dataclass(frozen=True, slots=True)
class Weights:
    """Parting columns that were read across."""

    # In alternating.py
    turns: tuple[int, int, int] = weight(
        (2, 3, 4), "columns", "bound", "columns whose lines may take turns"
    )
    halved_sentences: float = weight(
        0.01,
        "share of lines",
        "guess",
        "ends of a sentence before a line that goes on with another, where no case tells",
    )
    block: int = weight(12, "lines", "guess", "looked at together, for ends at a width")
    widest_line: int = weight(100, "characters", "guess", "of a line of a column, at the most")
    nearly_longest: float = weight(
        0.7, "share of the longest line", "guess", "from which a line is one cut at the width"
    )
    cut_lines: float = weight(
        0.25, "share of lines", "guess", "cut at the width, to look for turns at all"
    )
    beside: int = weight(
        48, "lines", "guess", "inside a part, and at its edges, that may be otherwise"
    )
    most_looks: int = weight(
        30, "looks a line", "bound", "at stretches that may take turns, on average"
    )
    small_letters: float = weight(
        0.2, "share of lines", "guess", "beginning with a small letter, where the script has them"
    )
    least_gain_by_turns: float = weight(
        12.0,
        "nats",
        "guess",
        "by which columns in turns must read better than the lines as they stand",
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
    end_of_text: float = weight(
        2.0, "nats", "guess", "for columns that begin and end where the text does"
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
    language_spaced: tuple[int, float] = weight(
        (3, 0.75),
        "letters in a run, likeness",
        "guess",
        "how runs of letters tell a language in spaced scripts, and how like the halves"
        " of a column are: seen at 0.79 and above, two languages at 0.72 and below",
    )
    language_unspaced: tuple[int, float] = weight(
        (1, 0.5), "letters in a run, likeness", "guess", "the same in scripts that put no spaces"
    )
    spaces: float = weight(0.05, "share of characters", "guess", "from which a script puts spaces")
    sampled_rows: int = weight(
        400, "rows", "bound", "looked at, to tell that a grid was read across"
    )

    # In gutters.py
    most_columns: int = weight(4, "columns", "guess", "side by side; more are a table")
    most_cells: int = weight(8, "cells", "guess", "of a line; more are a row of a table")
    short_rows: float = weight(0.3, "share of rows", "guess", "that may lack a cell")
    lines_without_gutter: int = weight(3, "lines", "guess", "in a row that may have no gutter")
    full_width: float = weight(0.9, "quantile of widths", "guess", "that is a column's width")
    slack: int = weight(2, "characters", "guess", "by which other cells are wider")
    short_row_below: float = weight(
        1.5, "nats", "guess", "for a short row, that it belongs to the columns above it"
    )
    aligned_rows: float = weight(
        0.6,
        "share of rows",
        "guess",
        "with a cell beginning at one place, which tells a padded column",
    )

    # In sheets.py
    shortest_sheet: int = weight(8, "rows", "guess", "of a page, at the least")
    longest_sheet: int = weight(120, "rows", "guess", "of a page, at the most")
    usual_sheet: tuple[int, int] = weight(
        (20, 60), "rows", "guess", "of a page as printed, from and to"
    )
    unusual_sheet: float = weight(
        3.0, "nats for each e-fold", "guess", "that other lengths of a page must win by"
    )
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
    sheet_temperature: float = weight(
        2.0,
        "factor",
        "guess",
        "by which nats are softened for odds: what is weighed is no independent evidence",
    )
    next_number: float = weight(1.0, "nats", "guess", "for a number that follows the one before")
    other_number: float = weight(-2.5, "nats", "guess", "for one that does not")

    # In step.py
    quoted: int = weight(40, "characters", "definition", "of an alternative that are quoted")
    alternatives: int = weight(4, "alternatives", "definition", "told of one seam")
    shown_as_sure: float = weight(
        0.97, "probability", "definition", "from which on no other place is told"
    )


WEIGHTS = Weights()
