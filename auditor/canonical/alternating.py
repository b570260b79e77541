"""Columns whose lines stand by turns in a text, each on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise, product

from auditor.canonical.flow import Flow, ends_sentence, goes_on_inside
from auditor.canonical.grid import Grid
from auditor.model import Span

_LINE = re.compile(r"[^\s](?:[^\n\r]*\S)?")
_COLUMNS = (2, 3, 4)
_FEWEST = 12  # lines, to call them columns
_HALVES = 2  # sentences that end before a line that goes on with another, to look for columns
_CASED = 0.2  # of the lines begin with a small letter, where the script has them
_LEAST = 12.0  # nats by which the columns must read better than the lines as they stand
_MEANT = 0.3  # nats a line: as scraped is likelier anyhow
_AROUND = 3  # lines by which the first and the last one may be wrong
_EDGE = 2.0  # nats: columns begin and end where the text does


def by_turns(text: str) -> Iterator[Grid]:
    """The stretches of a text that read better every second line, or third, or fourth."""
    spans = [Span(*match.span()) for match in _LINE.finditer(text)]
    lines = [span.of(text) for span in spans]
    if not _may_alternate(lines):
        return
    turns = _Turns(lines, Flow(lines))
    for start, end, columns in turns.stretches(0, len(lines)):
        rows = [spans[at : min(end, at + columns)] for at in range(start, end, columns)]
        empty = Span(spans[end - 1].end, spans[end - 1].end)
        rows[-1] += [empty] * (columns - len(rows[-1]))
        yield Grid(tuple(map(tuple, rows)))


def _may_alternate(lines: Sequence[str]) -> bool:
    """A look at the ends of sentences: most texts need no other."""
    cut = sum(not ends_sentence(line) for line in lines)
    if len(lines) < _FEWEST or cut < _FEWEST // 2:
        return False
    small = sum(line[0].islower() for line in lines)
    if small < _CASED * len(lines):
        return cut > 0.1 * len(lines)
    halves = sum(ends_sentence(a) and goes_on_inside(b) for a, b in pairwise(lines))
    return halves >= _HALVES


class _Turns:
    """How the lines of a text read as they stand, and by turns."""

    def __init__(self, lines: Sequence[str], flow: Flow) -> None:
        self.lines = lines
        self.flow = flow

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Stretches of lines that are columns, each with their number, in order."""
        waiting = [(start, end)]
        found: list[tuple[int, int, int]] = []
        while waiting:
            start, end = waiting.pop()
            best = max((self._best(start, end, columns) for columns in _COLUMNS), default=None)
            if best is None or best[0] < _LEAST:
                continue
            _, first, last, columns = best
            first, last = self._edges(first, last, columns, Span(start, end))
            found.append((first, last, columns))
            waiting += [(start, first), (last, end)]
        yield from sorted(found)

    def _gap(self, above: int, below: int) -> float:
        if above < 0 or below >= len(self.lines):
            return _EDGE
        return self.flow.follows(self.lines[above], self.lines[below])

    def _best(self, start: int, end: int, columns: int) -> tuple[float, int, int, int]:
        """The stretch that wins most by so many columns: nats, first line, end."""
        best = (0.0, start, start, columns)
        total, first = 0.0, start + columns
        for at in range(start + columns, end):
            total += self._gap(at - columns, at) - self._gap(at - 1, at) - _MEANT
            if total <= 0:
                total, first = 0.0, at + 1
            elif total > best[0]:
                best = (total, first - columns, at + 1, columns)
        return best

    def _edges(self, first: int, last: int, columns: int, bounds: Span) -> tuple[int, int]:
        """The first and the last line where all around reads best."""
        around = range(-_AROUND, _AROUND + 1)
        heads = [first + by for by in around if bounds.start <= first + by <= bounds.end]
        tails = [last + by for by in around if bounds.start <= last + by <= bounds.end]
        window = Span(min(heads) - 1, max(tails))
        across = [self._gap(at - 1, at) for at in range(window.start, window.end + 1)]
        sums = [0.0, *accumulate(across)]
        down = [
            self._gap(at - columns, at) if at - columns >= bounds.start else 0.0
            for at in range(window.start, window.end)
        ]
        inside = [0.0, *accumulate(down)]

        def worth(edges: tuple[int, int]) -> float:
            head, tail = (edge - window.start for edge in edges)
            total = sums[head + 1] + inside[tail] - inside[min(tail, head + columns)]
            total += sums[-1] - sums[tail + 1] + self._turns(*edges, columns)
            return total

        ways = [way for way in product(heads, tails) if way[1] - way[0] >= 2 * columns]
        return max(ways, key=worth, default=(first, last))

    def _turns(self, head: int, tail: int, columns: int) -> float:
        """How the first line of each column goes on with the last one of the column before."""
        ends = [tail - 1 - (tail - 1 - head - column) % columns for column in range(columns)]
        total = sum(self._gap(end, head + at) for at, end in enumerate(ends[:-1], 1))
        return total + self._gap(ends[-1], tail)
