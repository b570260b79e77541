"""What a version and a pair of versions told, kept by content: the next run takes it from there.

An entry that cannot be read, or is of another shape, is computed again. It is written beside its
place and renamed, so that a run which is stopped leaves whole entries.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import asdict, fields
from itertools import pairwise
from pathlib import Path
from secrets import token_hex
from typing import Any

from auditor import __version__
from auditor.history.explaining.changes import Draft, Explained
from auditor.history.explaining.terms import Terms
from auditor.history.pairing.pairs import Difference
from auditor.model import Span
from auditor.model.histories import Change
from auditor.model.versions import HistoryOptions, Part, State, Version

_KEPT = ("language", "quality", "stated_date", "repeated", "moved", "findings", "damage", "failure")
_SPANS = ("old", "new")
_TUPLES = ("context", "evidence", "terms")


class Cache:
    """A folder of readings and pairs; without one, nothing is kept."""

    def __init__(
        self, folder: Path | None, options: HistoryOptions, known: tuple[Terms, ...]
    ) -> None:
        self.folder = folder
        words = json.dumps([asdict(terms) for terms in known], sort_keys=True)
        self.settings = f"{options.audit.digest()}\0{words}\0{__version__}"

    def reading(self, number: int, version: Version, *, is_whole: bool) -> State | None:
        """The state of a version, if it was kept."""
        data = self._get("readings", self._of_version(version, is_whole))
        with contextlib.suppress(ValueError, KeyError, TypeError):
            return None if data is None else _state(number, version, data)
        return None

    def keep_reading(self, version: Version, state: State, *, is_whole: bool) -> None:
        """Keeps a state; that it cannot be written costs nothing but the next run's time."""
        data: dict[str, Any] = {name: getattr(state, name) for name in _KEPT}
        data["parts"] = [
            [part.role, part.effective, [[span.start, span.end] for span in part.spans]]
            for part in state.parts
        ]
        self._put("readings", self._of_version(version, is_whole), data)

    def pair(self, old: State, new: State) -> Explained | None:
        """What changed from one state to another, if it was kept."""
        data = self._get("pairs", self._of_pair(old, new))
        with contextlib.suppress(ValueError, KeyError, TypeError):
            return None if data is None else _explained(old, new, data)
        return None

    def keep_pair(self, old: State, new: State, found: Explained) -> None:
        """Keeps what changed, as `keep_reading` does."""
        drafts = [
            [asdict(draft.change), draft.difference and asdict(draft.difference)]
            for draft in found.drafts
        ]
        data = {"unchanged": found.unchanged, "drafts": drafts}
        self._put("pairs", self._of_pair(old, new), data)

    def _of_version(self, version: Version, is_whole: bool) -> str:
        """Differs where the text, how it is read, the settings, terms or program differ."""
        document = version.document
        return self._key(
            [document.provenance.sha256, document.text, document.language, version.status, is_whole]
        )

    def _of_pair(self, old: State, new: State) -> str:
        """Differs where what is known of one of the two differs; not for their names and dates."""
        facts = [[s.text, s.upgrade, [getattr(s, name) for name in _KEPT]] for s in (old, new)]
        parts = [[asdict(part) for part in state.parts] for state in (old, new)]
        return self._key([*facts, *parts])

    def _key(self, facts: list[Any]) -> str:
        mark = json.dumps(facts, ensure_ascii=True) + self.settings
        return hashlib.sha256(mark.encode()).hexdigest()

    def _get(self, kind: str, key: str) -> Any:
        if self.folder is None:
            return None
        try:
            return json.loads((self.folder / kind / f"{key}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None

    def _put(self, kind: str, key: str, data: dict[str, Any]) -> None:
        if self.folder is None:
            return
        folder = self.folder / kind
        part = folder / f".{token_hex(8)}.part"
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(data, ensure_ascii=True, sort_keys=True), encoding="utf-8")
            part.replace(folder / f"{key}.json")
        with contextlib.suppress(OSError):
            part.unlink()


def _state(number: int, version: Version, data: dict[str, Any]) -> State:
    parts = tuple(
        Part(role, tuple(Span(int(a), int(b)) for a, b in spans), effective)
        for role, effective, spans in data["parts"]
    )
    size = len(version.document.text)
    spans = sorted(span for part in parts for span in part.spans)
    if sum(map(len, spans)) != size or (spans and spans[-1].end != size) or not parts:
        raise ValueError("the parts are not those of the text")
    return State(
        id=number,
        name=version.name,
        sha256=version.document.provenance.sha256,
        text=version.document.text,
        captured_at=version.captured_at,
        date_from=version.date_from,
        parts=parts,
        upgrade=version.upgrade,
        findings=tuple(data["findings"]),
        damage=tuple(data["damage"]),
        **{name: data[name] for name in _KEPT if name not in ("findings", "damage")},
    )


def _explained(old: State, new: State, data: dict[str, Any]) -> Explained:
    found = Explained(
        data["unchanged"],
        tuple(
            Draft(_change(change), difference and _difference(difference))
            for change, difference in data["drafts"]
        ),
    )
    for state, name in ((old, "old"), (new, "new")):
        spans = sorted(span for draft in found.drafts for span in getattr(draft.change, name))
        if any(a.end > b.start for a, b in pairwise(spans)):
            raise ValueError("changes overlap")
        if found.unchanged + sum(map(len, spans)) != len(state.text):
            raise ValueError("the changes are not those of the texts")
    return found


def _change(data: dict[str, Any]) -> Change:
    """With the fields that a draft has: passage and priority come later."""
    values = {field.name: data[field.name] for field in fields(Change)}
    values.update({name: _spans(values[name]) for name in _SPANS})
    values.update({name: tuple(values[name]) for name in _TUPLES})
    values["factors"] = tuple((name, value) for name, value in values["factors"])
    return Change(**values)


def _difference(data: dict[str, Any]) -> Difference:
    return Difference(**{**data, **{name: _spans(data[name]) for name in _SPANS}})


def _spans(data: list[dict[str, int]]) -> tuple[Span, ...]:
    return tuple(Span(span["start"], span["end"]) for span in data)
