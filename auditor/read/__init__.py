"""A file, or standard input, to a `Document`: encoding, HTML to text, language."""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import replace
from pathlib import Path

from auditor.errors import InputError, LimitError, OptionsError
from auditor.model import Document, Options, Origins, Provenance, well_formed
from auditor.read import containers, encoding, plain, timed, xml
from auditor.read.containers import Served
from auditor.read.language import guess, is_tag
from auditor.read.page import Page, page

STDIN = "-"
RECORD = "application/jsonl"  # the media type of a text that is a field, not a file

_HTML_SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".xht", ".shtml"))
_TEXT_SUFFIXES = frozenset((".txt", ".text", ".md", ".markdown"))

# The tags by which a file without a telling name is known as HTML: MIME Sniffing Standard,
# section 7.1 (https://mimesniff.spec.whatwg.org/), and XHTML after an XML declaration. What was
# taken is never given back, so that the time is linear: a comment ends where it ends first.
_HTML_HEAD = re.compile(
    r"\s*+(?:<\?xml\b[^>]*+>\s*+)?+(?:<!--(?>.*?-->)\s*+)*+"
    r"<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[\s>]",
    re.I | re.S,
)

# Files that are often taken for text, by their first bytes, with what to do instead.
_KINDS = (
    (b"PK\x03\x04", "a zip archive or an office document; save it as text first"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save it as text first"),
    (b"{\\rtf", "an RTF document; save it as text first"),
    (b"\x89PNG", "an image; it has no text to audit"),
    (b"\xff\xd8\xff", "an image; it has no text to audit"),
)
# Controls that no text is written with: not white space, nor backspace or escape, with which
# terminals print. Of the bytes of packed data they are a tenth, and NUL is one in 256. A few are
# damage, which the rules tell. All three are guesses, between what was seen of both.
_CONTROLS = bytes({*range(32)} - set(b"\b\t\n\v\f\r\x1b"))
_STRAY = 3
_NULS_IN_TEXT = 0.02  # pdftotext writes one for each sign that a font does not name
_CONTROLS_IN_TEXT = 0.05


def read(
    source: str | Path,
    options: Options = Options(),
    *,
    siglum: str = "A",
    may_be_empty: bool = False,
) -> Document:
    """The document in the file `source`, or on standard input if that is "-".

    The text is as decoded: nothing but a byte order mark is removed, line ends stay as they are.
    An `InputError` names the file and says what to do about it; a file without text is one, unless
    it `may_be_empty`, as a version may.
    """
    name = "<stdin>" if str(source) == STDIN else str(source)
    data = _bytes(source, name, options.max_size)
    return document(data, name, options, siglum=siglum, may_be_empty=may_be_empty)


def document(
    data: bytes,
    name: str,
    options: Options,
    *,
    siglum: str = "A",
    served: Served | None = None,
    may_be_empty: bool = False,
) -> Document:
    """The document in `data`; `name` is its source, whose suffix may tell what it is.

    What it comes packed in is opened; the hash is that of `data`. What a server said of it with
    `served` outranks its name and what it says of itself. Without text it is an `InputError`,
    unless it `may_be_empty`.
    """
    if not data and not may_be_empty:
        raise InputError(f"{name}: is empty; scrape it again")
    given = encoding.given_codec(options.encoding)
    _check_language(options)
    content = containers.opened(data, name, options.max_size)
    if served is not None:
        charset = content.charset or served.charset
        suffix = served.suffix
        inside = f"page{suffix}" if suffix else content.name
        content = replace(content, name=inside, charset=charset)
    is_html = False
    if content.text is not None:
        text, found_as, reason, media_type = content.text, "utf-8", "text", content.media_type
    else:
        _refuse_other_kinds(content.data, name)
        is_html = _is_html(content.data, content.name, options)
        declared = content.charset or encoding.declared_codec(content.data)
        decoded = encoding.decode(content.data, given=given, declared=declared)
        text, found_as, reason = decoded.text, decoded.encoding, decoded.reason
        media_type = "text/html" if is_html else "text/plain"
        is_xml = options.media_type == "auto" and xml.is_xml(content.name, text[:1024])
        if is_xml and not is_html:
            text, media_type = xml.text(text, name, options), "application/xml"
        elif (words := timed.bare(text, content.name)) != text and not is_html:
            text, media_type = words, "text/vtt"
    _refuse_binary(text, name)
    found = _text(text, name, options, is_html=is_html)
    if not may_be_empty:
        _refuse_no_text(found.text, name, is_html=is_html)
    if not is_html:
        found = replace(found, furniture=plain.furniture(found.text, content.name))
    sha256 = hashlib.sha256(data).hexdigest()
    when = served.when if served is not None else None
    provenance = Provenance(name, sha256, found_as, reason, media_type, when)
    return _document(siglum, found, provenance, options)


def string(text: str, *, siglum: str = "A", language: str | None = None) -> Document:
    """The document in a string, any text at all; what runs through its pages is marked."""
    document = Document.from_text(text, siglum=siglum, language=language)
    return replace(document, furniture=plain.furniture(document.text, ""))


def record(text: str, name: str, options: Options) -> Document:
    """The document in a string, such as a field of a record: a text, or the source of a page.

    Whether it is a page is told by how it starts, not by `name`, which may be any id; its hash
    is that of the string in UTF-8, with U+FFFD for each lone surrogate. Raises InputError where
    there is no text in it.
    """
    _check_language(options)
    text = well_formed(text)
    _refuse_binary(text, name)
    if options.media_type == "auto":
        is_html = bool(_HTML_HEAD.match(text[:1024]))
    else:
        is_html = options.media_type == "html"
    found = _text(text, name, options, is_html=is_html)
    _refuse_no_text(found.text, name, is_html=is_html)
    if not is_html:
        found = replace(found, furniture=plain.furniture(found.text, ""))
    provenance = Provenance(
        source=name,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        encoding="utf-8",
        encoding_reason="text",
        media_type="text/html" if is_html else RECORD,
    )
    return _document("A", found, provenance, options)


def _document(siglum: str, found: Page, provenance: Provenance, options: Options) -> Document:
    language = options.language or guess(found.text, found.language)
    return Document(
        siglum, found.text, language, provenance, found.origins, found.hidden, found.furniture
    )


def _check_language(options: Options) -> None:
    if options.language is not None and not is_tag(options.language):
        raise OptionsError(f"language {options.language!r}: not a tag such as zh or pt-BR")


def _text(source: str, name: str, options: Options, *, is_html: bool) -> Page:
    if not is_html:
        return Page(source, Origins(), None)
    return page(source, name, options)


def _bytes(source: str | Path, name: str, limit: int) -> bytes:
    """All bytes; one more than the limit is read, to know that there are more."""
    try:
        if str(source) == STDIN:
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(limit + 1)
    except IsADirectoryError as error:
        raise InputError(f"{name}: is a folder; name a file in it") from error
    except FileNotFoundError as error:
        raise InputError(f"{name}: no such file; check the path") from error
    except PermissionError as error:
        raise InputError(f"{name}: may not be read; check its permissions") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"{name}: cannot be read ({reason})") from error
    if len(data) > limit:
        raise LimitError(f"{name}: larger than {limit:,} bytes; split it, or raise --max-size")
    return data


def _refuse_other_kinds(data: bytes, name: str) -> None:
    for magic, what in _KINDS:
        if data.startswith(magic):
            raise InputError(f"{name}: is {what}")


def _refuse_binary(text: str, name: str) -> None:
    """Looks at the source as decoded, so that the name of the file makes no difference."""
    size, data = len(text), text.encode()
    nuls, controls = data.count(0), len(data) - len(data.translate(None, _CONTROLS))
    if nuls > max(_STRAY, _NULS_IN_TEXT * size) or controls > max(_STRAY, _CONTROLS_IN_TEXT * size):
        raise InputError(f"{name}: is binary; name a text or HTML file")


def _refuse_no_text(text: str, name: str, *, is_html: bool) -> None:
    if not text.strip():
        what = "page without visible text; look at it in a browser" if is_html else "blank file"
        raise InputError(f"{name}: is a {what}, or scrape it again")


def _is_html(data: bytes, name: str, options: Options) -> bool:
    if options.media_type != "auto":
        return options.media_type == "html"
    suffix = Path(name).suffix.lower()
    if suffix in _HTML_SUFFIXES or suffix in _TEXT_SUFFIXES:
        return suffix in _HTML_SUFFIXES
    return bool(_HTML_HEAD.match(encoding.head_text(data)))
