"""The words and signs that rules know, and their pages: tables in many languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import ROOT
from hypothesis import given
from hypothesis import strategies as st
from test_rules import CHECKED, COPIES, first_place, unescaped

import auditor
from auditor.model import Finding, Location, Options, Rule, Span
from auditor.rules import RULES, boilerplate, common_keys, rule
from auditor.rules.folding import folded
from auditor.text.variants import differ

PLAIN = {
    "zh": "市图书馆周二闭馆整理书架，借阅证由本人凭有效证件办理。",
    "ja": "図書館は火曜日に休館する。カタログはロビーのコンピューターで見られる。",
    "ko": "도서관은 화요일에 쉬며 책은 입구에서 반납합니다. 대출증은 본인이 신청합니다.",
    "ru": "Библиотека закрыта по вторникам. Читатели сдают книги у входа. Петров, Россия.",
    "uk": "Бібліотека зачинена щовівторка. Читачі здають книжки біля входу, їм видають квитки.",
    "el": "Η βιβλιοθήκη είναι κλειστή κάθε Τρίτη και οι αναγνώστες επιστρέφουν τα βιβλία.",
    "he": "הספרייה סגורה בימי שלישי, והקוראים מחזירים את הספרים בכניסה.",
    "ar": "المكتبة مغلقة يوم الثلاثاء ويعيد القراء الكتب عند المدخل.",
    "th": "ห้องสมุดปิดทุกวันอังคาร ผู้อ่านคืนหนังสือที่ทางเข้า",
    "hi": "पुस्तकालय मंगलवार को बंद रहता है। पाठक पुस्तकें लौटाते हैं।",
    "vi": "Thư viện đóng cửa thứ Ba, độc giả trả sách ở lối vào và nhận thẻ mới.",
    "fr": "La bibliothèque est fermée le mardi ; à l’entrée, on rend les livres prêtés.",
    "de": "Die Bibliothek schließt dienstags früh; Bücher gibt man gegenüber zurück.",
    "es": "La biblioteca cerró el martes; el niño devolvió ahí más de un libro en español.",
    "pl": "Biblioteka będzie zamknięta we wtorki, a książki można oddać także przy wejściu.",
    "cs": "Knihovna je v úterý zavřená, knížky vracejte u vchodu, průkaz ztratíte-li, hlaste.",
    "tr": "Kütüphane salı günü kapalıdır, kitaplar girişte geri verilir; üyelik ücretsizdir.",
}
OLD = {
    "gb18030": ("zh", "ja"),
    "big5": ("ja",),
    "shift_jis": ("ja",),
    "euc_jp": ("ja",),
    "euc_kr": ("ko",),
    "cp1251": ("ru", "uk"),
    "cp1253": ("el",),
    "cp1255": ("he",),
    "cp1256": ("ar",),
    "cp874": ("th",),
}


def as_latin(data: bytes) -> str:
    """As windows-1252, and byte for byte where that has no letter, as browsers do it."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in data)


WRONG = [
    *(
        pytest.param(as_latin(text.encode()), id=f"{name}-utf-8-1252")
        for name, text in PLAIN.items()
    ),
    *(
        pytest.param(text.encode().decode("latin-1"), id=f"{name}-utf-8-latin-1")
        for name, text in PLAIN.items()
    ),
    *(
        pytest.param(as_latin(PLAIN[name].encode(codec, "ignore")), id=f"{name}-{codec}-1252")
        for codec, names in OLD.items()
        for name in names
    ),
    pytest.param(PLAIN["ru"].encode().decode("cp1251", "ignore"), id="ru-utf-8-1251"),
    pytest.param(PLAIN["fr"].encode().decode("cp1251", "ignore"), id="fr-utf-8-1251"),
    pytest.param(PLAIN["ru"].encode("koi8_r").decode("cp1251"), id="ru-koi8-1251"),
    pytest.param(PLAIN["ru"].encode("cp1251").decode("koi8_r"), id="ru-1251-koi8"),
    pytest.param(PLAIN["zh"].encode().decode("gbk", "ignore"), id="zh-utf-8-gbk"),
    pytest.param(PLAIN["ja"].encode().decode("gbk", "ignore"), id="ja-utf-8-gbk"),
    pytest.param(PLAIN["ja"].encode().decode("cp932", "ignore"), id="ja-utf-8-shift_jis"),
    pytest.param("\ufffd\ufffd".encode().decode("gbk"), id="lost-gbk"),
]


@pytest.mark.parametrize("text", WRONG)
def test_text_that_was_wrongly_decoded(text: str) -> None:
    assert "AUD004" in {finding.rule for finding in auditor.audit(text).findings}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_text_that_was_rightly_decoded(text: str) -> None:
    assert auditor.audit(text).findings == ()


@given(st.text(st.characters(categories=("L", "M", "N", "P", "S", "Z")), max_size=80))
def test_rules_of_characters_take_any_text(text: str) -> None:
    audit = auditor.audit(text, options=Options(select=("AUD00",)))
    for finding in audit.findings:
        for at in finding.locations:
            assert 0 <= at.span.start < at.span.end <= len(text)


WALLS = {
    "a bot wall": (
        "Checking your browser before accessing millbrook.example.\nPlease wait.",
        "安全验证\n请完成下列验证后继续访问",
        "Ich bin kein Roboter\nDatenschutz",
        "私はロボットではありません\nプライバシー",
    ),
    "a login wall": (
        "Millbrook Gazette\nLog in to continue\nE-mail\nPassword",
        "请先登录\n用户名\n密码",
        "Войдите, чтобы продолжить\nПароль",
        "로그인이 필요한 서비스입니다.\n아이디",
    ),
    "a cookie wall": (
        "We use cookies to improve your visit.\nAccept all\nReject all",
        "Nous utilisons des cookies pour mesurer l’audience.\nTout accepter\nTout refuser",
        "当サイトではクッキーを使用しています。\nすべて許可\n拒否",
    ),
    "an error page": (
        "502 Bad Gateway\nnginx",
        "HTTP Error 404. The requested resource is not found.",
        "抱歉，您访问的页面不存在！\n返回首页",
        "Seite nicht gefunden\nZur Startseite",
        "ページが見つかりませんでした\nトップへ戻る",
        "Страница не найдена\nНа главную",
        "الصفحة غير موجودة\nالرئيسية",
    ),
    "a maintenance page": (
        "We’ll be back soon!\nSorry for the inconvenience.",
        "系统维护中，请稍后再试。",
        "Site en maintenance\nMerci de votre patience.",
        "На сайте ведутся технические работы.",
    ),
    "a page that needs scripts": (
        "You need to enable JavaScript to run this app.",
        "请启用JavaScript以继续",
    ),
}


@pytest.mark.parametrize(
    ("what", "page"), [(what, page) for what, pages in WALLS.items() for page in pages]
)
def test_a_page_that_is_no_document(what: str, page: str) -> None:
    (found,) = [f for f in auditor.audit(page).findings if f.rule == "AUD005"]
    assert found.message.startswith(f"This is {what}")


@pytest.mark.parametrize("page", [page for pages in WALLS.values() for page in pages])
def test_the_words_of_a_wall_in_a_long_text_are_none(page: str) -> None:
    text = "".join(PLAIN.values()) * 3 + page
    assert "AUD005" not in {finding.rule for finding in auditor.audit(text).findings}


@pytest.mark.parametrize(
    ("here", "there", "contradict"),
    [
        ("12 March", "15 March", True),
        ("12", "１２", False),  # width
        ("٣ أيام", "٤ أيام", True),
        ("三年", "五年", True),
        ("due in May", "due in June", True),
        ("am Montag", "am Dienstag", True),
        ("в марте", "в мае", False),  # prepositional forms are not in the list
        ("1 марта", "1 мая", True),
        ("shall", "shall not", True),
        ("can", "can't", True),
        ("应当", "不应当", True),
        ("できる", "できない", True),
        ("할 수 있다", "할 수 없다", True),
        ("يجوز", "لا يجوز", True),
        ("מותר", "לא מותר", True),
        ("होगा", "नहीं होगा", True),
        ("pode", "não pode", True),
        ("è permesso", "non è permesso", True),
        ("está permitido", "no está permitido", True),
        ("может", "не может", True),
        ("може", "не може", True),
        ("może", "nie może", True),
        ("được phép", "không được phép", True),
        ("ได้", "ไม่ได้", True),
        ("izinli", "izinli değil", True),
        ("boleh", "tidak boleh", True),
        ("colour", "color", False),
        ("货物", "商品", False),
    ],
)
def test_what_contradicts(here: str, there: str, contradict: bool) -> None:
    assert differ(here, there) == differ(there, here) == contradict


FOOTER = "\nContact us at the harbour office, Pier 3, Millbrook. Open from nine to five.\n"


def test_a_block_on_many_pages_of_a_batch() -> None:
    audits = [auditor.audit(text + FOOTER) for text in (*PLAIN.values(), *COPIES["en"])]
    common = common_keys([f.key for f in audit.collation.fragments] for audit in audits)
    for audit in audits:
        (found,) = boilerplate(audit.collation, common)
        assert (found.rule, found.severity) == ("AUD106", "note")
        assert first_place(audit, found)[1].of(audit.document.text) == FOOTER.strip()


@pytest.mark.parametrize(
    "pages",
    [
        [text + FOOTER for text in COPIES["en"][:2]],  # two pages are no batch
        [text + FOOTER * (n < 3) for n, text in enumerate(COPIES["en"])],  # on three of eight
        [COPIES["en"][0] + FOOTER] * 5,  # one document five times
    ],
)
def test_what_is_no_boilerplate(pages: list[str]) -> None:
    audits = [auditor.audit(page) for page in pages]
    common = common_keys([f.key for f in audit.collation.fragments] for audit in audits)
    assert [boilerplate(audit.collation, common) for audit in audits] == [()] * len(pages)


def test_a_finding_that_no_check_raises() -> None:
    made = rule("AUD009").finding("a.txt: stopped after 5 seconds.", key="a.txt")
    assert (made.rule, made.name, made.severity) == ("AUD009", "audit-incomplete", "error")
    again = rule("AUD009").finding("b.txt: stopped after 5 seconds.", key="b.txt")
    assert made.fingerprint != again.fingerprint


EXAMPLE = re.compile(r"^Example: (.*?)(?:\n\n|\Z)", re.M | re.S)


def example(page: str) -> list[str]:
    """The texts of a page's example: a scrape, and the canonical if one is given."""
    (text,) = EXAMPLE.findall(page)
    joined = re.sub(r"\s*\n", " ", unescaped(text).replace("⏎\n", "⏎"))
    return [quoted.replace("⏎", "\n") for quoted in re.findall(r"`([^`]*)`", joined)]


@pytest.mark.parametrize("ours", RULES, ids=lambda ours: ours.id)
def test_every_rule_has_a_page(ours: Rule) -> None:
    for label in ("Why", "Example", "Fix"):
        assert f"\n\n{label}: " in ours.page, label


RUNNABLE = [ours for ours in CHECKED if example(ours.page) and ours.id != "AUD002"]


@pytest.mark.parametrize("ours", RUNNABLE, ids=lambda ours: ours.id)
def test_the_example_of_a_page_raises_its_rule(ours: Rule, tmp_path: Path) -> None:
    assert len(RUNNABLE) > 20
    scrape, *canonical = example(ours.page)
    path = tmp_path / ("a.html" if scrape.startswith("<p>") else "a.txt")
    path.write_text(scrape, encoding="utf-8")
    audit = auditor.audit(auditor.read(path), canonical[0] if canonical else None)
    assert ours.id in {finding.rule for finding in audit.findings}


def test_one_cause_is_one_finding_with_its_symptoms_under_it() -> None:
    text = (ROOT / "seeds" / "000_38f2459854ae4b0f.txt").read_text(encoding="utf-8")
    found = auditor.audit(text).findings
    (woven,) = [each for each in found if each.rule == "AUD202"]
    under = {each.rule for each in found if each.under == woven.fingerprint}
    assert {"AUD501"} <= under
    assert woven.under is None
    assert {each.under for each in found if each.rule == "AUD301"} == {None}


def test_a_finding_is_explained_by_the_cause_that_shares_most_with_it() -> None:
    def finding(rule: str, mark: str, *spans: tuple[int, int]) -> Finding:
        places = tuple(Location("scrape", Span(*span), "here") for span in spans)
        return Finding(rule, "a-rule", "warning", "A message.", places, mark)

    causes = [finding("AUD101", "a", (50, 90), (0, 10)), finding("AUD101", "b", (80, 200))]
    inside = finding("AUD303", "c", (85, 100))
    apart = finding("AUD303", "d", (300, 310))
    unsure = finding("AUD502", "e")
    named = folded([*causes, inside, apart, unsure])
    assert [each.under for each in named] == [None, None, "b", None, "b"]
    assert folded([inside]) == (inside,)
