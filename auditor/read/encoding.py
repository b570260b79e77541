"""Bytes to text: which character encoding, and why.

Order: an encoding given as an option, a byte order mark, a declaration in the page, strict
UTF-8, a detector. Each step must decode every byte, or the next one has its turn. Only where
none does is a text with U+FFFD accepted.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from auditor.errors import OptionsError

REPLACEMENT = "\ufffd"

# Labels that mean another codec on the web than in Python, after the table of the WHATWG
# Encoding Standard, section 4.2 "Names and labels" (https://encoding.spec.whatwg.org/).
# Every page calls its superset by the name of the smaller set: GB18030 holds GBK and GB 2312,
# windows-1252 holds ISO 8859-1 and ASCII. What is not here has the meaning that Python gives it.
_WEB_CODECS = {
    "cp1252": "ascii us-ascii ansi_x3.4-1968 iso-8859-1 iso8859-1 iso88591 iso_8859-1 latin1 l1 "
    "cp819 ibm819 csisolatin1 iso-ir-100 iso_8859-1:1987 x-cp1252 windows-1252",
    "cp1254": "iso-8859-9 iso8859-9 iso88599 iso_8859-9 latin5 l5 csisolatin5 iso-ir-148 "
    "iso_8859-9:1989 x-cp1254 windows-1254",
    "cp874": "iso-8859-11 iso8859-11 iso885911 tis-620 dos-874 windows-874",
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji ms932 windows-31j csshiftjis",
    "cp949": "euc-kr ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 korean iso-ir-149 cseuckr "
    "csksc56011987 windows-949",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "gb18030": "gb2312 gbk gb_2312 gb_2312-80 chinese csgb2312 csiso58gb231280 iso-ir-58 x-gbk",
    "euc_jp": "x-euc-jp cseucpkdfmtjapanese",
    "koi8_r": "koi koi8 koi8-r cskoi8r",
    "koi8_u": "koi8-ru",
    "mac_roman": "macintosh mac x-mac-roman csmacintosh",
    "mac_cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "iso8859_8": "iso-8859-8-i iso-8859-8-e logical visual csiso88598i csiso88598e",
    "iso8859_6": "iso-8859-6-i iso-8859-6-e csiso88596i csiso88596e",
    "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
    "utf-16-le": "unicode csunicode iso-10646-ucs-2 ucs-2 unicodefeff",
    "utf-16-be": "unicodefffe",
} | {f"cp125{n}": f"x-cp125{n}" for n in (0, 1, 3, 5, 6, 7, 8)}
_LABELS = {label: codec for codec, labels in _WEB_CODECS.items() for label in labels.split()}

# The name that the web uses, where Python's differs: it is what people can look up.
_NAMES = {"cp932": "shift_jis", "cp949": "euc-kr", "big5hkscs": "big5", "cp874": "windows-874"}

# What the detector may answer: the encodings of the same standard, since a wider choice finds
# DOS code pages in short texts. Where several fit as well, the first: the commoner on the web.
_CANDIDATES = [
    *("gb18030", "big5hkscs", "cp932", "euc_jp", "iso2022_jp", "cp949"),
    *(f"cp125{n}" for n in (2, 1, 0, 4, 3, 6, 5, 7, 8)),
    *("koi8_r", "koi8_u", "cp866", "cp874", "mac_roman", "mac_cyrillic"),
    *(f"iso8859_{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
]

_BOMS = (  # UTF-32 first: its little-endian mark starts with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")

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
_MULTI_BYTE_CODECS = {"gb18030", "gb2312", "gbk", "hz", "big5", "big5hkscs", "cp950", "cp932"} | {
    *("shift_jis", "shift_jis_2004", "euc_jp", "euc_jis_2004", "cp949", "euc_kr", "johab")
}

# A damaged text is still taken for its encoding with one bad byte in this many that are not ASCII.
_GOOD_FOR_ONE_BAD = 20
_ASCII = re.compile(r"[\x00-\x7f]")

# Python also has codecs that no text is kept in; UTF-7 is refused by every browser.
_NO_ENCODINGS = {"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape"} | {
    *("unicode_escape", "raw_unicode_escape", "undefined")
}


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
        return Decoded(_without_bom(data.decode(given, "replace")), web_name(given), "option")
    return (
        _by_bom(data)
        or _by_declaration(data, declared)
        or _strict(data, "utf-8", "utf-8")
        or _wide(data)
        or _damaged(data, declared)
        or _detected(data)
        or Decoded(data.decode("utf-8", "replace"), "utf-8", "utf-8")
    )


def codec(label: str) -> str | None:
    """Python's codec for an encoding label of the web, or None when it is no text encoding."""
    label = label.strip().lower()
    try:
        info = codecs.lookup(_LABELS.get(label, label))
        b"x".decode(info.name, "replace")  # refuses transforms such as rot13
    except (LookupError, ValueError):
        return None
    if info.name in _NO_ENCODINGS:
        return None
    return _LABELS.get(info.name.replace("_", "-"), info.name)


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


def web_name(name: str) -> str:
    """The name of Python's codec `name` as the web has it."""
    if re.fullmatch(r"cp125\d", name):
        return "windows-" + name[2:]
    return _NAMES.get(name, name.replace("iso8859-", "iso-8859-").replace("_", "-"))


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
    if declared is None or (declared != "utf-8" and _surely_utf8(data, declared)):
        return None
    return _strict(data, declared, "declared")


def _surely_utf8(data: bytes, declared: str) -> bool:
    """Whether the bytes are UTF-8 beyond chance, so that another declaration must be wrong."""
    multi = declared in _MULTI_BYTE_CODECS
    needed = _SURE_AGAINST_MULTI_BYTE if multi else _SURE_AGAINST_SINGLE_BYTE
    if len(_MULTI_BYTE.findall(data[: 1 << 16])) < needed:
        return False
    return _strict(data, "utf-8", "utf-8") is not None


def _strict(data: bytes, name: str, reason: str) -> Decoded | None:
    try:
        return Decoded(_without_bom(data.decode(name)), web_name(name), reason)
    except ValueError:
        return None


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
        if name is None:
            continue
        text = _without_bom(data.decode(name, "replace"))
        bad = text.count(REPLACEMENT)
        good = len(text) - len(_ASCII.findall(text)) - bad
        if good >= _GOOD_FOR_ONE_BAD * bad:
            return Decoded(text, web_name(name), reason)
    return None


def _detected(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    matches = from_bytes(data, cp_isolation=_CANDIDATES)
    best = matches.best()
    if best is None:
        return None
    equal = [m for m in matches if (m.chaos, m.coherence) == (best.chaos, best.coherence)]
    possible = {name for match in equal for name in match.could_be_from_charset}
    return _strict(data, min(possible, key=_CANDIDATES.index), "detected")


def _without_bom(text: str) -> str:
    return text.removeprefix("\ufeff")
