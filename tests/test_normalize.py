"""The comparison form: what it makes equal, that it is idempotent, and where it came from."""

import unicodedata
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model import Normalization, Span
from auditor.text.compared import normalize

FORMS: tuple[Normalization, ...] = get_args(Normalization)

# Characters that compose, expand, vanish or mean nothing, close together.
TRICKY = st.text(
    "aeA=.。，,．…‥ \n\t\u3000\u00a0\u200b\u200d\u00ad\u202e\ufe0f\u0301\u0308\u0327\u0338\u0345"
    "\u3099ｶﾊﾞﾟか中第1１ﬁﷺ㈱㍿ŉ″´¨゛\u1100\u1161\u11a8각ﾡￂ\u0344Å\u0958\u09c7\u09be—–-“”’"
    "\ud83d\ude00😀\u2126"
)
ANY = st.text(st.characters(exclude_categories=()))  # lone surrogates included


@pytest.mark.parametrize(
    ("scraped", "form"),
    [
        ("ＡＢＣ１２３", "ABC123"),
        ("你好，世界！（一）：", "你好,世界!(一):"),
        ("第 1 条，\n广州", "第1条,广州"),
        ("通知。\r\n\u3000\u3000现将", "通知。现将"),
        ("first line\n  second\tline", "first line second line"),
        ("soft\u00adhyphen, zero\u200bwidth, \u202bbidi\u202c", "softhyphen, zerowidth, bidi"),
        ("“一”和„two“, «три» 或「四」", '"一"和"two", "три"或"四"'),
        ("don’t don´t donʼt", "don't don't don't"),
        ("2018—2035 – −7 a‑b", "2018-2035 - -7 a-b"),
        ("等等……", "等等..."),
        ("Contents .......... 7", "Contents ... 7"),
        ("e\u0301te\u0301", "été"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("ﬁnd ﷺ ㈱", "find صلى الله عليه وسلم(株)"),
        ("3．14、。", "3.14、。"),
        ("❤\ufe0f x\u0338", "❤ x\u0338"),
        ("國务院 Case", "國务院Case"),
    ],
)
def test_comparison_form(scraped: str, form: str) -> None:
    assert normalize(scraped).text == form


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("none", "Ａ，\n e\u0301\u200b “ﬁ”"),
        ("whitespace", "Ａ，e\u0301 “ﬁ”"),
        ("width", "A,e\u0301 “ﬁ”"),
        ("nfkc", 'A,é "fi"'),
    ],
)
def test_each_form_does_more_than_the_one_before(form: Normalization, text: str) -> None:
    assert normalize("Ａ，\n e\u0301\u200b “ﬁ”", form).text == text


def test_spaces_between_words_count_and_beside_chinese_do_not() -> None:
    assert normalize("in vitro").text != normalize("invitro").text
    assert normalize("국가 기관").text != normalize("국가기관").text
    assert normalize("在 Debian 中").text == normalize("在Debian中").text


def test_composed_letter_maps_to_both_its_characters() -> None:
    result = normalize("e\u0301t")
    assert (result.starts.spread().tolist(), result.ends.spread().tolist()) == ([0, 2], [2, 3])


def test_ligature_letters_map_to_the_one_ligature() -> None:
    result = normalize("aﬁb")
    assert result.text == "afib"
    assert result.span(1, 3) == Span(1, 2)
    assert result.span(2, 4) == Span(1, 3)


def test_space_maps_to_the_whole_run() -> None:
    assert normalize("a \n\t b").span(1, 2) == Span(1, 5)


def test_collapsed_dots_map_to_all_of_them() -> None:
    assert normalize("a…… b").span(1, 4) == Span(1, 3)


def test_empty_ranges() -> None:
    result = normalize("\u200ba\u00adb\u200b")
    assert [result.span(at, at) for at in range(3)] == [Span(1, 1), Span(3, 3), Span(4, 4)]
    assert normalize("").span(0, 0) == Span(0, 0)


def test_range_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="characters"):
        normalize("abc").span(2, 4)


def test_position_of_dropped_characters_is_the_next_one() -> None:
    result = normalize("a\u00ad\u00adb\u00ad")
    assert [result.position(at) for at in range(6)] == [0, 1, 1, 1, 2, 2]


def test_text_without_changes_keeps_its_offsets() -> None:
    result = normalize("Nothing changes here, 3.14 and all.")
    assert result.starts.spread().tolist() == list(range(len(result.text)))
    assert (result.ends.spread() - result.starts.spread() == 1).all()


@given(st.one_of(ANY, TRICKY), st.sampled_from(FORMS))
def test_idempotent(text: str, form: Normalization) -> None:
    once = normalize(text, form).text
    assert normalize(once, form).text == once


@given(st.one_of(ANY, TRICKY), st.sampled_from(FORMS))
def test_map_is_monotone_and_inside_the_text(text: str, form: Normalization) -> None:
    result = normalize(text, form)
    assert len(result.starts) == len(result.ends) == len(result.text)
    starts, ends = result.starts.spread(), result.ends.spread()
    assert (starts < ends).all()
    assert (np.diff(starts) >= 0).all() and (np.diff(ends) >= 0).all()
    assert all(0 <= at <= len(text) for at in [*starts[:1], *ends[-1:]])


@given(st.one_of(ANY, TRICKY), st.sampled_from(FORMS))
def test_every_character_comes_from_its_span(text: str, form: Normalization) -> None:
    """The original characters of one character, normalized alone, hold that character."""
    result = normalize(text, form)
    for index, char in enumerate(result.text):
        alone = normalize(result.span(index, index + 1).of(text), form).text
        assert char in alone or (char == " " and not alone.strip())


@given(st.one_of(ANY, TRICKY), st.sampled_from(FORMS))
def test_position_and_span_agree(text: str, form: Normalization) -> None:
    result = normalize(text, form)
    for offset in range(len(text) + 1):
        at = result.position(offset)
        assert at == 0 or result.ends[at - 1] <= offset
        assert at == len(result.text) or result.ends[at] > offset


def test_every_character_alone_is_stable() -> None:
    """Folding a single character is complete: nothing is left for a second pass."""
    # Apart by a letter, so that neighbours don't combine; planes 2 to 13 hold only ideographs.
    characters = "x".join(map(chr, [*range(0x20000), *range(0xE0000, 0xE1000)]))
    once = normalize(characters).text
    assert normalize(once).text == once


def test_canonical_equivalents_are_equal() -> None:
    words = "Ωmega ångström Việt Nam ガギグ 각 क़लम é̱"
    assert normalize(unicodedata.normalize("NFD", words)).text == normalize(words).text


def test_a_heap_of_marks_takes_linear_time() -> None:
    """Sorting marks by insertion would take minutes."""
    heap = "e" + "\u0301\u0327" * 100_000
    assert normalize(heap).text.startswith("\u0229")
