"""The changes of one pair of states: each difference explained, in the spans of the scrapes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from auditor.history.explaining.cases import Case, Verdict
from auditor.history.explaining.conserved import Exchange
from auditor.history.explaining.pieces import pieces, rejoined
from auditor.history.explaining.spelling import of_a_country
from auditor.history.explaining.terms import Lexicon, Terms, changed_terms
from auditor.history.pairing.bare import WORDING, bare, tokens
from auditor.history.pairing.pairs import Difference, PartPair, Side, compared, pair, side
from auditor.history.pairing.places import Around, visible
from auditor.model import Span
from auditor.model.histories import Change, ChangeClass
from auditor.model.versions import State

_UNSURE = 0.7
_QUOTED = 2000  # characters of a change that are quoted; its spans say the rest
_POINT = 200
_ROOM = 40  # characters of a sentence that tell it by themselves; a guess
_DISORDER = ("AUD2", "AUD5")


@dataclass(frozen=True, slots=True)
class Draft:
    """A change with where it stands in the leading parts, for what looks at the whole history.

    The `difference` counts in the text of the leading sides; a change of another part has none.
    """

    change: Change
    difference: Difference | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """All that changed from one state to another, and how much did not."""

    unchanged: int
    drafts: tuple[Draft, ...]


def explained(old: State, new: State, known: tuple[Terms, ...]) -> Explained:
    """Every difference of two states with its class; its characters and `unchanged` are all."""
    if new.failure is not None or old.failure is not None:
        which = new.failure or old.failure or "error"
        return _whole(
            old, new, Verdict("capture-failure", which, (f"the capture failed: {which}",))
        )
    if old.language and new.language and old.language[:2] != new.language[:2]:
        fact = f"{old.language} → {new.language}"
        return _whole(old, new, Verdict("locale", "language", (fact,)))
    lexicon = Lexicon.of(new.language or old.language, known)
    pairs = pair(old, new)
    drafts = _leading(pairs[0], old, new, lexicon)
    twins = {_twin(d.change.before, d.change.after) for d in drafts}
    for other in pairs[1:]:
        drafts += _other(other, pairs[0], twins, lexicon)
    unchanged = sum(p.unchanged for p in pairs)
    return Explained(unchanged, tuple(_numbered(drafts)))


def _whole(old: State, new: State, what: Verdict) -> Explained:
    """Two states that are not compared: everything is of one class."""
    spans = [(Span(0, len(state.text)),) if state.text else () for state in (old, new)]
    change = _change(
        what, spans[0], spans[1], old.text[:_QUOTED], new.text[:_QUOTED], ("", ""), False
    )
    return Explained(0, tuple(_numbered([Draft(change)])))


def _leading(pair: PartPair, old: State, new: State, lexicon: Lexicon) -> list[Draft]:
    assert pair.old is not None and pair.new is not None
    left, right = Around(pair.old, _left_out(old)), Around(pair.new, _left_out(new))
    disorder = any(rule.startswith(_DISORDER) for rule in (*old.findings, *new.findings))
    unsure = "damaged" in (old.quality, new.quality)

    def case(difference: Difference) -> Case:
        return Case(difference, left, right, lexicon, disorder, new.upgrade or old.upgrade, unsure)

    drafts: list[Draft] = []
    told = [piece for difference in pair.differences for piece in pieces(case(difference))]
    every = list(rejoined(told, left, right))
    if any(what.cls == "editorial" for _, what in every):
        exchange = Exchange(old, new)
        every = [(d, _torn(case(d), what, exchange)) for d, what in every]
    spelt = of_a_country([difference for difference, _ in every], left, right, lexicon)
    for number, (difference, what) in enumerate(every):
        if number in spelt and what.cls == "editorial":
            fact = f"“{spelt[number][0]}” → “{spelt[number][1]}” in such words throughout"
            what = Verdict("locale", "country", (fact,), 0.8)
        drafts.append(_draft(difference, what, left, right, unsure))
    return drafts


def _torn(case: Case, what: Verdict, exchange: Exchange) -> Verdict:
    """Another verdict on words of which nothing is new or gone."""
    if what.cls != "editorial" or case.difference.what != "words" or case.in_address:
        return what
    return exchange.verdict(case.difference, case.old.side, case.new.side) or what


def _left_out(state: State) -> str:
    """What the reading of a state has taken for copies."""
    copies = (part for part in state.parts[1:] if part.role == "copy")
    return "\n".join(span.of(state.text) for part in copies for span in part.spans)


def _draft(
    difference: Difference, what: Verdict, left: Around, right: Around, unsure: bool
) -> Draft:
    before = " … ".join(span.of(left.text) for span in difference.old)
    after = " … ".join(span.of(right.text) for span in difference.new)
    here = right if difference.new else left
    place = (
        Span(difference.new[0].start, difference.new[-1].end)
        if difference.new
        else Span(difference.old[0].start, difference.old[-1].end)
    )
    change = _change(
        what,
        tuple(s for span in difference.old for s in left.side.back(span.start, span.end)),
        tuple(s for span in difference.new for s in right.side.back(span.start, span.end)),
        before,
        after,
        here.context(place),
        unsure,
    )
    if difference.inside and change.cls == "editorial" and change.turns_a_clause:
        change = replace(change, hidden=True, evidence=(*change.evidence, "inside text that moved"))
    return Draft(change, difference)


def _change(
    what: Verdict,
    old: tuple[Span, ...],
    new: tuple[Span, ...],
    before: str,
    after: str,
    context: tuple[str, str],
    unsure: bool,
) -> Change:
    return Change(
        id="",
        cls=what.cls,
        kind=what.kind,
        old=tuple(sorted(old)),
        new=tuple(sorted(new)),
        before=before[:_QUOTED],
        after=after[:_QUOTED],
        context=context,
        evidence=what.evidence,
        confidence=round(what.confidence * (0.8 if unsure else 1.0), 2),
        terms=what.terms,
        unsure=unsure or what.confidence < _UNSURE,
    )


def _twin(before: str, after: str) -> tuple[str, str]:
    return bare(before), bare(after)


def _other(
    pair: PartPair, lead: PartPair, twins: set[tuple[str, str]], lexicon: Lexicon
) -> list[Draft]:
    """The changes of a part that does not lead: a copy, or another edition."""
    assert lead.old is not None and lead.new is not None
    if pair.old is None or pair.new is None:
        own = pair.old or pair.new
        assert own is not None
        return _alone(own, lead.new if pair.new else lead.old, bool(pair.new), lexicon)
    left, right = Around(pair.old), Around(pair.new)
    is_copy = pair.new.part.role == "copy"
    before_leading = {bare(unit) for unit in Around(lead.old).text.splitlines()}
    drafts: list[Draft] = []
    for difference in pair.differences:
        if is_copy and _is_far_apart(difference):
            for span in difference.old:
                drafts += _alone(pair.old.cut(span), lead.old, False, lexicon, _ECHO)
            for span in difference.new:
                drafts += _alone(pair.new.cut(span), lead.new, True, lexicon, _ECHO)
            continue
        before = " … ".join(span.of(left.text) for span in difference.old)
        after = " … ".join(span.of(right.text) for span in difference.new)
        what, hidden = _echo(
            difference, before, after, is_copy, twins, before_leading, left, right, lexicon
        )
        draft = _draft(difference, what, left, right, False)
        drafts.append(Draft(replace(draft.change, hidden=hidden)))
    return drafts


def _is_far_apart(difference: Difference) -> bool:
    """Whether two copies have no more in common at a place than that both are copies."""
    both = bool(difference.old and difference.new)
    size = sum(map(len, (*difference.old, *difference.new)))
    return difference.what == "words" and (not both or size >= _POINT)


def _echo(
    difference: Difference,
    before: str,
    after: str,
    is_copy: bool,
    twins: set[tuple[str, str]],
    before_leading: set[str],
    left: Around,
    right: Around,
    lexicon: Lexicon,
) -> tuple[Verdict, bool]:
    """What a difference of two parts that do not lead is, and whether it is a hidden change."""
    if difference.what == "markup" or (bare(before) == bare(after) and difference.what == "words"):
        return Verdict("extraction", "markup", ("bare texts equal",)), False
    echoed = _twin(before, after) in twins
    if is_copy and echoed:
        return Verdict("noise-duplication", "echo", ("the same change in the other copy",)), False
    rolled = False
    if not is_copy and difference.new:
        lines = right.lines(Span(difference.new[0].start, difference.new[-1].end))
        rolled = all(bare(line.text) in before_leading for line in lines)
    if rolled:
        fact = "reads now as the leading edition did"
        return Verdict("edition", "rolled", (fact,)), False
    terms = _point_terms(before, after, left, right, difference, lexicon)
    if terms and not echoed:
        fact = "in a copy, unlike its twin" if is_copy else "in an edition that does not lead"
        return Verdict("editorial", terms[0], (fact,), 0.8, terms), True
    if is_copy:
        return _ECHO, False
    return Verdict("edition", right.side.part.role, ("a change of another edition",), 0.9), False


def _point_terms(
    before: str,
    after: str,
    left: Around,
    right: Around,
    difference: Difference,
    lexicon: Lexicon,
) -> tuple[str, ...]:
    """Key terms that a point change touches, outside of addresses."""
    if difference.what != "words" or not (before.strip() and after.strip()):
        return ()
    if len(before) + len(after) >= _POINT:
        return ()
    for around, spans in ((left, difference.old), (right, difference.new)):
        if spans and around.address(Span(spans[0].start, spans[-1].end)) is not None:
            return ()
    return changed_terms(visible(before), visible(after), lexicon)


def _alone(
    own: Side, twin: Side, is_new: bool, lexicon: Lexicon, copy: Verdict | None = None
) -> list[Draft]:
    """A part that nothing answers: all of it is a copy or an edition, but for what it hides.

    A copy that has another number, negation or modal than its twin hides a change.
    """
    role = own.part.role
    if role != "copy":
        verb = "stands now too" if is_new else "stands no more"
        date = f", dated {own.part.effective}," if own.part.effective else ""
        what = Verdict("edition", role, (f"a {role} edition{date} {verb}",))
        return _drafts_alone(own, ((Span(0, len(own.text)), what, False, ""),), is_new)
    pieces: list[tuple[Span, Verdict, bool, str]] = []
    at = 0
    around, other = Around(own), Around(twin)
    for difference in compared(twin, own).differences if is_new else ():
        if difference.what != "words" or not difference.new or not difference.old:
            continue
        span = Span(difference.new[0].start, difference.new[-1].end)
        before = " ".join(s.of(twin.text) for s in difference.old)
        terms = _point_terms(before, span.of(own.text), other, around, difference, lexicon)
        if not terms or span.start < at or not _is_same_sentence(difference, other, around):
            continue
        if bare(around.sentence(span)) in other.bare:  # its twin stands elsewhere
            continue
        pieces.append((Span(at, span.start), copy or _COPY, False, ""))
        found = Verdict("editorial", terms[0], ("a copy that differs from its twin",), 0.8, terms)
        pieces.append((span, found, True, before))
        at = span.end
    pieces.append((Span(at, len(own.text)), copy or _COPY, False, ""))
    return _drafts_alone(own, tuple(p for p in pieces if len(p[0])), is_new)


def _is_same_sentence(difference: Difference, twin: Around, own: Around) -> bool:
    """Whether a copy and its twin say the same there, but for a few words.

    Of a sentence that is a number or two, what stands around it tells.
    """
    there = Span(difference.old[0].start, difference.old[-1].end)
    here = Span(difference.new[0].start, difference.new[-1].end)
    spans = twin.sentence_span(there), own.sentence_span(here)
    room = 0 if min(map(len, spans)) >= _ROOM else _ROOM
    one, two = (
        tokens(around.text[max(0, span.start - room) : span.end + room]).keys
        for around, span in zip((twin, own), spans, strict=True)
    )
    return Indel.normalized_similarity(one, two) >= WORDING


_ECHO = Verdict("noise-duplication", "echo", ("a change in a copy",), 0.75)
_COPY = Verdict("noise-duplication", "copy", ("left out of the reading: it stands there twice",))


def _drafts_alone(
    own: Side, pieces: tuple[tuple[Span, Verdict, bool, str], ...], is_new: bool
) -> list[Draft]:
    around = Around(own)
    drafts = []
    for span, what, hidden, twin in pieces:
        there = own.back(span.start, span.end)
        text = span.of(own.text)
        change = _change(
            what,
            () if is_new else there,
            there if is_new else (),
            twin if is_new else text,
            text if is_new else twin,
            around.context(span),
            False,
        )
        drafts.append(Draft(replace(change, hidden=hidden)))
    return drafts


def _numbered(drafts: list[Draft]) -> Iterator[Draft]:
    """With ids: a hash of what stood and stands there, and the how-manieth it is."""
    seen: Counter[str] = Counter()
    for draft in drafts:
        change = draft.change
        key = f"{bare(change.before)}\0{bare(change.after)}"
        seen[key] += 1
        mark = hashlib.sha256(f"{key}\0{seen[key]}".encode("utf-8", "surrogatepass"))
        yield replace(draft, change=replace(change, id=mark.hexdigest()[:16]))


def reclassed(draft: Draft, cls: ChangeClass, kind: str, fact: str, confidence: float) -> Draft:
    """The same change with another class, which the rest of the history has told."""
    change = replace(
        draft.change,
        cls=cls,
        kind=kind,
        evidence=(*draft.change.evidence, fact),
        confidence=confidence,
        unsure=confidence < _UNSURE,
    )
    return replace(draft, change=change)


__all__ = ["Draft", "Explained", "explained", "reclassed", "side"]
