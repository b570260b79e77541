"""Audits made by hand: what a writer gets, without the stages that would make it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from auditor.canonical import Page
from auditor.model import (
    Alignment,
    Audit,
    Block,
    Canonical,
    Choice,
    Collation,
    Document,
    Edit,
    Finding,
    Join,
    Location,
    Notice,
    Options,
    Origin,
    Role,
    Score,
    Severity,
    Side,
    Span,
)
from auditor.segment import segment


def page_of(text: str) -> Page:
    """What a step of the inference is given."""
    return Page(Document.from_text(text), Options(), segment)


Piece = tuple[str, str, Role | None]  # canonical text, scraped text, role; None: missing


def finding(
    rule: str = "AUD101",
    name: str = "repeated-fragment",
    severity: Severity = "warning",
    message: str = "A passage stands twice.",
    locations: Iterable[tuple[Side, int, int, str]] = (),
    suggestion: str | None = "Keep the first.",
) -> Finding:
    places = tuple(
        Location(side, Span(start, end), phrase) for side, start, end, phrase in locations
    )
    told = f"{rule}|{message}|{places}".encode("utf-8", "surrogatepass")
    fingerprint = hashlib.sha256(told).hexdigest()[:16]
    return Finding(rule, name, severity, message, places, fingerprint, suggestion)


def audit_of(
    pieces: Sequence[Piece],
    *,
    findings: Sequence[Finding] = (),
    joins: Sequence[Join] = (),
    choices: Sequence[Choice] = (),
    notices: Sequence[Notice] = (),
    language: str | None = "zh",
    source: str = "page.txt",
    given: bool = False,
) -> Audit:
    """An audit from pieces in the order of the scrape.

    A kept or missing piece stands in the canonical where it is listed; a moved one is put at
    its end; a repeated one answers the first place of its canonical text.
    """
    canonical = "".join(piece[0] for piece in pieces if piece[2] in ("kept", None))
    canonical += "".join(piece[0] for piece in pieces if piece[2] == "moved")
    blocks, missing = _aligned(pieces, canonical)
    scrape = "".join(piece[1] for piece in pieces if piece[2] is not None)
    document = Document.from_text(scrape, source=source, language=language)
    origin: Origin = "given" if given else "inferred"
    reference = Canonical(canonical, origin, tuple(joins), tuple(choices))
    alignment = Alignment(blocks, missing)
    collation = Collation(document, (), (), reference, (), alignment)
    return Audit(
        collation,
        _score(collation),
        tuple(findings),
        tuple(notices),
        options_digest="0" * 16,
        auditor_version="0.0",
    )


def _aligned(pieces: Sequence[Piece], canonical: str) -> tuple[tuple[Block, ...], tuple[Span, ...]]:
    blocks: list[Block] = []
    missing: list[Span] = []
    at = reached = 0
    last = sum(len(piece[0]) for piece in pieces if piece[2] in ("kept", None))
    for there, here, role in pieces:
        if role == "moved":
            start, last = last, last + len(there)
        else:
            start = canonical.index(there) if role == "repeated" else reached
        reached += len(there) if role in ("kept", None) else 0
        span = Span(start, start + len(there))
        if role is None:
            missing.append(span)
            continue
        scraped = Span(at, at + len(here))
        at = scraped.end
        aligned = None if role == "inserted" else span
        edits = _edits(there, here, scraped, span) if aligned else ()
        blocks.append(Block(scraped, aligned, role, 0 if role == "kept" else len(blocks), edits))
    return tuple(blocks), tuple(missing)


def _edits(there: str, here: str, scraped: Span, span: Span) -> tuple[Edit, ...]:
    """One edit between the common beginning and the common end."""
    if there == here:
        return ()
    short = min(len(there), len(here))
    head = next((i for i in range(short) if there[i] != here[i]), short)
    rest = short - head
    tail = next((i for i in range(rest) if there[-1 - i] != here[-1 - i]), rest)
    changed = Span(scraped.start + head, scraped.end - tail)
    original = Span(span.start + head, span.end - tail)
    return (Edit("replace", changed, original),)


def _score(collation: Collation) -> Score:
    sizes = dict.fromkeys(("kept", "moved", "repeated", "inserted"), 0)
    for block in collation.alignment.blocks:
        sizes[block.role] += len(block.scrape)
    edited = sum(len(edit.scrape) for block in collation.alignment.blocks for edit in block.edits)
    return Score(
        characters=len(collation.document.text),
        canonical_characters=len(collation.canonical.text),
        repeated=sizes["repeated"],
        moved=sizes["moved"],
        inserted=sizes["inserted"],
        missing=sum(len(span) for span in collation.alignment.missing),
        edited=edited,
        breakpoints=max(len(collation.alignment.blocks) - 1, 0),
    )


def notice() -> Audit:
    """A small notice with one mark of every kind, two findings in each of three groups."""
    pieces: list[Piece] = [
        ("关于服务贸易试点的通知。", "关于服务贸易试点的通知。", "kept"),
        ("关于服务贸易试点的通知。", "关于服务贸易试点的通告。", "repeated"),
        ("一、总体要求。", "一、总体要求。", "kept"),
        ("（三）便利化。", "（三）便利化。", "moved"),
        ("（一）指导思想。\n", "（一）指导思想。\n", "kept"),
        ("（二）基本原则。", "", None),
        ("", "打印本页", "inserted"),
        ("特此通知，请遵照执行。", "特此通知，请遵照执行。", "kept"),
    ]
    findings = [
        finding(
            "AUD102",
            "near-repeated-fragment",
            "warning",
            "The title stands twice, edited.",
            [("scrape", 12, 24, "the copy"), ("scrape", 0, 12, "the original")],
        ),
        finding(
            "AUD301",
            "missing-ordinal",
            "error",
            "（二） is missing.",
            [
                ("scrape", 38, 42, "（一） stands here"),
                ("canonical", 28, 36, "（二） belongs here"),
            ],
        ),
        finding(
            "AUD201",
            "moved-fragment",
            "note",
            "（三） stands before （一）.",
            [("scrape", 31, 38, "too early")],
            None,
        ),
        finding(
            "AUD302",
            "missing-fragment",
            "error",
            "A passage is missing.",
            [("canonical", 28, 36, "missing")],
        ),
    ]
    joins = [
        Join(12, 0.97, ("order of the scrape",)),
        Join(19, 0.55, ("ordinal 一 wants （一）",), ("特此通知，请遵照执行。",)),
    ]
    return audit_of(pieces, findings=findings, joins=joins, source="notices/notice.txt")


def open_passage(rule: str = "AUD501") -> Audit:
    """Three sentences; the middle one could also stand at the head, at the end, or hardly."""
    pieces: list[Piece] = [
        ("各市人民政府：现通知如下。", "各市人民政府：现通知如下。", "kept"),
        ("请抓紧落实。", "请抓紧落实。", "moved"),
        ("有关部门要做好协调。", "有关部门要做好协调。", "kept"),
    ]
    choice = Choice(Span(23, 29), 0.46, ((13, 0.3), (0, 0.236), (20, 0.004)), ("built alike",))
    found = finding(
        rule,
        "ambiguous-order",
        message="The place of a passage is open.",
        locations=[("scrape", 13, 19, "scraped here"), ("canonical", 23, 29, "chosen")],
    )
    return audit_of(pieces, findings=[found], choices=[choice])
