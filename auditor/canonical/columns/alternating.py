"""Columns whose lines stand by turns in a text, each on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate, pairwise, product
from math import log, sqrt

from auditor.canonical.columns.grid import Grid, reads_down
from auditor.canonical.columns.sheets import find_sheets
from auditor.canonical.columns.weights import WEIGHTS
from auditor.canonical.evidence.letters import Flow, goes_on_inside
from auditor.model import Span
from auditor.text import scripts

_LINE = re.compile(r"[^\s](?:[^\n\r]*\S)?")
_NEVER = (float("-inf"), (0, 0))


def by_turns(text: str) -> Iterator[Grid]:
    """The stretches of a text that read better every second line, or third, or fourth."""
    spans = [Span(*match.span()) for match in _LINE.finditer(text)]
    lines = [span.of(text) for span in spans]
    for part in _parts(lines):
        for start, end, columns in _Turns(lines[part.start : part.end]).stretches():
            first, last = part.start + start, part.start + end
            rows = [spans[at : min(last, at + columns)] for at in range(first, last, columns)]
            empty = Span(spans[last - 1].end, spans[last - 1].end)
            rows[-1] += [empty] * (columns - len(rows[-1]))
            yield Grid(tuple(map(tuple, rows)))


def _parts(lines: Sequence[str]) -> Iterator[Span]:
    """Where lines are cut at a width, by their ends alone: most texts have no such parts."""
    parts: list[Span] = []
    for at in range(0, len(lines), WEIGHTS.block):
        if _is_cut(lines[at : at + WEIGHTS.block]):
            end = min(len(lines), at + WEIGHTS.block + WEIGHTS.beside)
            part = Span(max(0, at - WEIGHTS.beside), end)
            near = bool(parts) and part.start <= parts[-1].end
            parts.append(Span(parts.pop().start, part.end) if near else part)
    return filter(partial(_may_alternate, lines), parts)


def _is_cut(lines: Sequence[str]) -> bool:
    """Whether many lines are about as long as the longest and end in mid-sentence."""
    least = WEIGHTS.nearly_longest * max(map(len, lines))
    cut = sum(len(line) >= least and not scripts.stops(line) for line in lines)
    return cut >= WEIGHTS.cut_lines * len(lines)


def _may_alternate(lines: Sequence[str], span: Span) -> bool:
    """Whether sentences in a part may be read in halves."""
    part = lines[span.start : span.end]
    small = sum(scripts.is_small(line[0]) for line in part)
    halves = sum(scripts.stops(a) and goes_on_inside(b) for a, b in pairwise(part))
    if small < WEIGHTS.small_letters * len(part):
        return True
    return halves >= WEIGHTS.halved_sentences * len(part)


class _Turns:
    """How the lines of a text read as they stand, and by turns."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.flow = Flow(lines)
        self._known: dict[int, list[float]] = {}

    def stretches(self) -> Iterator[tuple[int, int, int]]:
        """Stretches of lines that are columns, each with their number, in order."""
        waiting = [(0, len(self.lines))]
        found: list[tuple[int, int, int]] = []
        work = 0
        while waiting and work <= WEIGHTS.most_looks * len(self.lines):
            start, end = waiting.pop()
            work += end - start
            turns = range(2, WEIGHTS.most_columns + 1)
            best = max(self._best(start, end, columns) for columns in turns)
            if best[0] < WEIGHTS.least_gain:
                continue
            _, first, last, columns = best
            if self._are_columns(first, last, columns):
                first, last = self._edges(first, last, columns, Span(start, end))
                found.append((first, last, columns))
            waiting += [(start, first), (last, end)]
        yield from sorted(found)

    def _are_columns(self, first: int, last: int, columns: int) -> bool:
        """Whether a stretch wins by more than the best of many does by chance.

        The best of n means of noise lies at about the root of 2 ln n standard errors.
        """
        chance = sqrt(2 * log(len(self.lines) / (last - first)))
        rows = self._rows(first, last, columns)
        return reads_down(rows, self.flow, max(WEIGHTS.sure_by_turns, chance + 1))

    def _rows(self, head: int, tail: int, columns: int) -> list[tuple[str, ...]]:
        rows = [self.lines[at : min(tail, at + columns)] for at in range(head, tail, columns)]
        return [(*row, *[""] * (columns - len(row))) for row in rows]

    def _gap(self, above: int, below: int) -> float:
        if above < 0 or below >= len(self.lines):
            return 0.0
        return self.flow.follows(self.lines[above], self.lines[below])

    def _steps(self, columns: int) -> list[float]:
        """How well each line goes on with the one so many lines before it; 0.0 without one."""
        if columns not in self._known:
            pairs = zip(self.lines, self.lines[columns:], strict=False)
            self._known[columns] = [0.0] * columns + [self.flow.follows(a, b) for a, b in pairs]
        return self._known[columns]

    def _best(self, start: int, end: int, columns: int) -> tuple[float, int, int, int]:
        """The stretch that wins most by so many columns: nats, first line, end."""
        best = (0.0, start, start, columns)
        total, first = 0.0, start + columns
        down, across = self._steps(columns), self._steps(1)
        for at in range(start + columns, end):
            total += down[at] - across[at] - WEIGHTS.as_scraped
            if total <= 0:
                total, first = 0.0, at + 1
            elif total > best[0]:
                best = (total, first - columns, at + 1, columns)
        return best

    def _edges(self, first: int, last: int, columns: int, bounds: Span) -> tuple[int, int]:
        """The first line and the end where all around reads best, pages and their turns too."""
        heads, tails = _near(first, bounds), _near(last, bounds)
        reads = self._reads(Span(min(heads), max(tails)), columns)
        ways = [way for way in product(heads, tails) if way[1] - way[0] >= 2 * columns]
        for fixed in (0, 1):
            by_edge: dict[int, tuple[float, tuple[int, int]]] = {}
            for way in ways:
                by_edge[way[fixed]] = max((reads(*way), way), by_edge.get(way[fixed], _NEVER))
            likely = sorted(by_edge.values(), reverse=True)[: WEIGHTS.edges_weighed]
            tried = [
                (value + self._pages(way, columns), way)
                for value, way in likely
                if value > likely[0][0] - WEIGHTS.hopeless_edge
            ]
            first, last = max(tried, default=(0.0, (first, last)))[1]
            ways = [way for way in ways if way[0] == first]
        return first, last

    def _reads(self, window: Span, columns: int) -> Callable[[int, int], float]:
        """How well all lines of the window read where those from `head` to `tail` are columns."""
        places = range(window.start, window.end)
        across = [0.0, *accumulate(self._gap(at - 1, at) for at in places)]
        down = [0.0, *accumulate(self._down(at, window.start, columns) for at in places)]

        def worth(head: int, tail: int) -> float:
            begin, end = head - window.start, tail - window.start
            inside = down[end] - down[min(end, begin + columns)]
            before, behind = across[min(begin + 1, len(across) - 1)], across[-1] - across[end]
            return before + inside + behind

        return worth

    def _down(self, at: int, start: int, columns: int) -> float:
        return self._gap(at - columns, at) if at - columns >= start else 0.0

    def _pages(self, edges: tuple[int, int], columns: int) -> float:
        """How well the columns of pages go on with each other, and with what is behind."""
        head, tail = edges
        rows = self._rows(head, tail, columns)
        missing = columns * len(rows) - (tail - head)
        behind = self._gap(tail - 1 - (columns - missing if missing else 0), tail)
        usual = self._gap(tail - 1, tail)
        return find_sheets(rows, self.flow).worth + behind - usual


def _near(edge: int, bounds: Span) -> list[int]:
    """Places around an edge, and the end of the text where that is not far."""
    reach = WEIGHTS.uncertain_edge
    around = range(max(bounds.start, edge - reach), min(bounds.end, edge + reach) + 1)
    ends = (bounds.start, bounds.end)
    far = [at for at in ends if reach < abs(edge - at) <= WEIGHTS.far_edge]
    return [*around, *far]
