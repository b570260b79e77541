"""The table [history] of a settings file: what a version audit is done and judged by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any, get_args

from auditor.config.keys import Key, count_of, one_of, path_text, switch, texts, threshold
from auditor.model import HistoryMeasure, HistorySettings, Threshold
from auditor.model.versions import HistoryOptions, Weights

_DEFAULTS = HistoryOptions()
GATES = ("editorial", "hidden", "corruption", "blink", "capture", "never")
WHICH = ("newest", "all")  # transitions that the gate looks at
_MEASURES = tuple(measure.replace("_", "-") for measure in get_args(HistoryMeasure))
_WEIGHTS = tuple(field.name.replace("_", "-") for field in fields(Weights))


def _gates(value: object) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or any(name not in GATES for name in names):
        raise ValueError(f"a list of {', '.join(GATES)}")
    return tuple(names)


def _key(
    name: str,
    check: Callable[[object], Any],
    default: object,
    help: str,
    *,
    example: object = None,
    is_path: bool = False,
) -> Key:
    return Key(name, check, default, help, name.replace("-", "_"), False, is_path, example)


HISTORY_KEYS: tuple[Key, ...] = (
    _key("order", one_of("date", "name"), _DEFAULTS.order, "how versions follow each other"),
    _key("blink-days", count_of(0), _DEFAULTS.blink_days, "within which what is back blinked"),
    _key("persist", count_of(1), _DEFAULTS.persist, "versions that an order must last"),
    _key("terms", texts, (), "files of key terms that add to those of a language", is_path=True),
    _key("fail-on", _gates, (), "what the exit code 1 is for"),
    _key("skip-unreadable", switch, False, "leave out a version that cannot be read"),
    _key("pairs", one_of("editorial", "all", "none"), "editorial", "which pairs have a page"),
    _key(
        "baseline",
        path_text,
        None,
        "file of changes that are known already",
        example="history-baseline.jsonl",
        is_path=True,
    ),
    _key(
        "decisions",
        path_text,
        None,
        "file of what a reviewer decided on changes",
        example="history-decisions.jsonl",
        is_path=True,
    ),
    _key(
        "cache",
        path_text,
        None,
        "folder that keeps readings and pairs",
        example=".auditor-cache",
        is_path=True,
    ),
)
_BY_NAME: Mapping[str, Key] = MappingProxyType({key.name: key for key in HISTORY_KEYS})


class NoSettingError(ValueError):
    """A key that is none; `near` are those that there are."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.near = near


def settings(table: object) -> HistorySettings:
    """What the table says, checked.

    Raises NoSettingError for a key that is none, ValueError with a sentence for a wrong value.
    """
    table = _table(table, "history")
    values: list[tuple[str, Any]] = []
    for name, value in table.items():
        if name in ("gate", "priority"):
            continue
        if name not in _BY_NAME:
            raise NoSettingError(name, (*_BY_NAME, "gate", "priority"))
        values.append((name, _checked(f"history: {name}", _BY_NAME[name].check, value)))
    gate = dict(_table(table.get("gate", {}), "history: gate"))
    if "transitions" in gate:
        which = _checked("history: gate: transitions", one_of(*WHICH), gate.pop("transitions"))
        values.append(("gate", which))
    return HistorySettings(tuple(values), _thresholds(gate), _weights(table.get("priority", {})))


def _thresholds(table: Mapping[str, Any]) -> tuple[Threshold, ...]:
    found = []
    for name, limits in table.items():
        if name not in _MEASURES:
            raise NoSettingError(name, (*_MEASURES, "transitions"))
        most = None if name == "editorial" else 1.0
        check = lambda value, name=name, most=most: threshold(name, value, most)  # noqa: E731 - one call below
        found.append(_checked(f"history: gate: {name}", check, limits))
    return tuple(found)


def _weights(table: object) -> tuple[tuple[str, float], ...]:
    found = []
    for name, value in _table(table, "history: priority").items():
        if name not in _WEIGHTS:
            raise NoSettingError(name, _WEIGHTS)
        found.append(
            (name.replace("-", "_"), _checked(f"history: priority: {name}", _weight, value))
        )
    return tuple(found)


def _weight(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError("a number from 0 to 1")
    return float(value)


def _table(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{place} must be a table, not {value!r}")
    return value


def _checked(place: str, check: Callable[[object], Any], value: object) -> Any:
    try:
        return check(value)
    except ValueError as error:
        raise ValueError(f"{place} must be {error}, not {value!r}") from error
