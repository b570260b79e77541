"""Encodings that nobody declares: damaged bytes cost their letters, not the document."""

from __future__ import annotations

from pathlib import Path

import pytest
import webencodings
from helpers import ROOT
from hypothesis import given
from hypothesis import strategies as st

import auditor
from auditor.model import Options
from auditor.read import document
from auditor.read.encoding import Decoded, codec, decode, multibyte, web_name
from auditor.read.encoding.labels import WEB
from benchmarks.documents import Text
from benchmarks.encodings import Case, codecs_of, differs, measure

ZH = "各省、自治区、直辖市人民政府：现将《深化服务贸易发展试点方案》印发给你们，请认真执行。" * 4
TW = "行政院各部會：茲修正「政府資訊公開辦法」部分條文，自發布日施行，請查照轉知所屬機關辦理。" * 4
JA = "この法律は、公布の日から起算して六月を超えない範囲内において政令で定める日から施行する。" * 4
KO = "이 법은 공포한 날부터 시행한다. 다만, 제3조의 개정규정은 공포 후 6개월부터 시행한다. " * 4
CODECS = [
    *((ZH, "gb18030"), (TW, "gbk"), (TW, "big5"), (KO, "euc_kr")),
    *((JA, "euc_jp"), (JA, "cp932"), (JA, "iso2022_jp")),
]


@pytest.mark.parametrize(("text", "written"), CODECS, ids=[c for _, c in CODECS])
@pytest.mark.parametrize("damage", ["cut", "invalid", "doubled"])
def test_a_damaged_byte_costs_its_letters(text: str, written: str, damage: str) -> None:
    data = text.encode(written)
    for at in range(10, len(data) - 10, 7):
        if written == "iso2022_jp" and data[at - 3 : at + 3].count(0x1B):
            continue  # an escape is not one letter
        byte = {"cut": b"", "invalid": b"\xff", "doubled": data[at : at + 1] * 2}[damage]
        found = decode(data[:at] + byte + data[at + 1 :]).text
        assert differs(text, found) * len(text) <= 12, found  # up to the next odd letter


@pytest.mark.parametrize("name", ["zh_reading_rooms", "ja_ferry", "ru_bassein", "ar_market"])
def test_shipped_texts_in_every_encoding(name: str) -> None:
    text = (ROOT / "benchmarks" / "texts" / f"{name}.txt").read_text(encoding="utf-8")
    for written in codecs_of(text):
        for damage in ("clean", "cut"):
            outcome = measure(Case(Text(name, "", text), written, damage, page=damage == "cut"))
            assert not outcome.wrong, outcome


@pytest.mark.parametrize("byte", [b"", b"\xff", b"BB", b"$$", b"\x1b\x1b"])
def test_a_damaged_escape_costs_no_line(byte: bytes) -> None:
    """One of its three bytes is cut, another, or twice; the other escapes tell what it was."""
    text = "Tickets: 二等席は千円です。 One way: 一等席は二千円。\nBack: 割引あり"
    source = text.encode("iso2022_jp")
    for at, old in enumerate(source):
        near = source[max(0, at - 2) : at + 1]
        if b"\x1b" not in near or (len(byte) == 2 and byte[0] != old):
            continue
        found = decode(source[:at] + byte + source[at + 1 :])
        assert found.encoding == "iso-2022-jp"
        assert differs(text, found.text) * len(text) <= 6, found.text


def test_a_wrong_declaration_does_not_outrank_damaged_utf_8() -> None:
    page = f"<meta charset=iso-8859-1><p>{'Le café où l’on dîne est fermé. ' * 5}".encode()
    at = page.index("ù".encode())
    for byte in (b"", b"\xff"):
        found = document(page[:at] + byte + page[at + 1 :], "page.html", Options())
        assert found.provenance.encoding == "utf-8"
        assert found.text.count("café") == 5


@pytest.mark.parametrize("byte", [b"", b"\xff"])
@pytest.mark.parametrize("text", ["Le café est ouvert à midi.", "It’s open – daily", "Größe: 5 €"])
def test_few_letters_tell_a_damaged_text_in_utf_8(text: str, byte: bytes) -> None:
    data = text.encode()
    first = next(at for at, each in enumerate(data) if each > 0x7F)
    found = decode(data[:first] + byte + data[first + 1 :])
    assert found.encoding == "utf-8"
    assert differs(text, found.text) * len(text) <= 3


def test_a_lost_byte_is_mended_by_common_letters() -> None:
    text = "第一条 为了加强对水资源的保护和管理，根据有关法律、行政法规，结合本市实际，制定本条例。"
    data = text.encode("gb18030")
    for at in range(8, len(data) - 2):
        found = decode(data[:at] + data[at + 1 :]).text
        assert differs(text, found) * len(text) <= 3, found


def test_a_fraction_inside_of_a_word_is_a_ligature() -> None:
    text = "Le chœur répète à l'école, et la sœur écoute derrière la fenêtre. Prix : 10 €. " * 3
    data = text.encode("iso8859_15").replace(b"\xe8", b"", 1)
    assert decode(data).text == text.replace("è", "", 1)


def test_controls_are_none_of_iso_8859() -> None:
    text = "L’adhérent s’engage à respecter les règles d’usage du réseau où qu’il soit. " * 3
    found = decode(text.encode("cp1252"))
    assert (found.encoding, found.text) == ("windows-1252", text)


def test_a_damaged_letter_is_told() -> None:
    data = ZH.encode("gb18030")
    text = decode(data[:31] + data[32:]).text
    assert text.count("\ufffd") == 1


def test_what_one_byte_writes_is_not_taken_for_two() -> None:
    for text, written in (
        ("Geöffnet täglich außer über Ostern. ", "cp1252"),
        ("L’été à la mer. ", "cp1252"),
    ):
        assert decode((text * 9).encode(written)).text == text * 9


def test_tables_drawn_in_signs_are_no_odd_letters() -> None:
    text = "┌──┬──┐\n│项目│金额│\n└──┴──┘\n" * 9 + ZH
    assert decode(text.encode("gb18030")).text == text


def test_every_label_of_the_web_is_known() -> None:
    nothing = {"replacement", "hz-gb-2312", "iso-2022-kr", "csiso2022kr", "iso-2022-cn"} | {
        "iso-2022-cn-ext"
    }
    same = {"gbk": "gb18030", "iso-8859-8-i": "iso-8859-8", "x-user-defined": "windows-1252"}
    same |= {"utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}
    for label, meant in webencodings.LABELS.items():
        if label in nothing:
            continue
        found = codec(f" {label.upper()} ")
        assert found is not None, label
        assert web_name(found) == same.get(meant, meant), label


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("windows-1252", b"a\x81\x93b", "a\x81“b"),
        ("windows-1253", b"\xc1\x81", "Α\x81"),
        ("gb2312", b"\x80\xb0\xa1", "€啊"),
        ("euc-jp", b"\xad\xa1\xfc\xe2\xa4\xa2", "①髙あ"),
        ("shift_jis", b"\x80\x82\xa0", "\x80あ"),
        ("big5", b"\xa3\xe1\xa4\x40", "€一"),
    ],
)
def test_bytes_that_only_the_web_maps(name: str, data: bytes, text: str) -> None:
    page = f'<meta charset="{name}"><p>'.encode() + data
    found = document(page, "page.html", Options())
    assert (found.text, found.provenance.encoding_reason) == (text, "declared")


def test_a_declared_encoding_stays_with_one_damaged_byte() -> None:
    data = f'<meta charset="gbk"><p>{ZH}'.encode("gbk")
    found = document(data[:90] + data[91:], "page.html", Options())
    assert found.provenance.encoding_reason == "declared"
    assert differs(ZH, found.text) * len(ZH) <= 3


@given(st.binary(max_size=200), st.sampled_from(multibyte.CODECS))
def test_any_bytes_are_read(data: bytes, name: str) -> None:
    for told in (True, False):
        text = multibyte.decode(data, name, told=told)
        if "\ufffd" not in text and told:
            assert text == data.decode(name, WEB)
    assert isinstance(decode(data), Decoded)


def test_the_handlers_leave_other_errors() -> None:
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("utf-8", WEB)


@pytest.mark.parametrize(("written", "told"), [("cp1252", ["AUD010"]), ("utf-8", [])])
def test_an_encoding_that_nobody_declared_is_told(
    written: str, told: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "rules.txt"
    path.write_bytes(("Die Geschäftsordnung gilt für alle Mitglieder. " * 4).encode(written))
    found = auditor.audit(auditor.read(path)).findings
    assert [each.rule for each in found if each.rule == "AUD010"] == told
    assert all(each.severity == "note" for each in found if each.rule == "AUD010")
