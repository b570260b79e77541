"""The one table of signs: nothing else holds sets of them, and all that read it agree."""

from __future__ import annotations

import ast
import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import pytest
import regex
from helpers import ROOT

from auditor.canonical.evidence.breaks import cuts_of
from auditor.canonical.woven.units.partings import ends_clause
from auditor.damage.operators import corrupt
from auditor.damage.sentences import sentences as damaged
from auditor.model import Document, Normalization
from auditor.segment import segment
from auditor.stages import audit
from auditor.text import scripts
from auditor.text.compared import normalize

# Modules with sets of their own, and why.
APART = {
    "damage": "the damage is cut on purpose otherwise than the engine cuts",
    "text/scripts.py": "the table",
    "formats/templates": "what a browser runs",
}
# What may hold two such signs: the names of files, and what closes the label of an ordinal.
OTHER = ("（）【】《》〔〕、，", ".．)）、:：", "[.．、]")
ENDS = frozenset(scripts.ENDS + scripts.CLAUSE_ENDS) - frozenset(".,;:!?…．")
CLOSERS = frozenset(scripts.CLOSERS) - frozenset(")]}")
FIGURES = frozenset("〇零一二三四五六七八九十百千万")
BOUNDS = frozenset("\u2e80\u3040\u3041\u30ff\u3400\u4dbf\u9fff\ua4cf\ud7a3\uf900\ufaff")
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
MODULES = [
    path
    for path in sorted((ROOT / "auditor").rglob("*.py"))
    if not path.relative_to(ROOT / "auditor").as_posix().startswith(tuple(APART))
]


def literals(path: Path) -> Iterator[str | int]:
    """The strings and integers of a module, without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in said:
            continue
        if isinstance(node.value, (str, int)):
            yield node.value


def is_set(value: str | int) -> bool:
    """Two ends of sentences or clauses, three closing brackets, five Han figures, or the bound of
    a range of letters.
    """
    if isinstance(value, int):
        return value > 0x7F and value < 0x10FFFF and chr(value) in BOUNDS
    signs = {*ESCAPE.sub(lambda found: chr(int(found[1], 16)), value)}
    several = len(signs & ENDS) > 1 or len(signs & CLOSERS) > 2 or len(signs & FIGURES) > 4
    return several or bool(signs & BOUNDS)


def is_other(value: str | int) -> bool:
    return isinstance(value, str) and any(signs in value for signs in OTHER)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_other_module_holds_a_set_of_signs(path: Path) -> None:
    assert [value for value in literals(path) if is_set(value) and not is_other(value)] == []


def test_the_stops_are_those_of_unicode() -> None:
    """All that ended sentences in Unicode 3.2, which never changes, and nothing that never did."""
    terminal = regex.compile(r"\p{Sentence_Terminal}")
    plane = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    old = [sign for sign in plane if unicodedata.ucd_3_2_0.category(sign) != "Cn"]
    missing = {sign for sign in old if terminal.match(sign)} - set(scripts.ENDS)
    assert missing == {"၊", "․"}  # a comma, and a leader
    own = {sign for sign in scripts.STOPS if not terminal.match(sign)}
    assert own == set("།༎༏༐༑๚๛෴")


def test_each_sign_has_one_meaning() -> None:
    groups = (
        *(scripts.STOPS, scripts.SPACED_STOPS, scripts.SEMICOLONS, scripts.SPACED_SEMICOLONS),
        *(scripts.COLONS, scripts.COMMAS, scripts.SPACED_COMMAS, scripts.CLOSING),
    )
    signs = [sign for group in groups for sign in group]
    assert len(signs) == len(set(signs))


# Three sentences each, with the white space behind them; three things that a library says.
SENTENCES = {
    "zh-Hans": ("图书馆早上九点开门。", "你有借书证吗？", "请保持安静！"),
    "zh-Hant": ("圖書館早上九點開門。", "你有借書證嗎？", "請保持安靜！"),
    "ja": ("図書館は朝九時に開きます。", "貸出券をお持ちですか？", "静かにしてください！"),
    "ko": ("도서관은 아침 아홉 시에 엽니다. ", "대출증이 있습니까? ", "조용히 해 주십시오!"),
    "en": ("The library opens at nine. ", "Do you have a card? ", "Please be quiet!"),
    "ru": ("Библиотека открывается в девять. ", "У вас есть билет? ", "Соблюдайте тишину!"),
    "el": ("Η βιβλιοθήκη ανοίγει στις εννέα. ", "Έχετε κάρτα; ", "Κάντε ησυχία!"),
    "hy": ("Գրադարանը բացվում է իննին։ ", "Դուք քա՞րտ ունեք։ ", "Լո՜ւռ մնացեք։"),
    "ka": ("ბიბლიოთეკა ცხრა საათზე იღება. ", "გაქვთ ბარათი? ", "დაიცავით სიჩუმე!"),
    "he": ("הספרייה נפתחת בתשע. ", "יש לך כרטיס? ", "נא לשמור על שקט!"),
    "ar": ("تفتح المكتبة في التاسعة. ", "هل لديك بطاقة؟ ", "الرجاء الهدوء!"),
    "fa": ("کتابخانه ساعت نه باز می‌شود. ", "آیا کارت دارید؟ ", "لطفا ساکت باشید!"),
    "ur": ("کتب خانہ نو بجے کھلتا ہے۔ ", "کیا آپ کے پاس کارڈ ہے؟ ", "خاموش رہیں۔"),
    "hi": ("पुस्तकालय नौ बजे खुलता है। ", "क्या आपके पास कार्ड है? ", "कृपया शांत रहें।"),
    "bn": ("গ্রন্থাগার নয়টায় খোলে। ", "আপনার কি কার্ড আছে? ", "দয়া করে শান্ত থাকুন।"),
    "pa": ("ਪੁਸਤਕਾਲਾ ਨੌਂ ਵਜੇ ਖੁੱਲ੍ਹਦਾ ਹੈ । ", "ਕੀ ਤੁਹਾਡੇ ਕੋਲ ਕਾਰਡ ਹੈ? ", "ਸ਼ਾਂਤ ਰਹੋ।"),
    "ta": ("நூலகம் ஒன்பது மணிக்குத் திறக்கும். ", "உங்களிடம் அட்டை உள்ளதா? ", "அமைதியாக இருங்கள்!"),
    "te": ("గ్రంథాలయం తొమ్మిదికి తెరుస్తారు. ", "మీ వద్ద కార్డు ఉందా? ", "నిశ్శబ్దంగా ఉండండి!"),
    "lo": ("ຫໍສະໝຸດເປີດເວລາເກົ້າໂມງ. ", "ທ່ານມີບັດບໍ? ", "ກະລຸນາມິດງຽບ!"),
    "km": ("បណ្ណាល័យបើកនៅម៉ោងប្រាំបួន។ ", "តើអ្នកមានកាតទេ? ", "សូមស្ងៀម៕"),
    "my": ("စာကြည့်တိုက်ကို ကိုးနာရီတွင် ဖွင့်သည်။ ", "သင့်တွင် ကတ်ရှိပါသလား။ ", "တိတ်ဆိတ်စွာ နေပါ။"),
    "bo": ("དཔེ་མཛོད་ཁང་ཆུ་ཚོད་དགུ་པར་སྒོ་འབྱེད། ", "ཁྱེད་ལ་ལག་ཁྱེར་ཡོད་དམ། །", "ཁུ་སིམ་པོར་བཞུགས་རོགས།།"),
    "am": ("ቤተ መጻሕፍቱ በሦስት ሰዓት ይከፈታል። ", "ካርድ አለዎት፧ ", "እባክዎ ዝም ይበሉ።"),
    "gez": ("ቤተ፡መጻሕፍቱ፡በሦስት፡ይከፈታል።፡", "ካርድ፡አለዎት፧፡", "ዝም፡ይበሉ፡እባክዎ፨"),
    "mn": ("ᠨᠣᠮ ᠤᠨ ᠰᠠᠩ ᠶᠢᠰᠦᠨ ᠴᠠᠭ ᠲᠤ ᠨᠡᠭᠡᠭᠳᠡᠨᠡ᠃ ", "ᠲᠠ ᠺᠠᠷᠲ ᠲᠠᠢ ᠤᠤ᠃ ", "ᠠᠨᠢᠷ ᠦᠭᠡᠢ ᠪᠠᠢᠭᠠᠷᠠᠢ᠃"),
    "syr": ("ܒܝܬ ܐܪܟܐ ܡܬܦܬܚ ܒܫܥܬܐ ܬܫܥ܂ ", "ܐܝܬ ܠܟ ܟܪܛܝܣܐ؟ ", "ܫܬܘܩ ܒܒܥܘ܀"),
}
LANGUAGES = sorted(SENTENCES)
FORMS: tuple[Normalization, ...] = ("none", "whitespace", "width", "nfkc")


def starts_of(sentences: Sequence[str]) -> list[int]:
    """Where the sentences begin that are not the first."""
    return list(accumulate(map(len, sentences)))[:-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_cut_into_sentences(language: str) -> None:
    sentences = SENTENCES[language]
    text = "".join(sentences)
    assert [fragment.span.of(text) for fragment in segment(text, language)] == [*sentences]


def test_the_head_of_a_tibetan_text_is_no_sentence() -> None:
    text = "༄༅།། དཔེ་མཛོད་ཁང་གི་སྒྲིག་གཞི། དེ་རིང་སྒོ་འབྱེད།"
    assert [fragment.key for fragment in segment(text, "bo")] == [
        "༄༅།། དཔེ་མཛོད་ཁང་གི་སྒྲིག་གཞི།",
        "དེ་རིང་སྒོ་འབྱེད།",
    ]


def test_thai_ends_sentences_with_no_sign() -> None:
    text = "ห้องสมุดเปิดเวลาเก้าโมง คุณมีบัตรไหม กรุณาเงียบ"
    assert [fragment.key for fragment in segment(text, "th")] == [text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_damaged_at_the_same_places(language: str) -> None:
    text = "".join(SENTENCES[language])
    assert [start for start, _ in damaged(text)][1:] == starts_of(SENTENCES[language])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_agree_where_sentences_end(language: str, form: Normalization) -> None:
    sentences = SENTENCES[language]
    text = "".join(sentences)
    compared = normalize(text, form)
    cuts = cuts_of(text, compared.text, compared.starts.spread())
    for unit, start in enumerate(starts_of(sentences)):
        assert scripts.ends_sentence(sentences[unit].strip(" ፡"))
        assert scripts.ends_sentence(normalize(sentences[unit], form).text.strip())
        at = compared.position(start)
        assert cuts[at] == 2
        assert ends_clause(compared.text, at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_cut_short_ends_no_sentence(language: str) -> None:
    for sentence in SENTENCES[language]:
        cut = sentence.strip(scripts.ENDS + " ፡")
        assert not scripts.ends_sentence(cut[:-1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_shuffled_windows_are_put_together(language: str) -> None:
    """Sentences of words drawn at random: only what stands twice tells the order."""
    chance = random.Random(f"{language}4")
    page = "".join(made_up(SENTENCES[language], chance) for _ in range(60))
    damage = corrupt(page, "windows-shuffled", 4)
    read = audit(Document.from_text(damage.scrape, language=language)).canonical.text
    assert "".join(read.split()) == "".join(page.split())


def made_up(sentences: Sequence[str], chance: random.Random) -> str:
    """A sentence of some of their words; of their characters, where words have no spaces."""
    like = chance.choice(sentences[:2])
    end = like[len(like.rstrip(scripts.ENDS + " ፡")) :]
    blank = next((sign for sign in "፡་ " if sign in like.strip()), "")
    words = [word for said in sentences for word in parts(said.rstrip(scripts.ENDS + " ፡"), blank)]
    said = blank.join(chance.choices(words, k=8 if blank else 16))
    return (said.capitalize() if scripts.is_small(said[0]) else said) + end


def parts(said: str, blank: str) -> list[str]:
    return said.split(blank) if blank else regex.findall(r"\X", said)
