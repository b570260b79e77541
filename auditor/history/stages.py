"""The map of a version audit: every stage, in order.

versions ─states→ States ─lanes, agreed→ pairs of them ─explain→ Changes ─settle→ with later states
         ─join→ passages with priorities ─lineage→ History
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import Protocol, TypeVar

from auditor import __version__
from auditor.history.cache import Cache
from auditor.history.explaining.changes import Explained, explained
from auditor.history.explaining.joining import joined
from auditor.history.explaining.telling import damages, told
from auditor.history.explaining.terms import Terms, load
from auditor.history.lineage import lineages
from auditor.history.pairing.bare import bare
from auditor.history.pairing.doubled import agreed
from auditor.history.pairing.inplace import is_edited_in_place
from auditor.history.states import state
from auditor.history.wide import Step, between, settled
from auditor.model import Audit, Document, Notice, Options, Span
from auditor.model.histories import Change, History, SourceKind, Transition
from auditor.model.versions import HistoryOptions, State, Version
from auditor.read import string
from auditor.stages import audit, audit_unchanged

DEFAULTS = HistoryOptions()
A = TypeVar("A")
B = TypeVar("B")


class Runner(Protocol):
    """Does one kind of work on each item, and gives the results in the order of the items.

    `what` names it for a line of progress. Work and items can be handed to other processes.
    """

    def __call__(self, what: str, work: Callable[[A], B], items: Sequence[A]) -> Iterator[B]: ...


def in_turn(what: str, work: Callable[[A], B], items: Sequence[A]) -> Iterator[B]:
    """One item after the other, in this process."""
    del what
    return map(work, items)


_HEADS = 4  # versions that others may be like, a bound of time
_SHORT = 0.2  # of the median length of the states around: a capture that failed; a guess


def histories_of(
    name: str,
    kind: SourceKind,
    versions: Sequence[Version],
    options: HistoryOptions = DEFAULTS,
    *,
    url: str | None = None,
    notices: Sequence[Notice] = (),
    cache: Path | None = None,
    runner: Runner = in_turn,
) -> History:
    """The version audit of the captures of one page, in their order.

    `cache` is a folder in which readings and pairs are kept for the next run; `runner` does the
    work, in one process or several.
    """
    known = load(options.terms)
    kept = Cache(cache, options, known)
    states = states_of(versions, options, known, kept, runner)
    states = agreed(states, lanes(states))
    pairs = _net(states, options) if options.net else lanes(states)
    found = runner(
        "pairs compared", _Pairs(known, kept), [(states[old], states[new]) for old, new in pairs]
    )
    steps = [
        Step(*pair, each.unchanged, each.drafts) for pair, each in zip(pairs, found, strict=True)
    ]
    steps, blinks = settled(steps, states, options)
    transitions = tuple(_transition(step, states, options) for step in steps)
    lines, begun = lineages(states) if options.blame else ((), ())
    told_of = [
        Notice("new-document", f"under a fifth of {states[k].mark} was known: a new document")
        for k in begun
    ]
    return History(
        name=name,
        kind=kind,
        url=url,
        states=states,
        transitions=transitions,
        lineage=lines,
        blinks=tuple(blinks),
        notices=(*notices, *damages(states), *told_of),
        options_digest=options.digest(),
        auditor_version=__version__,
    )


def _net(states: Sequence[State], options: HistoryOptions) -> list[tuple[int, int]]:
    """The one pair from the first good state, or the newest that `net_from` names, to the last."""
    good = [state for state in states if state.failure is None] or list(states)
    named = [state.id for state in good if {state.mark, *state.seen_again} & set(options.net_from)]
    first = named[-1] if named else good[0].id if good else 0
    return [(first, good[-1].id)] if good and first != good[-1].id else []


def states_of(
    versions: Sequence[Version],
    options: HistoryOptions,
    known: tuple[Terms, ...],
    cache: Cache,
    runner: Runner = in_turn,
) -> tuple[State, ...]:
    """Each text once that follows another one, in their order; and whether it failed.

    A text that is captured again before another one comes is the same state, seen again. One that
    comes back after another is a state of its own, of which nothing is computed again.
    """
    distinct = {_key(version): version for version in reversed(versions)}
    of = _read(list(reversed(distinct.values())), _Reading(options, known, cache), runner)
    states: list[State] = []
    for key, run in groupby(versions, key=_key):
        first, *rest = run
        again = tuple(version.captured_at or version.name for version in rest)
        states.append(
            replace(
                of[key],
                name=first.name,
                captured_at=first.captured_at,
                date_from=first.date_from,
                upgrade=first.upgrade,
                seen_again=again,
            )
        )
    return tuple(_once(_with_short_ones_failed(states)))


def _read(
    versions: Sequence[Version], reading: _Reading, runner: Runner
) -> dict[tuple[str, int | None], State]:
    """The state of each version.

    One that is an earlier one with edits in place has nothing to undo where that one had nothing:
    what an audit costs is looking for it.
    """
    heads: list[int] = []
    near: list[int] = []  # heads, the last that another version was like first
    like: dict[int, list[int]] = {}
    for number, version in enumerate(versions):
        found = [head for head in near if _is_like(versions[head], version)]
        if found:
            like[number] = found
        else:
            heads.append(number)
        rest = [head for head in near if head not in found]
        near = [*(found or [number]), *rest][:_HEADS]
    items = [(number, versions[number], False) for number in heads]
    states = dict(zip(heads, runner("versions read", reading, items), strict=True))
    others = [
        (number, versions[number], any(_is_whole(states[head]) for head in found))
        for number, found in like.items()
    ]
    read = runner("versions read that differ a little", reading, others)
    states |= zip(like, read, strict=True)
    return {_key(version): states[number] for number, version in enumerate(versions)}


def _is_like(head: Version, version: Version) -> bool:
    same = head.status == version.status and head.document.language == version.document.language
    return same and is_edited_in_place(head.document.text, version.document.text)


def _is_whole(state: State) -> bool:
    """Whether an audit has found nothing to undo in a version."""
    whole = state.quality == "clean" and len(state.parts) == 1
    return whole and state.leading.spans == (Span(0, len(state.text)),)


def _key(version: Version) -> tuple[str, int | None]:
    """What the reading of a version depends on."""
    return version.document.provenance.sha256, version.status


def _once(states: Iterable[State]) -> list[State]:
    """With what comes again after a failed or foreign capture as the same state, seen again."""
    out: list[State] = []
    last: dict[str | None, int] = {}  # of each language, and of failures by their text
    for own in states:
        lane = own.sha256 if own.failure else own.language and own.language[:2]
        at = last.get(lane)
        if at is not None and out[at].sha256 == own.sha256:
            again = (*out[at].seen_again, own.mark, *own.seen_again)
            out[at] = replace(out[at], seen_again=again)
            continue
        last[lane] = len(out)
        out.append(replace(own, id=len(out)))
    return out


@dataclass(frozen=True, slots=True)
class _Reading:
    """From a version to its state, through the cache; of a whole one nothing is to be undone."""

    options: HistoryOptions
    known: tuple[Terms, ...]
    cache: Cache

    def __call__(self, item: tuple[int, Version, bool]) -> State:
        number, version, is_whole = item
        kept = self.cache.reading(number, version, is_whole=is_whole)
        if kept is None:
            read = audit_unchanged if is_whole else _audited
            kept = state(number, version, read, self.options.audit, self.known)
            self.cache.keep_reading(version, kept, is_whole=is_whole)
        return kept


@dataclass(frozen=True, slots=True)
class _Pairs:
    """From two states to what changed between them, through the cache."""

    known: tuple[Terms, ...]
    cache: Cache

    def __call__(self, pair: tuple[State, State]) -> Explained:
        kept = self.cache.pair(*pair)
        if kept is None:
            kept = explained(*pair, self.known)
            self.cache.keep_pair(*pair, kept)
        return kept


def _audited(document: Document, options: Options) -> Audit:
    return audit(document, None, options)


def _with_short_ones_failed(states: list[State]) -> Iterable[State]:
    """A state far shorter than those around it, of which no sentence stands elsewhere, failed."""
    for number, own in enumerate(states):
        around = states[max(0, number - 2) : number] + states[number + 1 : number + 3]
        if own.failure is None and len(around) >= 2:
            usual = median(len(other.text) for other in around)
            if len(own.text) < _SHORT * usual:
                lines = {bare(line) for line in own.text.splitlines()} - {""}
                others = {bare(line) for other in around for line in other.text.splitlines()}
                if not any(line in others for line in lines if len(line) > 20):
                    yield replace(own, quality="failed", failure="truncated")
                    continue
        yield own


def lanes(states: Sequence[State]) -> list[tuple[int, int]]:
    """Which states are compared: each with the last good one of its language before it.

    A failed state is compared with the one before it too, and costs nothing afterwards.
    """
    pairs: list[tuple[int, int]] = []
    last: dict[str | None, int] = {}
    newest: int | None = None
    for own in states:
        tongue = own.language[:2] if own.language else None
        before = last.get(tongue, newest)
        if before is not None:
            pairs.append((before, own.id))
        elif own.id > 0 and own.failure is not None:
            pairs.append((own.id - 1, own.id))
        if own.failure is None:
            last[tongue] = own.id
            newest = own.id
    return pairs


def _transition(step: Step, states: Sequence[State], options: HistoryOptions) -> Transition:
    old, new = states[step.old], states[step.new]
    undated = old.stated_date is not None and old.stated_date == new.stated_date
    size = sum(len(span) for span in new.leading.spans)
    changes = joined(
        [draft.change for draft in step.drafts], size, options.weights, undated=undated
    )
    return Transition(
        old=step.old,
        new=step.new,
        days=between(old, new),
        unchanged=step.unchanged,
        changes=changes,
        findings=told(old, new, changes),
    )


def explain_versions(
    old: Document | str, new: Document | str, options: HistoryOptions = DEFAULTS
) -> Transition:
    """What changed from one text to another, each character in one class.

    A `str` is text. Without a history nothing blinks and no order can be known to last.
    """
    documents = [string(d) if isinstance(d, str) else d for d in (old, new)]
    known = load(options.terms)
    states = tuple(
        state(k, Version(("old", "new")[k], d, None), _audited, options.audit, known)
        for k, d in enumerate(documents)
    )
    states = agreed(states, [(0, 1)])
    found = explained(states[0], states[1], known)
    steps, _ = settled([Step(0, 1, found.unchanged, found.drafts)], states, options)
    return _transition(steps[0], states, options)


__all__ = ["Change", "explain_versions", "histories_of"]
