"""`auditor history`: what an author changed, and what the scraping did, over all versions."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Literal

import click

from auditor.cli import files, settings
from auditor.cli.flags import reading_options
from auditor.cli.histories.running import Jobs, Run, audited
from auditor.cli.histories.writing import Pairs, write
from auditor.config.versions import GATES, WHICH
from auditor.errors import ExitCode
from auditor.model import Options
from auditor.model.versions import HistoryOptions, Weights

_CACHE = Path(".auditor-cache")
_FORMATS = ("concise", "json", "jsonl", "markdown", "csv")
_ALL = ""  # of `--blame` without a text


@click.command()
@click.argument("sources", nargs=-1, metavar="SOURCE...")
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
@click.option(
    "--pairs",
    type=click.Choice(["editorial", "all", "none"]),
    default="editorial",
    show_default=True,
    help="Which steps get a page with the whole newer text.",
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
@click.option(
    "--since-review",
    is_flag=True,
    help="Only the change from the last reviewed version to the newest.",
)
@click.option(
    "--blame",
    is_flag=False,
    flag_value=_ALL,
    metavar="[TEXT]",
    help="Tell which version brought each sentence; print the wordings of those that hold TEXT, "
    "or held it before, or stand at 1200:1300 in the newest version.",
)
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
    type=click.Choice(GATES),
    help="What the exit code 1 is for; can be given several times.",
)
@click.option(
    "--gate",
    type=click.Choice(WHICH),
    default="newest",
    show_default=True,
    help="Which steps the gate looks at.",
)
@click.option("--skip-unreadable", is_flag=True, help="Leave out a version that cannot be read.")
@click.option(
    "--baseline",
    type=click.Path(),
    metavar="FILE",
    help="Changes in this file are known: they are not shown and don't count.",
)
@click.option(
    "--write-baseline",
    type=click.Path(),
    metavar="FILE",
    help="Write what is found today, and what is reviewed, as a baseline.",
)
@click.option(
    "--decisions",
    type=click.Path(),
    metavar="FILE",
    help="What a reviewer decided on changes; goes before the baseline.",
)
@click.option(
    "--export-labels",
    type=click.Path(),
    metavar="FILE",
    help="Also write the changes, as reviewed, as labels for python -m benchmarks.history.",
)
@click.option(
    "--cache",
    type=click.Path(),
    metavar="DIR",
    help="Keep readings and pairs there for the next run; .auditor-cache where that exists.",
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
@click.pass_context
def history(
    ctx: click.Context,
    sources: tuple[str, ...],
    output: str,
    output_format: str,
    pairs: Pairs,
    since: str | None,
    until: str | None,
    only_last: int | None,
    order: Literal["date", "name"],
    net: bool,
    since_review: bool,
    blame: str | None,
    url: str | None,
    blink_days: int,
    persist: int,
    terms: tuple[str, ...],
    fail_on: tuple[str, ...],
    gate: str,
    skip_unreadable: bool,
    baseline: str | None,
    write_baseline: str | None,
    decisions: str | None,
    export_labels: str | None,
    cache: str | None,
    jobs: int,
    options: Options,
) -> None:
    """Tell what an author changed and what the scraping did.

    A SOURCE is the versions of one page: a folder of dated files, a path in a git repository
    (REPO:PATH, or the file in a work tree), or a WARC file. Each changed character has exactly one
    class. Each source gets NAME.history.html and NAME.history.json; several get an index.html too.
    The exit code is 0, 1 if --fail-on or a threshold finds something, 2 if a version could not be
    read.
    """
    from auditor.formats.history import HISTORY_FORMATS
    from auditor.formats.history.blame import blamed
    from auditor.history import reviews

    if blame and Path(blame).exists():  # a SOURCE behind --blame
        sources, blame = (blame, *sources), _ALL
    if not sources:
        raise click.UsageError("Missing argument 'SOURCE...'.")
    table = settings.current(ctx).history
    chosen = HistoryOptions(
        audit=options,
        blink_days=blink_days,
        persist=persist,
        blame=blame is not None,
        terms=terms,
        order=order,
        since=since,
        until=until,
        last=only_last,
        net=net or since_review,
        url=url,
        skip_unreadable=skip_unreadable,
        weights=replace(Weights(), **dict(table.weights)),
    )
    known = tuple(review for path in (baseline, decisions) if path for review in reviews.read(path))
    run = Run(
        options=chosen,
        runner=Jobs(jobs),
        cache=Path(cache) if cache else _CACHE if _CACHE.is_dir() else None,
        reviews=known,
        since_review=since_review,
        fail_on=fail_on,
        thresholds=table.thresholds,
        every=gate == "all",
    )
    found, failed = audited(sources, run)
    write(found, Path(output), pairs, export_labels)
    if write_baseline:
        files.write(Path(write_baseline), reviews.render(reviews.baseline(found)))
    if found and blame:
        click.echo(blamed(found, blame), nl=False)
    elif found:
        click.echo(HISTORY_FORMATS[output_format](found), nl=False)
    for one in found:
        for sentence in (*one.reasons, *one.remarks):
            click.echo(f"auditor: {sentence}", err=True)
    if failed:
        sys.exit(ExitCode.ERROR)
    if any(one.exit_code for one in found):
        sys.exit(ExitCode.FINDINGS)


def compare_versions(new: str, old: str, output: str, output_format: str, options: Options) -> None:
    """The changes from one document to another by class: a history of two versions."""
    from auditor.formats.history import HISTORY_FORMATS
    from auditor.history import history as history_of
    from auditor.read import read

    documents = [(None, read(path, options, may_be_empty=True)) for path in (old, new)]
    found = history_of(documents, HistoryOptions(audit=options, order="name"))
    found = replace(found, name=files.safe_name(new))
    write([found], Path(output), "all")
    name = output_format if output_format in HISTORY_FORMATS else "concise"
    click.echo(HISTORY_FORMATS[name]([found]), nl=False)
