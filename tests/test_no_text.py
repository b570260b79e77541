"""What is no text, or not quite: binary files, stray NULs, halves of characters."""

from __future__ import annotations

import bz2
import codecs
import io
import json
import lzma
import marshal
import random
import sqlite3
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import SEED, Run

import auditor
from auditor.errors import InputError
from auditor.model import Options
from auditor.read import document

PROSE = "The board appoints the auditor for a year. " * 20
NOISE = random.Random(0).randbytes(4000)


def database() -> bytes:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("create table page (text)")
        connection.execute("insert into page values (?)", (SEED.read_text(encoding="utf-8"),))
        return connection.serialize()


def archive() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        tar.add(SEED, "page.txt")
    return file.getvalue()


BINARIES: dict[str, Callable[[], bytes]] = {
    "gif": lambda: b"GIF89a" + NOISE,
    "elf": lambda: b"\x7fELF\x02\x01\x01" + bytes(9) + NOISE,
    "sqlite": database,
    "tar": archive,
    "bytecode": lambda: marshal.dumps(compile("def f(a):\n return [a, a + 1]\n" * 9, "f", "exec")),
    "deflate": lambda: zlib.compress(SEED.read_bytes()),
    "bzip2": lambda: bz2.compress(PROSE.encode()),
    "xz": lambda: lzma.compress(SEED.read_bytes()),
    "short": lambda: NOISE[:200],
    "pixel": lambda: b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\x01\0\x01\0\0\x02\x02D",
}


@pytest.mark.parametrize("name", ["page.txt", "page.html", "page"])
@pytest.mark.parametrize("kind", BINARIES)
def test_binary_is_refused_whatever_its_name(
    kind: str, name: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(BINARIES[kind]())
    ran = run("check", name)
    assert (ran.code, "is binary; name a text or HTML file" in ran.out + ran.err) == (2, True)


@pytest.mark.parametrize("name", ["page.txt", "page.html", "page"])
@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF16_LE + PROSE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + PROSE.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + PROSE.encode("utf-32-le"),
        f"{PROSE}国".encode("utf-16-le"),
        PROSE.replace("board", "b\bbo\board").encode(),
        PROSE.replace("board", "\x1b[1mboard\x1b[0m").encode(),
        PROSE.replace("a year", "a\x02year").encode(),
    ],
    ids=["utf-16-le", "utf-16-be", "utf-32", "no-mark", "overstruck", "coloured", "extracted"],
)
def test_text_is_read_whatever_its_bytes(data: bytes, name: str) -> None:
    assert "appoints the auditor" in document(data, name, Options()).text


@pytest.mark.parametrize(("name", "rule"), [("page.txt", "AUD006"), ("page.html", "AUD003")])
@pytest.mark.parametrize(
    "data",
    [
        b"The bo\0ard meets.",
        f"{PROSE}\0\0\0{PROSE}".encode(),
        "Die Geschäfts\0ordnung gilt für alle.".encode("cp1252"),
    ],
)
def test_a_stray_nul_is_told(name: str, rule: str, data: bytes, run: Run, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert rule in run("check", name, "--fail-on", "note").out


def test_a_binary_record_is_refused(run: Run, tmp_path: Path) -> None:
    row = json.dumps({"text": NOISE.decode("latin-1")})
    (tmp_path / "pages.jsonl").write_text(row, encoding="utf-8")
    ran = run("check", "pages.jsonl")
    assert (ran.code, "is binary" in ran.out + ran.err) == (2, True)


HALVES = "The end of one piece: \ud83d. Another piece stands here.\n\ude00 begins the next one.\n"


def characters(text: str) -> int:
    """How many a reader of the JSON counts; Python alone has halves of characters."""
    return len(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


@pytest.mark.parametrize("text", ["\ud83d\ude00", "\ud83d", HALVES, "\ud83d\ude00" + HALVES])
def test_halves_of_characters_shift_no_offset(text: str) -> None:
    audit = auditor.audit(text)
    read = json.loads(json.dumps(audit.to_dict()))
    assert len(audit.document.text) == len(text) == read["source"]["characters"]
    assert read["canonical"]["text"] == audit.canonical.text
    assert characters(audit.canonical.text) == len(audit.canonical.text)
    assert "AUD003" in {found["rule"] for found in read["findings"]}
    assert audit.document.provenance == auditor.Document.from_text(audit.document.text).provenance


@pytest.mark.parametrize("markup", ["{}", "<p>{}</p>"])
def test_halves_of_characters_in_a_record_are_told(markup: str, run: Run, tmp_path: Path) -> None:
    row = json.dumps({"text": markup.format("Opening hours \ud83d of the office")})
    (tmp_path / "pages.jsonl").write_text(row, encoding="utf-8")
    assert "AUD003" in run("check", "pages.jsonl", "--fail-on", "note").out


def test_what_is_refused_is_named() -> None:
    with pytest.raises(InputError, match=r"page\.html: is binary"):
        document(NOISE, "page.html", Options())
