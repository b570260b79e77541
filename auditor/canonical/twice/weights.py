"""The numbers that tell a page told twice, and two editions of it, from one text."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.weights import weight


@dataclass(frozen=True, slots=True)
class Weights:
    """Leaving out what a page has twice, and leaving two editions as they stand."""

    # In doublets.py
    far_end: int = weight(
        8, "lengths", "guess", "off in its home, from which an end of a doublet is another passage"
    )
    edge_behind_edit: float = weight(
        0.25,
        "factor",
        "guess",
        "how unlikely an edge is among characters behind an edit, to others that are equal",
    )
    over_next: float = weight(
        60.0,
        "information",
        "guess",
        "by which a repeat in a doublet may reach into the next one by chance",
    )
    slip: float = weight(
        4.0,
        "information",
        "guess",
        "that noise may have put into a doublet, between two repeats, or chance behind it",
    )
    lost_word: float = weight(
        8.0,
        "information",
        "guess",
        "of a word of a doublet that its home lacks, or that stands between the two",
    )
    alike: int = weight(65, "per cent", "guess", "of likeness, from which one text is the other")
    compared_stretch: int = weight(4096, "characters", "bound", "of a stretch and its home")
    scrap: float = weight(
        2.0, "information", "guess", "that noise may leave of a doublet at the edge of the text"
    )
    pattern: float = weight(
        60.0, "information", "guess", "of a doublet, to each word or figure that is another one"
    )
    rival: float = weight(
        0.2,
        "share of a doublet",
        "guess",
        "that is alike beyond it, where two editions stand side by side",
    )

    # In editions.py
    most_of_one: float = weight(
        0.75, "share of an edition", "guess", "that stands in the other, where it is judged copied"
    )
    repeated: float = weight(
        0.3,
        "share of a page",
        "guess",
        "whose sentences stand twice, where editions are looked for",
    )
    shortest_run: float = weight(
        10.0, "information", "guess", "of a run that is equal in both editions"
    )
    equal: float = weight(0.4, "share of the page", "guess", "that stands in both")
    of_all_twice: float = weight(0.65, "share of what stands twice", "guess", "that stands so")
    told_often: float = weight(
        0.75, "share of what is equal", "guess", "that stands several times in one of the two"
    )
    both_own: float = weight(
        0.5,
        "share",
        "guess",
        "of what both have for each other between two runs, that an equal stretch "
        "beyond must outweigh",
    )
    one_own: float = weight(0.1, "share", "guess", "the same of what one of them has")
    passage: float = weight(14.0, "information", "guess", "of a sentence, or most of one")
    left_out_places: int = weight(
        8, "places", "bound", "of a reading, at which another may have something left out"
    )
    elsewhere: float = weight(
        0.5,
        "share of a passage",
        "definition",
        "that stands elsewhere too, where it is no one's own",
    )
    compared_passage: int = weight(4096, "characters", "bound", "of a passage")
    most_passages: int = weight(256, "passages", "bound", "that are looked at")
    common_ends: int = weight(
        8, "characters", "guess", "that the ends of both editions have in common by chance"
    )
    date_difference: int = weight(
        120, "characters", "guess", "of a difference that may be that of a date"
    )
    author_signs: int = weight(2, "signs", "guess", "of an author, to call two copies two editions")
    chance_differences: int = weight(1000, "differences", "guess", "among which one is by chance")
    date_figures: int = weight(2, "figures", "guess", "of a date that noise does not change")
    month_letters: int = weight(3, "letters", "guess", "of a month, at the least")

    # In step.py
    least_repeated: float = weight(
        0.08, "share of the text", "bound", "that must repeat for doublets to be looked for"
    )
    longest_run: float = weight(
        0.3, "share of the text", "guess", "that a run of one of two woven copies is, at the most"
    )


WEIGHTS = Weights()
