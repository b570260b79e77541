"""The numbers that tell a page told twice, and two editions of it, from one text."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.weights import weight


@dataclass(frozen=True, slots=True)
class Weights:
    """Leaving out what a page has twice, and leaving two editions as they stand."""

    # In doublets.py
    shortest_repeat: float = weight(12.0, "information", "guess", "of a repeat that is looked at")
    beyond_home: float = weight(
        24.0, "information", "guess", "by which a repeat may reach into its other place by chance"
    )
    shortest_doublet: float = weight(40.0, "information", "guess", "of a doublet")
    smallest_doublet: float = weight(
        0.1, "share of the text", "guess", "that a doublet is, at the least"
    )
    apart: float = weight(
        8.0, "information", "guess", "that may stand between a doublet and its home"
    )
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
        4.0, "information", "guess", "of a doublet, between two repeats, that noise may have put in"
    )
    lost_word: float = weight(
        8.0,
        "information",
        "guess",
        "of a word of a doublet, between two repeats, that its home lacks",
    )
    changed_stretch: float = weight(
        40.0,
        "information",
        "guess",
        "of a longer stretch, that must be like what stands in its home",
    )
    compared_stretch: int = weight(4096, "characters", "bound", "of a stretch and its home")
    stretch_alike: int = weight(65, "per cent", "guess", "of it that must be alike")
    scrap: float = weight(
        2.0, "information", "guess", "that noise may leave of a doublet at the edge of the text"
    )
    over_edge: float = weight(
        4.0,
        "information",
        "guess",
        "by which a repeat may reach over the edge of a doublet by chance",
    )
    pattern: float = weight(
        60.0, "information", "guess", "of a doublet, to each word or figure that is another one"
    )
    misspelt: int = weight(
        60, "per cent", "guess", "of likeness, from which a word is one misspelt"
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
    misread: int = weight(
        66, "per cent", "guess", "of likeness, from which one reading is the other misread"
    )
    left_out_places: int = weight(
        8, "places", "bound", "of a reading, at which another may have something left out"
    )
    elsewhere: float = weight(
        0.5, "share of a passage", "guess", "that stands elsewhere too, where it is no one's own"
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
