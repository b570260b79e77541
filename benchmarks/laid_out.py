"""What tells heads, feet and numbers of pages, fitted: `python -m benchmarks.laid_out --data DIR`.

Real texts are broken into lines and pages in several styles, with form feeds between the pages or
without, and read. The cost of a number is the share of the running lines that is missed, and ten
times the share of the text that is marked: what is marked is left out of the reading. Each number
is tried at several values on texts that are not held out, the others as they are; what is held out
tells what the numbers in use cost. Texts as they are and pages without running lines count too.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from auditor.model import Span
from auditor.read import plain
from auditor.read.weights import WEIGHTS, Weights
from auditor.text import scripts
from auditor.text.runs import codes
from benchmarks.documents import Choice, Part, load
from benchmarks.tables import table

TRIED: dict[str, tuple[Any, ...]] = {
    "edge": (1, 2, 3, 4, 6),
    "share": (0.1, 0.2, 0.3, 0.4, 0.6),
    "parted": (1, 2, 3, 5),
    "apart": (100.0, 200.0, 400.0, 800.0, 1_600.0),
    "long": (4.0, 8.0, 12.0, 16.0, 20.0, 24.0),
}
_WORTH = 10  # characters of a running line that are missed for one of the text that is marked
_SIZE = 12_000  # characters of a text: some pages
_HEADS = (
    "",
    "{title}",
    "{title}   {page}",
    "{page}\n{title}",
    "{sides}",
    "{title}\n{chapter}\n{page}",
)
_FEET = ("", "{page}", "– {page} –", "{title} | {page} / {pages}", "{title}\n{page}", "{chapter}")


@dataclass(frozen=True, slots=True)
class Case:
    """A text and its running lines, ascending."""

    text: str
    running: tuple[Span, ...] = ()


def cases(folder: Path | None, part: Part, limit: int | None) -> Iterator[Case]:
    for text in load(Choice(folder, part=part, limit=limit, max_chars=_SIZE)):
        yield Case(text.text)
        for number in range(4):
            chance = random.Random(f"{text.name} {number}")
            head, foot = chance.choice(_HEADS), chance.choice(_FEET)
            yield laid_out(text.text, head, foot, "\f" if number % 2 else "", chance)


def laid_out(text: str, head: str, foot: str, between: str, chance: random.Random) -> Case:
    """The text on pages with these running lines, a line end around each page and `between`."""
    dense = scripts.within(codes(text), scripts.DENSE).mean() > 1 / 2
    lines = list(_lines(text, chance.randint(24, 40) if dense else chance.randint(56, 90), dense))
    height = chance.randint(24, 48)
    pages = [lines[at : at + height] for at in range(0, len(lines), height)]
    title, parts, running = lines[0][:40].strip(), list[str](), list[Span]()
    blank = chance.random() < 0.5
    size = 0
    for number, page in enumerate(pages, start=1):
        words = {"title": title, "page": number, "pages": len(pages)}
        words["chapter"] = lines[(number // 4) * 4 * height % len(lines)][:30].strip()
        words["sides"] = f"{number}   {title}" if number % 2 else f"{words['chapter']}   {number}"
        body = [("", False)] if blank else []
        body += [(line, False) for line in page] + body
        edges = [
            [(line, True) for line in edge.format(**words).split("\n")] for edge in (head, foot)
        ]
        for line, runs in (*edges[0], *body, *edges[1]):
            if line.strip() and runs:
                start = size + len(line) - len(line.lstrip())
                running.append(Span(start, start + len(line.strip())))
            if line or not runs:
                parts.append(f"{line}\n")
                size += len(line) + 1
        parts.append(between)
        size += len(between)
    return Case("".join(parts), tuple(running))


def _lines(text: str, width: int, dense: bool) -> Iterator[str]:
    """The text in lines: of words, or of letters where nothing parts words."""
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph if dense else paragraph.split():
            if line and len(line) + len(word) >= width:
                yield line
                line = ""
            line += word if dense or not line else f" {word}"
        if line.strip():
            yield line.strip()


def cost(found: list[Case], weights: Weights) -> tuple[float, float, float]:
    """What the numbers cost, the share of the running lines missed, of the text marked."""
    before = WEIGHTS
    vars(plain)["WEIGHTS"] = weights
    missed = running = marked = size = 0
    try:
        for case in found:
            flags = bytearray(len(case.text))
            for span in plain.furniture(case.text, "a.txt"):
                flags[span.start : span.end] = b"\1" * len(span)
            hit = sum(sum(flags[span.start : span.end]) for span in case.running)
            whole = sum(map(len, case.running))
            missed, running = missed + whole - hit, running + whole
            marked, size = marked + sum(flags) - hit, size + len(case.text) - whole
    finally:
        vars(plain)["WEIGHTS"] = before
    return missed / running + _WORTH * marked / size, missed / running, marked / size


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.laid_out", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of texts (default: those shipped)")
    parser.add_argument("--limit", type=int, help="about this many texts")
    options = parser.parse_args()
    tuned = list(cases(options.data, "tune", options.limit))
    rows = []
    for name, values in TRIED.items():
        costs = [(value, cost(tuned, replace(WEIGHTS, **{name: value}))[0]) for value in values]
        tried = ", ".join(f"{value}: {found:.4f}" for value, found in costs)
        best = min(costs, key=lambda each: (each[1], each[0] != getattr(WEIGHTS, name)))[0]
        rows.append((name, f"{getattr(WEIGHTS, name)}", f"{best}", tried))
    print(table(("number", "in use", "cheapest", "cost at each"), rows))
    for part in ("tune", "held-out"):
        found = tuned if part == "tune" else list(cases(options.data, "held-out", options.limit))
        whole, missed, marked = cost(found, WEIGHTS)
        print(f"{part}: cost {whole:.4f}, missed {missed:.3f}, marked of the text {marked:.5f}")


if __name__ == "__main__":
    main()
