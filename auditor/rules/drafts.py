"""What a check yields, and how a check becomes a rule that is described where it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from inspect import cleandoc

from auditor.model import (
    Collation,
    Finding,
    Location,
    Mark,
    Options,
    Rule,
    Severity,
    Span,
    fingerprint,
)
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


# Rules that told of what others of them tell now: for one release a baseline and decisions that
# were written before are still found.
_SHARED = frozenset(
    ("AUD101", "AUD102", "AUD103", "AUD105", "AUD107", "AUD201", "AUD202", "AUD203", "AUD207")
)
# Places of a finding that are told by themselves, and characters of one: bounds of time and memory.
_PLACES, _LONGEST = 50, 4_000


@lru_cache(maxsize=256)  # every check of a copy is asked twice, for AUD109 too
def _key(text: str) -> str:
    return normalize(text).text.strip()


def _before(rule: Rule, draft: Draft, collation: Collation) -> tuple[frozenset[Mark], ...]:
    """The marks that a finding may have had under other rules."""
    if rule.id not in _SHARED:
        return ()
    text = collation.document.text
    spans = [at.span for at in draft.locations if at.side == "scrape" and len(at.span) <= _LONGEST]
    keys = [_key(draft.text), *(_key(span.of(text)) for span in spans[:_PLACES])]
    others = sorted(_SHARED - {rule.id})
    return tuple(frozenset((id, fingerprint(id, key)) for id in others) for key in keys)


def finish(
    rule: Rule, drafts: Iterable[Draft], collation: Collation | None = None
) -> tuple[Finding, ...]:
    """Findings with fingerprints: a hash of rule, compared text and occurrence number.

    Those of a rule that is graded need the `collation` that they were found in.
    """
    seen: Counter[str] = Counter()
    findings = []
    for draft in drafts:
        key = _key(draft.text)
        seen[key] += 1
        severity, damage = rule.severity, draft.probability
        if rule.by_damage and collation is not None:
            severity, damage = graded(collation, rule.id, draft.copies, draft.probability)
        before = _before(rule, draft, collation) if collation is not None else ()
        findings.append(
            rule.finding(
                draft.message,
                draft.locations,
                key=key,
                number=seen[key],
                suggestion=draft.suggestion,
                probability=damage,
                severity=severity,
                before=before,
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
