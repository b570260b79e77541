"""What speaks for two passages being neighbours: wording, unfinished sentences, ordinals.

All values are log-odds in nats against "two passages of this document taken at random".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from itertools import accumulate, chain
from math import log, sqrt
from operator import itemgetter

import regex

from auditor.canonical.evidence.weights import WEIGHTS
from auditor.model import Ordinal
from auditor.text import scripts
from auditor.text.outline import alike
from auditor.text.runs import codes, information

_PART = regex.compile(r"\w+")  # with the marks of the scripts of India, which `re` leaves out
_UNSPACED = re.compile(f"[{scripts.WORDS_UNSPACED}]")
_COLON = re.compile(r"[:：]$")
_GOES_ON = re.compile(rf"^[{scripts.ENDS}{scripts.CLAUSE_ENDS}{scripts.IN_CLOSERS}]")
_BRACKET = re.compile(f"[{scripts.IN_OPENERS}{scripts.IN_CLOSERS}]")

CONTEXT = WEIGHTS.context_units
# What speaks for and against a seam besides wording, by the names of their weights.
_ORDINALS = ("next_number", "later_number", "earlier_number")
SIGNS = (
    *("bracket_closed", "bracket_left_open", "starts_in_the_middle", "sentence_goes_on"),
    *("announced", "not_announced", *_ORDINALS, "built_alike", "taken_up"),
    *("item_begins_line", "item_inside_line", "lines_fit", "lines_differ"),
)


@dataclass(frozen=True, slots=True)
class Passage:
    """What the evidence looks at: the comparison form of a unit, its ordinal, and the lines.

    `ends_line` and `starts_line` say if a line break stands behind and before it in the scrape;
    None where lines say nothing.
    """

    key: str
    ordinal: Ordinal | None
    ends_line: bool | None = None
    starts_line: bool | None = None


@dataclass(frozen=True, slots=True)
class Clue:
    """One piece of evidence: log-odds, and words for an editor; of a sign, `amount` times it."""

    weight: float
    words: str
    sign: str = ""
    amount: float = 1.0


def _sign(name: str, words: str, amount: float = 1.0) -> Clue:
    return Clue(amount * float(getattr(WEIGHTS, name)), words, name, amount)


class _Similarities(dict[int, float]):
    """The cosines of one passage's terms and those of the others, told when first asked for."""

    __slots__ = ("_all", "_own")

    def __init__(self, own: dict[str, float], terms: Sequence[dict[str, float]]) -> None:
        self._own, self._all = own, terms

    def __missing__(self, other: int) -> float:
        small, large = self._own, self._all[other]
        if len(large) < len(small):
            small, large = large, small
        found = sum([weight * large[term] for term, weight in small.items() if term in large])
        self[other] = found
        return found


class Evidence:
    """Clues between passages of one document; wording is weighed by its rarity there.

    What is told of passages is remembered, for a seam is asked about in many contexts.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        terms = _weighted_terms([passage.key for passage in passages])
        self.base = _mean_similarity(terms)
        self.distinct = sorted({passage.key for passage in passages})
        self._whole = "\n".join(self.distinct)
        self._starts = [0, *accumulate(len(key) + 1 for key in self.distinct)]
        self._spreads: dict[str, int] = {}
        self._shapes: dict[str, str] = {}
        self._number(passages, terms)

    def _number(self, passages: Sequence[Passage], terms: Sequence[dict[str, float]]) -> None:
        self.passages, self.terms = passages, terms
        self._similarities = [_Similarities(own, terms) for own in terms]
        self._between: dict[tuple[int, int], list[Clue]] = {}
        self._openings: dict[tuple[int, int], int] = {}
        self._taken_up: dict[tuple[int, int], list[Clue]] = {}

    def at(self, units: Sequence[int]) -> Evidence:
        """The same evidence about some of the passages, ascending, numbered anew."""
        if len(units) == len(self.passages):
            return self
        part = copy(self)
        part._number([self.passages[unit] for unit in units], [self.terms[unit] for unit in units])
        return part

    def similarity(self, a: int, b: int) -> float:
        """The cosine of two passages' terms (tf-idf, squared rarity)."""
        return self._similarities[a][b]

    def clues(self, left: Sequence[int], right: Sequence[int]) -> list[Clue]:
        """Clues that `right[0]` follows `left[-1]`; both sides are a few units of context."""
        if not left or not right:
            return []
        weight = self.wording(left, right)
        wording = Clue(weight, self._wording_words(left, right, weight))
        return sorted([*self.signs(left, right), wording], key=lambda clue: -abs(clue.weight))

    def affinity(
        self, left: Sequence[int], right: Sequence[int], *, ordinals: bool = True
    ) -> float:
        """The sum of the clues.

        Without `ordinals` what two numbers say is left out, for where the whole outline is
        weighed they would count twice.
        """
        if not left or not right:
            return 0.0
        signs = self.signs(left, right)
        total = sum(clue.weight for clue in signs if ordinals or clue.sign not in _ORDINALS)
        return total + self.wording(left, right)

    def signs(self, left: Sequence[int], right: Sequence[int]) -> list[Clue]:
        """All clues but the wording in general."""
        pair = left[-1], right[0]
        between = self._between.get(pair)
        if between is None:
            a, b = self.passages[pair[0]], self.passages[pair[1]]
            between = [*_form(a, b), *_lines(a, b), *_order(a.ordinal, b.ordinal)]
            self._between[pair] = between
        return [*between, *self._parallel(left, right), *self._takes_up(left, right)]

    def _wording_words(self, left: Sequence[int], right: Sequence[int], weight: float) -> str:
        if weight <= 0:
            return "little wording in common"
        _, a, b = max((self.similarity(a, b), a, b) for a in left[-2:] for b in right[:2])
        shared = longest_common(self.passages[a].key, self.passages[b].key)
        return f"both speak of “{shared}”" if shared else "similar wording around"

    def wording(self, left: Sequence[int], right: Sequence[int]) -> float:
        """What words in common tell, in nats."""
        left, right = left[-CONTEXT:], right[:CONTEXT]
        rows = [self._similarities[a] for a in left]
        several = itemgetter(*right)
        around = (
            [several(row) for row in rows] if len(right) > 1 else [(row[right[0]],) for row in rows]
        )
        last, two = around[-1], around[-2] if len(around) > 1 else ()
        floor = WEIGHTS.similarity_floor
        return (
            WEIGHTS.bias
            + WEIGHTS.near * log(last[0] + floor)
            + WEIGHTS.two * log(_mean(two[:2] + last[:2]) + floor)
            + WEIGHTS.after * log(_mean(last[:4]) + floor)
            + WEIGHTS.before * log(_mean([row[0] for row in around[-4:]]) + floor)
            + WEIGHTS.around * log(_mean(list(chain.from_iterable(around))) + floor)
            + WEIGHTS.base * log(self.base + floor)
        )

    def _parallel(self, left: Sequence[int], right: Sequence[int]) -> list[Clue]:
        """A short passage built like one shortly before it: sibling headings without ordinals."""
        shape = self._shape(right[0])
        if not shape:
            return []
        for unit in reversed(left[:-1]):
            if self._shape(unit) == shape:
                return [_sign("built_alike", f"built like “{self.passages[unit].key}” before it")]
            if self.passages[unit].ordinal is not None:
                break
        return []

    def _shape(self, unit: int) -> str:
        key = self.passages[unit].key
        found = self._shapes.get(key)
        if found is None:
            found = self._shapes[key] = _shape(key)
        return found

    def _takes_up(self, left: Sequence[int], right: Sequence[int]) -> list[Clue]:
        """A passage that opens with words that stand shortly before it and hardly elsewhere."""
        unit = right[0]
        length = max([self._shared(unit, other) for other in left])
        found = self._taken_up.get((unit, length))
        if found is None:
            found = self._taken_up[unit, length] = self._taking_up(unit, length)
        return found

    def _shared(self, unit: int, other: int) -> int:
        """The length of the opening of a passage that stands in another."""
        found = self._openings.get((unit, other))
        if found is None:
            found = _shared_opening(self.passages[unit].key, self.passages[other].key)
            self._openings[unit, other] = found
        return found

    def _taking_up(self, unit: int, length: int) -> list[Clue]:
        opening = self.passages[unit].key[:length].rstrip()
        if information(codes(opening)) * WEIGHTS.opening_information > len(opening):
            return []
        if opening not in self._spreads:
            self._spreads[opening] = self._spread(opening)
        spread = self._spreads[opening]
        rarity = log(len(self.distinct) / max(1, spread - 1))
        return [_sign("taken_up", f"takes up “{opening}”", rarity)]

    def _spread(self, opening: str) -> int:
        """How many different passages an opening stands in."""
        count, at = 0, self._whole.find(opening)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            end = self._starts[number] + len(self.distinct[number])
            inside = at + len(opening) <= end
            count += inside
            at = self._whole.find(opening, end if inside else at + 1)
        return count


def _shared_opening(key: str, other: str) -> int:
    """The length of the longest opening of `key` that stands anywhere in `other`."""
    low, high = 0, min(len(key), WEIGHTS.longest_opening)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if key[:middle] in other else (low, middle - 1)
    return low


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _weighted_terms(keys: Sequence[str]) -> list[dict[str, float]]:
    """The terms of each key with their weights, as unit vectors; terms that stand once say
    nothing of neighbours and are left out.
    """
    bags = {key: _terms(key) for key in keys}
    spread = Counter(term for bag in bags.values() for term in bag)
    vectors = {key: _unit_vector(bag, spread, len(bags)) for key, bag in bags.items()}
    return [vectors[key] for key in keys]


def _unit_vector(bag: set[str], spread: Counter[str], total: int) -> dict[str, float]:
    shared = sorted(term for term in bag if spread[term] > 1)
    vector = {term: log((1 + total) / spread[term]) ** 2 for term in shared}
    norm = sqrt(sum(value * value for value in vector.values())) or 1.0
    return {term: value / norm for term, value in vector.items()}


def _mean_similarity(vectors: Sequence[dict[str, float]]) -> float:
    """Of all pairs of different passages: from the length of the vectors' sum."""
    total: dict[str, float] = {}
    for vector in vectors:
        for term, value in vector.items():
            total[term] = total.get(term, 0.0) + value
    own = sum(bool(vector) for vector in vectors)
    pairs = max(1, len(vectors) * (len(vectors) - 1))
    return max(0.0, sum(value * value for value in total.values()) - own) / pairs


def _shape(key: str) -> str:
    """The pattern of a short passage with inner punctuation: lengths of its parts."""
    if (
        len(key) > WEIGHTS.longest_heading
        or len(_PART.findall(key)) < 2
        or any(map(str.isdigit, key))
    ):
        return ""
    return _PART.sub(lambda part: f"<{len(part[0])}>", key)


def longest_common(a: str, b: str, most: int = 24) -> str:
    """The longest common substring, at most `most` characters of it; quadratic, so bounded."""
    a, b = a[:200], b[:200]
    best = ""
    for start in range(len(a)):
        while (
            len(best) < most
            and start + len(best) < len(a)
            and a[start : start + len(best) + 1] in b
        ):
            best = a[start : start + len(best) + 1]
    return best.strip() if len(best.strip()) > 1 else ""


def _terms(key: str) -> set[str]:
    """Words and pairs of words; runs of two to four characters where no spaces are put."""
    terms: set[str] = set()
    words = _PART.findall(key.casefold())
    for before, word in zip(["", *words], words, strict=False):
        if _UNSPACED.search(word):
            terms.update(word[i : i + n] for n in (2, 3, 4) for i in range(len(word) - n + 1))
        else:
            terms.update((word, f"{before} {word}"))
    return terms


def _form(a: Passage, b: Passage) -> list[Clue]:
    """Clues from the end of one passage and the start of the next."""
    clues: list[Clue] = []
    opened = _open_brackets(a.key)
    if opened and _open_brackets(b.key, closers=True):
        clues.append(_sign("bracket_closed", "an open bracket is closed"))
    elif opened:
        clues.append(_sign("bracket_left_open", "an open bracket is not closed"))
    ends = scripts.ends_sentence(a.key)
    goes_on = _GOES_ON.search(b.key) is not None or scripts.is_small(b.key[:1])
    if goes_on and b.ordinal is None:
        clues.append(
            _sign("starts_in_the_middle", "a sentence starts in the middle")
            if ends
            else _sign("sentence_goes_on", "a sentence goes on")
        )
    if _COLON.search(a.key):
        clues += _after_colon(b)
    return clues


def _lines(a: Passage, b: Passage) -> list[Clue]:
    """A passage that ends its line is followed by one that begins a line, and so the others.

    What stands before `b` may be of another copy, so a line break there says less than an
    ordinal of its own.
    """
    if a.ends_line is None or b.starts_line is None:
        return []
    if b.ordinal is not None:
        if a.ends_line:
            return [_sign("item_begins_line", "an item begins a line")]
        return [_sign("item_inside_line", "an item would begin inside a line")]
    if a.ends_line == b.starts_line:
        return [_sign("lines_fit", "line breaks fit")]
    return [_sign("lines_differ", "line breaks don't fit")]


def _after_colon(b: Passage) -> list[Clue]:
    if b.ordinal is None:
        return []
    if b.ordinal.number == 1:
        return [_sign("announced", f"what the colon announces begins: {b.ordinal.label}")]
    return [
        _sign(
            "not_announced",
            f"the colon announces a list, {b.ordinal.label} is not its start",
        )
    ]


def _open_brackets(key: str, closers: bool = False) -> int:
    depth = lowest = 0
    for bracket in _BRACKET.findall(key):
        if bracket in scripts.OPENERS:
            depth += 1
        else:
            depth -= 1
            lowest = min(lowest, depth)
    return -lowest if closers else max(0, depth - lowest)


def _order(a: Ordinal | None, b: Ordinal | None) -> list[Clue]:
    """Clues from two ordinals that would stand one after the other."""
    if a is None or b is None or not alike(a, b):
        return []
    if b.number == a.number + 1:
        return [_sign("next_number", f"{b.label} follows {a.label}")]
    if b.number > a.number:
        return [_sign("later_number", f"{a.label} is followed by {b.label}")]
    return [_sign("earlier_number", f"{b.label} would stand after {a.label}")]
