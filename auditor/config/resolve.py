"""What one document is audited and judged by: the settings, and those for its path."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from auditor.config.keys import BY_NAME
from auditor.errors import OptionsError
from auditor.model import Gate, Options, PerPath, Settings, Terms, Threshold
from auditor.paths import Patterns

_OPTIONS = frozenset(field.name for field in fields(Options))


def terms_of(
    settings: Settings, options: Options, gate: Gate, fixed: Iterable[str] = ()
) -> Callable[[str], Terms]:
    """A function from the path of a document to its terms.

    `options` and `gate` hold what flags, environment and file say together; `fixed` are the
    names of the parameters that a flag or the environment sets, over which settings for a path
    have no power. Only `ignore` adds up. Patterns are those of a .gitignore file, relative to
    the folder of the settings file; of several that fit, the last has the last word.
    """
    gate = replace(gate, thresholds=_merged(gate.thresholds, settings.thresholds))
    usual = Terms(options, gate, settings.severities)
    if not settings.per_path:
        return lambda path: usual
    own = tuple((_pattern(entry.paths), entry) for entry in settings.per_path)
    folder = Path(settings.file).resolve().parent
    fixed = frozenset(fixed)

    @lru_cache(maxsize=256)
    def combined(chosen: tuple[int, ...]) -> Terms:
        terms = usual
        for index in chosen:
            terms = _with(terms, own[index][1], fixed)
        return terms

    def terms(path: str) -> Terms:
        relative = Path(os.path.relpath(path, folder)).as_posix()
        return combined(tuple(i for i, (fits, _) in enumerate(own) if fits(relative)))

    return terms


def _pattern(paths: Iterable[str]) -> Callable[[str], bool]:
    try:
        return Patterns.of(paths).cover
    except ValueError as error:
        raise OptionsError(f"per-path: paths: no pattern as in .gitignore ({error})") from error


def _with(terms: Terms, entry: PerPath, fixed: frozenset[str]) -> Terms:
    values: dict[str, Any] = {BY_NAME[name].param: value for name, value in entry.values}
    fail_on = values.pop("fail_on", terms.gate.fail_on)
    changes = {name: value for name, value in values.items() if name not in fixed}
    if "ignore" in values:
        changes["ignore"] = (*terms.options.ignore, *values["ignore"])
    gate = replace(
        terms.gate,
        fail_on=terms.gate.fail_on if "fail_on" in fixed else fail_on,
        thresholds=_merged(terms.gate.thresholds, entry.thresholds),
    )
    severities = tuple(sorted((dict(terms.severities) | dict(entry.severities)).items()))
    options = replace(terms.options, **{k: v for k, v in changes.items() if k in _OPTIONS})
    return Terms(options, gate, severities)


def _merged(usual: Iterable[Threshold], own: Iterable[Threshold]) -> tuple[Threshold, ...]:
    """One threshold a ratio; the later one counts."""
    return tuple({limit.measure: limit for limit in (*usual, *own)}.values())
