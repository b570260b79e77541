"""Changes joined into passages, the same replacement in many places, and what comes first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from auditor.history.pairing.bare import NEAR, bare
from auditor.model import Span
from auditor.model.histories import Change
from auditor.model.versions import Weights

_SYSTEMATIC = 3  # places of one replacement; a guess
_POINT = 200  # characters that may differ in a point change; a guess
_WORDS = 60  # characters that are words put into a sentence, and no sentence; a guess
_WEIGHED = ("number", "negation", "modal", "name")


def joined(
    changes: Sequence[Change], size: int, weights: Weights, *, undated: bool
) -> tuple[Change, ...]:
    """The changes of one transition with passage, systematic replacement and priority.

    `size` is the length of the newer reading; `undated`: its own date did not change.
    """
    counts = Counter(
        (bare(c.before), bare(c.after)) for c in changes if c.is_editorial and c.before and c.after
    )
    out: list[Change] = []
    passage, end = "", (-NEAR - 1, -NEAR - 1)
    for change in changes:
        old, new = _hull(change.old), _hull(change.new)
        near = (old and 0 <= old.start - end[0] < NEAR) or (new and 0 <= new.start - end[1] < NEAR)
        if not near:
            passage = change.id
        end = (old.end if old else end[0], new.end if new else end[1])
        key = (bare(change.before), bare(change.after))
        places = counts[key] if change.is_editorial else 0
        systematic = None
        if places >= _SYSTEMATIC:
            systematic = next(c.id for c in changes if (bare(c.before), bare(c.after)) == key)
        change = replace(change, passage=passage, systematic=systematic, places=max(places, 1))
        out.append(_weighed(change, size, weights, undated=undated))
    return tuple(out)


def _hull(spans: tuple[Span, ...]) -> Span | None:
    return Span(spans[0].start, spans[-1].end) if spans else None


def _weighed(change: Change, size: int, weights: Weights, *, undated: bool) -> Change:
    """With its priority: a sum of which each term has a name, damped, at most 1."""
    if change.cls == "capture-failure":
        return replace(change, priority=0.3, factors=(("capture", 0.3),))
    if not change.is_editorial:
        return change
    old, new = change.characters
    share = min(1.0, 10 * max(old, new) / max(size, 1))
    factors: list[tuple[str, float]] = [("class", weights.base)]
    factors.append(("size", weights.size * math.log(1 + 1.718 * share)))
    factors.append(("run", weights.run * min(1.0, max(old, new) / 400)))
    both = bool(change.before.strip() and change.after.strip())
    # What is wholly new or gone holds such words by nature; a few words put in do not.
    point = old + new < (_POINT if both else _WORDS)
    terms = sum(getattr(weights, term, 0.0) for term in change.terms if term in _WEIGHED)
    terms = min(weights.terms, terms) if point else min(0.15, terms / 4)
    factors.append(("terms", terms))
    if max(old, new) > 120 and (not change.before.strip() or not change.after.strip()):
        factors.append(("clause", weights.clause))
    if change.kind == "effective-date":
        factors.append(("effective", weights.effective))
    if change.hidden:
        factors.append(("hidden", weights.hidden))
    if undated:
        factors.append(("undated", weights.undated))
    damp = 1.0
    if change.kind == "link":
        damp = weights.damp_link
    elif change.kind == "spelling" or not any(c.isalnum() for c in change.before + change.after):
        damp = weights.damp_spelling
    elif change.kind == "renumbering":
        damp = weights.damp_renumbering
    if change.systematic is not None and not change.turns_a_clause:
        damp = min(damp, weights.damp_systematic)
    shown = tuple((name, round(value, 3)) for name, value in factors if round(value, 3))
    if damp < 1:
        shown = (*shown, ("damp", damp))
    priority = min(1.0, sum(value for _, value in factors) * damp)
    return replace(change, priority=round(priority, 3), factors=shown)
