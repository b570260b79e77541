"""What a command does between its flags and its exit code: read, audit, write, one by one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli import files, pool, targets
from auditor.cli.flags import TIMEOUT
from auditor.cli.inputs import LINES, STDIN
from auditor.cli.targets import Named
from auditor.cli.work import LIMIT, UNREADABLE, Task, Work
from auditor.errors import AuditorError, InputError
from auditor.model import Audit, Decisions, Document, Gate, Options, Terms

if TYPE_CHECKING:
    from auditor.cli.tree import Found
    from auditor.formats.index import Entry
    from auditor.formats.report.page import Assets
    from auditor.model import Canonical


class Errors:
    """Errors that concern one input: told at once, so that the others can be done."""

    def __init__(self) -> None:
        self.count = 0

    def tell(self, error: AuditorError) -> None:
        from auditor.formats.terminal import plain

        self.count += 1
        click.echo(f"auditor: {plain(str(error))}", err=True)


def sources(found: Found, errors: Errors) -> list[str]:
    """The files that can be read; of the folders that cannot, the reason is told."""
    for _, error in found.files:
        if error is not None:
            errors.tell(error)
    return [path for path, error in found.files if error is None]


def report(
    documents: Sequence[str],
    options: Options,
    folder: Path,
    errors: Errors,
    canonical: str | None = None,
    terms: Callable[[str], Terms] | None = None,
    assets: Assets = "inline",
    decided: Sequence[Decisions] = (),
    timeout: float | None = None,
    may_be_empty: bool = False,
) -> tuple[list[Audit], Path]:
    """Audits the documents and writes a report and a result for each into `folder`.

    `terms` gives what differs from document to document; without it `options` hold for all.
    With external `assets`, the pages' style and script are files in `folder` too. `decided` are
    editors' decisions, of whatever documents. `timeout` is in seconds a document (see `limit`).
    Documents and canonical `may_be_empty` where they are versions.

    Gives the audits that could be done, and the page to open first.
    """
    from auditor.formats import index
    from auditor.read import read

    names = files.report_names(documents)
    outputs = [folder / f"{name}{suffix}" for name in names for suffix in (".html", ".json")]
    if len(documents) > 1:
        outputs.append(folder / "index.html")
    beside = _beside(folder, assets, index=len(documents) > 1)
    outputs += beside
    targets.refuse_links(outputs)
    read_first = [("the trusted text", canonical), *reads(documents, decided)]
    targets.keep_apart([("-o", path) for path in outputs], read_first)
    reference = None
    if canonical:
        terms_of_it = for_reference(options)
        reference = read(canonical, terms_of_it, siglum="B", may_be_empty=may_be_empty)
    tasks = (
        _task(number, source, terms(source) if terms else Terms(options, Gate()))
        for number, source in enumerate(documents)
    )
    work = Work(
        canonical=reference, decisions=tuple(decided), page=assets, may_be_empty=may_be_empty
    )
    outcomes = pool.outcomes(tasks, work, timeout=limit(timeout, documents))
    done: list[tuple[str, Audit | InputError]] = []
    for (source, name), outcome in zip(progress(documents, names), outcomes, strict=True):
        if outcome.audit is None or outcome.page is None or outcome.result is None:
            reason = InputError(f"{outcome.path}: {_reason(outcome.failure)}")
            errors.tell(reason)
            done.append((source, reason))
            continue
        files.write(folder / f"{name}.html", outcome.page)
        files.write(folder / f"{name}.json", outcome.result)
        done.append((f"{name}.html", outcome.audit))
    for path, text in beside.items():
        files.write(path, text)
    audits = [audit for _, audit in done if isinstance(audit, Audit)]
    if len(done) == 1:
        return audits, folder / done[0][0]
    files.write(folder / "index.html", index.render([_entry(*row) for row in done], assets))
    return audits, folder / "index.html"


def reads(documents: Iterable[str], decided: Iterable[Decisions]) -> Iterator[Named]:
    """The files that a run reads: its inputs, and those that the decisions came from."""
    yield from (("an input", path) for path in documents if path != files.STDIN)
    yield from (("a file of decisions", path) for each in decided for path in each.sources)


def _task(number: int, source: str, terms: Terms) -> Task:
    """Standard input is read here: it is not that of a worker."""
    try:
        _refuse_records(source, terms.options)
        if source != files.STDIN:
            return Task(number, source, terms)
        data = sys.stdin.buffer.read(terms.options.max_size + 1)
        return Task(number, STDIN, terms, data)
    except InputError as error:
        return Task(number, source, terms, failure=error)
    except OSError as error:
        reason = InputError(f"cannot be read ({error.strerror}); check the path")
        return Task(number, STDIN, terms, failure=reason)


def _reason(failure: str | None) -> str:
    """Why there is no audit; what could not be read needs no rule to say so."""
    rule, _, reason = (failure or "").partition(": ")
    return reason if rule in (UNREADABLE, LIMIT) else failure or ""


def limit(timeout: float | None, documents: Sequence[str]) -> float | None:
    """The seconds that a document may take; where a run has several, none takes all the time."""
    return timeout if timeout is not None or len(documents) < 2 else TIMEOUT


def _refuse_records(source: str, options: Options) -> None:
    """Many texts in one file are no document; read as one, they would look like copies."""
    if options.media_type == "auto" and Path(source).suffix.lower() in LINES:
        raise InputError(
            f"{source}: holds records, a line each, and only check and baseline read those;"
            " unpack it, or take it for one text with --as text"
        )


def _beside(folder: Path, assets: Assets, *, index: bool) -> dict[Path, str]:
    """The files that stand beside the pages, with their text."""
    from auditor.formats import index as index_page
    from auditor.formats import report as html

    if assets == "inline":
        return {}
    found = [*html.assets(), *(index_page.assets() if index else ())]
    return {folder / name: text for name, text in found}


def _entry(name: str, outcome: Audit | InputError) -> Entry:
    """A row of the index: `name` is the report's file, or the source of one that has none."""
    from auditor.formats.index import Entry

    if isinstance(outcome, Audit):
        return Entry.of(outcome, name)
    return Entry(name=name, level="error", failure=str(outcome))


def editors(path: str | None) -> tuple[Decisions, ...]:
    """The decisions in a file or a folder. Raises InputError when they cannot be read."""
    from auditor.decisions import read_folder

    if path is None:
        return ()
    if not Path(path).exists():
        raise InputError(f"{path}: no such file or folder; check the path")
    return read_folder(path, reasons=False)


def for_reference(options: Options) -> Options:
    """The encoding and kind of the scrape say nothing about those of the reference."""
    return replace(options, encoding=None, media_type="auto")


def reconstruct(
    documents: Sequence[str],
    options: Options,
    errors: Errors,
    decided: Sequence[Decisions] = (),
    timeout: float | None = None,
) -> tuple[Canonical, list[Document]] | None:
    """The canonical text of the documents that can be read; None if none can.

    Of the decisions in `decided` that concern one of them, the stale ones are told. To read a
    document may take `timeout` seconds, and the rest as much for each of them (see `limit`).
    """
    within = limit(timeout, documents)
    witnesses = _witnesses(documents, options, errors, within)
    if not witnesses:
        return None
    mine = _concerning(decided, witnesses)
    work = Work(witnesses=tuple(witnesses), decisions=(mine,) if mine else ())
    whole = Task(0, witnesses[0].provenance.source, Terms(options, Gate()))
    times = within * len(witnesses) if within is not None else None
    (outcome,) = pool.outcomes([whole], work, timeout=times)
    canonical = outcome.canonical
    if canonical is None:
        errors.tell(AuditorError(f"{', '.join(documents)}: {outcome.failure}"))
        return None
    if mine is not None:
        _tell_stale(canonical, mine)
    _tell_bounds(canonical)
    return canonical, witnesses


def _witnesses(
    documents: Sequence[str], options: Options, errors: Errors, within: float | None
) -> list[Document]:
    """The documents that can be read; of the others, the reason is told."""
    terms = Terms(options, Gate())
    tasks = (_task(number, source, terms) for number, source in enumerate(documents))
    found: list[Document] = []
    for outcome in pool.outcomes(tasks, Work(read_only=True), timeout=within):
        if outcome.document is None:
            errors.tell(InputError(f"{outcome.path}: {_reason(outcome.failure)}"))
            continue
        found.append(replace(outcome.document, siglum=siglum(len(found))))
    return found


def _concerning(decided: Sequence[Decisions], witnesses: Sequence[Document]) -> Decisions | None:
    """The decisions on any of the scrapes, as those on one page."""
    from auditor.decisions import concerning, merge

    each = (concerning(decided, witness.provenance) for witness in witnesses)
    found = [replace(file, sha256="") for file in each if file is not None]
    return merge(found) if found else None


def _tell_stale(canonical: Canonical, decisions: Decisions) -> None:
    from auditor.decisions import stale
    from auditor.formats.terminal import plain
    from auditor.rules import rule

    for finding in stale(canonical, decisions, {"AUD904": rule("AUD904")}):
        click.echo(plain(f"auditor: {finding.rule}: {finding.message}"), err=True)


def _tell_bounds(canonical: Canonical) -> None:
    for notice in canonical.notices:
        click.echo(f"auditor: not done ({notice.code}): {notice.reason}", err=True)


def siglum(number: int) -> str:
    """The short id of a witness, counted from 0: A to Z, then W27, W28 and on."""
    return chr(ord("A") + number) if number < 26 else f"W{number + 1}"


def progress(documents: Sequence[str], names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each document with its name, and a line on the terminal that says which it is."""
    if len(documents) < 2:
        yield from zip(documents, names, strict=True)
        return
    for number, row in enumerate(zip(documents, names, strict=True), start=1):
        tell(f"[{number:,}/{len(documents):,}] {row[0]}")
        yield row
    tell("")


def tell(line: str) -> None:
    """Shows how far a run is, in place of the line before; nothing where nobody looks on."""
    from auditor.formats.terminal import clip, plain

    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{clip(plain(line), 78)}", err=True, nl=False)
