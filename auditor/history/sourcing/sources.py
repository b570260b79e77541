"""Where the versions of a page come from: a dated folder, a path in a git repository, a WARC.

Nothing is fetched: what stands on this machine is read.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from auditor.errors import AuditorError, InputError, LimitError, OptionsError
from auditor.history.sourcing import git, warc
from auditor.model import Document, Notice, Options
from auditor.model.histories import SourceKind
from auditor.model.versions import DateFrom, HistoryOptions, Version
from auditor.read import document as document_of

TEXTS = (".txt", ".text", ".md", ".markdown", ".htm", ".html", ".xhtml")
_FOURTEEN = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?!\d)")
_ISO = re.compile(
    r"(?<!\d)((?:19|20)\d{2})-(\d{2})-(\d{2})"
    r"(?:[T_ -](\d{2})[:.-]?(\d{2})(?:[:.-]?(\d{2}))?(Z|[+-]\d{2}:?\d{2})?)?(?!\d)"
)
_EIGHT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_SINCE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d(?::\d\d(?::\d\d)?)?Z?)?)?)?")


@dataclass(frozen=True, slots=True)
class Source:
    """All captures of one page, in their order, and what could not be read of them."""

    name: str
    kind: SourceKind
    versions: tuple[Version, ...]
    notices: tuple[Notice, ...] = ()
    url: str | None = None
    unreadable: tuple[str, ...] = ()  # a sentence each


def source(place: str, options: HistoryOptions) -> Source:
    """The versions at a folder, a WARC, or a path in a git repository (REPO:PATH or a file).

    Raises InputError where there is nothing of the kind, and where a WARC has several pages and
    `options.url` names none.
    """
    _refuse_no_dates(options)
    path = Path(place)
    if path.is_dir():
        found = _folder(path, options)
    elif path.is_file() and path.name.endswith((".warc", ".warc.gz")):
        found = _warc(path, options)
    else:
        found = _git(place, options)
    chosen = _chosen(found.versions, options)
    if not chosen and not found.unreadable:
        raise InputError(f"{place}: no version of a page is there; name a folder, a WARC or a file")
    return replace(found, versions=tuple(chosen))


def given(documents: Iterable[tuple[str | None, Document]], options: HistoryOptions) -> Source:
    """The versions that a caller has already, each with its date. InputError: it is none."""
    _refuse_no_dates(options)
    versions = []
    for when, document in documents:
        name = document.provenance.source
        at = None if when is None else _moment(when, name)[0]
        versions.append(Version(name, document, at))
    ordered = versions if options.order == "name" else _sorted(versions)
    return Source("versions", "given", tuple(_chosen(ordered, options)))


def _refuse_no_dates(options: HistoryOptions) -> None:
    for name, value in (("since", options.since), ("until", options.until)):
        if value is None:
            continue
        if not _SINCE.fullmatch(value):
            raise OptionsError(f"{name}: {value!r} is no date; write it as 2024-03-01")
        if options.order == "name":
            raise OptionsError(f"{name}: versions in the order of their names have no dates")


def _chosen(versions: Sequence[Version], options: HistoryOptions) -> list[Version]:
    """Those from `since` until `until`, and of these the last ones."""
    chosen = [
        version
        for version in versions
        if (options.since is None or (version.captured_at or "") >= options.since)
        and (
            options.until is None
            or (version.captured_at or "")[: len(options.until)] <= options.until
        )
    ]
    return chosen[-options.last :] if options.last else chosen


def _folder(folder: Path, options: HistoryOptions) -> Source:
    versions: list[Version] = []
    failed: list[str] = []
    by_time: list[str] = []
    unzoned: list[str] = []
    paths = sorted(
        (p for p in folder.iterdir() if p.is_file() and p.suffix.lower() in TEXTS),
        key=lambda p: natural(p.name),
    )
    for path in paths:
        try:
            when, origin, is_zoned, note, upgrade = _date_of(path)
            size = path.stat().st_size
            _refuse_large(size, str(path), options.audit)
            text = document_of(path.read_bytes(), str(path.name), options.audit)
        except (AuditorError, OSError) as error:
            failed.append(f"{path}: {error}" if isinstance(error, OSError) else str(error))
            continue
        if origin == "mtime":
            by_time.append(path.name)
        if not is_zoned:
            unzoned.append(path.name)
        versions.append(Version(path.name, text, when, origin, upgrade, None, note))
    notices = []
    if options.order == "name":
        versions = [replace(version, captured_at=None, date_from="none") for version in versions]
    else:
        versions = _sorted(versions)
        if by_time:
            reason = f"{len(by_time)} files have no date in their name: their time of change is it"
            notices.append(Notice("date-from-mtime", reason))
        if unzoned:
            reason = f"{len(unzoned)} files have a time without its zone: it is taken as UTC"
            notices.append(Notice("time-without-zone", reason))
    return Source(
        folder.resolve().name, "folder", tuple(versions), tuple(notices), None, tuple(failed)
    )


def _refuse_large(size: int, name: str, options: Options) -> None:
    if size > options.max_size:
        raise LimitError(f"{name}: larger than {options.max_size:,} bytes; raise --max-size")


def _sorted(versions: Iterable[Version]) -> list[Version]:
    return sorted(versions, key=lambda v: (v.captured_at or "", natural(v.name)))


def natural(name: str) -> list[tuple[int, int, str]]:
    """A key by which v1.9 comes before v1.10, and a name without a suffix before _2."""
    stem = re.sub(r"\.[A-Za-z]+$", "", name)
    return [
        (0, int(piece), "") if piece.isdigit() else (1, 0, piece)
        for piece in re.findall(r"\d+|\D+", stem)
    ]


def date_in(name: str) -> str | None:
    """The first date in a name: fourteen digits, an ISO date with or without time, eight."""
    found = _found_in(name)
    return found and found[0]


def _found_in(name: str) -> tuple[str, bool] | None:
    """The first date in a name, in UTC; and whether its zone is known, where it has a time.

    Fourteen digits are how archives of the web name a capture: in UTC.
    """
    for pattern in (_FOURTEEN, _ISO, _EIGHT):
        for match in pattern.finditer(name):
            year, month, day, *time = [int(piece) for piece in match.groups()[:6] if piece]
            zone = match[7] if pattern is _ISO else None
            try:
                if not time:
                    return date(year, month, day).isoformat(), True
                hour, minute, second = [*time, 0][:3]
                when = datetime(year, month, day, hour, minute, second)
                if zone:
                    when = datetime.fromisoformat(f"{when.isoformat()}{zone}")
            except ValueError:
                continue
            return _stamp(when), zone is not None or pattern is _FOURTEEN
    return None


def _moment(text: str, name: str) -> tuple[str, bool]:
    """A date, or a time in UTC, and whether its zone is known. Raises InputError: it is neither."""
    try:
        if len(text.strip()) <= len("2024-03-01"):
            return date.fromisoformat(text.strip()).isoformat(), True
        when = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError(
            f"{name}: {text!r} is no date; write it as 2024-03-01 or 2024-03-01T12:00:00Z"
        ) from error
    return _stamp(when), when.tzinfo is not None


def _stamp(when: datetime) -> str:
    """A time in UTC; one without a zone is taken as such."""
    zoned = when if when.tzinfo else when.replace(tzinfo=UTC)
    return zoned.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _date_of(path: Path) -> tuple[str | None, DateFrom, bool, str, bool]:
    """Date, where it is from, whether its zone is known, note, whether the capturing changed."""
    sidecar = path.with_suffix(".json")
    extra: dict[str, object] = {}
    if sidecar.is_file():
        try:
            loaded = json.loads(sidecar.read_text(encoding="utf-8"))
        except (ValueError, OSError) as error:
            raise InputError(
                f"{sidecar}: is no JSON that can be read; mend or remove it"
            ) from error
        extra = loaded if isinstance(loaded, dict) else {}
    note, upgrade = str(extra.get("note", "")), extra.get("kind") == "upgrade"
    named = _found_in(path.name)
    if named is not None:
        return named[0], "name", named[1], note, upgrade
    captured = extra.get("captured_at")
    if isinstance(captured, str):
        at, is_zoned = _moment(captured, str(sidecar))
        return at, "sidecar", is_zoned, note, upgrade
    when = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return _stamp(when), "mtime", True, note, upgrade


def _git(place: str, options: HistoryOptions) -> Source:
    repository, path = git.located(place)
    versions: list[Version] = []
    failed: list[str] = []
    for commit in git.versions(repository, path):
        name = f"{commit.sha[:12]}:{commit.path}"
        try:
            _refuse_large(len(commit.data), name, options.audit)
            text = document_of(commit.data, name, options.audit)
        except AuditorError as error:
            failed.append(str(error))
            continue
        upgrade = git.is_upgrade(commit.subject)
        versions.append(Version(name, text, commit.when, "git", upgrade, None, commit.subject))
    return Source(Path(path).stem, "git", tuple(versions), (), None, tuple(failed))


def _warc(path: Path, options: HistoryOptions) -> Source:
    captures, url, notices = warc.captures(path, options.url, options.audit.max_size)
    versions: list[Version] = []
    failed: list[str] = []
    for capture in captures:
        try:
            text = _of_capture(capture, options.audit)
        except AuditorError as error:
            failed.append(str(error))
            continue
        versions.append(Version(capture.when, text, capture.when, "warc", False, capture.status))
    ordered = _sorted(versions)
    return Source(path.name.split(".")[0], "warc", tuple(ordered), notices, url, tuple(failed))


def _of_capture(capture: warc.Capture, options: Options) -> Document:
    """The document of a response; an error may have no text at all."""
    data, name = capture.data, capture.when
    _refuse_large(len(data), name, options)
    try:
        return document_of(data, name, options, served=replace(capture.served, when=None))
    except AuditorError:
        if capture.status is None or capture.status < 400:
            raise
    empty = Document.from_text("", source=name)
    sha256 = hashlib.sha256(data).hexdigest()
    return replace(empty, provenance=replace(empty.provenance, sha256=sha256))
