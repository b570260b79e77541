"""What a capture tore out and put elsewhere, or once more: nothing of it is new or gone.

A test of one difference asks whether what stands there now can be laid out of pieces of the older
scrape, and what stood there before of pieces of the newer one. Both scrapes are asked whole, with
what their readings left out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from auditor.history.explaining.cases import Verdict
from auditor.history.pairing.bare import PIECE, Letters, bare, width
from auditor.history.pairing.pairs import Difference, Side, scraped
from auditor.history.pairing.torn import SHORTEST, is_edited
from auditor.model import Span
from auditor.model.versions import State

_MOST = 40  # pieces of one difference, a bound of time
_ASKED = ("AUD1", "AUD2", "AUD5")


class Exchange:
    """Two scrapes, each asked what of the other one it has."""

    def __init__(self, old: State, new: State) -> None:
        self.old, self.new = (Letters(scraped(state).tokens) for state in (old, new))
        self.old_is_disturbed = _is_disturbed(old, new)
        self.new_is_disturbed = _is_disturbed(new, old)
        self.is_disturbed = self.old_is_disturbed or self.new_is_disturbed
        self.is_damaged = "damaged" in (old.quality, new.quality)

    def verdict(self, difference: Difference, left: Side, right: Side) -> Verdict | None:
        """Noise, if every piece of both sides stands in the other scrape too.

        What stands more often than there is a copy in a scrape that is damaged alone.
        """
        found = [
            (_laid(own, other, part), disturbed)
            for spans, side, own, other, disturbed in (
                (difference.old, left, self.old, self.new, self.old_is_disturbed),
                (difference.new, right, self.new, self.old, self.new_is_disturbed),
            )
            for span in spans
            for part in side.back(span.start, span.end)
        ]
        sizes = [
            sum(width(bare(span.of(text))) for span in spans)
            for spans, text in ((difference.old, left.text), (difference.new, right.text))
            if spans
        ]
        told = self.is_damaged or (self.is_disturbed and min(sizes) >= PIECE)
        torn = any(laid is not None and laid.torn for laid, _ in found) or any(
            _is_torn(side, span)
            for side, spans in ((left, difference.old), (right, difference.new))
            for span in spans
        )
        if not torn and not told:
            return None
        if any(laid is None or (laid.more and not torn and not own) for laid, own in found):
            return None
        fact = "laid out of pieces that stand in both scrapes"
        if any(laid is not None and laid.more for laid, _ in found):
            return Verdict("noise-duplication", "copy", (fact,), 0.75)
        return Verdict("noise-order", "block", (fact,), 0.75)


def _is_disturbed(own: State, other: State) -> bool:
    """Whether a scrape is damaged, or looks so beside another one."""
    copies = len(own.parts) > 1 and len(other.parts) == 1
    return own.quality == "damaged" or copies or bool(_asked(own) - _asked(other))


def _asked(state: State) -> set[str]:
    return {rule for rule in state.findings if rule.startswith(_ASKED)}


def _is_torn(side: Side, span: Span) -> bool:
    """Whether a piece of the text was torn off where a span begins or ends."""
    own = side.tokens
    edges = (bisect_left(own.starts, at) for at in (span.start, span.end))
    return any(token < len(own) and own.starts[token] in own.tears for token in edges)


@dataclass(frozen=True, slots=True)
class _Laid:
    """A stretch that can be laid out of pieces of another scrape."""

    torn: bool = False  # one of them ends amid a word, here or there
    more: bool = False  # one of them stands more often here than there


def _laid(own: Letters, other: Letters, span: Span) -> _Laid | None:
    """A span laid out of pieces of another scrape, if it can be."""
    start, end = own.at(span.start), own.at(span.end)
    if start == end:
        return _Laid()
    first, stop = max(start - PIECE, 0), min(end + PIECE, len(own.bare))
    at, least = first, PIECE
    torn = more = False
    for _ in range(_MOST):
        reach = _longest(own.bare, at, other.bare)
        last = at + reach
        if reach < min(PIECE if last >= stop else least, len(own.bare) - at):
            return None
        there = other.bare.find(own.bare[at:last])
        torn = torn or (at > first and there not in other.words)
        torn = torn or (last < stop and there + reach not in other.words)
        piece = own.bare[max(at, start - SHORTEST) : min(last, end + SHORTEST)]
        more = more or own.bare.count(piece) > other.bare.count(piece)
        if last >= stop:
            return _Laid(torn, more)
        at = _begun(own, other, last)
        if is_edited(own.bare, at, other.bare):
            return None
        torn = torn or at not in own.words
        if at >= end:
            return _Laid(torn, more)
        least = SHORTEST
    return None


def _begun(own: Letters, other: Letters, at: int) -> int:
    """Where the piece behind a tear begins: with a word, if what is before it there is the same."""
    begins = own.edges[own.token(at)]
    near = begins < at and at - begins < 3 * SHORTEST
    return begins if near and own.bare[begins : at + SHORTEST] in other.bare else at


def _longest(own: str, at: int, other: str) -> int:
    """How many characters from a place on stand in another text as they do here."""
    step = SHORTEST
    while at + step <= len(own) and own[at : at + step] in other:
        step *= 2
    sizes = range(min(step, len(own) - at + 1))
    return bisect_right(sizes, False, key=lambda size: own[at : at + size] not in other) - 1
