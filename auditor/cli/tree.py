"""Which files of a folder are meant: suffixes, patterns, and what .gitignore files leave out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from auditor.errors import InputError, OptionsError

_IGNORE_FILES = (".gitignore", ".auditorignore")  # the later one has the last word


@dataclass(frozen=True, slots=True)
class Selection:
    """What to take of a folder.

    `suffixes` count where there is no `include`; both lists hold patterns as in a .gitignore
    file, with the folder that they are relative to.
    """

    suffixes: frozenset[str]
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    include_base: Path = field(default_factory=Path.cwd)
    exclude_base: Path = field(default_factory=Path.cwd)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Patterns and the folder whose paths they speak of."""

    base: str
    spec: object

    def decides(self, path: str) -> bool | None:
        """True: left out; False: taken back by a `!` pattern; None: not spoken of."""
        from pathspec import GitIgnoreSpec

        assert isinstance(self.spec, GitIgnoreSpec)
        relative = os.path.relpath(path, self.base)
        if relative.startswith(".."):
            return None
        # A pattern such as build/ speaks of folders alone, known by the slash at their end.
        slash = "/" if path.endswith("/") else ""
        return self.spec.check_file(Path(relative).as_posix() + slash).include


def walk(folder: str, selection: Selection) -> Iterator[str]:
    """The files below `folder` that are meant, each folder's own first, by name.

    Hidden files and folders are left out, links to folders are not followed. An ignored
    folder is not entered, as in git. Raises InputError for a folder that cannot be listed.
    """
    exclude = _compiled(selection.exclude, selection.exclude_base, "--exclude")
    include = _compiled(selection.include, selection.include_base, "--include")
    outer = [*_above(Path(folder).absolute()), *exclude]
    ignoring: dict[str, list[_Patterns]] = {}
    for parent, folders, names in os.walk(folder, onerror=_unreadable):
        here = Path(parent).absolute().as_posix()
        # Those of the parent folder; `exclude` stays last, so it has the last word.
        inherited = ignoring.get(here.rpartition("/")[0], outer)
        patterns = _joined(inherited, _ignore_files(here), len(exclude))
        ignoring[here] = patterns
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not _ignored(f"{here}/{name}/", patterns)
        )
        for name in sorted(names):
            path = f"{here}/{name}"
            if name.startswith(".") or not _meant(path, selection, include):
                continue
            if not _ignored(path, patterns):
                yield (Path(parent) / name).as_posix()


def _joined(outer: list[_Patterns], own: list[_Patterns], last: int) -> list[_Patterns]:
    at = len(outer) - last
    return [*outer[:at], *own, *outer[at:]] if own else outer


def _meant(path: str, selection: Selection, include: list[_Patterns]) -> bool:
    if include:
        return any(patterns.decides(path) for patterns in include)
    return Path(path).suffix.lower() in selection.suffixes


def _ignored(path: str, patterns: list[_Patterns]) -> bool:
    for each in reversed(patterns):
        decided = each.decides(path)
        if decided is not None:
            return decided
    return False


def _above(folder: Path) -> list[_Patterns]:
    """The ignore files of the folders above: up to the repository's, or the current folder."""
    parents = list(folder.parents)
    roots = [i for i, parent in enumerate(parents) if (parent / ".git").exists()]
    if (folder / ".git").exists():
        return []
    if not roots and Path.cwd() in parents:
        roots = [parents.index(Path.cwd())]
    inside = parents[: roots[0] + 1] if roots else []
    return [found for parent in reversed(inside) for found in _ignore_files(str(parent))]


def _ignore_files(folder: str) -> list[_Patterns]:
    found = []
    for name in _IGNORE_FILES:
        path = Path(folder, name)
        if path.is_file():
            try:
                lines = path.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
            except OSError as error:
                raise InputError(f"{path}: cannot be read ({error.strerror})") from error
            found += _compiled(lines, Path(folder), str(path))
    return found


def _compiled(lines: Iterable[str], base: Path, place: str) -> list[_Patterns]:
    lines = list(lines)
    if not lines:
        return []
    from pathspec import GitIgnoreSpec

    try:
        return [_Patterns(str(base), GitIgnoreSpec.from_lines(lines))]
    except ValueError as error:
        raise OptionsError(f"{place}: is not a pattern as in .gitignore ({error})") from error


def _unreadable(error: OSError) -> None:
    raise InputError(f"{error.filename}: cannot be listed ({error.strerror})") from error
