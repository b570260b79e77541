"""The rules as text: a list, one explained, or all of them as the page `docs/rules.md`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.errors import OptionsError, did_you_mean
from auditor.model import Rule

_INTRODUCTION = """\
# Rules

What `auditor` can find, as `auditor rule --all` prints it. An id is never used for another rule.
Select or leave out rules by id, name or prefix: `--select AUD2 --ignore swapped-blocks`.

An error needs repair before the text can be used; a warning needs a look; a note is for
information. How grave a copy is, is told page by page ("by damage"; beside it what is usual): an
error where it is damage with a probability of 0.9 or more and at least a tenth of the page, a
warning from 0.5 on, else a note. Against a trusted text a copy is sure. Settings override both.

| id | name | severity | meaning |
|---|---|---|---|
"""

# The paragraphs of a rule's page begin so.
_LABEL = re.compile(r"^(Why|Example|Fix):", re.MULTILINE)
_BOLD = r"**\1:**"


def render(rules: Sequence[Rule]) -> str:
    """All rules as a Markdown page: a table, and a section for each."""
    rows = [
        f"| [{rule.id}](#{rule.id.lower()}) | {rule.name} | {_severity(rule)} | {rule.summary} |"
        for rule in rules
    ]
    sections = [f"\n## {rule.id}\n\n{markdown(rule)}" for rule in rules]
    return _INTRODUCTION + "\n".join(rows) + "\n" + "".join(sections)


def markdown(rule: Rule) -> str:
    """What there is to say of a rule, without its id, as Markdown."""
    return f"**{rule.name}**, {_severity(rule)}. {_LABEL.sub(_BOLD, _page(rule))}\n"


def text(rule: Rule) -> str:
    """The same as plain text, with the id."""
    return f"{rule.id} {rule.name} ({_severity(rule)})\n\n{_page(rule)}\n"


def listing(rules: Sequence[Rule]) -> str:
    """One line for each rule."""
    return "".join(f"{rule.id}  {rule.severity:8} {rule.name}\n" for rule in rules)


def explain(rules: Sequence[Rule], wanted: str) -> str:
    """The rule with the id or name `wanted`; an unknown one is an error that names the nearest."""
    for rule in rules:
        if wanted.upper() == rule.id or wanted.lower() == rule.name:
            return text(rule)
    known = [rule.id for rule in rules] + [rule.name for rule in rules]
    near = did_you_mean(wanted.upper(), known) or did_you_mean(wanted.lower(), known)
    raise OptionsError(f"no rule {wanted!r}{near or '; `auditor rule` lists them'}")


def _severity(rule: Rule) -> str:
    return f"by damage: {rule.severity}" if rule.by_damage else rule.severity


def _page(rule: Rule) -> str:
    return rule.page or f"{rule.summary[:1].upper()}{rule.summary[1:]}."
