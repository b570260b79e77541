"""The result as JSON, as the schemas in `auditor/formats/schema` describe it.

Keys are sorted, nothing depends on a clock or a machine: two runs give the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from auditor import __version__
from auditor.formats.skipped import fields
from auditor.model import Audit, Canonical, Document, Skipped

# Escaped in JSON though JSON need not: lone surrogates, from an undecodable file name say, which
# have no UTF-8; C1 and bidirectional controls, which a terminal would obey.
_ESCAPED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# A raw line end stands only between the tokens of JSON, never inside a string.
_SPREAD_PAIR = re.compile(r"\[\n *(\d+),\n *(\d+)\n *\]")


def render(audits: Sequence[Audit], skipped: Sequence[Skipped] = ()) -> str:
    """One audit as a result, any other number as a list of results; it ends in a line feed.

    The list tells what was `skipped` in folders too.
    """
    if len(audits) == 1:
        return dump(audits[0].to_dict())
    return dump(
        {
            "schema": "auditor-results",
            "schema_version": 2,
            "auditor_version": __version__,
            "documents": [audit.to_dict() for audit in audits],
            # Only a run of the gate has these.
            "exit_code": None,
            "exit_reason": None,
            "verdicts": None,
            **fields(skipped),
        }
    )


def render_map(canonical: Canonical, documents: Sequence[Document]) -> str:
    """Where every part of a canonical text was taken from, as JSON.

    Spans are half-open pairs of code points: `canonical` in the canonical text, `scrape` in the
    text of the document with that siglum.
    """
    return dump(
        {
            "schema": "auditor-map",
            "schema_version": 1,
            "auditor_version": __version__,
            "characters": len(canonical.text),
            "documents": [
                {
                    "siglum": document.siglum,
                    "path": document.provenance.source,
                    "sha256": document.provenance.sha256,
                    "encoding": document.provenance.encoding,
                    "characters": len(document.text),
                }
                for document in documents
            ],
            "witnesses": [
                {
                    "canonical": [at.canonical.start, at.canonical.end],
                    "scrape": [at.scrape.start, at.scrape.end],
                    "siglum": at.siglum,
                }
                for at in canonical.witnesses
            ],
            "joins": [
                {
                    "at": join.at,
                    "confidence": join.confidence,
                    "evidence": list(join.evidence),
                    "alternatives": list(join.alternatives),
                }
                for join in canonical.joins
            ],
        }
    )


def schema(name: str) -> str:
    """The JSON Schema `name`, one of `auditor.formats.SCHEMAS`, as it is shipped."""
    path = files("auditor.formats") / "schema" / f"auditor-{name}.schema.json"
    return path.read_text(encoding="utf-8")


def dump(data: Any) -> str:
    """Plain data as JSON over several lines: keys sorted, pairs of numbers on one line."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return _escaped(_SPREAD_PAIR.sub(r"[\1, \2]", text)) + "\n"


def dump_line(data: Any) -> str:
    """Plain data as JSON on one line, keys sorted; it ends in a line feed."""
    return _escaped(json.dumps(data, ensure_ascii=False, sort_keys=True, allow_nan=False)) + "\n"


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
