"""What two versions say again: phrases are none, the first of two copies is the text."""

from __future__ import annotations

import random

import pytest
from benchmark_cases import TEXTS

import auditor
from auditor.model import Alignment, Finding
from benchmarks.align_changes import Material, material
from benchmarks.documents import Text

FIRST = [
    "Members may borrow four books at once and keep each of them for 30 days.",
    "Whoever returns a book too late pays ten cents for each day and each book.",
    "We handle personal information of members as described in this house rule.",
    "The reading room on the upper floor is closed for cleaning on Monday mornings.",
    "Bicycles stand in the yard behind the house, not in the corridor by the door.",
    "Groups of more than six people announce their visit two days before they come.",
]


def aligned(new: str, old: str) -> Alignment:
    return auditor.compare(old, new).alignment


def roles(new: str, old: str) -> list[tuple[str, str]]:
    return [(block.role, block.scrape.of(new).strip()) for block in aligned(new, old).blocks]


def test_a_new_sentence_of_known_phrases_is_put_in_in_one_piece() -> None:
    old = "\n\n".join(FIRST)
    sentence = (
        "For guests, more about how we handle personal information of members, what a group"
        " announces and for each day and each book its fee is found at the desk."
    )
    new = old.replace("\n\nBicycles", f"\n\n{sentence}\n\nBicycles")
    assert [each for each in roles(new, old) if each[0] != "kept"] == [("inserted", sentence)]


def test_of_a_page_put_behind_its_new_version_the_new_one_is_the_text() -> None:
    old = "\n\n".join(FIRST)
    changed = old.replace("30 days", "12 months")
    new = f"{changed}\n\n{old}\n"
    first, *rest = aligned(new, old).blocks
    assert (first.role, len(first.edits) > 0) == ("kept", True)
    assert {block.role for block in rest} == {"repeated"}


def test_two_pages_that_stand_twice_are_matched_in_order() -> None:
    old, later = "\n\n".join(FIRST), "\n\n".join(FIRST).replace("ten cents", "twenty cents")
    newest = later.replace("four books", "six books")
    canonical, scrape = f"{later}\n\n{old}\n", f"{newest}\n\n{later}\n"
    blocks = aligned(scrape, canonical).blocks
    assert {block.role for block in blocks} == {"kept"}
    assert sum(len(block.edits) for block in blocks) < 10


def test_a_whole_sentence_is_repeated_and_so_is_what_is_cut_anywhere_if_it_is_much() -> None:
    old = " ".join(FIRST)
    again = old[20:310]
    new = old + " " + again
    assert [each for each in roles(new, old) if each[0] != "kept"] == [("repeated", again.strip())]
    sentence = " ".join([*FIRST[:4], FIRST[0], *FIRST[4:]])
    assert ("repeated", FIRST[0]) in roles(sentence, old)


def without_a_word(sentence: str, m: Material, rng: random.Random) -> str:
    """The sentence without a word: its last, but for the stop, or one inside."""
    blank = "" if m.dense else " "
    stop = sentence[-1]
    words = list(sentence[:-1]) if m.dense else sentence[:-1].split()
    size = 3 * m.unit if m.dense else 1
    at = rng.choice((len(words) - size, rng.randint(2, len(words) - size - 2)))
    return blank.join(words[:at] + words[at + size :]) + stop


def copies_told(audit: auditor.Audit) -> list[Finding]:
    return [found for found in audit.findings if found.rule in ("AUD101", "AUD102", "AUD105")]


@pytest.mark.parametrize("language", TEXTS)
def test_a_copy_that_lacks_a_word_is_told_whole_with_its_home_in_one_place(language: str) -> None:
    m = material(Text(language, language, TEXTS[language]))
    whole = [each for each in m.sentences if each[-1] in "。." and "." not in each[:-1]]
    told = 0
    for seed in range(24):
        rng = random.Random(seed)
        used = rng.sample(whole, 5)
        again = without_a_word(used[0], m, rng)
        if len(used[0]) > 1.15 * len(again):
            continue  # so much of a sentence that it may be another one
        between = rng.choice(("\n", "" if m.dense else " "))
        at = rng.randint(2, 5)
        scrape = between.join([*used[:at], again, *used[at:]]) + "\n"
        (finding,) = copies_told(auditor.compare(between.join(used) + "\n", scrape))
        texts = [place.span.of(scrape).strip() for place in finding.locations]
        assert (finding.rule, texts) == ("AUD102", [again, used[0]])
        told += 1
    assert told >= 8
