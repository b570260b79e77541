"""What texts come in: packed, saved pages, office documents, PDF; and what is wrong with such."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from helpers import Run

from auditor.errors import InputError, LimitError
from auditor.model import Document, Options
from auditor.read import document, read

OFFICE = "The office is open on Monday from nine to five."
ZH = "各省、自治区、直辖市人民政府：请认真贯彻执行。"


def opened(data: bytes, name: str, options: Options = Options()) -> Document:
    return document(data, name, options)


def test_a_gzip_file_is_what_is_in_it() -> None:
    data = gzip.compress(b"<p>One") + gzip.compress(b"<p>Two")
    done = opened(data, "page.html.gz")
    assert (done.text, done.provenance.media_type) == ("One\nTwo", "text/html")
    assert done.provenance.source == "page.html.gz"
    assert opened(gzip.compress(OFFICE.encode()), "served-compressed.txt").text == OFFICE


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (gzip.compress(OFFICE.encode() * 9)[:-20], InputError, "cut off"),
        (gzip.compress(bytes(10_000)), LimitError, "larger than 1,000 bytes unpacked"),
        (b"\x1f\x8b\x08\x00garbage garbage", InputError, "damaged gzip|cut off"),
        (gzip.compress(b""), InputError, "blank file"),
        (b"\x1f\x8b", InputError, "cut off"),
        (b"PK\x03\x04rest", InputError, "zip archive"),
        (b"%PDF-1.7\n%%EOF", InputError, "PDF file that cannot be read"),
    ],
    ids=["cut off", "too large", "garbage", "empty", "head alone", "a zip", "an empty PDF"],
)
def test_bad_files_are_told_in_a_sentence(
    data: bytes, error: type[InputError], says: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(error, match=rf"a\.txt: .*({says})"):
        read(path, Options(max_size=1000))


SAVED = """From: <Saved by Blink>
Subject: Rules
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----x"

------x
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
------x
Content-Type: text/html; charset="gbk"
Content-Transfer-Encoding: quoted-printable
Content-Location: https://example.org/rules

<meta charset=3Dutf-8><p>{}
------x--
"""


def test_a_saved_page_is_its_page() -> None:
    """The charset of the part outranks that of the page."""
    quoted = "".join(f"={byte:02X}" for byte in ZH.encode("gbk"))
    for name in ("page.mhtml", "page"):
        done = opened(SAVED.format(quoted).encode(), name)
        assert (done.text, done.provenance.media_type) == (ZH, "text/html")
        assert done.provenance.encoding == "gb18030"
    with pytest.raises(InputError, match="without a page"):
        opened(SAVED.replace("text/html", "image/gif").encode(), "page.mht")


def docx(**parts: str) -> bytes:
    word = pytest.importorskip("docx").Document()
    word.add_paragraph(OFFICE)
    table = word.add_table(rows=2, cols=2)
    for at, text in enumerate(("day", "hours", "Monday", "nine to five")):
        table.cell(at // 2, at % 2).text = text
    word.add_paragraph("End.")
    made = io.BytesIO()
    word.save(made)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(f"word/{name}.bin", text)
    return made.getvalue()


def test_a_word_document_is_its_text() -> None:
    done = opened(docx(vbaProject="macro"), "rules.docx")
    assert done.text == f"{OFFICE}\nday\thours\nMonday\tnine to five\nEnd."
    assert "wordprocessingml" in done.provenance.media_type


def test_word_documents_that_are_none() -> None:
    with pytest.raises(InputError, match=r"a\.docx: is no sound \.docx"):
        opened(docx()[:-300], "a.docx")
    with pytest.raises(LimitError, match="unpacked"):
        opened(docx(bomb="0" * 2_000_000), "a.docx", Options(max_size=1_000_000))


def pdf(pages: list[list[str]], password: str | None = None) -> bytes:
    """A PDF file with these lines on its pages, written by hand."""
    pypdf = pytest.importorskip("pypdf")
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        stream = "BT /F1 12 Tf 72 720 Td " + " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
        objects.append(f"<< /Length {len(stream) + 3} >>\nstream\n{stream} ET\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> "
            ">> >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    data, starts = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        starts.append(len(data))
        data += f"{number} 0 obj\n{each}\nendobj\n".encode()
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    size, at = len(objects) + 1, len(data)
    data += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} ".encode()
    data += f"/Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n".encode()
    if password is None:
        return data
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(password, algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_pdf_file_is_its_pages() -> None:
    pages = [[f"Annual report  {n + 4}", f"Rule {n} is kept.", OFFICE] for n in range(4)]
    done = opened(pdf(pages), "report.pdf")
    assert done.text.count("\f") == 3
    assert done.text.startswith("Annual report  4\nRule 0 is kept.\nThe office")
    heads = [span.of(done.text) for span in done.furniture]
    assert [head for head in heads if "Annual" in head] == [page[0] for page in pages]


def test_pdf_files_that_cannot_be_read() -> None:
    with pytest.raises(InputError, match="with a password"):
        opened(pdf([["secret"]], "x"), "a.pdf")
    assert opened(pdf([["no secret"]], ""), "a.pdf").text.strip() == "no secret"
    with pytest.raises(InputError, match="pictures"):
        opened(pdf([[]]), "a.pdf")


def test_running_heads_and_page_numbers_are_marked_by_their_place() -> None:
    texts = [
        f"Line {chr(97 + n)} of the text goes on\nand on, to the end of page." for n in range(9)
    ]
    pages = [
        f"{'ΕΚΘΕΣΗ' if n % 2 else 'Article'} {n + 7 if n % 2 else n * n}\n{text}\n- {n + 1} -\n"
        for n, text in enumerate(texts)
    ]
    done = opened("\f".join(pages).encode(), "report.txt")
    marked = [span.of(done.text) for span in done.furniture]
    assert [each for each in marked if each.startswith("-")] == [f"- {n} -" for n in range(1, 10)]
    assert [each for each in marked if "ΕΚΘ" in each] == [f"ΕΚΘΕΣΗ {n + 7}" for n in (1, 3, 5, 7)]
    assert not any("Article" in each or "on" in each for each in marked)


def test_front_matter_is_marked_and_stays() -> None:
    text = f"---\ntitle: Rules\ndate: 2020-01-01\n---\n# Rules\n\n{OFFICE}\n"
    done = opened(text.encode(), "rules.md")
    assert done.text == text
    assert [span.of(text) for span in done.furniture] == [text[: text.index("# Rules")]]
    assert opened(text.encode(), "rules.txt").furniture == ()
    assert opened(b"---\ntitle: no end\n", "rules.md").furniture == ()


def test_markdown_in_folders_is_read(run: Run, tmp_path: Path) -> None:
    for name in ("a.md", "b.markdown", "README.md"):
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(OFFICE, encoding="utf-8")
    assert "Checked 2 documents" in run("check", "in", "--exclude", "README.md").out


def test_subtitles_are_their_words() -> None:
    srt = "1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>The office</i>\r\nis open.\r\n\r\n2\r\n"
    srt += "00:00:03,000 --> 00:00:04,000\r\n12 people came.\r\n"
    assert opened(srt.encode(), "a.srt").text == "The office\nis open.\n12 people came.\n"
    vtt = "WEBVTT - rules\nKind: captions\n\nNOTE made\nby hand\n\nintro\n00:01.000 --> 00:02.000 "
    vtt += "align:start\nThe<00:01.500><c> office</c>\n\n00:02.000 --> 00:03.000\nThe office\n"
    done = opened(vtt.encode(), "a.vtt")
    assert done.text == "The office\nThe office\n"
    assert done.provenance.media_type == "text/vtt"
    assert opened(srt.encode(), "a.txt").text == srt


def test_a_feed_is_the_text_of_its_elements() -> None:
    feed = (
        "<?xml version='1.0' encoding='gb2312'?><rss><channel><title>News</title><link>http://x"
        f"</link><item><title>{ZH}</title><description>&lt;p&gt;One&lt;p&gt;Two &amp;amp; three"
        "</description><guid>7</guid></item></channel></rss>"
    )
    for name in ("news.xml", "feed"):
        done = opened(feed.encode("gbk"), name)
        assert done.text == f"News\n{ZH}\nOne\nTwo & three\n"
        assert done.provenance.media_type == "application/xml"


def test_xml_of_its_own_and_bad_xml() -> None:
    text = "<doc><p>The <b>office</b> is\n open.</p><!-- no --><p>It's closed</p><q/></doc>"
    assert opened(text.encode(), "a.xml").text == "The office is open.\nIt's closed\n"
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">'
    bomb += '<!ENTITY f SYSTEM "file:///etc/passwd">]><d>x &b; &f; y</d>'
    done = opened(bomb.encode(), "a.xml").text
    assert "aaaa" not in done and "root" not in done and done.startswith("x")
    with pytest.raises(InputError, match="is no XML"):
        opened(b"no xml at all", "a.xml")
    assert opened(b"<html><body><p>a<p>b</body></html>", "a.xhtml").text == "a\nb"


def test_signs_that_a_font_does_not_name_are_no_binary_data() -> None:
    """pdftotext writes a NUL for each; AUD006 tells of them."""
    text = (OFFICE + "\0 kept\n") * 65
    assert opened(text.encode(), "report.txt").text == text
    with pytest.raises(InputError, match="binary"):
        opened(text.replace(" ", "\0").encode(), "report.txt")


def test_bad_containers_hide_no_other_document(run: Run, tmp_path: Path) -> None:
    """Each is one line that names it and says what is wrong; nothing of a macro is run or read."""
    files = {
        "bomb.txt.gz": (gzip.compress(bytes(2_000_000)), "unpacked"),
        "cut.txt.gz": (gzip.compress(OFFICE.encode() * 9)[:-20], "cut off"),
        "locked.pdf": (pdf([["secret"]], "x"), "with a password"),
        "torn.docx": (docx()[:-300], "is no sound .docx"),
        "none.mhtml": (SAVED.replace("text/html", "image/gif").encode(), "without a page"),
        "fine.txt": (OFFICE.encode(), ""),
        "macro.docx": (docx(vbaProject="macro"), ""),
    }
    for name, (data, _) in files.items():
        (tmp_path / name).write_bytes(data)
    done = run("check", *files, "--max-size", "1000000")
    assert done.code == 2
    assert "Checked 2 documents" in done.out
    told = [line for line in done.out.splitlines() if "not audited" in line]
    assert [line.partition(":")[0] for line in told] == [
        n for n, (_, says) in files.items() if says
    ]
    assert all(says in line for line, (_, says) in zip(told, files.values(), strict=False))
