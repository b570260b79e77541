"""Rules about the capture as a whole: is there a document, is it the right one, is it all?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from auditor.model import Collation, Fragment, Options, Span
from auditor.rules import endings, walls
from auditor.rules.drafts import Draft, as_rule
from auditor.rules.places import at, quote
from auditor.text import scripts

# Bytes of UTF-8: about the same text in Chinese as in English. Walls are shorter.
_SHORT = 1_500
_BOT_SHORT = 3_000  # protection services explain themselves at length
_HEAD = 8  # fragments in which a wall speaks of itself
_ALL_OF_IT = 600  # bytes of a page that is its head
_TITLE = 40  # characters that may follow a title: a site's name
_STATUS = re.compile(
    r"(?:http |error |erreur |fehler |ошибка |错误[:]? ?|エラー ?)*"
    r"(?:40[0-9]|410|429|451|50[0-9]|52[0-9])(?:[ :|.,!-]|$)"
)
_BEFORE = " \t#*_>|-–—【「《[(\"'!¡¿.:"  # what may stand before the first word
_SENTENCES = 3  # ended ones make prose


@dataclass(frozen=True, slots=True)
class _Wall:
    """A kind of page that is no document: how it is called, how it speaks, how long it is."""

    what: str
    sentences: tuple[str, ...]
    titles: tuple[str, ...]
    longest: int
    unless: tuple[str, ...] = ()


_WALLS = (
    _Wall("a bot wall", walls.BOT_SENTENCES, walls.BOT_TITLES, _BOT_SHORT),
    _Wall(
        "a login wall",
        walls.LOGIN_SENTENCES,
        walls.LOGIN_TITLES,
        _SHORT,
        walls.LOGIN_FOR_COMMENTS,
    ),
    _Wall("an error page", walls.ERROR_SENTENCES, walls.ERROR_TITLES, _SHORT),
    _Wall(
        "a maintenance page",
        walls.MAINTENANCE_SENTENCES,
        walls.MAINTENANCE_TITLES,
        _SHORT,
    ),
    _Wall("a page that needs scripts", walls.SCRIPT_SENTENCES, (), _SHORT),
)


@as_rule("AUD002", "empty-document", "error", "nothing left after selection")
def empty_document(collation: Collation, options: Options) -> Iterator[Draft]:
    """Nothing but white space is left of the document.

    Why: an empty text passes every other check, and an empty record is worse than none.

    Example: a page whose `--content-selector` matches an element without text.

    Fix: look at the page in a browser; mend the selector, or scrape after its scripts have run.
    """
    if any(fragment.key for fragment in collation.fragments):
        return
    text = collation.document.text
    places = (at("scrape", Span(0, len(text)), "white space"),) if text else ()
    yield Draft("The document is empty.", places, "", "Scrape it again.")


@as_rule(
    "AUD005",
    "capture-failure",
    "error",
    "a bot, login or cookie wall, an error or maintenance page",
)
def capture_failure(collation: Collation, options: Options) -> Iterator[Draft]:
    """The page is a bot, login or cookie wall, an error page, or says that it is being mended.

    Only short pages whose first lines say so; a long text that speaks of cookies or errors is
    none.

    Why: the document is not in this file at all; with it, the wall becomes the document.

    Example: `404 Not Found⏎The requested URL was not found on this server.`

    Fix: scrape again: with a session, slower, or with a browser.
    """
    text = collation.document.text
    if len(text) > _BOT_SHORT:
        return
    size = len(text.encode("utf-8", "replace"))
    found = _cookie_wall(collation, size) or _wall(collation, size)
    if found:
        what, fragment = found
        span = _trimmed(fragment, text)
        yield Draft(
            f"This is {what}, not the document: {quote(span.of(text))}.",
            (at("scrape", span, "says so"),),
            span.of(text),
            "Scrape the page again.",
        )


def _wall(collation: Collation, size: int) -> tuple[str, Fragment] | None:
    filled = (fragment for fragment in collation.fragments if fragment.key)
    head = filled if size <= _ALL_OF_IT else islice(filled, _HEAD)
    for fragment in head:
        words = _words(fragment)
        if size <= _SHORT and _STATUS.match(words) and len(words) <= _TITLE:
            return "an error page", fragment
        for wall in _WALLS:
            if size <= wall.longest and _says(words, wall):
                return wall.what, fragment
    return None


def _words(fragment: Fragment) -> str:
    plain = unicodedata.normalize("NFKC", fragment.key).casefold().replace("’", "'")
    return plain.lstrip(_BEFORE)


def _says(words: str, wall: _Wall) -> bool:
    if any(word in words for word in wall.unless):
        return False
    if words.startswith(wall.sentences):
        return True
    if not words.startswith(wall.titles):
        return False
    return any(_is_title(words, title) for title in wall.titles if words.startswith(title))


def _is_title(words: str, title: str) -> bool:
    """Whether the title stands alone, or before a few words that don't go on with it."""
    rest = words[len(title) :].lstrip()
    return not rest or (not rest[0].isalnum() and len(rest) <= _TITLE)


def _cookie_wall(collation: Collation, size: int) -> tuple[str, Fragment] | None:
    """Buttons to agree, and little but talk of cookies."""
    if size > _SHORT:
        return None
    about: list[Fragment] = []
    buttons = 0
    for fragment in collation.fragments:
        words = _words(fragment)
        button = words.rstrip(" .!]*)") in walls.COOKIE_BUTTONS
        buttons += button
        if not button and any(word in words for word in walls.COOKIE_WORDS):
            about.append(fragment)
    talk = sum(len(fragment.key) for fragment in about)
    whole = sum(len(fragment.key) for fragment in collation.fragments)
    if not buttons or not about or talk < whole / 3:
        return None
    return "a cookie wall", about[0]


def _trimmed(fragment: Fragment, text: str) -> Span:
    start, end = fragment.span.start, fragment.span.end
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


@as_rule("AUD008", "truncated-document", "warning", "ends in mid-sentence")
def truncated_document(collation: Collation, options: Options) -> Iterator[Draft]:
    """The text ends in mid-sentence: on a comma, an open bracket, or a word that leads on.

    A text that ends without a full stop is not enough: signatures, dates and links do so.
    Against a given canonical, AUD302 says what is missing.

    Why: the end of a page, often its dates and final clauses, is lost without a trace.

    Example: `The board meets in May. It elects a chair. It may vote by post. Members are told of
    the`

    Fix: scrape the rest: the next page, the part behind "read more", or with a higher limit.
    """
    if collation.canonical.origin == "given":
        return
    reason = endings.unfinished(collation.document.text)
    if reason is None or not _is_prose(collation.fragments):
        return
    fragment = next(f for f in reversed(collation.fragments) if f.key)
    span = _trimmed(fragment, collation.document.text)
    last = span.of(collation.document.text)
    yield Draft(
        f"The text ends in mid-sentence ({reason}): {quote(last[-30:])}.",
        (at("scrape", span, reason),),
        last,
        "Scrape the rest of the page.",
    )


def _is_prose(fragments: Sequence[Fragment]) -> bool:
    ended = (f for f in fragments if scripts.ends_sentence(f.key) and len(f.key) >= 8)
    return len(list(islice(ended, _SENTENCES))) == _SENTENCES
