"""One document of a run of the gate: read, audited, and what the gate needs of it.

This is what worker processes do, so everything here can be pickled.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from auditor.errors import AuditorError, InputError, LimitError
from auditor.model import Decisions, Document, Finding, Options, Score, Terms

if TYPE_CHECKING:
    from auditor.formats.report.page import Assets
    from auditor.model import Audit, Canonical
    from auditor.read.containers import Served

UNREADABLE, LIMIT, INCOMPLETE = "AUD001", "AUD007", "AUD009"
_EDGE = 500  # fragments: what many pages share stands at their heads and ends
_TOLD = 200  # characters of an error of ours: it may quote the text; a guess


@dataclass(frozen=True, slots=True)
class Task:
    """A document to audit. `number` counts the tasks of a run.

    `path` is the file as given. `data` are the bytes of what is no file: standard input, or the
    record on this `line` of a JSON Lines file, or what a server sent for the address `record`, as
    the archive at `path` has it, with what was `served` beside it. `failure` says why there is
    nothing to do.
    """

    number: int
    path: str
    terms: Terms
    data: bytes | None = None
    line: int | None = None
    failure: InputError | None = None
    record: str | None = None
    served: Served | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What is the same for every document of a run.

    `decisions` of editors, of whatever documents, count until they expire, told by `today`.
    `common` are the keys of what stands on many documents of the run. With `keys_only` nothing
    is audited, and an outcome tells the keys of its document; with `read_only` it has the document.
    With `page` an outcome has the whole audit, its report as a page of that kind, and its result.
    With `may_be_empty` a document without text is one. With `witnesses` the task is to reconstruct
    what they are scrapes of, as `decisions` have it, one or none.
    """

    canonical: Document | None = None
    text_field: str = "text"
    id_field: str | None = None
    with_result: bool = False
    decisions: tuple[Decisions, ...] = ()
    today: date | None = None
    common: frozenset[str] = frozenset()
    keys_only: bool = False
    read_only: bool = False
    page: Assets | None = None
    witnesses: tuple[Document, ...] = ()
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task; `record` is the id of a record in its file.

    `document` lacks its text where nothing was found. `suppressed` are findings that a decision
    hides, `recurring` is the number of facts, which are not among the findings.
    """

    number: int
    path: str
    record: str | None = None
    document: Document | None = None
    score: Score | None = None
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    recurring: int = 0
    failure: str | None = None
    result: str | None = None
    keys: tuple[str, ...] = ()
    audit: Audit | None = None
    page: str | None = None
    canonical: Canonical | None = None

    @property
    def source(self) -> str:
        return self.path if self.record is None else f"{self.path}#{self.record}"


class _RecordError(Exception):
    """A record that is none; the message says why."""


def perform(task: Task, work: Work) -> Outcome:
    """Audits a document; whatever goes wrong with it becomes its outcome."""
    record = _name(task)
    try:
        if task.failure is not None:
            raise task.failure
        if work.witnesses:
            return Outcome(task.number, task.path, canonical=_reconstructed(task, work))
        if task.line is None:
            document = _read(task, work)
        else:
            record, text = _record(task, work)
            document = _record_document(task, record, text)
        if work.read_only:
            return Outcome(task.number, task.path, record, document)
        if work.keys_only:
            found = _keys(document, task.terms.options)
            return Outcome(task.number, task.path, record, keys=found)
        mine = _concerning(document, work)
        done = _audit(document, task, work, mine)
        if work.page is not None:
            return _reported(task, done, work.page)
        return _outcome(task, record, done, work, mine)
    except (AuditorError, _RecordError) as error:
        reason = str(error).removeprefix(f"{task.path}#{record}: ").removeprefix(f"{task.path}: ")
        rule = LIMIT if isinstance(error, LimitError) else UNREADABLE
        return failed(task, f"{rule}: {reason}", record)
    except Exception as error:
        return broken_off(task, error, record)


def broken_off(task: Task, error: Exception, record: str | None = None) -> Outcome:
    """The outcome where we have a fault: in one document it shall not hide the others."""
    what = f"{type(error).__name__}: {error}"[:_TOLD]
    return failed(task, f"{INCOMPLETE}: the audit broke off ({what}); report this", record)


def failed(task: Task, failure: str, record: str | None = None) -> Outcome:
    """The outcome of a document that could not be audited."""
    return Outcome(task.number, task.path, record or _name(task), failure=failure)


def _name(task: Task) -> str | None:
    """What a record is called in its file before it is read; None for a file."""
    return task.record if task.line is None else str(task.line)


def _read(task: Task, work: Work) -> Document:
    from auditor.read import document, read

    if task.data is None:
        return read(task.path, task.terms.options, may_be_empty=work.may_be_empty)
    limit = task.terms.options.max_size
    if len(task.data) > limit:
        raise LimitError(f"larger than {limit:,} bytes; split it, or raise --max-size")
    name = task.path if task.record is None else f"{task.path}#{task.record}"
    options, served = task.terms.options, task.served
    return document(task.data, name, options, served=served, may_be_empty=work.may_be_empty)


def _record(task: Task, work: Work) -> tuple[str, str]:
    """The id and the text of a record. Raises _RecordError for what is none."""
    place = f"line {task.line}"
    fields = _fields(task.data or b"", place)
    name = _id(fields, task, work)
    text = _field(fields, work.text_field, "--text-field", place)
    if not isinstance(text, str):
        raise _RecordError(f"{place}: {work.text_field!r} is no text; use --text-field")
    return name, text


def _record_document(task: Task, record: str, text: str) -> Document:
    from auditor.read import record as document

    return document(text, f"{task.path}#{record}", task.terms.options)


def _fields(data: bytes, place: str) -> dict[str, object]:
    try:
        fields = json.loads(data)
    except RecursionError as error:
        raise _RecordError(f"{place} is nested too deeply; mend it") from error
    except ValueError as error:
        raise _RecordError(f"{place} is not JSON ({_reason(error)}); mend it") from error
    if not isinstance(fields, dict):
        raise _RecordError(f"{place} is not an object with fields; mend it")
    return fields


def _reason(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at column {error.colno}"
    return "not in UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)


def _field(fields: dict[str, object], name: str, flag: str, place: str) -> object:
    if name not in fields:
        raise _RecordError(f"{place} has no field {name!r}; name the right one with {flag}")
    return fields[name]


def _id(fields: dict[str, object], task: Task, work: Work) -> str:
    """The field that was named, which must be there; or "id", or the number of the line."""
    if work.id_field is None:
        value = fields.get("id", task.line)
        usable = isinstance(value, str | int) and value != ""
        return str(value) if usable else str(task.line)
    value = _field(fields, work.id_field, "--id-field", f"line {task.line}")
    if not isinstance(value, str | int) or value == "":
        raise _RecordError(f"line {task.line}: {work.id_field!r} is no id; use --id-field")
    return str(value)


def _concerning(document: Document, work: Work) -> Decisions | None:
    if not work.decisions:
        return None
    from auditor.decisions import concerning

    return concerning(work.decisions, document.provenance)


def _audit(document: Document, task: Task, work: Work, mine: Decisions | None) -> Audit:
    from auditor.gate import graded
    from auditor.stages import audit

    options: Options = task.terms.options
    done = audit(document, work.canonical, options, mine)
    findings = done.findings
    if work.common:
        from auditor.rules import with_boilerplate

        findings = with_boilerplate(done, options, work.common)
    findings = graded(findings, dict(task.terms.severities))
    return done if findings == done.findings else replace(done, findings=findings)


def _reconstructed(task: Task, work: Work) -> Canonical:
    from auditor.stages import reconstruct

    decided = work.decisions[0] if work.decisions else None
    return reconstruct(work.witnesses, task.terms.options, decided)


def _reported(task: Task, done: Audit, kind: Assets) -> Outcome:
    from auditor.formats import report, result

    return Outcome(
        task.number,
        task.path,
        score=done.score,
        audit=done,
        page=report.render(done, kind),
        result=result.render([done]),
    )


def _keys(document: Document, options: Options) -> tuple[str, ...]:
    """The distinct keys of a document's fragments; of a long one those at its head and end."""
    from auditor.stages import keys

    found = keys(document, options)
    return found if len(found) <= 2 * _EDGE else found[:_EDGE] + found[-_EDGE:]


def _outcome(
    task: Task, record: str | None, done: Audit, work: Work, mine: Decisions | None
) -> Outcome:
    from auditor.formats import result

    document = done.document
    findings, suppressed = _decided(done, task.terms, work, mine)
    return Outcome(
        number=task.number,
        path=task.path,
        record=record,
        document=document
        if findings
        else replace(document, text="", origins=(), hidden=(), furniture=()),
        score=done.score,
        findings=findings,
        suppressed=suppressed,
        recurring=len(done.facts),
        result=result.render([done]) if work.with_result else None,
    )


def _decided(
    done: Audit, terms: Terms, work: Work, mine: Decisions | None
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that count, with those about the decisions themselves, and those that don't."""
    judged = done.judged  # a fact counts for nothing, whatever a project makes of its severity
    if mine is None:
        return judged, ()
    from auditor import decisions
    from auditor.gate import graded
    from auditor.rules import selected

    left = decisions.without_order(mine, done.canonical)
    matched = decisions.match(left, judged, done.document.text, work.today)
    hidden = matched.suppressed
    rules = {rule.id: rule for rule in selected(terms.options)}
    about = graded(decisions.findings(matched, rules), dict(terms.severities))
    return (
        (*(f for f in judged if f.fingerprint not in hidden), *about),
        tuple(f for f in judged if f.fingerprint in hidden),
    )
