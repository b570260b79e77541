"""Which files of a folder are meant: kind, suffix, patterns, and what ignore files leave out."""

from __future__ import annotations

import os
import stat
from collections import Counter, deque
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from auditor.cli.files import STDIN
from auditor.errors import InputError, OptionsError
from auditor.model import Skipped, SkipReason
from auditor.paths import Patterns

IGNORE_FILES = (".gitignore", ".auditorignore")  # the later one has the last word
_LARGEST = 1_000_000  # bytes of an ignore file; a bound of time and memory
_NAMED = 10_000  # skipped paths that are named, others are counted; a bound of memory


@dataclass(frozen=True, slots=True)
class Selection:
    """What to take of folders.

    `suffixes` count where there is no `include`; both lists hold patterns as in a .gitignore
    file. They count from their base where the folder lies in it, else from the folder. With
    `ignore_files` those inside a folder count too, which may have come with what was scraped.
    """

    suffixes: frozenset[str]
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    include_base: Path | None = None
    exclude_base: Path | None = None
    follow_links: bool = False
    ignore_files: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The files that are meant, in order, each once; what cannot be listed has the reason.

    `skipped` is what else was found in the folders, sorted; of a folder that was not entered the
    folder alone, its name with a slash at its end. What is not named, for there is too much of it,
    comes last.
    """

    files: tuple[tuple[str, InputError | None], ...]
    skipped: tuple[Skipped, ...] = ()


def find(paths: Iterable[str], selection: Selection, own: frozenset[Path] = frozenset()) -> Found:
    """The documents that the paths name: files themselves, and those of folders that are meant.

    A file that is named is taken, whatever patterns say. `own` are files of the run itself, and the
    folder that it writes into, resolved; in a folder they are no documents. Raises OptionsError
    for what is no pattern.
    """
    files: dict[str, InputError | None] = {}
    entered: set[str] = set()
    skips = Skips()
    for path in paths:
        if path == STDIN or not _is_folder(path):
            files.setdefault(path)
            continue
        meant = _meant(path, selection, own, skips)
        if meant:
            entered.add(_slashed(Path(path).as_posix()))
        else:
            what = "file that is meant" if selection.include else "text, Markdown or HTML file"
            reason = f"{path}: no {what} in this folder; name a file or another"
            meant = {path: InputError(reason)}
        files |= {name: meant[name] for name in sorted(meant) if name not in files}
    # What one path leaves out, another may name.
    return Found(tuple(files.items()), skips.without(files.keys() | entered))


@dataclass(slots=True)
class Skips:
    """What is skipped, as it is come to: the first are named, the others are counted.

    Memory is bounded so. What is counted is counted again where several paths lead to it.
    """

    named: dict[str, SkipReason] = field(default_factory=dict)
    others: Counter[SkipReason] = field(default_factory=Counter)

    def add(self, path: str, reason: SkipReason) -> None:
        # Files of the run are few, and what writes must know them.
        if path in self.named or len(self.named) < _NAMED or reason == "own-file":
            self.named[path] = reason
        else:
            self.others[reason] += 1

    def without(self, read: Container[str]) -> tuple[Skipped, ...]:
        """What was skipped, but for what was read under another path."""
        named = (Skipped(path, self.named[path]) for path in sorted(self.named) if path not in read)
        others = (Skipped(None, reason, self.others[reason]) for reason in sorted(self.others))
        return (*named, *others)


def _is_folder(path: str) -> bool:
    """What cannot be looked at is taken for a file, and told of when it is read."""
    try:
        return Path(path).is_dir()
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class _Entry:
    """What was found in a folder: to be read if there is no reason to skip it."""

    path: str
    reason: SkipReason | None = None
    error: InputError | None = None


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Patterns and the folder whose paths they speak of, with a slash at its end."""

    base: str
    patterns: Patterns

    def decides(self, path: str) -> bool | None:
        """True: left out; False: taken back by a `!` pattern; None: not spoken of."""
        if len(path) <= len(self.base) or not path.startswith(self.base):
            return None
        return self.patterns.decides(path[len(self.base) :])

    def cover(self, path: str) -> bool:
        return self.patterns.cover(path.removeprefix(self.base))


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to go through: its path as given, its full one, the ignore files that count."""

    shown: Path
    full: str
    ignoring: tuple[_Patterns, ...]


_Kind = Literal["folder", "file", "link", "not-regular"]


@dataclass(frozen=True, slots=True)
class _Rules:
    """What is meant of one folder that was named."""

    selection: Selection
    own: frozenset[Path]
    include: tuple[_Patterns, ...]
    exclude: tuple[_Patterns, ...]

    def reason(self, kind: _Kind, shown: Path, here: _Folder) -> SkipReason | None:
        """Why what is at `shown` in the folder `here` is skipped; None if it is meant."""
        if shown.name.startswith("."):
            return "hidden"
        if kind in ("link", "not-regular"):
            return kind
        full = f"{_slashed(here.full)}{shown.name}"
        if kind == "folder":
            return self.left_out(f"{full}/", here.ignoring) or self._own(shown)
        if self.include:
            if not any(patterns.cover(full) for patterns in self.include):
                return "not-included"
        elif shown.suffix.lower() not in self.selection.suffixes:
            return "other-suffix"
        if reason := self.left_out(full, here.ignoring):
            return reason
        return self._own(shown)

    def _own(self, shown: Path) -> SkipReason | None:
        return "own-file" if self.own and shown.resolve() in self.own else None

    def left_out(self, full: str, ignoring: Sequence[_Patterns]) -> SkipReason | None:
        """Why patterns leave a path out; `exclude` has the last word."""
        if (excluded := _decided(full, self.exclude)) is not None:
            return "excluded" if excluded else None
        return "ignored" if _decided(full, ignoring) else None


def _decided(full: str, said: Sequence[_Patterns]) -> bool | None:
    """What the last of the patterns that speak of a path says."""
    decided = (patterns.decides(full) for patterns in reversed(said))
    return next((each for each in decided if each is not None), None)


def _meant(
    folder: str, selection: Selection, own: frozenset[Path], skips: Skips
) -> dict[str, InputError | None]:
    """What is to be read of a folder, or the reason why it cannot be."""
    meant: dict[str, InputError | None] = {}
    try:
        for entry in _walk(folder, selection, own):
            if entry.reason is None:
                meant[entry.path] = entry.error
            else:
                skips.add(entry.path, entry.reason)
    except InputError as error:
        return {folder: error}
    return meant


def _walk(folder: str, selection: Selection, own: frozenset[Path]) -> Iterator[_Entry]:
    """Everything in `folder`, what is skipped with the reason.

    A folder that is skipped is not entered, as in git, nor is one twice, whatever links lead there;
    its own path goes before those by links. Raises InputError for an ignore file above that cannot
    be read.
    """
    top = Path(os.path.abspath(folder))  # noqa: PTH100 - what leads to a folder is not looked at
    rules = _Rules(
        selection,
        own,
        _compiled(selection.include, _base(selection.include_base, top), "--include"),
        _compiled(selection.exclude, _base(selection.exclude_base, top), "--exclude"),
    )
    # Ignore files in a folder may have come with what was scraped; the current one is the user's.
    inside = selection.ignore_files or Path(folder).samefile(Path())
    above = _above(top)
    for parent in (*reversed(top.parents), top):
        if reason := rules.left_out(_slashed(parent.as_posix()), above):
            yield _Entry(_slashed(Path(folder).as_posix()), reason)
            return
    waiting = [_Folder(Path(folder), top.as_posix(), above)]
    linked: deque[_Folder] = deque()
    entered: set[tuple[int, int]] = set()
    while waiting or linked:
        here = waiting.pop() if waiting else linked.popleft()
        try:
            state = here.shown.stat()
            names = sorted(path.name for path in here.shown.iterdir())
        except OSError as error:
            yield _unreadable(here.shown, error)
            continue
        if (state.st_dev, state.st_ino) in entered:
            yield _Entry(_slashed(here.shown.as_posix()), "read-already")
            continue
        entered.add((state.st_dev, state.st_ino))
        if inside:
            try:
                own_patterns = _ignore_files(here.full, here.shown)
            except InputError as error:
                yield _Entry(here.shown.as_posix(), error=error)
                continue
            here = replace(here, ignoring=(*here.ignoring, *own_patterns))
        for name in names:
            shown = here.shown / name
            try:
                kind = _kind(shown, follow_links=selection.follow_links)
            except OSError as error:
                yield _unreadable(shown, error)
                continue
            reason = rules.reason(kind, shown, here)
            if kind != "folder":
                yield _Entry(shown.as_posix(), reason)
            elif reason is not None:
                yield _Entry(_slashed(shown.as_posix()), reason)
            else:
                found = _Folder(shown, f"{_slashed(here.full)}{name}", here.ignoring)
                (linked if shown.is_symlink() else waiting).append(found)


def _unreadable(path: Path, error: OSError) -> _Entry:
    text = f"{path}: cannot be looked into ({error.strerror}); leave it out, or mend it"
    return _Entry(path.as_posix(), error=InputError(text))


def _kind(path: Path, *, follow_links: bool) -> _Kind:
    """Raises OSError, for a path that is too long say."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return "file"  # it has gone: told of when it is read
    if stat.S_ISLNK(mode):
        if not follow_links:
            return "link"
        try:
            mode = path.stat().st_mode
        except OSError:
            return "file"  # it leads nowhere, or to itself: told of when it is read
    if stat.S_ISDIR(mode):
        return "folder"
    return "file" if stat.S_ISREG(mode) else "not-regular"


def _slashed(path: str) -> str:
    return path if path.endswith("/") else f"{path}/"


def _base(base: Path | None, folder: Path) -> Path:
    """The folder that patterns count from: that of the settings file where it holds `folder`."""
    return base if base is not None and folder.is_relative_to(base) else folder


def _above(folder: Path) -> tuple[_Patterns, ...]:
    """The ignore files of the folders above: up to the repository's, or the current folder."""
    parents = list(folder.parents)
    roots = [i for i, parent in enumerate(parents) if (parent / ".git").exists()]
    if (folder / ".git").exists():
        return ()
    if not roots and Path.cwd() in parents:
        roots = [parents.index(Path.cwd())]
    inside = parents[: roots[0] + 1] if roots else []
    return tuple(
        found for parent in reversed(inside) for found in _ignore_files(str(parent), parent)
    )


def _ignore_files(folder: str, shown: Path) -> tuple[_Patterns, ...]:
    """The patterns in a folder, which is `shown` to the user by another path.

    As in git, no link is followed. Raises InputError for what holds no patterns.
    """
    found: list[_Patterns] = []
    for name in IGNORE_FILES:
        path = shown / name
        if path.is_file() and not path.is_symlink():
            try:
                found += _compiled(_lines(path), Path(folder), str(path))
            except OptionsError as error:
                raise InputError(str(error)) from error
    return tuple(found)


def _lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check its rights") from error
    if len(data) > _LARGEST:
        raise InputError(f"{path}: is larger than {_LARGEST:,} bytes; shorten it")
    return data.decode("utf-8-sig", "surrogateescape").split("\n")


def _compiled(lines: Iterable[str], base: Path, place: str) -> tuple[_Patterns, ...]:
    try:
        patterns = Patterns.of(lines)
    except ValueError as error:
        raise OptionsError(f"{place}: is not a pattern as in .gitignore ({error})") from error
    return (_Patterns(_slashed(base.as_posix()), patterns),) if patterns else ()
