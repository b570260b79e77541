"""The records of a WARC file, one by one; needs the extra `auditor[warc]`.

What servers did to a body in transit (chunks, compression) is undone; nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.errors import InputError
from auditor.read.containers import Served

SUFFIXES = (".warc", ".warc.gz")
_KINDS = frozenset(("response", "resource", "revisit"))
_BLOCK = 1 << 20  # bytes read at once where a record is passed over


@dataclass(frozen=True, slots=True)
class Record:
    """One visit to an address.

    `data` is the body, at most one byte more than the limit; None for a `revisit`, which says that
    it was that of `digest` again. `url` is the record's id where it names no address.
    """

    url: str
    digest: str | None
    status: int | None
    served: Served
    data: bytes | None


def is_warc(path: str) -> bool:
    return path.lower().endswith(SUFFIXES)


def records(path: str | Path, limit: int) -> Iterator[Record]:
    """The visits in the order of the file; bodies up to one byte more than `limit`.

    Raises InputError where there is no more to be read, without warcio too.
    What came before stands.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError as error:
        raise InputError(f"{path}: is a web archive; pip install 'auditor[warc]'") from error
    try:
        with Path(path).open("rb") as stream:
            number = 0
            for record in ArchiveIterator(stream):
                number += 1
                found = _record(record, limit) if record.rec_type in _KINDS else None
                _pass_over(record)
                if found is not None:
                    yield found
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except InputError as error:
        reason = f"{path}: is cut off in record {number}; the records before it were read"
        raise InputError(reason) from error
    except Exception as error:  # the library raises what its parsers do
        reason = f"is a damaged web archive behind record {number}"
        raise InputError(f"{path}: {reason} ({_first_line(error)})") from error
    if not number:
        raise InputError(f"{path}: is a web archive without a record; crawl again")


def _record(record: Any, limit: int) -> Record:
    headers = record.rec_headers
    number = record.http_headers.get_statuscode() if record.http_headers is not None else None
    revisit = record.rec_type == "revisit"
    url = headers.get_header("WARC-Target-URI") or headers.get_header("WARC-Record-ID") or ""
    return Record(
        url.strip("<>"),
        headers.get_header("WARC-Payload-Digest"),
        int(number) if number and number.isdigit() else None,
        _served(record),
        None if revisit else record.content_stream().read(limit + 1),
    )


def _served(record: Any) -> Served:
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    when = record.rec_headers.get_header("WARC-Date")
    return Served.of(headers.get_header("Content-Type") or "", when)


def _pass_over(record: Any) -> None:
    """Raises InputError where less is there than the record says; the library stops in silence."""
    stream = record.raw_stream
    while stream.read(_BLOCK):
        pass
    if getattr(stream, "limit", 0) > 0:
        raise InputError("cut off")


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
