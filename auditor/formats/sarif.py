"""SARIF 2.1.0, for code scanning.

Regions are in code points, as `columnKind` says. The standard:
https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
The limits are those of the main consumer:
https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal
from urllib.parse import quote

from auditor import __version__
from auditor.formats import rules as pages
from auditor.formats.outcome import exit_code, exit_reason
from auditor.formats.places import LINE_ENDS, File, Found, Place, gravest
from auditor.formats.result import dump
from auditor.model import Checked, Finding, Rule, Severity

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
RESULTS = 5_000  # more are not stored
RELATED = 100  # further places of one result; more are not shown

_Level = Literal["error", "warning", "note"]
# The word that code scanning sorts by.
_PROBLEMS: dict[Severity, str] = {
    "error": "error",
    "warning": "warning",
    "note": "recommendation",
}


def render(checked: Sequence[Checked], rules: Sequence[Rule]) -> str:
    """The new findings of a run, the gravest first, as one log with one run.

    What the baseline or a decision hides is left out: consumers show it as open.
    """
    found = gravest(checked)
    artifacts = _Artifacts(checked)
    run = {
        "tool": {"driver": _driver(rules)},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": list(LINE_ENDS),
        "invocations": [_invocation(checked, artifacts, len(found))],
        "artifacts": artifacts.all,
        "results": _results(rules, artifacts, found[:RESULTS]),
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def uri(path: str) -> str:
    """A path as a URI reference, in UTF-8; relative paths stay relative to where they were given.

    A name that is no UTF-8 keeps its bytes, as far as it has some.
    """
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = path.encode("utf-8", "surrogatepass")
    return ("file://" if path.startswith("/") else "") + quote(data, safe="/")


def message(text: str) -> dict[str, str]:
    """Plain text as a message: no placeholders and no links in what was scraped (§3.11.5, 6)."""
    text = text.replace("{", "{{").replace("}", "}}")
    return {"text": text.replace("](", "] (")}


def _driver(rules: Sequence[Rule]) -> dict[str, Any]:
    return {
        "name": "auditor",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in rules],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": rule.name.title().replace("-", ""),  # §3.49.7: an identifier in PascalCase
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary[:1].upper()}{rule.summary[1:]}."},
        "help": {"text": pages.text(rule), "markdown": pages.markdown(rule)},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"problem.severity": _PROBLEMS[rule.severity]},
    }


class _Artifacts:
    """The files of a run, each once, and the records in them."""

    def __init__(self, checked: Sequence[Checked]) -> None:
        self.all: list[dict[str, Any]] = []
        self._files: dict[str, int] = {}
        for each in checked:
            file = File.of(each)
            facts = _facts(each)
            index = self._file(file.path, {} if file.record is not None else facts)
            if file.record is not None:
                # §3.24.3: an artifact nested in another.
                self.all.append(
                    {"location": {"uri": uri(file.record)}, "parentIndex": index, **facts}
                )

    def location(self, file: File) -> dict[str, Any]:
        return {"uri": uri(file.path), "index": self._files[file.path]}

    def _file(self, path: str, facts: dict[str, Any]) -> int:
        if path not in self._files:
            self._files[path] = len(self.all)
            self.all.append({"location": {"uri": uri(path)}, **facts})
        return self._files[path]


def _facts(checked: Checked) -> dict[str, Any]:
    if checked.document is None:
        return {}
    provenance = checked.document.provenance
    return {
        "encoding": provenance.encoding,
        "mimeType": provenance.media_type,
        "hashes": {"sha-256": provenance.sha256},
    }


def _invocation(checked: Sequence[Checked], artifacts: _Artifacts, found: int) -> dict[str, Any]:
    notifications = [
        _failure(File.of(each), each.failure, artifacts)
        for each in checked
        if each.failure is not None
    ]
    if found > RESULTS:
        left = f"{found - RESULTS:,} of {found:,} results are left out: the least severe ones."
        notifications.append(_notification("warning", "results-left-out", left))
    reason = exit_reason(checked)
    return {
        "executionSuccessful": all(each.failure is None for each in checked),
        "exitCode": exit_code(checked),
        **({"exitCodeDescription": reason} if reason else {}),
        "toolExecutionNotifications": notifications,
    }


def _notification(level: _Level, id: str, text: str) -> dict[str, Any]:
    return {"level": level, "descriptor": {"id": id}, "message": message(text)}


def _failure(file: File, why: str, artifacts: _Artifacts) -> dict[str, Any]:
    where = [_location(None, file, artifacts)]
    return {**_notification("error", "not-audited", file.says(why)), "locations": where}


def _results(
    rules: Sequence[Rule], artifacts: _Artifacts, found: Sequence[Found]
) -> list[dict[str, Any]]:
    indices = {rule.id: index for index, rule in enumerate(rules)}
    seen: Counter[tuple[str, str]] = Counter()
    results = []
    for each in found:
        key = (each.checked.source, each.finding.fingerprint)
        seen[key] += 1
        result = _result(each, artifacts, seen[key])
        if each.finding.rule in indices:
            result["ruleIndex"] = indices[each.finding.rule]
        results.append(result)
    return results


def _result(each: Found, artifacts: _Artifacts, occurrence: int) -> dict[str, Any]:
    finding, file = each.finding, File.of(each.checked)
    others = each.places[1:]
    related = [
        {"id": number, **_location(place, file, artifacts), "message": message(place.phrase)}
        for number, place in enumerate(others[:RELATED], start=1)
    ]
    return {
        "ruleId": finding.rule,
        "level": finding.severity,
        "message": message(file.says(_text(each))),
        "locations": [_location(each.places[0] if each.places else None, file, artifacts)],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": _fingerprints(finding, file, occurrence),
        "properties": _properties(finding, len(others) - len(related)),
    }


def _text(each: Found) -> str:
    advice = each.finding.suggestion
    return f"{each.message} {advice}" if advice else each.message


def _fingerprints(finding: Finding, file: File, occurrence: int) -> dict[str, str]:
    mark = finding.fingerprint
    if file.record is not None:
        # The records of a file are one file to a consumer.
        parts = f"{file.record}\0{mark}".encode("utf-8", "surrogatepass")
        mark = hashlib.sha256(parts).hexdigest()[:16]
    mark = f"{mark}:{occurrence}"
    # The second is what code scanning tells alerts apart by. It would hash the line otherwise,
    # and a page is often one line that changes whenever anything does.
    return {"auditor/v1": mark, "primaryLocationLineHash": mark}


def _properties(finding: Finding, left: int) -> dict[str, Any]:
    canonical = [
        {"span": [at.span.start, at.span.end], "phrase": at.phrase}
        for at in finding.locations
        if at.side == "canonical"
    ]
    return {
        **({"canonical": canonical} if canonical else {}),
        **({"placesLeftOut": left} if left > 0 else {}),
        **({"probability": finding.probability} if finding.probability is not None else {}),
        **({"under": finding.under} if finding.under else {}),
        "fingerprint": finding.fingerprint,
    }


def _location(place: Place | None, file: File, artifacts: _Artifacts) -> dict[str, Any]:
    artifact = artifacts.location(file)
    if place is not None and place.in_file:
        return {"physicalLocation": {"artifactLocation": artifact, "region": _region(place)}}
    # Code scanning wants a line. Those of a page's or a record's text are not those of its file.
    physical = {"artifactLocation": artifact, "region": {"startLine": 1}}
    inside = [name for name in (file.record, place.element if place else None) if name]
    if not inside:
        return {"physicalLocation": physical}
    logical = {"fullyQualifiedName": " ".join(inside), "kind": "element"}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
        "charOffset": place.span.start,
        "charLength": len(place.span),
    }
