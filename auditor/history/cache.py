"""What the audit of a version told, kept by its content: the next run takes it from there.

An entry that cannot be read, or is of another shape, is computed again. It is written beside its
place and renamed, so that a run which is stopped leaves whole entries.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from secrets import token_hex
from typing import Any

from auditor import __version__
from auditor.history.explaining.terms import Terms
from auditor.model import Span
from auditor.model.histories import HistoryOptions, Part, State, Version

_KEPT = ("language", "quality", "stated_date", "repeated", "moved", "findings", "failure")


class Cache:
    """A folder of readings; without one, nothing is kept."""

    def __init__(
        self, folder: Path | None, options: HistoryOptions, known: tuple[Terms, ...]
    ) -> None:
        self.folder = folder / "readings" if folder else None
        words = json.dumps([asdict(terms) for terms in known], sort_keys=True)
        self.settings = f"{options.audit.digest()}\0{words}\0{__version__}"

    def key(self, version: Version) -> str:
        """Differs where the text, the settings, the terms or the program differ."""
        document = version.document
        facts = [document.provenance.sha256, document.text, document.language, version.status]
        mark = json.dumps(facts, ensure_ascii=True) + self.settings
        return hashlib.sha256(mark.encode()).hexdigest()

    def get(self, number: int, version: Version) -> State | None:
        """The state of a version, if it was kept."""
        if self.folder is None:
            return None
        path = self.folder / f"{self.key(version)}.json"
        try:
            return _state(number, version, json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, version: Version, state: State) -> None:
        """Keeps a state; that it cannot be written costs nothing but the next run's time."""
        if self.folder is None:
            return
        data: dict[str, Any] = {name: getattr(state, name) for name in _KEPT}
        data["parts"] = [
            [part.role, part.effective, [[span.start, span.end] for span in part.spans]]
            for part in state.parts
        ]
        part = self.folder / f".{token_hex(8)}.part"
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(data, ensure_ascii=True, sort_keys=True), encoding="utf-8")
            part.replace(self.folder / f"{self.key(version)}.json")
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
        **{name: data[name] for name in _KEPT if name != "findings"},
    )
