"""The rules as text: a list, one explained, or all of them as the page `docs/rules.md`."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from difflib import get_close_matches

from auditor.errors import OptionsError
from auditor.model import Rule

_INTRODUCTION = """\
# Rules

What `auditor` can find, as `auditor rule --all` prints it. An id is never used for another rule.
Select or leave out rules by id, name or prefix: `--select AUD2 --ignore swapped-blocks`.

An error needs repair before the text can be used; a warning needs a look; a note is for
information.

| id | name | severity | meaning |
|---|---|---|---|
"""


def render(rules: Sequence[Rule]) -> str:
    """All rules as a Markdown page: a table, and a section for each that has more to say."""
    rows = [
        f"| [{rule.id}](#{rule.id.lower()}) | {rule.name} | {rule.severity} | {rule.summary} |"
        if _details(rule)
        else f"| {rule.id} | {rule.name} | {rule.severity} | {rule.summary} |"
        for rule in rules
    ]
    sections = [
        f"\n## {rule.id}\n\n**{rule.name}**, {rule.severity}. {_details(rule)}\n"
        for rule in rules
        if _details(rule)
    ]
    return _INTRODUCTION + "\n".join(rows) + "\n" + "".join(sections)


def listing(rules: Sequence[Rule]) -> str:
    """One line for each rule."""
    return "".join(f"{rule.id}  {rule.severity:8} {rule.name}\n" for rule in rules)


def explain(rules: Sequence[Rule], wanted: str) -> str:
    """The rule with the id or name `wanted`; an unknown one is an error that names the nearest."""
    for rule in rules:
        if wanted.upper() == rule.id or wanted.lower() == rule.name:
            details = _details(rule)
            text = f"{rule.id} {rule.name} ({rule.severity})\n\n{rule.summary}\n"
            return f"{text}\n{details}\n" if details else text
    known = [rule.id for rule in rules] + [rule.name for rule in rules]
    near = get_close_matches(wanted.upper(), known, 1) or get_close_matches(
        wanted.lower(), known, 1
    )
    hint = f"did you mean {near[0]}?" if near else "auditor rule lists them"
    raise OptionsError(f"no rule {wanted!r}; {hint}")


def _details(rule: Rule) -> str:
    """What the check's own documentation says, without its code marks."""
    return inspect.getdoc(rule.check) or "" if rule.check else ""
