"""`auditor config`: which settings hold and why, or a file to start from."""

from __future__ import annotations

import os
from pathlib import Path

import click

from auditor.cli import files, settings, targets
from auditor.cli.check import check
from auditor.config import FILE, KEYS
from auditor.config.write import shown, template
from auditor.errors import OutputError


@click.command("config")
@click.option("--show", is_flag=True, help="Print every setting with its origin; the default.")
@click.option("--init", is_flag=True, help=f"Write {FILE} with every setting commented out.")
@click.option(
    "--weights",
    is_flag=True,
    help="Print the numbers by which a reading is inferred, with what each of them rests on.",
)
@click.option(
    "--config",
    "path",
    type=click.Path(),
    metavar="FILE",
    help="Settings file, instead of the nearest.",
)
@click.option("--isolated", is_flag=True, help="Use no settings file.")
@click.pass_context
def config(
    ctx: click.Context, show: bool, init: bool, weights: bool, path: str | None, isolated: bool
) -> None:
    """Print the settings of check, or write a file of them.

    They are those that hold in the current folder, each with where it comes from.
    An option of the command goes before the environment, that before the nearest auditor.toml
    or [tool.auditor] in pyproject.toml, that before the default.
    """
    if show + init + weights > 1:
        raise click.UsageError("--show, --init and --weights exclude each other")
    if weights:
        _weights()
        return
    if init:
        _init(Path(path or FILE))
        return
    args = [*(["--config", path] if path else []), *(["--isolated"] if isolated else []), "-"]
    with check.make_context("check", args, parent=ctx.parent) as of_check:
        rows = [
            (key, of_check.params[key.param], settings.origin(of_check, key.param)) for key in KEYS
        ]
        click.echo(shown(rows, settings.current(of_check)), nl=False)


def _weights() -> None:
    # Numpy and the engine are loaded for this alone.
    from auditor.formats.weights import render
    from auditor.weights import every

    click.echo(render(every()), nl=False)


def _init(path: Path) -> None:
    if os.path.lexists(path):
        raise OutputError(f"{path}: is there already; change it by hand, or remove it first")
    targets.keep_apart([("--init", path)], ())
    files.write(path, template())
    click.echo(f"{path}: written; everything in it is commented out", err=True)
