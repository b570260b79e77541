"""The numbers that tell what stands again from what is only like it, and noise from an author."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.weights import weight


@dataclass(frozen=True, slots=True)
class Weights:
    """Repeats, and whether they are copies."""

    # In collinear.py
    drift_between_runs: int = weight(
        16, "characters", "guess", "that noise loses or puts in between two exact runs"
    )
    drift_in_all: int = weight(
        64, "characters", "guess", "that noise puts more in here than there, in a whole repeat"
    )

    # In fragments.py
    sketch: int = weight(
        8, "hashes", "bound", "of k-grams, the smallest, that are kept of a fragment"
    )
    hashed_at_once: int = weight(
        32768, "characters", "bound", "of keys; their keys fit into 16 bits"
    )
    crowded_hash: int = weight(
        24, "fragments", "bound", "that share one hash, before it says nothing"
    )
    compared_at_once: int = weight(4096, "keys", "bound", "whose candidates are found at once")

    # In features.py: what the judgement looks at
    compared_around: int = weight(
        40, "characters", "definition", "before and behind a place that are compared"
    )
    diagonals_of_one: int = weight(
        30, "characters", "definition", "by which the diagonals of one copy may differ"
    )
    borders_of_one: int = weight(2, "characters", "definition", "within which two borders are one")
    long_gap: float = weight(50.0, "information", "definition", "beyond which a gap is only long")
    marker_within: int = weight(
        6, "characters", "definition", "before a place in which an item's number stands"
    )
    counted_piece: float = weight(
        6.0, "information", "definition", "of the pieces that are counted in the text"
    )
    pieces_counted: int = weight(4, "pieces", "definition", "of a stretch that are counted")
    equal_by_chance: int = weight(
        4, "characters", "definition", "by which a repeat is longer than what was copied"
    )
    ordinals_before: int = weight(40, "ordinals", "bound", "before a place that are looked at")
    word: float = weight(2.0, "information", "definition", "of what is taken for a word")
    words_counted: int = weight(32, "words", "definition", "of a stretch that are looked up")
    wording_within: float = weight(
        400.0, "information", "definition", "around a place in which they are"
    )

    # In judge.py
    shortest_text: float = weight(
        240.0, "information", "definition", "of a text in which what stands on end is judged"
    )
    judged_at_once: int = weight(1024, "repeats", "bound", "so that they fit into memory")
    copied: float = weight(
        0.5, "probability", "definition", "of damage, from which it is rather that than meant"
    )
    meant: float = weight(
        0.02, "probability", "definition", "of damage, below which no step takes it for a copy"
    )

    # In index.py
    beside: int = weight(
        2, "characters", "bound", "between two places, one directly behind the other"
    )
    told_from: float = weight(
        12.0, "information", "definition", "from which what stands again is told: a short sentence"
    )
    running: float = weight(24.0, "information", "definition", "of running text: two of them")
    passage: float = weight(
        40.0, "information", "definition", "of a passage that says something by itself"
    )
    beyond: float = weight(
        24.0, "information", "guess", "by which a repeat may reach over a border by chance"
    )

    # In near.py
    longest_gap: float = weight(
        16.0, "information", "guess", "of a stretch that differs, between two exact runs"
    )
    drift: int = weight(8, "characters", "guess", "that noise loses or puts in there")
    unlike: float = weight(0.34, "edits a character", "guess", "of such a stretch, at the most")
    outweighs_edit: float = weight(
        2.0, "information", "guess", "that must be equal to outweigh an edit"
    )
    few_repeats: int = weight(100, "repeats", "bound", "that are always looked at")
    machine_word: int = weight(64, "characters", "definition", "that are compared at a time")
    nearest_copies: int = weight(
        4, "copies", "bound", "before a passage, and behind it, that are looked at"
    )
    shortest_run: float = weight(7.0, "information", "guess", "of an exact run")

    # In noise.py
    compared_repeat: int = weight(4096, "characters", "bound", "of a repeat")
    prior_edits: float = weight(0.5, "edits", "guess", "that are expected where none was seen")
    surprise: float = weight(6.0, "nats", "guess", "by which edits are more than noise makes")
    strange: float = weight(
        5.0,
        "nats",
        "guess",
        "the same for one passage: a letter of a short line is enough, of a long one not",
    )
    noisy_alike: float = weight(0.85, "similarity", "guess", "of two copies with noise in them")
    most_changed: float = weight(
        4.0, "characters of a dense script", "guess", "that noise changes at one place"
    )
    common_by_chance: int = weight(
        1, "characters", "guess", "that two different texts have in common"
    )
    fewest_noisy: int = weight(2, "passages", "guess", "that stand nearly again, to tell of noise")
    mostly_noisy: float = weight(
        0.6, "share of what stands again", "guess", "that stands nearly so"
    )
    sparse_noise: float = weight(8.0, "information to an edit", "guess", "of noise, at the least")
    dense: float = weight(
        1.75,
        "characters a unit of information",
        "guess",
        "below which a text is mostly in a script without spaces, and two characters are one",
    )


WEIGHTS = Weights()
