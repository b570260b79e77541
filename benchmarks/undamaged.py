"""What is undamaged text reproached with, by rule? `python -m benchmarks.undamaged --data DIR`.

DIR holds folders of texts and pages that nobody damaged: `canonical`, `clean_repeats`, `meant`,
`versions`, `fit`, `html`; or it is such a folder. Of each rule: its errors, its warnings, and both
in 100,000 characters, without those that a person has read and found true; and how many documents
fail the default gate.

    --folders a,b      only these folders
    --limit 20         so many documents of each, languages in turn
    --max-chars 60000  of each
    --words            each finding in words, with what stands around it
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import auditor
from auditor.gate import judge
from auditor.model import Audit, Document, Finding, Gate
from auditor.read import document
from benchmarks.clean import TRUE
from benchmarks.documents import Choice, load
from benchmarks.runs import run
from benchmarks.tables import table

FOLDERS = "canonical,clean_repeats,meant,versions,fit,html"
_AROUND = 60  # characters before and behind a place that is shown


@dataclass(frozen=True, slots=True)
class Case:
    """A text, or the path of a page."""

    folder: str
    name: str
    text: str | Path


@dataclass(frozen=True, slots=True)
class Reproach:
    """A finding at warning or above."""

    rule: str
    severity: str
    words: str


@dataclass(frozen=True, slots=True)
class Result:
    case: Case
    characters: int
    reproaches: tuple[Reproach, ...]
    notes: int
    fails: bool
    unchanged: bool


def measure(case: Case) -> Result:
    audit = auditor.audit(_document(case.text))
    grave = [finding for finding in audit.judged if finding.severity != "note"]
    return Result(
        case=case,
        characters=len(audit.document.text),
        reproaches=tuple(
            Reproach(finding.rule, finding.severity, _words(audit, finding))
            for finding in grave
            if (case.name, finding.rule) not in TRUE
        ),
        notes=len(audit.judged) - len(grave),
        fails=bool(judge(audit.judged, audit.score, Gate()).reasons),
        unchanged=audit.canonical.text == audit.document.text,
    )


def _document(text: str | Path) -> Document | str:
    if isinstance(text, str):
        return text
    return document(text.read_bytes(), text.name, auditor.Options())


def _words(audit: Audit, finding: Finding) -> str:
    """The message, and the text around each of the first places."""
    lines = [finding.message]
    for at in finding.locations[:2]:
        text = audit.document.text if at.side == "scrape" else audit.canonical.text
        start, end = max(0, at.span.start - _AROUND), min(at.span.end, at.span.start + 2 * _AROUND)
        shown = f"{text[start : at.span.start]}⟦{text[at.span.start : end]}⟧"
        lines.append(f"    {at.side} {at.span.start}: {shown + text[end : end + _AROUND]!r}")
    return "\n".join(lines)


def cases(data: Path | None, folders: Sequence[str], choice: Choice) -> Iterator[Case]:
    """Those of each folder that is there; of `data` itself where none is."""
    named = [(name, data / name) for name in folders if data and (data / name).is_dir()]
    for name, folder in named:
        pages = sorted(folder.glob("*.html"))[: choice.limit]
        yield from (Case(name, page.stem, page) for page in pages)
        if not pages:
            yield from _texts(name, replace(choice, folder=folder))
    if not named:
        yield from _texts("all", replace(choice, folder=data))


def _texts(name: str, choice: Choice) -> Iterator[Case]:
    return (Case(name, text.name, text.text) for text in load(choice))


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.undamaged",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, help="default: the texts that ship")
    parser.add_argument("--folders", default=FOLDERS)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--max-chars", type=int, default=60_000)
    parser.add_argument("--words", action="store_true")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    options = parser.parse_args()
    choice = Choice(limit=options.limit, max_chars=options.max_chars)
    tasks = list(cases(options.data, options.folders.split(","), choice))
    results = list(run(measure, tasks, options.jobs))
    print("\n\n".join(tables(results)))
    if options.words:
        print("\n".join(_in_words(results)))


def tables(results: Sequence[Result]) -> list[str]:
    """The documents of each folder, then the findings of each rule."""
    names = [*dict.fromkeys(result.case.folder for result in results), "all"]
    head = ("folder", "documents", "characters", "unchanged", "fail", "errors", "warnings", "notes")
    rows = [(name, *_figures([r for r in results if name in (r.case.folder, "all")]))
            for name in names]  # fmt: skip
    return [table((*head, "in 100,000"), rows), table(_HEAD, _by_rule(results))]


_HEAD = ("rule", "errors", "warnings", "documents", "in 100,000")


def _figures(results: Sequence[Result]) -> tuple[str, ...]:
    characters = sum(result.characters for result in results)
    said = Counter(each.severity for result in results for each in result.reproaches)
    counts = (
        len(results),
        characters,
        sum(result.unchanged for result in results),
        sum(result.fails for result in results),
        said["error"],
        said["warning"],
        sum(result.notes for result in results),
    )
    return (*(f"{count:,}" for count in counts), _in_100_000(said.total(), characters))


def _by_rule(results: Sequence[Result]) -> Iterator[tuple[str, ...]]:
    characters = sum(result.characters for result in results)
    said = Counter((e.rule, e.severity) for result in results for e in result.reproaches)
    where = Counter(rule for result in results for rule in {e.rule for e in result.reproaches})
    for rule in sorted(where):
        errors, warnings = said[rule, "error"], said[rule, "warning"]
        often = _in_100_000(errors + warnings, characters)
        yield rule, f"{errors:,}", f"{warnings:,}", f"{where[rule]:,}", often


def _in_100_000(count: int, characters: int) -> str:
    return f"{count * 100_000 / characters:.2f}" if characters else "–"


def _in_words(results: Sequence[Result]) -> Iterator[str]:
    told = [(each, result.case) for result in results for each in result.reproaches]
    for each, case in sorted(told, key=lambda pair: pair[0].rule):
        yield f"\n{each.rule} {each.severity} {case.folder}/{case.name}: {each.words}"


if __name__ == "__main__":
    main()
