"""Whatever happens, a command ends with a sentence and one of our exit codes; 1 is the gate's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import ROOT

from auditor.cli import ending
from auditor.errors import ExitCode

DAMAGED = "The ferry leaves at seven. Tickets are sold on board by the mate.\n" * 2


@pytest.fixture
def shell(tmp_path: Path) -> Path:
    """A folder with a page, a link that leads to itself, and files nested too deep to be read."""
    (tmp_path / "page.txt").write_text(DAMAGED, encoding="utf-8")
    (tmp_path / "known").write_text(
        '{"schema": "auditor-baseline", "schema_version": 1}\n', "utf-8"
    )
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "deep.toml").write_text("a = " + "[" * 100_000, encoding="utf-8")
    (tmp_path / "deep.json").write_text("[" * 100_000, encoding="utf-8")
    (tmp_path / "steps").write_text(">".join(["div"] * 3000), encoding="utf-8")
    (tmp_path / "commas").write_text(",".join(["div"] * 5000), encoding="utf-8")
    (tmp_path / "nul.toml").write_text('output = ["json:a\\u0000b"]\n', encoding="utf-8")
    return tmp_path


def ended(line: str, folder: Path) -> tuple[int, str]:
    """The exit code of a line of the shell, in which `auditor` is the command, and what it said."""
    command = f"{sys.executable} -m auditor"
    done = subprocess.run(
        ["bash", "-c", f'auditor() {{ {command} "$@"; }}; {line}'],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr.decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("auditor check - <&- >&2", "cannot be read"),
        ("auditor report - -o out <&-", "cannot be read"),
        ("auditor reconstruct - <&-", "cannot be read"),
        ("auditor check page.txt >&-", "standard output cannot be written"),
        ("auditor check page.txt >/dev/full", "standard output cannot be written"),
        ("auditor report page.txt -o out >/dev/full", "standard output cannot be written"),
        ("auditor reconstruct page.txt >/dev/full", "standard output cannot be written"),
        ("auditor explain page.txt >/dev/full", "standard output cannot be written"),
        ("auditor rule --all >/dev/full", "standard output cannot be written"),
        ("auditor schema result >&-", "standard output cannot be written"),
        ("auditor config >/dev/full", "standard output cannot be written"),
        ("auditor --version >/dev/full", "standard output cannot be written"),
        ("auditor --help >&-", "standard output cannot be written"),
        ("auditor check missing.txt 2>&-", ""),
        ("auditor report missing.txt <&- >&- 2>&-", ""),
        ("auditor report loop -o out", "loop: cannot be read"),
        ("auditor compare page.txt loop -o out", "loop: cannot be read"),
        ("mkdir x; cd x; rmdir ../x; auditor check page.txt", "the current folder is gone"),
        ("mkdir x; cd x; rmdir ../x; auditor report page.txt", "the current folder is gone"),
        ("auditor check page.txt --config deep.toml", "deep.toml: is nested too deeply"),
        ("auditor apply deep.json --decisions deep.json", "nested too deeply"),
        ("auditor check page.txt --baseline deep.json", "deep.json"),
        ("auditor baseline show --baseline deep.json", "deep.json"),
        ('auditor report page.txt --as html --content-selector "$(<steps)"', "too many steps"),
        ('auditor report page.txt --as html --content-selector "$(<commas)"', "too many steps"),
        ("auditor check page.txt --config nul.toml", "output must be a list of texts"),
        ("auditor check page.txt --max-size 99999999999999999999", "not in the range"),
        ("auditor check page.txt --timeout inf", "no finite number"),
        ("auditor report page.txt --min-similarity nan", "no finite number"),
        ("ulimit -n 8; auditor check page.txt --jobs 2", "Too many open files"),
        ("auditor baseline create - --baseline new <&-", "cannot be read"),
        ("auditor baseline update - --baseline known <&-", "cannot be read"),
        ("auditor baseline prune - --baseline known <&-", "cannot be read"),
        ("auditor baseline show --baseline known >/dev/full", "standard output cannot be written"),
        ("auditor explain - <&-", "cannot be read"),
        ('auditor check "$(head -c 9000 /dev/zero | tr "\\0" a)" >&2', "too long"),
        ("auditor report page.txt -o page.txt/out", "cannot be written"),
        ("auditor report page.txt -o /proc/none", "cannot be written"),
        ("auditor nothing", "No such command"),
    ],
)
def test_what_goes_wrong_is_said_and_ends_with_two(line: str, says: str, shell: Path) -> None:
    code, said = ended(line, shell)
    assert code == ExitCode.ERROR, said
    assert says in said
    assert "Traceback" not in said
    assert "Exception ignored" not in said


def test_a_loop_is_told_by_the_gate_on_standard_output(shell: Path) -> None:
    assert ended("auditor check loop >/dev/null", shell)[0] == ExitCode.ERROR


def test_a_reader_that_leaves_is_not_told(shell: Path) -> None:
    code, said = ended("auditor rule --all | true; exit ${PIPESTATUS[0]}", shell)
    assert (code, said) in ((ExitCode.ERROR, ""), (ExitCode.OK, ""))


def test_one_is_for_the_gate_alone(shell: Path) -> None:
    assert ended("auditor check page.txt --fail-on warning", shell)[0] == ExitCode.FINDINGS
    assert ended("auditor report page.txt -o out", shell)[0] == ExitCode.OK


@pytest.mark.parametrize(
    "command",
    ["check", "report -o out", "reconstruct", "explain", "baseline create --baseline new"],
)
def test_names_that_are_no_utf8_are_fine(command: str, shell: Path) -> None:
    (shell / "page.txt").write_text("The hall is open on Mondays.\n", encoding="utf-8")
    code, said = ended(f"mv page.txt $'\\xff\\xfe.txt'; auditor {command} *.txt", shell)
    assert code == ExitCode.OK, said


def test_a_closed_stream_for_errors_hinders_no_worker(shell: Path) -> None:
    line = "cp page.txt b.txt; auditor report page.txt b.txt -o out 2>&-; ls out"
    assert ended(line, shell)[0] == ExitCode.OK
    assert len(list((shell / "out").iterdir())) == 5  # two pages, two results, the index


@pytest.mark.parametrize("error", [ValueError("odd"), KeyError(7), RecursionError(), MemoryError()])
@pytest.mark.parametrize("args", [[], ["-vv"], ["check", "-v", "-v"]])
def test_a_fault_of_ours_is_told_in_a_sentence(
    error: Exception, args: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise error

    assert ending.ended(broken, args) == ExitCode.ERROR
    said = capsys.readouterr().err
    assert said.startswith("auditor: ")
    assert ("Traceback" in said) == bool(args)
