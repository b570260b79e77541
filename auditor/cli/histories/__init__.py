"""`auditor history`: what an author changed, and what the scraping did, over all versions."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Literal

import click

from auditor.cli import files
from auditor.cli.flags import reading_options
from auditor.cli.histories.running import Jobs
from auditor.errors import AuditorError, ExitCode
from auditor.model import Options
from auditor.model.histories import History, HistoryOptions

_CACHE = Path(".auditor-cache")
_FORMATS = ("concise", "json", "jsonl", "markdown", "csv")
_GATES = ("editorial", "hidden", "corruption", "blink", "capture", "never")


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    default="reports",
    show_default=True,
    metavar="DIR",
    help="Folder for the pages and the JSON.",
)
@click.option(
    "--output-format",
    type=click.Choice(_FORMATS),
    default="concise",
    show_default=True,
    help="What to print.",
)
@click.option("--since", metavar="DATE", help="Only versions from this day on.")
@click.option("--until", metavar="DATE", help="Only versions until this day.")
@click.option(
    "--only-last", type=click.IntRange(min=2), metavar="N", help="Only the last N versions."
)
@click.option(
    "--order",
    type=click.Choice(["date", "name"]),
    default="date",
    show_default=True,
    help="How versions follow each other.",
)
@click.option("--net", is_flag=True, help="Only the change from the first to the newest version.")
@click.option("--blame", is_flag=True, help="Tell which version brought each sentence.")
@click.option("--url", metavar="URL", help="The page to take from a WARC that has several.")
@click.option(
    "--blink-days",
    type=click.IntRange(min=0),
    default=90,
    show_default=True,
    metavar="DAYS",
    help="Within which what goes and comes back has blinked.",
)
@click.option(
    "--persist",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    metavar="N",
    help="Versions that an order must last to be the author's.",
)
@click.option(
    "--terms",
    multiple=True,
    metavar="FILE",
    type=click.Path(),
    help="A file of key terms that adds to those of a language.",
)
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(_GATES),
    help="What the exit code 1 is for; can be given several times.",
)
@click.option(
    "--gate",
    type=click.Choice(["newest", "all"]),
    default="newest",
    show_default=True,
    help="Which transitions the gate looks at.",
)
@click.option("--skip-unreadable", is_flag=True, help="Leave out a version that cannot be read.")
@click.option(
    "--export-labels",
    type=click.Path(),
    metavar="FILE",
    help="Also write the changes as labels for python -m benchmarks.history.",
)
@click.option(
    "--cache",
    type=click.Path(),
    metavar="DIR",
    help="Keep readings and pairs there for the next run; .auditor-cache where that folder exists.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Processes to work in.",
)
@reading_options
def history(
    sources: tuple[str, ...],
    output: str,
    output_format: str,
    since: str | None,
    until: str | None,
    only_last: int | None,
    order: Literal["date", "name"],
    net: bool,
    blame: bool,
    url: str | None,
    blink_days: int,
    persist: int,
    terms: tuple[str, ...],
    fail_on: tuple[str, ...],
    gate: str,
    skip_unreadable: bool,
    export_labels: str | None,
    cache: str | None,
    jobs: int,
    options: Options,
) -> None:
    """Tell what an author changed and what the scraping did.

    A SOURCE is the versions of one page: a folder of dated files, a path in a git repository
    (REPO:PATH, or the file in a work tree), or a WARC file. Each changed character has exactly one
    class. Each source gets NAME.history.html and NAME.history.json. The exit code is 0, 1 if
    --fail-on finds something, 2 if a version could not be read.
    """
    chosen = HistoryOptions(
        audit=options,
        blink_days=blink_days,
        persist=persist,
        blame=blame,
        terms=terms,
        order=order,
        since=since,
        until=until,
        last=only_last,
        net=net,
        url=url,
        skip_unreadable=skip_unreadable,
    )
    folder = Path(cache) if cache else _CACHE if _CACHE.is_dir() else None
    found, failed = _audited(sources, chosen, fail_on, folder, jobs, every=gate == "all")
    _write(found, Path(output), export_labels)
    from auditor.formats.history import HISTORY_FORMATS

    if found:
        click.echo(HISTORY_FORMATS[output_format](found), nl=False)
    if failed:
        sys.exit(ExitCode.ERROR)
    if any(one.exit_code for one in found):
        sys.exit(ExitCode.FINDINGS)


def _audited(
    places: tuple[str, ...],
    options: HistoryOptions,
    fail_on: tuple[str, ...],
    cache: Path | None,
    jobs: int,
    *,
    every: bool,
) -> tuple[list[History], bool]:
    """The histories of the sources that can be read, and whether one could not."""
    from auditor.formats.terminal import plain
    from auditor.history import audited
    from auditor.history.explaining.telling import failing
    from auditor.history.sourcing.sources import source

    found: list[History] = []
    failed = False
    for place in places:
        try:
            versions = source(place, options)
            for sentence in versions.unreadable:
                click.echo(f"auditor: {plain(sentence)}", err=True)
                failed = failed or not options.skip_unreadable
            done = audited(replace(versions, unreadable=()), options, cache, Jobs(jobs))
        except AuditorError as error:
            click.echo(f"auditor: {plain(str(error))}", err=True)
            failed = True
            continue
        reasons = failing(done, fail_on, every=every)
        found.append(replace(done, exit_code=1 if reasons else 0, reasons=reasons))
    return found, failed


def _write(found: list[History], folder: Path, export_labels: str | None) -> None:
    from auditor.formats.history.page import render
    from auditor.formats.history.texts import as_json, as_labels

    names = files.report_names([one.name for one in found])
    for name, one in zip(names, found, strict=True):
        files.write(folder / f"{name}.history.json", as_json([one]))
        files.write(folder / f"{name}.history.html", render(one))
    if export_labels:
        files.write(Path(export_labels), as_labels(found))


def compare_versions(new: str, old: str, output: str, output_format: str, options: Options) -> None:
    """The changes from one document to another by class: a history of two versions."""
    from auditor.formats.history import HISTORY_FORMATS
    from auditor.history import history as history_of
    from auditor.read import read

    documents = [(None, read(path, options)) for path in (old, new)]
    found = history_of(documents, HistoryOptions(audit=options, order="name"))
    found = replace(found, name=files.safe_name(new))
    _write([found], Path(output), None)
    name = output_format if output_format in HISTORY_FORMATS else "concise"
    click.echo(HISTORY_FORMATS[name]([found]), nl=False)
