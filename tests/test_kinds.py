"""Kinds of text that people report are told and read as they should be."""

from __future__ import annotations

import pytest

from auditor.damage.sentences import sentences
from benchmarks.documents import Choice, load
from benchmarks.kinds import KINDS, MEANT, cases, said

TEXTS = {text.name: text.text for text in load(Choice(max_chars=20_000))}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_case_is_its_text_and_what_is_to_be_read_of_it(kind: str, name: str) -> None:
    (case,) = cases(kind, name, TEXTS[name])
    assert [case] == list(cases(kind, name, TEXTS[name]))
    assert case.damaged == (kind not in MEANT)
    assert len(sentences(case.scrape)) > 5


@pytest.mark.parametrize("kind", KINDS)
def test_an_english_text_of_each_kind_is_told_and_read_right(kind: str) -> None:
    name = next(name for name in TEXTS if name.startswith("en"))
    (case,) = cases(kind, name, TEXTS[name])
    found = said(case)
    assert (found.told, found.read) == (True, True)
