"""One text of an alignment: its comparison form, and the way back."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from auditor.align.reading.lines import Form
from auditor.model import Normalization, Span
from auditor.text.compared import normalize
from auditor.text.offsets import Offsets
from auditor.text.runs import Positions, codes


class Side:
    """A text and its comparison form, character for character.

    A character that the comparison form writes as several (ﬁ, ㈱) stands here as itself, so
    that every boundary lies between two characters of the text.
    """

    def __init__(self, text: str, form: Normalization) -> None:
        normalized = normalize(text, form)
        self.text = text
        self.compared = normalized.text
        self.starts = normalized.starts
        inside = self.starts.again()
        if len(inside):
            self._collapse(inside)
        # As lists: one by one, numbers are read from those in a third of the time.
        self._heads: list[int] = self.starts.heads.tolist()
        self._shifts: list[int] = (self.starts.values - self.starts.heads).tolist()

    def _collapse(self, inside: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> None:
        """Write expanded characters as they stand in the text; `inside` is what goes."""
        expanded = np.setdiff1d(inside - 1, inside)
        written = codes(self.compared).copy()
        starts = self.starts.spread()
        written[expanded] = codes(self.text)[starts[expanded]]
        self.compared = np.delete(written, inside).tobytes().decode("utf-32-le", "surrogatepass")
        self.starts = Offsets.of(np.delete(starts, inside))

    @property
    def form(self) -> Form:
        """The compared text, and where in it the lines of the text begin."""
        lengths = np.fromiter(map(len, self.text.split("\n")), dtype=np.int64)
        breaks = np.cumsum(lengths[:-1] + 1)
        lines = self.starts.search(breaks, "left")
        inside = (lines > 0) & (lines < len(self.compared)) & (np.diff(lines, prepend=0) > 0)
        return Form(self.compared, lines[inside].tolist(), self._behind_blanks())

    def _behind_blanks(self) -> list[int]:
        """The compared characters before which several others are gone, or all but a blank."""
        heads, values = self.starts.heads, self.starts.values
        gone = np.diff(values - heads)
        blank = codes(self.compared)[heads[1:] - 1] == ord(" ") if len(gone) else gone
        cells: list[int] = heads[1:][gone + blank > 1].tolist()
        return cells

    def at(self, position: int) -> int:
        """The original offset where the compared character at `position` starts.

        What the comparison form dropped goes to the character before, and at the start of
        the text to the first one.
        """
        if position >= len(self.compared):
            return len(self.text)
        if position <= 0:
            return 0
        return position + self._shifts[bisect_right(self._heads, position) - 1]

    def span(self, start: int, end: int) -> Span:
        """The original span of a compared range."""
        return Span(self.at(start), self.at(end))

    def spans(self, starts: Positions, ends: Positions) -> list[Span]:
        """The original spans of many compared ranges, as `span` gives each."""
        places = np.concatenate([starts, ends])
        heads, values = self.starts.heads, self.starts.values
        run = np.maximum(np.searchsorted(heads, places, side="right") - 1, 0)
        found = places + (values - heads)[run] if len(heads) else places.copy()
        found[places <= 0] = 0
        found[places >= len(self.compared)] = len(self.text)
        return list(map(Span, found[: len(starts)].tolist(), found[len(starts) :].tolist()))

    def range(self, span: Span) -> tuple[int, int]:
        """The compared range of an original span."""
        start, end = self.starts.search([span.start, span.end], "left")
        return int(start), int(end)
