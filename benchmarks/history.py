"""How right the classes of a version audit are, character by character.

    python -m benchmarks.history LABELS.json --data DIR [--by transition] [--show]

Labels are a JSON of transitions, each with changes `{old, new, class, kind, accept, or, reason}`.
What counts, per character that is not white space: where the label or the tool says anything but
unchanged. Right is the class of the label, or one that it accepts. Not counted are: what the tool
marks with a class that its fragment has a label of (*excess*); words that both sides of a labelled
replacement share; which items of a labelled `noise-order` moved, if 70 % of it are marked.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any

import regex

import auditor
from auditor.history.explaining.terms import Lexicon, changed_terms, load
from auditor.history.pairing.bare import tokens
from auditor.history.stages import histories_of
from auditor.model.versions import Version

# Labels of version 1 have older names.
_RENAMED = {"second-edition": "edition", "locale": "locale"}
_MARKED = 0.7
SAME = ""

Classes = tuple[list[str], list[str]]  # of each character of the older and of the newer text


@dataclass
class Tally:
    """Characters of one transition."""

    name: str
    right: Counter[str] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)
    wrong: Counter[tuple[str, str]] = field(default_factory=Counter)
    excess: int = 0
    noise_as_editorial: int = 0
    noise: int = 0
    lost: list[str] = field(default_factory=list)
    key_terms: int = 0
    doubled: bool = False
    spots: list[tuple[int, int, str, str]] = field(default_factory=list)  # side, offset, classes

    @property
    def share(self) -> float:
        total = sum(self.counted.values())
        return sum(self.right.values()) / total if total else 1.0


def label_class(change: dict[str, Any]) -> str:
    return _RENAMED.get(change["kind"], str(change["class"]))


def fragments(text: str) -> list[tuple[int, int]]:
    """Where the fragments of a text begin and end."""
    cut = tokens(text)
    starts = [cut.starts[unit] for unit in cut.units]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def count(name: str, texts: tuple[str, str], changes: list[dict[str, Any]], said: Classes) -> Tally:
    """Compare what the tool said with the labels of one transition."""
    tally = Tally(name)
    for index, key in enumerate(("old", "new")):
        text = texts[index]
        classes: list[str] = [SAME] * len(text)
        accepted: list[frozenset[str]] = [frozenset()] * len(text)
        shared = bytearray(len(text))
        hull = bytearray(len(text))
        order = [c for c in changes if label_class(c) == "noise-order" and c[key][0] < c[key][1]]
        if order:
            first, last = min(c[key][0] for c in order), max(c[key][1] for c in order)
            # Which of its items moved is not asked, if enough of what moved is marked.
            marked = sum(said[index][k] != SAME for c in order for k in range(*c[key]))
            if marked >= _MARKED * sum(c[key][1] - c[key][0] for c in order):
                hull[first:last] = b"\1" * (last - first)
        for change in changes:
            start, end = change[key]
            both = change["old"][0] < change["old"][1] and change["new"][0] < change["new"][1]
            for k in range(start, end):
                classes[k] = label_class(change)
                accepted[k] = frozenset((label_class(change), *change.get("accept", ())))
                shared[k] = both
        in_fragment: list[frozenset[str]] = [frozenset()] * len(text)
        for start, end in fragments(text):
            own = frozenset(classes[start:end]) - {SAME}
            # What is put in between two characters of the text has no character on this side.
            own |= {
                label_class(c)
                for c in changes
                if start <= c[key][0] <= end and c[key][0] == c[key][1]
            }
            for k in range(start, end):
                in_fragment[k] = own
        for k, character in enumerate(text):
            label, tool = classes[k], said[index][k]
            if character.isspace() or label == tool == SAME:
                continue
            if label == SAME and tool in in_fragment[k]:
                tally.excess += 1
                continue
            if label != SAME and tool == SAME and shared[k]:
                continue
            order_only = hull[k] and {tool, label} == {"noise-order", SAME}
            if order_only:
                continue
            tally.counted[label or "(none)"] += 1
            if label not in (SAME, "editorial", "editorial-move"):
                tally.noise += 1
                if tool in ("editorial", "editorial-move") and tool not in accepted[k]:
                    tally.noise_as_editorial += 1
            if tool in accepted[k]:
                tally.right[label] += 1
            else:
                tally.wrong[label or "(none)", tool or "(none)"] += 1
                tally.spots.append((index, k, label or "(none)", tool or "(none)"))
    tally.doubled = any(label_class(c) in ("noise-duplication", "edition") for c in changes)
    return tally


def lost_terms(
    texts: tuple[str, str], changes: list[dict[str, Any]], said: Classes
) -> tuple[int, list[str]]:
    """Labelled editorial changes of a number, negation or modal that are not called editorial."""
    lexicon = Lexicon.of(None, tuple(t for t in load() if t.language in ("en", "de", "fr")))
    total, lost = 0, []
    for change in changes:
        if label_class(change) != "editorial" or change["kind"] == "link":
            continue
        before, after = texts[0][slice(*change["old"])], texts[1][slice(*change["new"])]
        if len(before) + len(after) > 200 or not changed_terms(before, after, lexicon):
            continue
        total += 1
        tool = {
            said[i][k]
            for i, key in enumerate(("old", "new"))
            for k in range(*change[key])
            if not texts[i][k].isspace()
        }
        if not tool & {"editorial", "editorial-move"}:
            lost.append(f"{before!r} → {after!r}: {sorted(tool)}")
    return total, lost


def classes_of(transition: Any, texts: tuple[str, str]) -> Classes:
    said: Classes = ([SAME] * len(texts[0]), [SAME] * len(texts[1]))
    for change in transition.changes:
        for index, spans in enumerate((change.old, change.new)):
            for span in spans:
                said[index][span.start : span.end] = [change.cls] * len(span)
    return said


def word_diff(texts: tuple[str, str]) -> Classes:
    """The baseline: every difference of words is editorial, as `git diff` on words shows them."""
    from rapidfuzz.distance import LCSseq

    words = [list(regex.finditer(r"\w+|[^\w\s]", text)) for text in texts]
    said: Classes = ([SAME] * len(texts[0]), [SAME] * len(texts[1]))
    keys = [[m.group() for m in side] for side in words]
    head = 0
    while head < min(map(len, keys)) and keys[0][head] == keys[1][head]:
        head += 1
    tail = 0
    while tail < min(map(len, keys)) - head and keys[0][-1 - tail] == keys[1][-1 - tail]:
        tail += 1
    cut = [k[head : len(k) - tail] for k in keys]
    if len(cut[0]) * len(cut[1]) > 4e9:
        return said
    for op in LCSseq.opcodes(cut[0], cut[1]):
        if op.tag == "equal":
            continue
        for index, (a, b) in enumerate(((op.src_start, op.src_end), (op.dest_start, op.dest_end))):
            if a < b:
                start, end = words[index][head + a].start(), words[index][head + b - 1].end()
                said[index][start:end] = ["editorial"] * (end - start)
    return said


def roles(old: auditor.Document, new: auditor.Document) -> Classes:
    """The baseline: the roles of `auditor compare` as classes."""
    names = {"moved": "noise-order", "repeated": "noise-duplication", "inserted": "editorial"}
    alignment = auditor.compare(old, new).alignment
    said: Classes = ([SAME] * len(old.text), [SAME] * len(new.text))
    for block in alignment.blocks:
        if block.role in names:
            size = len(block.scrape)
            said[1][block.scrape.start : block.scrape.end] = [names[block.role]] * size
        for edit in block.edits:
            said[1][edit.scrape.start : edit.scrape.end] = ["editorial"] * len(edit.scrape)
            if block.role != "repeated":
                where = edit.canonical
                said[0][where.start : where.end] = ["editorial"] * len(where)
    for span in alignment.missing:
        said[0][span.start : span.end] = ["editorial"] * len(span)
    return said


def report(name: str, tallies: list[Tally], out: Callable[[str], object]) -> None:
    right: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    for tally in tallies:
        right.update(tally.right)
        counted.update(tally.counted)
        wrong.update(tally.wrong)
    single = [t for t in tallies if not t.doubled]
    all_counted, all_right = sum(counted.values()), sum(right.values())
    alone = sum(sum(t.counted.values()) for t in single)
    noise = sum(t.noise for t in tallies)
    out(f"\n{name}: {len(tallies)} transitions, {all_counted:,} characters count")
    out(f"  pooled {all_right / max(all_counted, 1):.4f}")
    out(f"  MEAN OVER TRANSITIONS {mean(t.share for t in tallies):.4f}")
    out(
        "  pooled without doubled pages "
        f"{sum(sum(t.right.values()) for t in single) / max(alone, 1):.4f}"
    )
    out(f"  excess {sum(t.excess for t in tallies) / max(all_counted, 1):.4f}")
    for cls in sorted(counted):
        out(f"    {cls:18} {right[cls] / counted[cls]:.4f} of {counted[cls]:,}")
    out(f"  editorial found {right['editorial'] / max(counted['editorial'], 1):.4f}")
    out(
        f"  noise called editorial {sum(t.noise_as_editorial for t in tallies) / max(noise, 1):.4f}"
    )
    lost = [text for t in tallies for text in t.lost]
    terms = sum(t.key_terms for t in tallies)
    out(f"  key-term changes not called editorial {len(lost)} of {terms}")
    for text in lost:
        out(f"    {text}")
    for (label, tool), n in wrong.most_common(12):
        out(f"    {label} called {tool}: {n:,}")


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.history", description=__doc__)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--by", choices=["transition"])
    parser.add_argument("--only", help="histories whose name holds this")
    parser.add_argument("--baselines", action="store_true")
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    parser.add_argument(
        "--readings", type=Path, help="folder that keeps readings; what compares is always run"
    )
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    wanted: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in json.loads(options.labels.read_text(encoding="utf-8"))["transitions"]:
        if not options.only or options.only in item["history"]:
            wanted[item["history"]].append(item)
    ours: list[Tally] = []
    words: list[Tally] = []
    compared: list[Tally] = []
    for history, items in sorted(wanted.items()):
        for tally, texts, documents, item in measured(
            options.data / history, items, options.readings
        ):
            ours.append(tally)
            if options.by:
                total = sum(tally.counted.values())
                print(f"{tally.share:.4f} {total:6} {tally.name} {dict(tally.wrong)}", flush=True)
            if options.show:
                show(tally, texts)
            if options.baselines:
                words.append(count(tally.name, texts, item["changes"], word_diff(texts)))
                compared.append(count(tally.name, texts, item["changes"], roles(*documents)))
    report("auditor history", ours, print)
    if options.baselines:
        report("every word difference is editorial", words, print)
        report("roles of auditor compare", compared, print)


def show(tally: Tally, texts: tuple[str, str]) -> None:
    """What is wrong, a line each run of characters with one label and one class."""
    print(tally.name)
    runs: list[tuple[int, int, int, str, str]] = []
    for side, k, label, tool in tally.spots:
        if runs and runs[-1][0] == side and k - runs[-1][2] < 3 and runs[-1][3:] == (label, tool):
            runs[-1] = (side, runs[-1][1], k + 1, label, tool)
        else:
            runs.append((side, k, k + 1, label, tool))
    for side, start, end, label, tool in runs:
        text = texts[side]
        before, after = text[max(0, start - 30) : start], text[end : end + 30]
        words = f"{before!r} {text[start:end][:200]!r} {after!r}"
        print(f"  {('old', 'new')[side]} {start} {label} called {tool}: {words}")


def measured(
    folder: Path, items: list[dict[str, Any]], cache: Path | None = None
) -> Iterable[tuple[Tally, tuple[str, str], tuple[Any, Any], dict[str, Any]]]:
    """Each labelled transition of one history, as the whole history explains it."""
    paths = sorted(
        (p for p in folder.iterdir() if p.suffix in (".md", ".txt", ".html")), key=by_date
    )
    documents = {path.name: auditor.read(path) for path in paths}
    versions = [Version(path.name, documents[path.name], path.name[:10], "name") for path in paths]
    if cache is not None:
        shutil.rmtree(cache / "pairs", ignore_errors=True)
    found = histories_of(folder.name, "folder", versions, cache=cache)
    of = {
        path.name: next(
            state
            for state in reversed(found.states)
            if state.sha256 == documents[path.name].provenance.sha256
            and (state.captured_at or "") <= path.name[:10]
        )
        for path in paths
    }
    for item in items:
        old, new = of[item["old"]], of[item["new"]]
        texts = old.text, new.text
        transition = next(
            (t for t in found.transitions if (t.old, t.new) == (old.id, new.id)), None
        )
        if transition is None:
            print(
                f"{folder.name}: {item['old']} and {item['new']} were not compared", file=sys.stderr
            )
            transition = auditor.explain_versions(old.text, new.text)
        said = classes_of(transition, texts)
        name = f"{folder.name} {item['old']} → {item['new']}"
        tally = count(name, texts, item["changes"], said)
        tally.key_terms, tally.lost = lost_terms(texts, item["changes"], said)
        yield tally, texts, (documents[item["old"]], documents[item["new"]]), item


def by_date(path: Path) -> tuple[str, int, str]:
    stem = path.stem
    number = stem[11:]
    return stem[:10], int(number) if number.isdigit() else 0, stem


if __name__ == "__main__":
    main()
