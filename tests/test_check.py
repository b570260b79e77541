"""`auditor check`, through the real entry point."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, Run

from auditor.cli import pool, work
from auditor.model import Gate, Options, Terms

CLEAN = (
    "第一条 为了规范公共阅览室的管理，制定本办法。\n"
    "第二条 本办法适用于各级人民政府及其工作部门设立的阅览室。\n"
    "第三条 阅览室每日上午九时开放，下午六时闭馆，节假日照常。\n"
    "第四条 本办法自公布之日起施行。\n"
)
ENGLISH = (
    "The market opens at eight in the morning. Dogs are welcome when on a lead at all times. "
    "Stalls are let by the week. Waste goes into the bins behind the hall.\n"
)
TWICE = CLEAN * 2


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def records(folder: Path, *rows: object) -> Path:
    """A JSON Lines file; a row that is a text stands there as it is."""
    path = folder / "pages.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def found(run: Run, *args: str | Path, stdin: str | bytes = "") -> dict[str, list[str]]:
    """The rules found in each document, or "failed"."""
    done = run("check", *args, "--output-format", "json", stdin=stdin)
    verdicts = json.loads(done.out)["verdicts"]
    return {row["path"]: ["failed"] if row["failure"] else row["new"] for row in verdicts}


def test_exit_codes(run: Run, tmp_path: Path) -> None:
    write(tmp_path, clean_txt=CLEAN, twice_txt=TWICE)
    assert run("check", "clean.txt").code == 0
    assert run("check", "twice.txt").code == 1
    assert run("check", "none.txt").code == 2
    assert run("check", "twice.txt", "none.txt").code == 2
    assert run("check", "twice.txt", "--exit-zero").code == 0
    assert run("check", "none.txt", "--exit-zero").code == 2
    assert run("check", "twice.txt", "--fail-on", "never").code == 0


def test_a_broken_file_hides_no_other(run: Run, tmp_path: Path) -> None:
    write(tmp_path, a_txt=TWICE, b_txt="", c_txt=TWICE)
    (tmp_path / "d.txt").write_bytes(b"%PDF-1.7")
    done = run(
        "check", "a.txt", "b.txt", "none.txt", "d.txt", "c.txt", "--output-format", "concise"
    )
    assert done.code == 2
    assert done.out.count("AUD103 [error]") == 2
    for line in ("b.txt: not audited: AUD001: is empty", "none.txt: not audited: AUD001: no such",
                 "d.txt: not audited: AUD001: is a PDF file"):  # fmt: skip
        assert line in done.out


def test_the_reason_is_in_the_json(run: Run, tmp_path: Path) -> None:
    write(tmp_path, twice_txt=TWICE)
    result = json.loads(run("check", "twice.txt", "none.txt", "--output-format", "json").out)
    assert result["exit_code"] == 2
    assert "none.txt: AUD001: no such file" in result["exit_reason"]
    assert "twice.txt: 1 error (AUD103)" in result["exit_reason"]


def test_standard_input(run: Run) -> None:
    assert run("check", "-", stdin=TWICE.encode("gb18030")).code == 1
    assert run("check", "-", stdin=CLEAN).code == 0
    assert run("check", "-", stdin="").code == 2
    row = json.dumps({"id": 7, "text": TWICE})
    assert list(found(run, "-", "--jsonl", stdin=row)) == ["<stdin>#7"]


def test_a_folder(run: Run, tmp_path: Path) -> None:
    write(
        tmp_path, in__b_txt=CLEAN, in__a_html=f"<p>{CLEAN}", in__note_csv="x", in__deep__c_TXT=CLEAN
    )
    write(tmp_path, in___hidden_txt=CLEAN, in___git__d_txt=CLEAN)
    records(tmp_path / "in", {"id": "x", "text": CLEAN})
    assert list(found(run, "in")) == ["in/a.html", "in/b.txt", "in/deep/c.TXT", "in/pages.jsonl#x"]
    assert next(iter(found(run, "in/b.txt", "in", "in/b.txt"))) == "in/b.txt"
    assert len(found(run, "in/b.txt", "in", "in/b.txt")) == 4


def test_a_folder_with_nothing_to_check_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("check", "empty")
    assert (done.code, "no text, Markdown or HTML file in this folder" in done.out) == (2, True)


def test_nothing_to_check_does_not_pass(run: Run, tmp_path: Path) -> None:
    records(tmp_path, "", "")
    done = run("check", "pages.jsonl", "--output-format", "json")
    assert (done.code, json.loads(done.out)["verdicts"]) == (2, [])
    assert "pages.jsonl: no document in it, so nothing was checked" in done.err


IGNORED = {
    "in__a_txt": CLEAN,
    "in__b_txt": CLEAN,
    "in__old__c_txt": CLEAN,
    "in__old__keep_txt": CLEAN,
}


@pytest.mark.parametrize(
    ("ignore", "flags", "left"),
    [
        ({}, (), ["a.txt", "b.txt", "old/c.txt", "old/keep.txt"]),
        ({"in/.gitignore": "b.*\n"}, (), ["a.txt", "old/c.txt", "old/keep.txt"]),
        ({"in/.auditorignore": "/old/\n# b.txt\n"}, (), ["a.txt", "b.txt"]),
        ({".gitignore": "in/old\n"}, (), ["a.txt", "b.txt"]),
        ({"in/.gitignore": "*.txt\n!a.txt\n"}, (), ["a.txt"]),
        ({"in/.gitignore": "*.txt\n", "in/.auditorignore": "!b.txt\n"}, (), ["b.txt"]),
        ({"in/.gitignore": "old/*\n!old/keep.txt\n"}, (), ["a.txt", "b.txt", "old/keep.txt"]),
        ({"in/.gitignore": "old/\n!old/keep.txt\n"}, (), ["a.txt", "b.txt"]),
        ({"in/.gitignore": "c.txt\n", "in/old/.gitignore": "!c.txt\nkeep.txt\n"}, (),
         ["a.txt", "b.txt", "old/c.txt"]),
        ({}, ("--exclude", "b.txt", "--exclude", "old/k*"), ["a.txt", "old/c.txt"]),
        ({"in/.gitignore": "!b.txt\n"}, ("--exclude", "b.txt"),
         ["a.txt", "old/c.txt", "old/keep.txt"]),
        ({}, ("--include", "old/"), ["old/c.txt", "old/keep.txt"]),
        ({}, ("--include", "*.txt", "--exclude", "old"), ["a.txt", "b.txt"]),
    ],
)  # fmt: skip
def test_what_is_left_out_of_a_folder(
    ignore: dict[str, str], flags: tuple[str, ...], left: list[str], run: Run, tmp_path: Path
) -> None:
    write(tmp_path, **IGNORED)
    for name, text in ignore.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    flags = ("--ignore-files", *flags)
    assert list(found(run, "in", *flags)) == [f"in/{name}" for name in left]
    assert list(found(run, "in/b.txt", *flags)) == ["in/b.txt"], "a file that is named is checked"


def test_ignore_files_of_the_repository_count(run: Run, tmp_path: Path) -> None:
    write(tmp_path, in__a_txt=CLEAN, in__b_txt=CLEAN)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("/in/b.txt\n", encoding="utf-8")
    assert list(found(run, tmp_path / "in")) == [str(tmp_path / "in" / "a.txt")]


def test_include_takes_any_suffix(run: Run, tmp_path: Path) -> None:
    write(tmp_path, in__a_md=CLEAN, in__b_txt=CLEAN)
    assert list(found(run, "in", "--include", "*.md")) == ["in/a.md"]


def test_json_lines(run: Run, tmp_path: Path) -> None:
    rows = (
        {"id": "a", "text": CLEAN},
        {"id": 2, "text": TWICE},
        "",
        '{"id": "c", "text": ',
        {"id": "d", "body": CLEAN},
        {"id": "e", "text": None},
        "[]",
        {"text": CLEAN},
        {"id": "a", "text": TWICE},
        '{"id": "f", "text": "\\ud800' + ENGLISH[:-1] + '"}',
        "[" * 100_000,
        '{"id": ' + "9" * 5000 + "}",
    )
    file = records(tmp_path, *rows)
    done = run("check", "pages.jsonl", "--output-format", "json")
    verdicts = json.loads(done.out)["verdicts"]
    assert [(row["path"].removeprefix("pages.jsonl#"), row["exit_code"]) for row in verdicts] == [
        ("a", 0), ("2", 1), ("4", 2), ("5", 2), ("6", 2), ("7", 2), ("8", 0), ("a~2", 1), ("f", 0),
        ("11", 2), ("12", 2),
    ]  # fmt: skip
    failures = [row["failure"] for row in verdicts if row["failure"]]
    assert failures[0].startswith("AUD001: line 4 is not JSON (")
    assert failures[1] == (
        "AUD001: line 5 has no field 'text'; name the right one with --text-field"
    )
    assert failures[2] == "AUD001: line 6: 'text' is no text; use --text-field"
    assert failures[3] == "AUD001: line 7 is not an object with fields; mend it"
    assert failures[4] == "AUD001: line 11 is nested too deeply; mend it"
    assert done.code == 2
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert run("check", "pages.jsonl", "--output-format", "json").out == done.out


def test_fields_of_records(run: Run, tmp_path: Path) -> None:
    records(tmp_path, {"url": "https://x.test/y.html", "body": CLEAN}, {"body": CLEAN})
    flags = ("--text-field", "body", "--id-field", "url")
    assert found(run, "pages.jsonl", *flags) == {
        "pages.jsonl#https://x.test/y.html": [],
        "pages.jsonl#2": ["failed"],
    }


def test_a_page_in_a_record(run: Run, tmp_path: Path) -> None:
    page = f"<!DOCTYPE html><title>x</title><nav>{TWICE}</nav><main>{CLEAN}</main>"
    records(tmp_path, {"id": "a", "text": page})
    assert run("check", "pages.jsonl").code == 1
    assert run("check", "pages.jsonl", "--exclude-selector", "nav").code == 0


def test_a_size_that_is_too_much(run: Run, tmp_path: Path) -> None:
    write(tmp_path, a_txt=CLEAN)
    records(tmp_path, {"id": 1, "text": ENGLISH * 20}, {"id": 2, "text": ENGLISH})
    assert found(run, "a.txt", "pages.jsonl", "--max-size", "250") == {
        "a.txt": ["failed"], "pages.jsonl#1": ["failed"], "pages.jsonl#2": [],
    }  # fmt: skip
    done = run("check", "a.txt", "pages.jsonl", "-", "--max-size", "250", stdin=ENGLISH * 2)
    assert done.out.count("AUD007: ") == 3


@pytest.mark.parametrize(
    ("rows", "verdicts"),
    [
        ([b"x" * 3999, b""], {"#1": ["failed"], "#2": []}),
        ([b"x" * 4001], {"": ["failed"]}),
        ([b"x" * 3000, b"x" * 3000, b""], {"#1": ["failed"], "#2": ["failed"], "#3": []}),
        ([b"\n" * 3990, b""], {"#3992": []}),
        ([b"\n" * 4001, b""], {"": ["failed"]}),
    ],
)
def test_what_is_passed_over_of_records_has_a_bound(
    rows: list[bytes], verdicts: dict[str, list[str]], run: Run, tmp_path: Path
) -> None:
    """16 times --max-size, in a record or in lines without one; then the input ends."""
    record = json.dumps({"text": ENGLISH}).encode()
    *others, last = (row or record for row in rows)
    (tmp_path / "pages.jsonl").write_bytes(b"\n".join((*others, last)) + b"\n")
    write(tmp_path, other_txt=ENGLISH)
    expected = {f"pages.jsonl{name}": rules for name, rules in verdicts.items()}
    done = found(run, "pages.jsonl", "other.txt", "--max-size", "250")
    assert done == {**expected, "other.txt": []}


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no endless file")
@pytest.mark.parametrize("endless", ["cat /dev/zero", "yes ''"])
def test_endless_records_come_to_an_end(endless: str, tmp_path: Path) -> None:
    command = f"{endless} | '{sys.executable}' -m auditor check - --jsonl --max-size=99999"
    ran = subprocess.run(
        command, cwd=tmp_path, shell=True, capture_output=True, text=True, timeout=30, check=False
    )
    assert (ran.returncode, "AUD007: no record ends in the last " in ran.stdout) == (2, True)


def test_all_formats_at_once(run: Run, tmp_path: Path) -> None:
    write(tmp_path, twice_txt=TWICE)
    outputs = [f"--output={name}:out/{name}" for name in ("sarif", "junit", "json", "jsonl")]
    done = run("check", "twice.txt", "none.txt", *outputs, "--output-format", "concise")
    assert done.code == 2
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "json", "jsonl", "junit", "sarif",
    ]  # fmt: skip
    one = json.loads((tmp_path / "out" / "json").read_text(encoding="utf-8"))
    assert one["documents"][0]["source"]["path"] == "twice.txt"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--output", "sarif"], "must be FORMAT:PATH"),
        (["--output", "pdf:x"], "must be FORMAT:PATH with one of concise"),
        (["--output", "json:page.txt"], "page.txt: is an input too"),
        (["--output-format", "pdf"], "'pdf' is not one of"),
        (["--encoding", "nö"], "no such encoding"),
        (["--lang", "Chinese!"], "not a tag"),
        (["--content-selector", "p["], "selector"),
        (["--jobs", "0"], "--jobs"),
        (["--timeout", "0"], "--timeout"),
        (["--canonical", "none.txt"], "none.txt: no such file"),
        (["--decisions", "none.json"], "none.json: no such file"),
        (["--exclude", "!"], "is not a pattern"),
    ],
)
def test_what_cannot_run_says_why(args: list[str], says: str, run: Run, tmp_path: Path) -> None:
    write(tmp_path, page_txt=CLEAN)
    done = run("check", ".", "page.txt", *args)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert "Traceback" not in done.err


def test_packed_web_archives_are_not_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "crawl.wacz").write_bytes(b"PK")
    assert "is a packed web archive; unpack it" in run("check", "crawl.wacz").out


def test_a_given_canonical(run: Run, tmp_path: Path) -> None:
    write(tmp_path, true_txt=CLEAN, less_txt=CLEAN[:-20])
    assert run("check", "less.txt").code == 0
    assert "AUD302" in run("check", "less.txt", "--canonical", "true.txt").out


@pytest.mark.parametrize("flags", [("--jobs", "2"), ("--jobs", "3", "--timeout", "60")])
def test_the_same_bytes_with_any_number_of_processes(
    flags: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    texts = (CLEAN, TWICE, ENGLISH, ENGLISH * 2, "")
    rows = [{"id": n % 37, "text": f"{n} {texts[n % 5]}" if n % 5 < 4 else ""} for n in range(60)]
    records(tmp_path, *rows, "broken")
    write(tmp_path, a_txt=TWICE, b_txt=CLEAN, c_txt="")
    args = (
        "check",
        "pages.jsonl",
        "c.txt",
        "a.txt",
        "none.txt",
        "b.txt",
        "--output-format",
        "json",
    )
    alone = run(*args)
    assert alone.code == 2
    assert run(*args, *flags) == alone


def slow(task: work.Task, about: work.Work) -> work.Outcome:
    """In place of an audit: takes as long, or ends as badly, as the text says."""
    text = (task.data or b"").decode()
    if text == "hang":
        time.sleep(600)
    if text == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    return work.Outcome(task.number, task.path, record=text)


def serve_slowly(connection: object, about: object) -> None:
    vars(pool)["perform"] = slow
    pool._serve(connection, about)  # type: ignore[arg-type] # what a process gets, pickled


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_document_over_its_time_and_one_that_kills_its_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only these two have no answer, and nothing is left running."""
    monkeypatch.setattr(pool, "_serve", serve_slowly)
    terms = Terms(Options(), Gate())
    texts = ["a", "hang", "b", "die", "c", *"defghijklmnopqrstuvw"]
    tasks = [work.Task(n, "f", terms, text.encode(), n + 1) for n, text in enumerate(texts)]
    done = list(pool.outcomes(tasks, work.Work(), jobs=2, timeout=2))
    assert [outcome.number for outcome in done] == list(range(len(texts)))
    failures = {outcome.number: outcome.failure for outcome in done if outcome.failure}
    assert failures[1].startswith("AUD009: took longer than 2 s and was stopped")
    assert failures[3].startswith("AUD009: its process ended (exit code -9)")
    assert len(failures) == 2
    assert not multiprocessing.active_children()


def test_workers_end_with_the_run() -> None:
    terms = Terms(Options(), Gate())
    tasks = (
        work.Task(n, "f", terms, json.dumps({"text": CLEAN}).encode(), n) for n in range(10**6)
    )
    running = pool.outcomes(tasks, work.Work(), jobs=2)
    assert next(running).failure is None
    assert len(multiprocessing.active_children()) == 2
    running.close()
    assert not multiprocessing.active_children()


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to a group")
def test_interrupted(tmp_path: Path) -> None:
    records(tmp_path, *({"id": n, "text": f"{n} {CLEAN}"} for n in range(20_000)))
    command = [sys.executable, "-m", "auditor", "check", "pages.jsonl", "-v", "--jobs", "2"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=tmp_path, env=env, stdout=-1, stderr=-1, start_new_session=True
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == b"settings: none\n"  # now it is about to begin
        time.sleep(1)
        os.killpg(process.pid, signal.SIGINT)
        # Ends when nobody holds the pipes any more: no worker is left.
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, b"", b"\nauditor: interrupted\n")


def test_statistics_go_to_standard_error(run: Run, tmp_path: Path) -> None:
    write(tmp_path, twice_txt=TWICE)
    done = run("check", "twice.txt", "--statistics", "--output-format", "json")
    json.loads(done.out)
    assert "1  AUD103  repeated-document" in done.err
    assert "0.5000  repeated-ratio" in done.err


def test_quiet_and_verbose(run: Run, tmp_path: Path) -> None:
    write(tmp_path, clean_txt=CLEAN, twice_txt=TWICE)
    assert run("check", "clean.txt", "-q").out == ""
    assert "AUD103" in run("check", "twice.txt", "-q").out
    assert run("check", "clean.txt", "-v").err == "settings: none\n"


def test_colours(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, twice_txt=TWICE)
    assert "\x1b[" not in run("check", "twice.txt").out
    assert "\x1b[" in run("check", "twice.txt", "--color", "always").out
    run("check", "twice.txt", "--color", "always", "--output", "full:out.log")
    assert "\x1b" not in (tmp_path / "out.log").read_text(encoding="utf-8")


def test_the_summary_that_github_shows(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, twice_txt=TWICE, summary_md="before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    assert run("check", "twice.txt").code == 1
    assert (tmp_path / "summary.md").read_text(encoding="utf-8") == "before\n"
    assert "::error" in run("check", "twice.txt", "--output-format", "github").out
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert summary.startswith("before\n")
    assert "AUD103" in summary
    for path, says in ((tmp_path, "is a folder"), ("/dev/full", "the summary cannot be written")):
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
        done = run("check", "twice.txt", "--output-format", "github")
        assert (done.code, says in done.err) == (2, True)


def test_hostile_names_and_ids(run: Run, tmp_path: Path) -> None:
    hostile = json.dumps({"id": "\x1b[31m\u202e\ud800", "text": TWICE})
    records(tmp_path, hostile, '{"\x1b": 1}')
    done = run("check", "pages.jsonl")
    assert done.code == 2
    assert not {"\x1b", "\u202e", "\ud800"} & set(done.out + done.err)


DECISIONS = {
    "schema": "auditor-decisions",
    "schema_version": 1,
    "reviewer": "A. Reader",
    "anchors": {},
}


def decide(folder: Path, result: dict[str, Any], **decision: str) -> None:
    (document,) = result["documents"]
    source = {key: document["source"][key] for key in ("path", "sha256", "encoding")}
    (finding,) = document["findings"]
    entry = {"fingerprint": finding["fingerprint"], "rule": finding["rule"], **decision}
    text = json.dumps({**DECISIONS, "input": source, "decisions": [entry]})
    write(folder, decisions__one_json=text)


def test_decisions_suppress(run: Run, tmp_path: Path) -> None:
    write(tmp_path, twice_txt=TWICE)
    result = json.loads(run("check", "twice.txt", "--output-format", "json").out)
    decide(tmp_path, result, action="reject", reason="the original says it twice")
    assert run("check", "twice.txt", "--decisions", "decisions").code == 0
    write(tmp_path, auditor_toml='decisions = "decisions"\n')
    done = run("check", "twice.txt", "--output-format", "json", "--jobs", "2")
    (verdict,) = json.loads(done.out)["verdicts"]
    assert (done.code, len(verdict["suppressed"]), verdict["new"]) == (0, 1, [])
    decide(tmp_path, result, action="keep", reason="for now", expires="2001-01-01")
    expired = run("check", "twice.txt")
    assert (expired.code, "AUD902" in expired.out) == (1, True)
