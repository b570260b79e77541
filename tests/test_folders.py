"""What of a folder is read, whatever lies in it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import Run

from auditor import baseline

TEXT = "The market opens at eight. Dogs are welcome on a lead. Stalls are let by the week.\n"
SECRET = "What stands in a file outside of the folder.\n"


def write(path: Path, text: str = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(run: Run, *args: str | Path) -> list[str]:
    """The documents of a run."""
    done = run("check", *args, "--output-format", "json")
    return [row["path"] for row in json.loads(done.out)["verdicts"]]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders")
def test_only_regular_files_are_read(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt")
    os.mkfifo(tmp_path / "in" / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "in" / "socket.txt"))
        command = [sys.executable, "-m", "auditor", "check", "in"]
        ran = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, timeout=20, check=True
        )
    assert "Checked 1 document: " in ran.stdout
    assert ran.stdout.endswith("Skipped 2 in folders: 2 not-regular.\n")


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    """A folder with links: to a file and a folder outside, to itself, to what is not there."""
    folder = write(tmp_path / "in" / "a.txt").parent
    write(tmp_path / "out" / "secret.txt", SECRET)
    (folder / "file.txt").symlink_to(tmp_path / "out" / "secret.txt")
    (folder / "folder").symlink_to(tmp_path / "out")
    (folder / "again").symlink_to(folder)
    (folder / "gone.txt").symlink_to(tmp_path / "none.txt")
    return folder


def test_links_in_a_folder_are_not_followed(run: Run, linked: Path) -> None:
    assert read(run, "in") == ["in/a.txt"]
    assert read(run, "in/file.txt") == ["in/file.txt"], "one that is named is"
    assert read(run, "in/folder") == ["in/folder/secret.txt"]


def test_links_are_followed_where_it_is_wished(run: Run, linked: Path, tmp_path: Path) -> None:
    all_of_them = ["in/a.txt", "in/file.txt", "in/folder/secret.txt", "in/gone.txt"]
    assert read(run, "in", "--follow-links") == all_of_them
    write(tmp_path / "auditor.toml", "follow-links = true\n")
    assert read(run, "in") == all_of_them


def test_folders_that_lead_to_each_other_are_read_once(run: Run, tmp_path: Path) -> None:
    """By the links alone there are 2 ** 40 paths."""
    for number in range(40):
        folder = write(tmp_path / "in" / f"{number}" / "a.txt").parent
        (folder / "x").symlink_to(tmp_path / "in" / f"{(number + 1) % 40}")
        (folder / "y").symlink_to(tmp_path / "in" / f"{(number + 1) % 40}")
    assert len(read(run, "in", "--follow-links")) == 40


def test_a_link_renames_no_document(run: Run, tmp_path: Path) -> None:
    folder = write(tmp_path / "in" / "b" / "b.txt").parent.parent
    for name in ("a", "z"):
        (folder / name).symlink_to(folder / "b")
    assert read(run, "in", "--follow-links") == ["in/b/b.txt"]


def test_a_link_that_leads_nowhere_is_told_of_only_where_it_is_meant(
    run: Run, tmp_path: Path
) -> None:
    folder = write(tmp_path / "in" / "a.txt").parent
    for name in ("a", ".hidden.txt", "page.txt"):
        (folder / name).symlink_to(name if name == "page.txt" else folder / name)
    done = run("check", "in", "--follow-links", "--output-format", "concise")
    assert (done.code, done.out.count("\n")) == (2, 1)
    assert "in/page.txt: not audited: AUD001: " in done.out


def test_what_cannot_be_looked_into_takes_nothing_along(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in" / "z.txt")
    monkeypatch.chdir(tmp_path / "in")
    for _ in range(20):  # the path is longer than any may be
        Path("x" * 250).mkdir()
        monkeypatch.chdir("x" * 250)
    monkeypatch.chdir(tmp_path)
    done = run("check", "in", "--output-format", "json")
    deep, read = json.loads(done.out)["verdicts"]
    assert (done.code, read["path"], read["exit_code"]) == (2, "in/z.txt", 0)
    assert "cannot be looked into (File name too long)" in deep["failure"]
    done = run("check", "in/z.txt", "y" * 5000)
    assert (done.code, done.out.count("File name too long")) == (2, 1), "named, it is the same"


def test_ignore_files_in_what_was_scraped_have_no_say(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt")
    write(tmp_path / "in" / "deep" / "b.txt")
    write(tmp_path / "in" / ".gitignore", "*\n")
    write(tmp_path / "in" / "deep" / ".auditorignore", "*\n")
    both = ["in/a.txt", "in/deep/b.txt"]
    assert read(run, "in") == both
    assert read(run, "in", "--ignore-files") == ["in"], "nothing is left, which is told"
    assert read(run, ".") == ["."], "the current folder is no scraped one"
    write(tmp_path / ".auditorignore", "deep/\n")
    assert read(run, "in") == both[:1]
    write(tmp_path / "auditor.toml", "ignore-files = true\n")
    assert read(run, "in") == ["in"]


def test_a_folder_that_is_ignored_is_not_read(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "old" / "in" / "a.txt")
    write(tmp_path / ".gitignore", "old/\n")
    assert read(run, "old/in", "old/in/a.txt") == ["old/in", "old/in/a.txt"]


def test_patterns_of_flags_count_from_each_path(
    run: Run, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    for folder in (tmp_path / "in", outside):
        write(folder / "a.txt")
        write(folder / "old" / "b.txt")
        write(folder / "new" / "old" / "c.txt")
    here, there = ["in/old/b.txt"], [f"{outside}/old/b.txt"]
    assert read(run, "in", outside, "--include", "/old/") == here + there
    flags = ("--exclude", "/old/", "--exclude", "new/", "--exclude", "../in/a.txt")
    assert read(run, "in", outside, *flags) == ["in/a.txt", f"{outside}/a.txt"]


def test_patterns_of_settings_count_from_their_file(
    run: Run, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    for folder in (tmp_path / "in", outside, outside / "in"):
        write(folder / "a.txt")
        write(folder / "b.txt")
    write(tmp_path / "auditor.toml", 'exclude = ["/in/b.txt"]\n')
    assert read(run, "in") == ["in/a.txt"]
    elsewhere = [f"{outside}/{name}" for name in ("a.txt", "b.txt", "in/a.txt")]
    assert read(run, outside) == elsewhere, "the folder of the file does not hold this path"


@pytest.mark.parametrize("text", ["[a\n", "x" * 5000, "# a comment\n" * 100_000])
def test_an_ignore_file_that_is_none_is_told(text: str, run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt")
    write(tmp_path / ".auditorignore", text)
    done = run("check", "in", "--output-format", "concise")
    assert (done.code, ".auditorignore: " in done.out + done.err) == (2, True)


def test_an_ignore_file_that_is_none_takes_nothing_along(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt")
    write(tmp_path / "in" / "deep" / "b.txt")
    write(tmp_path / "in" / "deep" / ".gitignore", "[a\n")
    done = run("check", "in", "--ignore-files", "--output-format", "json")
    page, deep = json.loads(done.out)["verdicts"]
    assert (done.code, page["path"], page["failure"]) == (2, "in/a.txt", None)
    assert "in/deep/.gitignore: is not a pattern" in deep["failure"]


def test_an_ignore_file_that_is_a_link_is_not_read(run: Run, tmp_path: Path) -> None:
    """Nor is a line of it shown, which is no pattern."""
    folder = write(tmp_path / "in" / "a.txt").parent
    (folder / ".gitignore").symlink_to(write(tmp_path / "secret", "[secret\na.txt\n"))
    assert read(run, "in", "--ignore-files") == ["in/a.txt"]


def test_no_ignore_file_keeps_a_run_from_its_end(tmp_path: Path) -> None:
    """Twelve stars share 44 letters out in billions of ways, if each is tried."""
    write(tmp_path / "in" / f"{'a' * 44}.txt")
    write(tmp_path / ".auditorignore", "*a" * 11 + "*ab\n")
    command = [sys.executable, "-m", "auditor", "check", "in"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=20, check=False)
    assert ran.returncode == 0


@pytest.fixture
def mixed(linked: Path) -> list[dict[str, str]]:
    """A folder with something of every kind; what is skipped of it."""
    for name in (".hidden.txt", ".cache/x.txt", "b.csv", "old/c.txt", "d.txt"):
        write(linked / name)
    write(linked / "known.jsonl", baseline.render([]))
    write(linked.parent / ".auditorignore", "d.txt\n")
    rows = (
        (".cache/", "hidden"), (".hidden.txt", "hidden"), ("again", "link"),
        ("b.csv", "other-suffix"), ("d.txt", "ignored"), ("file.txt", "link"),
        ("folder", "link"), ("gone.txt", "link"),
        ("known.jsonl", "own-file"), ("old/", "excluded"),
    )  # fmt: skip
    return [{"path": f"in/{name}", "reason": reason} for name, reason in rows]


FLAGS = ("--exclude", "old/", "--baseline", "in/known.jsonl")
LINE = (
    "Skipped 10 in folders: 4 link, 2 hidden, 1 excluded, 1 ignored, 1 other-suffix, 1 own-file.\n"
)


def test_what_is_skipped_is_told(run: Run, mixed: list[dict[str, str]]) -> None:
    done = run("check", "in", *FLAGS, "-v")
    assert done.out.endswith(LINE)
    listed = [f"skipped: {row['path']} ({row['reason']})" for row in mixed]
    assert done.err.splitlines()[1:] == listed
    done = run("check", "in", *FLAGS, "--output-format", "json")
    data = json.loads(done.out)
    assert (data["skipped"], data["skipped_count"], done.err) == (mixed, 10, LINE)
    assert run("check", "in", *FLAGS, "-q").out == ""
    assert LINE in run("baseline", "prune", "in", *FLAGS).err


def test_reports_are_no_documents(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "page.txt")
    run("report", ".")
    again = run("report", ".", "-v")
    assert "skipped: reports/ (own-file)" in again.err.splitlines()
    assert [path.name for path in sorted(Path("reports").iterdir())] == ["page.html", "page.json"]


def test_report_tells_what_is_skipped(run: Run, mixed: list[dict[str, str]]) -> None:
    rows = [row for row in mixed if row["reason"] not in ("own-file", "excluded")]
    rows.append({"path": "in/known.jsonl", "reason": "other-suffix"})
    rows.sort(key=lambda row: row["path"])
    line = "Skipped 9 in folders: 4 link, 2 hidden, 2 other-suffix, 1 ignored.\n"
    assert run("report", "in").out.endswith(line)
    done = run("report", "in", "--output-format", "json")
    assert json.loads(done.out)["skipped"] == rows
    assert done.err.endswith(line)
    listed = [f"skipped: {row['path']} ({row['reason']})" for row in rows]
    assert run("report", "in", "-v").err.splitlines() == ["settings: none", *listed]
    done = run("report", "in", "--include", "*.xml")
    assert (done.code, done.out) == (
        2,
        "Skipped 11 in folders: 5 not-included, 4 link, 2 hidden.\n",
    )


def test_a_folder_that_is_read_is_not_skipped(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in" / ".cache" / "a.txt")
    done = run("check", ".", "in/.cache", "--output-format", "json")
    assert json.loads(done.out)["skipped"] == []
    (tmp_path / "in" / ".cache" / "a.txt").rename(tmp_path / "in" / ".cache" / "a.md")
    write(tmp_path / ".gitignore", "*.md\n.cache\n")
    done = run("check", "in/.cache", "--output-format", "json")
    assert json.loads(done.out)["skipped"] == [{"path": "in/.cache/", "reason": "ignored"}]


def test_what_is_named_is_not_skipped(run: Run, mixed: list[dict[str, str]]) -> None:
    named = [row["path"] for row in mixed if row["path"].endswith(".txt")]
    done = run("check", "in", *named, "--output-format", "json")
    left = {row["path"] for row in json.loads(done.out)["skipped"]}
    assert not left & set(named)


def test_the_list_of_what_is_skipped_has_a_bound(run: Run, tmp_path: Path) -> None:
    """Not only where it is written, but where it is kept too."""
    write(tmp_path / "in" / "a.txt")
    for number in range(10_003):
        (tmp_path / "in" / f"b{number:05}").touch()
    known = write(tmp_path / "in" / "known.jsonl", baseline.render([]))
    done = run("check", "in", "--baseline", known, "--output-format", "json", "-v")
    data = json.loads(done.out)
    assert (len(data["skipped"]), data["skipped_count"]) == (10_001, 10_004)
    assert data["skipped"][-1] == {"path": "in/known.jsonl", "reason": "own-file"}, "always named"
    *_, last, line = done.err.splitlines()
    assert last == "skipped: 3 more (other-suffix)"
    assert line == "Skipped 10,004 in folders: 10,003 other-suffix, 1 own-file."
