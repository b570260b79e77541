"""All rules, in one tuple. Documentation, SARIF and the configuration read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from auditor.errors import OptionsError
from auditor.model import Collation, Finding, Options, Rule, Severity
from auditor.rules import completeness, duplication, order
from auditor.rules.places import Draft, finish

Check = Callable[[Collation, Options], Iterator[Draft]]


def _rule(id: str, name: str, severity: Severity, summary: str, check: Check) -> Rule:
    def findings(collation: Collation, options: Options) -> tuple[Finding, ...]:
        return tuple(finish(id, name, severity, check(collation, options)))

    findings.__doc__ = check.__doc__
    return Rule(id, name, severity, summary, findings)


RULES: tuple[Rule, ...] = (
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
    _rule(
        "AUD107",
        "overlapping-windows",
        "error",
        "consecutive pieces repeat each other's ends: a chunker's overlap",
        duplication.overlapping_windows,
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
        "AUD204",
        "ordinal-disorder",
        "warning",
        "an ordinal behind a higher one of its list: （二） before （一）",
        order.ordinal_disorder,
    ),
    _rule(
        "AUD206",
        "broken-seam",
        "note",
        "a jump in the middle of a sentence or word",
        order.broken_seam,
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
        "copies differ in a number, date or negation",
        duplication.contradicting_copies,
    ),
    _rule(
        "AUD304",
        "dangling-reference",
        "note",
        "an annex named but absent",
        completeness.dangling_reference,
    ),
    _rule(
        "AUD501",
        "ambiguous-order",
        "warning",
        "several orders fit the evidence; an editor must choose",
        order.ambiguous_order,
    ),
)


def check(collation: Collation, options: Options) -> tuple[Finding, ...]:
    """The findings of all selected rules, by place in the scrape, then by rule."""
    found = [f for rule in selected(options) if rule.check for f in rule.check(collation, options)]
    return tuple(sorted(found, key=_place))


def selected(options: Options) -> tuple[Rule, ...]:
    """The rules that `select` and `ignore` leave, by id, name or prefix.

    Raises OptionsError for a value that fits no rule.
    """
    for value in (*options.select, *options.ignore):
        if not any(_fits(rule, value) for rule in RULES):
            raise OptionsError(f"no rule is called {value!r}; `auditor rule --all` lists them")
    return tuple(
        rule
        for rule in RULES
        if (not options.select or any(_fits(rule, value) for value in options.select))
        and not any(_fits(rule, value) for value in options.ignore)
    )


def _fits(rule: Rule, value: str) -> bool:
    return rule.name == value or (bool(value) and rule.id.startswith(value.upper()))


def _place(finding: Finding) -> tuple[int, int, str, str]:
    """By the first scraped place; of several there, the one that lists most places first."""
    scraped = [at.span.start for at in finding.locations if at.side == "scrape"]
    first = scraped[0] if scraped else 1 << 62
    return first, -len(finding.locations), finding.rule, finding.fingerprint
