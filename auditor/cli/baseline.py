"""`auditor baseline`: write down the findings that are known, and keep the file true."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import click

from auditor import baseline as lines
from auditor.cli import files, targets
from auditor.cli.audited import Plan, audited, plan, reads
from auditor.cli.flags import Reading, audit_options, inputs_options
from auditor.cli.known import DEFAULT, Book, path_of
from auditor.cli.work import Outcome
from auditor.errors import ExitCode, OutputError
from auditor.model import Options

_file = click.option(
    "--baseline",
    "path",
    type=click.Path(),
    default=DEFAULT,
    show_default=True,
    metavar="FILE",
    help="The baseline.",
)
_paths = click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True))


@click.group()
def baseline() -> None:
    """Keep the findings that are known, so that check passes them."""


@baseline.command()
@_paths
@_file
@inputs_options
@audit_options
@click.pass_context
def create(
    ctx: click.Context, paths: tuple[str, ...], path: str, inputs: Reading, options: Options
) -> None:
    """Write down everything that is found today; refuses to write over a file."""
    if os.path.lexists(path):
        raise OutputError(f"{path}: is there already; use `auditor baseline update`")
    run = plan(ctx, paths, inputs, options, baseline=path)
    targets.keep_apart([("--baseline", path)], reads(run))
    outcomes = list(audited(run))
    known = lines.entries((path_of(each, Path(path)), each.findings) for each in outcomes)
    files.write(Path(path), lines.render(known))
    click.echo(f"{path}: {len(known):,} known", err=True)
    _end(ctx, run, outcomes)


@baseline.command()
@_paths
@_file
@click.option("--allow-new", is_flag=True, help="Also take in what is new.")
@inputs_options
@audit_options
@click.pass_context
def update(
    ctx: click.Context,
    paths: tuple[str, ...],
    path: str,
    allow_new: bool,
    inputs: Reading,
    options: Options,
) -> None:
    """Take out what is no longer found, and follow renamed files.

    The file only gets shorter, unless --allow-new is given. Entries for documents that PATHS
    don't name stay as they are.
    """
    _rewrite(ctx, paths, path, inputs, options, allow_new=allow_new, tell_new=True)


@baseline.command()
@_paths
@_file
@inputs_options
@audit_options
@click.pass_context
def prune(
    ctx: click.Context, paths: tuple[str, ...], path: str, inputs: Reading, options: Options
) -> None:
    """Take out what is no longer found, as after a merge; what is new is not looked at."""
    _rewrite(ctx, paths, path, inputs, options)


@baseline.command()
@_file
def show(path: str) -> None:
    """Print what the baseline holds, by document, and how much of each rule."""
    from auditor.formats.terminal import plain
    from auditor.rules import RULES

    known = Book.open(path, RULES).known
    for entry in known:
        click.echo(f"{plain(entry.path)}: {plain(entry.rule)} {plain(entry.fingerprint)}")
    counts = Counter(entry.rule for entry in known)
    for rule, count in sorted(counts.items()):
        click.echo(f"{count:>7,}  {plain(rule)}")
    count = len({entry.path for entry in known})
    click.echo(f"{len(known):>7,}  known in {count:,} document{'s' if count != 1 else ''}")


def _rewrite(
    ctx: click.Context,
    paths: tuple[str, ...],
    path: str,
    inputs: Reading,
    options: Options,
    *,
    allow_new: bool = False,
    tell_new: bool = False,
) -> None:
    """Brings the file up to date; a file that is true already is left alone."""
    from auditor.rules import selected

    run = plan(ctx, paths, inputs, options, baseline=path)
    book = Book.open(path, selected(options))
    targets.keep_apart([("--baseline", path)], reads(run))
    outcomes = list(audited(run))
    matched = book.match(outcomes)
    fresh = lines.entries(
        (book.path_of(each), new) for each, new in zip(outcomes, matched.new, strict=True)
    )
    known = {*matched.kept, *(fresh if allow_new else ())}
    text = lines.render(known)
    if text != book.text:
        files.write(Path(path), text)
    gone, taken = len(matched.stale), len(fresh) if allow_new else 0
    click.echo(f"{path}: {len(known):,} known, {gone:,} taken out, {taken:,} taken in", err=True)
    if tell_new and fresh and not allow_new:
        click.echo(f"{path}: {len(fresh):,} new left out; --allow-new takes them in", err=True)
    _end(ctx, run, outcomes)


def _end(ctx: click.Context, run: Plan, outcomes: list[Outcome]) -> None:
    """Tells of what was not audited; what is known of it stays in the file."""
    from auditor.formats.skipped import line
    from auditor.formats.terminal import plain

    click.echo(line(run.found.skipped), nl=False, err=True)
    failed = [each for each in outcomes if each.failure is not None]
    for each in failed:
        click.echo(f"auditor: {plain(each.source)}: {plain(str(each.failure))}", err=True)
    ctx.exit(ExitCode.ERROR if failed else ExitCode.OK)
