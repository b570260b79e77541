"""The same words with the same links, written otherwise: by an extraction, and no author.

An address that a converter made a link, a tag of HTML where another one writes Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from operator import not_

from auditor.history.explaining.kinds.addresses import is_same_address, spoken
from auditor.history.pairing.bare import bare

_ATTRIBUTES = r"\b(?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*+"
_MARKUP = re.compile(
    rf"<a(?P<anchor>{_ATTRIBUTES})>(?P<anchored>(?:(?!</?a\b)[^\0])*?)</a\s*>"
    rf"|<img(?P<image>{_ATTRIBUTES})>"
    r"|!?\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])*+)\]"
    r"\(\s*+<?(?P<target>[^()\s<>]*+(?:\([^()\s<>]*\)[^()\s<>]*+)*+)>?(?:\s++\"[^\"\n]*\")?+\s*+\)"
    r"|<(?P<address>(?=[^<>\s]*?(?:://|@))[^<>\s]++)>"
    rf"|</?[a-z][a-z\d]*{_ATTRIBUTES}>",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\(?=[^\w\s])")


@dataclass
class _Shown:
    """The words that a reader sees of a passage, and where its links lead, in their order."""

    words: str
    targets: tuple[str, ...]
    said: tuple[bool, ...]  # whether the words of a link are where it leads


def is_written_otherwise(before: str, after: str, texts: tuple[str, str]) -> bool:
    """Whether two passages have the same words to read, and their links lead to the same places.

    An address that became a link is a converter's, if it does so throughout: where the other one
    of the `texts` has such links too, somebody has put this one in.
    """
    if not (_MARKUP.search(before) or _MARKUP.search(after)):
        return False
    one, two = _shown(before), _shown(after)
    if bare(one.words) != bare(two.words):
        return False
    if _leads_alike(one.targets, two.targets):
        return True
    silent = [tuple(compress(each.targets, map(not_, each.said))) for each in (one, two)]
    return _leads_alike(*silent) and not (_says_addresses(texts[0]) and _says_addresses(texts[1]))


def _leads_alike(one: Sequence[str], two: Sequence[str]) -> bool:
    return len(one) == len(two) and all(map(is_same_address, one, two))


@lru_cache(maxsize=4)
def _says_addresses(text: str) -> bool:
    """Whether the words of any link of a text are where it leads."""
    return any(_says_itself(*_linked(match)) for match in _MARKUP.finditer(text))


def _says_itself(words: str, target: str) -> bool:
    said = _ESCAPED.sub("", words).strip("*_` \n")
    return bool(target) and spoken(said) == spoken(target)


def _shown(text: str) -> _Shown:
    words: list[str] = []
    targets: list[str] = []
    said: list[bool] = []
    at = 0
    for match in _MARKUP.finditer(text):
        words.append(text[at : match.start()])
        at = match.end()
        own, target = _linked(match)
        if own:
            inner = _shown(own)
            words.append(inner.words)
            targets += inner.targets
            said += inner.said
        if target:
            targets.append(target)
            said.append(_says_itself(own, target))
    return _Shown("".join((*words, text[at:])), tuple(targets), tuple(said))


def _linked(match: re.Match[str]) -> tuple[str, str]:
    """The words of a link or a picture, and where it leads."""
    if match["anchor"] is not None:
        return match["anchored"], _attribute("href", match["anchor"])
    if match["image"] is not None:
        return _attribute("alt", match["image"]), _attribute("src", match["image"])
    if match["address"] is not None:
        return match["address"], match["address"]
    return match["words"] or "", match["target"] or ""


def _attribute(name: str, attributes: str) -> str:
    found = re.search(rf"\b{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", attributes, re.I)
    return next(filter(None, found.groups()), "") if found else ""
