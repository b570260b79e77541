"""A file of decisions to `Decisions`; whatever is wrong with it is said in one sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

from auditor.decisions.fields import Fields, load
from auditor.errors import InputError, did_you_mean
from auditor.model import Action, Decision, Decisions, Quote

SUPPRESSING = ("reject", "keep")  # actions that silence a finding; each needs a reason
_ACTIONS: tuple[Action, ...] = get_args(Action)
_FILE_KEYS = ("schema", "schema_version", "input", "reviewer", "decisions", "anchors")
_INPUT_KEYS = ("path", "sha256", "encoding")
_KEYS = ("fingerprint", "rule", "action", "reason", "expires", "place", "after")
_QUOTE_KEYS = ("exact", "prefix", "suffix")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_RULE = re.compile(r"AUD\d{3}")


def read(path: str | Path, *, reasons: bool = True) -> Decisions:
    """The decisions in a file.

    `reasons`: a rejection without a reason is an error, not left for AUD903 to tell. An
    InputError names the file and the decision.
    """
    return parse(load(path), str(path), reasons=reasons)


def read_folder(path: str | Path, *, reasons: bool = True) -> tuple[Decisions, ...]:
    """The decisions in a file, or in all .json files of a folder and its folders, by name.

    An InputError names the file that cannot be read; a folder may hold none.
    """
    return tuple(read(file, reasons=reasons) for file in files_of(path))


def files_of(path: str | Path) -> list[Path]:
    """The file itself, or all .json files of a folder and its folders, by name."""
    if not Path(path).is_dir():
        return [Path(path)]
    return sorted(found for found in Path(path).rglob("*.json") if found.is_file())


def parse(data: Any, name: str, *, reasons: bool = True) -> Decisions:
    """The decisions in plain data, ascending by fingerprint; `name` is the file's.

    The log of a repair holds what is still to be said of the repaired text: what was rejected
    and kept.
    """
    file = Fields(data, name)
    if file.data.get("schema") == "auditor-log":
        return _logged(file, name, reasons=reasons)
    file.version("auditor-decisions", 1)
    file.only(_FILE_KEYS)
    source = file.inside("input")
    source.only(_INPUT_KEYS)
    return Decisions(
        path=source.text("path"),
        sha256=_sha256(source),
        encoding=source.text("encoding"),
        reviewer=file.optional("reviewer") or "",
        decisions=_decisions(file, reasons=reasons),
        sources=(name,),
    )


def _logged(file: Fields, name: str, *, reasons: bool) -> Decisions:
    """The decisions on the text that a repair made."""
    file.version("auditor-log", 1)
    found = _decisions(file, reasons=reasons)
    return Decisions(
        path="",  # wherever it was put
        sha256=_sha256(file.inside("output")),
        encoding="utf-8",
        reviewer=file.text("reviewer"),
        decisions=tuple(decision for decision in found if decision.action in SUPPRESSING),
        sources=(name,),
    )


def _sha256(entry: Fields) -> str:
    sha256 = entry.text("sha256")
    if not _SHA256.fullmatch(sha256):
        entry.fail("'sha256' must be 64 hexadecimal digits")
    return sha256


def _decisions(file: Fields, *, reasons: bool) -> tuple[Decision, ...]:
    anchors = _anchors(file)
    found: dict[str, Decision] = {}
    for entry in file.each("decisions", "decision"):
        decision = _decision(entry, anchors, reasons=reasons)
        if decision.fingerprint in found:
            entry.fail(f"{decision.fingerprint} is decided twice; keep one")
        found[decision.fingerprint] = decision
    return tuple(found[key] for key in sorted(found))


def _anchors(file: Fields) -> Mapping[str, Quote]:
    if file.data.get("anchors") is None:
        return {}
    anchors = file.inside("anchors")
    return {fingerprint: _quote(anchors.inside(fingerprint)) for fingerprint in anchors.data}


def _quote(entry: Fields) -> Quote:
    entry.only(_QUOTE_KEYS)
    return Quote(
        entry.text("exact"), entry.optional("prefix") or "", entry.optional("suffix") or ""
    )


def _decision(entry: Fields, anchors: Mapping[str, Quote], *, reasons: bool) -> Decision:
    fingerprint = entry.text("fingerprint")
    if not fingerprint:
        entry.fail("'fingerprint' is empty")
    entry.place = f"{entry.place} ({fingerprint})"
    entry.only(_KEYS)
    rule, action = entry.text("rule"), _action(entry)
    if not _RULE.fullmatch(rule):
        entry.fail(f"{rule!r} is no id of a rule, such as AUD101")
    reason = (entry.optional("reason") or "").strip() or None
    if reasons and reason is None and action in SUPPRESSING:
        entry.fail(f"a reason is needed to {action} a finding")
    place, after = _order(entry, action)
    expires = _expires(entry, action)
    anchor = anchors.get(fingerprint)
    return Decision(fingerprint, rule, action, reason, expires, place, after, anchor)


def _action(entry: Fields) -> Action:
    word = entry.text("action")
    found = next((action for action in _ACTIONS if action == word), None)
    if found is None:
        known = ", ".join(_ACTIONS)
        entry.fail(f"the action {word!r} is none of {known}{did_you_mean(word, _ACTIONS)}")
    return found


def _order(entry: Fields, action: Action) -> tuple[str | None, str | None]:
    """The quotes of an order; other actions have none."""
    if action != "order":
        for key in ("place", "after"):
            if entry.data.get(key) is not None:
                entry.fail(f"{key!r} goes with the action order, not with {action}")
        return None, None
    place, after = entry.text("place"), entry.text("after")
    if not place.strip():
        entry.fail("'place' is empty; quote the passage that is to be moved")
    return place, after


def _expires(entry: Fields, action: Action) -> date | None:
    day = entry.optional("expires")
    if day is None:
        return None
    if action not in SUPPRESSING:
        entry.fail(f"'expires' goes with reject and keep, not with {action}")
    try:
        if len(day) != len("2027-01-01"):
            raise ValueError(day)
        return date.fromisoformat(day)
    except ValueError as error:
        raise InputError(
            f"{entry.place}: 'expires' is {day!r}, not a day such as 2027-01-01"
        ) from error
