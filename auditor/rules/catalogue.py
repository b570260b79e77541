"""Every rule, in one tuple. Documentation, SARIF and the configuration read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from inspect import cleandoc

from auditor.model import Collation, Finding, Options, Rule, Severity
from auditor.rules import (
    capture,
    certainty,
    characters,
    columns,
    completeness,
    contradictions,
    duplication,
    editions,
    foreign,
    furniture,
    mojibake,
    order,
    pages,
)
from auditor.rules.places import Draft, finish

Check = Callable[[Collation, Options], Iterator[Draft]]


def _rule(id: str, name: str, severity: Severity, summary: str, check: Check) -> Rule:
    """A rule for the text of one document; its page is the check's own documentation."""
    bare = _elsewhere(id, name, severity, summary, check.__doc__ or "")

    def findings(collation: Collation, options: Options) -> tuple[Finding, ...]:
        return finish(bare, check(collation, options))

    findings.__doc__ = check.__doc__
    return replace(bare, check=findings)


def _elsewhere(id: str, name: str, severity: Severity, summary: str, page: str) -> Rule:
    """A rule whose findings are made elsewhere, by `Rule.finding`."""
    return Rule(id, name, severity, summary, page=cleandoc(page).strip())


RULES: tuple[Rule, ...] = (
    _elsewhere(
        "AUD001",
        "unreadable-input",
        "error",
        "cannot be read, decoded or parsed",
        pages.UNREADABLE_INPUT,
    ),
    _rule(
        "AUD002",
        "empty-document",
        "error",
        "nothing left after selection",
        capture.empty_document,
    ),
    _rule(
        "AUD003",
        "replacement-characters",
        "warning",
        "characters that could not be decoded",
        characters.replacement_characters,
    ),
    _rule(
        "AUD004",
        "mojibake",
        "warning",
        "text that looks wrongly decoded; never repaired",
        mojibake.mojibake,
    ),
    _rule(
        "AUD005",
        "capture-failure",
        "error",
        "a bot, login or cookie wall, an error or maintenance page",
        capture.capture_failure,
    ),
    _rule(
        "AUD006",
        "hidden-characters",
        "warning",
        "direction overrides, zero-width and control characters",
        characters.hidden_characters,
    ),
    _elsewhere(
        "AUD007",
        "parser-limit",
        "error",
        "a limit on depth or size kept it from being read",
        pages.PARSER_LIMIT,
    ),
    _rule(
        "AUD008",
        "truncated-document",
        "warning",
        "ends in mid-sentence",
        capture.truncated_document,
    ),
    _elsewhere(
        "AUD009",
        "audit-incomplete",
        "error",
        "stopped by a time limit or a failure",
        pages.AUDIT_INCOMPLETE,
    ),
    _rule(
        "AUD101",
        "repeated-fragment",
        "warning",
        "the same text again, where the canonical has it fewer times",
        duplication.repeated_fragment,
    ),
    _rule(
        "AUD102",
        "near-repeated-fragment",
        "warning",
        "the same text again with small edits",
        duplication.near_repeated_fragment,
    ),
    _rule(
        "AUD103",
        "repeated-document",
        "error",
        "the whole document, or most of it, follows itself",
        duplication.repeated_document,
    ),
    _rule(
        "AUD104",
        "repeated-header",
        "note",
        "title, date or issue number repeated",
        duplication.repeated_header,
    ),
    _rule(
        "AUD105",
        "adjacent-repeat",
        "warning",
        "a sentence or phrase stutters",
        duplication.adjacent_repeat,
    ),
    _elsewhere(
        "AUD106",
        "boilerplate-repeat",
        "note",
        "the same block on many pages of a batch",
        pages.BOILERPLATE_REPEAT,
    ),
    _rule(
        "AUD107",
        "overlapping-windows",
        "error",
        "consecutive pieces repeat each other's ends: a chunker's overlap",
        duplication.overlapping_windows,
    ),
    _rule(
        "AUD108",
        "two-editions",
        "note",
        "a long text twice, in two editions that are both meant",
        editions.two_editions,
    ),
    _rule(
        "AUD201",
        "moved-fragment",
        "warning",
        "once on each side, out of place",
        order.moved_fragment,
    ),
    _rule(
        "AUD202",
        "interleaved-copies",
        "error",
        "two or more copies woven together; one finding that lists its runs",
        order.interleaved_copies,
    ),
    _rule(
        "AUD203",
        "swapped-blocks",
        "warning",
        "two neighbouring passages exchanged",
        order.swapped_blocks,
    ),
    _rule(
        "AUD204",
        "ordinal-disorder",
        "warning",
        "an ordinal behind a higher one of its list: （二） before （一）",
        order.ordinal_disorder,
    ),
    _rule(
        "AUD205",
        "detached-heading",
        "warning",
        "a heading away from its text",
        order.detached_heading,
    ),
    _rule(
        "AUD206",
        "broken-seam",
        "note",
        "a jump in the middle of a sentence or word",
        order.broken_seam,
    ),
    _rule(
        "AUD207",
        "column-shuffle",
        "error",
        "two columns read across",
        columns.column_shuffle,
    ),
    _rule(
        "AUD301",
        "missing-ordinal",
        "error",
        "（二）（四） without （三）",
        completeness.missing_ordinal,
    ),
    _rule(
        "AUD302",
        "missing-fragment",
        "error",
        "in the canonical, not in the scrape",
        completeness.missing_fragment,
    ),
    _rule(
        "AUD303",
        "contradicting-copies",
        "error",
        "copies differ in a number, date, name or negation",
        contradictions.contradicting_copies,
    ),
    _rule(
        "AUD304",
        "dangling-reference",
        "note",
        "an annex named but absent",
        completeness.dangling_reference,
    ),
    _rule(
        "AUD401",
        "page-furniture",
        "note",
        "print, share, navigation inside the body",
        furniture.page_furniture,
    ),
    _rule(
        "AUD402",
        "foreign-fragment",
        "warning",
        "text that is not of this document",
        foreign.foreign_fragment,
    ),
    _rule(
        "AUD501",
        "ambiguous-order",
        "warning",
        "several orders fit the evidence; an editor must choose",
        certainty.ambiguous_order,
    ),
    _rule(
        "AUD502",
        "low-confidence-reconstruction",
        "warning",
        "the reading as a whole is below `min-confidence`",
        certainty.low_confidence,
    ),
    _elsewhere(
        "AUD901",
        "stale-baseline-entry",
        "note",
        "an entry of the baseline that fits no finding any more",
        pages.STALE_BASELINE_ENTRY,
    ),
    _elsewhere(
        "AUD902",
        "expired-suppression",
        "warning",
        "a decision whose date is past",
        pages.EXPIRED_SUPPRESSION,
    ),
    _elsewhere(
        "AUD903",
        "suppression-without-reason",
        "error",
        "a decision that doesn't say why",
        pages.SUPPRESSION_WITHOUT_REASON,
    ),
    _elsewhere(
        "AUD904",
        "stale-decision",
        "warning",
        "the text under the decision changed",
        pages.STALE_DECISION,
    ),
)
