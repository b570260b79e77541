"""All records that pass between the stages, and the options with every default.

Every offset is a zero-based Unicode code point; every span is half-open. The name of the
field, or its docstring, says which text it counts in: the document as scraped
(`Document.text`) or the canonical reconstruction (`Canonical.text`).

Records are frozen and hold tuples, so a stage can pass on what it got without a copy.
It imports nothing else of the package.
"""

from __future__ import annotations

from auditor.model.audits import (
    SEVERITIES,
    Audit,
    Finding,
    Location,
    MediaType,
    Normalization,
    Options,
    Rule,
    Severity,
    Side,
    fingerprint,
)
from auditor.model.decisions import (
    Action,
    Change,
    Decision,
    Decisions,
    Dropped,
    Placed,
    Quote,
    Repair,
)
from auditor.model.gate import (
    Checked,
    Comparison,
    Gate,
    Known,
    Measure,
    PerPath,
    Settings,
    Terms,
    Threshold,
    Verdict,
)
from auditor.model.readings import (
    Alignment,
    Block,
    Canonical,
    Choice,
    Collation,
    Edit,
    Editions,
    EditOp,
    Join,
    Notice,
    Origin,
    Rearrangement,
    Role,
    Score,
    Variant,
    Witness,
)
from auditor.model.texts import Document, Fragment, Ordinal, Provenance, Repeat, Span, TextOrigin

__all__ = [
    "SEVERITIES",
    "Action",
    "Alignment",
    "Audit",
    "Block",
    "Canonical",
    "Change",
    "Checked",
    "Choice",
    "Collation",
    "Comparison",
    "Decision",
    "Decisions",
    "Document",
    "Dropped",
    "Edit",
    "EditOp",
    "Editions",
    "Finding",
    "Fragment",
    "Gate",
    "Join",
    "Known",
    "Location",
    "Measure",
    "MediaType",
    "Normalization",
    "Notice",
    "Options",
    "Ordinal",
    "Origin",
    "PerPath",
    "Placed",
    "Provenance",
    "Quote",
    "Rearrangement",
    "Repair",
    "Repeat",
    "Role",
    "Rule",
    "Score",
    "Settings",
    "Severity",
    "Side",
    "Span",
    "Terms",
    "TextOrigin",
    "Threshold",
    "Variant",
    "Verdict",
    "Witness",
    "fingerprint",
]
