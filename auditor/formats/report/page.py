"""A page from a template: escaped by default, with its own content security policy."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from markupsafe import Markup

from auditor.formats.report.visible import HIDDEN, plain, visible, visible_lines
from auditor.formats.report.wording import number, percent

if TYPE_CHECKING:
    from jinja2 import Environment

Assets = Literal["inline", "external"]

_IMPORT = re.compile(r"^import .*;\n", re.M)
_EXPORT = re.compile(r"^export (?=async |class |const |function|let )", re.M)
# What could end the block that JSON stands in, or what a page may not hold raw.
_UNSAFE = re.compile(f"[<>&'\r]|{HIDDEN.pattern}")


@dataclass(frozen=True, slots=True)
class Front:
    """A template `name`.html with its style sheets and scripts, in order."""

    name: str
    styles: tuple[str, ...]
    scripts: tuple[str, ...]


@cache
def asset(name: str) -> str:
    return files("auditor.formats").joinpath("templates", name).read_text(encoding="utf-8")


def _finalize(value: object) -> object:
    """What reaches a page unmarked may sit in an attribute: no character in it may hide."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(asset),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        visible=visible, lines=visible_lines, plain=plain, number=number, percent=percent
    )
    environment.filters.update(data=data_block)
    return environment


def data_block(values: Mapping[str, Any]) -> Markup:
    """JSON for a `<script type="application/json">`; every string comes back as it was.

    As the template engine's own filter, but text stays text: a third of the size for Chinese.
    """
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(_UNSAFE.sub(_escaped, text))


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


@cache
def style(front: Front) -> str:
    """The style sheets of a page as one, without their comments and white space."""
    from rcssmin import cssmin

    return str(cssmin("\n".join(asset(name) for name in front.styles)))


@cache
def script(front: Front) -> str:
    """The modules of a page as one script, without their comments and white space.

    Each module is whole by itself and can be checked as one; in the page they share a scope, so
    their imports and exports are left out.
    """
    from rjsmin import jsmin

    modules = (_EXPORT.sub("", _IMPORT.sub("", asset(name))) for name in front.scripts)
    return str(jsmin("".join(modules)))


def assets(front: Front) -> tuple[tuple[str, str], ...]:
    """Name and content of the files that stand beside a page with external assets."""
    return (
        (f"{front.name}.css", style(front)),
        (f"{front.name}.js", f'(() => {{\n"use strict";\n{script(front)}}})();\n'),
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _policy(front: Front, kind: Assets) -> str:
    """Nothing is sent; no style and no script but the page's own."""
    own = "'self'", "'self'"
    if kind == "inline":
        # The hashes must match the two elements byte for byte.
        own = _hash(style(front)), _hash(script(front))
    return (
        f"default-src 'none'; style-src {own[0]}; script-src {own[1]}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def page(front: Front, kind: Assets, **values: Any) -> str:
    """The HTML of a page; its style and script stand in it, or in files beside it."""
    inline = kind == "inline"
    return (
        _environment()
        .get_template(f"{front.name}.html")
        .render(
            policy=_policy(front, kind),
            front=front.name,
            # Our own files.
            style=Markup(style(front)) if inline else None,
            script=Markup(script(front)) if inline else None,
            **values,
        )
    )
