"""One passage as a small stack of its wordings, the words that differ marked as git marks them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

from auditor.formats.history.texts import fate, when
from auditor.formats.terminal import logged
from auditor.model.histories import History, Lineage
from auditor.text import scripts

_PLACE = re.compile(r"(\d+):(\d+)")
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_DENSE = re.compile(f"[{scripts.HAN_AND_KANA}]")  # a character is a word
_MOST = 2000  # words of a wording that are compared, a bound of time


def blamed(histories: Sequence[History], what: str) -> str:
    """The sentences of the newest versions that hold the text `what`, or stand at `1200:1300`.

    A line a wording; what a wording took out of the one before stands as [-…-], what it put in as
    {+…+}.
    """
    lines: list[str] = []
    for history in histories:
        found = _found(history, what)
        lines.append(f"{history.name}: {len(found)} of {len(history.lineage)} sentences")
        for line in found:
            lines += _stack(history, line)
    return "".join(f"{logged(line)}\n" for line in lines)


def _found(history: History, what: str) -> tuple[Lineage, ...]:
    place = _PLACE.fullmatch(what)
    if place is None:
        return history.lineage_of(what)
    start, end = int(place[1]), int(place[2])
    return tuple(x for x in history.lineage if x.span.start < end and start < x.span.end)


def _stack(history: History, line: Lineage) -> list[str]:
    def name(state: int) -> str:
        return when(history.states[state])

    out = [f"  {line.span.start}:{line.span.end}  since {name(line.first)}"]
    before = ""
    for wording in line.wordings:
        text = " ".join(wording.text.split())
        out.append(f"    {name(wording.state)}  {differing(before, text) if before else text}")
        before = text
    return [*out, *(f"    {fact}" for fact in fate(history, line))]


def differing(before: str, after: str) -> str:
    """The words of `after`, with those that `before` had instead."""
    old, new = _words(before), _words(after)
    if max(len(old), len(new)) > _MOST:
        return f"[-{before}-]{{+{after}+}}"
    out = gone = come = ""
    for block in LCSseq.opcodes(old, new):
        kept = "".join(new[block.dest_start : block.dest_end])
        # White space between two words that differ differs with them.
        between = kept.isspace() and bool(gone or come) and block.dest_end < len(new)
        if block.tag == "equal" and not between:
            out += _marked(gone, come) + kept
            gone = come = ""
            continue
        gone += "".join(old[block.src_start : block.src_end])
        come += kept
    return out + _marked(gone, come)


def _marked(gone: str, come: str) -> str:
    return (f"[-{gone}-]" if gone else "") + (f"{{+{come}+}}" if come else "")


def _words(text: str) -> list[str]:
    return [
        part for word in _WORD.findall(text) for part in (word if _DENSE.search(word) else (word,))
    ]
