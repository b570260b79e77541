"""Hand-made corruptions and readings that the tests of the benchmarks share."""

from __future__ import annotations

import numpy as np

from auditor.damage.operators import Corruption
from auditor.damage.sentences import sentences
from auditor.model import Canonical, Join, Span, Witness
from benchmarks import documents, joins, readings
from benchmarks.documents import load
from benchmarks.truth import Truth

TEXTS = {text.language: text.text for text in load(documents.Choice())}
ABC = "Alpha is first. Bravo is second. Carol is third. Delta is fourth. "
FIRST, SECOND, THIRD, FOURTH = (ABC[a:b] for a, b in sentences(ABC))


def built(canonical: str, *parts: tuple[int, int] | str) -> Corruption:
    """A corruption of canonical spans and inserted strings, every part a stream of its own."""
    scrape, origin, stream = "", [], []
    for number, part in enumerate(parts):
        text = part if isinstance(part, str) else canonical[slice(*part)]
        origin += [-1] * len(text) if isinstance(part, str) else list(range(*part))
        stream += [number] * len(text)
        scrape += text
    return Corruption("built", 0, canonical, scrape, np.array(origin), np.array(stream))


def reading_of(truth: Truth, *order: int) -> readings.ReadingScore:
    return readings.score_order(truth, order)


def document(name: str) -> documents.Text:
    return documents.Text(name, "en", ABC)


def inferred(truth: Truth, *order: int, confidence: float | None, offer: str = "") -> Canonical:
    """The canonical that has sentences in an order, with a join before the last of them."""
    witnesses, text = [], ""
    for sentence in order:
        start, end = truth.spans[sentence]
        span = Span(len(text), len(text) + end - start)
        witnesses.append(Witness(span, Span(start, end), "A"))
        text += truth.corruption.canonical[start:end]
    at = len(text) - len(truth.corruption.canonical[slice(*truth.spans[order[-1]])])
    alternatives = (offer,) if offer else ()
    join = () if confidence is None else (Join(at, confidence, (), alternatives),)
    return Canonical(text, "inferred", joins=join, witnesses=tuple(witnesses))


def join_score(*order: int, confidence: float | None, offer: str = "") -> joins.JoinScore:
    truth = Truth(built(ABC, (0, len(ABC))))
    canonical = inferred(truth, *order, confidence=confidence, offer=offer)
    return joins.score_joins(truth, canonical, readings.of_canonical(truth, canonical))
