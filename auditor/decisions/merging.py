"""The decisions of several files as one; what they disagree on is named, never chosen."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from auditor.errors import InputError
from auditor.model import Decision, Decisions, Provenance

_SHOWN = 5  # conflicts that an error names


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two decisions on one finding that cannot both be done, with the files they stand in."""

    fingerprint: str
    rule: str
    one: str
    other: str
    one_file: str
    other_file: str

    def __str__(self) -> str:
        return (
            f"{self.rule} {self.fingerprint} is “{self.one}” in {self.one_file} "
            f"and “{self.other}” in {self.other_file}"
        )


def merge(files: Iterable[Decisions]) -> Decisions:
    """All decisions of all files, which must be about one input; the order doesn't matter.

    Equal decisions become one that has the reasons of both and the earlier end; `later` gives
    way to any other. Raises InputError for another input, and for conflicts, which it lists.
    """
    ranked = sorted(files, key=lambda file: (file.reviewer, file.sources, repr(file)))
    if not ranked:
        raise InputError("no file of decisions is given; name one with --decisions")
    first = ranked[0]
    for file in ranked:
        if file.sha256 != first.sha256:
            raise InputError(
                f"{_name(file)}: is about another input than {_name(first)}; "
                "merge only decisions on the same bytes"
            )
    found = conflicts(ranked)
    if found:
        more = f", and {len(found) - _SHOWN:,} more" if len(found) > _SHOWN else ""
        listed = "; ".join(map(str, found[:_SHOWN]))
        raise InputError(f"the reviewers disagree: {listed}{more}; settle it in one of the files")
    return replace(
        first,
        path=min(file.path for file in ranked),
        reviewer=", ".join(_distinct(file.reviewer for file in ranked)),
        decisions=_joined(ranked),
        sources=_distinct(source for file in ranked for source in file.sources),
    )


def conflicts(files: Sequence[Decisions]) -> tuple[Conflict, ...]:
    """Where files want different things of one finding: one for each finding and pair."""
    found = []
    first: dict[str, tuple[Decision, Decisions]] = {}
    for file in files:
        for decision in file.decisions:
            if decision.action == "later":
                continue
            one, its_file = first.setdefault(decision.fingerprint, (decision, file))
            if _wanted(one) != _wanted(decision):
                found.append(
                    Conflict(
                        decision.fingerprint,
                        decision.rule,
                        _words(one),
                        _words(decision),
                        _name(its_file),
                        _name(file),
                    )
                )
    return tuple(sorted(found, key=lambda conflict: (conflict.fingerprint, conflict.other_file)))


def concerning(
    files: Iterable[Decisions], provenance: Provenance, *, path: str | None = None
) -> Decisions | None:
    """The decisions on a document: on these very bytes, and on earlier ones of its path.

    The latter count where the former say nothing; `match` tells which of them still fit. None
    where no file concerns the document. Raises InputError as `merge` does.
    """
    files = list(files)
    same = [file for file in files if file.sha256 == provenance.sha256]
    here = _path(path or provenance.source)
    older: dict[str, list[Decisions]] = {}
    for file in files:
        if file.sha256 != provenance.sha256 and here is not None and _path(file.path) == here:
            older.setdefault(file.sha256, []).append(file)
    merged = [merge(group) for group in ([same] if same else []) + list(older.values())]
    if not merged:
        return None
    exact = merged[0] if same else None
    rest = merged[1:] if same else merged
    known = {decision.fingerprint for decision in exact.decisions} if exact else set()
    # Earlier inputs as one: of two versions that disagree, none is asked more than the other.
    open_ones = [
        replace(
            file,
            sha256=provenance.sha256,
            decisions=tuple(d for d in file.decisions if d.fingerprint not in known),
        )
        for file in rest
    ]
    return merge([*([exact] if exact else []), *open_ones])


def _path(path: str) -> str | None:
    """A path that can be compared; None for what is no file (`<stdin>`)."""
    if path.startswith("<") or not path:
        return None
    return posixpath.normpath(path.replace("\\", "/"))


def _joined(files: Sequence[Decisions]) -> tuple[Decision, ...]:
    found: dict[str, Decision] = {}
    for file in files:
        for decision in file.decisions:
            one = found.setdefault(decision.fingerprint, decision)
            found[decision.fingerprint] = _both(one, decision)
    return tuple(found[key] for key in sorted(found))


def _both(one: Decision, other: Decision) -> Decision:
    if one.action == "later":
        one, other = other, one
    reasons = _distinct(reason for d in (one, other) for reason in (d.reason or "").split("\n"))
    ends = [d.expires for d in (one, other) if d.expires is not None]
    return replace(
        one,
        reason="\n".join(reasons) or None,
        expires=min(ends, default=None),
        anchor=one.anchor or other.anchor,
    )


def _wanted(decision: Decision) -> tuple[str | None, ...]:
    """What is to be done; reasons may differ."""
    return decision.rule, decision.action, decision.place, decision.after


def _words(decision: Decision) -> str:
    if decision.action != "order":
        return decision.action
    after = " ".join((decision.after or "").split())
    return f"order behind {after[-20:]}" if after else "order at the head"


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


def _name(file: Decisions) -> str:
    return ", ".join(file.sources) or file.reviewer or "the decisions"
