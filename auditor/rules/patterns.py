"""How the aligned runs of a scrape lie: which copies they belong to, and what that looks like.

The unit of review is the pattern, not the sentence: one finding for two interleaved copies,
not forty for their sentences. Each run of an alignment belongs to at most one pattern.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from auditor.model import Block, Collation, Fragment, Span, UndoneKind
from auditor.rules.places import remembered
from auditor.rules.records import explained
from auditor.text.cover import Cover

# A copy woven into another alternates with it; two alternations are two moved sentences.
_WOVEN_RUNS = 3
_WOVEN_SHARE = 0.1  # of a stretch that stands twice; less, and its repeats are of other kinds
_WOVEN_LEAST = 0.03  # of the whole document
_WINDOWS = 2  # overlaps of consecutive windows that make a chunker, not an accident
_DOCUMENT = 3  # fragments that make a document; fewer are a stuttering sentence
_MOST = 0.5  # share of the canonical that a second copy of the document holds
_TO_AND_FRO = 4  # returns to a place just left that make columns read across
_LEFT_OUT = 40  # canonical characters that may lie between a run and the one that goes on from it
_TWICE = 10  # characters at the end of a line of a column that the next one may begin with
_LINE = 200  # characters of a line of a column, at most, in the middle of a stretch


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring blocks that go on on both sides; `copy` numbers the copy it belongs to."""

    scrape: Span
    canonical: Span
    copy: int
    blocks: tuple[Block, ...]

    @property
    def repeated(self) -> int:
        """Scraped characters of it that stand elsewhere too."""
        return sum(len(block.scrape) for block in self.blocks if block.role == "repeated")


@dataclass(frozen=True, slots=True)
class Patterns:
    """Runs by what they show; `rest` are the repeated and moved blocks in none of them.

    `windows` are spans of the scrape, in the order in which they stand there. `columns` are
    stretches of runs that go to and fro between two places of the canonical.
    """

    runs: tuple[Run, ...]
    woven: tuple[Run, ...]
    whole: tuple[tuple[Run, ...], ...]
    windows: tuple[Span, ...]
    columns: tuple[tuple[Run, ...], ...]
    rest: tuple[Block, ...]


@remembered
def find_patterns(collation: Collation) -> Patterns:
    """Sort the runs of a collation into patterns: as the record of what was undone says where
    the reading was inferred, else by how they lie.
    """
    blocks = collation.alignment.blocks
    runs = _runs(blocks)
    if collation.canonical.origin == "inferred":
        return _as_undone(collation, runs)
    columns = _columns(runs)
    woven = () if columns else _woven(runs, len(collation.document.text))
    whole = () if woven or columns else _whole(runs, collation)
    windows = () if woven or whole or columns else _windows(runs)
    in_patterns = {
        id(block)
        for run in (
            *woven,
            *(run for group in (*whole, *columns) for run in group),
            *(run for run in _overlapping(runs) if windows),
        )
        for block in run.blocks
    }
    rest = tuple(
        block
        for block in blocks
        if block.role in ("moved", "repeated") and id(block) not in in_patterns
    )
    return Patterns(runs, woven, whole, windows, columns, rest)


def _as_undone(collation: Collation, runs: tuple[Run, ...]) -> Patterns:
    """What was undone is what is told."""
    kinds: dict[UndoneKind, set[int]] = defaultdict(set)  # blocks by what explains them
    for block, record in explained(collation):
        kinds[record.kind].add(id(block))
    places = {record.kind: record.places for record in collation.canonical.undone}

    def has(run: Run, kind: UndoneKind) -> bool:
        return any(id(block) in kinds[kind] for block in run.blocks)

    woven = [run for run in runs if has(run, "woven")]
    whole = tuple(
        group for group in _whole(runs, collation) if any(has(run, "doublets") for run in group)
    )
    inside = {id(block) for group in whole for run in group for block in run.blocks}
    left = (kinds["doublets"] | kinds["inserted"]) - inside  # AUD401 tells of furniture
    return Patterns(
        runs=runs,
        woven=_with_copies(woven, runs, len(collation.canonical.text)),
        whole=whole,
        windows=places.get("windows", ()),
        columns=tuple(_inside(place, runs) for place in places.get("columns", ())),
        rest=tuple(block for block in collation.alignment.blocks if id(block) in left),
    )


def _with_copies(woven: Sequence[Run], runs: tuple[Run, ...], size: int) -> tuple[Run, ...]:
    """From the first to the last of woven runs, and of those that have what they have again."""
    blocks = [block for run in woven for block in run.blocks if block.role == "repeated"]
    again = Cover.of(size, [block.canonical for block in blocks if block.canonical])
    own = {id(run) for run in woven}
    told = [
        number
        for number, run in enumerate(runs)
        if id(run) in own or again.count(run.canonical.start, run.canonical.end)
    ]
    return runs[told[0] : told[-1] + 1] if told else ()


def _inside(place: Span, runs: Sequence[Run]) -> tuple[Run, ...]:
    return tuple(
        run for run in runs if run.scrape.start < place.end and place.start < run.scrape.end
    )


def _runs(blocks: Sequence[Block]) -> tuple[Run, ...]:
    """Join blocks that go on on both sides, and give each run to the copy that it continues.

    A run continues the copy whose last run ends before it in the canonical; of several, the
    one that ends nearest.
    """
    joined: list[list[Block]] = []
    for block in blocks:
        if block.canonical is None:
            continue
        last = joined[-1][-1] if joined else None
        if (
            last is not None
            and last.canonical is not None
            and (
                last.scrape.end == block.scrape.start
                and last.canonical.end == block.canonical.start
            )
        ):
            joined[-1].append(block)
        else:
            joined.append([block])
    ends: list[tuple[int, int]] = []  # where each copy ends in the canonical, and its number
    runs = []
    for group in joined:
        run = _run(group, 0)
        at = bisect_right(ends, (run.canonical.start, len(joined))) - 1
        copy = ends.pop(at)[1] if at >= 0 else len(ends)
        insort(ends, (run.canonical.end, copy))
        runs.append(_run(group, copy))
    return tuple(runs)


def _run(blocks: Sequence[Block], copy: int) -> Run:
    spans = [block.canonical for block in blocks if block.canonical is not None]
    return Run(
        Span(blocks[0].scrape.start, blocks[-1].scrape.end),
        Span(spans[0].start, spans[-1].end),
        copy,
        tuple(blocks),
    )


def _woven(runs: Sequence[Run], characters: int) -> tuple[Run, ...]:
    """The runs from the first to the last of copies that alternate, or none.

    Copies are woven when two of them come back at least `_WOVEN_RUNS` times each after the
    other, with text between that the other has too.
    """
    copies: dict[int, list[int]] = {}
    for index, run in enumerate(runs):
        copies.setdefault(run.copy, []).append(index)
    again = [places for places in copies.values() if len(places) >= _WOVEN_RUNS]
    if len(again) < 2 or not sum(run.repeated for run in runs):
        return ()
    if _is_windowed(runs):
        return ()
    first = min(places[0] for places in again)
    last = max(places[-1] for places in again)
    woven = runs[first : last + 1]
    stretch = woven[-1].scrape.end - woven[0].scrape.start
    repeated = sum(run.repeated for run in woven)
    if repeated < max(_WOVEN_SHARE * stretch, _WOVEN_LEAST * characters):
        return ()
    return tuple(woven)


def _columns(runs: Sequence[Run]) -> tuple[tuple[Run, ...], ...]:
    """Stretches in which every second run goes on where the one before last ended.

    Of woven copies the same can be true; they repeat each other, columns don't.
    """
    runs = [run for run in runs if run.repeated < len(run.scrape) / 2]
    found: list[tuple[Run, ...]] = []
    start = 0
    while start + 3 < len(runs):
        end = start + 2
        while end < len(runs) and _returns(runs[end - 2], runs[end - 1], runs[end]):
            end += 1
        if end - start - 2 >= _TO_AND_FRO and _are_lines(runs[start:end]):
            found.append(tuple(runs[start:end]))
            start = end
        else:
            start = max(start + 1, end - 2)
    return tuple(found)


def _are_lines(runs: Sequence[Run]) -> bool:
    return median(len(run.scrape) for run in runs) <= _LINE


def _returns(first: Run, between: Run, again: Run) -> bool:
    """`again` goes on from `first`, and `between` stands elsewhere in the canonical."""
    gap = again.canonical.start - first.canonical.end
    away = between.canonical.end <= first.canonical.start or (
        between.canonical.start >= again.canonical.end
    )
    return away and -_TWICE <= gap <= _LEFT_OUT


def _is_windowed(runs: Sequence[Run]) -> bool:
    """Nearly every run starts inside the one before it: overlapping windows."""
    return len(_overlapping(runs)) >= max(_WINDOWS, 0.8 * (len(runs) - 1))


def _overlaps(left: Run, right: Run) -> bool:
    """`right` starts again inside `left` and goes on beyond it."""
    return (
        left.canonical.start < right.canonical.start < left.canonical.end < right.canonical.end
        and left.scrape.end == right.scrape.start
    )


def _windows(runs: Sequence[Run]) -> tuple[Span, ...]:
    """Runs of which nearly every one overlaps the one before; one that doesn't goes on with it."""
    if not _is_windowed(runs):
        return ()
    starts = [runs[0].scrape.start, *(run.scrape.start for run in _overlapping(runs))]
    ends = [*starts[1:], runs[-1].scrape.end]
    return tuple(Span(start, end) for start, end in zip(starts, ends, strict=True))


def _overlapping(runs: Sequence[Run]) -> list[Run]:
    """The runs that overlap the one before them."""
    return [b for a, b in itertools.pairwise(runs) if _overlaps(a, b)]


def _whole(runs: Sequence[Run], collation: Collation) -> tuple[tuple[Run, ...], ...]:
    """Copies after the first that hold most of the document again, and not just a sentence."""
    copies: dict[int, list[Run]] = {}
    for run in runs:
        copies.setdefault(run.copy, []).append(run)
    most = _MOST * len(collation.canonical.text)
    return tuple(
        tuple(group)
        for group in copies.values()
        if sum(run.repeated for run in group) >= most
        and len(group) <= len(runs) / 2
        and _fragments_in(group, collation) >= _DOCUMENT
    )


def _fragments_in(runs: Sequence[Run], collation: Collation) -> int:
    first, last = (
        bisect_left(collation.fragments, place, key=_start)
        for place in (runs[0].scrape.start, runs[-1].scrape.end)
    )
    return sum(bool(fragment.key) for fragment in collation.fragments[first:last])


def _start(fragment: Fragment) -> int:
    return fragment.span.start
