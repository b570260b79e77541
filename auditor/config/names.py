"""Names that a person wrote: the rules they mean, or what they may have meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.errors import OptionsError, did_you_mean
from auditor.model import Rule


def rules_named(values: Iterable[str], rules: Sequence[Rule], place: str) -> tuple[Rule, ...]:
    """The rules that ids, names or prefixes such as AUD2 stand for, in the order of `rules`.

    Raises OptionsError for a value that fits none; `place` says where it stands.
    """
    wanted = set()
    for value in values:
        fitting = [rule.id for rule in rules if rule.is_meant(value)]
        if not fitting:
            known = [name for rule in rules for name in (rule.id, rule.name)]
            near = did_you_mean(value.upper(), known) or did_you_mean(value.lower(), known)
            raise OptionsError(
                f"{place}: no rule is called {value!r}{near or '; `auditor rule` lists them'}"
            )
        wanted.update(fitting)
    return tuple(rule for rule in rules if rule.id in wanted)
