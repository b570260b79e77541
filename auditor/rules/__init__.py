"""All rules, and what they find in one collation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.errors import OptionsError
from auditor.model import Audit, Collation, Document, Finding, Options, Rule
from auditor.rules.catalogue import RULES
from auditor.rules.drafts import finish
from auditor.rules.folding import folded
from auditor.rules.furniture import BOILERPLATE_REPEAT, boilerplate_repeat, common_keys

_OF_SIGNS = frozenset({"AUD003", "AUD004", "AUD006", "AUD401"})

__all__ = ["RULES", "boilerplate", "check", "common_keys", "rule", "selected", "with_boilerplate"]


def check(collation: Collation, options: Options) -> tuple[Finding, ...]:
    """The findings of all selected rules, by place in the scrape, then by rule; each knows the one
    that explains it.
    """
    found = [f for rule in selected(options) if rule.check for f in rule.check(collation, options)]
    return folded(sorted(_outside_front_matter(found, collation.document), key=_place))


def _outside_front_matter(found: Sequence[Finding], document: Document) -> Iterator[Finding]:
    """Front matter is for programs: of it only signs are told, and that it is there."""
    marked = document.furniture
    front = marked[0].end if marked and not document.is_page and not marked[0].start else 0
    for each in found:
        behind = sum(at.side != "scrape" or at.span.start >= front for at in each.locations)
        least = min(2, len(each.locations))
        if not front or behind >= least or each.rule in _OF_SIGNS:
            yield each


def selected(options: Options) -> tuple[Rule, ...]:
    """The rules that `select` and `ignore` leave, by id, name or prefix.

    Raises OptionsError for a value that fits no rule.
    """
    for value in (*options.select, *options.ignore):
        if not any(rule.is_meant(value) for rule in RULES):
            raise OptionsError(f"no rule is called {value!r}; `auditor rule` lists them")
    return tuple(
        rule
        for rule in RULES
        if (not options.select or any(rule.is_meant(value) for value in options.select))
        and not any(rule.is_meant(value) for value in options.ignore)
    )


def rule(id: str) -> Rule:
    """The rule with this id; its `finding` makes a finding that no check raises."""
    return next(rule for rule in RULES if rule.id == id)


def boilerplate(collation: Collation, common: frozenset[str]) -> tuple[Finding, ...]:
    """AUD106 in one document of a batch; `common` is what `common_keys` found in all of it."""
    return finish(BOILERPLATE_REPEAT, boilerplate_repeat(collation, common))


def with_boilerplate(audit: Audit, options: Options, common: frozenset[str]) -> tuple[Finding, ...]:
    """The findings of an audit, and those of `boilerplate` where the rule is selected."""
    if BOILERPLATE_REPEAT not in selected(options):
        return audit.findings
    found = boilerplate(audit.collation, common)
    return tuple(sorted([*audit.findings, *found], key=_place))


def _place(finding: Finding) -> tuple[int, int, str, str]:
    """By the first scraped place; of several there, the one that lists most places first."""
    scraped = [at.span.start for at in finding.locations if at.side == "scrape"]
    first = scraped[0] if scraped else 1 << 62
    return first, -len(finding.locations), finding.rule, finding.fingerprint
