"""The spelling of another country: the same pair of spellings in many places, and nothing else.

An author who changes `organise` into `organize` changes a word; a page that is fetched from another
country has all of them so, in sentences that are the same otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from auditor.history.explaining.terms import Lexicon
from auditor.history.pairing.bare import bare
from auditor.history.pairing.pairs import Difference, common_head
from auditor.history.pairing.places import Around
from auditor.model import Span

_PLACES = 3  # of one substitution; a guess
Substitution = tuple[str, str]  # letters of one spelling, and of the other


def of_a_country(
    differences: Sequence[Difference], left: Around, right: Around, lexicon: Lexicon
) -> dict[int, Substitution]:
    """Which of the differences spell words as another country does, by their numbers."""
    found: dict[int, Substitution] = {}
    for number, difference in enumerate(differences):
        if difference.what != "words" or len(difference.old) != 1 or len(difference.new) != 1:
            continue
        pair = substitution(
            bare(difference.old[0].of(left.text)), bare(difference.new[0].of(right.text)), lexicon
        )
        if pair is not None:
            found[number] = pair
    # Nothing else in their sentences: a sentence that holds another difference tells nothing.
    others = [
        span
        for number, difference in enumerate(differences)
        if number not in found and difference.what != "markup"
        for span in difference.new or (Span(difference.at_new, difference.at_new),)
    ]
    alone = {
        number: pair
        for number, pair in found.items()
        if not _touched(right.sentence_span(differences[number].new[0]), others)
    }
    counts = Counter(alone.values())
    return {number: pair for number, pair in alone.items() if counts[pair] >= _PLACES}


def substitution(before: str, after: str, lexicon: Lexicon) -> Substitution | None:
    """The letters in which two spellings of one word differ, if a pair of the language says so."""
    one, two = before.casefold(), after.casefold()
    if not (one.isalpha() and two.isalpha()) or min(len(one), len(two)) < 4:
        return None
    for terms in lexicon.terms:
        for pair in terms.spelling_pairs:
            for a, b in (pair, pair[::-1]):
                if a in one and one.replace(a, b) == two:
                    return _core(a, b)
    return None


def _core(one: str, two: str) -> Substitution:
    """Without what both begin and end with: -isation and -ise become -ization and -ize alike."""
    head = common_head(one, two)
    tail = common_head(one[head:][::-1], two[head:][::-1])
    return one[head : len(one) - tail], two[head : len(two) - tail]


def _touched(sentence: Span, spans: Sequence[Span]) -> bool:
    return any(s.start < sentence.end and sentence.start <= s.end for s in spans)
