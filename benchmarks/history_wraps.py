"""Which texts are wrapped at a column: `python -m benchmarks.history_wraps DIR…`.

Of each text with lines of a usual width: the share of its lines that are full, of those that
another follows at once; all of them, and without those shorter than a share of the column. Where
texts are wrapped it is next to one, elsewhere far below: the widest gap is where the two part.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from auditor.history.pairing.wraps import Wraps

_FULL = 8  # full lines of a text that is looked at


def shares(paths: Iterable[Path], short: float) -> list[tuple[float, str]]:
    """The share of full lines of each text that has some, from the lowest on."""
    found = []
    for path in paths:
        told = Wraps.of(path.read_text(encoding="utf-8", errors="replace"), short)
        if 40 <= told.column <= 120 and len(told.full) >= _FULL:
            found.append((told.share, path.name))
    return sorted(found)


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.history_wraps", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--each", action="store_true", help="print every text")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    paths = [
        path
        for folder in options.folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".md", ".txt")
    ]
    for short in (0.0, 0.25, 0.5, 0.75):
        found = shares(paths, short)
        gap, low, high = max((b - a, a, b) for (a, _), (b, _) in pairwise(found))
        print(
            f"lines over {short:.2f} of the column: {len(found)} texts, "
            f"the widest gap is {gap:.2f}, from {low:.2f} to {high:.2f}"
        )
        for share, name in found if options.each else ():
            print(f"  {share:.2f} {name}")


if __name__ == "__main__":
    main()
