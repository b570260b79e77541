"""Rules about single characters: those that could not be decoded, those that can't be seen."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from auditor.model import Collation, Options, Span
from auditor.rules.drafts import Draft, as_rule
from auditor.rules.places import at, quote
from auditor.rules.signs import ODD, places

_PLACES = 100  # locations of one finding; the message has the true number

_LOST = "\ufffd"
_UNDECODED = re.compile("\ufffd+")
_OVERRIDES = "\u202d\u202e"
_RIGHT_TO_LEFT = "\u202b\u2067"  # they turn the punctuation of a left-to-right text around
_SHAPING = re.compile(
    # Scripts in which a joiner shapes letters or a zero-width space parts words: Arabic to
    # Mongolian and Balinese; symbols and emoji, which are joined and tagged.
    "[\u0600-\u1bff\u2190-\u2bff\ua840-\uabff\ufb50-\ufdff\ufe0f\ufe70-\ufefc\U00010a00-\U00011fff"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f]"
)
_RTL = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_NON_JOINER = "\u200c"


@as_rule("AUD003", "replacement-characters", "warning", "characters that could not be decoded")
def replacement_characters(collation: Collation, options: Options) -> Iterator[Draft]:
    """Characters that could not be decoded: U+FFFD, or bytes that are no text.

    A text that speaks of U+FFFD by its number may show it.

    Why: what stood there is lost, and nobody can tell from the text what it was.

    Example: `Die Gesch\\ufffdftsordnung gilt ab Mai.`

    Fix: scrape again with the right encoding (`--encoding`); the letters are not in this file.
    """
    text = collation.document.text
    odd = places(collation, ODD)
    if not any(text[place] == _LOST for place in odd) or "FFFD" in text:
        return
    spans = [Span(*found.span()) for found in _UNDECODED.finditer(text)]
    lost = sum(map(len, spans))
    around = Span(max(0, spans[0].start - 12), spans[0].end + 12).of(text)
    yield Draft(
        f"{_counted(lost, 'character')} could not be decoded, first in {quote(around)}.",
        tuple(at("scrape", span, "not decoded") for span in spans[:_PLACES]),
        around,
        "Scrape again with the right encoding.",
    )


@as_rule("AUD010", "detected-encoding", "note", "no encoding is declared; the letters told it")
def detected_encoding(collation: Collation, options: Options) -> Iterator[Draft]:
    """The bytes declare no encoding, and are no UTF-8: it was detected by what the letters spell.

    Some encodings differ in a few letters alone; of a short text, or of one in a language with few
    such letters, another one may have been meant.

    Why: a letter read wrongly is a letter changed, and no other sign of it need be in the text.

    Example: a file of the bytes of Geschäftsordnung in windows-1252.

    Fix: look at the letters beyond ASCII; if they are wrong, name the encoding (`--encoding`).
    """
    document = collation.document
    if document.provenance.encoding_reason != "detected":
        return
    letter = next((at for at, sign in enumerate(document.text) if not sign.isascii()), None)
    if letter is None:
        return
    around = Span(max(0, letter - 12), letter + 12).of(document.text)
    yield Draft(
        f"No encoding is declared; read as {document.provenance.encoding}, first in"
        f" {quote(around)}.",
        (at("scrape", Span(letter, letter + 1), "read so"),),
        document.provenance.encoding,
        "If letters are wrong, name the encoding.",
    )


@as_rule(
    "AUD006",
    "hidden-characters",
    "warning",
    "direction overrides, zero-width and control characters",
)
def hidden_characters(collation: Collation, options: Options) -> Iterator[Draft]:
    """Characters that nobody sees: control characters, and zero-width or direction marks.

    A zero-width character counts inside a word of a script that has no use for it; a direction
    override counts always. Left alone are joiners in Persian, Hindi or emoji, direction marks
    in Hebrew or Arabic, soft hyphens, and a byte order mark at the start.

    Why: a word with one in it is not found by search; an override shows the text in another
    order than it is stored, and tags can carry text that only a machine reads.

    Example: `The board ap\\u200bpoints the auditor.`

    Fix: remove them, or find out what on the page puts them there.
    """
    text = collation.document.text
    odd = places(collation, ODD)
    is_ltr = bool(odd) and not _RTL.search(text)
    found = [p for p in odd if text[p] != _LOST and _is_hidden(text, p, is_ltr)]
    if not found:
        return
    kinds = Counter(text[place] for place in found)
    names = [f"{name(character)} ({count:,}×)" for character, count in sorted(kinds.items())]
    yield Draft(
        f"{_counted(len(found), 'hidden character')}: {_listed(names)}.",
        tuple(at("scrape", Span(p, p + 1), name(text[p])) for p in found[:_PLACES]),
        " ".join(map(name, sorted(kinds))),
        "Remove them.",
    )


def _is_hidden(text: str, place: int, is_ltr: bool) -> bool:
    """Whether the odd character there has no use; `is_ltr`: no letter runs right to left."""
    character = text[place]
    if unicodedata.category(character) == "Cc" or character in _OVERRIDES:
        return True
    if place == 0 or place + 1 == len(text) or _SHAPING.match(text, place - 1):
        return False
    if character >= "\U000e0000":
        return True
    if character in _RIGHT_TO_LEFT:
        return is_ltr
    # Typesetters part the ligatures of German compounds so: Auf|lage.
    if character == _NON_JOINER and text[place - 1] == "f":
        return False
    return text[place - 1].isalnum() and text[place + 1].isalnum() and is_ltr


def name(character: str) -> str:
    """A character by number and name: "U+200B zero width space"."""
    known = unicodedata.name(character, "control character").lower()
    return f"U+{ord(character):04X} {known}"


def _listed(names: Sequence[str], most: int = 5) -> str:
    more = f" and {len(names) - most} other kinds" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"
