"""Reading: encodings and why, HTML to text, origins, language, and what cannot be read."""

from __future__ import annotations

import codecs
import io
import re
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from auditor.errors import InputError, LimitError, OptionsError
from auditor.model import Document, MediaType, Options
from auditor.read import document, encoding, read
from benchmarks.fuzz_read import faults

ZH = "各省、自治区、直辖市人民政府：现将《深化服务贸易发展试点方案》印发给你们，请认真贯彻执行。"
ZH_TW = "行政院各部會：茲修正「政府資訊公開辦法」部分條文，自發布日施行，請查照轉知所屬機關辦理。"
JA = "この法律は、公布の日から起算して六月を超えない範囲内において政令で定める日から施行する。"
KO = "이 법은 공포한 날부터 시행한다. 다만, 제3조의 개정규정은 공포 후 6개월부터 시행한다."
RU = "Настоящий Федеральный закон вступает в силу со дня его официального опубликования."
FR = "« L’accès » à l’école est gratuit — où que l’élève réside — et coûte 0 €."


def page(head: str, body: str) -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body><p>{body}</p></body></html>"


def read_html(markup: str, options: Options = Options()) -> Document:
    return document(markup.encode(), "page.html", options)


@pytest.mark.parametrize(
    ("data", "name", "text", "found", "reason"),
    [
        (ZH.encode(), "a.txt", ZH, "utf-8", "utf-8"),
        (codecs.BOM_UTF8 + ZH.encode(), "a.txt", ZH, "utf-8", "bom"),
        (codecs.BOM_UTF16_LE + ZH.encode("utf-16-le"), "a.txt", ZH, "utf-16-le", "bom"),
        (codecs.BOM_UTF16_BE + ZH.encode("utf-16-be"), "a.txt", ZH, "utf-16-be", "bom"),
        (codecs.BOM_UTF32_LE + ZH.encode("utf-32-le"), "a.txt", ZH, "utf-32-le", "bom"),
        (codecs.BOM_UTF32_BE + ZH.encode("utf-32-be"), "a.txt", ZH, "utf-32-be", "bom"),
        (
            f"{ZH}\n2018 2019".encode("utf-16-le"),
            "a.txt",
            f"{ZH}\n2018 2019",
            "utf-16-le",
            "detected",
        ),
        (f"{FR}".encode("utf-32-be"), "a.txt", FR, "utf-32-be", "detected"),
        (ZH.encode("gb18030"), "a.txt", ZH, "gb18030", "detected"),
        (ZH_TW.encode("big5"), "a.txt", ZH_TW, "big5", "detected"),
        (JA.encode("shift_jis"), "a.txt", JA, "shift_jis", "detected"),
        (JA.encode("euc_jp"), "a.txt", JA, "euc-jp", "detected"),
        (KO.encode("euc_kr"), "a.txt", KO, "euc-kr", "detected"),
        (RU.encode("cp1251"), "a.txt", RU, "windows-1251", "detected"),
        (RU.encode("koi8_r"), "a.txt", RU, "koi8-r", "detected"),
    ],
)
def test_encoding_of_text(data: bytes, name: str, text: str, found: str, reason: str) -> None:
    done = document(data, name, Options())
    assert (done.text, done.provenance.encoding, done.provenance.encoding_reason) == (
        text, found, reason,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "text", "written", "found", "reason"),
    [
        ("gb2312", "总理朱镕基讲话。" + ZH, "gb18030", "gb18030", "declared"),
        ("GBK", "㐀和𠮷。" + ZH, "gb18030", "gb18030", "declared"),
        ("gb2312", ZH, "utf-8", "utf-8", "utf-8"),
        ("gb2312", RU, "utf-8", "utf-8", "utf-8"),
        ("utf-8", ZH, "gb18030", "gb18030", "detected"),
        ("utf-16", ZH, "utf-8", "utf-8", "declared"),
        ("x-unknown", ZH, "utf-8", "utf-8", "utf-8"),
        ("iso-8859-1", FR, "cp1252", "windows-1252", "declared"),
        ("us-ascii", FR, "utf-8", "utf-8", "utf-8"),
        ("windows-1251", RU, "cp1251", "windows-1251", "declared"),
        ("Shift_JIS", "①～" + JA, "cp932", "shift_jis", "declared"),
        ("ks_c_5601-1987", "똠방각하. " + KO, "cp949", "euc-kr", "declared"),
        ("iso-2022-jp", JA, "iso2022_jp", "iso-2022-jp", "declared"),
    ],
)
@pytest.mark.parametrize(
    "head",
    ['<meta charset="{}">', "<META http-equiv=Content-Type content='text/html; charset={}'>"],
)
def test_encoding_of_a_page(
    declared: str, text: str, written: str, found: str, reason: str, head: str
) -> None:
    data = page(head.format(declared), text).encode(written)
    done = document(data, "page.html", Options())
    assert (done.text, done.provenance.encoding, done.provenance.encoding_reason) == (
        text, found, reason,
    )  # fmt: skip


def test_a_declaration_in_a_comment_declares_nothing() -> None:
    data = page("<!-- <meta charset=windows-1251> -->", ZH).encode("gb18030")
    assert document(data, "page.html", Options()).text == ZH


def test_xml_declaration() -> None:
    data = f'<?xml version="1.0" encoding="gb2312"?><html><body>{ZH}</body></html>'.encode("gbk")
    assert document(data, "feed", Options()).text == ZH


def test_an_option_wins_over_all() -> None:
    data = codecs.BOM_UTF8 + page('<meta charset="utf-8">', "plain").encode()
    done = document(data, "page.html", Options(encoding="Latin1"))
    assert (done.provenance.encoding, done.provenance.encoding_reason) == ("windows-1252", "option")


def test_short_text_declared_in_gbk_stays_gbk() -> None:
    """Two letters are no proof of UTF-8, though their bytes happen to be valid."""
    data = page('<meta charset="gbk">', "\u0222").encode()  # as GBK: one Chinese letter
    assert document(data, "page.html", Options()).provenance.encoding == "gb18030"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (ZH.encode()[:-1], "a.txt"),
        (ZH.encode() * 9 + b"\xff" + ZH.encode(), "a.txt"),
        (page("<meta charset=gb2312>", ZH * 2).encode("gbk") + b"\xff\xff<p>", "page.html"),
    ],
)
def test_one_damaged_place_costs_one_place(data: bytes, name: str) -> None:
    done = document(data, name, Options())
    assert 1 <= done.text.count("\ufffd") <= 2
    assert done.text.startswith(ZH[:-1])


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("latin1", "windows-1252"), ("ISO-8859-1", "windows-1252"), ("ascii", "windows-1252"),
        ("iso-8859-9", "windows-1254"), ("tis-620", "windows-874"), ("gb2312", "gb18030"),
        (" GBK ", "gb18030"), ("chinese", "gb18030"), ("x-sjis", "shift_jis"),
        ("windows-31j", "shift_jis"), ("ks_c_5601-1987", "euc-kr"), ("big5-hkscs", "big5"),
        ("x-euc-jp", "euc-jp"), ("utf8", "utf-8"), ("x-cp1251", "windows-1251"),
        ("koi8-ru", "koi8-u"), ("iso-8859-8-i", "iso-8859-8"), ("x-mac-cyrillic", "x-mac-cyrillic"),
        ("iso-8859-2", "iso-8859-2"), ("iso-8859-15", "iso-8859-15"), ("cp866", "ibm866"),
    ],
)  # fmt: skip
def test_labels_mean_what_they_mean_on_the_web(label: str, name: str) -> None:
    found = encoding.codec(label)
    assert found is not None
    assert encoding.web_name(found) == name
    assert encoding.codec(name) == found


@pytest.mark.parametrize(
    "label", ["", "rot13", "zlib", "hex", "utf-7", "unicode_escape", "nö", "\0"]
)
def test_what_is_no_encoding_of_texts(label: str) -> None:
    assert encoding.codec(label) is None
    with pytest.raises(OptionsError, match="no such encoding"):
        document(b"x", "a.txt", Options(encoding=label))


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028", "\x85", "\x0b"])
def test_line_ends_stay(end: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"{ZH}{end}{ZH}{end}".encode())
    assert read(path).text == f"{ZH}{end}{ZH}{end}"


def test_provenance(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"text")
    provenance = read(path, siglum="Q").provenance
    assert provenance.source == str(path)
    assert provenance.sha256 == "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1"
    assert (provenance.media_type, provenance.captured_at) == ("text/plain", None)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>one<p>two", "one\ntwo"),
        ("one<br>two<br/><br>three", "one\ntwo\nthree"),
        ("<div><div>one</div></div>two", "one\ntwo"),
        ("  one \n\t two  <b> three </b>four", "one two three four"),
        ("<b>one</b> <i>two</i><u>three</u>", "one twothree"),
        ("第一条\n  总则", "第一条总则"),
        ("第一条<b>\n总</b>则", "第一条总则"),
        ("第一条 总则", "第一条 总则"),
        ("제1조\n총칙", "제1조 총칙"),
        ("第一条\nArticle", "第一条 Article"),
        ("　　第一条&nbsp;&nbsp;总则", "　　第一条\xa0\xa0总则"),
        ("<ol><li>one<li>two<ul><li>three</ul></ol>", "one\ntwo\nthree"),
        ("<table><tr><td>a<td>b<tr><th>c<th>d</table>", "a\tb\nc\td"),
        ("<table><tr><td><p>a</p><p>b</p></td><td><div>c</div></td></tr></table>x", "a b\tc\nx"),
        ("<table><tr><td></td><td>b</td></tr><tr><td>c</td><td></td></tr></table>", "\tb\nc"),
        ("<table><tr><td>a</td><td><table><tr><td>b<td>c</table></td></tr></table>", "a\nb\tc"),
        ("<dl><dt>term<dd>meaning</dl>", "term\nmeaning"),
        ("<pre>\n one\r\n  two\n</pre>three", " one\n  two\nthree"),
        ("<p style='white-space: pre-wrap'>a  b</p>c  d", "a  b\nc d"),
        ("one<select><option>a<option>b</select>two", "one\na\nb\ntwo"),
        ("one<!-- no -->two<?no?>three", "onetwothree"),
        ("one<script>no</script><style>no</style><template>no</template>two", "onetwo"),
        ("1<noscript>no</noscript><svg><text>a</text></svg><iframe>no</iframe>2", "1\na\n2"),
        ("<p hidden>no<p style='color:red;DISPLAY : NONE'>no<p>yes", "yes"),
        ("<p style='visibility:hidden'>no</p><dialog>no</dialog><dialog open>yes</dialog>", "yes"),
        ("<p style='display:none-such'>yes", "yes"),
        ("<details><summary>more</summary>yes</details>", "more\nyes"),
        ("<ruby>漢<rp>（</rp><rt>かん</rt><rp>）</rp></ruby>字", "漢（かん）字"),
        ("&lt;b&gt; &amp;amp; &#x56fd;&#0;&#xD800;&nosuch;", "<b> &amp; 国\ufffd\ufffd&nosuch;"),
        ("a\0b", "a\ufffdb"),
        ("<o:p>one</o:p><my-tag>two</my-tag>", "onetwo"),
        ("<!ENTITY x SYSTEM 'file:///etc/passwd'>&x;", "&x;"),
        ("yes<title>no</title>", "yes"),
    ],
)  # fmt: skip
def test_visible_text(body: str, text: str) -> None:
    assert read_html(f"<html><body>{body}</body></html>").text == text


def test_text_before_and_after_the_body_is_kept() -> None:
    assert read_html("<text id='1'>\n<html><body>one</body></html>two").text == "onetwo"


def test_a_page_without_a_body_tag() -> None:
    """The parser leaves elements in the head that it does not know, as HTML 5 has many."""
    markup = "<!DOCTYPE html><title>no</title><nav>one</nav><p>two"
    assert read_html(markup).text == "one\ntwo"


def test_two_pages_in_one_file() -> None:
    markup = page("<title>no</title>", "one") + "\n" + page("<title>no</title>", "two")
    assert read_html(markup).text == "one\ntwo"


@pytest.mark.parametrize(
    ("content", "exclude", "text"),
    [
        ("article", None, "one\nnav\ntwo\nthree"),
        ("article", ".nav", "one\ntwo\nthree"),
        ("p, article", ".nav", "one\ntwo\nthree"),
        ("p:nth-child(1)", None, "one"),
        (None, "article, .nav", "menu"),
        ("#tab", None, "three"),
    ],
)
def test_selectors(content: str | None, exclude: str | None, text: str) -> None:
    markup = (
        "<body><div>menu</div><article><p>one</p><p class=nav>nav</p>two</article>"
        "<section style='display:none'><article id=tab>three</article></section>"
    )
    options = Options(content_selector=content, exclude_selector=exclude)
    assert read_html(markup, options).text == text


def test_a_selector_that_is_none() -> None:
    with pytest.raises(OptionsError, match=r"selector 'p\['"):
        read_html("<p>x", Options(content_selector="p["))
    with pytest.raises(InputError, match="no element matches the content selector 'h1'"):
        read_html("<p>x", Options(content_selector="h1"))


def nodes(tree: etree._Element, path: str) -> list[etree._Element]:
    return list(tree.cssselect(path))


MARKUP = """<body>lead<div><p>one <b>two</b></p>three<ul><li>four<li>five</ul></div>
<table><tr><td>six<td>seven</table><o:p>eight</o:p><div>nine</div><pre>ten
eleven</pre></body>"""


def test_origins_lead_back_to_the_element() -> None:
    done = read_html(MARKUP)
    tree = etree.HTML(MARKUP)
    for origin in done.origins:
        (node,) = nodes(tree, origin.path)
        assert origin.span.of(done.text) in "".join(map(str, node.itertext()))
    assert [(o.span.of(done.text), o.path) for o in done.origins][:4] == [
        ("lead", "body"),
        ("one two", "body > div:nth-of-type(1) > p:nth-of-type(1)"),
        ("three", "body > div:nth-of-type(1)"),
        ("four", "body > div:nth-of-type(1) > ul:nth-of-type(1) > li:nth-of-type(1)"),
    ]


TOKENS = (
    "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<br>", "<table>", "</table>", "<tr>", "<td>",
    "<pre>", "</pre>", "<ul>", "<li>", "</ul>", "<script>", "</script>", "<p hidden>", "<!--",
    "-->", "</body>", "</html>", "<html>", "<body>", "<head>", "<title>", "</title>", " ", "\n",
    "\t", "a", "字", "。", "&nbsp;", "&lt;", "<", ">", "\r\n", "\0", "<o:p>", "<select>",
)  # fmt: skip


@given(st.lists(st.sampled_from(TOKENS), max_size=40).map("".join))
def test_any_markup(markup: str) -> None:
    """Never raises; the origins tile all text but the gaps; every path leads to one element."""
    try:
        done = read_html("<body>yes" + markup)
    except InputError:
        pytest.fail("there is visible text")
    tree = etree.HTML("<body>yes" + re.sub("</(body|html)>", "", markup.replace("\0", "\ufffd")))
    end = 0
    for origin in done.origins:
        assert done.text[end : origin.span.start].strip(" \t\n") == ""
        assert len(origin.span) > 0
        assert len(nodes(tree, origin.path)) == 1
        end = origin.span.end
    assert end == len(done.text)
    if "<pre>" not in markup:
        assert not re.search(r"\n\n|[ \t]\n|\n[ \t]|  |\t\t", done.text)


@given(st.text(min_size=1))
@example("\x00" * 5 + "a" * 10_000)
@example("<meta charset=gbk>" + ZH)
def test_any_text_is_read_as_it_is(text: str) -> None:
    text = "文" + re.sub("[\0-\x07\x0e-\x1f]", "", text).encode("utf-8", "ignore").decode()
    assert document(text.encode(), "a.txt", Options()).text == text


@given(st.binary(), st.sampled_from(["a.txt", "a.html", "a"]))
@example(b"\xfe\xff\xd8\x00a", "a.txt")
@example(b"\xff\xfea", "a.html")
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        done = document(data or b"x", name, Options())
    except InputError as error:
        assert str(error).startswith(f"{name}: ")
    else:
        assert done.text.strip()
        done.text.encode()


def test_a_reading_is_the_same_again_in_its_own_encoding() -> None:
    for text, name in ((ZH, "gbk"), (JA, "cp932"), (KO, "cp949"), (RU, "cp1251"), (FR, "cp1252")):
        first = document((text * 3).encode(name), "a.txt", Options())
        again = Options(encoding=first.provenance.encoding)
        assert document((text * 3).encode(name), "a.txt", again).text == first.text == text * 3


@pytest.mark.parametrize(
    ("markup", "language"),
    [
        (f"<html lang=zh-CN><p>{ZH}", "zh-CN"),
        (f"<html lang=en><p>{ZH}", "zh"),
        (f"<html><body lang=ja><p>{ZH}", "ja"),
        ("<html lang=' de '><p>Gesetz", "de"),
        ("<html lang='en\"><script>'><p>Law", None),
        (f"<p>{ZH}", "zh"),
        (f"<p>{ZH_TW}", "zh"),
        (f"<p>{JA}", "ja"),
        (f"<p>{KO}", "ko"),
        ("<p>พระราชบัญญัติ", "th"),
        ("<p>المادة الأولى", "ar"),
        ("<p>חוק יסוד", "he"),
        ("<p>अनुच्छेद एक", "hi"),
        ("<p>Άρθρο πρώτο", "el"),
        (f"<p>{FR}", None),
        (f"<p>{RU}", None),
        ("<p>2018-07-13", None),
    ],
)
def test_language(markup: str, language: str | None) -> None:
    assert read_html(markup).language == language
    assert read_html(markup, Options(language="pt-BR")).language == "pt-BR"


def test_a_language_that_is_none() -> None:
    with pytest.raises(OptionsError, match="not a tag"):
        read_html("<p>x", Options(language="Chinese (simplified)"))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "blank"),
        (b"%PDF-1.7 \x00\x01", "PDF file that cannot be read"),
        (b"PK\x03\x04\x14\x00", "office"),
        (b"x" * 101, "larger than 100 bytes"),
    ],
)
def test_what_is_no_text(data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=rf"a\.txt: .*{says}"):
        read(path, Options(max_size=100 if says.startswith("larger") else 1000))


def test_a_page_that_shows_nothing() -> None:
    with pytest.raises(InputError, match="without visible text"):
        read_html("<html><head><title>t</title></head><body><script>1</script></body></html>")


def test_a_path_that_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "none.txt")
    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        read("a\0b.txt")


def test_a_bomb_of_elements_is_refused_in_a_sentence() -> None:
    with pytest.raises(LimitError, match="nested too deep"):
        read_html("<div>" * 100_000 + "text")
    assert read_html("<div>" * 1_000 + "text").text == "text"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"<!doctype HTML><p>x", "text/html"),
        (b"\n <html><p>x", "text/html"),
        (b"<?xml version='1.0'?><!-- c --><html>x</html>", "text/html"),
        (codecs.BOM_UTF16_LE + "<p>x</p>".encode("utf-16-le"), "text/html"),
        (b"<?xml version='1.0'?><rss>x</rss>", "application/xml"),
        (b"a < b <p>", "text/plain"),
        (b"<principle>", "text/plain"),
    ],
)
def test_what_standard_input_holds(
    data: bytes, media_type: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    done = read("-")
    assert (done.provenance.source, done.provenance.media_type) == ("<stdin>", media_type)


def test_the_kind_can_be_given() -> None:
    data = b"<p>x"
    cases: tuple[tuple[str, MediaType, str], ...] = (
        ("a.txt", "html", "x"),
        ("a.html", "text", "<p>x"),
    )
    for name, kind, text in cases:
        options = Options(media_type=kind)
        assert document(data, name, options).text == text


@pytest.mark.parametrize("case", [b"\x1b2)1\x1b2A2)[)["])
def test_what_the_fuzzer_found(case: bytes) -> None:
    assert not list(faults(case))
