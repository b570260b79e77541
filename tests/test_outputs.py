"""Nothing that a run reads is written over, and nothing is written where it was not meant."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from helpers import Run

CLEAN = "The ferry leaves at seven and returns at noon.\n"


@pytest.fixture(autouse=True)
def pages(tmp_path: Path) -> None:
    (tmp_path / "crawl").mkdir()
    (tmp_path / "ed").mkdir()
    for name in ("a.txt", "b.txt", "crawl/c.txt"):
        (tmp_path / name).write_text(CLEAN, encoding="utf-8")
    head = '{"schema": "auditor-baseline", "schema_version": 1}\n'
    (tmp_path / "known.jsonl").write_text(head, encoding="utf-8")
    (tmp_path / "pages.jsonl").write_text(json.dumps({"text": CLEAN}) + "\n", encoding="utf-8")
    os.link(tmp_path / "a.txt", tmp_path / "hard.json")
    (tmp_path / "soft.json").symlink_to("a.txt")


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
        ("check a.txt --baseline known.jsonl --output json:known.jsonl", "is an input too"),
        ("check a.txt --canonical b.txt --output json:b.txt", "b.txt: is an input too"),
        ("check pages.jsonl --output json:pages.jsonl", "pages.jsonl: is an input too"),
        ("check crawl --output json:crawl/c.txt", "crawl/c.txt: is an input too"),
        ("check . --output markdown:b.txt", "b.txt: is an input too"),
        ("check a.txt --output json:crawl", "crawl: is a folder"),
        ("reconstruct a.txt -o x --map x", "x: would be written twice"),
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


def test_a_device_is_written_into_and_a_link_is_followed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to("real.json")
    assert (
        run("check", "a.txt", "--output", "json:link.json", "--output", f"json:{os.devnull}").code
        == 0
    )
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "real.json").read_bytes())["exit_code"] == 0
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("path", ["../out.json", "/tmp/out.json", "away/out.json"])
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
