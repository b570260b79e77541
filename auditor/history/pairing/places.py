"""What is around a place of a text: its line, its address, its block, whether it is at an edge."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from auditor.history.pairing.bare import ADDRESS, bare, tokens, width
from auditor.history.pairing.pairs import Side
from auditor.model import Span
from auditor.text import scripts

_FRONT = re.compile(
    r"\ufeff?(?:---[ \t]*\n.*?\n(?:---|\.\.\.)|\+\+\+[ \t]*\n.*?\n\+\+\+)[ \t]*(?:\n|$)", re.DOTALL
)
# Keys with which a head begins that is for programs: of no letter and no form.
_FOR_PROGRAMS = re.compile(r"\ufeff?(?:title|layout|slug|permalink):[ \t]")
_KEY_VALUE = re.compile(r"[A-Za-z][\w -]{0,30}:(?:[ \t]|$)")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s|\s{0,3}(?:=+|-{3,})\s*$")
_UNDERLINE = re.compile(r"\s{0,3}(?:={3,}|-{3,})\s*")
_ITEM = re.compile(r"\s*(?:[*+•·▪-]|\d{1,3}[.)])\s")
_LINK = re.compile(r"!?\[[^\]\n]*\]\([^)\n]*\)")
_END = re.compile(rf"[{scripts.ENDS}][\"'”’»)\]*_\s]*$")
_FULL_STOP = re.compile(r"。[\"'”’»)\]*_\s]*$")  # which no abbreviation has
_DENSE = re.compile(f"[{scripts.HAN_AND_KANA}]")
_PUNCTUATED = re.compile(rf"[{re.escape(scripts.ENDS + scripts.CLAUSE_ENDS)}]\s")
_SEPARATOR = re.compile(r"\s[>›»|·/]\s")
_AROUND = "*_#>|\t -"  # signs and spaces around the words of a line
_EDGE = 0.08  # of a text, from its beginning and its end: where furniture stands; a guess
_EDGE_LEAST = 1500  # characters that are an edge of any text; a guess
_PROSE = 80  # characters of a line that can be prose; a guess
_EDGE_MOST = 4000  # characters that are an edge of a long text; a guess
_SHORT = 45  # characters of words in a line of a menu: prose that is wrapped has more; a guess


@dataclass(frozen=True)
class Line:
    span: Span
    text: str

    @cached_property
    def words(self) -> str:
        """Without addresses and markup around."""
        return _LINK.sub(lambda m: m.group().split("](")[0].lstrip("!["), self.text).strip(_AROUND)

    @cached_property
    def is_links(self) -> bool:
        """Whether it is nothing but links."""
        rest = ADDRESS.sub("", _LINK.sub("", self.text))
        return rest != self.text and len(re.findall(r"\w", rest)) <= 3

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list, or nothing but links."""
        return bool(_ITEM.match(self.text)) or self.is_links


class Around:
    """One side of a pair, with what is asked of it told once."""

    def __init__(self, side: Side, left_out: str = "") -> None:
        """`left_out`: what the reading has taken for copies."""
        self.side = side
        self.text = side.text
        self._left_out = left_out
        self._lines: dict[int, Line] = {}

    @cached_property
    def starts(self) -> list[int]:
        """Where lines begin; one that was wrapped is one."""
        soft = self.side.tokens.soft
        return [0, *(m.end() for m in re.finditer("\n", self.text) if m.start() not in soft)]

    @cached_property
    def every_line(self) -> list[Line]:
        return [self.line(start) for start in self.starts]

    @cached_property
    def addresses(self) -> list[Span]:
        return [Span(*m.span()) for m in ADDRESS.finditer(self.text)]

    @cached_property
    def front_matter(self) -> int:
        """Where the head of `key: value` lines ends; 0 where there is none.

        Without a line that begins and ends it, it has three keys, or is told by the first of them.
        """
        match = _FRONT.match(self.text)
        if match:
            return match.end()
        at = count = 0
        for line in self.text.splitlines(keepends=True)[:12]:
            if not _KEY_VALUE.match(line):
                break
            at, count = at + len(line), count + 1
        is_head = _FOR_PROGRAMS.match(self.text) and not self.line(at).text.strip()
        return at if count >= 3 or is_head else 0

    @cached_property
    def bare_lines(self) -> Counter[str]:
        """How often each line stands, bare, without its list mark."""
        return Counter(filter(None, (line_key(line.text) for line in self.every_line)))

    @cached_property
    def units(self) -> Counter[str]:
        """How often each sentence or line stands, bare."""
        return Counter("".join(unit) for unit in self.side.tokens.unit_keys())

    @cached_property
    def bare(self) -> str:
        return "".join(self.side.tokens.keys)

    def parted(self, span: Span) -> list[Line]:
        """A span cut at the ends of its lines."""
        low, high = bisect_right(self.starts, span.start), bisect_left(self.starts, span.end)
        edges = [span.start, *self.starts[low:high], span.end]
        return [
            Line(Span(a, b), self.text[a:b].replace("\n", " ").rstrip())
            for a, b in pairwise(edges)
            if a < b
        ]

    @cached_property
    def left_out(self) -> str:
        """The bare text of what the reading has taken for copies."""
        return bare(self._left_out)

    def is_at_seam(self, span: Span) -> bool:
        """Whether the reading has left something out amid a span, or, blanks aside, beside it."""
        own, text = span.of(self.text), self.text
        first = span.start + len(own) - len(own.lstrip())
        last = span.start + len(own.rstrip())
        first = len(text[:first].rstrip())
        last += len(text[last:]) - len(text[last:].lstrip())
        return bool(self.side.seams(first, last))

    def line(self, at: int) -> Line:
        """The line of an offset: one object, so that a long line is looked through once."""
        index = bisect_right(self.starts, at)
        if index not in self._lines:
            start = self.starts[index - 1]
            end = self.starts[index] - 1 if index < len(self.starts) else len(self.text)
            self._lines[index] = Line(Span(start, end), self.text[start:end].replace("\n", " "))
        return self._lines[index]

    def keys(self, span: Span) -> list[str]:
        """The sentences and lines of a span, bare, cut where those of the whole text are."""
        own = self.side.tokens
        first, last = bisect_left(own.starts, span.start), bisect_left(own.starts, span.end)
        low, high = bisect_left(own.units, first + 1), bisect_left(own.units, last)
        edges = [first, *own.units[low:high], last]
        return [own.bare(a, b) for a, b in pairwise(edges) if a < b]

    def lines(self, span: Span) -> list[Line]:
        """The lines that a span touches."""
        out: list[Line] = []
        at = span.start
        while at < max(span.end, span.start + 1) and at <= len(self.text):
            line = self.line(at)
            out.append(line)
            at = line.span.end + 1
        return out

    def is_heading(self, line: Line) -> bool:
        """Whether a line is marked as a heading: by signs before it, or by a line of them below."""
        below = self.text[line.span.end + 1 :].split("\n", 1)[0]
        return is_heading(line.text) or bool(_UNDERLINE.fullmatch(below))

    def ends_line(self, at: int) -> bool:
        """Whether nothing but white space follows in the line."""
        return not self.text[at : self.line(at).span.end].strip()

    def address(self, span: Span) -> Span | None:
        """The address that holds the whole span; an empty one may stand at its edge."""
        index = bisect_right(self.addresses, span.start, key=lambda a: a.start) - 1
        for k in (index, index + 1):
            if 0 <= k < len(self.addresses):
                found = self.addresses[k]
                if found.start <= span.start and span.end <= found.end:
                    return found
        return None

    def is_at_edge(self, span: Span) -> bool:
        size = len(self.text)
        width = self.edge
        return span.start < width or span.end > size - width

    def is_at_head(self, span: Span) -> bool:
        return span.start < self.edge

    @property
    def edge(self) -> float:
        """Characters from the beginning and from the end in which furniture stands."""
        return min(max(_EDGE * len(self.text), _EDGE_LEAST), _EDGE_MOST, len(self.text) / 4)

    def is_outermost(self, span: Span) -> bool:
        """Whether there is no prose before the span, or none behind it."""
        return not self._has_prose(0, span.start) or not self._has_prose(span.end, len(self.text))

    def _has_prose(self, start: int, end: int) -> bool:
        if end - start > 2 * _EDGE_MOST:
            return True
        lines = self.text[start:end].splitlines()
        return any(width(line) > _PROSE and ends_sentence(visible(line)) for line in lines)

    def is_whole_lines(self, span: Span) -> bool:
        """Whether the span begins and ends where lines do, white space and markup aside."""
        before = self.text[self.line(span.start).span.start : span.start]
        end = max(span.end - 1, span.start)
        after = self.text[span.end : self.line(end).span.end] if span.end else ""
        if span.end and self.text[end : end + 1] == "\n":
            after = ""
        return not re.search(r"[^\W_]", before) and not re.search(r"[^\W_]", after)

    def is_whole_units(self, span: Span) -> bool:
        """Whether the span begins and ends where sentences or lines do."""
        own = self.side.tokens
        first, last = bisect_left(own.starts, span.start), bisect_left(own.starts, span.end)
        return all(at == len(own) or own.begins_unit(at) for at in (first, last))

    def is_cut(self, span: Span) -> bool:
        """Whether a span begins or ends amid a sentence of its line."""
        before = self.text[self.line(span.start).span.start : span.start].rstrip()
        own = span.of(self.text).rstrip()
        after = self.text[span.start + len(own) : self.line(span.start + len(own)).span.end]
        return _is_amid(before, own) or _is_amid(own.rsplit("\n", 1)[-1], after)

    def sentence(self, span: Span) -> str:
        """The units (lines, sentences) that a span touches."""
        return self.sentence_span(span).of(self.text)

    def sentence_span(self, span: Span) -> Span:
        """From where to where the units stand that a span touches."""
        own = self.side.tokens
        if not own.units:
            return Span(0, len(self.text))
        starts = own.starts
        first = max(bisect_right(own.units, max(bisect_right(starts, span.start) - 1, 0)) - 1, 0)
        last = bisect_right(own.units, max(bisect_right(starts, max(span.end - 1, 0)) - 1, 0))
        begin = starts[own.units[first]]
        end = starts[own.units[last]] if last < len(own.units) else len(self.text)
        return Span(begin, end)

    def with_signs(self, start: int, end: int) -> Span:
        """From one offset to another, with the signs and white space around, up to other words."""
        own = self.side.tokens
        before, behind = bisect_right(own.ends, start), bisect_left(own.starts, end)
        first = own.ends[before - 1] if before else 0
        return Span(first, own.starts[behind] if behind < len(own) else len(self.text))

    def units_of(self, span: Span) -> list[Span]:
        """A span cut where sentences or lines begin in it."""
        own = self.side.tokens
        first, last = bisect_left(own.starts, span.start + 1), bisect_left(own.starts, span.end)
        low, high = bisect_left(own.units, first), bisect_left(own.units, last)
        edges = [span.start, *(own.starts[unit] for unit in own.units[low:high]), span.end]
        return [Span(a, b) for a, b in pairwise(edges) if a < b]

    def context(self, span: Span, size: int = 40) -> tuple[str, str]:
        return (
            self.text[max(0, span.start - size) : span.start],
            self.text[span.end : span.end + size],
        )


def _is_amid(before: str, after: str) -> bool:
    """Whether what follows in the line goes on with the sentence that stands before."""
    if not re.search(r"[^\W\d_]{2}", before) or not re.search(r"[^\W_]", after):
        return False
    return not _END.search(before)


def line_key(line: str) -> str:
    """A line, bare, without its list mark and the targets of its links."""
    words = _LINK.sub(lambda m: m.group().split("](")[0].lstrip("!["), line)
    return bare(_ITEM.sub("", words, count=1)).casefold()


def is_heading(line: str) -> bool:
    return bool(_HEADING.match(line))


def ends_sentence(words: str) -> bool:
    """Whether a line ends as a sentence does: a dot behind a few words may be an abbreviation's."""
    return bool(_END.search(words)) and (width(words) > 25 or bool(_FULL_STOP.search(words)))


def is_menu(lines: list[Line], least: int = 4) -> bool:
    """Whether lines look like a menu, a footer, a list of languages: short, without sentences."""
    full = [line for line in lines if re.search(r"[^\W_]", line.text)]
    if len(full) < least:
        return False
    poor = sum(
        line.is_links or (width(line.words) <= _SHORT and not ends_sentence(line.words))
        for line in full
    )
    return poor >= 0.8 * len(full)


def is_labels(line: Line, little_words: int, *, nouns: bool = False) -> bool:
    """Whether a line is a path to the page, or labels of buttons side by side: no words of prose.

    `little_words` is how many function words of the language it has; a label may have one, but for
    a language in which capitals tell `nouns`, and no beginning of a label.
    """
    if is_heading(line.text) or _ITEM.match(line.text) or ends_sentence(line.words):
        return False
    if re.search(
        r"[*_\"“”()（）]", line.text
    ):  # a heading that is set in bold, a name with its short form
        return False
    if width(line.words) > _PROSE or _PUNCTUATED.search(line.words):
        return False
    if len(_SEPARATOR.findall(line.words)) >= 2:
        return True
    parts = line.words.split()
    if _DENSE.search(line.words):
        return len(parts) >= 3
    begun = sum(a.islower() and b[0].isupper() for a, b in pairwise(parts))
    if little_words and (nouns or not begun or 5 * little_words >= len(parts)):
        return False
    return len(parts) >= 4 and sum(part[0].isupper() for part in parts) >= 2


def is_list(lines: list[Line]) -> bool:
    """Whether lines are items of a list or short lines, of which the order may mean nothing."""
    full = [line for line in lines if re.search(r"[^\W_]", line.text)]
    listed = sum(
        line.is_links or (width(line.words) <= _SHORT and not ends_sentence(line.words))
        for line in full
    )
    return bool(full) and listed >= 0.8 * len(full) and not any(is_heading(x.text) for x in full)


def visible(text: str) -> str:
    """Without addresses: what a reader sees of it."""
    return ADDRESS.sub(" ", text)


def figures(text: str) -> int:
    return len(re.findall(r"\d", text))


def is_joined_otherwise(before: str, after: str) -> bool:
    """Whether two bare-equal texts differ in where a number ends: 1 2 and 12."""
    groups = re.compile(r"\d+")
    one = [k for t in tokens(before).keys for k in groups.findall(t)]
    two = [k for t in tokens(after).keys for k in groups.findall(t)]
    if one == two:
        return False
    return not all(
        len(k) == 3 or at == 0 for at, k in enumerate(one if len(one) > len(two) else two)
    )
