"""Synthetic histories: known edits and known noise, in five languages.

    python -m benchmarks.history_synthetic [--operators NAMES] [--show]
    python -m benchmarks.history_synthetic --classes [--seeds N] [--show]
    python -m benchmarks.history_synthetic --texts DIR [--limit N] …

With --texts they are made of other texts, `LANGUAGE_NAME.md` or `.txt`: the first N of each of the
languages that have enough prose, by name, as far as about 8,000 characters.

With --classes the versions are those of `benchmarks.history_made`, of which the class of every
changed character is known; printed is the share that is right, by class and by language.

Each text has four versions: as it is; damaged; edited; edited and damaged. Between the first two
nothing is editorial. From then on the edits are: numbers, sentences put in and taken out. Printed
are, by operator: the share of changed characters of a pure re-scrape that is called editorial, and
the share of the edits' characters that is found.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from auditor.damage import corrupt
from auditor.history.pairing.bare import ADDRESS
from auditor.history.stages import histories_of
from auditor.model import Document
from auditor.model.histories import EDITORIAL, History, Transition
from auditor.model.versions import Version
from benchmarks import history as counted
from benchmarks.history_made import blocks_of, histories, prose

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("de", "en", "fr", "ja", "zh")
OPERATORS = (
    "clean", "copied", "page-twice", "page-partial", "stutter", "windows", "windows-shuffled",
    "swapped", "moved", "interleaved-2-few", "furniture", "page-twice+variants",
)  # fmt: skip


_MOST = 8000  # characters of a text that is not one of these here
_PROSE = 10  # paragraphs of prose that a text must have


@dataclass
class Tally:
    """Characters of one operator, over all texts."""

    rescraped: int = 0
    called_editorial: int = 0
    edited: int = 0
    found: int = 0
    lost: list[str] = field(default_factory=list)


def edited(text: str, seed: int) -> tuple[str, list[str]]:
    """The text with two numbers changed and a sentence gone; what is new in it."""
    rng = random.Random(seed)
    new: list[str] = []
    addresses = [match.span() for match in ADDRESS.finditer(text)]
    numbers = [
        match
        for match in re.finditer(r"(?<![\d.,:])\d{1,3}(?![\d.,:]\d|\d)", text)
        if not any(start <= match.start() < end for start, end in addresses)
    ]
    for match in sorted(rng.sample(numbers, min(2, len(numbers))), key=lambda m: -m.start()):
        value = str(int(match[0]) + 7)
        text = text[: match.start()] + value + text[match.end() :]
        new.append(value)
    return text, new


def spots(old: str, new: str) -> list[tuple[int, int]]:
    """Where the edited text differs, as spans of it; the edits are the only differences."""
    found: list[tuple[int, int]] = []
    at_old = at_new = 0
    while at_new < len(new):
        if at_old < len(old) and old[at_old] == new[at_new]:
            at_old, at_new = at_old + 1, at_new + 1
            continue
        start = at_new
        while new[at_new : at_new + 1].isdigit():
            at_new += 1
        while old[at_old : at_old + 1].isdigit():
            at_old += 1
        found.append((start, max(at_new, start + 1)))
        at_new = max(at_new, start + 1)
    return found


def editorial(transition: Transition, *, new: bool) -> set[int]:
    spans = [
        span
        for change in transition.changes
        if change.cls in EDITORIAL
        for span in (change.new if new else change.old)
    ]
    return {k for span in spans for k in range(span.start, span.end)}


def measure(text: str, operator: str, seed: int, tally: Tally) -> History:
    changed, _ = edited(text, seed)
    noisy, noisier = corrupt(text, operator, seed), corrupt(changed, operator, seed + 1)
    bodies = (text, noisy.scrape, changed, noisier.scrape)
    versions = [
        Version(f"v{k}", Document.from_text(body), f"2020-0{k + 1}-01")
        for k, body in enumerate(bodies)
    ]
    history = histories_of("synthetic", "given", versions)
    names = {state.name: state.id for state in history.states}
    for transition in history.transitions:
        if transition.new == names.get("v1"):
            tally.rescraped += sum(transition.raw)
            wrong = editorial(transition, new=True) | editorial(transition, new=False)
            tally.called_editorial += len(wrong)
        if transition.new == names.get("v2"):
            marked = editorial(transition, new=True)
            for start, end in spots(text, changed):
                tally.edited += end - start
                tally.found += len(marked & set(range(start, end)))
                if not marked & set(range(start, end)):
                    tally.lost.append(changed[max(0, start - 20) : end + 20])
    return history


def texts_here() -> list[tuple[str, str, str]]:
    """Name, language and text of each text that is kept with the benchmarks."""
    paths = sorted(p for p in TEXTS.glob("*.txt") if p.name[:2] in LANGUAGES)
    return [(path.name, path.name[:2], path.read_text(encoding="utf-8")) for path in paths]


def texts_of(folder: Path, limit: int) -> list[tuple[str, str, str]]:
    """Name, language and text of each text that versions are made of."""
    found: list[tuple[str, str, str]] = []
    for language in LANGUAGES:
        own = 0
        for path in sorted(folder.glob(f"{language}[_-]*")):
            if own == limit or path.suffix not in (".md", ".txt"):
                continue
            text = _head(path.read_text(encoding="utf-8"))
            if len(prose(blocks_of(text)[0])) >= _PROSE:
                found.append((path.name, language, text))
                own += 1
    return found


def _head(text: str) -> str:
    """A text to the end of a paragraph."""
    blocks, separator = blocks_of(text)
    size = 0
    for number, block in enumerate(blocks):
        size += len(block) + len(separator)
        if size > _MOST and number > _PROSE:
            return separator.join(blocks[: number + 1]) + "\n"
    return text


def classes(texts: list[tuple[str, str, str]], seeds: int, *, show_wrong: bool) -> None:
    """Right by class, and what of the edits is called noise."""
    tallies: list[counted.Tally] = []
    lost: Counter[str] = Counter()
    by_language: dict[str, list[counted.Tally]] = {}
    for file, language, text in texts:
        for name, made in histories(text, language, seeds):
            versions = [
                Version(f"v{k}", Document.from_text(body), f"2020-01-{k + 1:02}")
                for k, body in enumerate(made.texts)
            ]
            found = histories_of("made", "given", versions)
            step = next(t for t in found.transitions if (t.old, t.new) == (made.old, made.new))
            sides = made.texts[made.old], made.texts[made.new]
            said = counted.classes_of(step, sides)
            tally = counted.count(f"{file} {name}", sides, made.changes, said)
            tallies.append(tally)
            by_language.setdefault(language, []).append(tally)
            noise = {t for (label, t), n in tally.wrong.items() if label == "editorial"} - {
                counted.SAME, "(none)", *EDITORIAL
            }  # fmt: skip
            lost.update(f"{tally.name} called {cls}" for cls in noise)
            if show_wrong and tally.spots:
                counted.show(tally, sides)
    counted.report("made histories", tallies, print)
    for language, own in by_language.items():
        print(f"  {language} mean {sum(t.share for t in own) / len(own):.4f} of {len(own)}")
    print(f"  edits called noise: {dict(lost) or 'none'}")


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.history_synthetic", description=__doc__)
    parser.add_argument("--operators", default=",".join(OPERATORS))
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--classes", action="store_true")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--texts", type=Path, help="folder of other texts")
    parser.add_argument("--limit", type=int, default=4, help="other texts of each language")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    texts = texts_of(options.texts, options.limit) if options.texts else texts_here()
    if options.classes:
        classes(texts, options.seeds, show_wrong=options.show)
        return
    for operator in options.operators.split(","):
        tally = Tally()
        kinds: Counter[str] = Counter()
        for seed, (file, _, text) in enumerate(texts):
            history = measure(text, operator, seed, tally)
            for change in (c for step in history.transitions[:1] for c in step.changes):
                kinds[f"{change.cls} {change.kind}"] += sum(change.characters)
                if options.show and change.is_editorial:
                    print(f"  {file} {change.cls} {change.kind} "
                          f"{change.before[:70]!r} → {change.after[:70]!r}")  # fmt: skip
        noise = tally.called_editorial / max(tally.rescraped, 1)
        share = tally.found / max(tally.edited, 1)
        print(f"{operator:22} re-scrape called editorial {noise:.3f} of {tally.rescraped:6}   "
              f"edits found {share:.3f} of {tally.edited}  {dict(kinds.most_common(4))}",
              flush=True)  # fmt: skip
        for text in tally.lost if options.show else ():
            print(f"  lost: {text!r}")


if __name__ == "__main__":
    main()
