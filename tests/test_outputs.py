"""Nothing that a run reads is written over, and nothing is written where it was not meant."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import ROOT, Run

CLEAN = "The ferry leaves at seven and returns at noon.\n"


@pytest.fixture(autouse=True)
def pages(run: Run, tmp_path: Path) -> None:
    (tmp_path / "crawl").mkdir()
    (tmp_path / "ed" / "li").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "crawl/c.txt", "crawl/a.html"):
        (tmp_path / name).write_text(CLEAN, encoding="utf-8")
    head = '{"schema": "auditor-baseline", "schema_version": 1}\n'
    (tmp_path / "known.jsonl").write_text(head, encoding="utf-8")
    (tmp_path / "pages.jsonl").write_text(json.dumps({"text": CLEAN}) + "\n", encoding="utf-8")
    os.link(tmp_path / "a.txt", tmp_path / "hard.json")
    os.link(tmp_path / "crawl" / "c.txt", tmp_path / "twin.json")
    (tmp_path / "soft.json").symlink_to("a.txt")
    (tmp_path / "nowhere").symlink_to("none")
    (tmp_path / "s.toml").touch()
    (tmp_path / ".gitignore").touch()
    run("report", "a.txt", "-o", "made")
    shutil.move(tmp_path / "made" / "a.json", tmp_path / "r.json")
    source = json.loads((tmp_path / "r.json").read_bytes())["source"]
    decided = {
        "schema": "auditor-decisions", "schema_version": 1, "decisions": [],
        "input": {key: source[key] for key in ("path", "sha256", "encoding")},
    }  # fmt: skip
    for name in ("d.json", "a.json"):
        (tmp_path / "ed" / "li" / name).write_text(json.dumps(decided), encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("check a.txt --output json:a.txt", "a.txt: is an input too"),
        ("check a.txt --output json:./crawl/../a.txt", "is an input too (as a.txt)"),
        ("check a.txt --output json:hard.json", "hard.json: is an input too (as a.txt)"),
        ("check a.txt --output json:soft.json", "soft.json: is an input too (as a.txt)"),
        ("check a.txt --output json:x --output junit:x", "x: would be written twice"),
        ("check a.txt --output json:x --output junit:./x", "x: would be written twice"),
        ("check a.txt --baseline known.jsonl --output json:known.jsonl", "is the baseline too"),
        ("check a.txt --canonical b.txt --output json:b.txt", "b.txt: is the trusted text too"),
        ("check pages.jsonl --output json:pages.jsonl", "pages.jsonl: is an input too"),
        ("check crawl --output json:crawl/c.txt", "crawl/c.txt: is an input too"),
        ("check . --output markdown:b.txt", "b.txt: is an input too"),
        ("check a.txt --output json:y --output json:crawl", "crawl: is a folder"),
        ("check a.txt --output json:y --output json:b.txt/x", "b.txt/x: cannot be written (Not"),
        ("check crawl --output json:twin.json", "twin.json: is an input too (as crawl/c.txt)"),
        ("check a.txt --decisions ed --output json:ed/li/d.json", "d.json: is a file of decisions"),
        ("check a.txt --config s.toml --output json:s.toml", "s.toml: is the settings file too"),
        ("check a.txt --output json:.gitignore", ".gitignore: is a file of settings or patterns"),
        ("report a.txt --decisions ed -o ed/li", "ed/li/a.json: is a file of decisions too"),
        ("report crawl -o crawl", "crawl/a.html: is an input too"),
        ("report a.txt -o b.txt", "b.txt/a.html: cannot be written (Not a directory)"),
        ("compare a.txt crawl/a.html -o crawl", "crawl/a.html: is the trusted text too"),
        ("reconstruct a.txt --config s.toml -o s.toml", "s.toml: is the settings file too"),
        ("reconstruct a.txt --decisions ed --map ed/li/d.json", "is a file of decisions too"),
        ("reconstruct a.txt -o x --map ./x", "x: would be written twice, by --map and -o"),
        ("apply r.json --decisions ed/li/d.json -o x --log x", "x: would be written twice"),
        ("apply r.json --decisions ed/li/d.json -o r.json", "r.json: is the result too"),
        ("apply r.json --decisions ed/li/d.json -o a.txt", "a.txt: is the audited text too"),
        ("baseline update known.jsonl --baseline known.jsonl", "known.jsonl: is an input too"),
        ("baseline create a.txt --baseline nowhere", "nowhere: is there already"),
        ("reconstruct a.txt b.txt --map b.txt", "b.txt: is an input too"),
        ("baseline create a.txt --baseline a.txt", "a.txt: is there already"),
        ("config --init --config a.txt", "a.txt: is there already"),
    ],
)
def test_no_command_writes_over_what_it_reads(
    line: str, says: str, run: Run, tmp_path: Path
) -> None:
    before = contents(tmp_path)
    done = run(*line.split())
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert contents(tmp_path) == before


def test_a_new_file_in_the_folder_is_written(run: Run, tmp_path: Path) -> None:
    assert run("check", "crawl", "--output", "json:crawl/new/out.json").code == 0
    assert json.loads((tmp_path / "crawl" / "new" / "out.json").read_bytes())["exit_code"] == 0


def test_the_summary_that_github_shows_is_written_too(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "a.txt"))
    done = run("check", "a.txt", "--output-format", "github")
    assert (done.code, done.out) == (2, "")
    assert "a.txt: is an input too (as a.txt); choose another place for $GITHUB_STEP" in done.err
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == CLEAN
    assert run("check", "a.txt").code == 0


@pytest.mark.parametrize(
    ("line", "streams", "says"),
    [
        ("check a.txt --output json:out.json", "> out.json", "by --output and standard output"),
        ("check a.txt --output json:/dev/stdout", "> out.json", "by --output and standard output"),
        ("check a.txt --output json:log", "2> log", "by --output and standard error"),
        ("check crawl", ">> crawl/c.txt", "standard output: is an input too (as crawl/c.txt)"),
        ("reconstruct - -o a.txt", "< a.txt", "a.txt: is standard input too"),
    ],
)
def test_streams_are_files_of_the_run_too(
    line: str, streams: str, says: str, tmp_path: Path
) -> None:
    before = (tmp_path / "a.txt").read_bytes(), (tmp_path / "crawl" / "c.txt").read_bytes()
    done = shell(f"{line} {streams}", tmp_path)
    log = tmp_path / "log"
    assert done.returncode == 2
    assert says in done.stderr + (log.read_text(encoding="utf-8") if log.exists() else "")
    assert before == ((tmp_path / "a.txt").read_bytes(), (tmp_path / "crawl/c.txt").read_bytes())


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs `auditor` with streams as a shell sets them; what never ends fails."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = f"'{sys.executable}' -m auditor {line}"
    return subprocess.run(
        command, cwd=folder, env=env, shell=True, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip


def test_pipes_are_written_into_where_somebody_reads(run: Run, tmp_path: Path) -> None:
    done = shell("check a.txt --quiet --output json:/dev/stdout | cat", tmp_path)
    assert json.loads(done.stdout)["exit_code"] == 0
    os.mkfifo(tmp_path / "pipe")
    done = shell("check a.txt --output json:pipe", tmp_path)
    assert (done.returncode, "pipe: cannot be written" in done.stderr) == (2, True)
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert run("check", "a.txt", "--output", "json:pipe").code == 0
    assert json.loads(os.read(reader, 1 << 16))["exit_code"] == 0
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()


def test_a_full_disk_leaves_the_file_as_it_was(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text("before", encoding="utf-8")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        done = run("check", "a.txt", "--output", "json:out.json", "--output", "concise:all")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert done.code == 2
    assert "out.json: cannot be written (File too large)" in done.err
    assert "no findings" in done.out
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == "before"
    assert (tmp_path / "all").is_file()
    assert list(tmp_path.glob(".*.part")) == []


def test_a_report_follows_no_link_that_waits_for_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.html").symlink_to("../b.txt")
    done = run("report", "a.txt")
    assert (done.code, done.out) == (2, "")
    assert "reports/a.html: is a symbolic link; remove it" in done.err
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == CLEAN


def test_a_name_as_long_as_may_be_is_written(run: Run, tmp_path: Path) -> None:
    assert run("check", "a.txt", "--output", f"json:{'x' * 255}").code == 0
    done = run("check", "a.txt", "--output", f"json:{'x' * 256}")
    assert (done.code, done.out, "(File name too long)" in done.err) == (2, "", True)


def test_a_device_is_written_into_and_a_link_is_followed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to("real.json")
    assert (
        run("check", "a.txt", "--output", "json:link.json", "--output", f"json:{os.devnull}").code
        == 0
    )
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "real.json").read_bytes())["exit_code"] == 0
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("path", ["../out.json", "/tmp/out.json", "away/out.json", "x/../../y"])
def test_a_settings_file_writes_in_its_own_folder_only(path: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "away").symlink_to("..")
    settings = tmp_path / "auditor.toml"
    settings.write_text(f'output = ["json:{path}"]\n', encoding="utf-8")
    done = run("check", "a.txt")
    assert (done.code, done.out) == (2, "")
    assert "auditor.toml: output" in done.err
    assert "on the command line" in done.err
    settings.write_text('output = ["json:in/out.json"]\n', encoding="utf-8")
    assert run("check", "a.txt").code == 0
    assert (tmp_path / "in" / "out.json").is_file()


@pytest.mark.parametrize(("path", "says"), [("loop/x", "levels of symbolic"), ("a\\u0000", "text")])
def test_no_path_in_a_settings_file_is_a_fault(
    path: str, says: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "auditor.toml").write_text(f'output = ["json:{path}"]\n', encoding="utf-8")
    done = run("check", "a.txt")
    assert (done.code, done.out, says in done.err) == (2, "", True)


def test_where_to_write_is_free_on_the_command_line_and_in_the_environment(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "auditor.toml").write_text("jobs = 1\n", encoding="utf-8")
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    assert run("check", "../a.txt", "--output", "json:../one.json").code == 0
    monkeypatch.setenv("AUDITOR_CHECK_OUTPUTS", "json:../two.json")
    assert run("check", "../a.txt").code == 0
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
