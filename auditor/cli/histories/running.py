"""The work of version audits, in this process or in several, with a line that says how far it is.

The results come in the order of the items, so the output is the same with any number of processes.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from auditor.cli.run import Errors, tell
from auditor.errors import AuditorError, InputError
from auditor.model import Threshold
from auditor.model.histories import History, Review
from auditor.model.versions import HistoryOptions

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Jobs:
    """Runs the work of a version audit in so many processes."""

    count: int = 1

    def __call__(self, what: str, work: Callable[[A], B], items: Sequence[A]) -> Iterator[B]:
        alone = self.count == 1 or len(items) < 2
        found = map(work, items) if alone else self._spread(work, items)
        for number, result in enumerate(found, start=1):
            tell(f"{number:,} of {len(items):,} {what}")
            yield result
        tell("")

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
        except BaseException:
            # Nothing is waited for: what is kept is kept, and whoever interrupts does it again.
            # A second interrupt while the pool is shut down would leave it waiting for ever.
            for process in multiprocessing.active_children():
                process.kill()
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def _heed_no_interrupt() -> None:
    """Ctrl-C reaches all processes of a terminal; the parent ends what it started."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@dataclass(frozen=True, slots=True)
class Run:
    """How the histories of a run are audited and judged."""

    options: HistoryOptions
    runner: Jobs
    cache: Path | None
    reviews: tuple[Review, ...]
    since_review: bool
    fail_on: tuple[str, ...]
    thresholds: tuple[Threshold, ...]
    every: bool  # the gate looks at every step, not at the newest alone


def audited(places: Sequence[str], run: Run) -> tuple[list[History], bool]:
    """The histories of the sources that can be read, and whether something could not."""
    from auditor.history import reviews
    from auditor.history.gate import judged
    from auditor.history.shared import with_shared

    errors = Errors()
    found: list[History] = []
    for place in places:
        try:
            found.append(_one(place, run, errors))
        except AuditorError as error:
            errors.tell(error)
    whole = (reviews.reviewed(each, run.reviews) for each in with_shared(found, run.options))
    every = [judged(each, run.fail_on, run.thresholds, every=run.every) for each in whole]
    return every, errors.count > 0


def _one(place: str, run: Run, errors: Errors) -> History:
    from auditor.history import audited as audited_versions
    from auditor.history import reviews
    from auditor.history.sourcing.sources import source

    versions = source(place, run.options)
    options = run.options
    for sentence in versions.unreadable:
        if not options.skip_unreadable:
            errors.tell(InputError(sentence))
    if run.since_review:
        first = reviews.reviewed_states(run.reviews, versions.name)
        if not first:
            raise InputError(
                f"{versions.name}: nothing of it is reviewed yet; name a baseline or decisions,"
                " or take --net for the whole change"
            )
        options = replace(options, net_from=first)
    return audited_versions(replace(versions, unreadable=()), options, run.cache, run.runner)
