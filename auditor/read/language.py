"""The language of a document: what it states, checked against the script it is written in."""

from __future__ import annotations

import re
import sys
from functools import cache

import numpy as np
from numpy.typing import NDArray

from auditor.text import scripts

# RFC 5646, section 2.1, as far as a tag in a page can be trusted to keep to it.
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,6}\Z")

_SAMPLE = 20_000  # characters
_LETTER = re.compile(r"[^\W\d_]")
_SCRIPTS = tuple((name, re.compile(f"[{letters}]")) for name, letters in scripts.LETTERS.items())

# A share of the letters from which a script tells the language. Chinese and Japanese pages quote
# Latin names at length, and a Han letter says as much as three or four Latin ones.
_TELLING = 0.25
# Japanese prose has about one kana in two letters, a table of names less; Chinese has a の at most.
_KANA_AMONG_HAN = 0.05


def is_tag(tag: str) -> bool:
    """Whether `tag` has the form of a BCP 47 language tag."""
    return bool(_TAG.match(tag))


def guess(text: str, stated: str | None) -> str | None:
    """A BCP 47 tag, or None where neither the page nor its script tells.

    The page's word holds, except "en" over a text in another script: templates leave it there.
    """
    stated = stated.strip() if stated else None
    if stated and is_tag(stated) and stated.lower().split("-")[0] != "en":
        return stated
    by_script = _by_script(text[:_SAMPLE])
    return by_script or (stated if stated and is_tag(stated) else None)


def _by_script(text: str) -> str | None:
    if text.isascii():
        return None
    letters, counts = _count(text)
    if not letters:
        return None
    kana, han = counts["kana"], counts["han"]
    if kana + han > _TELLING * letters:
        return "ja" if kana > _KANA_AMONG_HAN * (kana + han) else "zh"
    for language, _ in _SCRIPTS[2:]:
        if counts[language] > _TELLING * letters:
            return language
    return None


def _count(text: str) -> tuple[int, dict[str, int]]:
    """How many characters are letters, and how many belong to each script."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    kinds = _kinds()
    if not kinds[codes].all():
        for code in np.unique(codes[kinds[codes] == 0]).tolist():
            kinds[code] = _kind(chr(code))
    counts = np.bincount(kinds[codes] >> 2, minlength=len(_SCRIPTS) + 1).tolist()
    letters = int(np.count_nonzero(kinds[codes] & 2))
    return letters, {name: counts[at] for at, (name, _) in enumerate(_SCRIPTS, start=1)}


@cache
def _kinds() -> NDArray[np.uint8]:
    """The kind of every code point, 0 where it was not asked for yet."""
    return np.zeros(sys.maxunicode + 1, np.uint8)


def _kind(char: str) -> int:
    """1, and 2 for a letter, and 4 times the number of the script."""
    script = next((at for at, (_, of) in enumerate(_SCRIPTS, start=1) if of.match(char)), 0)
    return 1 + 2 * bool(_LETTER.match(char)) + 4 * script
