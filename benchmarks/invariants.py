"""What holds of every audit, repair and report, told in the plainest code.

Each check yields a sentence for what does not hold.
"""

from __future__ import annotations

import itertools
import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from rapidfuzz import fuzz
from referencing import Registry, Resource

from auditor import formats
from auditor.formats import report, result
from auditor.model import Audit, Block, Canonical, Document, Normalization, Repair, Span
from auditor.text.compared import normalize
from benchmarks.read_back import read_back

_OF_INFORMATION = 8  # characters in comparison form from which losing them is a loss; a guess
_NEAR = 75  # per cent of a text that stand there, edited; under the 80 from which the engine merges


def coverage(audit: Audit, *roles: str) -> list[int]:
    """For each canonical character, in how many blocks of these roles it stands."""
    counts = [0] * len(audit.canonical.text)
    for block in audit.alignment.blocks:
        if block.canonical is not None and block.role in roles:
            for at in range(block.canonical.start, block.canonical.end):
                counts[at] += 1
    return counts


@dataclass(frozen=True)
class Compared:
    """A text in comparison form, asked by spans of the text as it stands."""

    text: str
    starts: list[int]

    @classmethod
    def of(cls, text: str, form: Normalization = "nfkc") -> Compared:
        normalized = normalize(text, form)
        return cls(normalized.text, normalized.starts.spread().tolist())

    def part(self, span: Span) -> str:
        return self.text[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]


def rebuilt(block: Block, scrape: Compared, canonical: Compared) -> str:
    """The scraped part of a block, made from its canonical part and its edits."""
    assert block.canonical is not None
    parts, at = [], block.canonical.start
    for edit in block.edits:
        assert at <= edit.canonical.start <= edit.canonical.end
        parts += [canonical.part(Span(at, edit.canonical.start)), scrape.part(edit.scrape)]
        at = edit.canonical.end
    return "".join([*parts, canonical.part(Span(at, block.canonical.end))])


def audit_faults(audit: Audit, form: Normalization) -> Iterator[str]:
    """Of an audit made with the comparison form `form`."""
    yield from _block_faults(audit)
    yield from _span_faults(audit)
    yield from canonical_faults(audit.canonical, [audit.document])
    if audit.canonical.origin == "inferred":
        yield from _lost(audit, form)
    if form == "none":
        sides = Compared.of(audit.document.text, form), Compared.of(audit.canonical.text, form)
        for block in audit.alignment.blocks:
            is_aligned = block.canonical is not None
            if is_aligned and rebuilt(block, *sides) != block.scrape.of(audit.document.text):
                yield f"the edits of the block at {block.scrape} do not make its text"
    marks = Counter(finding.fingerprint for finding in audit.findings)
    yield from (f"{count} findings are {mark}" for mark, count in marks.items() if count > 1)


def _block_faults(audit: Audit) -> Iterator[str]:
    blocks = audit.alignment.blocks
    edges = [0, *(block.scrape.end for block in blocks)]
    if [block.scrape.start for block in blocks] != edges[:-1] or edges[-1] != len(
        audit.document.text
    ):
        yield "the blocks do not tile the scrape"
    if any(not len(block.scrape) for block in blocks):
        yield "a block is empty"
    placed = coverage(audit, "kept", "moved")
    if max(placed, default=0) > 1:
        yield f"canonical character {placed.index(max(placed))} is in several blocks"
    again = coverage(audit, "repeated")
    lost = [at for at, times in enumerate(again) if times and not placed[at]]
    if lost:
        yield f"canonical character {lost[0]} is repeated and stands nowhere"
    kept = [block.canonical for block in blocks if block.role == "kept" and block.canonical]
    if any(a.end > b.start for a, b in itertools.pairwise(kept)):
        yield "the kept blocks do not rise"
    missing = [at for span in audit.alignment.missing for at in range(span.start, span.end)]
    if missing != [at for at, (a, b) in enumerate(zip(placed, again, strict=True)) if not a + b]:
        yield "missing is not what no block has"


def _span_faults(audit: Audit) -> Iterator[str]:
    sizes = {"scrape": len(audit.document.text), "canonical": len(audit.canonical.text)}
    for finding in audit.findings:
        for at in finding.locations:
            if not 0 <= at.span.start < at.span.end <= sizes[at.side]:
                yield f"{finding.rule} is at {at.span} of the {at.side}, {sizes[at.side]} long"
    for block in audit.alignment.blocks:
        for edit in block.edits:
            inside = block.canonical is not None and _within(edit.canonical, block.canonical)
            if not inside or not _within(edit.scrape, block.scrape):
                yield f"the edit at {edit.scrape} is outside of its block"
    spans = [origin.span for origin in audit.document.origins]
    edges = [0, *(at for span in spans for at in (span.start, span.end)), sizes["scrape"]]
    if edges != sorted(edges):
        yield "the origins of the text do not ascend in it"


def _within(part: Span, whole: Span) -> bool:
    return whole.start <= part.start <= part.end <= whole.end


def canonical_faults(canonical: Canonical, documents: Iterable[Document]) -> Iterator[str]:
    """Of a reading; `documents` are those that its witnesses name."""
    size = len(canonical.text)
    texts = {document.siglum: document.text for document in documents}
    for join in canonical.joins:
        if not 0 <= join.at <= size or not 0 <= join.confidence <= 1:
            yield f"a join is at {join.at} of {size}, with {join.confidence}"
    for choice in canonical.choices:
        places = [at for at, _ in choice.places]
        if not _within(choice.passage, Span(0, size)) or not all(0 <= at <= size for at in places):
            yield f"a choice is at {choice.passage} and {places} of {size}"
        if not 0 <= choice.confidence + sum(odds for _, odds in choice.places) < 1.001:
            yield f"the odds of {choice.passage} are more than 1"
    for witness in canonical.witnesses:
        there = Span(0, len(texts[witness.siglum]))
        if not _within(witness.canonical, Span(0, size)) or not _within(witness.scrape, there):
            yield f"a witness is at {witness.canonical} and {witness.scrape}"


def _lost(audit: Audit, form: Normalization) -> Iterator[str]:
    """Scraped text that is aligned to nothing, and neither it nor a near copy is in the reading."""
    there = normalize(audit.canonical.text, form).text
    blocks = audit.alignment.blocks
    alone = [block.scrape for block in blocks if block.canonical is None]
    alone += [edit.scrape for block in blocks for edit in block.edits]
    for span in alone:
        key = normalize(span.of(audit.document.text), form).text
        if len(key.strip()) < _OF_INFORMATION or key in there:
            continue
        if fuzz.partial_ratio(key, there) < _NEAR and _ends(key, there) < _NEAR / 100 * len(key):
            yield f"lost: {span} {key[:60]!r}"


def _ends(key: str, text: str) -> int:
    """Characters of the key's two ends that the text has: it may be torn in two."""
    sizes = range(len(key) + 1)
    head = max(size for size in sizes if key[:size] in text)
    return head + max(size for size in sizes if key[len(key) - size :] in text)


def log_faults(audit: Audit, repair: Repair) -> Iterator[str]:
    """Placed parts tile the output and say what stands there; the scrape is accounted for."""
    texts = {"scrape": audit.document.text, "canonical": audit.canonical.text}
    if "".join(part.span.of(texts[part.side]) for part in repair.placed) != repair.text:
        yield "the placed parts are not the text"
    edges = [0, *(part.output.end for part in repair.placed)]
    if edges[:-1] != [part.output.start for part in repair.placed]:
        yield "the placed parts do not tile the output"
    if not all(len(part.output) == len(part.span) > 0 for part in repair.placed):
        yield "a placed part is empty or of another length"
    scraped = [part.span for part in repair.placed if part.side == "scrape"]
    spans = sorted([*scraped, *(drop.scrape for drop in repair.dropped)])
    edges = [0, *(span.end for span in spans)]
    if [span.start for span in spans] != edges[:-1] or edges[-1] != len(audit.document.text):
        yield "placed and dropped do not tile the scrape"


def report_faults(audit: Audit) -> Iterator[str]:
    """Of the page: it encodes, its tags close each other, and both texts stand in it."""
    page = report.render(audit)
    page.encode("utf-8", "strict")
    try:
        texts = read_back(page)
    except ValueError as error:
        yield f"the report: {error}"
        return
    if texts != (audit.document.text, audit.canonical.text):
        yield "the texts of the report are not those of the audit"


@cache
def _schemas() -> dict[str, Draft202012Validator]:
    schemas = {name: json.loads(result.schema(name)) for name in formats.SCHEMAS}
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()
    )
    return {
        name: Draft202012Validator(schema, registry=registry) for name, schema in schemas.items()
    }


def json_faults(text: str, schema: str) -> Iterator[str]:
    """Of JSON that shall fit a shipped schema."""
    text.encode("utf-8", "strict")
    for error in itertools.islice(_schemas()[schema].iter_errors(json.loads(text)), 3):
        yield f"the JSON at {error.json_path}: {error.message[:200]}"
