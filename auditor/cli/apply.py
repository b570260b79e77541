"""`auditor apply`: an editor's decisions to a new text and a log of what went where."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli import files, targets
from auditor.errors import ExitCode, InputError, OutputError
from auditor.model import Audit, Decision, Decisions, Finding, Options, Repair

if TYPE_CHECKING:
    from auditor.decisions.fields import Fields

_LISTED = 5  # decisions that an error names


@click.command()
@click.argument("result", type=click.Path())
@click.option(
    "--decisions",
    "decided",
    multiple=True,
    required=True,
    type=click.Path(),
    metavar="FILE",
    help="An editor's decisions; name the option again for another reviewer's.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="OUT",
    help="File for the repaired text, instead of standard output; never the input.",
)
@click.option(
    "--log",
    type=click.Path(),
    metavar="LOG.json",
    help="Also write which part came from where, and what was left out, by which decision.",
)
@click.option("--check", is_flag=True, help="Write nothing; say what is open, and exit 1 if it is.")
@click.option(
    "--input",
    "source",
    type=click.Path(),
    metavar="FILE",
    help="The audited file, where it is no longer at the path that the result names.",
)
@click.option("--content-selector", metavar="CSS", help="As it was given to the audit.")
@click.option("--exclude-selector", metavar="CSS", help="As it was given to the audit.")
def apply(
    result: str,
    decided: tuple[str, ...],
    output: str | None,
    log: str | None,
    check: bool,
    source: str | None,
    content_selector: str | None,
    exclude_selector: str | None,
) -> None:
    """Write the text that an editor decided on.

    RESULT is the JSON that report wrote beside the page that the decisions were made in. The
    audited file must be unchanged. What no decision accepts stays as scraped. The exit code is
    0 when the text is written, 2 when it cannot be; with --check it is 1 when something is open.
    """
    from auditor import decisions

    ours = decisions.merge(decisions.read(path) for path in decided)
    if log is not None and _is_applied(result, ours, log):
        click.echo("Already applied: nothing to do.", err=True)
        return
    entry = _chosen(result, ours)
    path = source or _found(entry, Path(result))
    editors = (("a file of decisions", file) for file in decided)
    read = [("the result", result), ("the audited text", path), *editors]
    targets.keep_apart([("-o", output), ("--log", log)], read)
    selectors = Options(content_selector=content_selector, exclude_selector=exclude_selector)
    audit = _audit(entry, path, selectors)
    unfit = _unfit(audit, ours)
    repair = decisions.repair(audit, ours)
    if check:
        sys.exit(_check(audit, ours, unfit))
    _write(Written(audit, ours, repair), output, log)


@dataclass(frozen=True, slots=True)
class Written:
    """What is written: the repair of an audit by decisions."""

    audit: Audit
    decisions: Decisions
    repair: Repair


def _chosen(path: str, decisions: Decisions) -> Fields:
    """The result of the document that was decided on, which may be one of several."""
    from auditor.decisions import read_results

    results = read_results(path)
    same = [r for r in results if r.inside("source").text("sha256") == decisions.sha256]
    if not same:
        raise InputError(
            f"{', '.join(decisions.sources)}: decided on an input with the SHA-256 "
            f"{decisions.sha256[:12]}…, which {path} is not about; decide in its own report"
        )
    named = (r for r in same if r.inside("source").text("path") == decisions.path)
    return next(named, same[0])


def _found(entry: Fields, result: Path) -> str:
    """The audited file: at its path from here, or from the folder of the result."""
    name = entry.inside("source").text("path")
    if name.startswith("<"):
        raise InputError(f"{result}: {name} was audited; name the same text with --input FILE")
    for path in (Path(name), result.parent / name):
        if path.is_file():
            return str(path)
    raise InputError(f"{name}: no such file; name the audited one with --input FILE")


def _audit(entry: Fields, path: str, selectors: Options) -> Audit:
    """The audit of the result, its document read again as it was read then."""
    from auditor.decisions import audit_of
    from auditor.read import read

    source = entry.inside("source")
    is_html = source.text("media_type") == "text/html"
    options = replace(
        selectors,
        encoding=source.text("encoding"),
        media_type="html" if is_html else "text",
        max_size=max(selectors.max_size, _size(path)),  # it was audited: it is not too large
    )
    document = read(path, options)
    if document.provenance.sha256 != source.text("sha256"):
        raise InputError(
            f"{path}: has changed since it was audited; audit it again, or name the audited file "
            "with --input"
        )
    return audit_of(entry, document)


def _size(path: str) -> int:
    """In bytes; 0 for what is no file."""
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _unfit(audit: Audit, decisions: Decisions) -> list[Decision]:
    """The decisions that no finding answers; a repair among them shall not be lost in silence."""
    from auditor.decisions import meant

    known = {(finding.fingerprint, finding.rule) for finding in audit.findings}
    named = meant(audit.canonical, audit.findings, decisions)  # of what the reading has already
    unfit = [
        d
        for d in decisions.decisions
        if (d.fingerprint, d.rule) not in known and d.fingerprint not in named
    ]
    lost = [decision for decision in unfit if decision.action in ("accept", "order")]
    if lost:
        listed = ", ".join(f"{d.rule} {d.fingerprint}" for d in lost[:_LISTED])
        more = f" and {len(lost) - _LISTED:,} more" if len(lost) > _LISTED else ""
        raise InputError(
            f"no finding of the result answers the decision on {listed}{more}; "
            "decide in the report of the same audit"
        )
    return unfit


def _check(audit: Audit, decisions: Decisions, unfit: Sequence[Decision]) -> ExitCode:
    """Says what is open; notes are said too, and hold nothing up."""
    from auditor.formats.terminal import plain

    open_ones = list(_open(audit, decisions, unfit))
    for _, line in open_ones:
        click.echo(plain(line))
    if any(counts for counts, _ in open_ones):
        return ExitCode.FINDINGS
    click.echo("Everything is decided, and applies.")
    return ExitCode.OK


def _open(
    audit: Audit, decisions: Decisions, unfit: Sequence[Decision]
) -> Iterator[tuple[bool, str]]:
    """What is open, each as whether it counts, and a line."""
    from auditor.decisions import undecided

    for decision in unfit:
        yield True, f"fits nothing: {decision.action} of {decision.rule} {decision.fingerprint}"
    named = {finding.fingerprint: finding for finding in audit.findings}
    today = date.today()
    for decision in decisions.decisions:
        if decision.expires is not None and today > decision.expires and decision not in unfit:
            finding = named[decision.fingerprint]
            yield finding.severity != "note", f"expired on {decision.expires}: {_line(finding)}"
    for finding in undecided(audit.judged, decisions):
        yield finding.severity != "note", f"undecided: {_line(finding)}"


def _line(finding: Finding) -> str:
    return f"{finding.rule} {finding.fingerprint} [{finding.severity}] {finding.message}"


def _is_applied(result: str, decisions: Decisions, log: str) -> bool:
    """Whether the log tells that the result is of the text that these decisions made."""
    from auditor.decisions import read_results
    from auditor.decisions.fields import Fields, load
    from auditor.formats.decisions import plain_decisions

    if not Path(log).exists():
        return False
    done = Fields(load(log), log)
    done.version("auditor-log", 1)
    same = done.inside("input").text("sha256") == decisions.sha256
    if not same or done.need("decisions", list) != plain_decisions(decisions):
        return False
    made = done.inside("output").text("sha256")
    return any(r.inside("source").text("sha256") == made for r in read_results(result))


def _write(written: Written, output: str | None, log: str | None) -> None:
    """The log first: no text without its log."""
    from auditor.formats.decisions import render_log

    text = written.repair.text
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise OutputError(
            f"{output or 'the text'}: character {error.start:,} is a lone surrogate, which UTF-8 "
            "has not; scrape the page again"
        ) from error
    if log:
        files.write(Path(log), render_log(written.audit, written.decisions, written.repair))
    if output:
        files.write(Path(output), text)
    else:
        sys.stdout.buffer.write(data)
    click.echo(_summary(written), err=True)


def _summary(written: Written) -> str:
    repair, before = written.repair, written.audit.document.text
    dropped = sum(len(drop.scrape) for drop in repair.dropped)
    left = f"{dropped:,} of {len(before):,} characters left out"
    return f"{len(repair.text):,} characters, {left}."
