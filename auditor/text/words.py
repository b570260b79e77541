"""Words that turn the meaning of a text around: a file a language, in `auditor/data/terms/`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def shipped() -> tuple[tuple[str, str], ...]:
    """The name and the text of each file of terms, in the order of the names."""
    folder = files("auditor.data").joinpath("terms")
    paths = sorted((p for p in folder.iterdir() if p.name.endswith(".toml")), key=lambda p: p.name)
    return tuple((path.name, path.read_text(encoding="utf-8")) for path in paths)


@cache
def _parsed() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(text) for _, text in shipped())


@cache
def dates() -> frozenset[str]:
    """The months and the days of the week of all languages, in lower case."""
    return frozenset(
        word.casefold()
        for data in _parsed()
        for name in ("months", "weekdays")
        for word in data.get(name, ())
    )


@cache
def negations_alone() -> frozenset[str]:
    """Words that turn a sentence around, of the languages that put spaces between words."""
    return frozenset(_negations(inside=False))


@cache
def negations_inside() -> re.Pattern[str]:
    """What turns a sentence around and is joined to other words, or has no spaces around."""
    words = sorted(_negations(inside=True), key=lambda word: (-len(word), word))
    return re.compile("|".join(re.escape(word).replace("'", "['’]") for word in words))


def _negations(*, inside: bool) -> set[str]:
    """Those that are looked for inside of words, or the others; `n't` is a part of a word."""
    return {
        word.casefold()
        for data in _parsed()
        for word in data.get("negation", ())
        if inside == (bool(data.get("inside")) or "'" in word[:-1])
    }
