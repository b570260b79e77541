"""What all tests share: the real entry point as one call."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers import Ran, Run
from hypothesis import settings

from auditor.cli import main

# The same examples in every run, and no clock: a slow machine is no failure.
settings.register_profile("auditor", deadline=None, derandomize=True, max_examples=120)
settings.load_profile("auditor")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `auditor` with these arguments in an empty folder, which is the test's `tmp_path`."""
    monkeypatch.chdir(tmp_path)

    def call(*args: str | Path, stdin: str | bytes = "") -> Ran:
        result = CliRunner().invoke(main, [str(arg) for arg in args], stdin, prog_name="auditor")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    return call
