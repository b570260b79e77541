"""Which finding speaks of which difference between the scrape and its canonical text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from auditor.model import Alignment, Block, Change, Decisions, Finding, Side, Span

_WHOLE: frozenset[Change] = frozenset(("repeated", "moved", "inserted", "edited", "missing"))
_AGAIN: frozenset[Change] = frozenset(("repeated", "edited"))
_ELSEWHERE: frozenset[Change] = frozenset(("moved", "edited"))
_FOREIGN: frozenset[Change] = frozenset(("inserted", "removed"))

# What accepting a finding of each rule does to the text at its places. Rules that are not here
# point something out that no reading repairs; AUD501 is repaired by an order (`ordering`).
REPAIRS: Mapping[str, frozenset[Change]] = MappingProxyType(
    {
        "AUD101": _AGAIN,
        "AUD102": _AGAIN,
        "AUD103": _WHOLE,
        "AUD105": _AGAIN,
        "AUD106": _FOREIGN,
        "AUD107": _AGAIN,
        "AUD201": _ELSEWHERE,
        "AUD202": _WHOLE,
        "AUD203": _ELSEWHERE,
        "AUD205": _ELSEWHERE,
        "AUD207": _WHOLE,
        "AUD302": frozenset[Change](("missing",)),
        "AUD401": _FOREIGN,
        "AUD402": _FOREIGN,
    }
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A span of one side that a finding speaks of; `chains` are those at its two ends."""

    span: Span
    changes: frozenset[Change]
    fingerprint: str
    number: int  # of the finding
    chains: frozenset[int] = frozenset()


class Claims:
    """The claims of findings on one alignment of a scraped text."""

    def __init__(self, findings: Sequence[Finding], alignment: Alignment, text: str) -> None:
        blocks = _Blocks(alignment)
        here: list[Claim] = []
        there: list[Claim] = []
        for number, finding in enumerate(findings):
            changes = REPAIRS.get(finding.rule)
            if changes is None:
                continue
            mark = finding.fingerprint
            there += [Claim(span, changes, mark, number) for span in _spans(finding, "canonical")]
            spans = _spans(finding, "scrape")
            if changes == _WHOLE and spans:
                spans = [Span(spans[0].start, max(span.end for span in spans))]
            if changes == _FOREIGN:
                spans = [_with_space(text, span, blocks.end(span)) for span in spans]
            here += [Claim(span, changes, mark, number, blocks.chains(span)) for span in spans]
        self._scrape, self._canonical = _Sweep(here), _Sweep(there)

    @property
    def scraped_bounds(self) -> list[int]:
        return self._scrape.edges

    @property
    def canonical_bounds(self) -> list[int]:
        return self._canonical.edges

    def on(self, place: int, change: Change, chain: int | None = None) -> str | None:
        """The finding that claims a change of the scraped character at `place`.

        Of several: one that begins or ends with the chain, then the one with the shortest
        span, then the first.
        """
        fitting = [claim for claim in self._scrape.at(place) if change in claim.changes]
        best = min(
            fitting, key=lambda c: (chain not in c.chains, len(c.span), c.number), default=None
        )
        return best.fingerprint if best else None

    def on_missing(self, place: int) -> str | None:
        """The finding that says that the canonical character at `place` is missing."""
        fitting = [claim for claim in self._canonical.at(place) if "missing" in claim.changes]
        best = min(fitting, key=lambda c: (len(c.span), c.number), default=None)
        return best.fingerprint if best else None


def _spans(finding: Finding, side: Side) -> list[Span]:
    return [at.span for at in finding.locations if at.side == side and len(at.span)]


def _with_space(text: str, span: Span, limit: int) -> Span:
    """A passage to take out with the white space behind it, where there is some before it too."""
    end = span.end
    if span.start == 0 or text[span.start - 1].isspace():
        while end < limit and text[end].isspace():
            end += 1
    return Span(span.start, end)


class _Blocks:
    """The blocks by scraped place."""

    def __init__(self, alignment: Alignment) -> None:
        self._blocks = alignment.blocks
        self._starts = [block.scrape.start for block in alignment.blocks]

    def _at(self, place: int) -> Block:
        return self._blocks[bisect_right(self._starts, place) - 1]

    def end(self, span: Span) -> int:
        """Where the block ends that a span ends in."""
        return self._at(span.end - 1).scrape.end

    def chains(self, span: Span) -> frozenset[int]:
        """The chains of the blocks that a span begins and ends in."""
        return frozenset((self._at(span.start).chain, self._at(span.end - 1).chain))


class _Sweep:
    """Which claims hold at each place, found once from left to right."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.edges = sorted({at for c in claims for at in (c.span.start, c.span.end)})
        starting: dict[int, list[Claim]] = {}
        for claim in claims:
            starting.setdefault(claim.span.start, []).append(claim)
        self._active: list[tuple[Claim, ...]] = []
        active: tuple[Claim, ...] = ()
        for edge in self.edges:
            active = tuple(claim for claim in active if claim.span.end > edge)
            active += tuple(starting.get(edge, ()))
            self._active.append(active)

    def at(self, place: int) -> tuple[Claim, ...]:
        index = bisect_right(self.edges, place) - 1
        return self._active[index] if index >= 0 else ()


def undecided(findings: Iterable[Finding], decisions: Decisions) -> tuple[Finding, ...]:
    """The findings that no decision closes: none speaks of them, or one says `later`."""
    closed = {d.fingerprint: d.rule for d in decisions.decisions if d.action != "later"}
    return tuple(f for f in findings if closed.get(f.fingerprint) != f.rule)
