"""Names of encodings: the labels of the web, Python's codecs, and bytes that only the web maps."""

from __future__ import annotations

import codecs

import webencodings

# Where the web's decoder is another codec of Python than its name says. GB18030 holds GBK; of a
# label for what no page may be in (x-user-defined), the standard's prescan makes windows-1252.
_CODECS = {"gbk": "gb18030", "x-user-defined": "cp1252"}
# Python's own labels that stand for the smaller set of what the web decodes.
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
}
# Python also has codecs that no text is kept in; UTF-7 is refused by every browser.
_NO_ENCODINGS = {"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape"} | {
    *("unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem")
}
_NAMES: dict[str, str] = {
    webencodings.lookup(name).codec_info.name: name
    for name in dict.fromkeys(webencodings.LABELS.values())
    if name not in ("gbk", "iso-8859-8-i", "replacement", "x-user-defined")
} | {"utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be"}

WEB = "auditor.web"  # error handlers: what the standard's index maps, else an error
WEB_REPLACE = "auditor.web-replace"  # else U+FFFD


def codec(label: str) -> str | None:
    """Python's codec for an encoding label of the web, or None when it is no text encoding.

    The table is that of the WHATWG Encoding Standard, section 4.2; what it does not know, or has
    replaced by nothing (hz, iso-2022-kr), has the meaning that Python gives it.
    """
    label = label.strip().lower()
    found = webencodings.lookup(label)
    if found is not None and found.name != "replacement":
        return _CODECS.get(found.name) or str(found.codec_info.name)
    try:
        name = codecs.lookup(label).name
        b"x".decode(name, "replace")  # refuses transforms such as rot13
    except (LookupError, ValueError):
        return None
    return None if name in _NO_ENCODINGS else _SUPERSETS.get(name, name)


def web_name(name: str) -> str:
    """The name of Python's codec `name` as the web has it: it is what people can look up."""
    return _NAMES.get(name, name.replace("iso8859-", "iso-8859-").replace("_", "-"))


def _mapped(error: UnicodeError) -> tuple[str, int] | None:
    """What the standard's index has for bytes that Python's codec does not map."""
    assert isinstance(error, UnicodeDecodeError)
    byte = error.object[error.start]
    pair = error.object[error.start : error.start + 2]
    if error.encoding == "charmap":  # windows-125x: the holes among the C1 controls stay these
        return (chr(byte), error.start + 1) if 0x80 <= byte <= 0x9F else None
    if byte == 0x80 and error.encoding in ("gb18030", "cp932"):
        return "€" if error.encoding == "gb18030" else "\x80", error.start + 1
    other = _OTHERS.get(error.encoding)
    if other is None or len(pair) < 2:
        return None
    try:
        text = (_shifted(pair) if error.encoding == "euc_jp" else pair).decode(other)
    except ValueError:
        return None
    return (text, error.start + 2) if len(text) == 1 else None


# The codec that has the rows which the standard adds: NEC's and IBM's, and ETEN's.
_OTHERS = {"euc_jp": "cp932", "big5hkscs": "cp950"}


def _shifted(pair: bytes) -> bytes:
    """A pair of EUC as Shift_JIS has it: its row and cell, two rows to a lead byte."""
    row, cell = pair[0] - 0xA1, pair[1] - 0xA1
    if not (0 <= row < 94 and 0 <= cell < 94):
        raise ValueError("not a pair of EUC")
    place = cell + 94 * (row % 2)
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    return bytes((lead, place + (0x40 if place < 63 else 0x41)))


def _web(error: UnicodeError) -> tuple[str, int]:
    found = _mapped(error)
    if found is None:
        raise error
    return found


def _web_replace(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return _mapped(error) or ("\ufffd", error.end)


codecs.register_error(WEB, _web)
codecs.register_error(WEB_REPLACE, _web_replace)
