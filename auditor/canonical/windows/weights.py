"""The numbers that tell a chunker's windows from other repeats, and put them together."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from auditor.model.weights import weight


@dataclass(frozen=True, slots=True)
class Weights:
    """Putting overlapping windows together."""

    # In chaining.py
    most_loose_ends: int = weight(
        16, "loose ends", "bound", "of windows that are all compared with all loose beginnings"
    )
    most_orders: int = weight(5, "chains", "bound", "whose orders are all tried")

    # In closing.py
    rounds: int = weight(8, "links", "bound", "that are taken or let go")
    tried: int = weight(12, "links of each kind", "bound", "that are tried in a round")
    most_chains: int = weight(4, "chains", "bound", "of windows whose loose ends are tied up")
    shortest_link: float = weight(
        4.0, "information", "guess", "that a loose end and a loose beginning have in common"
    )

    # In links.py
    doubt: float = weight(0.7, "nats", "guess", "against each link")
    least_kept: float = weight(0.5, "nats", "guess", "for links that are kept")
    spread: float = weight(
        0.8,
        "standard deviation of logarithms",
        "guess",
        "of the lengths of windows, and of overlaps",
    )
    either_way: float = weight(log(2), "nats", "definition", "of the prior of one way out of two")
    telling_links: int = weight(
        3, "links", "guess", "that are all of neighbours, or all of others, to tell of the next"
    )
    sweeps: int = weight(
        2, "sweeps", "bound", "over all repeats, once more with what the last one told"
    )

    # In step.py
    sentence_cut: int = weight(
        2, "rank of a cut", "definition", "at the end of a sentence, or of a line"
    )
    most_repeated: float = weight(
        0.95, "share of the text", "guess", "that may repeat: more, and whole copies are woven"
    )
    most_shuffled: float = weight(
        0.8, "share of the text", "guess", "the same, where the windows are not in order"
    )
    least_repeated: float = weight(
        0.04, "share of the text", "bound", "that must repeat for windows to be looked for"
    )
    longer_than_heading: int = weight(
        3,
        "factor",
        "guess",
        "by which overlaps are longer than what a heading and a sentence share",
    )
    quoted: int = weight(40, "characters", "definition", "of an alternative that are quoted")
    uneven_windows: float = weight(
        0.75,
        "standard deviation over mean",
        "fitted",
        "of the lengths of windows, beyond which a page stutters: of chunkers up to 0.7"
        " on 98 in 100 pages, of stutters from there on 95 in 100",
        by="python -m benchmarks.steps",
    )
    sure_in_place: float = weight(
        0.9,
        "probability",
        "guess",
        "of a seam without overlap, where all windows stand in their order",
    )
    sure_elsewhere: float = weight(0.5, "probability", "guess", "of another seam without overlap")

    # In tandems.py
    told_twice_sentence: float = weight(
        8.0, "information", "guess", "of a sentence that is told twice on end"
    )
    several_tandems: int = weight(
        2, "sure tandems", "guess", "from which a page stutters, or is made of windows"
    )
    unsure_tandem: float = weight(6.0, "information", "guess", "of other tandems, then")
    short_tandem: float = weight(
        2.5, "information", "guess", "the same where single lines or sentences stutter"
    )
    shorter_overlap: int = weight(
        3, "characters", "definition", "by which white space makes an overlap shorter than others"
    )
    line_cut: int = weight(3, "rank of a cut", "definition", "at the end of a line")
    looked_at_for_line: int = weight(
        3, "lines or sentences", "bound", "on end that are looked at for that"
    )
    most_periods: int = weight(16, "times", "guess", "on end that a page tells the same thing")

    # In assembly.py
    inside_border: float = weight(
        6.0, "information", "guess", "by which noise may keep a repeat from a border"
    )
    openers: int = weight(
        4, "repeats", "bound", "that are tried to open two rings, and chains where it is worth it"
    )
    opening_overlap: float = weight(0.25, "usual overlaps", "guess", "of one that opens two rings")
    fewest_overlaps: int = weight(3, "overlaps", "guess", "to call them windows")
    longest_to_mean: float = weight(4.0, "factor", "guess", "of the longest window to the mean")
    overlapping: float = weight(0.04, "share of the text", "guess", "that must overlap")
    left_repeated: float = weight(
        0.25, "share of the text", "guess", "that long repeats may hold besides"
    )
    hopeless_repeated: float = weight(
        0.4, "share of the text", "bound", "the same, before loose ends are tied up"
    )
    nearly_all: float = weight(
        0.05, "share of what overlaps", "guess", "that may stand again besides"
    )


WEIGHTS = Weights()
