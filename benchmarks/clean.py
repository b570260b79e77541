"""Text that nobody damaged: is it returned as it is, and what is it reproached with?"""

from __future__ import annotations

import json
import re
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import auditor
from benchmarks.compare import Report
from benchmarks.documents import Choice, Text, load
from benchmarks.runs import run
from benchmarks.tables import ratio, share, table

ALL = "all undamaged"
_DAMAGED = "versions, said to be damaged"
_TWICE = re.compile(r"twice|two editions")
_LONGEST = 160  # characters of a finding that are printed
_MOST = 4  # findings of a text that are printed

# Findings that a person has read and found true: a number is misprinted or absent.
TRUE = frozenset(
    {
        ("udhr_heb", "AUD204"),
        ("udhr_heb", "AUD301"),
        ("udhr_jpn", "AUD301"),
        ("udhr_ukr", "AUD301"),
        ("basecamp_terms/2020-04-08_3", "AUD301"),
    }
)


@dataclass(frozen=True, slots=True)
class Folders:
    """Where real texts are; None: not given."""

    canonical: Path | None
    clean_repeats: Path | None
    versions: Path | None
    pairs: Path | None


def folders(data: Path | None) -> Folders:
    """The four folders of a collection; or `data` as a folder of clean texts."""
    names = ("canonical", "clean_repeats", "versions", "pairs")
    if data is None or not (data / "canonical").is_dir():
        return Folders(data, None, None, None)
    return Folders(*(data / name if (data / name).is_dir() else None for name in names))


@dataclass(frozen=True, slots=True)
class CleanResult:
    """`findings`: those at warning or above, as rule, message and place."""

    group: str
    text: Text
    unchanged: bool
    findings: tuple[str, ...]

    @property
    def false(self) -> list[str]:
        """The findings that nobody has found true."""
        return [told for told in self.findings if (self.text.name, told.split()[0]) not in TRUE]


@dataclass(frozen=True, slots=True)
class _Task:
    group: str
    text: Text


def measure(task: _Task) -> CleanResult:
    audit = auditor.audit(task.text.text)
    told = tuple(
        f"{finding.rule} at {finding.locations[0].span.start:,}: {finding.message}"
        for finding in audit.findings
        if finding.severity in ("warning", "error")
    )
    return CleanResult(task.group, task.text, audit.canonical.text == task.text.text, told)


LEGEND = """\
`findings` at warning or above; `not true`: those that no person has read and found true."""


def tables(where: Folders, options: Namespace, report: Report) -> list[str]:
    """The table of all groups, and each finding in words, so that true ones can be told."""
    tasks = [
        _Task(group, text)
        for group, folder in _groups(where)
        for text in load(Choice(folder, "all", (), options.limit))
    ]
    damaged = _damaged(where.versions)
    tasks = [_Task(_DAMAGED, task.text) if task.text.name in damaged else task for task in tasks]
    results = list(run(measure, tasks, options.jobs))
    groups = dict.fromkeys(result.group for result in results)
    by_group = {group: [r for r in results if r.group == group] for group in groups}
    rows = {group: _figures(inside) for group, inside in by_group.items()}
    rows[ALL] = _figures([result for result in results if result.group != _DAMAGED])
    report["clean"] = rows
    head = ("clean text", *next(iter(rows.values())))
    lines = [[group, *map(_cell, row.values())] for group, row in rows.items()]
    return [table(head, lines), *_told(results)]


def _groups(where: Folders) -> list[tuple[str, Path | None]]:
    given = [("canonical" if where.canonical else "shipped", where.canonical)]
    others = (("clean_repeats", where.clean_repeats), ("versions", where.versions))
    return given + [(name, folder) for name, folder in others if folder]


def _damaged(versions: Path | None) -> set[str]:
    """Names of versions of pages that the manifest says stand twice in the snapshot.

    Which of the snapshots it is, is told in words only; all of such a page are taken.
    """
    if versions is None or not (versions / "manifest.json").exists():
        return set()
    items = json.loads((versions / "manifest.json").read_text(encoding="utf-8"))["items"]
    twice = [item for item in items if _TWICE.search(item.get("note") or "")]
    files = (file["file"] for item in twice for file in item["files"])
    return {Path(file).with_suffix("").as_posix() for file in files}


def _figures(results: Sequence[CleanResult]) -> dict[str, float | None]:
    characters = sum(len(result.text.text) for result in results)
    false = sum(len(result.false) for result in results)
    return {
        "documents": float(len(results)),
        "characters": float(characters),
        "unchanged": ratio(sum(result.unchanged for result in results), len(results)),
        "findings": float(sum(len(result.findings) for result in results)),
        "not true": float(false),
        "in 100,000 characters": ratio(false * 100_000, characters),
    }


def _cell(value: float | None) -> str:
    if value is None:
        return "–"
    if value == int(value):
        return f"{int(value):,}"
    return share(value) if value < 1 else f"{value:.2f}"


def _told(results: Sequence[CleanResult]) -> list[str]:
    lines: list[list[str]] = []
    for result in results:
        kept = [f"{'true: ' * (f not in result.false)}{_short(f)}" for f in result.findings[:_MOST]]
        more = len(result.findings) - len(kept)
        kept += [f"and {more} more"] if more else []
        if kept or not result.unchanged:
            unchanged = "yes" if result.unchanged else "no"
            lines += [[result.text.name, unchanged, finding] for finding in kept or ("",)]
    return [table(("clean text", "unchanged", "finding"), lines), LEGEND] if lines else []


def _short(finding: str) -> str:
    line = " ".join(finding.split()).replace("|", "\\|")
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
