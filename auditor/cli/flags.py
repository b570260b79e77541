"""The flags that several commands share, and the `Options` that they make."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

import click

from auditor.cli.settings import config_flags
from auditor.config.keys import LARGEST
from auditor.formats import CHECK_FORMATS, FORMATS
from auditor.model import MediaType, Normalization, Options, Severity

_DEFAULTS = Options()
_Command = Callable[..., None]
Flag = Callable[[_Command], _Command]


@dataclass(frozen=True, slots=True)
class Tree:
    """What to take of folders."""

    include: tuple[str, ...]
    exclude: tuple[str, ...]
    follow_links: bool
    ignore_files: bool


@dataclass(frozen=True, slots=True)
class Reading(Tree):
    """Which documents a run of the gate is about, and how they are gone through."""

    canonical: str | None
    text_field: str
    id_field: str | None
    jsonl: bool
    decisions: str | None
    jobs: int
    timeout: float | None


@dataclass(frozen=True, slots=True)
class Judging:
    """What counts against the gate, and where to say so; `outputs` are FORMAT:PATH."""

    output_format: str
    outputs: tuple[str, ...]
    fail_on: Severity | Literal["never"]
    exit_zero: bool
    statistics: bool
    baseline: str | None
    strict_baseline: bool
    strict_skipped: bool
    show_baselined: bool
    color: Literal["auto", "always", "never"]
    quiet: bool
    verbose: int


class _Number(click.FloatRange):
    """A number in a range; infinity and what is no number are in none."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        number: float = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is no finite number.", param, ctx)
        return number


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
        type=click.IntRange(1, LARGEST),
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
        type=_Number(0, 1),
        default=_DEFAULTS.min_similarity,
        show_default=True,
        metavar="SHARE",
        help="Share of equal characters from which a repeat is a near repeat.",
    ),
    click.option(
        "--min-confidence",
        type=_Number(0, 1),
        default=_DEFAULTS.min_confidence,
        show_default=True,
        metavar="SHARE",
        help="Confidence below which a passage of an inferred text is open.",
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

_TREE = (
    click.option(
        "--include",
        multiple=True,
        metavar="PATTERN",
        help="In folders, read only files that fit; patterns as in .gitignore.",
    ),
    click.option(
        "--exclude",
        multiple=True,
        metavar="PATTERN",
        help="In folders, leave out what fits; patterns as in .gitignore.",
    ),
    click.option(
        "--follow-links", is_flag=True, help="In folders, follow links to files and folders."
    ),
    click.option(
        "--ignore-files",
        is_flag=True,
        help="Heed .gitignore and .auditorignore files inside the folders too.",
    ),
)
_RECORDS = (
    click.option(
        "--text-field",
        default="text",
        show_default=True,
        metavar="NAME",
        help="Field of a JSON Lines record that holds its text.",
    ),
    click.option(
        "--id-field",
        metavar="NAME",
        help="Field that names a record; without it id, or the number of the line.",
    ),
    click.option("--jsonl", is_flag=True, help="All input is JSON Lines, standard input too."),
    click.option(
        "--decisions",
        type=click.Path(),
        metavar="PATH",
        help="File or folder of an editor's decisions: the order that they chose is the order; "
        "what they reject or keep does not count.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        default=1,
        show_default=True,
        metavar="N",
        help="Processes to audit in.",
    ),
    click.option(
        "--timeout",
        type=_Number(min=0, min_open=True),
        metavar="SECONDS",
        help="Stop a document that takes longer; it counts as not audited.",
    ),
)
verbose_flag = click.option(
    "-v",
    "--verbose",
    count=True,
    help="Say which settings are used, and what is skipped in folders and archives.",
)
_GATE = (
    click.option(
        "--output-format",
        type=click.Choice(sorted(CHECK_FORMATS)),
        default="full",
        show_default=True,
        help="What to print on standard output.",
    ),
    click.option(
        "--output",
        "outputs",
        multiple=True,
        metavar="FORMAT:PATH",
        help="Also write a file in this format; may be given several times.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice(("error", "warning", "note", "never")),
        default="error",
        show_default=True,
        help="Severity from which a document fails.",
    ),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found."),
    click.option(
        "--statistics", is_flag=True, help="Count the findings by rule, on standard error."
    ),
    click.option(
        "--baseline",
        type=click.Path(),
        metavar="FILE",
        help="Findings in this file are known and don't count.",
    ),
    click.option(
        "--strict-baseline", is_flag=True, help="Known findings that are gone are errors."
    ),
    click.option(
        "--strict-skipped",
        is_flag=True,
        help="What is passed over and nobody asked to leave out is an error.",
    ),
    click.option(
        "--show-baselined", is_flag=True, help="Also print the findings that the baseline hides."
    ),
    click.option(
        "--color",
        type=click.Choice(("auto", "always", "never")),
        default="auto",
        show_default=True,
        help="Colours on standard output; NO_COLOR is heeded.",
    ),
    click.option("-q", "--quiet", is_flag=True, help="Print nothing when every document passes."),
    verbose_flag,
)

TIMEOUT = 60.0  # seconds a document where a run has several: a bound of time
timeout_flag = click.option(
    "--timeout",
    type=_Number(min=0, min_open=True),
    metavar="SECONDS",
    help=f"Stop a document that takes longer; without it {TIMEOUT:g} s where there are several.",
)
canonical_flag = click.option(
    "--canonical",
    type=click.Path(),
    metavar="FILE",
    help="A trusted text to measure against; without it the canonical text is inferred.",
)
decisions_flag = click.option(
    "--decisions",
    type=click.Path(),
    metavar="PATH",
    help="File or folder of an editor's decisions: the order that they chose is the order.",
)
assets_flag = click.option(
    "--assets",
    type=click.Choice(["inline", "external"]),
    default="inline",
    show_default=True,
    help="Style and script in each page, or beside it, for hosts that forbid them in a page.",
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


def _taking(
    flags: tuple[Flag, ...], record: type[Any] = Options, name: str = "options"
) -> Callable[[_Command], _Command]:
    """A decorator: the command has these flags, and gets them as one argument, a record."""

    def decorate(command: _Command) -> _Command:
        def gather(**values: Any) -> None:
            names = [field.name for field in fields(record) if field.name in values]
            made = record(**{name: values.pop(name) for name in names})
            command(**{name: made}, **values)

        wrapped: _Command = functools.update_wrapper(gather, command)
        for flag in reversed(flags):
            wrapped = flag(wrapped)
        return wrapped

    return decorate


reading_options = _taking((*_INPUT, *_TUNING, *config_flags))
audit_options = _taking((*_INPUT, *_TUNING, *_SELECTION, *config_flags))
inputs_options = _taking((canonical_flag, *_TREE, *_RECORDS), Reading, "inputs")
tree_options = _taking(_TREE, Tree, "tree")
gate_options = _taking(_GATE, Judging, "job")
