"""How grave a copy is: by the probability that it is damage, and by how much of the page it is.

Each character that stands again has the highest probability of the repeats that it is in, and a
finding that of half of the characters it tells of, at least. The highest of all would be no
measure: of fifty repeats in a text that repeats itself by right, one or two look like damage.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from auditor.model import Collation, Severity, Span, UndoneKind, severity_of
from auditor.rules.places import remembered

# What was undone where a rule tells of copies.
_RECORDS: dict[str, frozenset[UndoneKind]] = {
    "AUD101": frozenset({"doublets", "inserted"}),
    "AUD102": frozenset({"doublets", "inserted"}),
    "AUD103": frozenset({"doublets"}),
    "AUD105": frozenset({"doublets"}),
    "AUD107": frozenset({"windows"}),
    "AUD202": frozenset({"woven"}),
}


@remembered
def _likely(collation: Collation) -> NDArray[np.float64]:
    """Of each character of the scrape the probability that it stands again by damage; -1 where it
    was not judged.
    """
    found = np.full(len(collation.document.text), -1.0)
    judged = ((r.damage, r.occurrences) for r in collation.repeats if r.damage is not None)
    for damage, occurrences in sorted(judged):
        for span in occurrences:
            found[span.start : span.end] = damage
    return found


def probability(collation: Collation, spans: Sequence[Span]) -> float | None:
    """The probability that what stands in these places of the scrape is damage, to two digits;
    None where nothing of it was judged.
    """
    likely = _likely(collation)
    parts = [likely[span.start : span.end] for span in spans]
    judged = np.concatenate([part[part >= 0] for part in parts]) if parts else np.empty(0)
    return round(float(np.quantile(judged, 0.5, method="lower")), 2) if len(judged) else None


def graded(
    collation: Collation, rule: str, copies: Sequence[Span], judged: float | None
) -> tuple[Severity, float | None]:
    """The severity of a finding of a rule that tells of copies, and the probability behind it.

    Against a trusted text a copy is sure, and nothing is judged. `judged` are copies that are
    left. What was undone is no less likely damage than what is undone so mostly is: more was
    looked at than what stands again, and nobody shall miss that the reading lacks it.
    """
    share = sum(map(len, copies)) / max(1, len(collation.document.text))
    if collation.canonical.origin == "given":
        return severity_of(1.0, share), None
    if judged is not None:
        return severity_of(judged, share), judged
    records = (r for r in collation.canonical.undone if r.kind in _RECORDS[rule])
    sure = max((record.confidence for record in records), default=None)
    told = [each for each in (probability(collation, copies), sure) if each is not None]
    damage = max(told, default=None)
    return severity_of(1.0 if damage is None else damage, share), damage
