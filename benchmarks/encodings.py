"""Is a text that declares no encoding read right? `python -m benchmarks.encodings`.

Every text is written in UTF-8 and in each legacy encoding that holds it, as it is and with one byte
of a letter cut, made invalid or doubled, as text and as a page. A document is wrong where more than
a hundredth of it is not as it was written, and more than the three letters that a byte may cost; it
is silent where no finding (AUD003, AUD004, AUD006) tells of it.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import auditor
from auditor.errors import AuditorError
from auditor.read import document
from benchmarks.documents import Choice, Text, load
from benchmarks.runs import run
from benchmarks.tables import table

HAN = frozenset({"gb18030", "gbk", "big5"})
KANA = frozenset({"cp932", "euc_jp", "iso2022_jp"})
HANGUL = frozenset({"euc_kr"})
SINGLE = (
    *(f"cp125{n}" for n in range(9)),
    *(f"iso8859_{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
    *("koi8_r", "koi8_u", "cp866", "cp874", "mac_roman", "mac_cyrillic"),
)
DAMAGE = ("clean", "cut", "invalid", "doubled")
_HELD = 0.99  # of a text's characters; the others are written as question marks
_ENOUGH = 0.02  # of a text is not ASCII
_WRONG = 0.01
_LETTERS = 3  # of UTF-8, in the worst case


@dataclass(frozen=True, slots=True)
class Case:
    text: Text
    codec: str
    damage: str
    page: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    case: Case
    wrong: bool
    silent: bool
    encoding: str


def codecs_of(text: str) -> Iterator[str]:
    """The encodings in which a text of this script is written, as far as they hold it."""
    kana = sum("\u3041" <= char <= "\u30ff" for char in text)
    hangul = sum("\uac00" <= char <= "\ud7a3" for char in text)
    han = sum("\u4e00" <= char <= "\u9fff" for char in text)
    foreign = sum(not char.isascii() for char in text)
    if foreign:
        yield "utf-8"
    if foreign < _ENOUGH * len(text):
        return
    if kana + hangul + han < foreign / 4:
        wanted: tuple[str, ...] = SINGLE
    else:
        wanted = tuple(sorted(KANA if kana > han / 20 else HANGUL if hangul > han else HAN))
    for codec in wanted:
        written = text.encode(codec, "replace").decode(codec)
        if sum(a != b for a, b in zip(text, written, strict=True)) <= (1 - _HELD) * len(text):
            yield codec


def written(case: Case) -> tuple[str, bytes]:
    """The text that is meant, and the bytes."""
    text = case.text.text.encode(case.codec, "replace").decode(case.codec)
    data = (escape(text, quote=False) if case.page else text).encode(case.codec)
    at = _place(data, case)
    if case.damage == "cut":
        data = data[:at] + data[at + 1 :]
    elif case.damage == "invalid":
        data = data[:at] + b"\xff" + data[at + 1 :]
    elif case.damage == "doubled":
        data = data[: at + 1] + data[at:]
    if case.page:
        data = b"<!DOCTYPE html><html><head></head><body><pre>" + data + b"</pre></body></html>"
    return text, data


def _place(data: bytes, case: Case) -> int:
    """A byte that is not ASCII, by a hash of the case; anywhere where there is none."""
    places = [at for at, byte in enumerate(data) if byte > 0x7F] or range(len(data))
    digest = hashlib.sha256(f"{case.text.name} {case.codec} {case.damage}".encode()).digest()
    return places[int.from_bytes(digest[:4], "big") % len(places)]


def measure(case: Case) -> Outcome:
    text, data = written(case)
    name = "page.html" if case.page else "text.txt"
    try:
        found = document(data, name, auditor.Options())
    except AuditorError:
        return Outcome(case, wrong=True, silent=False, encoding="refused")
    wrong = is_wrong(plain(text), plain(found.text))
    told = not wrong or any(
        each.rule in ("AUD003", "AUD004", "AUD006")
        for each in auditor.audit(found.text[:5000] + found.text[-500:]).findings
    )
    return Outcome(case, wrong, not told, found.provenance.encoding)


def plain(text: str) -> str:
    """Without white space."""
    return "".join(text.split())


def is_wrong(meant: str, found: str) -> bool:
    share = differs(meant, found)
    return share > _WRONG and share * len(meant) > _LETTERS + 0.5  # but for rounding


def differs(meant: str, found: str) -> float:
    """The share of a text between what is the same at its head and at its end."""
    size = min(len(meant), len(found))
    head = next((at for at in range(size) if meant[at] != found[at]), size)
    rest = size - head
    tail = next((at for at in range(rest) if meant[-1 - at] != found[-1 - at]), rest)
    return (max(len(meant), len(found)) - head - tail) / max(1, len(meant))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.encodings", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of texts (default: those shipped)")
    parser.add_argument("--limit", type=int, help="this many texts, languages in turn")
    parser.add_argument("--max-chars", type=int, default=4000, help="crop longer documents")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--each", action="store_true", help="a line for each wrong document")
    options = parser.parse_args()
    texts = load(Choice(options.data, limit=options.limit, max_chars=options.max_chars))
    cases = [
        Case(text, codec, damage, page=number % 2 == 1)
        for number, text in enumerate(texts)
        for codec in codecs_of(text.text)
        for damage in DAMAGE
    ]
    groups = defaultdict[str, list[Outcome]](list)
    for outcome in run(measure, cases, options.jobs):
        groups[outcome.case.codec].append(outcome)
        if options.each and outcome.wrong:
            case = outcome.case
            silent = "silent" if outcome.silent else ""
            print(case.text.name, case.codec, case.damage, outcome.encoding, silent)
    rows = [_row(codec, groups[codec]) for codec in sorted(groups)]
    total = [outcome for group in groups.values() for outcome in group]
    print(table(("encoding", "texts", *DAMAGE, "silent"), [*rows, _row("all", total)]))


def _row(name: str, outcomes: list[Outcome]) -> tuple[str, ...]:
    wrong = {kind: sum(o.wrong for o in outcomes if o.case.damage == kind) for kind in DAMAGE}
    silent = sum(outcome.silent for outcome in outcomes)
    texts = len(outcomes) // len(DAMAGE)
    return name, f"{texts}", *(f"{wrong[kind]}" for kind in DAMAGE), f"{silent}"


if __name__ == "__main__":
    main()
