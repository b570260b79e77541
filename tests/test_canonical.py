"""The inferred canonical: documents damaged in known ways, and documents that are not damaged."""

from __future__ import annotations

from collections import Counter
from random import Random

import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

import auditor
from auditor.canonical import given as given_canonical
from auditor.model import Document, Span, Witness
from auditor.text.compared import normalize

# Two documents, a letter a sentence.
NOTICE = {
    "A": "关于开展全省水利工程质量专项检查的通知\n",
    "B": "为提高水利工程建设质量，省厅决定开展一次专项检查，现将有关事项通知如下。\n",
    "C": "一、检查范围。去年以来开工建设的水库加固、河道整治和灌区改造工程全部纳入检查。\n",
    "D": "二、检查内容。重点检查参建单位的质量责任、原材料进场检验和隐蔽工程验收情况。\n",
    "E": "三、检查方式。采取单位自查、市级复查和省级抽查相结合的方式分步进行。\n",
    "F": "四、时间安排。自查在五月底以前完成，复查在六月底以前完成，七月开始抽查。\n",
    "G": "五、结果运用。检查结果与信用评价、招标投标和评优评先直接挂钩。\n",
    "H": "各单位要加强领导，明确责任人，确保检查不走过场。\n",
    "I": "联系人和联系电话请见省厅网站。\n",
}
RULES = {
    "A": "Rules of the Riverside Allotment Society\n",
    "B": "The society lets plots of about two hundred square metres to residents of the parish.\n",
    "C": "1. A plot is let for one year and the tenancy renews itself unless notice is given.\n",
    "D": "2. Rent is due on Lady Day and covers water but not the hire of tools.\n",
    "E": "3. Sheds are no higher than two metres and are painted green or brown.\n",
    "F": "4. Hens may be kept with the consent of the neighbours; cockerels may not.\n",
    "G": "5. Bonfires are allowed in November between dusk and nine in the evening.\n",
    "H": "The committee hears complaints on the first Monday of the month.\n",
    "I": "These rules replace those of last year.\n",
}
HAN = "".join(chr(0x4E00 + 7 * i) for i in range(900))
DOCUMENTS = pytest.mark.parametrize("document", [NOTICE, RULES], ids=["zh", "en"])


def misspelt(at: int, item: str) -> str:
    """Another character in the place of one."""
    return item[:4] + HAN[13 * at % len(HAN)] + item[5:]


def spelled(letters: str, document: dict[str, str]) -> str:
    return "".join(document[letter] for letter in letters)


def inferred(letters: str, document: dict[str, str]) -> str:
    """The order inferred from a scrape, both spelled in letters."""
    text = auditor.audit(spelled(letters, document)).canonical.text
    letter_of = {sentence.strip(): letter for letter, sentence in document.items()}
    return "".join(letter_of.get(line, f"<{line}>") for line in text.splitlines())


@DOCUMENTS
@pytest.mark.parametrize(
    "scrape",
    [
        "ABCDEFGHI",  # nothing wrong
        "ABCDEFGHI" * 2,  # the page twice
        "ABCCDEFGHI",  # a sentence stutters
        "ABABCDEFGHI",  # the head twice
        "ABCDEFGHIGHI",  # the end twice
        "ABCABDECDFGEFGHIHI",  # two copies woven
        "ABACBDECDFEGHFGIHI",
        "ABABCDCDEFGEFGHIHI",
        "ABCDABCFGEFIGHI",  # woven, each lacks something that the other has
        "ABCDCDEFEFGHGHI",  # overlapping windows
    ],
)
def test_the_order_is_found_again(scrape: str, document: dict[str, str]) -> None:
    assert inferred(scrape, document) == "ABCDEFGHI"


@DOCUMENTS
def test_copies_that_are_complete_leave_no_open_join(document: dict[str, str]) -> None:
    joins = auditor.audit(spelled("ABCABDECDFGEFGHIHI", document)).canonical.joins
    assert [join for join in joins if join.confidence < 0.8] == []


@pytest.mark.parametrize("seed", range(3))
def test_what_only_one_copy_shows_is_open_where_nothing_tells_its_place(seed: int) -> None:
    """Behind the same sentence each copy has one that the other lacks: which was first?"""
    *shared, x, y = oracles.prose(Random(seed), 14, HAN)
    one, two = [*shared[:6], x, *shared[6:]], [*shared[:6], y, *shared[6:]]
    scrape = [*one[:3], *two[:2], *one[3:5], *two[2:4], *one[5:8], *two[4:8], *one[8:], *two[8:]]
    canonical = auditor.audit("".join(scrape)).canonical
    between = sorted([canonical.text.index(x), canonical.text.index(y)])[1]
    (join,) = [join for join in canonical.joins if join.at == between]
    assert join.confidence < 0.8


RECURRING = (
    "甲方应当按期付款。法律另有规定的除外。乙方应当按期交货。法律另有规定的除外。双方应当保密。",
    "The Seller shall give written notice. The Buyer pays. The Seller shall give written notice.",
    "收入\n0.00\n0.00\n支出\n0.00\n0.00\n结余\n0.00\n0.00",
    "目录\n第一章 总则\n第二章 罚则\n第一章 总则\n本办法自公布之日起施行。\n第二章 罚则\n改正。",
    "Yes. No. Yes. No. Yes. Yes.",
    "- - -\n* * *\n- - -\n* * *\n",
    "。。。，，，！！！",
)


@pytest.mark.parametrize("text", RECURRING)
def test_lawful_repetition_comes_back_to_the_byte(text: str) -> None:
    assert auditor.audit(text).canonical.text == text


@given(st.text(st.characters()), st.text(st.characters()))
def test_a_given_reading_is_taken_as_it_is(scrape: str, reading: str) -> None:
    canonical = auditor.audit(scrape, reading).canonical
    assert canonical == given_canonical(reading)
    assert (canonical.text, canonical.origin, canonical.joins) == (reading, "given", ())


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("copies", [2])
def test_copies_of_unlike_sentences_woven_at_random(seed: int, copies: int) -> None:
    """Complete copies leave no doubt, whatever the words."""
    random = Random(seed)
    sentences = oracles.prose(random, 30, HAN)
    places, scrape = [0] * copies, []
    while min(places) < len(sentences):
        copy = random.choice([c for c in range(copies) if places[c] < len(sentences)])
        run = random.randint(2, 6)
        scrape += sentences[places[copy] : places[copy] + run]
        places[copy] += run
    canonical = auditor.audit("".join(scrape)).canonical
    assert canonical.text == "".join(sentences)
    assert canonical.streams == copies


@pytest.mark.parametrize("seed", range(6))
def test_a_line_behind_every_item_does_not_hide_the_copies(seed: int) -> None:
    """Copies woven in runs of whole items come apart though every other line is the same."""
    random = Random(seed)
    items = [f"{item}Read more in the annex.\n" for item in oracles.prose(random, 14, HAN)]
    places, scrape = [0, 0], []
    while min(places) < len(items):
        copy = random.choice([c for c in (0, 1) if places[c] < len(items)])
        run = random.randint(1, 3)
        scrape += items[places[copy] : places[copy] + run]
        places[copy] += run
    assert auditor.audit("".join(scrape)).canonical.text == "".join(items)


def test_scrapes_that_are_each_damaged_in_their_own_way_are_one_page() -> None:
    """One woven, one in windows that overlap in disorder, one with gaps and misspelt."""
    items = oracles.prose(Random(7), 40, HAN)
    woven = [*items[:9], *items[:5], *items[9:23], *items[5:31], *items[23:], *items[31:]]
    windows = [items[at : at + 12] for at in (16, 0, 24, 8, 32)]
    gaps = [misspelt(at, item) for at, item in enumerate(items) if at % 5]
    scrapes = woven, [item for window in windows for item in window], gaps
    documents = [
        Document.from_text("".join(scrape), siglum=siglum)
        for scrape, siglum in zip(scrapes, "XYZ", strict=True)
    ]
    found = auditor.reconstruct(documents)
    assert found.text.strip() == "".join(items)
    texts = {document.siglum: document.text for document in documents}
    for witness in found.witnesses:
        scraped, read = witness.scrape.of(texts[witness.siglum]), witness.canonical.of(found.text)
        assert fuzz.ratio(scraped.strip(), read.strip()) > 90
    assert {witness.siglum for witness in found.witnesses} == set("XYZ")


@pytest.mark.parametrize("noisy", [False, True])
def test_witnesses_keep_the_name_of_the_document_they_were_mended_in(noisy: bool) -> None:
    items = oracles.prose(Random(7), 30, HAN)
    again = [misspelt(at, item) if noisy else item for at, item in enumerate(items)]
    found = auditor.audit(Document.from_text("".join([*items, *again]), siglum="P")).canonical
    assert fuzz.ratio(found.text, "".join(items)) > 95
    assert {witness.siglum for witness in found.witnesses} == {"P"}


def test_white_space_stays_as_scraped() -> None:
    page = "关于检查的通知\n\n　　各单位要高度重视检查工作。\n　　请于月底前报送总结材料。\n\n"
    assert auditor.audit(page * 2).canonical.text.rstrip() == page.rstrip()


def test_witnesses_name_every_copy() -> None:
    scrape = (
        "各单位要高度重视检查工作。请于月底前报送总结材料。请于月底前报送总结材料。联系人另行通知。"
    )
    witnesses = auditor.audit(Document.from_text(scrape, siglum="P")).canonical.witnesses
    assert witnesses == (
        Witness(Span(0, 13), Span(0, 13), "P"),
        Witness(Span(13, 25), Span(13, 25), "P"),
        Witness(Span(13, 25), Span(25, 37), "P"),
        Witness(Span(25, 33), Span(37, 45), "P"),
    )


def test_reconstruct_is_the_canonical_of_the_audit() -> None:
    document = Document.from_text(spelled("ABCABDECDFGEFGHIHI", NOTICE))
    assert auditor.reconstruct([document]) == auditor.audit(document).canonical


letters = st.text("ABCDEFGHI", max_size=18)


@given(letters, st.sampled_from([NOTICE, RULES]))
def test_nothing_is_lost_and_nothing_invented(order: str, document: dict[str, str]) -> None:
    """Each fragment of the scrape stands in the canonical, at most as often as scraped."""
    collation = auditor.audit(spelled(order, document)).collation
    scraped = Counter(fragment.key for fragment in collation.fragments)
    there = Counter(fragment.key for fragment in collation.canonical_fragments)
    assert there.keys() == scraped.keys()
    assert there <= scraped


# Passages that differ in a few words, as items of a list do, and nothing else is like them.
PARALLEL = [
    NOTICE
    | {
        "F": NOTICE["C"].replace("一、", "四、").replace("水库加固、河道整治", "堤防养护、泵站更新")
    },
    RULES
    | {
        "F": RULES["D"]
        .replace("2.", "4.")
        .replace("water", "electricity")
        .replace("tools", "barrows")
    },
]


@given(st.integers(0, 10_000), st.sampled_from(PARALLEL), st.integers(0, 1))
def test_passages_that_are_nearly_one_are_two(
    seed: int, document: dict[str, str], lacking: int
) -> None:
    """Woven copies to the letter, each without some sentences: nothing that either has is lost."""
    random = Random(seed)
    copies = [[*document.values()] for _ in range(2)]
    for copy in copies:
        for _ in range(lacking):
            copy.pop(random.randrange(len(copy)))
    scrape = ""
    while any(copies):
        copy = random.choice([copy for copy in copies if copy])
        run = random.randint(1, 4)
        scrape += "".join(copy[:run])
        del copy[:run]
    collation = auditor.audit(scrape).collation
    there = {fragment.key for fragment in collation.canonical_fragments}
    assert there == {fragment.key for fragment in collation.fragments}


@given(letters, st.sampled_from([NOTICE, RULES]))
def test_witnesses_lead_to_equal_text(order: str, document: dict[str, str]) -> None:
    scrape = spelled(order, document)
    canonical = auditor.audit(scrape).canonical
    for witness in canonical.witnesses:
        there, here = witness.canonical.of(canonical.text), witness.scrape.of(scrape)
        assert normalize(there).text.strip() == normalize(here).text.strip()
    seen = {at for w in canonical.witnesses for at in range(w.scrape.start, w.scrape.end)}
    assert seen == set(range(len(scrape)))


@given(letters, st.sampled_from([NOTICE, RULES]))
def test_joins_lie_inside_the_text_in_order(order: str, document: dict[str, str]) -> None:
    canonical = auditor.audit(spelled(order, document)).canonical
    places = [join.at for join in canonical.joins]
    assert places == sorted(set(places))
    for join in canonical.joins:
        assert 0 < join.at < len(canonical.text)
        assert 0 <= join.confidence <= 1
        assert join.evidence
