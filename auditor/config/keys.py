"""Every setting that a file may hold: its name, what it may be, and what it is for.

A key is called like the option of the command without its dashes; it means the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, get_args

from auditor.model import (
    Comparison,
    HistoryMeasure,
    Measure,
    MediaType,
    Normalization,
    Options,
    Threshold,
)

_DEFAULTS = Options()
LARGEST = 1 << 48  # by definition: no count of bytes or characters is larger
_LIMIT = re.compile(r"(>=?)\s*(\d+(?:\.\d*)?|\.\d+)")


@dataclass(frozen=True, slots=True)
class Key:
    """A setting. `check` gives the value to use, or raises ValueError with what it must be.

    `param` is what commands call it. `per_path`: it may differ from document to document.
    `is_path`: it names a file or folder, relative to the settings file. `example` stands for a
    default that is None.
    """

    name: str
    check: Callable[[object], Any]
    default: Any
    help: str
    param: str
    per_path: bool = False
    is_path: bool = False
    example: object = None


def path_text(value: object) -> str:
    if not isinstance(value, str) or not value or "\0" in value:  # which no path can hold
        raise ValueError("a text")
    return value


def texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("a list of texts")
    try:
        return tuple(path_text(part) for part in value)
    except ValueError as error:
        raise ValueError("a list of texts") from error


def switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def count_of(least: int) -> Callable[[object], int]:
    """A check: a whole number from `least` on."""

    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise ValueError(f"a whole number of {least} or more")
        if value > LARGEST:
            raise ValueError(f"a whole number up to {LARGEST}")
        return value

    return check


_count = count_of(1)


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError("a number from 0 to 1")
    return float(value)


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a number of seconds")
    if not (0 < value < math.inf):
        raise ValueError("a number of seconds above 0")
    return float(value)


def one_of(*choices: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return value

    return check


def threshold(name: str, limits: object, most: float | None = 1.0) -> Threshold:
    """The limits of one measure as a file writes them, up to `most` where it is a share.

    { warn-if = "> 0.02", error-if = ">= 0.1" }, either or both. Raises ValueError.
    """
    what = 'limits such as { warn-if = "> 0.02", error-if = "> 0.10" }'
    if not isinstance(limits, dict) or not limits or limits.keys() - {"warn-if", "error-if"}:
        raise ValueError(what)
    measures: tuple[Measure | HistoryMeasure, ...] = (*get_args(Measure), *get_args(HistoryMeasure))
    return Threshold(
        measure=next(measure for measure in measures if measure.replace("_", "-") == name),
        warn_if=_limit(limits["warn-if"], most) if "warn-if" in limits else None,
        error_if=_limit(limits["error-if"], most) if "error-if" in limits else None,
    )


def _limit(value: object, most: float | None) -> tuple[Comparison, float]:
    found = _LIMIT.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found or (most is not None and float(found[2]) > most):
        share = ", of a share from 0 to 1" if most is not None else " characters"
        raise ValueError(f'limits such as "> 0.02" or ">= 0.1"{share}')
    return (">" if found[1] == ">" else ">="), float(found[2])


def _shared(
    name: str,
    check: Callable[[object], Any],
    help: str,
    param: str = "",
    example: object = None,
) -> Key:
    """A setting that `Options` has too, with its default."""
    param = param or name.replace("-", "_")
    default = getattr(_DEFAULTS, param)
    return Key(name, check, default, help, param, per_path=True, example=example)


def _own(
    name: str,
    check: Callable[[object], Any],
    help: str,
    default: object = None,
    param: str = "",
    *,
    example: object = None,
    per_path: bool = False,
    is_path: bool = False,
) -> Key:
    """A setting of the gate."""
    param = param or name.replace("-", "_")
    return Key(name, check, default, help, param, per_path, is_path, example)


KEYS: tuple[Key, ...] = (
    _shared("select", texts, "only these rules: ids, names or prefixes"),
    _shared("ignore", texts, "not these rules; adds up with those of per-path"),
    _shared("encoding", path_text, "encoding of the input", example="gb18030"),
    _shared("lang", path_text, "language of the input, such as zh or pt-BR", "language", "zh"),
    _shared("as", one_of(*get_args(MediaType)), "auto, text or html", "media_type"),
    _shared("content-selector", path_text, "read only these elements of a page", example="main"),
    _shared("exclude-selector", path_text, "leave out these elements of a page", example="nav"),
    _shared("max-size", _count, "refuse larger documents (bytes)"),
    _shared("normalize", one_of(*get_args(Normalization)), "none, whitespace, width or nfkc"),
    _shared("min-length", _count, "shortest repeat that counts (characters)"),
    _shared("min-similarity", _share, "from which share on a repeat is a near repeat"),
    _shared("min-confidence", _share, "below which confidence a passage is open"),
    _own("include", texts, "in folders, only files that fit one of these patterns", ()),
    _own("exclude", texts, "in folders, no file that fits one of these patterns", ()),
    _own("follow-links", switch, "in folders, follow links to files and folders", False),
    _own("ignore-files", switch, "heed ignore files inside the folders too", False),
    _own("text-field", path_text, "field of a JSON Lines record that holds its text", "text"),
    _own("id-field", path_text, "field of a JSON Lines record that names it", example="url"),
    _own(
        "fail-on",
        one_of("error", "warning", "note", "never"),
        "severity from which a document fails: error, warning, note or never",
        "error",
        per_path=True,
    ),
    _own("exit-zero", switch, "exit with 0 whatever is found", False),
    _own("output-format", path_text, "what to print", "full"),
    _own("output", texts, "files to write too, each FORMAT:PATH", (), "outputs"),
    _own("statistics", switch, "count the findings by rule", False),
    _own(
        "baseline",
        path_text,
        "file of findings that are known already",
        example="auditor-baseline.jsonl",
        is_path=True,
    ),
    _own("strict-baseline", switch, "fail for known findings that are gone", False),
    _own("strict-skipped", switch, "fail for what is passed over unasked", False),
    _own("show-baselined", switch, "show the findings that the baseline hides", False),
    _own(
        "decisions",
        path_text,
        "file or folder of an editor's decisions",
        example="decisions",
        is_path=True,
    ),
    _own("jobs", _count, "processes", 1),
    _own("timeout", _seconds, "seconds that a document may take", example=60),
    _own("color", one_of("auto", "always", "never"), "auto, always or never", "auto"),
)
BY_NAME: Mapping[str, Key] = MappingProxyType({key.name: key for key in KEYS})
