"""A page from a template: escaped by default, with its own content security policy."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from auditor.formats.report.visible import plain, visible
from auditor.formats.report.wording import number, percent

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def _asset(name: str) -> str:
    return files("auditor.formats").joinpath("templates", name).read_text(encoding="utf-8")


def _finalize(value: object) -> object:
    """What reaches a page unmarked may sit in an attribute: no character in it may hide."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_asset),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(visible=visible, plain=plain, number=number, percent=percent)
    return environment


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _policy(style: str, script: str) -> str:
    """Nothing is loaded, nothing is sent; only this page's own style and script run."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def page(template: str, *, styles: tuple[str, ...], script: str, **values: Any) -> str:
    """The HTML of `template` with its styles and script inlined."""
    style, code = "\n".join(_asset(name) for name in styles), _asset(script)
    # The two assets are our own files, and their hashes must match them byte for byte.
    return (
        _environment()
        .get_template(template)
        .render(policy=_policy(style, code), style=Markup(style), script=Markup(code), **values)
    )
