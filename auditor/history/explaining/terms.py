"""Key terms: the words and figures that turn the meaning of a clause, from a file a language.

A person adds a language by one file beside `auditor/data/terms/en.toml`, or adds to one with
`--terms FILE`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from auditor.errors import OptionsError
from auditor.text import scripts, words

_LISTS = (
    "negation",
    "modal",
    "exception",
    "number-words",
    "units",
    "months",
    "weekdays",
    "date-words",
    "stated-date",
    "effective-date",
    "effective-until",
    "announcement",
    "counter",
    "function-words",
)
_DATES = ("months", "weekdays", "date-words")
_KEYS = frozenset((*_LISTS, "language", "inside", "spelling-pairs", "example"))
_WORD = re.compile(r"n['’]t\b|[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
# The Under 13 Experience: a number between capitals is part of a name.
_NUMBER_IN_NAME = re.compile(r"\b[A-ZÀ-Þ]\w+ \d+ [A-ZÀ-Þ]\w+")
_KANA = re.compile(f"[{scripts.LETTERS['kana']}]{{2}}")
_INSIDE = re.compile(f"[{scripts.HAN_AND_KANA}]")
_NAME = re.compile(r"(?<=[^\W\d_][ ,;]) ?((?:[A-ZÀ-Þ][\w'’.-]+ ?)+)")
# Figures, letters that stand for them, and zones of time: of no language.
_FORMAT = re.compile(r"\d+|(?<![^\W\d_])(?:yyyy|mm|dd|utc|gmt)(?![^\W\d_])|(?<=\d)[tz](?![^\W\d_])")
_RUN = re.compile(r"[^\W_]+")
_ENOUGH = 8  # function words that tell a language; a guess


@dataclass(frozen=True, slots=True)
class Terms:
    """The key terms of one language.

    `inside`: they are looked for inside of words, as in a script without spaces.
    """

    language: str
    lists: dict[str, tuple[str, ...]]
    spelling_pairs: tuple[tuple[str, str], ...]
    examples: tuple[tuple[str, str], ...] = ()
    inside: bool = False

    def count(self, name: str, text: str) -> Counter[str]:
        """How often each term of a list stands in the text, which is in lower case."""
        listed = self.lists[name]
        if self.inside:
            return Counter(_pattern(listed).findall(text))
        text = text.replace("’", "'")
        return Counter(
            match.group()
            for match in _pattern(listed, bounded=True).finditer(text)
            if not _is_mark(text[match.end() : match.end() + 1])
        )

    def holds(self, name: str, text: str) -> bool:
        return bool(self.count(name, text.casefold()))


def _is_mark(char: str) -> bool:
    """A sign that belongs to the letter before it, as a vowel in Hindi: the word goes on."""
    return bool(char) and unicodedata.category(char)[0] == "M"


@lru_cache(maxsize=256)
def _pattern(listed: tuple[str, ...], *, bounded: bool = False) -> re.Pattern[str]:
    longest = sorted(listed, key=lambda word: (-len(word), word))
    if not longest:
        return re.compile(r"(?!)")
    either = "|".join(map(re.escape, longest))
    if not bounded:
        return re.compile(either)
    parts = []
    for word in longest:
        head = "" if word == "n't" else r"(?<![^\W_])"
        tail = "" if word.endswith("'") else r"(?![^\W_])"
        parts.append(f"{head}{re.escape(word)}{tail}")
    return re.compile("|".join(parts))


@lru_cache(maxsize=256)
def _first_runs(listed: tuple[str, ...]) -> frozenset[str]:
    """What a text has between signs that holds a term which is no part of a word.

    Of a term that ends a word, n't, that is the last run of its letters.
    """
    return frozenset(_RUN.findall(term)[-1 if term == "n't" else 0] for term in listed)


def load(extra: tuple[str, ...] = ()) -> tuple[Terms, ...]:
    """The terms of every language that ships, with those of the files in `extra` added.

    Raises OptionsError for a file that cannot be read, or has a list that is not known.
    """
    known = {terms.language: terms for terms in _shipped()}
    for path in extra:
        try:
            more = _parsed(Path(path).read_text(encoding="utf-8"), path)
        except OSError as error:
            raise OptionsError(
                f"{path}: the file of terms cannot be read: {error.strerror}"
            ) from error
        known[more.language] = _added(known.get(more.language), more)
    return tuple(known.values())


@lru_cache(maxsize=1)
def _shipped() -> tuple[Terms, ...]:
    return tuple(_parsed(text, name) for name, text in words.shipped())


def _parsed(text: str, name: str) -> Terms:
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OptionsError(f"{name}: not a TOML file: {error}") from error
    unknown = sorted(set(data) - _KEYS)
    if unknown or not isinstance(data.get("language"), str):
        wrong = f"{unknown[0]!r} is no list of terms" if unknown else "`language` is missing"
        raise OptionsError(f"{name}: {wrong}; auditor/data/terms/en.toml shows the lists")
    lists = {key: tuple(word.casefold() for word in data.get(key, ())) for key in _LISTS}
    pairs = tuple((a.casefold(), b.casefold()) for a, b in data.get("spelling-pairs", ()))
    examples = tuple((e["kind"], e["text"]) for e in data.get("example", ()))
    return Terms(data["language"], lists, pairs, examples, bool(data.get("inside")))


def _added(old: Terms | None, new: Terms) -> Terms:
    if old is None:
        return new
    lists = {key: tuple(dict.fromkeys((*old.lists[key], *new.lists[key]))) for key in _LISTS}
    pairs = tuple(dict.fromkeys((*old.spelling_pairs, *new.spelling_pairs)))
    return Terms(old.language, lists, pairs, old.examples, old.inside or new.inside)


def language(text: str, known: Iterable[Terms]) -> str | None:
    """The language of most of a text's function words; None where too few stand."""
    lowered = text.casefold()
    counted = Counter(word.replace("’", "'") for word in _WORD.findall(lowered))
    dense = len(_INSIDE.findall(lowered)) * 4 > len(lowered.replace(" ", ""))
    scores: dict[str, int] = {}
    for terms in known:
        own = terms.lists["function-words"]
        if terms.inside:
            scores[terms.language] = (
                sum(terms.count("function-words", lowered).values()) if dense else 0
            )
        else:
            scores[terms.language] = sum(counted[word] for word in own)
    if dense and _KANA.search(lowered):
        scores.pop("zh", None)
    elif dense:
        scores.pop("ja", None)
    best = max(scores, key=lambda name: (scores[name], name), default=None)
    return best if best is not None and scores[best] >= _ENOUGH else None


@dataclass(frozen=True)
class Lexicon:
    """The terms that one document is read with: of its language, or of all where none is known."""

    terms: tuple[Terms, ...]

    @classmethod
    def of(cls, language: str | None, known: tuple[Terms, ...]) -> Lexicon:
        own = tuple(t for t in known if language is not None and t.language == language[:2])
        return cls(own or known)

    def count(self, name: str, text: str) -> Counter[str]:
        lowered = text.casefold()
        runs = frozenset(_RUN.findall(lowered))
        total: Counter[str] = Counter()
        for terms in self.terms:
            if terms.inside or not runs.isdisjoint(_first_runs(terms.lists[name])):
                total |= terms.count(name, lowered)
        return total

    def holds(self, name: str, text: str) -> bool:
        return bool(self.count(name, text))

    def before(self, name: str, line: str) -> str:
        """A line up to the first term of a list."""
        patterns = [_pattern(t.lists[name], bounded=not t.inside) for t in self.terms]
        found = (pattern.search(line.casefold().replace("’", "'")) for pattern in patterns)
        return line[: min((match.start() for match in found if match), default=len(line))]

    def is_stated(self, line: str) -> bool:
        """Whether a line says when the page was updated; `date` in `effective date` is none."""
        rest = line.casefold()
        for word in sorted(self.count("effective-date", rest), key=len, reverse=True):
            rest = rest.replace(word, " ")
        return self.holds("stated-date", rest)

    def numbers(self, text: str) -> Counter[str]:
        """Figures, and words for numbers where one of them changed would change a number."""
        text = _NUMBER_IN_NAME.sub(" ", text)
        spelt = self.count("number-words", text)
        return Counter(_NUMBER.findall(text)) + spelt

    def without_terms(self, text: str) -> str:
        """The text without figures, numbers in words, negations and modals."""
        rest = _NUMBER.sub(" ", text.casefold())
        for terms in self.terms:
            for name in ("number-words", "negation", "modal"):
                pattern = _pattern(terms.lists[name], bounded=not terms.inside)
                rest = pattern.sub(" ", rest)
        return rest

    @property
    def has_capital_nouns(self) -> bool:
        """Whether every noun begins with a capital, as in German."""
        return any(terms.language == "de" for terms in self.terms)

    def names(self, text: str) -> list[tuple[int, str]]:
        """Runs of words with a capital inside a sentence, each with where it begins.

        None where every noun has one.
        """
        if self.has_capital_nouns:
            return []
        return [(match.start(1), match[1].strip()) for match in _NAME.finditer(text)]

    def without_months(self, text: str) -> str:
        """The text without months that are called as a modal is, such as May, beside a figure."""
        for terms in self.terms:
            for word in sorted({*terms.lists["months"]} & {*terms.lists["modal"]}):
                name = word.capitalize()
                text = re.sub(
                    rf"(?<=\d)\W*(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{name}\b|{word}(?=\W+\d{{4}}))"
                    rf"|\b{name}(?=\W{{1,2}}\d)",
                    " ",
                    text,
                )
        return text

    @cached_property
    def _of_dates(self) -> tuple[frozenset[str], frozenset[str]]:
        """Runs of letters in the words of dates; of those looked for inside of words the signs."""
        every = [(t.inside, word) for t in self.terms for name in _DATES for word in t.lists[name]]
        runs = frozenset(run for inside, word in every if not inside for run in _RUN.findall(word))
        return runs, frozenset(sign for inside, word in every if inside for sign in word)

    def is_date(self, text: str) -> bool:
        """Whether nothing but a date, or part of one, stands there."""
        rest = _FORMAT.sub(" ", text.casefold())
        runs, signs = self._of_dates
        if any(run not in runs and signs.isdisjoint(run) for run in _RUN.findall(rest)):
            return False
        for terms in self.terms:
            for name in _DATES:
                rest = _pattern(terms.lists[name], bounded=not terms.inside).sub(" ", rest)
        return not re.search(r"[^\W_]", rest)


def changed_terms(before: str, after: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The kinds of key term that a change touches: number, negation, modal, exception.

    `before` and `after` are the words of the change as they stand, without addresses.
    """
    found: list[str] = []
    if lexicon.numbers(before) != lexicon.numbers(after):
        found.append("number")
    names: tuple[str, ...] = ("negation", "modal", "exception")
    if lexicon.is_date(before) and lexicon.is_date(after):
        names = ("negation", "exception")
    before, after = lexicon.without_months(before), lexicon.without_months(after)
    found += (name for name in names if lexicon.count(name, before) != lexicon.count(name, after))
    return tuple(found)
