"""What a text comes in: packed, a page saved with its parts, subtitles, feeds, office documents.

Nothing is run, fetched or expanded beyond the bound of size. Libraries for office documents and PDF
files are an extra.
"""

from __future__ import annotations

import email
import email.policy
import io
import logging
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import InputError, LimitError
from auditor.read.encoding import codec

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import Table

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
PDF = b"%PDF-"
WARC = b"WARC/1."
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXTRA = "pip install 'auditor[documents]' to read it, or save it as text first"
_MHTML = re.compile(rb"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/", re.I)
_MOST_PARTS = 5_000  # of a saved page; a bound of time
_HEAD = 8192  # bytes in which a saved page says what it is


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a document, or its text where that is known; what its name would be outside.

    `charset` is what a header says, which a page's own word does not outrank.
    """

    data: bytes
    name: str
    text: str | None = None
    charset: str | None = None
    media_type: str = "text/plain"


# What a server may call a text, and the suffix of such a file; "" where its first bytes tell.
_SERVED = {
    "": "",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/xml": ".xml",
    "application/xml": ".xml",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "text/vtt": ".vtt",
    "application/pdf": "",
    _WORD: ".docx",
}


@dataclass(frozen=True, slots=True)
class Served:
    """What the server said of the bytes that it sent, and when that was.

    `charset` is a codec, which a page's own word does not outrank.
    """

    media_type: str
    charset: str | None = None
    when: str | None = None

    @classmethod
    def of(cls, content_type: str, when: str | None = None) -> Served:
        """What an HTTP header `Content-Type` says."""
        message = EmailMessage()
        message.set_raw("content-type", content_type.replace("\r", " ").replace("\n", " "))
        media_type = content_type.partition(";")[0].strip().lower()
        return cls(media_type, _charset(message), when)

    @property
    def is_text(self) -> bool:
        return self.media_type in _SERVED

    @property
    def suffix(self) -> str:
        """That of a file with such a text."""
        return _SERVED.get(self.media_type, "")


def opened(data: bytes, name: str, limit: int) -> Content:
    """What is in the container, or the same where it is none. Errors name the file."""
    if data.startswith(GZIP):
        data = _unzipped(data, name, limit)
        name = name[: -len(".gz")] if name.lower().endswith(".gz") else name
    if data.startswith(WARC):
        raise InputError(f"{name}: is a web archive; name it *.warc or *.warc.gz to check it")
    if data.startswith(PDF):
        return Content(data, name, _pdf(data, name, limit), media_type="application/pdf")
    if data.startswith(ZIP) and Path(name).suffix.lower() in (".docx", ".docm"):
        return Content(data, name, _docx(data, name, limit), media_type=_WORD)
    if Path(name).suffix.lower() in (".mht", ".mhtml") or _MHTML.match(data[:_HEAD]):
        return _saved_page(data, name)
    return Content(data, name)


def _unzipped(data: bytes, name: str, limit: int) -> bytes:
    """All members of a gzip file, up to the limit."""
    parts: list[bytes] = []
    size = 0
    try:
        while data.startswith(GZIP):
            member = zlib.decompressobj(wbits=31)
            part = member.decompress(data, limit + 1 - size)
            size += len(part)
            if size > limit:
                raise LimitError(
                    f"{name}: larger than {limit:,} bytes unpacked; split it, or raise --max-size"
                )
            if not member.eof:
                raise InputError(f"{name}: is a gzip file that is cut off; scrape it again")
            parts.append(part)
            data = member.unused_data
    except zlib.error as error:
        raise InputError(f"{name}: is a damaged gzip file ({error}); scrape it again") from error
    return b"".join(parts)


def _saved_page(data: bytes, name: str) -> Content:
    """The page in an archive as browsers save it (RFC 2557): its first part that is one."""
    if data.count(b"\n--") > _MOST_PARTS:
        raise LimitError(f"{name}: has more than {_MOST_PARTS:,} parts; save the page alone")
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        kind = part.get_content_type()
        if kind not in ("text/html", "application/xhtml+xml", "text/plain"):
            continue
        found = part.get_payload(decode=True)
        if not isinstance(found, bytes) or not found.strip():
            continue
        charset = _charset(part)
        suffix = ".txt" if kind == "text/plain" else ".html"
        return Content(found, f"{name}{suffix}", charset=charset)
    raise InputError(f"{name}: is a saved page without a page in it; save it again")


def _charset(part: EmailMessage) -> str | None:
    try:
        label = part.get_content_charset()
    except (LookupError, ValueError):
        return None
    return codec(label) if label else None


def _docx(data: bytes, name: str, limit: int) -> str:
    try:
        import docx
    except ImportError as error:
        raise InputError(f"{name}: is an office document; {_EXTRA}") from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = sum(part.file_size for part in parts.infolist())
        if size > limit:
            raise LimitError(f"{name}: larger than {limit:,} bytes unpacked; raise --max-size")
        return "\n".join(_blocks(docx.Document(io.BytesIO(data))))
    except LimitError:
        raise
    except Exception as error:  # the library raises what its parsers do
        raise InputError(f"{name}: is no sound .docx document ({error}); save it again") from error


def _blocks(parent: Word) -> Iterator[str]:
    """Paragraphs, and rows of tables with tabs between their cells, in the document's order."""
    from docx.table import Table

    for block in parent.iter_inner_content():
        if isinstance(block, Table):
            yield from _rows(block)
        else:
            yield block.text


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells = {
            cell._tc: cell for cell in row.cells
        }  # one over several columns comes several times
        texts = (" ".join(cell.text.split()) for cell in cells.values())
        yield "\t".join(texts)


def _pdf(data: bytes, name: str, limit: int) -> str:
    try:
        import pypdf
    except ImportError as error:
        raise InputError(f"{name}: is a PDF file; {_EXTRA}") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends goes to no one's screen
    pages: list[str] = []
    size = 0
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(f"{name}: is a PDF file with a password; save it without")
        for page in reader.pages:
            pages.append(page.extract_text())
            size += len(pages[-1])
            if size > limit:
                raise LimitError(f"{name}: holds more than {limit:,} characters; raise --max-size")
    except (InputError, LimitError):
        raise
    except Exception as error:  # the library raises what its parsers do
        raise InputError(
            f"{name}: is a PDF file that cannot be read ({error}); save it again"
        ) from error
    if not "".join(pages).strip():
        raise InputError(f"{name}: is a PDF file of pictures; extract its text by OCR first")
    return "\f".join(pages)
