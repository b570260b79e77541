"""Two states: which part answers which, and what differs between those that do."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from auditor.history.pairing.align import Aligned, Move, align
from auditor.history.pairing.bare import Tokens, tokens
from auditor.history.pairing.torn import torn
from auditor.model import Span
from auditor.model.versions import Part, State

What = Literal["words", "markup", "move"]
_ANSWERS = 0.3  # share of its tokens that a part must find in the one that answers it; a guess


@dataclass(frozen=True, slots=True)
class Side:
    """One part of one state as a text of its own, with the way back to the scrape."""

    part: Part
    tokens: Tokens
    offsets: tuple[int, ...]  # where each span of the part begins in `text`

    @property
    def text(self) -> str:
        return self.tokens.text

    def back(self, start: int, end: int) -> tuple[Span, ...]:
        """The spans of the scrape behind a range of `text`; an empty range has none."""
        out: list[Span] = []
        at = bisect_right(self.offsets, start) - 1
        while start < end and at < len(self.offsets):
            span = self.part.spans[at]
            size = min(end, self.offsets[at] + len(span)) - start
            first = span.start + start - self.offsets[at]
            if size > 0:
                out.append(Span(first, first + size))
                start += size
            at += 1
        return tuple(out)

    def cut(self, span: Span) -> Side:
        """A range of `text` as a side of its own."""
        spans = self.back(span.start, span.end)
        return Side(replace(self.part, spans=spans), tokens(span.of(self.text)), _offsets(spans))

    def seams(self, first: int, last: int) -> tuple[int, ...]:
        """Where, from one offset of `text` to another, the scrape has more between two spans."""
        inner = self.offsets[1:]
        return inner[bisect_left(inner, first) : bisect_right(inner, last)]

    def place(self, at: int) -> int:
        """The offset of the scrape that answers an offset of `text`."""
        if not self.part.spans:
            return 0
        index = max(bisect_right(self.offsets, at) - 1, 0)
        return self.part.spans[index].start + at - self.offsets[index]


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two parts differ; spans count in the texts of the two sides.

    `words`: other tokens; `markup`: the same tokens, written otherwise; `move`: the same text
    elsewhere. `inside` says that it stands inside text that has moved.
    """

    what: What
    old: tuple[Span, ...]
    new: tuple[Span, ...]
    at_old: int  # where it stands, for a side that has nothing
    at_new: int
    inside: bool = False


@dataclass(frozen=True, slots=True)
class PartPair:
    """A part and what answers it; one of the two is None where nothing does."""

    old: Side | None
    new: Side | None
    unchanged: int
    differences: tuple[Difference, ...]


def _offsets(spans: Sequence[Span]) -> tuple[int, ...]:
    return tuple(accumulate((len(span) for span in spans[:-1]), initial=0)) if spans else ()


def side(text: str, part: Part) -> Side:
    if len(part.spans) == 1 and len(part.spans[0]) == len(text):
        own = text
    else:
        own = "".join(span.of(text) for span in part.spans)
    return Side(part, _tokens(own), _offsets(part.spans))


def scraped(state: State) -> Side:
    """The whole text of a state, with what its reading leaves out."""
    return side(state.text, Part("leading", (Span(0, len(state.text)),)))


@lru_cache(maxsize=4)
def _tokens(text: str) -> Tokens:
    """The tokens of a whole text: each is asked for by the pair before it and the one behind."""
    return tokens(text)


def pair(old: State, new: State) -> tuple[PartPair, ...]:
    """The leading parts, then each other part with the one that it equals most."""
    left = [side(old.text, part) for part in old.parts]
    right = [side(new.text, part) for part in new.parts]
    pairs = [compared(left[0], right[0])]
    free = list(range(1, len(left)))
    for other in right[1:]:
        best = max(
            free,
            key=lambda k: (left[k].part.role == other.part.role, _shared(left[k], other), -k),
            default=None,
        )
        if best is None or _shared(left[best], other) < _ANSWERS:
            pairs.append(PartPair(None, other, 0, ()))
            continue
        free.remove(best)
        pairs.append(compared(left[best], other))
    pairs += [PartPair(left[k], None, 0, ()) for k in free]
    return tuple(pairs)


def _shared(old: Side, new: Side) -> float:
    a, b = Counter(old.tokens.keys), Counter(new.tokens.keys)
    return sum((a & b).values()) / max(min(len(old.tokens), len(new.tokens)), 1)


def compared(old: Side, new: Side) -> PartPair:
    """The differences of two parts, in the order of the newer one."""
    if old.text == new.text:
        return PartPair(old, new, len(old.text), ())
    a, b = torn(old.tokens, new.tokens)
    old, new = replace(old, tokens=a), replace(new, tokens=b)
    aligned = align(a, b)
    writer = _Differences(a, b, aligned)
    writer.run()
    found = sorted(writer.found, key=lambda d: (d.at_new, d.at_old))
    return PartPair(old, new, writer.unchanged, tuple(found))


class _Differences:
    """Goes through what is kept and notes what lies between, each character once a side."""

    def __init__(self, a: Tokens, b: Tokens, aligned: Aligned) -> None:
        self.a, self.b, self.aligned = a, b, aligned
        self.found: list[Difference] = []
        self.unchanged = 0
        self.moves_old = {move.old: move for move in aligned.moves}
        self.moves_new = {move.new: move for move in aligned.moves}
        self._places: dict[Move, tuple[Span | None, Span | None]] = {}

    def run(self) -> None:
        at_a = at_b = 0  # raw
        i = j = 0
        for run in self.aligned.kept:
            end_a, end_b = self.a.starts[run.old], self.b.starts[run.new]
            self._between(at_a, end_a, i, run.old, at_b, end_b, j, run.new)
            self._kept(run.old, run.new, run.size)
            i, j = run.old + run.size, run.new + run.size
            at_a, at_b = self.a.ends[i - 1], self.b.ends[j - 1]
        self._between(
            at_a, len(self.a.text), i, len(self.a), at_b, len(self.b.text), j, len(self.b)
        )

    def _kept(self, i: int, j: int, size: int) -> None:
        """Equal tokens: what lies between them may be written otherwise, and so may they."""
        a, b = self.a, self.b
        raw_a = a.text[a.starts[i] : a.ends[i + size - 1]]
        raw_b = b.text[b.starts[j] : b.ends[j + size - 1]]
        if raw_a == raw_b:
            self.unchanged += len(raw_a)
            return
        if size > 1:  # halves, so that a long run with one bold word is quick
            half = size // 2
            self._kept(i, j, half)
            k, m = i + half, j + half
            self._markup(a.ends[k - 1], a.starts[k], b.ends[m - 1], b.starts[m])
            self._kept(k, m, size - half)
            return
        self._markup(a.starts[i], a.ends[i], b.starts[j], b.ends[j])

    def _markup(self, a0: int, a1: int, b0: int, b1: int) -> None:
        """What two ranges without a difference of words share at their ends is unchanged."""
        raw_a, raw_b = self.a.text[a0:a1], self.b.text[b0:b1]
        if raw_a == raw_b:
            self.unchanged += len(raw_a)
            return
        head = common_head(raw_a, raw_b)
        tail = common_head(raw_a[head:][::-1], raw_b[head:][::-1])
        self.unchanged += head + tail
        old, new = Span(a0 + head, a1 - tail), Span(b0 + head, b1 - tail)
        self._note("markup", (old,), (new,), old.start, new.start)

    def _between(self, a0: int, a1: int, i: int, k: int, b0: int, b1: int, j: int, m: int) -> None:
        """From a kept token to the next: raw ranges, and the tokens in them."""
        a, b = self.a, self.b
        if i == k and j == m:
            self._markup(a0, a1, b0, b1)
            return
        if i < k and j < m:
            self._markup(a0, a.starts[i], b0, b.starts[j])
            self._markup(a.ends[k - 1], a1, b.ends[m - 1], b1)
            a0, a1, b0, b1 = a.starts[i], a.ends[k - 1], b.starts[j], b.ends[m - 1]
        elif i < k:
            a0, a1 = self._one_side(a, a0, a1, i, k, b.text, b0, b1)
            b0 = b1
        else:
            b0, b1 = self._one_side(b, b0, b1, j, m, a.text, a0, a1, swapped=True)
            a0 = a1
        old = self._segments(a, a0, a1, i, k, self.moves_old)
        new = self._segments(b, b0, b1, j, m, self.moves_new)
        words_old = tuple(span for span, move in old if move is None)
        words_new = tuple(span for span, move in new if move is None)
        if words_old or words_new:
            self._note("words", words_old, words_new, a0, b0)
        # What moved is told once, at its new place; its old place is noted on the way.
        for span, move in old:
            if move is not None:
                self._half(move, old=span)
        for span, move in new:
            if move is not None:
                self._half(move, new=span)

    def _one_side(
        self,
        own: Tokens,
        start: int,
        end: int,
        i: int,
        k: int,
        other: str,
        other_start: int,
        other_end: int,
        *,
        swapped: bool = False,
    ) -> tuple[int, int]:
        """The raw range of tokens that only one side has: which gap beside it is the old one."""
        gap = other[other_start:other_end]
        before, after = own.text[start : own.starts[i]], own.text[own.ends[k - 1] : end]

        def alike(one: str) -> tuple[bool, int]:
            """The signs of markup tell more than the white space around them."""
            head = common_head(one, gap)
            same = head + common_head(one[head:][::-1], gap[head:][::-1])
            return one.split() == gap.split(), same - abs(len(one) - len(gap))

        first, last = own.starts[i], own.ends[k - 1]
        if not gap:
            mine, rest, shift = (end, end), (start, end), 0
        elif alike(before) > alike(after):
            mine, rest, shift = (start, first), (first, end), 0
        else:
            if gap and after.endswith(gap):
                last = end - len(gap)
            elif gap and before.startswith(gap) and not after:
                start += len(gap)
                self.unchanged += len(gap)
                other_start, last = other_end, end
            # What stands on both sides of the text may belong to either: begin with a line.
            most = common_head(own.text[start:first], own.text[last:end])
            most = min(most, common_head(own.text[start:first], other[other_start:other_end]))
            shift = own.text[start : start + most].rfind("\n") + 1
            mine, rest = (last + shift, end), (start + shift, last + shift)
            self.unchanged += shift
        if swapped:
            self._markup(other_start + shift, other_end, *mine)
        else:
            self._markup(*mine, other_start + shift, other_end)
        return rest

    def _segments(
        self, own: Tokens, start: int, end: int, i: int, k: int, moves: dict[int, Move]
    ) -> list[tuple[Span, Move | None]]:
        """A raw range cut where text begins or ends that has moved."""
        out: list[tuple[Span, Move | None]] = []
        at = i
        raw = start
        while at < k:
            move = moves.get(at)
            if move is not None:
                size = move.old_size if moves is self.moves_old else move.new_size
                last = at + size
            else:
                last = at + 1
                while last < k and last not in moves:
                    last += 1
            stop = own.starts[last] if last < k else end
            out.append((Span(raw, stop), move))
            raw, at = stop, last
        return out

    def _half(self, move: Move, *, old: Span | None = None, new: Span | None = None) -> None:
        known = self._places.get(move)
        if known is None:
            self._places[move] = (old, new)
            return
        old, new = old or known[0], new or known[1]
        assert old is not None and new is not None
        self._move(move, old, new)

    def _move(self, move: Move, old: Span, new: Span) -> None:
        """The same words elsewhere: one move; what changed inside by itself."""
        a, b = self.a, self.b
        same_old: list[Span] = []
        same_new: list[Span] = []
        at_a, at_b = old.start, new.start
        for run in (*move.runs, None):
            i = run.old if run else move.old + move.old_size
            j = run.new if run else move.new + move.new_size
            stop_a = a.starts[i] if run else old.end
            stop_b = b.starts[j] if run else new.end
            before_a = self._token_from(a, at_a, move.old + move.old_size)
            before_b = self._token_from(b, at_b, move.new + move.new_size)
            if before_a < i or before_b < j:
                self._note(
                    "words",
                    (Span(at_a, stop_a),) if at_a < stop_a else (),
                    (Span(at_b, stop_b),) if at_b < stop_b else (),
                    at_a,
                    at_b,
                    inside=True,
                )
            else:
                same_old.append(Span(at_a, stop_a))
                same_new.append(Span(at_b, stop_b))
            if run:
                at_a, at_b = a.ends[i + run.size - 1], b.ends[j + run.size - 1]
                same_old.append(Span(stop_a, at_a))
                same_new.append(Span(stop_b, at_b))
        self._note("move", _merged(same_old), _merged(same_new), old.start, new.start)

    @staticmethod
    def _token_from(own: Tokens, raw: int, stop: int) -> int:
        """The first token at or behind a raw offset, at most `stop`."""
        low, high = 0, stop
        while low < high:
            mid = (low + high) // 2
            if own.starts[mid] < raw:
                low = mid + 1
            else:
                high = mid
        return low

    def _note(
        self,
        what: What,
        old: tuple[Span, ...],
        new: tuple[Span, ...],
        at_old: int,
        at_new: int,
        *,
        inside: bool = False,
    ) -> None:
        old = tuple(span for span in old if len(span))
        new = tuple(span for span in new if len(span))
        if old or new:
            self.found.append(Difference(what, old, new, at_old, at_new, inside))


def common_head(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    if one[: len(other)] == other[: len(one)]:
        return min(len(one), len(other))
    return next(k for k, (x, y) in enumerate(zip(one, other, strict=False)) if x != y)


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for span in sorted(s for s in spans if len(s)):
        if out and out[-1].end == span.start:
            out[-1] = Span(out[-1].start, span.end)
        else:
            out.append(span)
    return tuple(out)
