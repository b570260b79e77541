"""What only the whole history tells: what blinks, what order lasts, what the site shares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from auditor.history.explaining.changes import Draft, reclassed
from auditor.history.explaining.exchanged import exchanged
from auditor.history.explaining.kinds.calendar import first_date
from auditor.history.explaining.terms import Lexicon
from auditor.history.pairing.bare import bare, width
from auditor.history.pairing.pairs import Difference, side
from auditor.history.pairing.places import Around, ends_sentence
from auditor.model import Span
from auditor.model.histories import Blink
from auditor.model.versions import HistoryOptions, State

_BACK = 3  # states within which a passage must be back; a guess
_AROUND = 24  # bare characters beside a passage that must be the same; a guess
_SENTENCE = 16  # bare characters, dense ones as two, that are no number of a clause; a guess
_PASSAGE = 80  # the same, that are known by what stands on one side of them; a guess
_HEAD = 24  # bare characters of a moved text that tell where it stands; a guess


_AT_ONCE = 12  # states of which the tokens are held, a bound of memory


class Sides:
    """The leading parts of the states, and their bare texts: the last few that were asked for."""

    def __init__(self, states: Sequence[State]) -> None:
        def around(number: int) -> Around:
            return Around(side(states[number].text, states[number].leading))

        self.states = states
        self.of = lru_cache(maxsize=_AT_ONCE)(around)
        self.bare = lru_cache(maxsize=2 * _AT_ONCE)(
            lambda number: "".join(self.of(number).side.tokens.keys)
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One transition on its way: the two states, and what was found so far."""

    old: int
    new: int
    unchanged: int
    drafts: tuple[Draft, ...]


def settled(
    steps: Sequence[Step], states: Sequence[State], options: HistoryOptions
) -> tuple[list[Step], list[Blink]]:
    """Every step with the classes that later and earlier states tell."""
    sides = Sides(states)
    lanes: defaultdict[str | None, list[int]] = defaultdict(list)
    for state in states:
        if state.failure is None:
            lanes[state.language and state.language[:2]].append(state.id)
    out: list[Step] = []
    flips: defaultdict[str, set[int]] = defaultdict(set)
    for step in steps:
        lane = lanes[states[step.new].language and (states[step.new].language or "")[:2]]
        near = _near(step, lane, states, options)
        # An order lasts or goes back whenever the next states are.
        later = [k for k in lane if k > step.new]
        earlier = [k for k in lane if k < step.old]
        drafts = []
        for draft in step.drafts:
            settled = _persisting(draft, step, sides, (earlier, later), options)
            settled, others = _blinking(settled, step, sides, near)
            if others:
                key = bare(draft.change.before) + "\0" + bare(draft.change.after)
                flips["\0".join(sorted(key.split("\0")))].update({*others, step.old, step.new})
            drafts.append(settled)
        reordered = _disorder(states[step.old]) != _disorder(states[step.new])
        out.append(replace(step, drafts=tuple(exchanged(drafts, reordered=reordered))))
    blinks = [
        Blink(max(key.split("\0"), key=len)[:200], tuple(sorted(found)))
        for key, found in sorted(flips.items())
    ]
    return out, blinks


def _disorder(state: State) -> set[str]:
    return {rule for rule in state.findings if rule.startswith("AUD2")}


def _near(
    step: Step, lane: list[int], states: Sequence[State], options: HistoryOptions
) -> tuple[list[int], list[int]]:
    """The states of the lane before the older and behind the newer one, near in time."""
    before = [k for k in lane if k <= step.old]
    earlier = list(pairwise(before))[-_BACK:][::-1]
    later = [k for k in lane if k > step.new][:_BACK]

    def is_near(one: int, other: int) -> bool:
        days = between(states[one], states[other])
        return days is None or abs(days) <= options.blink_days

    return (
        # What was gone from the next state on and is back now.
        [k for k, gone in earlier if is_near(gone, step.new)],
        [k for k in later if is_near(step.new, k)],
    )


def between(old: State, new: State) -> int | None:
    """Days from one state to another; None where a date is unknown."""
    empty = Lexicon(())
    if not old.captured_at or not new.captured_at:
        return None
    from datetime import date

    one, two = first_date(old.captured_at, empty), first_date(new.captured_at, empty)
    if one is None or two is None:
        return None
    return (date.fromisoformat(two) - date.fromisoformat(one)).days


def _persisting(
    draft: Draft,
    step: Step,
    sides: Sides,
    around: tuple[list[int], list[int]],
    options: HistoryOptions,
) -> Draft:
    """An order that goes back at once is noise; one that nothing confirms yet is unsure."""
    change = draft.change
    if draft.difference is None or draft.difference.what != "move":
        return draft
    if change.cls not in ("editorial-move", "editorial"):
        return draft
    earlier, later = around
    # A set phrase that stands so in several places tells nothing of one.
    after = _beside(sides.of(step.new), draft.difference.new)
    after = tuple(text for text in after if text not in sides.bare(step.old))
    for k in earlier[-options.persist :]:
        if any(text in sides.bare(k) for text in after):
            fact = f"back as in {_named(sides.states[k])}"
            return reclassed(draft, "noise-order", "block", fact, 0.9)
    if not later and change.cls == "editorial-move":
        facts = (*change.evidence, "in the newest state: nothing shows yet that it stays")
        return replace(draft, change=replace(change, evidence=facts, unsure=True))
    before = _beside(sides.of(step.old), draft.difference.old)
    before = tuple(text for text in before if text not in sides.bare(step.new))
    for k in later[: options.persist]:
        if any(text in sides.bare(k) for text in before):
            fact = f"goes back in {_named(sides.states[k])}"
            return reclassed(draft, "noise-order", "block", fact, 0.9)
    return draft


def _beside(around: Around, spans: tuple[Span, ...]) -> tuple[str, ...]:
    """A moved text, bare, with what stood before it, and with what stood behind it.

    One of them is enough to find its place again: beside the other something may have changed.
    """
    if not spans:
        return ()
    left, own, right = _bare_around(around.text, spans)
    return tuple(
        text for text, side in ((left + own[:_HEAD], left), (own[-_HEAD:] + right, right)) if side
    )


def _bare_around(text: str, spans: tuple[Span, ...]) -> tuple[str, str, str]:
    start, end = spans[0].start, spans[-1].end
    left = bare(text[max(0, start - 4 * _AROUND) : start])[-_AROUND:]
    right = bare(text[end : end + 4 * _AROUND])[:_AROUND]
    return left, bare(text[start:end]), right


def _blinking(
    draft: Draft,
    step: Step,
    sides: Sides,
    near: tuple[list[int], list[int]],
) -> tuple[Draft, tuple[int, ...]]:
    """A passage that goes and is back in its place, or was there before and comes again."""
    change, difference = draft.change, draft.difference
    if difference is None or difference.what != "words":
        return draft, ()
    if change.cls not in ("editorial", "boilerplate") or len(difference.old) > 1:
        return draft, ()
    if len(difference.new) > 1:
        return draft, ()
    here = difference.new or (Span(difference.at_new, difference.at_new),)
    there = difference.old or (Span(difference.at_old, difference.at_old),)
    left, right = sides.of(step.old), sides.of(step.new)
    x, y = _bare_around(left.text, there), _bare_around(right.text, here)
    # What stands beside the place, in the words of the one state or of the other.
    beside = ((x[0], x[2]), (y[0], y[2]))
    places = ((near[1], x[1], y[1], step.old), (near[0], y[1], x[1], step.new))
    for states, wanted, other, alike in places:
        without = step.old + step.new - alike
        enough = _SENTENCE if sides.states[without].quality == "damaged" else _PASSAGE
        for k in states:
            text = sides.bare(k)
            if any(_stands((a, wanted, b), (a, other, b), text, enough) for a, b in beside):
                # What only a damaged capture lacks, or has, the scraping took or put there.
                whole = (
                    sides.states[without].quality == "damaged"
                    and max(width(wanted), width(other)) >= _SENTENCE
                    and not (other and other in sides.bare(k))
                    and _is_whole_units(difference, left, right)
                )
                whole = whole or _is_passage(difference, left, right, change.turns_a_clause)
                # The page is again as it was, to the last character.
                is_same = sides.states[k].sha256 == sides.states[alike].sha256
                kind = "" if not whole else "state" if is_same else "passage"
                own, missing = (x[1], step.new) if x[1] else (y[1], step.old)
                once_more = not (x[1] and y[1]) and width(own) >= _SENTENCE
                return _blinked(
                    draft,
                    sides.states[k],
                    k,
                    sides.states[step.new],
                    kind,
                    stands_elsewhere=once_more and own in sides.bare(missing),
                )
    return draft, ()


def _stands(
    wanted: tuple[str, str, str], other: tuple[str, str, str], text: str, enough: int
) -> bool:
    """Whether a reading stands in a text at the neighbours of the place, and the other does not.

    One neighbour is enough for one of so many characters.
    """
    left, own, right = wanted
    if len(left) + len(right) < _AROUND:
        return False
    if left + own + right in text:
        return not (other[1] and other[0] + other[1] + other[2] in text)
    # Beside a passage of its own length something else may have changed meanwhile.
    if width(own) < enough:
        return False
    return (left + own in text or own + right in text) and not (
        other[1] and other[1] in text and width(other[1]) >= enough
    )


def _blinked(
    draft: Draft, state: State, k: int, newer: State, kind: str, *, stands_elsewhere: bool
) -> tuple[Draft, tuple[int, ...]]:
    """The change with the fact that it goes to and fro; a blink of a kind, if one is given.

    What stands elsewhere in both versions, and for a while once more, is a copy.
    """
    change = draft.change
    days = between(newer, state)
    when = "" if days is None else f", {abs(days)} days {'later' if days >= 0 else 'before'}"
    fact = f"also in {_named(state)}{when}"
    if change.cls == "boilerplate":
        return replace(draft, change=replace(change, evidence=(*change.evidence, fact))), (k,)
    if change.kind == "link":
        return reclassed(draft, "blink", "link", fact, 0.85), (k,)
    if kind:
        return reclassed(draft, "blink", kind, fact, 0.8), (k,)
    if stands_elsewhere:
        return reclassed(draft, "noise-duplication", "copy", f"elsewhere too; {fact}", 0.8), (k,)
    facts = (*change.evidence, f"goes to and fro: {fact}")
    return replace(draft, change=replace(change, evidence=facts)), (k,)


def _is_whole_units(difference: Difference, left: Around, right: Around) -> bool:
    """Whether both sides begin and end where sentences or lines do."""
    return all(
        around.is_whole_units(Span(spans[0].start, spans[-1].end))
        for around, spans in ((left, difference.old), (right, difference.new))
        if spans
    )


def _is_passage(difference: Difference, left: Around, right: Around, terms: bool) -> bool:
    """Whole lines at an edge, or such without sentences: what a page shows and hides.

    A sentence in the middle that goes and comes back is an author's until shown otherwise, and so
    is a part of a line that holds a key term.
    """
    sides = [
        (around, Span(spans[0].start, spans[-1].end))
        for around, spans in ((left, difference.old), (right, difference.new))
        if spans
    ]
    whole = all(around.is_whole_lines(span) for around, span in sides)
    if not whole and (terms or not _is_whole_units(difference, left, right)):
        return False
    if whole and all(around.is_at_head(span) for around, span in sides):
        return True
    lines = [line for around, span in sides for line in around.parted(span)]
    return not any(ends_sentence(line.text) for line in lines)


def _named(state: State) -> str:
    return state.captured_at or state.name
