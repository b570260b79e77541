"""Settings as text: a file to start from, and what holds with where it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from auditor.config.keys import KEYS, Key
from auditor.config.versions import HISTORY_KEYS
from auditor.model import HistorySettings, PerPath, Settings, Severity, Threshold
from auditor.model.versions import Weights

_HEAD = """\
# Settings of auditor, as the folder of this file and those below it use them. A flag, or the
# environment, goes before what is set here. Every setting stands here with its default; take
# the # away to change one.

"""
_TABLES = """
# The severity that a rule has in this project, by its id or name.
# [severity]
# AUD104 = "warning"

# Shares of characters from which a document fails, or is remarked on. Without them a document
# fails where repeated-ratio is >= 0.333 or undecoded-ratio > 0.01.
# [gate]
# repeated-ratio = { warn-if = "> 0.02", error-if = "> 0.10" }
# undecoded-ratio = { error-if = "> 0" }
# disorder-ratio = { warn-if = "> 0", error-if = "> 0.05" }
# missing-ratio = { error-if = "> 0" }

# Other settings for some documents; patterns as in .gitignore, from the folder of this file.
# [[per-path]]
# paths = ["archive/**"]
# ignore = ["AUD304"]
# fail-on = "never"
"""


_OF_HISTORIES = """
# What a step of a history must keep to.
# [history.gate]
# transitions = "newest"
# editorial = { warn-if = "> 0" }
# noise-share = { warn-if = "> 0.5" }
# priority = { error-if = "> 0.6" }

# What each fact adds to the priority of a change.
# [history.priority]
"""


def template() -> str:
    """An auditor.toml in which everything is commented out."""
    lines = (f"# {key.help}\n# {_example(key)}\n" for key in KEYS)
    of_histories = (f"# {key.help}\n# {_example(key)}\n" for key in HISTORY_KEYS)
    weights = (
        f"# {name.replace('_', '-')} = {_value(value)}\n"
        for name, value in asdict(Weights()).items()
    )
    head = "\n# Versions of a page, for `auditor history`.\n# [history]\n"
    return "".join((_HEAD, *lines, _TABLES, head, *of_histories, _OF_HISTORIES, *weights))


def shown(rows: Iterable[tuple[Key, object, str]], settings: Settings) -> str:
    """The settings that hold, each with where it comes from, as TOML."""
    lines = [f"{_line(key, value)}  # {origin}" for key, value, origin in rows]
    lines += _tables(settings.severities, settings.thresholds, "", settings.file)
    for entry in settings.per_path:
        lines += _per_path(entry, settings.file)
    lines += _of_histories(settings.history, settings.file)
    return "".join(f"{line}\n" for line in lines)


def _of_histories(own: HistorySettings, file: str) -> list[str]:
    values = dict(own.values)
    which = values.pop("gate", None)
    gate = [f"transitions = {_value(which)}"] if which else []
    tables = {
        "history": [f"{name} = {_value(value)}" for name, value in values.items()],
        "history.gate": [*gate, *map(_threshold, own.thresholds)],
        "history.priority": [f"{n.replace('_', '-')} = {_value(v)}" for n, v in own.weights],
    }
    return [
        line for name, rows in tables.items() if rows for line in ("", f"[{name}]  # {file}", *rows)
    ]


def _per_path(entry: PerPath, file: str) -> list[str]:
    return [
        "",
        f"[[per-path]]  # {file}",
        f"paths = {_value(entry.paths)}",
        *(f"{name} = {_value(value)}" for name, value in entry.values),
        *_tables(entry.severities, entry.thresholds, "per-path.", file),
    ]


def _tables(
    severities: Iterable[tuple[str, Severity]],
    thresholds: Iterable[Threshold],
    prefix: str,
    file: str,
) -> list[str]:
    rows = {
        "severity": [f"{rule} = {_value(severity)}" for rule, severity in severities],
        "gate": [_threshold(threshold) for threshold in thresholds],
    }
    return [
        line
        for name, lines in rows.items()
        if lines
        for line in ("", f"[{prefix}{name}]  # {file}", *lines)
    ]


def _threshold(threshold: Threshold) -> str:
    limits = (("warn-if", threshold.warn_if), ("error-if", threshold.error_if))
    inside = ", ".join(
        f"{name} = {_value(f'{limit[0]} {limit[1]:g}')}" for name, limit in limits if limit
    )
    return f"{threshold.measure.replace('_', '-')} = {{ {inside} }}"


def _example(key: Key) -> str:
    """The default, or where there is none what could stand there."""
    return f"{key.name} = {_value(key.example if key.default is None else key.default)}"


def _line(key: Key, value: object) -> str:
    """A setting as TOML, which has no word for one that is not set."""
    return f"# {key.name} is not set" if value is None else f"{key.name} = {_value(value)}"


def _value(value: object) -> str:
    """As TOML, whose texts, numbers and lists are those of JSON."""
    if isinstance(value, float):
        return f"{value:g}"
    return json.dumps(value, ensure_ascii=False)
