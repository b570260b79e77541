"""Changes inside addresses: another form of the same one, or a token drawn by lot."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import unquote

from auditor.history.explaining.cases import Case, Verdict
from auditor.history.pairing.places import Around, figures

# Languages that many sites have; ISO 639-1.
_LANGUAGES = frozenset((
    "ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hu", "id", "it",
    "ja", "ko", "nl", "no", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "vi", "zh",
))  # fmt: skip
_LISTED = re.compile(
    r"(?:utm_\w+|\w*clid|\w*sess\w*|sid|token|\w*_token|nonce|csrf\w*|ts|t|time|timestamp|cb|cache\w*|"
    r"_nc_\w+|oh|oe|ccb|v|ver|version|hash|rev|rnd|rand\w*|sig\w*|expires|key|h|id_hash|_)",
    re.IGNORECASE,
)
_WAYBACK = re.compile(r"^https?://web\.archive\.org/web/\d{1,14}[a-z_]*/", re.IGNORECASE)


def link_form(case: Case) -> Verdict | None:
    if not case.in_address:
        return None
    one, two = _addresses(case)
    if one and two and _plain(one) == _plain(two):
        return Verdict("extraction", "link-form", ("the same address in another form",))
    if is_same_address(one, two):
        return Verdict("extraction", "link-form", ("a relative address made absolute",), 0.9)
    for short, long in ((one, two), (two, one)):
        fragment = short.startswith("#") and long.endswith(short) and long != short
        if fragment and _is_own(long.removesuffix(short), case.old if long == one else case.new):
            return Verdict("extraction", "link-form", ("a link to the page itself",), 0.9)
    return None


def is_same_address(one: str, two: str) -> bool:
    """Whether two addresses lead to one place, a relative one on the site of the other."""
    if _plain(one) == _plain(two):
        return True
    for short, long in ((one, two), (two, one)):
        if re.match(r"(?:\.{0,2}/)[^/].*", short) and re.match(r"https?://[^/]+/", long):
            target = re.sub(r"^https?://[^/]+", "", long)
            if target.rstrip("/") == "/" + short.lstrip("./").rstrip("/"):
                return True
    return False


def spoken(address: str) -> str:
    """An address as one says it: without what it begins with on every page."""
    return re.sub(r"^(?:mailto:|//)", "", _plain(address))


def _is_own(page: str, side: Around) -> bool:
    """Whether many links with a fragment lead to a page: then it is the page itself."""
    own = sum(address.of(side.text).startswith(page + "#") for address in side.addresses)
    return page.startswith("http") and own >= 5


def _addresses(case: Case) -> tuple[str, str]:
    old, new = case.old.address(case.span_old), case.new.address(case.span_new)
    assert old is not None and new is not None
    return old.of(case.old.text), new.of(case.new.text)


def _plain(address: str) -> str:
    """An address without scheme, archive, `www`, trailing slash and escapes."""
    plain = _WAYBACK.sub("", unquote(address.strip()))
    plain = re.sub(r"^https?:", "", plain)
    return re.sub(r"^//(?:www\.)?", "//", plain).rstrip("/").removesuffix("/#").replace("/#", "#")


def token(case: Case) -> Verdict | None:
    """Random letters or a listed parameter in an address."""
    if not case.in_address or not case.is_replacement:
        return None
    found: list[str] = []
    for side, span in case.sides:
        address = side.address(span)
        assert address is not None
        start, end = span.start, span.end
        while start > address.start and side.text[start - 1] not in "/?&=#;.,":
            start -= 1
        while end < address.end and side.text[end] not in "/?&=#;.,":
            end += 1
        key = re.search(r"[?&;]([\w.-]+)=$", side.text[address.start : start])
        whole = side.text[start:end]
        pieces = [p for p in re.split(r"[/?&=#;.,]", whole) if p]
        if key and _LISTED.fullmatch(key[1]):
            found.append("a parameter that holds a token or a time")
        elif pieces and any(is_random(p) for p in pieces) and all(_is_tokenish(p) for p in pieces):
            found.append("random letters in an address")
        else:
            return None
    return Verdict("volatile", "url-token", tuple(dict.fromkeys(found)), 0.95)


def is_random(piece: str) -> bool:
    """Whether a piece of an address looks drawn by lot: letters and figures mixed, no word."""
    core = re.sub(r"[-_%]", "", piece)
    if len(core) >= 8 and core.isdigit():
        return True
    if re.fullmatch(r"[0-9a-fA-F]{6,}", core) and figures(core) >= 2 and not core.isdigit():
        return True
    if re.search(r"[a-z]{5}", core):  # a word
        return False
    turns = sum(a.isdigit() != b.isdigit() for a, b in pairwise(core))
    return len(core) >= 6 and turns >= max(2, len(core) // 10)


def _is_tokenish(piece: str) -> bool:
    return is_random(piece) or _LISTED.fullmatch(piece) is not None or len(piece) <= 2


def locale(case: Case) -> Verdict | None:
    """The same address in another language or country: /en-us/ for /de/, lang=fr for lang=en."""
    if not case.in_address or not case.is_replacement:
        return None
    one, two = (re.split(r"([/?&=#])", address) for address in _addresses(case))
    if len(one) != len(two):
        return None
    other = [(a, b, before) for a, b, before in zip(one, two, ["", *one], strict=False) if a != b]
    named = re.search(r"[?&](?:lang|language|locale|hl|lc)=", "".join(one)) is not None
    if not other or not all(_is_locale(a) and _is_locale(b) for a, b, _ in other):
        return None
    if any(before == "=" for _, _, before in other) and not named:
        return None
    return Verdict("locale", "country", ("the same address in another language",), 0.9)


def _is_locale(piece: str) -> bool:
    """A language of two letters that many sites have, with a country or without."""
    head, _, country = piece.lower().replace("_", "-").partition("-")
    return head in _LANGUAGES and (not country or re.fullmatch(r"[a-z]{2}", country) is not None)
