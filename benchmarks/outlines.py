"""How seldom outlines do what they should not: `python -m benchmarks.outlines --data FOLDER`.

What an ordinal costs is told by documents in the order of their authors, of which a scrape lacks
one sentence in eight: the logarithm of how often a list goes on by one, over how often it begins
late, jumps ahead, goes back, or begins again while another of its form is open. Prints that beside
the weights in use, for documents to tune on and for those held out.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from math import log
from pathlib import Path

from auditor.damage.operators import corrupt
from auditor.segment import segment
from auditor.text.outline import Lists, outline_step
from auditor.text.weights import WEIGHTS
from benchmarks.documents import Choice, load
from benchmarks.tables import table

_DAMAGE = "missing-12"
NAMES = ("late_start", "jump_ahead", "goes_back", "starts_again")


def steps(text: str) -> Counter[str]:
    """What the ordinals of a text do, by the names of what it costs; "" for nothing."""
    named = {getattr(WEIGHTS, name): name for name in NAMES} | {0.0: ""}
    found = Counter[str]()
    opened: Lists = ()
    for fragment in segment(text):
        if fragment.ordinal is not None:
            opened, cost = outline_step(opened, fragment.ordinal)
            found[named[cost]] += 1
    return found


def main() -> None:
    parser = ArgumentParser(prog="python -m benchmarks.outlines", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", help="folders (default: those shipped)")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--max-chars", type=int, default=30_000)
    options = parser.parse_args()
    parts: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
    for folder in options.data or [None]:
        for text in load(Choice(folder, limit=options.limit, max_chars=options.max_chars)):
            parts[text.held_out] += steps(corrupt(text.text, _DAMAGE, 1).scrape)
    rows = []
    for name in NAMES:
        cells = [
            cell
            for part in parts.values()
            for cell in (f"{part[name]}", f"{log(part[''] / max(1, part[name])):.1f}")
        ]
        rows.append([name, *cells, f"{getattr(WEIGHTS, name):.1f}"])
    print(f"{parts[False]['']} and {parts[True]['']} ordinals go on, or begin a list")
    print(table(("step", "tune", "nats", "held out", "nats", "in use"), rows))


if __name__ == "__main__":
    main()
