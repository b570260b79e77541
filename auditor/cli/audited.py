"""The documents of a run of the gate, audited: from flags to outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import click

from auditor.cli import pool, settings
from auditor.cli.batch import common_text
from auditor.cli.files import STDIN, TEXTS
from auditor.cli.flags import Reading
from auditor.cli.inputs import LINES, Inputs, passed_over, tasks
from auditor.cli.run import editors, for_reference, tell
from auditor.cli.targets import Named
from auditor.cli.tree import Found, find
from auditor.cli.work import Outcome, Work
from auditor.errors import InputError
from auditor.model import Gate, Options, Terms


@dataclass(frozen=True, slots=True)
class Plan:
    """A run: which documents, audited and judged by which terms."""

    found: Found
    inputs: Reading
    options: Options
    terms: Callable[[str], Terms]


def plan(
    ctx: click.Context,
    paths: tuple[str, ...],
    inputs: Reading,
    options: Options,
    gate: Gate = Gate(),  # noqa: B008 - frozen
    baseline: str | None = None,
) -> Plan:
    """What the flags and the settings file come to. Raises OptionsError.

    The baseline is read or written by the run itself; in a folder it is no document.
    """
    _refuse_nonsense(options)
    selection = settings.selection(ctx, TEXTS | LINES, inputs)
    own = frozenset([Path(baseline).resolve()] if baseline else [])
    found = passed_over(find(paths, selection, own))
    return Plan(found, inputs, options, settings.terms(ctx, options, gate))


def reads(run: Plan) -> Iterator[Named]:
    """The files that a run reads beside its baseline."""
    from auditor.decisions import files_of

    yield "the trusted text", run.inputs.canonical
    if run.inputs.decisions is not None:
        yield from (("a file of decisions", path) for path in files_of(run.inputs.decisions))
    yield from (("an input", path) for path, _ in run.found.files if path != STDIN)


def audited(run: Plan, *, with_result: bool = False) -> Iterator[Outcome]:
    """What becomes of each document, in order; each under a name of its own.

    Raises InputError for a trusted text or decisions that cannot be read.
    """
    inputs = Inputs(run.found.files, run.terms, run.inputs.jsonl)
    jobs, timeout = run.inputs.jobs, run.inputs.timeout
    work = _work(run)
    common = common_text(inputs, work, jobs, timeout)
    work = replace(work, with_result=with_result, common=common)
    done = pool.outcomes(tasks(inputs), work, jobs, timeout)
    return _named_apart(_progress(done))


def _work(run: Plan) -> Work:
    """What workers have to know."""
    from auditor.read import read

    inputs = run.inputs
    reference = None
    if inputs.canonical is not None:
        reference = read(inputs.canonical, for_reference(run.options), siglum="B")
    return Work(
        canonical=reference,
        text_field=inputs.text_field,
        id_field=inputs.id_field,
        decisions=editors(inputs.decisions),
        today=date.today(),
    )


def _refuse_nonsense(options: Options) -> None:
    """Raises OptionsError for an option that no document could be read with."""
    from auditor.read import document

    is_page = options.content_selector or options.exclude_selector
    try:
        document(b"<p>x", "x.html" if is_page else "x.txt", options)
    except InputError:
        return  # nothing of this page is meant


def _named_apart(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Records of one file that have the same id get a number behind it: #7, #7~2."""
    seen: Counter[tuple[str, str]] = Counter()
    for outcome in outcomes:
        if outcome.record is None:
            yield outcome
            continue
        key = outcome.path, outcome.record
        seen[key] += 1
        if seen[key] > 1:
            outcome = replace(outcome, record=f"{outcome.record}~{seen[key]}")
        yield outcome


def _progress(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The outcomes, with a line on the terminal that counts them."""
    for number, outcome in enumerate(outcomes, start=1):
        tell(f"[{number:,}] {outcome.source}")
        yield outcome
    tell("")
