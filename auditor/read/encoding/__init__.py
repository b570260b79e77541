"""Bytes to text: which character encoding, and why.

Order: an encoding given as an option, a byte order mark, a declaration in the page, UTF-8, an
encoding of several bytes a letter, one of a single byte. A declaration and UTF-8 must decode every
byte first; then each may leave a few, which become U+FFFD (AUD003).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from auditor.errors import OptionsError
from auditor.read.encoding import escaped, multibyte
from auditor.read.encoding.labels import WEB, WEB_REPLACE, codec, web_name

__all__ = ["Decoded", "codec", "declared_codec", "decode", "given_codec", "head_text", "web_name"]

REPLACEMENT = "\ufffd"

# What the detector may answer: the encodings of one byte a letter of the WHATWG Encoding Standard,
# since a wider choice finds DOS code pages in short texts.
_SINGLE_BYTE = (
    *(f"cp125{n}" for n in range(9)),
    *("koi8-r", "koi8-u", "cp866", "cp874", "mac-roman", "mac-cyrillic"),
    *(f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
)

_BOMS = (  # UTF-32 first: its little-endian mark starts with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_UNICODE = ("utf-8", *_WIDE)

# The standard looks at 1,024 bytes; pages exist whose declaration comes after longer comments.
_PRESCAN = 8192
_STRAY_ZEROS = 3  # a guess: as pairs of bytes, any short text with few NULs is one of ideographs
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.S)
_META_CHARSET = re.compile(rb"<meta\s[^>]*?charset\s*+=\s*+[\"']?+\s*+([^\s\"'/>;]+)", re.I)
_XML_ENCODING = re.compile(rb"\A\s*<\?xml\s[^>]*?encoding\s*+=\s*+[\"']([^\"'>]+)[\"']", re.I)

_MULTI_BYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
# A pair of bytes of GBK, Shift_JIS, Big5 or EUC is also a piece of valid UTF-8 about one time
# in six or less; eight in a row with no exception are UTF-8 to more than one in a million.
# In a text of one byte a letter, two such sequences already make no words.
_SURE_AGAINST_MULTI_BYTE = 8
_SURE_AGAINST_SINGLE_BYTE = 2
_MULTI_BYTE_CODECS = {*multibyte.CODECS, "hz", "johab", "euc_jis_2004", "shift_jis_2004"}

_BAD = re.compile(f"{REPLACEMENT}+")
_HIGH = re.compile(rb"[\x80-\xff]")
# œ and Œ of ISO 8859-15, which are fractions in windows-1252, and never inside of a word.
_LIGATURE = re.compile(rb"[A-Za-z]\xbd[a-z]|(?:^|[ \n'])\xbc[a-z]")
_C1 = re.compile(rb"[\x80-\x9f]")
# UTF-8 and escapes are hardly there by chance, so few letters tell them, damaged or not: in a
# text of one or two bytes a letter at most one sequence in six is good UTF-8.
_SURE_FOR_ONE_BAD = 2
_CONSIDERED = 8  # answers of the detector, likeliest first; a guess
_ASCII_LETTER = re.compile("[A-Za-z]")
_OTHER_SCRIPT = "[\u0370-\u052f\u0590-\u06ff\u0e00-\u0e7f]"  # Greek, Cyrillic, Hebrew, Arabic, Thai
_TWO_SCRIPTS = re.compile(f"[A-Za-z]{_OTHER_SCRIPT}|{_OTHER_SCRIPT}[A-Za-z]")
_RARE = 100  # a guess: letters that tell a language are commoner, invalid bytes seldom as common
_SAMPLE = 60_000  # bytes by which an encoding of single bytes is told; a bound of time


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text, the web's name of its encoding, and the step that told it."""

    text: str
    encoding: str
    reason: str


def decode(data: bytes, *, given: str | None = None, declared: str | None = None) -> Decoded:
    """The text of `data`, without a byte order mark; never fails.

    `given` and `declared` are codecs as `codec` returns them. `given` is obeyed even where it
    does not fit every byte.
    """
    if given:
        return Decoded(_lenient(data, given), web_name(given), "option")
    if declared not in (None, "utf-8") and _surely_utf8(data, declared):
        declared = None
    return (
        _by_bom(data)
        or _by_declaration(data, declared)
        or _escaped(data)
        or _strict(data, "utf-8", "utf-8")
        or _wide(data)
        or _damaged(data, declared)
        or _several_bytes(data)
        or _single_byte(data)
        or Decoded(data.decode("utf-8", "replace"), "utf-8", "utf-8")
    )


def given_codec(label: str | None) -> str | None:
    """The codec of an encoding given as an option; an unknown one is an error."""
    if label is None:
        return None
    found = codec(label)
    if found is None:
        raise OptionsError(f"encoding {label!r}: no such encoding; try utf-8, gb18030 or shift_jis")
    return found


def declared_codec(data: bytes) -> str | None:
    """The codec that an XML declaration or a `meta` element at the head of a page names."""
    head = _COMMENT.sub(b"", data[:_PRESCAN])
    match = _XML_ENCODING.search(head) or _META_CHARSET.search(head)
    if not match:
        return None
    found = codec(match[1].decode("ascii", "replace"))
    # A declaration that can be read byte by byte is not in UTF-16 (the standard's prescan).
    return "utf-8" if found and found.startswith(("utf-16", "utf-32")) else found


def head_text(data: bytes, length: int = 1024) -> str:
    """The first bytes as text, enough to see what kind of file it is; letters may be wrong."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data[len(bom) : len(bom) + length].decode(name, "replace")
    return data[:length].decode("latin-1")


def _by_bom(data: bytes) -> Decoded | None:
    for bom, name in _BOMS:
        if data.startswith(bom):
            # A mark is certain enough to keep the encoding of a text that is cut or damaged.
            return Decoded(data[len(bom) :].decode(name, "replace"), name, "bom")
    return None


def _by_declaration(data: bytes, declared: str | None) -> Decoded | None:
    return _strict(data, declared, "declared") if declared else None


def _surely_utf8(data: bytes, declared: str | None) -> bool:
    """Whether the bytes are UTF-8 beyond chance, but for a few that are damaged, so that another
    declaration must be wrong.
    """
    multi = declared in _MULTI_BYTE_CODECS
    needed = _SURE_AGAINST_MULTI_BYTE if multi else _SURE_AGAINST_SINGLE_BYTE
    if len(_MULTI_BYTE.findall(data[: 1 << 16])) < needed:
        return False
    return _good(_lenient(data, "utf-8"), multibyte.GOOD_FOR_ONE_BAD) is not None


def _strict(data: bytes, name: str, reason: str) -> Decoded | None:
    try:
        return Decoded(_without_bom(data.decode(name, WEB)), web_name(name), reason)
    except ValueError:
        return None


def _lenient(data: bytes, name: str, *, told: bool = True) -> str:
    if name in multibyte.CODECS:
        return _without_bom(multibyte.decode(data, name, told=told))
    # Of Unicode the web has no other table than Python; its own handler is quicker.
    return _without_bom(data.decode(name, "replace" if name in _UNICODE else WEB_REPLACE))


def _escaped(data: bytes) -> Decoded | None:
    """ISO-2022-JP: mere ASCII, so that it would pass as UTF-8, but for its escapes."""
    if not escaped.is_escaped(data) or len(_HIGH.findall(data)) > _STRAY_ZEROS:
        return None
    text = multibyte.decode(escaped.as_euc(data), "euc_jp", told=False)
    found = _good(text, _SURE_FOR_ONE_BAD)
    return Decoded(found, "iso-2022-jp", "detected") if found is not None else None


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 or UTF-32 without a mark: zero bytes that vanish in the decoded text."""
    if data[:_PRESCAN].count(0) <= _STRAY_ZEROS:
        return None
    for name in _WIDE:
        found = _strict(data, name, "detected")
        if found and _is_plain(found.text[:4096]):
            return found
    return None


def _is_plain(text: str) -> bool:
    """Whether nothing in the text is unassigned, for private use, or a control but white space."""
    odd = sum(unicodedata.category(c) in {"Cc", "Cn", "Co"} and c not in "\t\n\f\r" for c in text)
    return odd == 0


def _damaged(data: bytes, declared: str | None) -> Decoded | None:
    """The declared encoding, or UTF-8, where only a few bytes do not fit."""
    for name, reason in ((declared, "declared"), ("utf-8", "utf-8")):
        least = _SURE_FOR_ONE_BAD if name == "utf-8" else multibyte.GOOD_FOR_ONE_BAD
        if name is not None and (text := _good(_lenient(data, name), least)) is not None:
            return Decoded(text, web_name(name), reason)
    return None


def _good(text: str, least: int) -> str | None:
    """The text, where it has so many good letters to a bad one, or one less; without ASCII."""
    runs = (run.end() - run.start() for run in _BAD.finditer(text))
    bad = sum((length + 2) // 3 for length in runs)  # of a damaged letter, up to 3
    plain = len(text.encode("ascii", "ignore"))
    good = len(text) - plain - text.count(REPLACEMENT)
    return text if good + 1 >= least * bad else None


def _several_bytes(data: bytes) -> Decoded | None:
    name = multibyte.detect(data)
    return Decoded(_lenient(data, name, told=False), web_name(name), "detected") if name else None


def _single_byte(data: bytes) -> Decoded | None:
    """What letters and pairs of them tell; an invalid byte is among the rarest."""
    controls = bool(_C1.search(data))
    told = [_told_by_letters(sample, controls) for sample in (data, _without_rare(data))]
    _, name = max(told, key=lambda each: each[0])
    if name is None:
        return None
    name = codecs.lookup(name).name
    if name == "cp1252" and not controls and _LIGATURE.search(data):
        name = "iso8859-15"
    return Decoded(_lenient(data, name), web_name(name), "detected")


def _told_by_letters(data: bytes, controls: bool) -> tuple[float, str | None]:
    """How sure, and what; `controls`: whether it has bytes that ISO 8859 has for controls alone."""
    import chardet

    first = _HIGH.search(data)
    if first is None:
        return 0.0, None
    start = max(0, first.start() - _PRESCAN)
    sample = data[start : start + _SAMPLE]
    found = chardet.detect_all(
        sample, ignore_threshold=True, include_encodings=_SINGLE_BYTE, compat_names=False
    )
    known = [(each["confidence"], each["encoding"]) for each in found if each["encoding"]]
    fitting = (
        each
        for each in known[:_CONSIDERED]
        if not (controls and each[1].lower().startswith("iso")) and not _is_mixed(sample, each[1])
    )
    return next(fitting, known[0] if known else (0.0, None))


def _is_mixed(data: bytes, name: str) -> bool:
    """Whether letters of two scripts stand side by side: French read as Cyrillic, in few words."""
    text = data.decode(name, WEB_REPLACE)
    letters = sum(map(str.isalpha, text)) - len(_ASCII_LETTER.findall(text))
    return len(_TWO_SCRIPTS.findall(text)) * multibyte.GOOD_FOR_ONE_BAD > letters


def _without_rare(data: bytes) -> bytes:
    """Without the bytes above ASCII that are rarest, one in a hundred of these at most."""
    counts = Counter(_HIGH.findall(data))
    left = max(1, sum(counts.values()) // _RARE)
    rare = bytearray()
    for byte, count in sorted(counts.items(), key=lambda item: (item[1], item[0])):
        left -= count
        if left < 0:
            break
        rare += byte
    return data.translate(None, bytes(rare))


def _without_bom(text: str) -> str:
    return text.removeprefix("\ufeff")
