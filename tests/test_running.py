"""A document that fails never takes the others with it."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from helpers import Run

from auditor.cli import pool, work
from auditor.model import Gate, Options, Terms

CLEAN = "The ferry leaves at seven and returns at noon. Tickets are sold on board.\n"
KIND = "hang"  # what a slow or broken document says
ENDLESS = "endless"  # what one says that is read at once, and never reconstructed


@pytest.fixture(autouse=True)
def pages(tmp_path: Path) -> None:
    for name, text in (("a", CLEAN), ("b", KIND), ("c", CLEAN), ("d", ENDLESS)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")


def hanging(task: work.Task, about: work.Work) -> work.Outcome:
    """In place of an audit: one document takes for ever."""
    slow = KIND in Path(task.path).read_text(encoding="utf-8")
    if slow or any(ENDLESS in witness.text for witness in about.witnesses):
        time.sleep(600)
    return work.perform(task, about)


def serve_hanging(connection: Connection, about: work.Work) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection.send("ready")
    while True:
        for task in connection.recv():
            connection.send(hanging(task, about))


def test_a_report_that_takes_too_long_is_told_and_the_others_are_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_serve", serve_hanging)
    done = run("report", "a.txt", "b.txt", "c.txt", "-o", "out", "--timeout", "3")
    assert done.code == 2
    assert "b.txt: AUD009: took longer than 3 s" in done.err
    made = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert made == ["a.html", "a.json", "c.html", "c.json", "index.html"]
    assert "took longer than 3 s" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_a_reading_that_takes_too_long_is_told_and_nothing_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_serve", serve_hanging)
    done = run("reconstruct", "a.txt", "d.txt", "-o", "out.txt", "--timeout", "2")
    assert (done.code, done.out) == (2, "")
    assert "AUD009: took longer than 4 s" in done.err
    assert not (tmp_path / "out.txt").exists()


def test_a_scrape_that_takes_too_long_to_read_is_told_and_the_others_are_used(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_serve", serve_hanging)
    done = run("reconstruct", "b.txt", "a.txt", "-o", "out.txt", "--timeout", "3")
    assert done.code == 2
    assert "b.txt: AUD009: took longer than 3 s" in done.err
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == CLEAN


@pytest.mark.parametrize("command", ["report", "reconstruct"])
@pytest.mark.parametrize(
    ("module", "name"), [("auditor.stages", "infer"), ("auditor.read.encoding", "decode")]
)
def test_a_fault_of_ours_is_told_of_the_document(
    command: str, module: str, name: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(import_module(module), name, broken)
    done = run(command, "a.txt", "-o", "out")
    assert done.code == 2
    assert "a.txt: AUD009: the audit broke off (RecursionError: too deep)" in done.err


def test_the_report_is_the_same_from_a_process_of_its_own(run: Run, tmp_path: Path) -> None:
    run("report", "a.txt", "-o", "one")
    run("report", "a.txt", "-o", "two", "--timeout", "60")
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / f).iterdir()} for f in ("one", "two"))
    assert one == two


def serve_at_the_third_time(connection: Connection, about: work.Work) -> None:
    tries = Path(os.environ["TRIES"])
    count = len(tries.read_text(encoding="utf-8")) if tries.exists() else 0
    tries.write_text("x" * (count + 1), encoding="utf-8")
    if count < int(os.environ["LOST"]):
        os.kill(os.getpid(), signal.SIGKILL)
    pool_serve(connection, about)


pool_serve = pool._serve


@pytest.mark.parametrize(("lost", "ends"), [(2, True), (9, False)])
def test_a_worker_that_is_killed_before_it_is_ready_is_started_again(
    lost: int, ends: bool, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIES", str(tmp_path / "tries"))
    monkeypatch.setenv("LOST", str(lost))
    monkeypatch.setattr(pool, "_serve", serve_at_the_third_time)
    done = run("check", "a.txt", "c.txt", "--timeout", "60", "--output-format", "json")
    if not ends:
        assert done.code == 2
        assert "worker processes ended 3 times before they were ready" in done.err
        return
    assert done.code == 0
    assert len(json.loads(done.out)["documents"]) == 2


def test_a_task_that_runs_out_of_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("auditor.stages.infer", broken)
    task = work.Task(0, "a.txt", Terms(Options(), Gate()), CLEAN.encode())
    assert "AUD009" in (work.perform(task, work.Work()).failure or "")


def test_what_a_worker_cannot_hand_over_is_told() -> None:
    ours, theirs = multiprocessing.Pipe()
    task = work.Task(0, "a.txt", Terms(Options(), Gate()))
    stuck = work.Outcome(0, "a.txt", keys=(lambda: None,))  # type: ignore[arg-type] # no string
    pool._answer(theirs, task, stuck)
    assert "AUD009: the audit broke off" in ours.recv().failure


def test_a_fault_that_quotes_a_document_quotes_little_of_it() -> None:
    task = work.Task(0, "a.txt", Terms(Options(), Gate()))
    assert len(work.broken_off(task, ValueError(CLEAN * 1000)).failure or "") < 300


def test_ctrl_c_while_a_worker_starts_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    start = BaseProcess.start

    def interrupted(process: BaseProcess) -> None:
        signal.raise_signal(signal.SIGINT)
        start(process)

    monkeypatch.setattr(BaseProcess, "start", interrupted)
    task = work.Task(0, "a.txt", Terms(Options(), Gate()), CLEAN.encode())
    with pytest.raises(KeyboardInterrupt):
        list(pool.outcomes([task], work.Work(), timeout=60))
    assert not multiprocessing.active_children()
