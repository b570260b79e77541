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
from auditor.model import Audit, Canonical, Document

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# A raw line end stands only between the tokens of JSON, never inside a string.
_SPREAD_PAIR = re.compile(r"\[\n *(\d+),\n *(\d+)\n *\]")


def render(audits: Sequence[Audit]) -> str:
    """One audit as a result, any other number as a list of results; it ends in a line feed."""
    if len(audits) == 1:
        return _dump(audits[0].to_dict())
    return _dump(
        {
            "schema": "auditor-results",
            "schema_version": 1,
            "auditor_version": __version__,
            "documents": [audit.to_dict() for audit in audits],
        }
    )


def render_map(canonical: Canonical, documents: Sequence[Document]) -> str:
    """Where every part of a canonical text was taken from, as JSON.

    Spans are half-open pairs of code points: `canonical` in the canonical text, `scrape` in the
    text of the document with that siglum.
    """
    return _dump(
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


def _dump(data: dict[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    text = _SPREAD_PAIR.sub(r"[\1, \2]", text)
    # A lone surrogate, from an undecodable file name say, has no UTF-8; JSON can escape it.
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
