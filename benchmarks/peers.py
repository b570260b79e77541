"""Other tools on the same task: each gives a mapping of a scrape onto its canonical."""

from __future__ import annotations

import difflib
import re
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from auditor.damage.noise import Offsets
from auditor.damage.sentences import sentences
from benchmarks.documents import key
from benchmarks.mapping import Pairing

Peer = Callable[[str, str], Offsets | None]

_DIFFLIB_LONGEST = 20_000  # characters; beyond, it takes minutes
_TOKEN = re.compile(r"[\u2e80-\ufaff]|\w[^\W\u2e80-\ufaff]*|\s+|[^\w\s]")


def sequence_matcher(scrape: str, canonical: str) -> Offsets | None:
    """`difflib.SequenceMatcher` over words, and single characters of CJK; None when too long."""
    if max(len(scrape), len(canonical)) > _DIFFLIB_LONGEST:
        return None
    before, after = _TOKEN.findall(canonical), _TOKEN.findall(scrape)
    starts, at = _starts(after), _starts(before)
    pairing = Pairing(scrape, canonical)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for a, b, length in matcher.get_matching_blocks():
        pairing.pair((starts[b], starts[b + length]), (at[a], at[a + length]))
    return pairing.mapping


def _starts(tokens: Iterable[str]) -> list[int]:
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return starts


def diff_match_patch(scrape: str, canonical: str) -> Offsets:
    """diff-match-patch as it comes, with its time-out of one second."""
    from diff_match_patch import diff_match_patch as engine

    diffs = engine().diff_main(canonical, scrape)
    signs = {0: "=", 1: "+", -1: "-"}
    return _from_diff(scrape, canonical, ((signs[op], len(text)) for op, text in diffs))


def fast_diff_match_patch(scrape: str, canonical: str) -> Offsets:
    """The same in C++, without a time-out."""
    import fast_diff_match_patch as engine

    found = engine.diff(canonical, scrape, timelimit=0, checklines=False, cleanup="No")
    return _from_diff(scrape, canonical, found)


def _from_diff(scrape: str, canonical: str, diff: Iterable[tuple[str, int]]) -> Offsets:
    pairing = Pairing(scrape, canonical)
    at = reading = 0
    for op, length in diff:
        if op == "=":
            pairing.pair((at, at + length), (reading, reading + length))
        at += length if op != "-" else 0
        reading += length if op != "+" else 0
    return pairing.mapping


def git_color_moved(scrape: str, canonical: str) -> Offsets:
    """`git diff --color-moved=zebra`, a sentence a line.

    git only colours moved lines; each is linked here to the first unused removed line that it
    equals and that git colours as moved.
    """
    left, right = sentences(canonical), sentences(scrape)
    pairing = Pairing(scrape, canonical)
    removed: dict[str, list[int]] = defaultdict(list)
    added: list[tuple[str, int]] = []
    at = reading = 0
    for sign, moved in _git_lines(_lines(canonical, left), _lines(scrape, right)):
        if sign == " ":
            pairing.pair(right[at], left[reading])
        elif moved and sign == "-":
            removed[_line(canonical, left[reading])].append(reading)
        elif moved:
            added.append((_line(scrape, right[at]), at))
        at += sign != "-"
        reading += sign != "+"
    for line, place in added:
        if removed[line]:
            pairing.pair(right[place], left[removed[line].pop(0)])
    return pairing.mapping


def _line(text: str, span: tuple[int, int]) -> str:
    return " ".join(text[slice(*span)].split())


def _lines(text: str, spans: Iterable[tuple[int, int]]) -> str:
    return "".join(_line(text, span) + "\n" for span in spans)


def git_diff(before: Path, after: Path) -> list[str]:
    """The command: whole files as context, moved lines in other colours than changed ones."""
    colours = {"old": "red", "new": "green", "context": "normal"}
    for side, colour in (("old", "magenta"), ("new", "cyan")):
        for kind in ("", "Alternative", "Dimmed", "AlternativeDimmed"):
            colours[f"{side}Moved{kind}"] = colour
    options = [part for name, to in colours.items() for part in ("-c", f"color.diff.{name}={to}")]
    command = ["git", *options, "diff", "--no-index", "--no-ext-diff", "--color=always"]
    return [*command, "--color-moved=zebra", "-U1000000", "--", str(before), str(after)]


_COLOURED = re.compile(r"(?:\x1b\[(\d*)m)?([ +-])")


def _git_lines(before: str, after: str) -> Iterator[tuple[str, bool]]:
    """Sign and whether moved, for every line of the diff."""
    if before == after:
        yield from [(" ", False)] * before.count("\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder, "old"), Path(folder, "new")
        old.write_text(before, encoding="utf-8")
        new.write_text(after, encoding="utf-8")
        done = subprocess.run(git_diff(old, new), capture_output=True, check=False)
    lines = done.stdout.decode("utf-8").split("\n")
    header = next(i for i, line in enumerate(lines) if "@@ -" in line)
    for line in lines[header + 1 :]:
        match = _COLOURED.match(line)
        if match is not None:
            yield match[2], match[1] in ("35", "36")


def best_sentence(scrape: str, canonical: str) -> Offsets:
    """For each sentence the most similar of the canonical, from 60 % on (rapidfuzz)."""
    spans = sentences(canonical)
    keys = [key(canonical[a:b]) for a, b in spans]
    pairing = Pairing(scrape, canonical)
    for start, end in sentences(scrape):
        query = key(scrape[start:end])
        found = process.extractOne(query, keys, scorer=fuzz.ratio, score_cutoff=60.0)
        if found is None:
            continue
        first, last = spans[found[2]]
        for op in Levenshtein.opcodes(canonical[first:last], scrape[start:end]):
            if op.tag in ("equal", "replace"):
                left = (start + op.dest_start, start + op.dest_end)
                pairing.pair(left, (first + op.src_start, first + op.src_end), equal=False)
    return pairing.mapping


PEERS: dict[str, Peer] = {
    "difflib": sequence_matcher,
    "diff-match-patch": diff_match_patch,
    "fast-diff-match-patch": fast_diff_match_patch,
    "git --color-moved": git_color_moved,
    "best sentence": best_sentence,
}
