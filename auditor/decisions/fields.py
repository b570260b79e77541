"""Plain data from JSON, looked at key by key; what is wrong is said with its place."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from auditor.errors import InputError, did_you_mean

MAX_BYTES = 1 << 30  # a result of the largest input that is read; no file by mistake

_KINDS = {str: "a text", int: "a number", list: "a list", dict: "an object"}


def load(path: str | Path) -> Any:
    """The JSON in a file. An InputError names the file and says what to do about it."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file; check the path") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"{path}: cannot be read ({reason})") from error
    if len(data) > MAX_BYTES:
        raise InputError(f"{path}: larger than {MAX_BYTES:,} bytes; is it the right file?")
    return loads(data.decode("utf-8-sig", "surrogatepass"), path) if _is_utf8(data) else _not(path)


def loads(text: str, name: str | Path) -> Any:
    """The JSON in a text; an object that has a key twice is refused."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"{name}: is no JSON at {where} ({error.msg}); mend it") from error
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InputError(f"{name}: is no JSON that can be used ({reason}); mend it") from error


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _not(path: str | Path) -> NoReturn:
    raise InputError(f"{path}: is no JSON in UTF-8; is it the right file?")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice!r} stands twice in one object")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


class Fields:
    """An object of a file, with a name for its place there: "page.json, decision 3"."""

    def __init__(self, data: Any, place: str) -> None:
        self.place = place
        if not isinstance(data, dict):
            self.fail("is no object")
        self.data: Mapping[str, Any] = data

    def fail(self, what: str) -> NoReturn:
        raise InputError(f"{self.place}: {what}")

    def only(self, known: Collection[str]) -> None:
        """Refuses any other key."""
        for key in self.data:
            if key not in known:
                self.fail(f"the key {key!r} is unknown{did_you_mean(key, known)}")

    def inside(self, key: str) -> Fields:
        return Fields(self.need(key, dict), f"{self.place}, {key}")

    def each(self, key: str, name: str) -> Iterable[Fields]:
        """The objects of a list, named and counted from 1."""
        for number, item in enumerate(self.need(key, list), 1):
            yield Fields(item, f"{self.place}, {name} {number}")

    def text(self, key: str) -> str:
        found: str = self.need(key, str)
        return found

    def number(self, key: str) -> int:
        found: int = self.need(key, int)
        return found

    def ratio(self, key: str) -> float:
        found = self.data.get(key)
        if isinstance(found, bool) or not isinstance(found, int | float):
            self.fail(f"{key!r} must be a number")
        return float(found)

    def optional(self, key: str) -> str | None:
        """A text that may be left out, or null."""
        return None if self.data.get(key) is None else self.text(key)

    def need(self, key: str, kind: type) -> Any:
        found = self.data.get(key)
        if found is None and key not in self.data:
            self.fail(f"the key {key!r} is missing")
        if not isinstance(found, kind) or isinstance(found, bool):
            self.fail(f"{key!r} must be {_KINDS[kind]}")
        return found

    def version(self, schema: str, *numbers: int) -> None:
        """Refuses a file of another kind, or of a version that is not known."""
        if self.data.get("schema") != schema:
            self.fail(f'is no file with "schema": "{schema}"; is it the right one?')
        if self.data.get("schema_version") not in numbers:
            known = " or ".join(map(str, numbers))
            self.fail(f"has another schema_version than {known}; use the auditor that wrote it")
