"""Settings files and the command line: a flag, the environment, the file, the default.

A file's values become click's defaults, so click itself keeps this order, and knows for each
value where it came from.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from auditor.cli.tree import Selection
from auditor.config import BY_NAME, KEYS, find, load, rules_named
from auditor.config.resolve import terms_of
from auditor.config.versions import HISTORY_KEYS
from auditor.errors import OptionsError
from auditor.model import Gate, Options, Settings, Skipped, Terms

if TYPE_CHECKING:
    from auditor.cli.flags import Tree

HISTORY = "history"  # the command that has a table of its own
_META = "auditor.settings"
_GIVEN = "auditor.settings.given"
_ANY = Gate()
_SOURCES = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)


def _settle(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """Loads the file as soon as both flags are known; they come before all others."""
    given = ctx.meta.setdefault(_GIVEN, {})
    given[param.name] = value
    if len(given) == 2:
        settings = _load(given["config"], isolated=given["isolated"])
        ctx.meta[_META] = settings
        ctx.default_map = dict(_defaults(settings, ctx.command))
    return value


def _load(path: str | None, *, isolated: bool) -> Settings:
    from auditor.rules import RULES

    if path is not None:
        if isolated:
            raise click.UsageError("--config and --isolated exclude each other")
        return load(Path(path), RULES)
    found = None if isolated else find(Path.cwd())
    return load(found, RULES) if found else Settings()


def _defaults(settings: Settings, command: click.Command) -> dict[str, Any]:
    """What the file says about parameters of this command."""
    # report has an option --output too, of another meaning; its parameter has another name.
    known = {param.name: param for param in command.params if isinstance(param, click.Option)}
    params = {key.name: key for key in KEYS}
    folder = Path(settings.file).parent
    if command.name == HISTORY:
        return _of_history(settings, folder)
    defaults = {}
    for name, value in settings.values:
        key = params[name]
        option = known.get(key.param)
        if option is None or not _takes(option, name, value):
            continue
        defaults[key.param] = os.path.normpath(folder / value) if key.is_path else value
    return defaults


def _of_history(settings: Settings, folder: Path) -> dict[str, Any]:
    """What the file says of a version audit: how texts are read, and its own table."""
    shared = {field.name for field in fields(Options)} | {"jobs"}
    found = {BY_NAME[name].param: value for name, value in settings.values}
    found = {name: value for name, value in found.items() if name in shared}
    paths = {key.name for key in HISTORY_KEYS if key.is_path}
    for name, value in settings.history.values:
        if name in paths:
            each = [os.path.normpath(folder / p) for p in (value if name == "terms" else [value])]
            value = tuple(each) if name == "terms" else each[0]
        found[name.replace("-", "_")] = value
    return found


def _takes(option: click.Option, name: str, value: object) -> bool:
    """Whether the option is the one meant; that of another command may have other choices."""
    if f"--{name}" not in option.opts:
        return False
    return name != "output-format" or "full" in getattr(option.type, "choices", ())


config_flags: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--config",
        type=click.Path(),
        is_eager=True,
        expose_value=False,
        callback=_settle,
        metavar="FILE",
        help="Settings file, instead of the nearest auditor.toml or pyproject.toml.",
    ),
    click.option(
        "--isolated",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_settle,
        help="Use no settings file.",
    ),
)


def current(ctx: click.Context) -> Settings:
    """The settings that hold in this run of a command."""
    settings: Settings = ctx.meta.get(_META, Settings())
    return settings


def in_use() -> str | None:
    """The settings file of the command that runs, if it has one."""
    ctx = click.get_current_context(silent=True)
    return (current(ctx).file or None) if ctx else None


def terms(ctx: click.Context, options: Options, gate: Gate = _ANY) -> Callable[[str], Terms]:
    """From a path to what its document is audited and judged by."""
    from auditor.rules import RULES

    for name, values in (("--select", options.select), ("--ignore", options.ignore)):
        rules_named(values, RULES, name)
    return terms_of(current(ctx), options, gate, fixed(ctx))


def selection(ctx: click.Context, suffixes: frozenset[str], tree: Tree) -> Selection:
    """What to take of folders; patterns in a settings file start from its folder."""
    folder = Path(current(ctx).file).absolute().parent

    def base(name: str) -> Path | None:
        return folder if ctx.get_parameter_source(name) is ParameterSource.DEFAULT_MAP else None

    return Selection(
        suffixes,
        tree.include,
        tree.exclude,
        include_base=base("include"),
        exclude_base=base("exclude"),
        follow_links=tree.follow_links,
        ignore_files=tree.ignore_files,
    )


def say(ctx: click.Context, skipped: Sequence[Skipped]) -> None:
    """Tells on standard error which settings are used, and what is skipped in folders."""
    from auditor.formats.skipped import listing

    click.echo(f"settings: {current(ctx).file or 'none'}", err=True)
    for row in listing(skipped):
        click.echo(row, nl=False, err=True)


def fixed(ctx: click.Context) -> frozenset[str]:
    """The parameters that a flag or the environment sets."""
    return frozenset(name for name in ctx.params if ctx.get_parameter_source(name) in _SOURCES)


def folder_of(ctx: click.Context, name: str) -> Path:
    """The folder that the paths in a parameter start from: the settings file's, or "."."""
    if ctx.get_parameter_source(name) is ParameterSource.DEFAULT_MAP:
        return Path(current(ctx).file).parent
    return Path()


def keep_inside(ctx: click.Context, name: str, key: str, paths: Iterable[Path]) -> None:
    """Refuses paths of a settings file, in the parameter `name`, that lead out of its folder.

    The file may have come with what was scraped, and shall not say where else to write. Raises
    OptionsError; a flag or the environment may name any place.
    """
    if ctx.get_parameter_source(name) is not ParameterSource.DEFAULT_MAP:
        return
    file = Path(current(ctx).file)
    folder = os.path.realpath(file.parent)
    for path in paths:
        if not Path(os.path.realpath(path)).is_relative_to(folder):
            raise OptionsError(
                f"{file}: {key} {path} lies outside of the folder of this file;"
                f" give it as --{key} on the command line instead"
            )


def origin(ctx: click.Context, name: str) -> str:
    """Where the value of a parameter came from, in words."""
    source = ctx.get_parameter_source(name)
    if source is ParameterSource.COMMANDLINE:
        return "command line"
    if source is ParameterSource.ENVIRONMENT:
        return f"environment {ctx.auto_envvar_prefix}_{name.upper()}"
    if source is ParameterSource.DEFAULT_MAP:
        return current(ctx).file
    return "default"
