"""The command line: parse, call one function, write, exit. No decisions.

Heavy packages are imported by what a command calls, so that `auditor --version` is quick.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor import __version__
from auditor.cli import files, run, settings, targets
from auditor.cli.apply import apply
from auditor.cli.baseline import baseline
from auditor.cli.check import check
from auditor.cli.config import config
from auditor.cli.ending import ReaderLeftError, ended
from auditor.cli.explain import explain
from auditor.cli.flags import (
    Tree,
    assets_flag,
    audit_options,
    canonical_flag,
    decisions_flag,
    format_flag,
    output_flag,
    reading_options,
    timeout_flag,
    tree_options,
    verbose_flag,
)
from auditor.cli.histories import compare_versions, history
from auditor.cli.tree import find
from auditor.errors import ExitCode
from auditor.formats import SCHEMAS, render
from auditor.model import Audit, Options, Skipped

if TYPE_CHECKING:
    from auditor.formats.report.page import Assets


class _Group(click.Group):
    """A group whose commands end with our exit codes, and tell errors in one sentence."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **named: Any) -> Any:
        words = list(sys.argv[1:] if args is None else args)
        if not named.get("standalone_mode", True):
            return super().main(words, *rest, **named)
        named["standalone_mode"] = False
        sys.exit(ended(lambda: super(_Group, self).main(words, *rest, **named), words))

    def make_context(self, *args: Any, **named: Any) -> click.Context:
        try:
            return super().make_context(*args, **named)
        except BrokenPipeError as error:
            raise ReaderLeftError from error

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderLeftError from error


@click.group(
    cls=_Group,
    invoke_without_command=True,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "auto_envvar_prefix": "AUDITOR",
        "max_content_width": 100,
    },
)
@click.version_option(__version__, prog_name="auditor", message="%(prog)s %(version)s")
@click.option("-v", "--verbose", count=True, help="Twice: show where an unexpected error happened.")
@click.pass_context
def main(ctx: click.Context, verbose: int) -> None:
    """Find repeated and reordered fragments in scraped text, and the right reading."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that cannot show a letter shall not end the run.
            stream.reconfigure(errors="backslashreplace")
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True))
@output_flag
@assets_flag
@canonical_flag
@decisions_flag
@format_flag
@timeout_flag
@verbose_flag
@tree_options
@audit_options
@click.pass_context
def report(
    ctx: click.Context,
    paths: tuple[str, ...],
    output: str,
    assets: Assets,
    canonical: str | None,
    decisions: str | None,
    output_format: str,
    timeout: float | None,
    verbose: int,
    tree: Tree,
    options: Options,
) -> None:
    """Audit each document and write a report to review it with.

    PATHS are text or HTML files, folders of them, or - for standard input. Each document gets
    NAME.html for an editor and NAME.json for a program; several get an index.html too. The exit
    code is 0 whatever is found, 2 if a document could not be audited.
    """
    from auditor.formats.skipped import line

    errors = run.Errors()
    terms = settings.terms(ctx, options)
    own = frozenset([Path(output).resolve()])
    found = find(paths, settings.selection(ctx, files.TEXTS, tree), own)
    if verbose:
        settings.say(ctx, found.skipped)
    documents = run.sources(found, errors)
    if documents:
        decided = run.editors(decisions)
        folder = Path(output)
        done = run.report(
            documents, options, folder, errors, canonical, terms, assets, decided, timeout
        )
        _show(*done, output_format, found.skipped)
    click.echo(line(found.skipped), nl=False, err=output_format != "summary")
    _exit(errors)


@main.command()
@click.argument("scrape", type=click.Path(allow_dash=True))
@click.argument("reference", type=click.Path(allow_dash=True))
@click.option("--versions", is_flag=True, help="Tell the changes by what made them instead.")
@output_flag
@assets_flag
@format_flag
@audit_options
@click.pass_context
def compare(
    ctx: click.Context,
    scrape: str,
    reference: str,
    versions: bool,
    output: str,
    assets: Assets,
    output_format: str,
    options: Options,
) -> None:
    """Audit one document against another.

    SCRAPE is audited; REFERENCE is the reading that it is measured against: a trusted text, or
    another version. Either may be empty. Writes the same files as report; with --versions those of
    history, for the newer SCRAPE and the older REFERENCE.
    """
    if versions:
        compare_versions(scrape, reference, output, output_format, options)
        return
    errors = run.Errors()
    terms = settings.terms(ctx, options)
    done = run.report(
        [scrape], options, Path(output), errors, reference, terms, assets, may_be_empty=True
    )
    _show(*done, output_format)
    _exit(errors)


@main.command()
@click.argument(
    "paths", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True)
)
@click.option("-o", "--output", type=click.Path(), metavar="OUT", help="File to write to.")
@click.option(
    "--map",
    "map_path",
    type=click.Path(),
    metavar="MAP.json",
    help="Also write where every part of the text was taken from.",
)
@decisions_flag
@timeout_flag
@reading_options
def reconstruct(
    paths: tuple[str, ...],
    output: str | None,
    map_path: str | None,
    decisions: str | None,
    timeout: float | None,
    options: Options,
) -> None:
    """Write the canonical text of a document.

    The text is inferred from one or more scrapes alone, and written to standard output, or to OUT.
    """
    from auditor.formats.result import render_map

    decided = run.editors(decisions)
    targets.keep_apart([("-o", output), ("--map", map_path)], run.reads(paths, decided))
    errors = run.Errors()
    found = run.reconstruct(paths, options, errors, decided, timeout)
    if found:
        canonical, documents = found
        if map_path:
            files.write(Path(map_path), render_map(canonical, documents))
        if output:
            files.write(Path(output), canonical.text)
        else:
            # As bytes: what is written shall not depend on the locale.
            sys.stdout.buffer.write(canonical.text.encode("utf-8", "replace"))
    _exit(errors)


@main.command()
@click.argument("rule_id", required=False, metavar="[RULE]")
@click.option("--all", "every", is_flag=True, help="Explain all rules, as Markdown.")
def rule(rule_id: str | None, every: bool) -> None:
    """Explain a rule, by id or name; without one, list them."""
    from auditor.formats import rules
    from auditor.rules import RULES

    if every:
        click.echo(rules.render(RULES), nl=False)
    elif rule_id is None:
        click.echo(rules.listing(RULES), nl=False)
    else:
        click.echo(rules.explain(RULES, rule_id), nl=False)


@main.command()
@click.argument("name", type=click.Choice(SCHEMAS))
def schema(name: str) -> None:
    """Print the JSON Schema of what auditor writes or reads."""
    from auditor.formats import result

    click.echo(result.schema(name), nl=False)


for _command in (apply, baseline, check, config, explain, history):
    main.add_command(_command)


def _show(
    audits: list[Audit], page: Path, output_format: str, skipped: Sequence[Skipped] = ()
) -> None:
    """Prints the result of a run, and where its report is; nothing if nothing could be audited."""
    from auditor.formats.terminal import plain

    if audits:
        click.echo(render(output_format, audits, skipped), nl=False)
        # Standard output is the result alone where a program reads it.
        click.echo(f"Report: {plain(str(page))}", err=output_format != "summary")


def _exit(errors: run.Errors) -> None:
    if errors.count:
        sys.exit(ExitCode.ERROR)
