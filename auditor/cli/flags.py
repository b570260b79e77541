"""The flags that several commands share, and the `Options` that they make."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import fields
from typing import Any, get_args

import click

from auditor.formats import FORMATS
from auditor.model import MediaType, Normalization, Options

_DEFAULTS = Options()
_Command = Callable[..., None]


def _parts(
    _ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Repeated and comma-separated values as one tuple."""
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


# Each is named after the field of `Options` that it sets.
_INPUT = (
    click.option("--encoding", help="Encoding of the input, instead of finding it out."),
    click.option("--lang", "language", help="Language of the input, such as zh or pt-BR."),
    click.option(
        "--as",
        "media_type",
        type=click.Choice(get_args(MediaType)),
        default=_DEFAULTS.media_type,
        show_default=True,
        help="Read the input as text or as HTML.",
    ),
    click.option(
        "--content-selector", metavar="CSS", help="Read only these elements of an HTML page."
    ),
    click.option(
        "--exclude-selector", metavar="CSS", help="Leave out these elements of an HTML page."
    ),
    click.option(
        "--max-size",
        type=click.IntRange(min=1),
        default=_DEFAULTS.max_size,
        show_default=True,
        metavar="BYTES",
        help="Refuse a larger file.",
    ),
)
_TUNING = (
    click.option(
        "--normalize",
        type=click.Choice(get_args(Normalization)),
        default=_DEFAULTS.normalize,
        show_default=True,
        help="How much two texts may differ and still be the same.",
    ),
    click.option(
        "--min-length",
        type=click.IntRange(min=1),
        default=_DEFAULTS.min_length,
        show_default=True,
        metavar="CHARACTERS",
        help="Shortest fragment that counts as repeated.",
    ),
    click.option(
        "--min-similarity",
        type=click.FloatRange(0, 1),
        default=_DEFAULTS.min_similarity,
        show_default=True,
        metavar="SHARE",
        help="Share of equal characters from which a repeat is a near repeat.",
    ),
)
_SELECTION = (
    click.option(
        "--select",
        multiple=True,
        callback=_parts,
        metavar="RULES",
        help="Only these rules: ids, names or prefixes such as AUD2, comma-separated.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        callback=_parts,
        metavar="RULES",
        help="Not these rules; has the last word.",
    ),
)

canonical_flag = click.option(
    "--canonical",
    type=click.Path(),
    metavar="FILE",
    help="A trusted text to measure against; without it the canonical text is inferred.",
)
output_flag = click.option(
    "-o",
    "--output",
    type=click.Path(),
    default="reports",
    show_default=True,
    metavar="DIR",
    help="Folder for the reports; made if missing.",
)
format_flag = click.option(
    "--output-format",
    type=click.Choice(sorted(FORMATS)),
    default="summary",
    show_default=True,
    help="What to print on standard output.",
)


def _taking(flags: tuple[Callable[[_Command], _Command], ...]) -> Callable[[_Command], _Command]:
    """A decorator: the command has these flags, and gets them as one argument `options`."""

    def decorate(command: _Command) -> _Command:
        def gather(**values: Any) -> None:
            names = [field.name for field in fields(Options) if field.name in values]
            command(options=Options(**{name: values.pop(name) for name in names}), **values)

        wrapped: _Command = functools.update_wrapper(gather, command)
        for flag in reversed(flags):
            wrapped = flag(wrapped)
        return wrapped

    return decorate


reading_options = _taking(_INPUT + _TUNING)
audit_options = _taking(_INPUT + _TUNING + _SELECTION)
