"""Ordinals as data: numerals, styles, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.segment import numerals, segment
from auditor.segment.styles import LEVELS


def ordinals(text: str) -> list[str]:
    """Style, parents and number of every ordinal, as in `decimal-3 1.2.3`."""
    return [
        f"{o.style} {'.'.join(map(str, [*o.parent, o.number]))}"
        for fragment in segment(text)
        if (o := fragment.ordinal) is not None
    ]


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("廿一", 21), ("卅", 30), ("九十九", 99),
        ("一百", 100), ("一百零三", 103), ("二百二十", 220), ("一千二百三十四", 1234),
        ("九千九百九十九", 9999), ("三千零五", 3005), ("二〇一八", 2018), ("〇", 0), ("两百", 200),
        ("壹拾贰", 12), ("一二", 12), ("十百", None), ("一一十", None), ("三x", None), ("", None),
    ],
)  # fmt: skip
def test_han_numerals(numeral: str, number: int | None) -> None:
    assert numerals.han(numeral) == number


def han(number: int) -> str:
    """The numeral as it is written: 1003 is 一千零三."""
    written, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            written += ("零" if gap and written else "") + "一二三四五六七八九"[digit - 1] + sign
            gap = False
        else:
            gap = True
    return written.removeprefix("一") if written.startswith("一十") else written


@given(st.integers(1, 9999))
def test_han_numerals_as_written(number: int) -> None:
    assert numerals.han(han(number)) == number


def test_roman_numerals_are_those_in_standard_form() -> None:
    assert [numerals.roman(r) for r in ("i", "iv", "IX", "xiv", "XL", "MCMXCIX")] == [
        1, 4, 9, 14, 40, 1999,
    ]  # fmt: skip
    assert [numerals.roman(r) for r in ("", "iiii", "vx", "Iv", "abc", "ic")] == [None] * 6


def test_letters_hebrew_and_digits_of_any_script() -> None:
    assert [numerals.letter(a) for a in ("a", "z", "aa", "В", "다", "ab", "")] == [
        1, 26, 27, 3, 3, None, None,
    ]  # fmt: skip
    assert [numerals.hebrew(h) for h in ("א", "י״ב", "טו", "כ'", "x")] == [1, 12, 15, 20, None]
    assert [numerals.digits(d) for d in ("12", "１２", "١٢", "१२", "x", "")] == [
        12, 12, 12, 12, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一编 总则", "part 1"),
        ("第三部分 附则", "part 3"),
        ("第十二章 罚则", "chapter 12"),
        ("第 二 节 许可", "section 2"),
        ("第一百零三条 本法", "article 103"),
        ("第3条 目的", "article 3"),
        ("第七条の二　届出", "article 7.2"),
        ("附件2\n方案", "annex 2"),
        ("附录一：名词", "appendix 1"),
        ("三、深化试点", "han 3"),
        ("（十二）其他", "han-paren 12"),
        ("(二)其他", "han-paren 2"),
        ("㈢其他", "han-paren 3"),
        ("2．方案", "decimal 2"),
        ("2.方案", "decimal 2"),
        ("２、方案", "decimal 2"),
        ("1. Scope", "decimal 1"),
        ("1. auf Grund", "decimal 1"),
        ("２　前項の", "decimal 2"),
        ("2 组织机构和职责\n", "decimal 2"),
        ("⒊其他", "decimal 3"),
        ("1.2 Scope", "decimal-2 1.2"),
        ("1.2总体要求", "decimal-2 1.2"),
        ("1.2.3. The archive", "decimal-3 1.2.3"),
        ("1.2.3.4.5 Deep", "decimal-4 1.2.3.4.5"),
        ("（3）药品", "decimal-paren 3"),
        ("(3) any drug", "decimal-paren 3"),
        ("⑶药品", "decimal-paren 3"),
        ("3) any drug", "decimal-half-paren 3"),
        ("④药品", "circled 4"),
        ("㉑药品", "circled 21"),
        ("(c) any", "letter-paren 3"),
        ("c) any", "letter-paren 3"),
        ("c. any", "letter-paren 3"),
        ("(aa) any", "letter-paren 27"),
        ("б) иное", "letter-paren 2"),
        ("나. 기타", "letter-paren 2"),
        ("(iv) any", "roman-paren 4"),
        ("iv. any", "roman-paren 4"),
        ("B. Scope", "letter 2"),
        ("IV. Scope", "roman 4"),
        ("I. Scope", "roman 1"),
        ("Article 5", "article 5"),
        ("ARTICLE XII. Scope", "article 12"),
        ("Art. 5 Scope", "article 5"),
        ("Section 1.2 Scope", "section 1.2"),
        ("Chapter IV", "chapter 4"),
        ("Annex A", "annex 1"),
        ("Annex C", "annex 3"),
        ("Part II – Scope", "part 2"),
        ("§ 3 Arbeitszeit", "section-sign 3"),
        ("§ 3a Arbeitszeit", "section-sign 3.1"),
        ("### § 3 Arbeitszeit", "section-sign 3"),
        ("* 2.4. Sections", "decimal-2 2.4"),
        ("**1.** Scope", "decimal 1"),
        ("Статья 5. Право", "article 5"),
        ("Глава II", "chapter 2"),
        ("Artículo 5", "article 5"),
        ("제3조(목적)", "article 3"),
        ("제3조의2(목적)", "article 3.2"),
        ("제2장 총칙", "chapter 2"),
        ("المادة 5", "article 5"),
        ("المادة ٥", "article 5"),
        ("अनुच्छेद ५.", "article 5"),
        ("סעיף י״ב.", "article 12"),
    ],
)
def test_styles(text: str, expected: str) -> None:
    assert ordinals(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "国函〔2018〕79号",
        "（国函〔2018〕79号）转发",
        "2018年7月10日印发",
        "2018.07.13",
        "3.14亿元",
        "3 个单位",
        "12 月份的安排，如下",
        "3.5 million people",
        "五、六年级的学生",
        "第三条的规定不适用",
        "第三条、第四条规定",
        "第一款规定的情形",
        "附件1所列商品",
        "Section 3 of the Act",
        "Article 5 applies to them",
        "1. Januar 2020",
        "J. K. Rowling wrote it",
        "12:30. It began",
        "192.168.0.1 is local",
        "제3조의 규정",
        "- item without a number",
        "(see above) and so on",
        "Mix of civil law",
        "I agree",
    ],
)
def test_what_is_no_ordinal(text: str) -> None:
    assert ordinals(text) == []


@pytest.mark.parametrize(
    ("list_", "expected"),
    [
        ("(g) x\n(h) x\n(i) x\n(j) x", ["letter-paren 7", "8", "9", "10"]),
        ("(i) x\n(ii) x\n(iii) x", ["roman-paren 1", "2", "3"]),
        ("(h) x\n(i) x\n(ii) x", ["letter-paren 8", "roman-paren 1", "2"]),
        ("(iv) x\n(v) x\n(vi) x", ["roman-paren 4", "5", "6"]),
        ("(u) x\n(v) x\n(w) x\n(x) x", ["letter-paren 21", "22", "23", "24"]),
        ("(c) x\n(d) x", ["letter-paren 3", "4"]),
        ("bb) x\ncc) x", ["letter-paren 28", "29"]),
        ("H. x\nI. x\nJ. x", ["letter 8", "9", "10"]),
        ("IV. x\nV. x\nVI. x", ["roman 4", "5", "6"]),
    ],
)
def test_roman_numerals_and_letters_are_told_by_their_neighbours(
    list_: str, expected: list[str]
) -> None:
    found = ordinals(list_)
    assert [o.split()[-1] for o in found] == [o.split()[-1] for o in expected]
    for told, wanted in zip(found, expected, strict=True):
        assert told == wanted if " " in wanted else told.split()[0] in LEVELS


def test_levels_fall_from_the_outside_in() -> None:
    text = "第一章 总则\n第一条 目的\n一、总体\n（一）指导\n1．重点\n（1）突破\n①优先"
    levels = [f.ordinal.level for f in segment(text) if f.ordinal]
    assert levels == sorted(set(levels))
    assert len(levels) == 7


def test_label_is_the_marker_as_scraped() -> None:
    labels = [f.ordinal.label for f in segment("一、甲\n（二）乙\n3． 丙\n## § 4 D") if f.ordinal]
    assert labels == ["一、", "（二）", "3．", "§ 4"]


def test_ordinals_in_one_line_without_breaks() -> None:
    text = "附件：1．总体方案2．便利举措3．保障措施一、总体要求（一）指导思想。（二）原则。"
    assert ordinals(text) == [
        "decimal 1", "decimal 2", "decimal 3", "han 1", "han-paren 1", "han-paren 2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "heading",
    ["Erthygl {}", "ধারা {}.", "## Член {}", "{} бап", "{}‐модда", "Kifungu cha {}:", "ਆਰਟੀਕਲ: {}"],
)
def test_a_word_whose_numbers_count_on_is_that_of_headings_in_any_language(heading: str) -> None:
    lines = [f"{heading.format(number)}\nXyz abc def." for number in (1, 2, 3, 7)]
    assert ordinals("\n".join(lines)) == [f"article {number}" for number in (1, 2, 3, 7)]


def test_the_rarer_word_is_that_of_the_headings_further_out() -> None:
    text = "\n".join(
        f"Pennod {chapter}\n" + "\n".join(f"Erthygl {3 * chapter + at}" for at in range(3))
        for chapter in (1, 2, 3)
    )
    assert ordinals(text)[:3] == ["section 1", "article 3", "article 4"]


def test_headings_in_ethiopic_numerals() -> None:
    text = "\n".join(f"አንቀጽ፡{numeral}፤\nxyz" for numeral in ("፱", "፲", "፲፩", "፲፪"))
    assert ordinals(text) == [f"article {number}" for number in (9, 10, 11, 12)]


@pytest.mark.parametrize(
    "text",
    [
        "Windows 10\nWindows 11",  # two of anything count on
        "67 ans\n" * 20 + "62 ans\n63 ans\n65 ans\n",  # a column of a table
        "Room 3\nRoom 18\nRoom 7\nRoom 40\nRoom 22",
        "Zimmer 1 ist warm\nZimmer 2 ist kalt\nZimmer 3 ist neu",  # sentences
    ],
)
def test_words_with_numbers_that_are_no_headings(text: str) -> None:
    assert ordinals(text) == []
