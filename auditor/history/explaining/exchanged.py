"""Crumbs of text that was put in another order: what is gone at one place is new at another.

They are too short to be told to have moved by themselves; beside what has, they tell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from auditor.history.explaining.changes import Draft, reclassed
from auditor.history.pairing.bare import bare
from auditor.history.pairing.pairs import common_head
from auditor.history.pairing.torn import SHORTEST
from auditor.model import Span
from auditor.model.histories import Change, ChangeClass

_OF_WORDS = ("editorial", "blink", "boilerplate", "noise-duplication", "noise-order")
_MARKS = 12  # characters of white space and marks of a list, a definition
_FACT = "gone at one place, new at another, as what moved beside it"
_BACK = "most of what moved in this step goes back"


def exchanged(drafts: Sequence[Draft], *, reordered: bool = False) -> Iterator[Draft]:
    """All changes of a pair; those of which nothing is new or gone as what they are beside.

    `reordered`: one of the two scrapes is out of order, and the other is not.
    """
    crumbs = set(_crumbs(drafts))
    if reordered:
        crumbs.update(_balanced(drafts, crumbs))
    goes_back = _size(drafts, "noise-order") > _size(drafts, "editorial-move")
    for number, draft in enumerate(drafts):
        if number in crumbs:
            yield reclassed(draft, "noise-order", "block", _FACT, 0.75)
        elif goes_back and draft.change.cls == "editorial-move":
            yield reclassed(draft, "noise-order", "block", _BACK, 0.75)
        else:
            yield draft


def _size(drafts: Sequence[Draft], cls: ChangeClass) -> int:
    """Characters that moved, but for lists, of one class."""
    return sum(
        sum(draft.change.characters)
        for draft in drafts
        if draft.change.cls == cls and draft.change.kind != "list"
    )


def _crumbs(drafts: Sequence[Draft]) -> Iterator[int]:
    """Which changes of words another one takes back.

    They stand beside text that the scraping has moved, or one of them is back in its place soon.
    """
    moved = [draft.change for draft in drafts if draft.change.cls == "noise-order"]
    edges = (
        _edges(span for change in moved for span in change.old),
        _edges(span for change in moved for span in change.new),
    )
    sides = {
        number: (bare(draft.change.before), bare(draft.change.after))
        for number, draft in enumerate(drafts)
        if draft.change.cls in ("editorial", "blink")
        and draft.difference is not None
        and not draft.change.hidden  # a key term that changes inside what moved is no crumb
    }
    beside = {
        number
        for number in sides
        if _touches(drafts[number].change.old, edges[0])
        and _touches(drafts[number].change.new, edges[1])
    }
    for crumb in _torn_out({number: drafts[number].change for number in sides}):
        del sides[crumb]
        yield crumb
    for number in sorted(beside & sides.keys()):
        if sides[number][0] == sides[number][1]:  # a set phrase that moved
            del sides[number]
            yield number
    lost: defaultdict[str, list[int]] = defaultdict(list)
    for number, (before, after) in sides.items():
        if before and not after:
            lost[before].append(number)
    for number, (before, after) in list(sides.items()):
        one = next((k for k in lost[after] if _is_one(drafts, {number, k}, beside)), None)
        if not before and one is not None:
            lost[after].remove(one)
            for crumb in (number, one):
                del sides[crumb]
                yield crumb
    # Torn amid words, each holds a piece of others: together they have the same letters.
    rest = [n for n in sides if n in beside and drafts[n].change.cls == "editorial"]
    gone, brought = (Counter("".join(sides[n][k] for n in rest)) for k in (0, 1))
    if len(rest) > 1 and gone == brought:
        yield from rest


def _torn_out(changes: Mapping[int, Change]) -> Iterator[int]:
    """Pairs of changes of which one lacks amid a word what the other has amid one."""
    lost: defaultdict[str, list[int]] = defaultdict(list)
    brought: list[tuple[int, str]] = []
    for number, change in changes.items():
        before, after = change.before, change.after
        head = common_head(before, after)
        tail = common_head(before[head:][::-1], after[head:][::-1])
        whole = min(before, after, key=len)
        is_amid = whole[head - 1 : head].isalnum() and whole[head : head + 1].isalnum()
        if not (is_amid and head + tail == len(whole)):
            continue
        gone, new = (bare(text[head : len(text) - tail]) for text in (before, after))
        if len(gone) >= SHORTEST:
            lost[gone].append(number)
        elif len(new) >= SHORTEST:
            brought.append((number, new))
    for number, new in brought:
        if lost[new]:
            yield from (number, lost[new].pop())


def _balanced(drafts: Sequence[Draft], known: set[int]) -> Iterator[int]:
    """The changes of an author, if all that is gone somewhere and new elsewhere has one number of
    each letter: lines that were read across columns.

    What is put in the place of something else is another matter, unless it holds that too; so are
    the crumbs that are `known` already.
    """
    gone, brought = Counter[str](), Counter[str]()
    found: list[int] = []
    for number, draft in enumerate(drafts):
        change = draft.change
        is_words = draft.difference is not None and draft.difference.what == "words"
        if number in known or not is_words or change.cls not in _OF_WORDS:
            continue
        before, after = _letters(change.before), _letters(change.after)
        if (before - after and after - before) or (before and after and change.terms):
            continue
        gone += before - after
        brought += after - before
        if change.cls == "editorial":
            found.append(number)
    if gone == brought:
        yield from found


def _letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, text))


def _is_one(drafts: Sequence[Draft], both: set[int], beside: set[int]) -> bool:
    """Whether what is gone and what is new are one text that was put elsewhere."""
    blinks = sum(drafts[number].change.cls == "blink" for number in both)
    return blinks == 1 or (not blinks and both <= beside)


def _edges(spans: Iterable[Span]) -> list[int]:
    return sorted({edge for span in spans for edge in (span.start, span.end)})


def _touches(spans: Sequence[Span], edges: Sequence[int]) -> bool:
    """Whether each span begins or ends where, white space and marks aside, another one does."""
    return all(
        any(
            bisect_left(edges, at - _MARKS) < bisect_right(edges, at + _MARKS)
            for at in (span.start, span.end)
        )
        for span in spans
    )
