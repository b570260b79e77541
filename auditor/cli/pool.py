"""Documents audited in several processes, in order, each within its time.

A worker that takes too long for a document is killed, and so is all it did for that document:
there is no half answer. The documents behind it go to a new worker. Results come in the order
of the tasks, so the output is the same with any number of processes.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from multiprocessing.connection import Connection, wait

from auditor.cli.work import INCOMPLETE, Outcome, Task, Work, broken_off, failed, perform
from auditor.errors import AuditorError

_BATCH = 16  # documents handed over at once
_BATCH_BYTES = 1 << 20
_FILE = 1 << 19  # bytes that a file not read yet counts for: large ones shall be spread
_READY = "ready"
_STARTS = 3  # in a row that may fail, a bound of time: more will fail too


def outcomes(
    tasks: Iterable[Task], work: Work, jobs: int = 1, timeout: float | None = None
) -> Generator[Outcome, None, None]:
    """What becomes of the tasks, in their order. `timeout` is in seconds a document.

    Only a few tasks are taken ahead of what is done. When the generator is closed, or anything
    is raised in it, the workers are ended.
    """
    if jobs == 1 and timeout is None:
        return (perform(task, work) for task in tasks)
    return _Pool(iter(tasks), work, jobs, timeout).run()


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """What is started inside never gets Ctrl-C, which reaches all processes of a terminal.

    The parent gets one that came meanwhile afterwards, and ends what it started.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows; there workers ignore it a little later
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # the start of a worker does so, and lets them through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker:
    """A process, and the tasks that it has not answered yet."""

    def __init__(self, work: Work) -> None:
        # A fresh interpreter: a fork would share locks with whatever threads there are.
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other, work), daemon=True)
        self.process.start()
        other.close()
        self.tasks: deque[Task] = deque()
        self.ready = False
        self.since = 0.0  # when it began with the first of its tasks

    def give(self, tasks: Iterable[Task]) -> None:
        self.tasks.extend(tasks)
        self.since = time.monotonic()
        self.connection.send(list(self.tasks))

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


class _Pool:
    def __init__(self, tasks: Iterator[Task], work: Work, jobs: int, timeout: float | None) -> None:
        self.tasks = tasks
        self.work = work
        self.jobs = jobs
        self.timeout = timeout
        self.workers: list[_Worker] = []
        self.again: deque[list[Task]] = deque()  # taken from workers that were ended
        self.done: dict[int, Outcome] = {}
        self.lost_starts = 0  # in a row

    def run(self) -> Generator[Outcome, None, None]:
        following = 0
        try:
            while True:
                self._hand_out()
                if not self.workers:
                    return
                self._receive()
                while following in self.done:
                    yield self.done.pop(following)
                    following += 1
        finally:
            for worker in self.workers:
                worker.end()

    def _hand_out(self) -> None:
        """Gives every worker without tasks a batch; ends it when there is none left."""
        for worker in [worker for worker in self.workers if worker.ready and not worker.tasks]:
            batch = self._batch()
            if batch:
                self._give(worker, batch)
            else:
                self._dismiss(worker)
        starting = sum(not worker.ready for worker in self.workers)
        while len(self.workers) < self.jobs and self._has_more(starting):
            with _interrupts_held_back():
                self.workers.append(_Worker(self.work))
            starting += 1

    def _has_more(self, batches: int) -> bool:
        """Whether there is a batch for one more worker than those that are starting."""
        while len(self.again) <= batches and (batch := self._fresh()):
            self.again.append(batch)
        return len(self.again) > batches

    def _batch(self) -> list[Task]:
        return self.again.popleft() if self.again else self._fresh()

    def _fresh(self) -> list[Task]:
        batch: list[Task] = []
        size = 0
        for task in islice(self.tasks, _BATCH):
            batch.append(task)
            size += _FILE if task.data is None else len(task.data)
            if size > _BATCH_BYTES:
                break
        return batch

    def _give(self, worker: _Worker, batch: list[Task]) -> None:
        try:
            worker.give(batch)
        except OSError:  # it died while it had nothing to do
            self._replace(worker, batch)

    def _receive(self) -> None:
        """Takes what workers have to say; ends those that are over their time."""
        readable = set(wait([worker.connection for worker in self.workers], self._patience()))
        for worker in list(self.workers):
            if worker.connection in readable:
                self._listen(worker)
            elif self._is_late(worker):
                self._give_up(
                    worker, f"took longer than {self.timeout:g} s and was stopped;"
                    " raise --timeout or split it"
                )  # fmt: skip

    def _patience(self) -> float | None:
        """Seconds until the first worker is late; None where nothing is timed."""
        if self.timeout is None:
            return None
        busy = [worker.since for worker in self.workers if worker.tasks]
        return max(0.0, min(busy) + self.timeout - time.monotonic()) if busy else None

    def _is_late(self, worker: _Worker) -> bool:
        if self.timeout is None or not worker.tasks:
            return False
        return time.monotonic() >= worker.since + self.timeout

    def _listen(self, worker: _Worker) -> None:
        try:
            said = worker.connection.recv()
        except (EOFError, OSError):
            self._lost(worker)
            return
        if said == _READY:
            worker.ready = True
            self.lost_starts = 0
            return
        worker.tasks.popleft()
        worker.since = time.monotonic()
        self.done[said.number] = said

    def _lost(self, worker: _Worker) -> None:
        if not worker.ready:
            self._dismiss(worker)
            self.lost_starts += 1
            if self.lost_starts >= _STARTS:
                raise AuditorError(
                    f"worker processes ended {_STARTS} times before they were ready;"
                    " look at the memory, or try --jobs 1 without --timeout"
                )
            return
        worker.process.join(1)
        code = worker.process.exitcode
        self._give_up(worker, f"its process ended (exit code {code}); look at its memory")

    def _give_up(self, worker: _Worker, reason: str) -> None:
        """Answers for the task that a worker failed at, and replaces it."""
        rest = list(worker.tasks)
        if rest:
            self.done[rest[0].number] = failed(rest[0], f"{INCOMPLETE}: {reason}")
        self._replace(worker, rest[1:])

    def _replace(self, worker: _Worker, rest: list[Task]) -> None:
        self._dismiss(worker)
        if rest:
            self.again.appendleft(rest)

    def _dismiss(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.end()


def _serve(connection: Connection, work: Work) -> None:
    """What a worker process does, until its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import auditor.stages  # noqa: F401 - before the first document's time is taken

    try:
        connection.send(_READY)
        while True:
            for task in connection.recv():
                _answer(connection, task, perform(task, work))
    except (EOFError, OSError):
        return


def _answer(connection: Connection, task: Task, outcome: Outcome) -> None:
    """What cannot be handed over, such as one nested too deeply, is an outcome as well."""
    try:
        connection.send(outcome)
    except (EOFError, OSError):
        raise
    except Exception as error:  # nothing was sent: it is packed as a whole before
        connection.send(broken_off(task, error, outcome.record))
