"""The work of a version audit, in this process or in several, with a line that says how far it is.

The results come in the order of the items, so the output is the same with any number of processes.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TypeVar

from auditor.cli.run import tell
from auditor.errors import AuditorError

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Jobs:
    """Runs the work of a version audit in so many processes."""

    count: int = 1

    def __call__(self, what: str, work: Callable[[A], B], items: Sequence[A]) -> Iterator[B]:
        found = map(work, items) if self._alone(items) else self._spread(work, items)
        for number, result in enumerate(found, start=1):
            tell(f"{number:,} of {len(items):,} {what}")
            yield result
        tell("")

    def _alone(self, items: Sequence[A]) -> bool:
        return self.count == 1 or len(items) < 2

    def _spread(self, work: Callable[[A], B], items: Sequence[A]) -> Iterator[B]:
        # A fresh interpreter: a fork would share locks with whatever threads there are.
        context = multiprocessing.get_context("spawn")
        count = min(self.count, len(items))
        pool = ProcessPoolExecutor(count, mp_context=context, initializer=_heed_no_interrupt)
        try:
            yield from pool.map(work, items)
        except BrokenProcessPool as error:
            raise AuditorError(
                "a process of the version audit ended; look at the memory, or try --jobs 1"
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


def _heed_no_interrupt() -> None:
    """Ctrl-C reaches all processes of a terminal; the parent ends what it started."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
