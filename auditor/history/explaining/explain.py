"""What a difference is: tests in order, the first that answers wins.

Each test looks at one difference of two parts and says class, kind, evidence and confidence, or
nothing. A change of a key term is never called noise by a test that looks at the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from auditor.history.explaining.addresses import link_form, locale, token
from auditor.history.explaining.cases import Case, Verdict
from auditor.history.explaining.terms import Lexicon, changed_terms
from auditor.history.pairing.bare import bare, tokens
from auditor.history.pairing.places import (
    Around,
    Line,
    figures,
    is_heading,
    is_joined_otherwise,
    is_labels,
    is_link_line,
    is_list,
    is_menu,
    line_key,
    visible,
    width,
)
from auditor.model import Span

_POINT = 200  # characters: a change of fewer in a sentence that stays is a point change
_SCOPE = 1000  # characters of a branch that comes or goes whole; a guess
# Of text that moved, from where on it is another text: on the labelled histories what moved with a
# word changed has up to 0.08, what was rewritten from 0.14 on.
_REWRITTEN = 0.1
_NOTICE = 1000  # characters of a banner at the head; a guess
_COUNTER = re.compile(
    r"\b(?:views?|likes?|comments?|followers?|shares?|downloads?|visits?|visitors?|replies|votes?|"
    r"aufrufe|kommentare|vues?|commentaires|abonnés|partages)\b|次|阅读|浏览|点击|評論|閲覧|件|再生",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"©|\(c\)|copyright|&copy;", re.IGNORECASE)
_BLOCK = 40  # bare characters that are surely a copy, and no set phrase; a guess
_STUTTER = 6  # bare characters: no doubled “not not”; a guess
_DATA_IMAGE = re.compile(
    r"(?:!?\[?[^\]\[\n]{0,200}\]\()?data:image/[\w.+-]+[;,][\w+/=%;,:.&#?'() -]*\)?"
)
_PLACEHOLDER = re.compile(r"\b(?:DD|MM|YYYY|DATE|TBD|XX)\b")


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
    text = re.sub(r"!!\S+|['\"]", "", case.before + case.after)
    whole = all(side.is_whole_lines(span) for side, span in sides)
    whole = whole or not (case.old.front_matter and case.new.front_matter)
    if whole or not re.search(r"[^\W_]", text):
        return Verdict("extraction", "front-matter", ("lines of a head of keys and values",))
    return None


def _case(case: Case) -> Verdict | None:
    """The same letters, capitals only in a heading or a line set in capitals."""
    if not case.is_replacement or bare(case.before).casefold() != bare(case.after).casefold():
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


def _stated_date(case: Case) -> Verdict | None:
    """A date in a short line that says when the page was updated; not from when it applies."""
    lines = [side.line(_first_word(side, span)) for side, span in case.sides]
    if not lines or any(len(line.words) > 160 for line in lines):
        return None
    for (side, span), line in zip(case.sides, lines, strict=True):
        if span.end > line.span.end and side.text[line.span.end : span.end].strip():
            return None
    labels = [case.lexicon.is_stated(line.words) for line in lines]
    copyright = [bool(_COPYRIGHT.search(line.text)) for line in lines]
    if not any(labels) and not all(copyright):
        return None
    for text, line in zip([t for t in (case.before, case.after) if t.strip()], lines, strict=False):
        plain = visible(text)
        if not _is_dated(plain, case.lexicon):
            return None
        rest = _without_date(visible(line.words), case.lexicon)
        if len(rest.split()) > (6 if all(copyright) else 4):
            return None
    if any(case.lexicon.holds("effective-date", line.words) for line in lines) and not any(labels):
        return None
    dated = figures(case.before + case.after) or _PLACEHOLDER.search(case.before + case.after)
    texts = [t for t in (case.before, case.after) if t.strip()]
    if not dated and not all(_is_month(t, case.lexicon) for t in texts):
        return None
    return Verdict(
        "volatile", "stated-date", ("a date of its own update, in one short line",), 0.95
    )


def _last_word(side: Around, span: Span) -> int:
    return span.start + len(re.sub(r"\W+$", "", span.of(side.text)))


def _first_word(side: Around, span: Span) -> int:
    match = re.compile(r"[^\W_]").search(side.text, span.start, span.end)
    return match.start() if match else span.start


def _is_month(text: str, lexicon: Lexicon) -> bool:
    return lexicon.is_date(text) and bool(re.search(r"[^\W\d_]", text))


def _is_dated(text: str, lexicon: Lexicon) -> bool:
    """Whether nothing stands there but a date and the words that announce one."""
    rest = _without_date(text, lexicon)
    return len(rest.split()) <= 3 and len(rest) <= 24


def _without_date(text: str, lexicon: Lexicon) -> str:
    lowered = _PLACEHOLDER.sub(" ", text).casefold()
    for name in ("stated-date", "effective-date"):
        for word in sorted(lexicon.count(name, lowered), key=len, reverse=True):
            lowered = lowered.replace(word, " ")
    words = re.findall(r"[^\W_]+", lowered)
    return " ".join(word for word in words if not lexicon.is_date(word))


def _counter(case: Case) -> Verdict | None:
    """A number of views or replies, or a time of day, in a short line."""
    if not case.is_replacement or not re.fullmatch(r"[\d.,:\skKM万]+", case.before + case.after):
        return None
    for side, span in case.sides:
        line = side.line(span.start)
        if len(line.words) > 60 or not _COUNTER.search(line.words):
            return None
    return Verdict("volatile", "counter", ("a number that counts visits or replies",), 0.8)


def _order(case: Case) -> Verdict | None:
    if case.difference.what != "move":
        return None
    lines = [line for side, span in case.sides for line in side.lines(span)]
    if is_list(lines):
        return Verdict("noise-order", "list", ("the same lines in another order",), 0.95)
    if case.order_findings:
        return Verdict("noise-order", "block", ("one side is out of order",), 0.9)
    if case.old.is_cut(case.span_old) or case.new.is_cut(case.span_new):
        return Verdict("noise-order", "block", ("cut out of a sentence",), 0.85)
    if _rewritten(case) >= _REWRITTEN:
        return Verdict("editorial", "moved-and-rewritten", ("elsewhere, in other words",), 0.8)
    words = " ".join(case.after.split())
    kind = (
        "section"
        if any(is_heading(line.text) for line in lines) or len(words) > 400
        else "sentence"
    )
    return Verdict("editorial-move", kind, ("the same text elsewhere, both sides in order",), 0.8)


def _rewritten(case: Case) -> float:
    """How much was changed inside text that moved, as a share of what was not."""
    sides = (case.difference.old, case.difference.new)
    changed = (spans[-1].end - spans[0].start - sum(map(len, spans)) for spans in sides if spans)
    return max(changed, default=0) / max(sum(map(len, case.difference.new)), 1)


def _furniture(case: Case) -> Verdict | None:
    """Menus, contents lists and banners that come or go as whole lines."""
    sides = case.sides
    if case.difference.what != "words" or not sides:
        return None
    if not all(side.is_whole_lines(span) for side, span in sides):
        return None
    lines = [line for side, span in sides for line in side.lines(span)]
    full = [line for line in lines if re.search(r"[^\W_]", line.text)]
    if not full:
        return None
    if not case.is_replacement and (found := _contents(case)):
        return found
    outermost = all(side.is_at_edge(s) and side.is_outermost(s) for side, s in sides)
    if outermost and is_menu(full):
        side, span = sides[0]
        kind = "menu" if side.is_at_head(span) else "footer"
        return Verdict("boilerplate", kind, (f"{len(full)} short lines at an edge",), 0.85)
    return _labels(case, full) or _banner(case, sides)


def _labels(case: Case, lines: list[Line]) -> Verdict | None:
    """Lines of a path to the page, or of buttons, that stand in the middle of the text."""
    if case.is_replacement or len(lines) > 2 or case.terms:
        return None
    if not all(is_labels(line) for line in lines):
        return None
    if any(case.lexicon.count("function-words", line.words) for line in lines):
        return None
    return Verdict("boilerplate", "menu", ("labels side by side, and no sentence",), 0.75)


def _contents(case: Case) -> Verdict | None:
    side, span = case.sides[0]
    lines = [line for line in side.lines(span) if re.search(r"[^\W_]", line.text)]
    other = case.new if case.difference.old else case.old
    if any(is_heading(line.text) for line in lines):
        return None
    listed = sum(
        "](#" in line.text
        or (
            width(line.words) <= 100
            and 1 <= other.bare_lines[line_key(line.text)] < side.bare_lines[line_key(line.text)]
        )
        for line in lines
    )
    if listed >= 2 and listed >= 0.6 * len(lines):
        return Verdict("boilerplate", "contents", ("lines that are headings elsewhere",), 0.9)
    only = lines[0].words if len(lines) == 1 else ""
    if only and span.start <= 3 and width(only) <= 30 and not figures(only):
        return Verdict("boilerplate", "menu", ("a label above the title",), 0.75)
    return None


def _banner(case: Case, sides: list[tuple[Around, Span]]) -> Verdict | None:
    """A head paragraph that says the page is updated, and dates no clause of it."""
    if not all(side.is_at_head(span) and len(span) < _NOTICE for side, span in sides):
        return None
    texts = [span.of(side.text) for side, span in sides]
    if not any(case.lexicon.holds("announcement", text) for text in texts):
        return None
    for text in texts:
        if figures(visible(text)) and case.lexicon.holds("effective-date", text):
            return None
    return Verdict("boilerplate", "announcement", ("a head paragraph that announces news",), 0.8)


def _copied_lines(case: Case) -> Verdict | None:
    """Headings or links that stand in both versions and now once more, or once less."""
    if case.is_replacement or case.difference.what != "words":
        return None
    side, span = case.sides[0]
    other = case.new if case.difference.old else case.old
    if not side.is_whole_lines(span):
        return None
    lines = [line for line in side.lines(span) if re.search(r"[^\W_]", line.text)]
    if not lines or not any(is_heading(x.text) or is_link_line(x.text) for x in lines):
        return None
    if len(bare(case.before + case.after)) < 16:
        return None
    for line in lines:
        key = line_key(line.text)
        if not other.bare_lines[key] or side.bare_lines[key] <= 1:
            return None
        if not (is_link_line(line.text) or len(line.words) <= 120):
            return None
    return Verdict("noise-duplication", "copy", ("lines that stand elsewhere in both texts",), 0.8)


def _copied_block(case: Case) -> Verdict | None:
    """Sentences of which every one stands in both versions, and now once more, or less."""
    if case.is_replacement or case.difference.what != "words":
        return None
    side, span = case.sides[0]
    other = case.new if case.difference.old else case.old
    keys = ["".join(unit) for unit in tokens(span.of(side.text)).unit_keys()]
    all_of_it = sum(map(len, keys))
    copied = sum(len(key) for key in keys if 1 <= other.units[key] < side.units[key])
    if all_of_it < _BLOCK or copied < 0.95 * all_of_it:
        return None
    return Verdict("noise-duplication", "copy", ("every sentence stands elsewhere too",), 0.75)


def _stutter(case: Case) -> Verdict | None:
    """What stands directly before or behind it, once more."""
    if case.is_replacement or case.difference.what != "words":
        return None
    side, span = case.sides[0]
    own = bare(span.of(side.text))
    if len(own) < _STUTTER:
        return None
    room = 2 * len(span) + 40
    before = bare(side.text[max(0, span.start - room) : span.start])
    after = bare(side.text[span.end : span.end + room])
    if not (before.endswith(own) or after.startswith(own)):
        return None
    return Verdict("noise-duplication", "stutter", ("the same text stands beside it",), 0.9)


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
    terms = case.terms
    facts = tuple(f"{term} changed" for term in terms) or ("words changed",)
    if case.difference.what == "move":
        return Verdict("editorial-move", "section", facts, 0.8)
    if case.in_address:
        return Verdict("editorial", "link", ("a link points elsewhere; the words stay",))
    point = len(before) + len(after) < _POINT
    lines = [side.line(_first_word(side, span)).words for side, span in case.sides]
    dated = [
        line for line in lines if len(line) < 600 and case.lexicon.holds("effective-date", line)
    ]
    if dated and figures(before + after) and "number" in terms:
        return Verdict("editorial", "effective-date", ("from when the text applies",), 1.0, terms)
    if _is_renumbering(case):
        return Verdict("editorial", "renumbering", ("only the number of an item changed",))
    if case.is_replacement and _is_spelling(bare(before), bare(after), case.lexicon):
        return Verdict("editorial", "spelling", ("one word spelt otherwise",), 0.9)
    if point and terms:
        first = terms[0]
        dates = case.lexicon.is_date(before) and case.lexicon.is_date(after)
        if (
            first == "number"
            and dates
            and re.search(r"\d{4}|[^\W\d_]|\d[./-]\d", f"{before} {after}")
        ):
            first = "date"
        return Verdict("editorial", first, facts, 1.0, terms)
    return Verdict("editorial", "wording", facts, 1.0, terms)


def _is_renumbering(case: Case) -> bool:
    if not case.is_replacement:
        return False
    for side, span in case.sides:
        head = side.text[side.line(span.start).span.start : span.start]
        if re.search(r"[^\W_]", head) and not re.fullmatch(r"[\s*#>(\d.]*", head):
            return False
    pattern = r"[\s*#>(]*(?:\d{1,3}|[ivxlcIVXLC]{1,6}|[a-zA-Z])(?:[.)]\d{0,3})*[.)\s]*"
    return bool(re.fullmatch(pattern, case.before) and re.fullmatch(pattern, case.after))


def _is_spelling(before: str, after: str, lexicon: Lexicon) -> bool:
    """Whether two single words differ in one letter, or by a pair of spellings."""
    if before.casefold() == after.casefold():
        return True
    if not (before.isalpha() and after.isalpha()) or min(len(before), len(after)) < 4:
        return False
    for terms in lexicon.terms:
        for one, two in terms.spelling_pairs:
            if before.casefold().replace(one, two) == after.casefold().replace(one, two):
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
    _stated_date,
    _counter,
    _order,
    _copied_lines,
    _furniture,
    _copied_block,
    _stutter,
)
