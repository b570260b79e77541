"""Which characters of a text are covered: by copies, by findings, by what stands again."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.model import Span


class Cover:
    """A byte for each character, of `size` of them."""

    def __init__(self, size: int) -> None:
        self.bytes = bytearray(size)

    @classmethod
    def of(cls, size: int, spans: Iterable[Span]) -> Cover:
        cover = cls(size)
        for span in spans:
            cover.add(span.start, span.end)
        return cover

    def add(self, start: int, end: int) -> None:
        self.bytes[start:end] = b"\1" * (end - start)

    def count(self, start: int = 0, end: int | None = None) -> int:
        """How many characters of the range, or of all, are covered."""
        return self.bytes.count(b"\1", start, end)

    def cut(self, start: int, end: int) -> list[tuple[int, int, bool]]:
        """The range in pieces (start, end, covered)."""
        pieces: list[tuple[int, int, bool]] = []
        while start < end:
            covered = self.bytes[start] == 1
            stop = self.bytes.find(b"\0" if covered else b"\1", start, end)
            stop = stop if stop >= 0 else end
            pieces.append((start, stop, covered))
            start = stop
        return pieces
