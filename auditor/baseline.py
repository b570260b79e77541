"""Findings that are known already: a file of them, and which findings it hides.

A line is one finding, told by what does not change when the page around it does: the path of
its document, its rule and its fingerprint. No offsets, times or versions, so that two branches
that change the file merge line by line (`merge=union` in .gitattributes).
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from auditor.errors import InputError
from auditor.model import Finding, Known, Mark

HEADER = {"schema": "auditor-baseline", "schema_version": 1}
# They say that the audit itself failed: what else is wrong with the page nobody knows.
NEVER = frozenset(("AUD001", "AUD005", "AUD007", "AUD009"))
_KEYS = {"path", "rule", "fingerprint"}


@dataclass(frozen=True, slots=True)
class Matched:
    """What a baseline says of the documents of a run.

    `new` and `hidden` have one tuple a document, in their order. `kept` are the entries to go
    on with, under today's paths; `stale` those that nothing answers to any more.
    """

    new: tuple[tuple[Finding, ...], ...]
    hidden: tuple[tuple[Finding, ...], ...]
    kept: tuple[Known, ...]
    stale: tuple[Known, ...]


def match(
    known: Iterable[Known],
    documents: Sequence[tuple[str, Sequence[Finding]]],
    may_be_stale: Callable[[Known], bool],
) -> Matched:
    """Which findings of which documents (path, findings) are known.

    One entry hides exactly one finding: first that with its path, rule and fingerprint; then,
    for a document that was renamed, one elsewhere with its rule and fingerprint. A finding that
    was told by other rules in the release before hides behind their entries too, which are
    replaced by its own.
    `may_be_stale` tells entries that this run could have found again from those of documents
    or rules that it did not look at; the latter are kept and hide nothing elsewhere.
    """
    entries = set(known)
    paths = [[None if _never(f) else Known(path, f.rule, f.fingerprint) for f in findings]
             for path, findings in documents]  # fmt: skip
    found: set[Known] = set()
    hidden = [[key in entries and not _seen(key, found) for key in keys] for keys in paths]
    left = sorted(entry for entry in entries - found if may_be_stale(entry))
    renamed = _renamed(left, paths, hidden)
    rest = set(left) - set(renamed)
    told = _told_before(rest, documents, hidden)
    stale = rest - set(told)
    kept = (entries - set(left)) | set(renamed.values()) | set(told.values())
    return Matched(
        new=_chosen(documents, hidden, wanted=False),
        hidden=_chosen(documents, hidden, wanted=True),
        kept=tuple(sorted(kept)),
        stale=tuple(sorted(stale)),
    )


def entries(documents: Iterable[tuple[str, Sequence[Finding]]]) -> tuple[Known, ...]:
    """An entry for every finding that may be known, sorted."""
    return tuple(
        sorted(
            {
                Known(path, finding.rule, finding.fingerprint)
                for path, findings in documents
                for finding in findings
                if not _never(finding)
            }
        )
    )


def parse(text: str, name: str) -> tuple[Known, ...]:
    """The entries of a baseline file, sorted, equal ones once; `name` is the file's, for errors.

    The lines may be in any order, as a merge leaves them. Raises InputError for a line that is
    none.
    """
    lines = text.split("\n")
    if _loaded(lines[0], name, 1) != HEADER:
        raise InputError(
            f"{name}, line 1: is not {json.dumps(HEADER)}; name a file that"
            " `auditor baseline create` wrote"
        )
    found = set()
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        entry = _loaded(line, name, number)
        if entry != HEADER:  # twice after a merge of two new files
            found.add(_known(entry, name, number))
    return tuple(sorted(found))


def render(known: Iterable[Known]) -> str:
    """The file: its schema first, then the entries sorted, one JSON object a line."""
    rows = [HEADER] + [
        {"path": entry.path, "rule": entry.rule, "fingerprint": entry.fingerprint}
        for entry in sorted(set(known))
    ]
    # ASCII, so that a file name without UTF-8 is kept too.
    return "".join(json.dumps(row, ensure_ascii=not _is_plain(row)) + "\n" for row in rows)


def path_in(path: str, folder: Path) -> str:
    """A file's path relative to the folder of the baseline, with slashes on every system.

    What is no file (<stdin>) stays as it is.
    """
    if path.startswith("<"):
        return path
    try:
        relative = os.path.relpath(path, folder)
    except ValueError:  # on another drive
        relative = PurePath(path).name
    return PurePath(relative).as_posix()


def _never(finding: Finding) -> bool:
    return finding.rule in NEVER


def _seen(key: Known | None, found: set[Known]) -> bool:
    """Whether it was there before; it is from now on."""
    if key is None or key in found:
        return True
    found.add(key)
    return False


def _renamed(
    left: Sequence[Known], paths: Sequence[Sequence[Known | None]], hidden: list[list[bool]]
) -> dict[Known, Known]:
    """Entries without their document -> the entry of the same finding elsewhere; marks it."""
    waiting: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for entry in reversed(left):
        waiting[entry.rule, entry.fingerprint].append(entry)
    moved = {}
    for keys, marks in zip(paths, hidden, strict=True):
        for index, key in enumerate(keys):
            if key is None or marks[index] or not waiting.get((key.rule, key.fingerprint)):
                continue
            moved[waiting[key.rule, key.fingerprint].pop()] = key
            marks[index] = True
    return moved


def _told_before(
    left: set[Known],
    documents: Sequence[tuple[str, Sequence[Finding]]],
    hidden: list[list[bool]],
) -> dict[Known, Known]:
    """Entries of other rules for what a finding tells now -> the entry of that; marks it."""
    waiting: dict[str, set[Mark]] = defaultdict(set)
    for entry in left:
        waiting[entry.path].add((entry.rule, entry.fingerprint))
    found: dict[Known, Known] = {}
    for (path, findings), marks in zip(documents, hidden, strict=True):
        known = waiting.get(path, set())
        for index, finding in enumerate(findings):
            was = frozenset[Mark]() if marks[index] else finding.was(known)
            if was:
                own = Known(path, finding.rule, finding.fingerprint)
                found |= {Known(path, *mark): own for mark in was}
                marks[index] = True
                known = known - was
    return found


def _chosen(
    documents: Sequence[tuple[str, Sequence[Finding]]],
    hidden: Sequence[Sequence[bool]],
    *,
    wanted: bool,
) -> tuple[tuple[Finding, ...], ...]:
    return tuple(
        tuple(finding for finding, mark in zip(findings, marks, strict=True) if mark == wanted)
        for (_, findings), marks in zip(documents, hidden, strict=True)
    )


def _is_plain(row: object) -> bool:
    try:
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _loaded(line: str, name: str, number: int) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{name}, line {number}: is not JSON; settle a merge, or write it anew with"
            " `auditor baseline create`"
        ) from error


def _known(entry: object, name: str, number: int) -> Known:
    if (
        not isinstance(entry, dict)
        or entry.keys() != _KEYS
        or not all(isinstance(value, str) for value in entry.values())
    ):
        raise InputError(
            f"{name}, line {number}: is not an entry with path, rule and fingerprint; write it"
            " anew with `auditor baseline create`"
        )
    return Known(**entry)
