"""The baseline of a run: its file, which of its entries the run could find again, what is new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor import baseline
from auditor.baseline import Matched
from auditor.cli.work import Outcome
from auditor.errors import InputError
from auditor.model import Document, Finding, Known, Location, Rule, Span

STALE = "AUD901"
DEFAULT = "auditor-baseline.jsonl"


@dataclass(frozen=True, slots=True)
class Book:
    """A baseline file and what it holds. `rules` are the ids that the run looks for."""

    path: Path
    text: str
    known: tuple[Known, ...]
    rules: frozenset[str]

    @classmethod
    def open(cls, path: str, rules: Sequence[Rule]) -> Book:
        """Raises InputError when the file cannot be read or is no baseline."""
        try:
            text = Path(path).read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise InputError(
                f"{path}: no such file; write one with `auditor baseline create`"
            ) from error
        except OSError as error:
            raise InputError(f"{path}: cannot be read ({error.strerror})") from error
        except ValueError as error:
            raise InputError(f"{path}: is not in UTF-8; it is no baseline") from error
        ids = frozenset(rule.id for rule in rules)
        return cls(Path(path), text, baseline.parse(text, path), ids)

    def match(self, outcomes: Sequence[Outcome]) -> Matched:
        """What of the outcomes is known, and what is known but gone."""
        documents = [(self.path_of(each), each.findings) for each in outcomes]
        return baseline.match(self.known, documents, self._could_be_found(outcomes))

    def path_of(self, outcome: Outcome) -> str:
        """The path of a document as the baseline has it."""
        return path_of(outcome, self.path)

    def _could_be_found(self, outcomes: Sequence[Outcome]) -> Callable[[Known], bool]:
        """Whether the run looked where an entry points to, or nobody can look there any more."""
        folder = self.path.parent
        failed = {self.path_of(each) for each in outcomes if each.failure is not None}
        whole = {self.path_of(each) for each in outcomes}
        files = {baseline.path_in(each.path, folder) for each in outcomes}
        # Which records the broken lines of a file held nobody knows.
        broken = {
            baseline.path_in(each.path, folder) for each in outcomes if each.failure is not None
        }

        def could(entry: Known) -> bool:
            file = entry.path.partition("#")[0]
            if entry.rule not in self.rules or entry.path in failed:
                return False
            if entry.path in whole:
                return True
            if file in files:
                return file not in broken
            return not entry.path.startswith("<") and not _exists(folder, entry.path)

        return could

    def stale(self, entries: Sequence[Known]) -> tuple[Document, tuple[Finding, ...]]:
        """The baseline as a document, with a finding for every stale entry in it."""
        from auditor.rules import rule

        document = Document.from_text(self.text, source=str(self.path))
        lines = _lines(self.text, str(self.path))
        return document, tuple(
            rule(STALE).finding(
                f"{entry.rule} in {entry.path} is no longer found",
                (Location("scrape", lines[entry], "known, and gone"),),
                key="\0".join((entry.path, entry.rule, entry.fingerprint)),
                suggestion="remove it with `auditor baseline prune`",
            )
            for entry in entries
        )


def path_of(outcome: Outcome, book: Path) -> str:
    """The path of a document as the baseline has it."""
    path = baseline.path_in(outcome.path, book.parent)
    return path if outcome.record is None else f"{path}#{outcome.record}"


def _exists(folder: Path, path: str) -> bool:
    """Whether there is such a file, or one that such a record may stand in."""
    parts = path.split("#")
    tries = ("#".join(parts[:count]) for count in range(len(parts), 0, -1))
    return any(each and (folder / each).is_file() for each in tries)


def _lines(text: str, name: str) -> dict[Known, Span]:
    """Where each entry stands in the file."""
    found: dict[Known, Span] = {}
    start = 0
    head = text.partition("\n")[0]
    for line in text.split("\n"):
        for entry in baseline.parse(f"{head}\n{line}", name):
            found.setdefault(entry, Span(start, start + len(line)))
        start += len(line) + 1
    return found
