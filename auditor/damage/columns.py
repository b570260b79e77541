"""Pages laid out in columns, whose lines were read across."""

from __future__ import annotations

import itertools

from auditor.damage.pieces import Page, Piece, Unit

_GUTTER = 3  # blanks behind the longest line, where columns are padded


def in_columns(
    page: Page,
    columns: int = 2,
    *,
    own_lines: bool = False,
    padded: bool = False,
    part: bool = False,
) -> list[Piece]:
    """Pages of columns, cut in mid-line: two blanks between, or each line on its own.

    `padded`: the columns begin at the same place in each line. `part`: a heading stands above
    and a paragraph below, in lines as wide as the page.
    """
    dense = sum("\u2e80" <= char < "\ufb00" for char in page.text) * 2 > len(page.text)
    width = page.rng.randint(18, 26) if dense else page.rng.randint(38, 55)
    rows = page.rng.randint(25, 45)
    start, end = _middle(page) if part else (0, len(page.text))
    lines = [(start + a, start + b) for a, b in wrapped(page.text[start:end], width)]
    pieces = [Piece(0, start, 0)] if start else []
    if start and page.text[start - 1] != "\n":
        pieces.append(Piece(0, 0, -1, "\n"))
    sheet = columns * rows
    for stream, top in enumerate(range(0, len(lines), sheet)):
        block = _split(lines[top : top + sheet], columns)
        for row in range(len(block[0])):
            cells = [column[row] for column in block if row < len(column)]
            for at, unit in enumerate(cells):
                pieces.append(Piece(*unit, columns * stream + at + part))
                last = at == len(cells) - 1
                fill = width + _GUTTER - (unit[1] - unit[0]) if padded else 2
                pieces.append(Piece(0, 0, -1, "\n" if last or own_lines else " " * fill))
    return [*pieces, Piece(end, len(page.text), 0)] if part else pieces


def _split(lines: list[Unit], columns: int) -> list[list[Unit]]:
    """Columns of equal length; the last ones lack a line where they don't come out even."""
    whole, more = divmod(len(lines), columns)
    edges = [at * whole + min(at, more) for at in range(columns + 1)]
    return [lines[a:b] for a, b in itertools.pairwise(edges)]


def _middle(page: Page) -> tuple[int, int]:
    """From behind the first few units up to before the last few."""
    count = len(page.units)
    first = min(count - 1, page.rng.randint(1, max(1, count // 6)))
    last = max(first, count - 1 - page.rng.randint(1, max(1, count // 6)))
    return page.units[first][0], page.units[last][1]


def wrapped(text: str, width: int) -> list[Unit]:
    """Lines of at most `width` characters, without the white space at their ends."""
    lines: list[Unit] = []
    start = 0
    while start < len(text):
        end = text.find("\n", start, start + width)
        if end < 0 and len(text) > start + width:
            space = text.rfind(" ", start + 1, start + width)
            end = space if space > 0 else start + width
        end = end if end >= 0 else len(text)
        stop = start + len(text[start:end].rstrip())
        if stop > start:
            lines.append((start, stop))
        start = end
        while start < len(text) and text[start].isspace():
            start += 1
    return lines
