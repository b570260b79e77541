"""The captures of one address in a WARC file; needs the extra `auditor[warc]`."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.errors import InputError
from auditor.model import Notice

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


def captures(path: Path, url: str | None) -> tuple[list[Capture], str, tuple[Notice, ...]]:
    """The captures of an address, the address, and what was left out.

    A `revisit` is the version of its payload digest again. Raises InputError without warcio, and
    where several addresses are there and none is named.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise InputError(f"{path}: reading a WARC needs warcio: install auditor[warc]") from error
    records: list[tuple[str, str, str | None, int | None, bytes | None]] = []
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type in ("response", "resource", "revisit"):
                    records.append(_record(record))
    except ArchiveLoadFailed as error:
        raise InputError(f"{path}: is no WARC that can be read ({error})") from error
    counts = Counter(record[0] for record in records)
    wanted = _plain(url) if url else next(iter(counts), None)
    if wanted is None or wanted not in counts or (url is None and len(counts) > 1):
        shown = ", ".join(sorted(counts)[:_LISTED])
        more = f" and {len(counts) - _LISTED} more" if len(counts) > _LISTED else ""
        reason = f"has {len(counts)} addresses; name one with --url: {shown}{more}"
        raise InputError(f"{path}: {reason}")
    return _of(records, wanted)


def _of(
    records: list[tuple[str, str, str | None, int | None, bytes | None]], wanted: str
) -> tuple[list[Capture], str, tuple[Notice, ...]]:
    bodies = {digest: body for _, _, digest, _, body in records if digest and body is not None}
    found: list[Capture] = []
    lost: list[str] = []
    for url, when, digest, status, body in records:
        if url != wanted:
            continue
        if body is None:
            body = bodies.get(digest or "")
        if body is None:
            lost.append(when)
            continue
        found.append(Capture(when, status, _TOOLBAR.sub(b"", body)))
    notices: tuple[Notice, ...] = ()
    if lost:
        reason = f"what these visits saw is not in the file: {', '.join(sorted(lost)[:_LISTED])}"
        notices = (Notice("revisit-without-target", reason),)
    return sorted(found, key=lambda c: c.when), wanted, notices


def _record(record: Any) -> tuple[str, str, str | None, int | None, bytes | None]:
    headers = record.rec_headers
    url = _plain(headers.get_header("WARC-Target-URI") or "")
    status = None
    if record.http_headers is not None:
        code = record.http_headers.get_statuscode()
        status = int(code) if code and code.isdigit() else None
    body = None if record.rec_type == "revisit" else record.content_stream().read()
    digest = headers.get_header("WARC-Payload-Digest")
    return url, headers.get_header("WARC-Date") or "", digest, status, body


def _plain(url: str) -> str:
    return _ARCHIVED.sub("", url)
