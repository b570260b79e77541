"""The captures of one address in a WARC file; needs the extra `auditor[warc]`."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.errors import InputError
from auditor.model import Notice
from auditor.read import warc
from auditor.read.containers import Served

_ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/\d{14}[a-z_]*/", re.IGNORECASE)
_TOOLBAR = re.compile(
    rb"<!-- BEGIN WAYBACK TOOLBAR INSERT -->.*?<!-- END WAYBACK TOOLBAR INSERT -->", re.DOTALL
)
_LISTED = 10  # addresses that a message names


@dataclass(frozen=True, slots=True)
class Capture:
    """One response: when, with which status, and its bytes."""

    when: str
    status: int | None
    data: bytes
    served: Served


def captures(
    path: Path, url: str | None, limit: int
) -> tuple[list[Capture], str, tuple[Notice, ...]]:
    """The captures of an address, the address, and what was left out.

    A `revisit` is the version of its payload digest again. Raises InputError without warcio, and
    where several addresses are there and none is named.
    Bodies have one byte more than `limit` at most.
    """
    records = [replace(each, url=_plain(each.url)) for each in warc.records(path, limit)]
    counts = Counter(record.url for record in records)
    wanted = _plain(url) if url else next(iter(counts), None)
    if wanted is None or wanted not in counts or (url is None and len(counts) > 1):
        shown = ", ".join(sorted(counts)[:_LISTED])
        more = f" and {len(counts) - _LISTED} more" if len(counts) > _LISTED else ""
        reason = f"has {len(counts)} addresses; name one with --url: {shown}{more}"
        raise InputError(f"{path}: {reason}")
    return _of(records, wanted)


def _of(records: list[warc.Record], wanted: str) -> tuple[list[Capture], str, tuple[Notice, ...]]:
    bodies = {each.digest: each for each in records if each.digest and each.data is not None}
    found: list[Capture] = []
    lost: list[str] = []
    for each in records:
        if each.url != wanted:
            continue
        when = each.served.when or ""
        seen = each if each.data is not None else bodies.get(each.digest or "")
        if seen is None or seen.data is None:
            lost.append(when)
            continue
        found.append(Capture(when, each.status, _TOOLBAR.sub(b"", seen.data), seen.served))
    notices: tuple[Notice, ...] = ()
    if lost:
        reason = f"what these visits saw is not in the file: {', '.join(sorted(lost)[:_LISTED])}"
        notices = (Notice("revisit-without-target", reason),)
    return sorted(found, key=lambda c: c.when), wanted, notices


def _plain(url: str) -> str:
    return _ARCHIVED.sub("", url)
