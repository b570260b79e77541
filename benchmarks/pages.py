"""What is read of real pages, and what is told of them: `python -m benchmarks.pages --data DIR`.

A folder `html` of DIR holds pages, `manifest.json` and, where a person made one, `NAME.gold.txt`,
the main text of the page. Measured are the text recovered, the furniture marked (AUD401), findings
and failures of the default gate, and the time of reading against an lxml parse of the same bytes.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree
from rapidfuzz.distance import LCSseq

import auditor
from auditor.errors import AuditorError
from auditor.gate import judge
from auditor.model import Audit, Gate
from auditor.read import document, encoding
from auditor.read.page import page as read_page
from benchmarks import page_peers
from benchmarks.runs import run
from benchmarks.tables import mean, ratio, share, table, write

_END = re.compile(r"(?<=[。！？!?;；])|(?<=[.])(?=[”’»\"')]*\s)")
_SHORT = 8  # letters: shorter sentences stand on a page by chance
_LONGEST = 40_000  # characters compared by longest common subsequence: a bound of time
_TIMES = 3  # the least of so many times: others use the machine too


@dataclass(frozen=True, slots=True)
class Case:
    path: Path
    gold: str | None
    meant: tuple[str, ...]
    not_meant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What was measured of one page; counts are letters and figures.

    `strict`: share of the gold in sentences that stand in the text as they are; `lcs`: share of it
    in the longest common subsequence. `inside` and `outside` count the text that is the gold's and
    the rest, `marked_…` what of it AUD401 marks.
    """

    name: str
    characters: int
    strict: float | None
    lcs: float | None
    meant: float | None
    not_meant: float | None
    inside: int
    outside: int
    marked_inside: int
    marked_outside: int
    grave: tuple[str, ...]
    fails: bool
    read: float
    parse: float
    refused: str = ""


def cases(folder: Path, limit: int | None = None) -> list[Case]:
    """The pages of a collection in the order of their names."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    found = [_case(folder, entry) for entry in sorted(manifest, key=lambda entry: entry["id"])]
    return found[:: max(1, len(found) // limit)] if limit else found


def _case(folder: Path, entry: dict[str, Any]) -> Case:
    gold = folder / f"{entry['id']}.gold.txt"
    return Case(
        folder / f"{entry['id']}.html",
        gold.read_text(encoding="utf-8") if gold.exists() else None,
        tuple(entry.get("withs") or ()),
        tuple(entry.get("withouts") or ()),
    )


def measure(case: Case) -> Page:
    data = case.path.read_bytes()
    parse = min(_timed(lambda: _parse(data)) for _ in range(_TIMES))
    try:
        read = min(
            _timed(lambda: document(data, case.path.name, auditor.Options())) for _ in range(_TIMES)
        )
        audit = auditor.audit(document(data, case.path.name, auditor.Options()))
    except AuditorError as error:
        refused = str(error)
        return Page(case.path.stem, 0, 0.0, 0.0, 0.0, None, 0, 0, 0, 0, (), True, 0, 0, refused)
    return _page(case, audit, read, parse)


def _timed(work: Any) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _parse(data: bytes) -> Any:
    return etree.fromstring(data, etree.HTMLParser(huge_tree=True, recover=True))


def _page(case: Case, audit: Audit, read: float, parse: float) -> Page:
    text = audit.collation.document.text
    bare, offsets = squeezed(text)
    marked = _marked(audit, len(text))
    inside = covered(bare, case.gold) if case.gold else bytearray(len(bare))
    flags = bytes(marked[at] for at in offsets)
    verdict = judge(audit.findings, audit.score, Gate())
    grave = tuple(f.rule for f in audit.findings if f.severity != "note")
    both = sum(a & b for a, b in zip(inside, flags, strict=True))
    return Page(
        name=case.path.stem,
        characters=len(bare),
        strict=strict(bare, case.gold) if case.gold else None,
        lcs=_lcs(bare, case.gold) if case.gold else None,
        meant=mean(float(squeezed(each)[0] in bare) for each in case.meant),
        not_meant=mean(float(squeezed(each)[0] in bare) for each in case.not_meant),
        inside=sum(inside) if case.gold else 0,
        outside=len(bare) - sum(inside) if case.gold else 0,
        marked_inside=both,
        marked_outside=sum(flags) - both if case.gold else 0,
        grave=grave,
        fails=verdict.exit_code != 0,
        read=read,
        parse=parse,
    )


def squeezed(text: str) -> tuple[str, list[int]]:
    """The letters and figures of a text, and where each stood.

    Whoever types a gold writes other quotation marks, and bullets where a browser draws them.
    """
    offsets = [at for at, char in enumerate(text) if char.isalnum()]
    return "".join(text[at] for at in offsets), offsets


def sentences(gold: str) -> Iterator[str]:
    """The letters of the gold's sentences, without those too short to be told apart."""
    return (bare for bare in _pieces(gold) if len(bare) >= _SHORT)


def _pieces(gold: str) -> Iterator[str]:
    pieces = (piece for line in gold.splitlines() for piece in _END.split(line))
    return (bare for piece in pieces if (bare := squeezed(piece)[0]))


def strict(bare: str, gold: str) -> float | None:
    """The share of the gold's characters in sentences that stand in `bare` as they are."""
    found = [(len(sentence), sentence in bare) for sentence in sentences(gold)]
    return ratio(sum(size for size, stands in found if stands), sum(size for size, _ in found))


def covered(bare: str, gold: str) -> bytearray:
    """1 for each character of `bare` that the gold's sentences cover: each once, in order.

    A sentence that is too short counts where it follows what was found before it.
    """
    flags, at = bytearray(len(bare)), 0
    for sentence in _pieces(gold):
        start = bare.find(sentence, at)
        if len(sentence) < _SHORT and start != at:
            continue
        if start < 0:
            start = bare.find(sentence)
        if start >= 0:
            at = start + len(sentence)
            flags[start:at] = b"\1" * len(sentence)
    return flags


def _lcs(bare: str, gold: str) -> float | None:
    wanted = squeezed(gold)[0]
    if not wanted or max(len(wanted), len(bare)) > _LONGEST:
        return None
    return LCSseq.similarity(bare, wanted) / len(wanted)


def _marked(audit: Audit, size: int) -> bytearray:
    flags = bytearray(size)
    for finding in audit.findings:
        if finding.rule == "AUD401":
            for place in finding.locations:
                if place.side == "scrape":
                    flags[place.span.start : place.span.end] = b"\1" * len(place.span)
    return flags


def summary(pages: Sequence[Page]) -> str:
    size = sum(page.characters for page in pages)
    outside, inside = sum(p.outside for p in pages), sum(p.inside for p in pages)
    grave = sum(len(page.grave) for page in pages)
    parse = sum(page.parse for page in pages)
    rows = [
        ("gold read, strict", share(mean(p.strict for p in pages))),
        ("gold read, common subsequence", share(mean(p.lcs for p in pages))),
        ("sentences that must be read", share(mean(p.meant for p in pages))),
        ("sentences that need not be read", share(mean(p.not_meant for p in pages))),
        ("marked of what is outside the gold", share(_over(pages, "marked_outside", outside))),
        ("marked of the gold", share(_over(pages, "marked_inside", inside), 4)),
        ("findings ≥ warning in 100,000 characters", f"{1e5 * grave / max(1, size):.1f}"),
        ("pages that fail the default gate", f"{sum(p.fails for p in pages)} of {len(pages)}"),
        ("pages refused", f"{sum(bool(p.refused) for p in pages)}"),
        ("time ÷ an lxml parse", f"{sum(p.read for p in pages) / parse:.1f}" if parse else "–"),
    ]
    return table(("measure", f"{len(pages)} pages"), rows)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader makes of one page: shares as in `Page`, seconds, characters.

    `lost` counts those of what is in sight that it has not, and all; `not_shown` the same of what a
    browser shows.
    """

    reader: str
    strict: float | None
    lcs: float | None
    not_meant: float | None
    seconds: float
    parse: float
    lost: tuple[int, int]
    not_shown: tuple[int, int]


def readings(case: Case) -> list[Reading]:
    """What ours and each reader that is installed make of a page, in the same run."""
    data = case.path.read_bytes()
    parse = min(_timed(lambda: _parse(data)) for _ in range(_TIMES))
    declared = encoding.declared_codec(data)
    source = encoding.decode(data, given=None, declared=declared).text
    readers = {"auditor": _ours, **page_peers.installed()}
    texts: dict[str, str] = {}
    seconds: dict[str, float] = {}
    for name, reader in readers.items():
        start = time.process_time()
        try:
            texts[name] = reader(source)
        except Exception:  # whatever a peer raises, it has read nothing
            texts[name] = ""
        seconds[name] = time.process_time() - start
    bare = {name: squeezed(text)[0] for name, text in texts.items()}
    told = [
        [squeezed(line)[0] for line in texts.get(oracle, "").splitlines()]
        for oracle in (page_peers.ORACLE, page_peers.BROWSER)
    ]
    return [
        Reading(
            name,
            strict(bare[name], case.gold) if case.gold else None,
            _lcs(bare[name], case.gold) if case.gold else None,
            mean(float(squeezed(each)[0] in bare[name]) for each in case.not_meant),
            seconds[name],
            parse,
            *(page_peers.lost(bare[name], lines, _SHORT) for lines in told),
        )
        for name in readers
    ]


def _ours(source: str) -> str:
    return read_page(source, "page.html", auditor.Options()).text


def beside(pages: Sequence[Sequence[Reading]]) -> str:
    """A line a reader."""
    rows = []
    for each in zip(*pages, strict=True):
        parse, seconds = sum(page.parse for page in each), sum(page.seconds for page in each)
        timed = parse and each[0].reader != page_peers.BROWSER  # which is another process
        rows.append(
            (
                each[0].reader,
                share(mean(page.strict for page in each)),
                share(mean(page.lcs for page in each)),
                share(mean(page.not_meant for page in each)),
                share(_sum_ratio([page.lost for page in each]), 4),
                share(_sum_ratio([page.not_shown for page in each]), 4),
                f"{seconds / parse:.1f}" if timed else "–",
            )
        )
    head = ("reader", "strict", "subsequence", "need not be read")
    return table((*head, "lost of the sight", "lost of the shown", "time ÷ lxml parse"), rows)


def _sum_ratio(counts: Sequence[tuple[int, int]]) -> float | None:
    return ratio(sum(lost for lost, _ in counts), sum(whole for _, whole in counts))


def _over(pages: Sequence[Page], name: str, whole: int) -> float | None:
    return ratio(sum(getattr(page, name) for page in pages), whole)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder html")
    parser.add_argument("--limit", type=int, help="about this many pages")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--each", action="store_true", help="a line a page")
    parser.add_argument("--peers", action="store_true", help="other readers only, on these pages")
    parser.add_argument("--write", action="store_true", help="the table into the manual")
    options = parser.parse_args()
    if options.peers:
        chosen = cases(options.data / "html", options.limit)
        found = beside(list(run(readings, chosen, options.jobs)))
        print(found)
        if options.write:
            write("pages", found)
        return
    pages = list(run(measure, cases(options.data / "html", options.limit), options.jobs))
    if options.each:
        for page in pages:
            marks = f"{share(ratio(page.marked_outside, page.outside))} marked, "
            marks += f"{share(ratio(page.marked_inside, page.inside), 4)} of the gold"
            told = page.refused or " ".join(page.grave)
            print(f"{page.name} {share(page.strict)} {share(page.lcs)} {marks} {told}")
    found = summary(pages)
    print(found)
    if options.write:
        write("pages-told", found)


if __name__ == "__main__":
    main()
