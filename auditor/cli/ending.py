"""How every command ends: with one of our exit codes, and never in a traceback.

Standard streams may be closed or full, the current folder may be gone, and we may have a fault of
our own: each is told in a sentence, as far as it can be said, and ends with 2.
"""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence

import click

from auditor import __version__
from auditor.errors import AuditorError, ExitCode

_DETAILS = 2  # times -v from which on an error of ours shows where it happened
# What writing to a stream ends with; other errors without a file are those of pipes and processes.
_OF_A_STREAM = {errno.EBADF, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC, errno.EPIPE}


class ReaderLeftError(Exception):
    """Nobody reads our output any more. click would end with 1, which is the gate's code."""


def ended(work: Callable[[], object], args: Sequence[str]) -> int:
    """The exit code of a command; what went wrong is told on standard error.

    `work` is the command, which may exit, raise, or give its code; `args` are its words.
    """
    _open_streams()
    code = _code_of(work, args)
    try:
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        if code in (ExitCode.OK, ExitCode.FINDINGS):
            code = ExitCode.ERROR
            if not isinstance(error, BrokenPipeError):
                _say(_unwritable(error))
    _drop_what_is_left()
    return code


def _code_of(work: Callable[[], object], args: Sequence[str]) -> int:
    try:
        code = work()
    except SystemExit as stop:
        return _number(stop.code)
    except click.ClickException as error:
        _told(error.show)
        return ExitCode.ERROR
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted")  # click has ended the line
        return ExitCode.INTERRUPTED
    except ReaderLeftError:
        return ExitCode.ERROR
    except Exception as error:
        _say(_sentence(error))
        if _wants_details(args):
            _told(traceback.print_exc)
        return ExitCode.ERROR
    return _number(code)


def _number(code: object) -> int:
    return code if isinstance(code, int) else ExitCode.OK if code is None else ExitCode.ERROR


def _sentence(error: Exception) -> str:
    """What an exception comes to, in plain words."""
    from auditor.formats.terminal import plain

    if isinstance(error, AuditorError):
        return plain(str(error))
    if isinstance(error, OSError) and not _has_folder():
        return "the current folder is gone; change to another one"
    if isinstance(error, OSError) and error.filename is None:
        if error.errno in _OF_A_STREAM:
            return _unwritable(error)
        return f"the system has no more for it ({error.strerror}); raise its limits or end others"
    if isinstance(error, OSError):
        return plain(f"{str(error.filename)[:200]}: cannot be used ({error.strerror})")
    if isinstance(error, MemoryError):
        return "out of memory; audit fewer or smaller documents at once"
    what = plain(f"{type(error).__name__}: {error}"[:200])
    return (
        f"a fault of auditor {__version__} ({what}); please report it,"
        " with what `auditor -vv` prints before the command's name"
    )


def _unwritable(error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"standard output cannot be written ({reason}); nothing more was printed"


def _has_folder() -> bool:
    try:
        os.getcwd()  # noqa: PTH109 - Path.cwd() would raise the same
    except OSError:
        return False
    return True


def _wants_details(args: Sequence[str]) -> bool:
    times = sum(len(word) - 1 for word in args if word.startswith("-v") and set(word[1:]) == {"v"})
    return times + args.count("--verbose") >= _DETAILS


def _say(sentence: str) -> None:
    _told(lambda: click.echo(f"auditor: {sentence}", err=True))


def _told(tell: Callable[[], object]) -> None:
    """Tells it, where standard error can be written at all."""
    try:
        tell()
    except (OSError, ValueError):
        return


def _open_streams() -> None:
    """Puts a stream that cannot be used in the place of each that is closed.

    Its number would go to the next file that is opened, which then would be read or written as if
    it were that stream. Reading or writing here fails, as it should; what goes to standard error is
    lost.
    """
    for number, flags in ((0, os.O_WRONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            # It takes the lowest number that is free, this one; workers are to have it too.
            os.set_inheritable(os.open(os.devnull, flags), True)
    sys.stdin = sys.stdin or io.TextIOWrapper(io.BufferedReader(io.FileIO(0, "r")))
    sys.stdout = sys.stdout or io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w")))
    sys.stderr = sys.stderr or io.TextIOWrapper(io.BufferedWriter(io.FileIO(2, "w")))


def _drop_what_is_left() -> None:
    """What could not be written shall not fail again when the interpreter ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            try:
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
                stream.flush()
            except (OSError, ValueError):
                continue
