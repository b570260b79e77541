"""AUD004: text that was decoded with the wrong encoding. It is shown, never repaired.

Each pattern is what one kind of mistake makes of ordinary text, and what no language writes.
The sequences follow from the encodings themselves: the WHATWG Encoding Standard for windows-*,
GBK, Shift_JIS and KOI8-R, RFC 3629 for UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from auditor.model import Collation, Options, Span
from auditor.rules.drafts import Draft, as_rule
from auditor.rules.places import at, quote
from auditor.rules.signs import (
    CAPITAL,
    CYRILLIC_LEAD,
    CYRILLIC_NEXT,
    GBK,
    HIGH,
    LATIN_LEAD,
    LATIN_NEXT,
    MARK,
    kinds,
    pairs,
    runs,
)

Find = Callable[[Collation], list[Span]]

_PLACES = 100  # locations of one finding; the message has the true number
_SEVERAL = 3  # words that look wrong before a pattern of single letters counts
_LONG_RUN = 12  # letters of one run that count alone

# Bytes 80 to BF, with which UTF-8 goes on, as windows-1252 shows them: of these, quotes, dashes,
# blanks and footnote signs also stand rightly behind an accented letter.
_TYPOGRAPHIC = "…‘’“”•–—™‹›«»\xa0\xad·¹²³ªº"
_SIGNS = "€‚ƒ„†‡ˆ‰ŠŒŽ˜šœžŸ\x80-\x9f¡-©¬®-±´-¶¸¼-¿"
_NEXT = f"{_SIGNS}{_TYPOGRAPHIC}"
_UTF8 = re.compile(
    f"â[€\x80][{_NEXT}]"  # a quotation mark or dash
    f"|Ã[{_SIGNS}]"  # an accented letter
    f"|(?<=[a-z])[ÂÃÄÅ][{_NEXT}](?=[a-zÂÃÄÅ\\s.,;:!?]|$)"
    f"|(?<![A-ZÀ-Þ])Â[£¥¢©®°±§¶¼-¿]"
    f"|(?<=[a-z.,;:!?)])Â\xa0"
    f"|á[»º][{_SIGNS}]"  # Vietnamese
    f"|ð[Ÿ\x9f][{_NEXT}]{{2}}"  # emoji
    f"|(?:[Â-ß][{_NEXT}]){{3,}}"  # Greek, Cyrillic, Hebrew, Arabic
    f"|(?:[à-ï][{_NEXT}]{{2}}){{2,}}"  # Chinese, Japanese, Korean, Hindi, Thai
)
# Letters of another alphabet, or pairs of bytes, in words that have no letter of ASCII.
_BYTES = re.compile("[¡-ÿ]{4,}")
_SHIFT_JIS = re.compile("(?:[‚ƒ\x82\x83][@-~\x80-ÿ€‚-™Œœ-ž]){3,}")
# Р and С are the first bytes of Cyrillic in UTF-8 as windows-1251 shows them, then 80 to BF.
_CYRILLIC = re.compile("(?:[РС][ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЁЄЇІіґёєјЅѕї‚„…†‡€‰‹‘’“”•–—™›\x80-\xbf№]){3,}")
_SMALL = "abcdefghijklmnopqrstuvwxyz"
_CAPITALS = re.compile("[А-ЯЁ]{3,}")
_CAPITALISED = re.compile("[А-ЯЁ][а-яё]{2}")
# UTF-8 read as GBK is full of ideographs whose bytes are E4 to E9 and a byte that goes on, which
# modern text hardly has; these two no language writes.
_WIDE_RUN = re.compile("[^\x00-\x7f]+")
_GBK_SURE = ("銆", "鈥")
_LOST = re.compile("(?:锟斤拷)+锟?|(?:嚙踝蕭?)+")  # U+FFFD in UTF-8, read as GBK and as Big5
# Kana in UTF-8, read as Shift_JIS; an accented letter among Latin ones, read so.
_KANA = re.compile("(?:[縺繝].){2,}|[a-z][ﾃﾄﾅ][｡-ﾟ]")


@dataclass(frozen=True, slots=True)
class _Kind:
    """A way to read wrongly: in words, and where the text shows it."""

    how: str
    find: Find


@as_rule("AUD004", "mojibake", "warning", "text that looks wrongly decoded; never repaired")
def mojibake(collation: Collation, options: Options) -> Iterator[Draft]:
    """Text that was decoded with the wrong encoding, such as Ã© for é, or 锟斤拷.

    Only shown, never repaired: repair tools also rewrite what is right, such as full-width
    punctuation.

    Why: the words can't be read, searched or compared; whatever is built on them is wrong.

    Example: `La dÃ©cision est prise aprÃ¨s le vote.`

    Fix: scrape again with the right encoding (`--encoding`), or repair the source.
    """
    text = collation.document.text
    if text.isascii():
        return
    for kind in _KINDS:
        spans = kind.find(collation)
        if not spans:
            continue
        samples = [quote(span.of(text)) for span in spans[:3]]
        where = "one place" if len(spans) == 1 else f"{len(spans):,} places"
        yield Draft(
            f"The text looks wrongly decoded ({kind.how}) at {where}: {', '.join(samples)}.",
            tuple(at("scrape", span, kind.how) for span in spans[:_PLACES]),
            " ".join(samples),
            "Scrape again with the right encoding.",
        )
        return


def _matches(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[Span]:
    """What matches from these places on; a place inside the match before is passed over."""
    end = 0
    for start in starts:
        found = pattern.match(text, start) if start >= end else None
        if found:
            end = found.end()
            yield Span(start, end)


def _utf8_as_latin(collation: Collation) -> list[Span]:
    text = collation.document.text
    starts = pairs(collation, LATIN_LEAD, LATIN_NEXT)
    return [span for span in _matches(_UTF8, text, starts) if _is_utf8(span.of(text))]


def _is_utf8(shown: str) -> bool:
    """Whether these characters are, byte for byte, letters or signs in UTF-8."""
    try:
        read = b"".join(map(_byte, shown)).decode("utf-8")
    except ValueError:
        return False
    return all(character.isprintable() or character.isspace() for character in read)


def _byte(character: str) -> bytes:
    """The byte that windows-1252 shows so; what it leaves open is itself, as browsers have it."""
    return character.encode("latin-1" if character < "\u0100" else "cp1252")


def _bytes_as_latin(collation: Collation) -> list[Span]:
    text = collation.document.text
    spans = list(_matches(_BYTES, text, runs(collation, HIGH, 4)))
    spans = [span for span in spans if _is_jumble(span.of(text))]
    if len({span.of(text) for span in spans}) < _SEVERAL:
        return spans if any(len(span) >= _LONG_RUN for span in spans) else []
    return spans


def _is_jumble(run: str) -> bool:
    """Neither an ornament such as ····, nor a list of letters such as àáâãäå."""
    letters = sum(character.isalpha() for character in run)
    return len(set(run)) >= 3 and letters >= 2 and list(run) != sorted(run)


def _utf8_as_cyrillic(collation: Collation) -> list[Span]:
    text = collation.document.text
    starts = pairs(collation, CYRILLIC_LEAD, CYRILLIC_NEXT)
    latin = [
        Span(at, at + 2) for at in starts if text[at] not in "РС" and at and text[at - 1] in _SMALL
    ]
    return latin or list(_matches(_CYRILLIC, text, starts))


def _koi8_as_cyrillic(collation: Collation) -> list[Span]:
    """The two encodings have small letters where the other has capitals: рПЯЯХЪ for Россия."""
    text = collation.document.text
    starts = [at for at in runs(collation, CAPITAL, 3) if at and "а" <= text[at - 1] <= "я"]
    if len(starts) < _SEVERAL or _CAPITALISED.search(text):
        return []
    return [Span(span.start - 1, span.end) for span in _matches(_CAPITALS, text, starts)]


def _marked(pattern: re.Pattern[str], marks: str) -> Find:
    """A finder for what matches, in a text with one of the letters that it can't be without."""

    def find(collation: Collation) -> list[Span]:
        text = collation.document.text
        if not kinds(collation) & MARK or not any(mark in text for mark in marks):
            return []
        return [Span(*match.span()) for match in pattern.finditer(text)]

    return find


def _utf8_as_gbk(collation: Collation) -> list[Span]:
    if not kinds(collation) & GBK:
        return []
    runs = _WIDE_RUN.finditer(collation.document.text)
    return [Span(*run.span()) for run in runs if _is_gbk(run[0])]


def _is_gbk(run: str) -> bool:
    """Whether the bytes of these letters in GBK are Cyrillic or East Asian text in UTF-8."""
    if any(mark in run for mark in _GBK_SURE):
        return True
    data = run.encode("gb18030", "ignore")
    read = [c for c in data.decode("utf-8", "ignore") if "Ѐ" <= c <= "ӿ" or c >= "ࠀ"]
    return len(read) >= _SEVERAL and len("".join(read).encode()) >= 0.8 * len(data)


_KINDS = (
    _Kind("UTF-8 read as windows-1252", _utf8_as_latin),
    _Kind("Shift_JIS read as windows-1252", _marked(_SHIFT_JIS, "‚ƒ\x82\x83")),
    _Kind("another script read as windows-1252", _bytes_as_latin),
    _Kind("UTF-8 read as windows-1251", _utf8_as_cyrillic),
    _Kind("KOI8-R and windows-1251 taken for each other", _koi8_as_cyrillic),
    _Kind("lost characters read as GBK or Big5", _marked(_LOST, "锟嚙")),
    _Kind("UTF-8 read as GBK", _utf8_as_gbk),
    _Kind("UTF-8 read as Shift_JIS", _marked(_KANA, "縺繝ﾃﾄﾅ")),
)
