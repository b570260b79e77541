"""What holds of any alignment against a trusted text, in every language that ships."""

from __future__ import annotations

from random import Random

import pytest
from benchmark_cases import TEXTS
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.align import align
from auditor.canonical import given as trusted
from auditor.model import Alignment, Document, Options
from auditor.score import score
from auditor.stages import compare
from benchmarks.align_changes import Material, faults, inserted, material, stands
from benchmarks.documents import Text

MADE = {language: material(Text(language, language, text)) for language, text in TEXTS.items()}
OPTIONS = Options()
EXAMPLES = settings(max_examples=25, deadline=None)


def aligned(scrape: str, canonical: str) -> Alignment:
    return align(Document.from_text(scrape), trusted(canonical), OPTIONS)


def pages(made: Material) -> st.SearchStrategy[list[str]]:
    """Some lines or sentences of a document, each once."""
    kinds = st.sampled_from((made.sentences, made.lines, made.words))
    return kinds.flatmap(
        lambda lines: st.lists(st.sampled_from(lines), min_size=2, max_size=9, unique=True)
    )


def changed(lines: list[str]) -> st.SearchStrategy[list[str]]:
    """Of these lines any, in any order, any of them several times."""
    return st.lists(st.sampled_from(lines), max_size=2 * len(lines))


@pytest.mark.parametrize("language", MADE)
@EXAMPLES
@given(data=st.data())
def test_nothing_that_stands_there_is_missing(language: str, data: st.DataObject) -> None:
    lines = data.draw(pages(MADE[language]))
    ends = data.draw(st.sampled_from(("\n", "\n\n", " ")))
    canonical, scrape = ends.join(lines), ends.join(data.draw(changed(lines)))
    for span in aligned(scrape, canonical).missing:
        assert not stands(span.of(canonical), scrape, canonical)


@pytest.mark.parametrize("language", MADE)
@EXAMPLES
@given(data=st.data())
def test_untouched_text_is_kept_whole(language: str, data: st.DataObject) -> None:
    lines = data.draw(pages(MADE[language]))
    text = data.draw(st.sampled_from(("\n", "\n\n", " "))).join(data.draw(changed(lines)))
    document, reading, alignment = Document.from_text(text), trusted(text), aligned(text, text)
    found = score(document, reading, alignment)
    off = (found.repeated, found.moved, found.inserted, found.missing, found.edited)
    assert (*off, found.breakpoints, found.fidelity) == (0, 0, 0, 0, 0, 0, 1.0)


@pytest.mark.parametrize("language", MADE)
@EXAMPLES
@given(seed=st.integers(0, 10_000))
def test_what_is_put_in_is_one_insertion_and_nothing_else(language: str, seed: int) -> None:
    asked = inserted(MADE[language], seed)
    assert faults(asked, compare(asked.canonical, asked.scrape)) == ()


@pytest.mark.parametrize("language", MADE)
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_no_word_of_a_text_is_missing_for_its_words_stand_in_another_order(
    language: str, seed: int
) -> None:
    made, rng = MADE[language], Random(seed)
    words = rng.sample(made.words, rng.randint(4, min(12, len(made.words))))
    blank = "" if made.dense else " "
    canonical, scrape = blank.join(words), blank.join(rng.sample(words, len(words)))
    for span in aligned(scrape, canonical).missing:
        assert not stands(span.of(canonical), scrape, canonical)
