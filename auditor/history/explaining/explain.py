"""What a difference is: tests in order, the first that answers wins.

Each test looks at one difference of two parts and says class, kind, evidence and confidence, or
nothing. A change of a key term is never called noise by a test that looks at the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import regex

from auditor.history.explaining.cases import Case, Verdict, first_word
from auditor.history.explaining.kinds.addresses import link_form, locale, token
from auditor.history.explaining.kinds.calendar import dates
from auditor.history.explaining.kinds.copies import (
    copied_block,
    copied_lines,
    kept_as_copy,
    left_over,
    stutter,
)
from auditor.history.explaining.kinds.dates import counter, stated_date
from auditor.history.explaining.kinds.furniture import furniture, labels
from auditor.history.explaining.spelling import substitution
from auditor.history.explaining.terms import Lexicon, changed_terms
from auditor.history.pairing.bare import bare
from auditor.history.pairing.places import (
    Around,
    figures,
    is_heading,
    is_joined_otherwise,
    is_list,
)
from auditor.model import Span
from auditor.text import scripts

# A year, or the figures of a date side by side.
_LOOKS_DATED = re.compile(
    r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|\d\s*[年月]|\d\s*([./-])\s*\d{1,2}\s*\1\s*\d"
)
_ORDINAL = re.compile(
    rf"[\s*#>(（]*(?:\d{{1,3}}|[ivxlcIVXLC]{{1,6}}|[a-zA-Z]|[{scripts.HAN_FIGURES}]{{1,6}})"
    r"(?:[.)）、][\d.]{0,6}+)*+[.)\s]*+"
)
_LISTED = re.compile(r"[\s*#>(（\d.§第]*")  # before the number of an item
_CALLED = re.compile(r"[\s*#>(（\d.§第]*(?:[^\W\d_]{1,12}\.?\s+)?[\d.]*")  # and of a heading
_BEHIND = regex.compile(r"\s*(?:[^\w\s]|$)|\s+\p{Lu}")  # what follows it: no unit of a measure
_POINT = 200  # characters: a change of fewer in a sentence that stays is a point change
_SCOPE = 1000  # characters of a branch that comes or goes whole; a guess
_KEY = re.compile(r"(?m)^[A-Za-z][\w-]*(?::| =)")  # of a head of keys and values
_DATA_IMAGE = re.compile(
    r"(?:!?\[?[^\]\[\n]{0,200}\]\()?data:image/[\w.+-]+[;,][\w+/=%;,:.&#?'() -]*\)?"
)


def verdict(case: Case) -> Verdict:
    """The class of one difference of two leading parts."""
    for test in TESTS:
        found = test(case)
        if found is not None:
            return found
    return _editorial(case)


def _markup(case: Case) -> Verdict | None:
    if case.difference.what == "move":
        return None
    if case.difference.what == "markup":
        written = re.sub(r"[\s*_#=>|\\~-]", "", case.before + case.after)
        kind = "typography" if written else "markup"
        return Verdict("extraction", kind, ("bare texts equal",))
    signs = not re.search(r"[^\s*_#=>|\\~-]", case.before + case.after)
    if signs and not figures(
        " ".join(side.text[s.start - 1 : s.end + 1] for side, s in case.sides)
    ):
        return Verdict("extraction", "markup", ("nothing but signs and white space",), 0.9)
    if not case.is_replacement or bare(case.before) != bare(case.after):
        return None
    if is_joined_otherwise(case.before, case.after):
        return None
    return Verdict("extraction", "typography", ("bare texts equal",))


def _front_matter(case: Case) -> Verdict | None:
    sides = case.sides
    if not sides or not all(_last_word(side, span) <= side.front_matter for side, span in sides):
        return None
    # What a key has for its value stands elsewhere too, where only the key is new.
    texts = (_KEY.sub("", span.of(side.text)) for side, span in sides)
    text = re.sub(r"!!\S+|['\"]", "", "".join(texts))
    whole = all(side.is_whole_lines(span) for side, span in sides)
    whole = whole or not (case.old.front_matter and case.new.front_matter)
    if whole or not re.search(r"[^\W_]", text):
        return Verdict("extraction", "front-matter", ("lines of a head of keys and values",))
    return None


def _case(case: Case) -> Verdict | None:
    """The same letters, capitals only in a heading or a line set in capitals."""
    if not case.is_replacement or case.difference.what == "move":
        return None
    if bare(case.before).casefold() != bare(case.after).casefold():
        return None
    for side, span in case.sides:
        line = side.line(span.start)
        letters = [c for c in line.words if c.isalpha()]
        upper = sum(c.isupper() for c in letters)
        if len(letters) >= 6 and upper >= 0.8 * len(letters):
            return Verdict("extraction", "case", ("the same words in capitals",), 0.9)
    return None


def _scope(case: Case) -> Verdict | None:
    """A branch with its own heading, at the end, that comes or goes when the capturing changed."""
    sides = case.sides
    if case.is_replacement or len(sides) != 1 or case.difference.what != "words":
        return None
    side, span = sides[0]
    if len(span) < _SCOPE or not case.upgrade or not side.is_at_edge(span):
        return None
    if not any(is_heading(line.text) for line in side.lines(span)):
        return None
    return Verdict("extraction", "scope", ("a whole branch at the edge, at an upgrade",), 0.75)


def _last_word(side: Around, span: Span) -> int:
    return span.start + len(re.sub(r"\W+$", "", span.of(side.text)))


def _order(case: Case) -> Verdict | None:
    if case.difference.what != "move":
        return None
    lines = [line for side, span in case.sides for line in side.lines(span)]
    if is_list(lines):
        return Verdict("noise-order", "list", ("the same lines in another order",), 0.95)
    if case.order_findings:
        return Verdict("noise-order", "block", ("one side is out of order",), 0.9)
    if _is_set_phrase(case):
        return Verdict("editorial", "wording", ("a set phrase of the page, elsewhere",), 0.8)
    if _is_rewritten(case):
        return Verdict("editorial", "moved-and-rewritten", ("elsewhere, in other words",), 0.8)
    if case.old.is_cut(case.span_old) or case.new.is_cut(case.span_new):
        return Verdict("noise-order", "block", ("cut out of a sentence",), 0.85)
    words = " ".join(case.after.split())
    kind = (
        "section"
        if any(is_heading(line.text) for line in lines) or len(words) > 400
        else "sentence"
    )
    return Verdict("editorial-move", kind, ("the same text elsewhere, both sides in order",), 0.8)


def _is_set_phrase(case: Case) -> bool:
    """Whether each sentence stands several times in both texts: which one moved nobody knows."""
    counts = [side.units[key] for side, span in case.sides for key in side.keys(span)]
    return min(counts, default=0) > 1


def _is_rewritten(case: Case) -> bool:
    """Whether more than key terms changed inside text that moved: then an author moved it too.

    A number that changes meanwhile is a change of its own, whoever moved what is around it.
    """
    old, new = (bare(case.lexicon.without_terms(span.of(side.text))) for side, span in case.sides)
    return old != new


def _image(case: Case) -> Verdict | None:
    """A picture that is written into the text."""
    if case.difference.what == "move":
        return None
    text = case.before + case.after
    rest = _DATA_IMAGE.sub("", text)
    if rest != text and not re.search(r"[^\W_]", rest):
        return Verdict("extraction", "markup", ("pictures written into the text",), 0.95)
    return None


def _editorial(case: Case) -> Verdict:
    """What is left an author changed; of which kind."""
    before, after = case.before, case.after
    point = len(before) + len(after) < _POINT
    terms = case.terms
    if point and _renames(case):
        terms = (*terms, "name")
    facts = tuple(f"{term} changed" for term in terms) or ("words changed",)
    if case.difference.what == "move":
        return Verdict("editorial-move", "section", facts, 0.8)
    if case.in_address:
        return Verdict("editorial", "link", ("a link points elsewhere; the words stay",))
    lines = [side.line(first_word(side, span)).words for side, span in case.sides]
    dated = [
        line for line in lines if len(line) < 600 and case.lexicon.holds("effective-date", line)
    ]
    if dated and figures(before + after) and "number" in terms:
        return Verdict("editorial", "effective-date", ("from when the text applies",), 1.0, terms)
    if _is_renumbering(case):
        return Verdict("editorial", "renumbering", ("only the number of an item changed",))
    if case.is_replacement and _is_spelling(bare(before), bare(after), case.lexicon):
        return Verdict("editorial", "spelling", ("one word spelt otherwise",), 0.9)
    if point and not terms and _is_dated(case):  # another month
        terms = ("number",)
    if point and terms:
        first = terms[0]
        if first == "number" and _is_dated(case):
            first = "date"
        return Verdict("editorial", first, facts, 1.0, terms)
    return Verdict("editorial", "wording", facts, 1.0, terms)


def _is_dated(case: Case) -> bool:
    """Whether a date changed: what stands there is part of one, and looks like it, or is in one.

    The number of a house or of a place, 75013, is none.
    """
    texts, lexicon = (case.before, case.after), case.lexicon
    if not case.is_replacement or not all(lexicon.is_date(text) for text in texts):
        return False
    if all(_LOOKS_DATED.search(t) or lexicon.holds("months", t) for t in texts):
        return True
    return all(_in_date(side, span, lexicon) for side, span in case.sides)


def _in_date(side: Around, span: Span, lexicon: Lexicon) -> bool:
    """Whether a span is a part of a date."""
    line = side.line(span.start)
    start, end = span.start - line.span.start, span.end - line.span.start
    return any(at.start <= start and end <= at.end for at, _ in dates(line.text, lexicon))


def _renames(case: Case) -> bool:
    """Whether another name stands in the change; in headings all words may have capitals."""
    if not case.is_replacement or case.in_address:
        return False
    if any(is_heading(side.line(span.start).text) for side, span in case.sides):
        return False
    old, new = (_names(side, span, case.lexicon) for side, span in case.sides)
    return old != new


def _names(side: Around, span: Span, lexicon: Lexicon) -> list[str]:
    """The names of a sentence that a change touches."""
    sentence = side.sentence_span(span)
    start, end = span.start - sentence.start, span.end - sentence.start
    found = lexicon.names(sentence.of(side.text))
    return sorted(name for at, name in found if at < end and start < at + len(name))


def _is_renumbering(case: Case) -> bool:
    """Whether an item, or a heading, has another number: 3., § 3, Section 3, 第三条."""
    if not case.is_replacement:
        return False
    for side, span in case.sides:
        line = side.line(span.start)
        head = side.text[line.span.start : span.start]
        if not re.search(r"[^\W_]", head) or _LISTED.fullmatch(head):
            continue
        behind = side.text[span.end : line.span.end]
        if not (side.is_heading(line) and _CALLED.fullmatch(head) and _BEHIND.match(behind)):
            return False
    return all(_ORDINAL.fullmatch(text) for text in (case.before, case.after))


def _is_spelling(before: str, after: str, lexicon: Lexicon) -> bool:
    """Whether two single words differ in one letter, or by a pair of spellings."""
    if before.casefold() == after.casefold():
        return True
    if not (before.isalpha() and after.isalpha()) or min(len(before), len(after)) < 4:
        return False
    if substitution(before, after, lexicon) is not None:
        return True
    if changed_terms(before, after, lexicon) or (not before.isascii() and len(before) < 6):
        return False
    return _one_apart(before, after) and len(before) >= 7


def _one_apart(one: str, two: str) -> bool:
    if abs(len(one) - len(two)) > 1:
        return False
    head = next(
        (k for k, (a, b) in enumerate(zip(one, two, strict=False)) if a != b),
        min(len(one), len(two)),
    )
    return head > 0 and one[head + (len(one) >= len(two)) :] == two[head + (len(two) >= len(one)) :]


TESTS: tuple[Callable[[Case], Verdict | None], ...] = (
    _markup,
    _image,
    _front_matter,
    link_form,
    locale,
    _case,
    _scope,
    token,
    stated_date,
    counter,
    _order,
    copied_lines,
    labels,
    furniture,
    copied_block,
    kept_as_copy,
    left_over,
    stutter,
)
