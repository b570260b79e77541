"""Settings from a file: the nearest auditor.toml, or [tool.auditor] in pyproject.toml.

What the file says is checked here, wholly and at once: an unknown key, a value that makes no
sense and a rule that does not exist are errors that name the file, the key and what is near.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from auditor.config.keys import BY_NAME, KEYS, Key, threshold
from auditor.config.names import rules_named
from auditor.config.versions import NoSettingError
from auditor.config.versions import settings as history_settings
from auditor.errors import InputError, OptionsError, did_you_mean
from auditor.model import (
    SEVERITIES,
    HistorySettings,
    Measure,
    PerPath,
    Rule,
    Settings,
    Severity,
    Threshold,
)

__all__ = ["BY_NAME", "FILE", "FILES", "KEYS", "Key", "find", "load", "rules_named"]

FILE = "auditor.toml"
_PYPROJECT = "pyproject.toml"
FILES = (FILE, _PYPROJECT)  # that are looked for
_TABLES = ("severity", "gate", "per-path", "history")
_MEASURES = tuple(measure.replace("_", "-") for measure in get_args(Measure))


def find(start: Path) -> Path | None:
    """The settings file that holds in the folder `start`: the nearest, it or a folder above.

    In one folder auditor.toml goes before pyproject.toml, which counts only when it has a table
    [tool.auditor].
    """
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder / FILE
        if (folder / _PYPROJECT).is_file() and _table(folder / _PYPROJECT) is not None:
            return folder / _PYPROJECT
    return None


def load(path: Path, rules: Sequence[Rule]) -> Settings:
    """The settings in the file `path`.

    Raises InputError when it cannot be read, OptionsError when it says something that makes no
    sense.
    """
    table = _table(path)
    return _Reader(str(path), rules).settings({} if table is None else table)


def _table(path: Path) -> Mapping[str, Any] | None:
    """The settings as written; None for a pyproject.toml that has none."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except RecursionError as error:
        raise InputError(f"{path}: is nested too deeply; mend it") from error
    except ValueError as error:  # TOML or UTF-8
        raise InputError(f"{path}: is not TOML ({error}); mend it") from error
    if path.name != _PYPROJECT:
        return data
    tool = data.get("tool")
    found = tool.get("auditor") if isinstance(tool, dict) else None
    return found if isinstance(found, dict) else None


class _Reader:
    """Reads one file; every error names it."""

    def __init__(self, name: str, rules: Sequence[Rule]) -> None:
        self.name = name
        self.rules = rules

    def settings(self, table: Mapping[str, Any]) -> Settings:
        self._known(table, [*BY_NAME, *_TABLES], "")
        return Settings(
            file=self.name,
            values=tuple(self._values(table, "")),
            severities=self._severities(table.get("severity", {}), "severity"),
            thresholds=self._thresholds(table.get("gate", {}), "gate"),
            per_path=tuple(self._per_paths(table.get("per-path", []))),
            history=self._history(table.get("history", {})),
        )

    def _values(self, table: Mapping[str, Any], place: str) -> Iterator[tuple[str, Any]]:
        for key, value in table.items():
            if key in _TABLES or key == "paths":
                continue
            try:
                checked = BY_NAME[key].check(value)
            except ValueError as error:
                raise self._error(f"{place}{key} must be {error}, not {value!r}") from error
            if key in ("select", "ignore"):
                rules_named(checked, self.rules, f"{self.name}: {place}{key}")
            yield key, checked

    def _per_paths(self, tables: object) -> Iterator[PerPath]:
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self._error("per-path must be tables, each under [[per-path]]")
        names = [key.name for key in KEYS if key.per_path]
        for number, table in enumerate(tables, start=1):
            place = f"per-path {number}: "
            self._known(table, [*names, "paths", "severity", "gate"], place)
            paths = table.get("paths")
            if not isinstance(paths, list) or not paths or not all(map(_is_text, paths)):
                raise self._error(f"{place}paths must be a list of patterns such as news/**")
            yield PerPath(
                paths=tuple(paths),
                values=tuple(self._values(table, place)),
                severities=self._severities(table.get("severity", {}), f"{place}severity"),
                thresholds=self._thresholds(table.get("gate", {}), f"{place}gate"),
            )

    def _history(self, table: object) -> HistorySettings:
        try:
            return history_settings(table)
        except NoSettingError as error:
            near = did_you_mean(error.name, error.near)
            raise self._error(f"history: no setting is called {error.name!r}{near}") from error
        except ValueError as error:
            raise self._error(str(error)) from error

    def _severities(self, table: object, place: str) -> tuple[tuple[str, Severity], ...]:
        found: dict[str, Severity] = {}
        for name, value in self._entries(table, place):
            if value not in SEVERITIES:
                raise self._error(f"{place}: {name} must be error, warning or note, not {value!r}")
            for rule in rules_named([name], self.rules, f"{self.name}: {place}"):
                found[rule.id] = value
        return tuple(sorted(found.items()))

    def _thresholds(self, table: object, place: str) -> tuple[Threshold, ...]:
        found = []
        for name, limits in self._entries(table, place):
            if name not in _MEASURES:
                raise self._error(
                    f"{place}: no ratio is called {name!r}{did_you_mean(name, _MEASURES)}"
                )
            try:
                found.append(threshold(name, limits))
            except ValueError as error:
                raise self._error(f"{place}: {name} must be {error}, not {limits!r}") from error
        return tuple(found)

    def _entries(self, table: object, place: str) -> list[tuple[str, Any]]:
        if not isinstance(table, dict):
            raise self._error(f"{place} must be a table, not {table!r}")
        return list(table.items())

    def _known(self, table: Mapping[str, Any], known: Sequence[str], place: str) -> None:
        for key in table:
            if key not in known:
                near = did_you_mean(key, known)
                raise self._error(f"{place}no setting is called {key!r}{near}")

    def _error(self, what: str) -> OptionsError:
        return OptionsError(f"{self.name}: {what}")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)
