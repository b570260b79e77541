"""A block that was put in elsewhere is taken out there; what a text says twice by right stays."""

from __future__ import annotations

import pytest

from auditor import Document, audit, reconstruct
from auditor.canonical.evidence.wording import Evidence, Passage
from auditor.canonical.inserted.blocks import misplaced
from auditor.canonical.woven.as_scraped import as_scraped
from auditor.canonical.woven.copies.throughout import woven_throughout
from auditor.damage.sentences import sentences
from auditor.model import Ordinal
from benchmarks.documents import Choice, load

ARTICLES = [
    "第一条　为了规范村图书室的管理，方便村民借阅图书，制定本办法。",
    "第二条　图书室设在村委会二楼，每周三和周六下午开放。",
    "第三条　本村村民凭身份证办理借书卡，每户一张，不收费用。",
    "第四条　每张借书卡一次可以借三册图书，借期三十天。",
    "到期没有看完的，可以到图书室续借一次，续借期为十五天。",
    "第五条　图书逾期不还的，管理员应当打电话提醒借书人。",
    "逾期超过两个月的，暂停使用其借书卡，直到还清图书为止。",
    "第六条　借书人应当爱护图书，不得在书上涂写、折角或者撕页。",
    "第七条　图书损坏或者丢失的，借书人应当买一册相同的图书赔偿。",
    "买不到相同图书的，按照定价的两倍赔偿，赔款用来购买新书。",
    "第八条　管理员由村委会聘请，任期两年，可以连任。",
    "管理员每年十二月清点图书一次，清点结果在公告栏公布。",
    "第九条　村民可以向图书室捐赠图书，图书室应当开具收据。",
    "捐赠的图书登记以后上架，并且注明捐赠人的姓名。",
    "第十条　儿童读物单独上架，借阅时应当由家长陪同。",
    "第十一条　报纸和杂志只能在阅览室内看，不得带走。",
    "第十二条　本办法由村委会解释，自公布之日起施行。",
]

TEXT = next(text.text for text in load(Choice()) if text.name == "en_garden_plots")
WORDS = (
    *("choir", "chess circle", "walking group", "garden team", "film evening", "book round"),
    *("cooking class", "dance school", "repair bench", "photo group", "youth council"),
    *("theatre troupe", "football side", "brass band", "sewing table", "history circle"),
)
UNITS = [TEXT[start:end] for start, end in sentences(TEXT)]


def read(units: list[str]) -> str:
    return reconstruct([Document.from_text("".join(units))]).text


def test_a_block_at_many_places_is_read_once() -> None:
    block = UNITS[20:23]
    damaged = list(UNITS)
    for place in (44, 38, 33, 12, 6):
        damaged[place:place] = block
    assert read(damaged).count("".join(block)) == 1


def test_what_is_judged_to_be_meant_stays() -> None:
    keys = ["name of the member", "address and telephone", "signed and dated", "1"] * 6
    keys += [f"the plot with number {number} is let to a member." for number in range(40)]
    texts = [sorted(set(keys)).index(key) for key in keys]
    evidence = Evidence([Passage(key, None) for key in keys])
    weights = [10.0] * len(keys)
    assert misplaced([(0, 4, 4)], texts, weights, evidence, lambda units: 0.05) == []
    assert misplaced([(0, 4, 4)], texts, weights, evidence, lambda units: 0.99) != []


def test_headings_that_fit_at_one_place_of_many_are_taken_out_at_the_others() -> None:
    headings = [f"{number}. {name}" for number, name in enumerate("ABCDEFGHIJKL" * 2, 1)]
    keys = [*headings[:20]]
    for place in (17, 14, 3):
        keys[place:place] = headings[8:10]
    texts = [sorted(set(keys)).index(key) for key in keys]
    ordinals = [Ordinal(key.split(".")[0], "1.", 0, int(key.split(".")[0])) for key in keys]
    passages = [Passage(key, ordinal) for key, ordinal in zip(keys, ordinals, strict=True)]
    home = 10
    others = tuple(at for at in range(len(keys)) if keys[at : at + 2] == headings[8:10])
    runs = [(others[0], home - others[0], 2)]
    found = misplaced(runs, texts, [10.0] * len(keys), Evidence(passages), lambda units: 0.5)
    assert [block.home for block in found] == [home]
    assert sorted((*found[0].others, home)) == sorted(others)


def test_what_stands_as_scraped_keeps_its_order() -> None:
    passages = [Passage(f"passage number {letter}", None) for letter in "abcdefghcdij"]
    nodes = [0, 1, 2, 3, 4, 5, 6, 7, 2, 3, 10, 11]
    found = as_scraped(nodes, Evidence(passages), 1000.0)
    assert found is not None
    assert len(found.order) == 10
    rest = [node for node in found.order if node not in (2, 3)]
    assert rest == [0, 1, 4, 5, 6, 7, 10, 11]
    assert as_scraped(nodes, Evidence(passages), -1000.0) is None


def lines(articles: list[str]) -> list[str]:
    return [article + "\n" for article in articles]


@pytest.mark.parametrize("place", [1, 3, 14, 16])
def test_numbers_tell_at_which_place_a_block_is_at_home(place: int) -> None:
    damaged = list(ARTICLES)
    damaged[place:place] = ARTICLES[7:10]
    assert read(lines(damaged)) == "".join(lines(ARTICLES))


def test_a_block_with_noise_in_it_is_read_once() -> None:
    again = [
        "第六条　借书人应当爱护图书，不得在书上涂匪、折角或者撕页。",
        "第七条　图书损坏或者丢失的，借书人应当买一册相同的图咕赔偿。",
        "买不到相同图书的，按照定价的两倍赔偿，赔款用来购买新书。",
        "第八条　管理员由村委会聘请，任期两年，可以涟任。",
        "管理员每年十二月清点图书一次，清点结果在公告栅公布。",
    ]
    damaged = list(ARTICLES)
    damaged[2:2] = again
    found = read(lines(damaged))
    assert found.count("第七条") == found.count("买不到相同") == found.count("管理员每年") == 1
    assert len(found) == len("".join(lines(ARTICLES)))


def test_a_block_that_says_the_contrary_of_its_home_is_told() -> None:
    damaged = list(ARTICLES)
    damaged[2:2] = [*ARTICLES[7:9], ARTICLES[9].replace("按照定价", "不按照定价"), *ARTICLES[10:12]]
    found = audit("".join(lines(damaged)))
    assert found.canonical.text == "".join(lines(ARTICLES))
    assert "AUD303" in {finding.rule for finding in found.findings}


def test_what_was_torn_from_the_sentence_before_a_block_goes_with_it() -> None:
    damaged = list(UNITS)
    damaged[41:41] = ["the mill may join the waiting list. ", *UNITS[11:14]]
    assert UNITS[10].endswith(damaged[41])
    assert read(damaged) == "".join(UNITS)


def test_a_home_that_may_be_another_is_a_choice() -> None:
    block = UNITS[16:20]
    reading = reconstruct([Document.from_text("".join([*block, *UNITS]))])
    found = [choice for choice in reading.choices if block[0] in choice.passage.of(reading.text)]
    assert reading.text.count("".join(block)) == 1
    assert [place for choice in found for place, _ in choice.places] == [0]


def test_parts_of_parallel_passages_stay() -> None:
    shop, post = (
        [
            f"{way} kostet die Rückgabe nichts.",
            "Die Ware muß innerhalb von dreißig Tagen da sein.",
            "Sie darf nicht getragen und nicht gewaschen sein.",
            f"Die nächste Stelle findet sich {way.lower()} auf einer Karte an der Wand.",
            "Das Geld wird auf dem Weg erstattet, auf dem bezahlt wurde.",
            "Das dauert in der Regel nicht länger als zwei Wochen.",
        ]
        for way in ("Im Laden", "Mit der Post")
    )
    rest = [f"Auch die Abteilung {word} hilft gerne bei Fragen." for word in WORDS]
    page = "\n".join([*rest[:6], *shop, *rest[6:12], " ".join(post), *rest[12:], ""])
    assert read([page]) == page


def test_lists_with_equal_items_stay() -> None:
    items = [
        "（一）没有办理借书卡的；",
        "（二）借书卡已经停用的；",
        "（三）逾期不还的；",
        "（四）损坏图书的。",
    ]
    page = "".join(
        lines(
            [
                *ARTICLES[:6],
                "第六条　有下列情形之一的，不得借阅图书：",
                *items,
                *ARTICLES[8:14],
                "第十条　有下列情形之一的，不得参加读书会：",
                *items,
                *ARTICLES[15:],
            ]
        )
    )
    assert read([page]) == page


def test_menus_that_stand_again_are_no_copies_woven_together() -> None:
    menu = [(number, 3.0) for number in range(20)]
    passages = [(number, 30.0) for number in range(100, 104)]
    texts, weights = zip(*(menu + passages[:2] + menu + passages[2:] + menu), strict=True)
    assert not woven_throughout(texts, weights)
    sentences = [(text, 30.0) for text in texts]
    assert woven_throughout(*zip(*sentences, strict=True))
