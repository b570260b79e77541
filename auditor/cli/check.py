"""`auditor check`: the gate. Audit everything, judge each document, print, exit by the verdict."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import click

from auditor import gate
from auditor.cli import files, settings, targets
from auditor.cli.audited import audited, plan, reads
from auditor.cli.flags import Judging, Reading, audit_options, gate_options, inputs_options
from auditor.cli.known import STALE, Book
from auditor.cli.run import Errors
from auditor.cli.work import Outcome
from auditor.errors import ExitCode, InputError, OptionsError, OutputError
from auditor.formats import CHECK_FORMATS, COLOURED, SUMMED, WITH_RESULT
from auditor.model import (
    UNASKED,
    Checked,
    Finding,
    Gate,
    Known,
    Options,
    Rule,
    Score,
    Skipped,
    Verdict,
)

_SUMMARY = "GITHUB_STEP_SUMMARY"


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True))
@inputs_options
@gate_options
@audit_options
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[str, ...],
    inputs: Reading,
    job: Judging,
    options: Options,
) -> None:
    """Audit documents and exit by what is found.

    PATHS are text or HTML files, JSON Lines files whose records hold a text each, folders of
    them, or - for standard input. Findings go to standard output, messages to standard error.
    The exit code is 0 when every document passes, 1 when one does not, and 2 when one could not
    be audited.
    """
    from auditor.rules import selected

    outputs = [_target(output, settings.folder_of(ctx, "outputs")) for output in job.outputs]
    settings.keep_inside(ctx, "outputs", "output", (path for _, path in outputs))
    run = plan(
        ctx, paths, inputs, options, Gate(job.fail_on, exit_zero=job.exit_zero), job.baseline
    )
    summary = os.environ.get(_SUMMARY) if job.output_format == "github" else None
    written = [*(("--output", path) for _, path in outputs), (f"${_SUMMARY}", summary or None)]
    targets.keep_apart(written, [("the baseline", job.baseline), *reads(run)])
    rules = selected(options)
    book = Book.open(job.baseline, rules) if job.baseline else None
    if job.verbose:
        settings.say(ctx, run.found.skipped)
    formats = {job.output_format, *(name for name, _ in outputs)}
    outcomes = list(audited(run, with_result=bool(formats & WITH_RESULT)))
    checked = _judged(outcomes, lambda path: run.terms(path).gate, book, job)
    errors = Errors()
    for name, path in outputs:
        try:
            files.write(path, _render(name, checked, rules, run.found.skipped))
        except OutputError as error:
            errors.tell(error)  # what was found is printed all the same
    _print(job, checked, rules, run.found.skipped, summary)
    if job.statistics:
        _count(checked)
    if not outcomes:
        raise InputError(f"{', '.join(paths)}: no document in it, so nothing was checked")
    if job.strict_skipped:
        _refuse_skipped(run.found.skipped, errors)
    code = gate.exit_code([each.verdict for each in checked])
    ctx.exit(ExitCode.ERROR if errors.count else code)


def _refuse_skipped(skipped: Sequence[Skipped], errors: Errors) -> None:
    """An error for what the run did not read, though nobody asked to leave it out."""
    left = [each for each in skipped if each.reason in UNASKED]
    if left:
        first = next((f", first {each.path}" for each in left if each.path), "")
        count = sum(each.count for each in left)
        reason = f"skipped {count:,}{first}; -v lists all; --exclude what is not meant"
        errors.tell(InputError(reason))


def _judged(
    outcomes: Sequence[Outcome], gate_of: Callable[[str], Gate], book: Book | None, job: Judging
) -> list[Checked]:
    """Every document with its verdict, and the baseline when entries of it are stale."""
    if book is None:
        return [_one(each, gate_of(each.path), each.findings) for each in outcomes]
    matched = book.match(outcomes)
    gone: dict[str, list[str]] = {}
    for entry in matched.stale:
        gone.setdefault(entry.path, []).append(entry.fingerprint)
    checked = []
    for each, new, hidden in zip(outcomes, matched.new, matched.hidden, strict=True):
        absent = gone.pop(book.path_of(each), [])
        checked.append(_one(each, gate_of(each.path), new, hidden, absent))
    if matched.stale and STALE in book.rules:
        left = [mark for marks in gone.values() for mark in marks]
        checked.append(_stale(book, matched.stale, left, gate_of(str(book.path)), job))
    return checked


def _one(
    outcome: Outcome,
    terms: Gate,
    new: Sequence[Finding],
    unchanged: Sequence[Finding] = (),
    absent: Sequence[str] = (),
) -> Checked:
    if outcome.failure is not None or outcome.score is None:
        return Checked(outcome.source, None, None, gate.failed(), outcome.failure)
    verdict = gate.judge(new, outcome.score, terms, unchanged, outcome.suppressed, absent)
    return Checked(
        source=outcome.source,
        document=outcome.document,
        score=outcome.score,
        verdict=verdict,
        result=outcome.result,
        recurring=outcome.recurring,
    )


def _stale(
    book: Book, entries: Sequence[Known], absent: Sequence[str], terms: Gate, job: Judging
) -> Checked:
    """The baseline as a document of the run: its stale entries are what is wrong with it."""
    document, findings = book.stale(entries)
    if job.strict_baseline:
        findings = gate.graded(findings, {STALE: "error"})
    size = len(document.text)
    score = Score(characters=size, canonical_characters=size)
    verdict = gate.judge(findings, score, terms, absent=absent)
    return Checked(str(book.path), document, score, verdict, is_baseline=True)


def _target(output: str, base: Path) -> tuple[str, Path]:
    """The format and the file of FORMAT:PATH; one in a settings file is relative to its folder."""
    name, _, path = output.partition(":")
    if not path or name not in CHECK_FORMATS:
        known = ", ".join(sorted(CHECK_FORMATS))
        raise OptionsError(f"--output {output}: must be FORMAT:PATH with one of {known}")
    return name, base / path


def _print(
    job: Judging,
    checked: Sequence[Checked],
    rules: Sequence[Rule],
    skipped: Sequence[Skipped],
    path: str | None,
) -> None:
    """The result and what was skipped, and in the file `path` what GitHub shows of a run."""
    from auditor.formats.skipped import line

    fails = any(each.verdict.exit_code or each.verdict.reasons for each in checked)
    told = fails or not job.quiet
    if told or job.output_format not in COLOURED:
        text = _render(job.output_format, checked, rules, skipped, color=_in_color(job.color))
        click.echo(text, nl=False, color=True)
        if job.show_baselined and job.output_format in COLOURED:
            click.echo(_baselined(checked), nl=False)
    if told:
        click.echo(line(skipped), nl=False, err=job.output_format not in SUMMED)
    if path:
        from auditor.formats.github import summary

        try:
            with Path(path).open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(summary(checked, rules))
        except OSError as error:
            reason = f"{path}: the summary cannot be written ({error.strerror})"
            raise OutputError(f"{reason}; look at ${_SUMMARY}") from error


def _render(
    name: str,
    checked: Sequence[Checked],
    rules: Sequence[Rule],
    skipped: Sequence[Skipped],
    *,
    color: bool = False,
) -> str:
    render: Callable[..., str] = import_module(CHECK_FORMATS[name]).render
    if name in COLOURED:
        return render(checked, rules, color=color)
    return render(checked, rules, skipped) if name in WITH_RESULT else render(checked, rules)


def _in_color(wish: str) -> bool:
    """NO_COLOR as https://no-color.org has it: any value but an empty one."""
    if wish == "auto":
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return wish == "always"


def _baselined(checked: Sequence[Checked]) -> str:
    """The findings that the baseline hides, a line each."""
    from auditor.formats import concise

    hidden = [
        replace(each, verdict=Verdict(new=each.verdict.unchanged))
        for each in checked
        if each.verdict.unchanged
    ]
    return f"\nIn the baseline:\n{concise.render(hidden, ())}" if hidden else ""


def _count(checked: Sequence[Checked]) -> None:
    """How often each rule was found, and the shares of all documents together."""
    from auditor.formats.outcome import tally

    counts = Counter(
        (finding.rule, finding.name) for each in checked for finding in each.verdict.new
    )
    for (rule, name), count in sorted(counts.items(), key=lambda row: (-row[1], row[0])):
        click.echo(f"{count:>9,}  {rule}  {name}", err=True)
    score = sum((each.score for each in checked if each.score), Score())
    for name in ("repeated_ratio", "disorder_ratio", "missing_ratio"):
        click.echo(f"{getattr(score, name):>9.4f}  {name.replace('_', '-')}", err=True)
    click.echo(f"{score.characters:>9,}  characters\n{tally(checked)}", err=True)
