"""A result in JSON back to the audit it was written from, with the document read again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

from auditor.decisions.fields import Fields, load
from auditor.model import (
    Alignment,
    Audit,
    Block,
    Canonical,
    Choice,
    Collation,
    Document,
    Edit,
    EditOp,
    Finding,
    Join,
    Location,
    Notice,
    Origin,
    Role,
    Score,
    Severity,
    Side,
    Span,
    Undone,
    UndoneKind,
)

_VERSIONS = (1, 2)  # the first lacks what was undone, and what later audits tell besides
_COUNTS = ("repeated", "moved", "inserted", "missing", "edited", "breakpoints")


def read_results(path: str | Path) -> tuple[Fields, ...]:
    """The results in a file: of one document or of several, each named for what is said of it.

    Raises InputError, which names the file, for anything else.
    """
    data = load(path)
    if isinstance(data, dict) and data.get("schema") == "auditor-results":
        whole = Fields(data, str(path))
        whole.version("auditor-results", *_VERSIONS)
        found = tuple(whole.each("documents", "document"))
    else:
        found = (Fields(data, str(path)),)
    for result in found:
        result.version("auditor-result", *_VERSIONS)
    return found


def audit_of(result: Fields, document: Document) -> Audit:
    """The audit that a result tells of; `document` is its input, read again as it was then.

    Fragments, repeats and witnesses are not in a result, so the collation has none. Raises
    InputError where the result does not fit itself or the document.
    """
    length = result.inside("source").number("characters")
    canonical = _canonical(result.inside("canonical"), length)
    if length != len(document.text):
        result.fail(
            f"tells of {length:,} characters where the input has {len(document.text):,}; read it "
            "with the selectors of the audit, or audit it again"
        )
    alignment = _alignment(result.inside("alignment"), length, len(canonical.text))
    score = result.inside("score")
    counts = {name: score.number(name) for name in _COUNTS}
    if score.data.get("recurring") is not None:  # an older result has not counted it
        counts["recurring"] = score.number("recurring")
    sides = {"scrape": length, "canonical": len(canonical.text)}
    return Audit(
        collation=Collation(document, (), (), canonical, (), alignment),
        score=Score(length, len(canonical.text), **counts),
        findings=tuple(_finding(entry, sides) for entry in result.each("findings", "finding")),
        notices=tuple(
            Notice(entry.text("code"), entry.text("reason"))
            for entry in result.each("notices", "notice")
        ),
        options_digest=result.text("options_digest"),
        auditor_version=result.text("auditor_version"),
        model=result.optional("model"),
    )


def _canonical(entry: Fields, length: int) -> Canonical:
    text = entry.text("text")
    return Canonical(
        text=text,
        origin=_word(entry, "origin", get_args(Origin)),
        joins=tuple(_join(join, len(text)) for join in entry.each("joins", "join")),
        choices=tuple(_choice(choice, len(text)) for choice in entry.each("choices", "choice")),
        undone=_undone(entry, length) if "undone" in entry.data else (),
    )


def _undone(entry: Fields, length: int) -> tuple[Undone, ...]:
    return tuple(
        Undone(
            _word(record, "kind", get_args(UndoneKind)),
            tuple(
                _as_span(record, "places", place, length) for place in record.need("places", list)
            ),
            record.ratio("gain"),
            record.ratio("confidence"),
        )
        for record in entry.each("undone", "record")
    )


def _join(entry: Fields, length: int) -> Join:
    words = _texts(entry, "evidence"), _texts(entry, "alternatives")
    return Join(_place(entry, "at", length), entry.ratio("confidence"), *words)


def _choice(entry: Fields, length: int) -> Choice:
    places = tuple(
        (_place(place, "at", length), place.ratio("confidence"))
        for place in entry.each("places", "place")
    )
    passage = _span(entry, "passage", length)
    return Choice(passage, entry.ratio("confidence"), places, _texts(entry, "evidence"))


def _alignment(entry: Fields, scraped: int, canonical: int) -> Alignment:
    blocks = tuple(_block(block, scraped, canonical) for block in entry.each("blocks", "block"))
    edges = [0, *(block.scrape.end for block in blocks)]
    if [block.scrape.start for block in blocks] != edges[:-1] or edges[-1] != scraped:
        entry.fail("the blocks do not tile the input; audit it again")
    homes = sorted(b.canonical for b in blocks if b.canonical and b.role in ("kept", "moved"))
    if any(b.start < a.end for a, b in pairwise(homes)):
        entry.fail("two blocks stand for the same canonical text; audit the input again")
    kept = [block.canonical for block in blocks if block.canonical and block.role == "kept"]
    if kept != sorted(kept):
        entry.fail("the kept blocks are not in order; audit the input again")
    missing = entry.need("missing", list)
    return Alignment(blocks, tuple(_as_span(entry, "missing", m, canonical) for m in missing))


def _block(entry: Fields, scraped: int, canonical: int) -> Block:
    scrape = _span(entry, "scrape", scraped)
    home = None
    if entry.data.get("canonical") is not None:
        home = _span(entry, "canonical", canonical)
    role = _word(entry, "role", get_args(Role))
    if home is None and role != "inserted":
        entry.fail(f"is {role} and has no canonical span")
    edits = tuple(_edit(edit, scraped, canonical) for edit in entry.each("edits", "edit"))
    _ascend(entry, scrape, [edit.scrape for edit in edits])
    _ascend(entry, home or Span(0, 0), [edit.canonical for edit in edits])
    return Block(scrape, home, role, entry.number("chain"), edits)


def _ascend(entry: Fields, whole: Span, spans: Sequence[Span]) -> None:
    edges = [whole.start, *(at for span in spans for at in (span.start, span.end)), whole.end]
    if edges != sorted(edges):
        entry.fail("the edits do not ascend inside the block; audit the input again")


def _edit(entry: Fields, scraped: int, canonical: int) -> Edit:
    op = _word(entry, "op", get_args(EditOp))
    return Edit(op, _span(entry, "scrape", scraped), _span(entry, "canonical", canonical))


def _finding(entry: Fields, sides: dict[str, int]) -> Finding:
    locations = []
    for place in entry.each("locations", "location"):
        side = _word(place, "side", get_args(Side))
        locations.append(Location(side, _span(place, "span", sides[side]), place.text("phrase")))
    return Finding(
        entry.text("rule"),
        entry.text("name"),
        _word(entry, "severity", get_args(Severity)),
        entry.text("message"),
        tuple(locations),
        entry.text("fingerprint"),
        entry.optional("suggestion"),
        None if entry.data.get("probability") is None else entry.ratio("probability"),
        None if entry.data.get("under") is None else entry.text("under"),
    )


def _word(entry: Fields, key: str, words: Sequence[str]) -> Any:
    word = entry.text(key)
    if word not in words:
        entry.fail(f"{key!r} is {word!r}, none of {', '.join(words)}")
    return word


def _texts(entry: Fields, key: str) -> tuple[str, ...]:
    found = entry.need(key, list)
    if not all(isinstance(text, str) for text in found):
        entry.fail(f"{key!r} must hold texts")
    return tuple(found)


def _place(entry: Fields, key: str, length: int) -> int:
    at = entry.number(key)
    if not 0 <= at <= length:
        entry.fail(f"{key!r} lies outside of the text")
    return at


def _span(entry: Fields, key: str, length: int) -> Span:
    return _as_span(entry, key, entry.data.get(key), length)


def _as_span(entry: Fields, key: str, pair: Any, length: int) -> Span:
    numbers = isinstance(pair, list) and len(pair) == 2 and all(type(at) is int for at in pair)
    if not numbers or not 0 <= pair[0] <= pair[1] <= length:
        entry.fail(f"{key!r} is no span of the text")
    return Span(*pair)
