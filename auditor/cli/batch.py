"""What the documents of a run have in common, told before they are audited one by one."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from auditor.cli import files, pool
from auditor.cli.inputs import Inputs, tasks
from auditor.cli.work import Task, Work
from auditor.model import Options

BOILERPLATE = "AUD106"
_LEAST = 3  # documents that are a batch
_A_PROCESS = 32  # documents that make it worth it to start one more process
_LOOKED_AT = 100  # documents of a batch, evenly spread over it: what half of them have, they show


def common_text(inputs: Inputs, work: Work, jobs: int, timeout: float | None) -> frozenset[str]:
    """The keys of fragments that stand on many documents of the run, for `rules.boilerplate`.

    The inputs are gone through once more for it, so nothing is common to what can be read only
    once: standard input, and pipes. The same with any number of processes.
    """
    if any(is_read_once(path) for path, _ in inputs.files):
        return frozenset()
    count = sum(1 for _ in _meant(inputs))
    if count < _LEAST:
        return frozenset()
    from auditor.rules import common_keys

    looked_at = (
        task for at, task in enumerate(_meant(inputs)) if at % -(-count // _LOOKED_AT) == 0
    )
    numbered = (replace(task, number=number) for number, task in enumerate(looked_at))
    jobs = min(jobs, -(-min(count, _LOOKED_AT) // _A_PROCESS))
    found = pool.outcomes(numbered, replace(work, keys_only=True), jobs, timeout)
    return common_keys(each.keys for each in found if each.failure is None)


def is_read_once(path: str) -> bool:
    """Standard input, pipes, devices; what is missing is told of when it is read."""
    if path == files.STDIN:
        return True
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _meant(inputs: Inputs) -> Iterator[Task]:
    """The documents in which boilerplate is looked for."""
    return (task for task in tasks(inputs) if looks_for_boilerplate(task.terms.options))


@lru_cache(maxsize=64)
def looks_for_boilerplate(options: Options) -> bool:
    from auditor.rules import selected

    return any(rule.id == BOILERPLATE for rule in selected(options))
