"""Which finding a decision is about, in the scrape it was made on or in a later one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from auditor.decisions.reading import SUPPRESSING
from auditor.model import Decision, Decisions, Finding, Location, Quote, Rule, Span

Pair = tuple[Decision, Finding]


@dataclass(frozen=True, slots=True)
class Matched:
    """Decisions by what has become of them; every decision is in exactly one.

    `matched` count. `expired` and `unreasoned` fit a finding and count no more, or not yet.
    `stale`: the text under them has changed, or nothing tells where it is. `absent`: the text
    is there, and no finding speaks of it any more.
    """

    matched: tuple[Pair, ...] = ()
    expired: tuple[Pair, ...] = ()
    unreasoned: tuple[Pair, ...] = ()
    stale: tuple[Decision, ...] = ()
    absent: tuple[Decision, ...] = ()

    @property
    def suppressed(self) -> frozenset[str]:
        """The fingerprints of the findings that are rejected or kept on purpose."""
        return frozenset(f.fingerprint for d, f in self.matched if d.action in SUPPRESSING)


def match(
    decisions: Decisions, findings: Sequence[Finding], text: str, today: date | None = None
) -> Matched:
    """Find the finding of each decision; `text` is the document that the findings are of.

    In turn: the finding of the same rule whose text and surroundings are those of the
    decision's anchor, the finding of the same fingerprint, a finding of the same rule at the
    place where the anchor's text stands now, a finding that had this rule and fingerprint in the
    release before. White space doesn't count in any of them. A
    finding has one decision. `today` tells what has expired; without it nothing has.
    """
    found: dict[str, Finding] = {}
    stale: list[Decision] = []
    absent: list[Decision] = []
    page = _Page(text, findings)
    waiting = list(decisions.decisions)
    for look in (page.by_context, page.by_fingerprint, page.by_place, page.by_mark_before):
        for decision in waiting:
            finding = look(decision)
            if finding is not None:
                found[decision.fingerprint] = finding
        waiting = [decision for decision in waiting if decision.fingerprint not in found]
    for decision in waiting:
        there = decision.anchor is not None and page.places(decision.anchor)
        (absent if there else stale).append(decision)
    pairs = [(d, found[d.fingerprint]) for d in decisions.decisions if d.fingerprint in found]
    rest = [pair for pair in pairs if not _is_expired(pair[0], today)]
    return Matched(
        matched=tuple(pair for pair in rest if _has_reason(pair[0])),
        expired=tuple(pair for pair in pairs if _is_expired(pair[0], today)),
        unreasoned=tuple(pair for pair in rest if not _has_reason(pair[0])),
        stale=tuple(stale),
        absent=tuple(absent),
    )


def findings(matched: Matched, rules: Mapping[str, Rule]) -> tuple[Finding, ...]:
    """What is wrong with the decisions themselves: AUD902, AUD903, AUD904, of those in `rules`."""
    drafts = [
        *(("AUD902", d, f.locations, _expired(d, f)) for d, f in matched.expired),
        *(("AUD903", d, f.locations, _unreasoned(d, f)) for d, f in matched.unreasoned),
        *(("AUD904", d, (), _stale(d)) for d in matched.stale),
    ]
    return tuple(
        rules[rule].finding(message, locations, key=decision.fingerprint, suggestion=_TODO[rule])
        for rule, decision, locations, message in drafts
        if rule in rules
    )


_TODO = {
    "AUD902": "Decide anew, or take the decision out.",
    "AUD903": "Write down the reason.",
    "AUD904": "Look at the text again and decide anew, or take the decision out.",
}


def _expired(decision: Decision, finding: Finding) -> str:
    why = f" ({decision.reason})" if decision.reason else ""
    return f"The {decision.action} of {finding.rule} ended on {decision.expires}{why}."


def _unreasoned(decision: Decision, finding: Finding) -> str:
    return f"The {decision.action} of {finding.rule} has no reason, so it does not count."


def _stale(decision: Decision) -> str:
    quoted = " ".join(decision.anchor.exact.split())[:30] if decision.anchor else ""
    about = f" on “{quoted}”" if quoted else ""
    return (
        f"The text under a decision has changed: {decision.action} of {decision.rule}{about} "
        f"({decision.fingerprint}) fits nothing any more."
    )


def _is_expired(decision: Decision, today: date | None) -> bool:
    return today is not None and decision.expires is not None and today > decision.expires


def _has_reason(decision: Decision) -> bool:
    return decision.action not in SUPPRESSING or decision.reason is not None


class _Page:
    """The findings of a document that no decision has yet, and its text."""

    def __init__(self, text: str, findings: Sequence[Finding]) -> None:
        self.dense = Dense(text)
        self.free: dict[str, list[Finding]] = {}
        for finding in findings:
            self.free.setdefault(finding.rule, []).append(finding)

    def by_context(self, decision: Decision) -> Finding | None:
        """Of several that fit wholly, the one of the same fingerprint or none."""
        anchor = decision.anchor
        if anchor is None or not squeeze(anchor.prefix + anchor.suffix):
            return None
        fit = [f for f in self._free(decision) if self._fits(anchor, _scraped(f))]
        same = [f for f in fit if f.fingerprint == decision.fingerprint]
        return self._take(same[0] if same else fit[0] if len(fit) == 1 else None)

    def by_fingerprint(self, decision: Decision) -> Finding | None:
        same = (f for f in self._free(decision) if f.fingerprint == decision.fingerprint)
        return self._take(next(same, None))

    def by_place(self, decision: Decision) -> Finding | None:
        """The free finding that shares the most with a place where the text stands now."""
        if decision.anchor is None or not self._free(decision):
            return None
        best, most = None, 0
        for place in self.places(decision.anchor):
            for finding in self._free(decision):
                at = _scraped(finding)
                shared = min(at.end, place.end) - max(at.start, place.start) if at else 0
                if shared > most:
                    best, most = finding, shared
        return self._take(best)

    def by_mark_before(self, decision: Decision) -> Finding | None:
        known = {(decision.rule, decision.fingerprint)}
        free = (finding for found in self.free.values() for finding in found)
        return self._take(next((each for each in free if each.was(known)), None))

    def places(self, anchor: Quote) -> tuple[Span, ...]:
        return self.dense.find(anchor)

    def _free(self, decision: Decision) -> list[Finding]:
        return self.free.get(decision.rule, [])

    def _take(self, finding: Finding | None) -> Finding | None:
        if finding is not None:
            self.free[finding.rule].remove(finding)
        return finding

    def _fits(self, anchor: Quote, span: Span | None) -> bool:
        if span is None:
            return False
        exact, prefix, suffix = map(squeeze, (anchor.exact, anchor.prefix, anchor.suffix))
        start, end = self.dense.inside(span)
        text = self.dense.text
        return (
            text[start : min(end, start + len(exact))] == exact
            and text.endswith(prefix, 0, start)
            and text.startswith(suffix, start + len(exact))
        )


def _scraped(finding: Finding) -> Span | None:
    """The first location of a finding, where that is in the scrape."""
    first: Location | None = finding.locations[0] if finding.locations else None
    return first.span if first is not None and first.side == "scrape" else None


def locate(text: str, quote: Quote) -> tuple[Span, ...]:
    """Where a quote stands in a text, whatever the white space.

    Of several places those whose surroundings fit best, and of these those with the very same
    white space. Spans count in `text`, ascending, from the first to the last character of the
    quote that is no white space.
    """
    return Dense(text).find(quote)


def squeeze(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


class Dense:
    """A text without its white space, and the way back."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.text = squeeze(text)
        self._starts: list[int] | None = None

    def find(self, quote: Quote) -> tuple[Span, ...]:
        """As `locate`."""
        exact, prefix, suffix = map(squeeze, (quote.exact, quote.prefix, quote.suffix))
        if not exact:
            return ()
        ranked: list[tuple[int, int]] = []
        at = self.text.find(exact)
        while at >= 0:
            end = at + len(exact)
            fits = self.text.endswith(prefix, 0, at) + self.text.startswith(suffix, end)
            ranked.append((fits, at))
            at = self.text.find(exact, at + 1)
        best = max((fits for fits, _ in ranked), default=0)
        spans = tuple(self._span(at, at + len(exact)) for fits, at in ranked if fits == best)
        words = quote.exact.strip()
        return tuple(span for span in spans if span.of(self.original) == words) or spans

    def inside(self, span: Span) -> tuple[int, int]:
        """The range that a span of the original has here."""
        starts = self._places()
        return bisect_left(starts, span.start), bisect_left(starts, span.end)

    def _span(self, start: int, end: int) -> Span:
        starts = self._places()
        return Span(starts[start], starts[end - 1] + 1)

    def _places(self) -> list[int]:
        if self._starts is None:
            self._starts = [at for at, char in enumerate(self.original) if not char.isspace()]
        return self._starts
