"""The versions of one path in a git repository, by `git log` and `git cat-file --batch`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from auditor.errors import InputError

# How Open Terms Archive begins the subjects of versions that a new converter or rule made.
_UPGRADES = ("Apply technical or declaration upgrade on", "Refilter")
_RECORD = "\x01"


@dataclass(frozen=True, slots=True)
class Commit:
    """One version of the path: its bytes, and the name the path had then."""

    sha: str
    when: str
    subject: str
    path: str
    data: bytes


def is_upgrade(subject: str) -> bool:
    """Whether a subject says that the capturing changed; a hint, never proof."""
    return subject.startswith(_UPGRADES)


def located(place: str) -> tuple[Path, str]:
    """Repository and path of `REPO:PATH`, or of a path inside a work tree.

    Raises InputError where there is neither.
    """
    head, colon, tail = place.rpartition(":")
    is_drive = os.name == "nt" and len(head) == 1
    if colon and head and not is_drive and Path(head).is_dir():
        return Path(head), tail
    path = Path(place)
    folder = path.parent if str(path.parent) else Path()
    if not folder.is_dir():
        raise InputError(f"{place}: no such folder, file or repository; name one as REPO:PATH")
    top = _run(folder, "rev-parse", "--show-toplevel", what=place).decode().strip()
    return Path(top), path.resolve().relative_to(Path(top).resolve()).as_posix()


def versions(repository: Path, path: str) -> Iterator[Commit]:
    """Every version of the path, the oldest first, through its renames."""
    listing = _run(
        repository,
        "log",
        "--first-parent",
        "--follow",
        "-z",
        "--name-only",
        f"--format={_RECORD}%H%x1f%at%x1f%s",
        "--",
        path,
        what=f"{repository}:{path}",
    ).decode("utf-8", "replace")
    entries: list[tuple[str, str, str, str]] = []
    for record in listing.split(_RECORD)[1:]:
        head, _, rest = record.partition("\0")
        sha, when, subject = head.split("\x1f", 2)
        name = rest.strip("\0\n").split("\0")[0] or path
        stamp = datetime.fromtimestamp(int(when), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        entries.append((sha, stamp, subject, name))
    if not entries:
        raise InputError(f"{repository}:{path}: git knows no version of this path")
    entries.reverse()
    yield from _contents(repository, entries)


def _contents(repository: Path, entries: list[tuple[str, str, str, str]]) -> Iterator[Commit]:
    wanted = "".join(f"{sha}:{name}\n" for sha, _, _, name in entries)
    batch = _run(repository, "cat-file", "--batch", what=str(repository), feed=wanted.encode())
    at = 0
    for sha, when, subject, name in entries:
        end = batch.index(b"\n", at)
        head = batch[at:end].split(b" ")
        at = end + 1
        if head[-1] == b"missing" or len(head) < 3:
            continue  # the commit took the file away
        size = int(head[-1])
        yield Commit(sha, when, subject, name, batch[at : at + size])
        at += size + 1


def _run(folder: Path, *words: str, what: str, feed: bytes | None = None) -> bytes:
    # No hook, pager or configured helper of a stranger's repository may run.
    guard = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-pager"]
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(
            ["git", *guard, "-C", str(folder), *words],
            input=feed,
            capture_output=True,
            check=False,
            env=environment,
        )
    except OSError as error:
        raise InputError(f"{what}: git cannot be run ({error.strerror}); install it") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[-1] if said else "no reason given"
        raise InputError(f"{what}: no folder, WARC or path that git knows ({reason})")
    return done.stdout
