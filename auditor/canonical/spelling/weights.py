"""The numbers that tell copies with characters misread from passages that an author changed."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.weights import weight


@dataclass(frozen=True, slots=True)
class Weights:
    """Spelling copies alike."""

    # In levelling.py
    least_repeated: float = weight(
        0.08,
        "share of the text",
        "bound",
        "that must stand nearly again for noise to be looked for, where passages tell of none",
    )
    longest_gap: float = weight(
        12.0, "information", "guess", "of a stretch that differs, between two exact runs"
    )
    drift: int = weight(4, "characters", "guess", "that noise loses or puts in there")
    unlike: float = weight(0.4, "edits a character", "guess", "of such a stretch, at the most")
    doubtful_end: float = weight(
        4.0,
        "information",
        "guess",
        "of the end of a passage that may differ by an edit, whatever is behind",
    )
    compared: int = weight(64, "characters", "bound", "behind the last equal run")
    passage: float = weight(
        8.0, "information", "guess", "that two copies have in common, at the least"
    )
    pattern: float = weight(
        40.0, "information to a difference", "guess", "that is no noise, in copies"
    )
    dense_noise: float = weight(4.0, "information to an edit", "guess", "in copies, at the least")
    long_stretch: float = weight(
        30.0,
        "information",
        "guess",
        "of a long stretch of noisy copies; two editions, parallel articles and tables "
        "differ by words",
    )
    mostly_noise: float = weight(0.6, "share of what differs there", "guess", "that is noise")
    fewest_edits: int = weight(4, "edits", "guess", "of noise, at the least")
    nearly_all_noise: float = weight(
        0.7, "share of what differs anywhere", "guess", "that is noise, without long stretches"
    )
    many_edits: int = weight(12, "edits", "guess", "of noise then, at the least")
    next_copy: float = weight(
        100.0, "information", "guess", "to the next copy, from which it is no item of a list"
    )
    vote: float = weight(4.0, "information", "guess", "of what is counted around an edit")
    vote_of_word: float = weight(2.0, "information", "guess", "the same inside a word")

    # In respelling.py
    longest_compared: int = weight(10_000, "characters", "bound", "of two unequal copies")

    # In step.py
    rounds: int = weight(
        3, "rounds", "bound", "of levelling: what is spelt alike shows what is left"
    )
    small_edit: float = weight(
        2.0, "information", "definition", "of an edit that need not be told of"
    )


WEIGHTS = Weights()
