"""Texts that were laid out in pages: what tools make of a PDF file, and what is read of that.

The files are made here, and read by pypdf, in both of its ways, and by pdftotext where that is on
PATH. What is read is no further from the text that was laid out than what the tool gives.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pytest
from helpers import ROOT
from rapidfuzz.distance import LCSseq

import auditor
from auditor.model import Audit, Document, Options
from auditor.read import document

TEXTS = {
    "en": ("en_garden_plots", "Garden rules", "Page {} of {}"),
    "de": ("de_fahrradwerkstatt", "Ordnung der Werkstatt", "Seite {} von {}"),
    "fr": ("fr_salle_commune", "Salle de Saint-Aubry", "– {} –"),
}
WIDTH = 54  # characters of a line, and of a column
HALF = 30


def text_of(language: str) -> str:
    name = TEXTS[language][0]
    return (ROOT / "benchmarks" / "texts" / f"{name}.txt").read_text(encoding="utf-8")


def wrapped(text: str, width: int) -> list[str]:
    """Lines that are full: a word that is too long is parted behind its fourth letter or later."""
    lines, line = list[str](), ""
    for paragraph in text.splitlines():
        for word in paragraph.split():
            room = width - len(line) - 2
            if len(line) + len(word) + 1 > width and len(word) >= 8 and room >= 4:
                cut = min(room, len(word) - 3)
                if word[:cut].isalpha() and word[cut:].strip(",.;:").isalpha():
                    lines.append(f"{line} {word[:cut]}-".strip())
                    line = word[cut:]
                    continue
            if len(line) + len(word) + 1 > width:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines.append(line)
        line = ""
    return [each for each in lines if each]


def pages_of(language: str, size: int) -> Iterator[list[str]]:
    """Lines with a head, and with the number of the page at its foot, each after the other."""
    _, head, foot = TEXTS[language]
    lines = iter(wrapped(text_of(language), WIDTH))
    pages = list(iter(lambda: list(islice(lines, size)), []))
    for number, page in enumerate(pages, 1):
        yield [head, *page, foot.format(number, len(pages))]


def columns_of(language: str, size: int) -> Iterator[list[str]]:
    """Two columns a page, a head above them."""
    lines = iter(wrapped(text_of(language), HALF))
    while left := list(islice(lines, size)):
        right = list(islice(lines, size))
        right += [""] * (len(left) - len(right))
        yield [
            TEXTS[language][1],
            *(f"{a:{HALF + 4}}{b}" for a, b in zip(left, right, strict=True)),
        ]


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF file with these lines in a fixed pitch; four blanks or more begin another column."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>"
    objects, kids = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font], list[bytes]()
    for lines in pages:
        stream = b"BT /F1 9 Tf\n"
        for row, line in enumerate(lines):
            at = 0
            for part in line.split("    "):
                if part.strip():
                    indent = len(part) - len(part.lstrip())
                    words = (
                        part.strip().replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
                    )
                    place = f"1 0 0 1 {60 + 5.4 * (at + indent):.1f} {760 - 13 * row} Tm "
                    stream += place.encode() + b"(" + words.encode("cp1252") + b") Tj\n"
                at += len(part) + 4
        stream += b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(b"%d 0 R" % (len(objects) + 1))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    data, table = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, each in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    size = len(objects) + 1
    return data + (
        b"xref\n0 %d\n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(data))
    )


def by_pypdf(data: bytes, folder: Path, mode: str) -> Document:
    """As the reader does it, or with blanks where the page has them."""
    pypdf = pytest.importorskip("pypdf")
    if mode == "plain":
        return document(data, "a.pdf", Options())
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    text = "\f".join(page.extract_text(extraction_mode="layout") for page in pages)
    return document(text.encode(), "a.txt", Options())


def by_pdftotext(data: bytes, folder: Path, mode: str) -> Document:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("no pdftotext on PATH")
    (folder / "a.pdf").write_bytes(data)
    how = ["-layout"] if mode == "layout" else []
    done = subprocess.run([tool, *how, folder / "a.pdf", "-"], capture_output=True, check=True)
    return document(done.stdout, "a.txt", Options())


def similarity(text: str, gold: str) -> float:
    """Twice the longest common subsequence, without white space, over the sum of both lengths."""
    one, other = ("".join(each.split()) for each in (text, gold))
    return LCSseq.normalized_similarity(one, other)


def told(audit: Audit, rule: str) -> str:
    text = audit.document.text
    found = [finding for finding in audit.findings if finding.rule == rule]
    return "\n".join(at.span.of(text) for each in found for at in each.locations)


TOOLS = pytest.mark.parametrize("tool", [by_pypdf, by_pdftotext])
MODES = pytest.mark.parametrize("mode", ["plain", "layout"])


@TOOLS
@MODES
@pytest.mark.parametrize("language", TEXTS)
def test_heads_numbers_and_hyphens_of_pages_are_left_out(
    tool: type, mode: str, language: str, tmp_path: Path
) -> None:
    pages = list(pages_of(language, 20))
    found = tool(pdf(pages), tmp_path, mode)
    audit = auditor.audit(found)
    gold = text_of(language)
    before, after = (similarity(each, gold) for each in (found.text, audit.canonical.text))
    assert after > before
    reading = audit.canonical.text
    assert reading.count(pages[0][0]) == 1  # the title
    for page in pages:
        assert page[-1] not in reading
        assert page[-1] in told(audit, "AUD401")
    assert not [each for each in audit.findings if each.severity != "note"]


@TOOLS
@MODES
@pytest.mark.parametrize("language", TEXTS)
def test_columns_read_no_worse_than_the_tool_has_them(
    tool: type, mode: str, language: str, tmp_path: Path
) -> None:
    found = tool(pdf(list(columns_of(language, 16))), tmp_path, mode)
    reading = auditor.audit(found).canonical.text
    gold = text_of(language)
    assert similarity(reading, gold) >= similarity(found.text, gold)


@pytest.mark.parametrize(
    ("scrape", "reading"),
    [
        ("The council met. A coun-\ncil meets.", "The council met. A council meets."),
        ("A well-\nknown rule is well-known.", "A well-\nknown rule is well-known."),
        ("Soft hy\u00ad\n  phens part no word.", "Soft hyphens part no word."),
        ("He left Baden-\nBaden for Baden-Baden.", "He left Baden-\nBaden for Baden-Baden."),
        ("An unheard-\nof word is left.", "An unheard-\nof word is left."),
    ],
)
def test_a_hyphen_goes_where_the_text_has_the_word(scrape: str, reading: str) -> None:
    assert auditor.audit(scrape).canonical.text == reading


def test_pages_that_nothing_ends_are_told_by_a_line_that_counts_them() -> None:
    head, foot = "Κανονισμός της βιβλιοθήκης", "σελίδα {} από 4"
    pages = [
        [head, foot.format(n), f"{word} παίρνουν κάρτα με το όνομά τους και μπορούν να έχουν στο"]
        for n, word in enumerate(("οι αναγνώστες", "τα παιδιά", "οι μαθητές", "οι κάτοικοι"), 1)
    ]
    text = "\n".join(line for page in pages for line in page)
    marked = document(text.encode(), "a.txt", Options()).furniture
    assert [span.of(text) for span in marked] == [line for page in pages for line in page[:2]][1:]


@pytest.mark.parametrize(
    "line", ["Article {}", "{}.", "§ {}", "Step {} of 9"], ids=["article", "number", "sign", "step"]
)
def test_headings_that_count_end_no_pages(line: str) -> None:
    """Nor do they where each is the title of a sentence that a list begins in small letters."""
    rule = "a) the members meet on the first day of each month, in the hall behind the church;"
    text = "\n".join(f"{line.format(n)}\nThe rules\n{rule}\n{rule.upper()}" for n in range(1, 9))
    assert document(text.encode(), "a.txt", Options()).furniture == ()


BODY = (ROOT / "benchmarks" / "texts" / "en_garden_plots.txt").read_text(encoding="utf-8")[:1500]
FRONT = (
    f"---\ntitle: Garden rules\ndescription: {BODY[200:400].split(chr(10))[0]}\n1. a\n3. b\n---\n"
)


def test_front_matter_is_not_judged_and_stays() -> None:
    done = document(f"{FRONT}{BODY}".encode(), "a.md", Options())
    audit = auditor.audit(done)
    assert audit.canonical.text == done.text
    assert {each.rule for each in audit.findings} <= {"AUD401", *rules_of(BODY)}


def test_damage_behind_front_matter_is_undone() -> None:
    done = document(f"{FRONT}{BODY}\n{BODY}".encode(), "a.md", Options())
    audit = auditor.audit(done)
    assert audit.canonical.text.strip() == f"{FRONT}{BODY}".strip()
    assert "AUD103" in {each.rule for each in audit.findings}
    for witness in audit.canonical.witnesses:
        here, there = witness.canonical.of(audit.canonical.text), witness.scrape.of(done.text)
        assert here.split() == there.split()


def test_a_head_that_counts_filled_pages_need_part_one_sentence() -> None:
    """Of three pages as long as each other two begin with a sentence."""
    lines = [
        f"The {number}th rule of the house is read out by the oldest tenant."
        for number in range(60)
    ]
    lines[39:41] = ["The rule on bells is read out by the oldest tenant, who keeps a", "list."]
    lines[40] = "list of those who were there when it was read out for the first time."
    pages = [lines[at : at + 20] for at in range(0, 60, 20)]
    heads = [f"Rules of the house    {number}" for number in (1, 2, 3)]
    text = "".join("\n".join([head, *page, ""]) for head, page in zip(heads, pages, strict=True))
    found = document(text.encode(), "a.txt", Options())
    assert [span.of(text) for span in found.furniture] == heads
    uneven = text.replace(lines[5] + "\n", "").replace(lines[6] + "\n", "")
    assert not document(uneven.encode(), "a.txt", Options()).furniture


def test_a_filled_page_may_end_where_the_next_word_has_no_place() -> None:
    """German nouns begin with capitals: a page that begins with one goes on all the same."""
    lines = [
        f"Die {number}. Regel des Hauses liest der älteste Mieter vor." for number in range(10, 70)
    ]
    lines[39] = "Wer sie nicht kennt, der fragt am Abend den ältesten"
    lines[40] = "Mieter des Hauses, der sie ihm vorliest und erklärt."
    pages = [lines[at : at + 20] for at in range(0, 60, 20)]
    heads = [f"Hausordnung    {number}" for number in (1, 2, 3)]
    text = "".join("\n".join([head, *page, ""]) for head, page in zip(heads, pages, strict=True))
    assert [
        span.of(text) for span in document(text.encode(), "a.txt", Options()).furniture
    ] == heads
    short = text.replace("Wer sie nicht kennt, der fragt am Abend den ältesten", "Anhang")
    assert not document(short.encode(), "a.txt", Options()).furniture


def test_a_page_of_chinese_holds_fewer_characters() -> None:
    """What counts evenly filled pages of 460 characters each is no list."""
    lines = [
        f"住户应当在第{chr(0x4E00 + 7 * at)}日以前把门前的雪扫到路边并且撒上" for at in range(80)
    ]
    pages = [lines[at : at + 20] for at in range(0, 80, 20)]
    text = "".join("\n".join([*page, f"— {at} —", ""]) for at, page in enumerate(pages, 1))
    found = document(text.encode(), "a.txt", Options())
    assert [span.of(text) for span in found.furniture] == [f"— {at} —" for at in (1, 2, 3, 4)]


def test_a_string_is_read_as_a_file_is() -> None:
    """What runs through its pages is left out, and told."""
    text = "\f".join("\n".join(page) + "\n" for page in pages_of("en", 20))
    named = document(text.encode(), "a.txt", Options())
    assert named.furniture
    assert auditor.audit(text).canonical.text == auditor.audit(named).canonical.text
    assert "AUD401" in rules_of(text)


def rules_of(text: str) -> set[str]:
    return {each.rule for each in auditor.audit(text).findings}


@pytest.mark.parametrize("rows", [2, 3])
@pytest.mark.parametrize("suffix", ["vtt", "srt"])
def test_captions_that_roll_are_windows(rows: int, suffix: str) -> None:
    lines = wrapped(BODY, 36)
    cues = [
        f"{n + 1}\n00:00:{n:02}.000 --> 00:00:{n + 1:02}.000\n"
        + "\n".join(lines[max(0, n - rows + 1) : n + 1])
        for n in range(len(lines))
    ]
    head = "WEBVTT\n\n" if suffix == "vtt" else ""
    done = document((head + "\n\n".join(cues)).encode(), f"a.{suffix}", Options())
    audit = auditor.audit(done)
    assert audit.canonical.text.splitlines() == lines
    assert {each.rule for each in audit.findings} - rules_of("\n".join(lines)) == {"AUD107"}


@pytest.mark.parametrize("rows", [2, 3])
@pytest.mark.parametrize("fills", [False, True])
def test_captions_that_roll_are_windows_whatever_the_file_is_called(rows: int, fills: bool) -> None:
    """With or without the first captions, which fill the screen."""
    lines = wrapped(BODY, 36)
    shown = range(0 if fills else rows - 1, len(lines))
    text = "\n".join("\n".join(lines[max(0, n - rows + 1) : n + 1]) for n in shown) + "\n"
    audit = auditor.audit(text)
    assert audit.canonical.text.splitlines() == lines
    assert {each.rule for each in audit.findings} - rules_of("\n".join(lines)) == {"AUD107"}


def test_lines_that_are_each_said_twice_are_no_captions() -> None:
    text = "".join(f"{line}\n{line}\n" for line in wrapped(BODY, 36)[:12])
    assert "AUD105" in {each.rule for each in auditor.audit(text).findings}


def test_captions_that_say_a_line_twice_stay() -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nNever again\nNever again\nsaid the mate of the ferry\n"
    )
    done = document(text.encode(), "a.vtt", Options())
    assert auditor.audit(done).canonical.text == done.text
