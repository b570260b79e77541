"""Versions of one page: what an author changed, and what the scraping did.

`stages.py` is the map.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from auditor.errors import InputError
from auditor.history.stages import Runner, explain_versions, histories_of, in_turn
from auditor.model import Document
from auditor.model.histories import History
from auditor.model.versions import HistoryOptions

__all__ = ["explain_versions", "histories_of", "history"]

_DEFAULTS = HistoryOptions()


def history(
    source: str | Path | Iterable[tuple[str | None, Document]],
    options: HistoryOptions = _DEFAULTS,
) -> History:
    """The version audit of one page.

    `source` is a dated folder, a path in a git repository (`REPO:PATH`), a WARC, or pairs of a
    date and a document. Raises InputError where nothing can be read there, or a version cannot
    be and `options.skip_unreadable` is not set.
    """
    from auditor.history.sourcing import sources

    if isinstance(source, str | Path):
        found = sources.source(str(source), options)
    else:
        found = sources.given(source, options)
    return audited(found, options)


def audited(
    found: object,
    options: HistoryOptions,
    cache: Path | None = None,
    runner: Runner = in_turn,
) -> History:
    """The version audit of what a source gave; `cache` and `runner` as in `histories_of`."""
    from auditor.history.sourcing.sources import Source

    assert isinstance(found, Source)
    if found.unreadable and not options.skip_unreadable:
        raise InputError(found.unreadable[0])
    return histories_of(
        found.name,
        found.kind,
        found.versions,
        options,
        url=found.url,
        notices=found.notices,
        cache=cache,
        runner=runner,
    )
