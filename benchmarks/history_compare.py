"""What `auditor compare` says of real pairs of versions, counted against labels.

    python -m benchmarks.history_compare LABELS.json --data DIR [--only NAME] [--show]

A repeated block is right where the labels call half of it a copy or another edition, a moved one
where they call half of it order. An insertion is what a label has in the newer text alone, 60
characters or more: in how many blocks it is told. A key-term change is hidden where a repeated
block holds all that is new of it. Of a pair of which both pages stand twice, a character is crossed
where what stands first is told to come from what stands second. And each two editions of the
histories that are alike enough are put behind one another: how far from the true border the second
is said to begin.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import auditor
from auditor.history.explaining.terms import Lexicon, changed_terms, load
from auditor.model import Alignment, Block
from benchmarks.history import by_date, label_class

_LONG = 60  # characters of an insertion that is counted
_DOUBLE = frozenset({"noise-duplication", "edition"})
_ORDER = frozenset({"noise-order", "editorial-move"})
_LANGUAGES = ("en", "de", "fr")


@dataclass
class Faults:
    """What is counted, over all pairs."""

    blocks: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    false_characters: Counter[str] = field(default_factory=Counter)
    pieces: list[int] = field(default_factory=list)
    terms: int = 0
    hidden: list[str] = field(default_factory=list)
    twice: int = 0
    crossed: int = 0
    borders: list[tuple[str, int | None]] = field(default_factory=list)


def counted(
    faults: Faults,
    texts: tuple[str, str],
    changes: Sequence[dict[str, Any]],
    alignment: Alignment,
) -> list[str]:
    """Count one pair; a line for each fault."""
    lines: list[str] = []
    classes = _classes(texts[1], changes)
    for block in alignment.blocks:
        if block.role not in ("repeated", "moved"):
            continue
        right = _DOUBLE if block.role == "repeated" else _ORDER
        own = [k for k in range(block.scrape.start, block.scrape.end) if not texts[1][k].isspace()]
        true = sum(bool(classes[k] & right) for k in own)
        faults.blocks[block.role] += 1
        faults.characters[block.role] += len(own)
        faults.false_characters[block.role] += len(own) - true
        if 2 * true < len(own):
            faults.false[block.role] += 1
            said = Counter("/".join(sorted(classes[k])) or "same" for k in own).most_common(2)
            lines.append(f"  false {block.role} {said} {_shown(block, texts)}")
    for change in changes:
        start, end = change["new"]
        body = texts[1][start:end]
        if change["old"][0] == change["old"][1] and len(body.strip()) >= _LONG:
            if label_class(change) != "editorial":
                continue
            pieces = _pieces(alignment, start, end, texts[1])
            faults.pieces.append(pieces)
            if pieces > 1:
                lines.append(f"  in {pieces} pieces, {start}:{end}: {body[:150]!r}")
    for change in _key_changes(texts, changes):
        faults.terms += 1
        start, end = change["new"]
        over = [b for b in alignment.blocks if b.scrape.start < end and start < b.scrape.end]
        if start < end and over and all(block.role == "repeated" for block in over):
            before, after = texts[0][slice(*change["old"])], texts[1][start:end]
            faults.hidden.append(f"{before!r} → {after!r}")
    return lines


def _classes(text: str, changes: Iterable[dict[str, Any]]) -> list[frozenset[str]]:
    """What each character of the newer text may be called."""
    classes: list[frozenset[str]] = [frozenset()] * len(text)
    for change in changes:
        start, end = change["new"]
        own = {label_class(change), *change.get("accept", ())}
        if change["kind"] == "moved-and-rewritten":
            own.add("editorial-move")
        classes[start:end] = [frozenset(own)] * (end - start)
    return classes


def _pieces(alignment: Alignment, start: int, end: int, text: str) -> int:
    """Blocks that tell of an insertion; those that share only white space with it don't.

    Nor do kept ones at its ends: what text begins and ends with in both versions may be either.
    """
    roles = [
        block.role
        for block in alignment.blocks
        if block.scrape.start < end
        and start < block.scrape.end
        and text[max(block.scrape.start, start) : min(block.scrape.end, end)].strip()
    ]
    while roles and roles[0] == "kept":
        del roles[0]
    while roles and roles[-1] == "kept":
        del roles[-1]
    return len(roles)


def _key_changes(
    texts: tuple[str, str], changes: Iterable[dict[str, Any]]
) -> Iterable[dict[str, Any]]:
    lexicon = Lexicon.of(None, tuple(t for t in load() if t.language in _LANGUAGES))
    for change in changes:
        before, after = texts[0][slice(*change["old"])], texts[1][slice(*change["new"])]
        if label_class(change) != "editorial" or len(before) + len(after) > 200:
            continue
        if change["kind"] != "link" and changed_terms(before, after, lexicon):
            yield change


def _shown(block: Block, texts: tuple[str, str]) -> str:
    place = block.canonical
    there = "" if place is None else place.of(texts[0])
    return f"{block.scrape.start} {block.scrape.of(texts[1])[:110]!r} of {there[:110]!r}"


def crossed(faults: Faults, alignment: Alignment, borders: tuple[int, int]) -> None:
    """Count what of two texts that both stand twice is told to come from the other half."""
    for block in alignment.blocks:
        if block.canonical is None:
            continue
        for number in range(len(block.scrape)):
            share = number / len(block.scrape)
            there = block.canonical.start + share * len(block.canonical)
            faults.twice += 1
            faults.crossed += (block.scrape.start + number < borders[1]) != (there < borders[0])


def border(newer: str, older: str) -> int | None:
    """How far from its first character the second of two editions is said to begin.

    None where the two are not told as two editions.
    """
    first = newer.rstrip() + "\n\n"
    second = older.strip()
    found = auditor.audit(first + second).canonical.editions
    return None if found is None else abs(found.second.start - len(first))


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.history_compare", description=__doc__)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", default="", help="histories whose name holds this")
    parser.add_argument("--without-borders", action="store_true")
    parser.add_argument("--show", action="store_true", help="print each fault")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    faults = Faults()
    items = json.loads(options.labels.read_text(encoding="utf-8"))["transitions"]
    for item in items:
        if options.only not in item["history"]:
            continue
        folder = options.data / item["history"]
        old, new = (auditor.read(folder / item[key]) for key in ("old", "new"))
        texts = old.text, new.text
        alignment = auditor.compare(old, new).alignment
        lines = counted(faults, texts, item["changes"], alignment)
        halves = [_half(text) for text in texts]
        if halves[0] is not None and halves[1] is not None:
            crossed(faults, alignment, (halves[0], halves[1]))
        if options.show and lines:
            print(f"{item['history']} {item['old']} → {item['new']}", *lines, sep="\n", flush=True)
    if not options.without_borders:
        for folder in sorted(p for p in options.data.iterdir() if options.only in p.name):
            if folder.is_dir():
                faults.borders += _borders(folder)
    report(faults, show=options.show)


def _half(text: str) -> int | None:
    """Where a text begins again: at its first line that is long enough, if that stands twice."""
    for line in text.splitlines()[:12]:
        if len(line) > _LONG and text.count(line) == 2:
            return text.rindex(line)
    return None


def _borders(folder: Path) -> Iterable[tuple[str, int | None]]:
    paths = sorted((p for p in folder.iterdir() if p.suffix in (".md", ".txt")), key=by_date)
    for old, new in pairwise(paths):
        older, newer = (auditor.read(path).text for path in (old, new))
        if older != newer:
            yield f"{folder.name} {old.name} behind {new.name}", border(newer, older)


def report(faults: Faults, *, show: bool) -> None:
    for role in ("repeated", "moved"):
        print(
            f"{role} blocks that are none: {faults.false[role]} of {faults.blocks[role]},"
            f" {faults.false_characters[role]:,} of {faults.characters[role]:,} characters"
        )
    pieces = faults.pieces
    whole = sum(n == 1 for n in pieces)
    print(
        f"insertions of {_LONG} characters and more: {len(pieces)}, in one piece {whole},"
        f" pieces each {sum(pieces) / max(len(pieces), 1):.2f}, at most {max(pieces, default=0)}"
    )
    print(f"key-term changes hidden in a repeated block: {len(faults.hidden)} of {faults.terms}")
    for text in faults.hidden:
        print(f"    {text}")
    print(f"of pages that both stand twice crossed: {faults.crossed:,} of {faults.twice:,}")
    told = sorted(distance for _, distance in faults.borders if distance is not None)
    if faults.borders:
        print(
            f"borders of two editions: {len(told)} of {len(faults.borders)} told,"
            f" exact {sum(d == 0 for d in told)}, within 10 {sum(d <= 10 for d in told)},"
            f" farthest {max(told, default=0)}"
        )
        if show:
            for name, distance in faults.borders:
                print(f"    {distance} {name}")


if __name__ == "__main__":
    main()
