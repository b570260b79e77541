"""Files of decisions, and the log of a repair, as JSON; both end in a line feed.

Keys and entries are sorted and nothing depends on a clock: two runs give the same bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from auditor import __version__
from auditor.formats.result import dump
from auditor.model import Audit, Decision, Decisions, Repair, Span


def render(decisions: Decisions) -> str:
    """The file of decisions, as the report saves it."""
    return dump(
        {
            "schema": "auditor-decisions",
            "schema_version": 1,
            "input": {
                "path": decisions.path,
                "sha256": decisions.sha256,
                "encoding": decisions.encoding,
            },
            "reviewer": decisions.reviewer,
            "decisions": plain_decisions(decisions),
            "anchors": _anchors(decisions),
        }
    )


def render_log(audit: Audit, decisions: Decisions, repair: Repair) -> str:
    """Where every part of a repaired text came from, and what was left out, and why.

    Spans are half-open pairs of code points. Those of `placed` tile the output; their scraped
    ones and those of `dropped` tile the input. The hash of the output is that of its UTF-8.
    """
    provenance = audit.document.provenance
    return dump(
        {
            "schema": "auditor-log",
            "schema_version": 1,
            "auditor_version": __version__,
            "input": {
                "path": provenance.source,
                "sha256": provenance.sha256,
                "encoding": provenance.encoding,
                "characters": len(audit.document.text),
            },
            "canonical": {
                "origin": audit.canonical.origin,
                "sha256": _sha256(audit.canonical.text),
                "characters": len(audit.canonical.text),
            },
            "output": {"sha256": _sha256(repair.text), "characters": len(repair.text)},
            "reviewer": decisions.reviewer,
            "decisions": plain_decisions(decisions),
            "anchors": _anchors(decisions),
            "placed": [
                {
                    "output": _pair(part.output),
                    "side": part.side,
                    "span": _pair(part.span),
                    "change": part.change,
                    "decision": part.decision,
                }
                for part in repair.placed
            ],
            "dropped": [
                {"scrape": _pair(drop.scrape), "change": drop.change, "decision": drop.decision}
                for drop in repair.dropped
            ],
        }
    )


def plain_decisions(decisions: Decisions) -> list[dict[str, Any]]:
    """The decisions as plain data, ascending by fingerprint."""
    ranked = sorted(decisions.decisions, key=lambda decision: decision.fingerprint)
    return [_decision(decision) for decision in ranked]


def _anchors(decisions: Decisions) -> dict[str, dict[str, str]]:
    return {d.fingerprint: asdict(d.anchor) for d in decisions.decisions if d.anchor}


def _decision(decision: Decision) -> dict[str, Any]:
    """What was decided; what it doesn't say is left out."""
    said = {
        "fingerprint": decision.fingerprint,
        "rule": decision.rule,
        "action": decision.action,
        "reason": decision.reason,
        "expires": decision.expires.isoformat() if decision.expires else None,
        "place": decision.place,
        "after": decision.after,
    }
    return {key: value for key, value in said.items() if value is not None}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]
