"""What a check yields, and how a check becomes a rule that is described where it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from inspect import cleandoc

from auditor.model import Collation, Finding, Location, Options, Rule, Severity, Span
from auditor.rules.grading import graded
from auditor.text.compared import normalize


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding before it has a rule and a fingerprint. `text` is what identifies it.

    `probability` is that of damage, where the check has judged it; of a rule that is graded
    `by_damage`, it is told from `copies` else: the places in the scrape that should not be there,
    or not so.
    """

    message: str
    locations: tuple[Location, ...]
    text: str
    suggestion: str | None = None
    probability: float | None = None
    copies: tuple[Span, ...] = ()


def finish(
    rule: Rule, drafts: Iterable[Draft], collation: Collation | None = None
) -> tuple[Finding, ...]:
    """Findings with fingerprints: a hash of rule, compared text and occurrence number.

    Those of a rule that is graded need the `collation` that they were found in.
    """
    seen: Counter[str] = Counter()
    findings = []
    for draft in drafts:
        key = normalize(draft.text).text.strip()
        seen[key] += 1
        severity, damage = rule.severity, draft.probability
        if rule.by_damage and collation is not None:
            severity, damage = graded(collation, rule.id, draft.copies, draft.probability)
        findings.append(
            rule.finding(
                draft.message,
                draft.locations,
                key=key,
                number=seen[key],
                suggestion=draft.suggestion,
                probability=damage,
                severity=severity,
            )
        )
    return tuple(findings)


def as_rule(
    id: str, name: str, severity: Severity, summary: str, *, by_damage: bool = False
) -> Callable[[Callable[[Collation, Options], Iterable[Draft]]], Rule]:
    """Make a rule of the check behind it; the docstring of the check is the rule's page."""

    def described(check: Callable[[Collation, Options], Iterable[Draft]]) -> Rule:
        bare = raised_elsewhere(id, name, severity, summary, check.__doc__ or "")
        bare = replace(bare, by_damage=by_damage)

        def findings(collation: Collation, options: Options) -> tuple[Finding, ...]:
            return finish(bare, check(collation, options), collation)

        return replace(bare, check=findings)

    return described


def raised_elsewhere(id: str, name: str, severity: Severity, summary: str, page: str) -> Rule:
    """A rule that no check of one document's text can raise: `Rule.finding` makes its findings."""
    return Rule(id, name, severity, summary, page=cleandoc(page).strip())
