"""What a check yields, and how a check becomes a rule that is described where it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from inspect import cleandoc

from auditor.model import Collation, Finding, Location, Options, Rule, Severity
from auditor.text.compared import normalize


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding before it has a rule and a fingerprint. `text` is what identifies it.

    `probability` is that of damage, where it was judged.
    """

    message: str
    locations: tuple[Location, ...]
    text: str
    suggestion: str | None = None
    probability: float | None = None


def finish(rule: Rule, drafts: Iterable[Draft]) -> tuple[Finding, ...]:
    """Findings with fingerprints: a hash of rule, compared text and occurrence number."""
    seen: Counter[str] = Counter()
    findings = []
    for draft in drafts:
        key = normalize(draft.text).text.strip()
        seen[key] += 1
        findings.append(
            rule.finding(
                draft.message,
                draft.locations,
                key=key,
                number=seen[key],
                suggestion=draft.suggestion,
                probability=draft.probability,
            )
        )
    return tuple(findings)


def as_rule(
    id: str, name: str, severity: Severity, summary: str
) -> Callable[[Callable[[Collation, Options], Iterable[Draft]]], Rule]:
    """Make a rule of the check behind it; the docstring of the check is the rule's page."""

    def described(check: Callable[[Collation, Options], Iterable[Draft]]) -> Rule:
        bare = raised_elsewhere(id, name, severity, summary, check.__doc__ or "")

        def findings(collation: Collation, options: Options) -> tuple[Finding, ...]:
            return finish(bare, check(collation, options))

        return replace(bare, check=findings)

    return described


def raised_elsewhere(id: str, name: str, severity: Severity, summary: str, page: str) -> Rule:
    """A rule that no check of one document's text can raise: `Rule.finding` makes its findings."""
    return Rule(id, name, severity, summary, page=cleandoc(page).strip())
