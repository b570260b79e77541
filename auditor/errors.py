"""The few kinds of error, and the exit codes of the command."""

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """What the process returns; a code is never shared by two meanings."""

    OK = 0
    FINDINGS = 1  # the gate failed, or decisions are open; only a check returns it
    ERROR = 2  # something could not be read, parsed or written
    INTERRUPTED = 130  # stopped from the keyboard, as shells report SIGINT


class AuditorError(Exception):
    """An error that is told to the user in one plain sentence, without a traceback."""


class InputError(AuditorError):
    """An input cannot be read; the message names it and says what to do."""


class LimitError(InputError):
    """A limit on size or depth kept an input from being read."""


class OptionsError(AuditorError):
    """An option has a value that makes no sense."""


class OutputError(AuditorError):
    """A result cannot be written; nothing half-written is left behind."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a sentence that names the known word nearest to `word`; "" if none is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), 1)
    return f"; did you mean {near[0]}?" if near else ""
