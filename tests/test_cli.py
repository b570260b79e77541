"""The command line, through the real entry point."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import Run
from hypothesis import given
from hypothesis import strategies as st

from auditor import __version__
from auditor.cli import files
from auditor.cli import run as runner
from auditor.errors import OutputError

TEXT = "第一条 为了规范管理，制定本办法。第二条 本办法适用于各级人民政府及其工作部门。\n"
TWICE = TEXT + TEXT


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(TWICE, encoding="utf-8")
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_report_writes_a_page_and_a_result(run: Run, page: Path, tmp_path: Path) -> None:
    done = run("report", "page.txt")
    assert (done.code, done.err) == (0, "")
    assert "page.txt" in done.out
    assert done.out.endswith("\nReport: reports/page.html\n")
    assert names(tmp_path / "reports") == ["page.html", "page.json"]
    result = json.loads((tmp_path / "reports" / "page.json").read_text(encoding="utf-8"))
    assert result["source"]["path"] == "page.txt"
    assert result["score"]["repeated"] > 0


def test_two_runs_give_the_same_bytes(run: Run, page: Path, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        assert run("report", page, "-o", folder).code == 0
    for name in ("page.html", "page.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_folder_gives_an_index(run: Run, tmp_path: Path) -> None:
    texts = (
        "b.txt",
        "a.html",
        "deep/c.HTM",
        "deep/B.text",
        "SOURCE.csv",
        ".hidden.txt",
        ".git/d.txt",
    )
    for name in texts:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<p>{TWICE}", encoding="utf-8")
    done = run("report", "in", "in/b.txt")
    assert done.code == 0
    stems = ("B-2", "a", "b", "c")
    expected = ["index.html", *(stem + end for stem in stems for end in (".html", ".json"))]
    assert names(tmp_path / "reports") == sorted(expected)


def test_a_bad_file_gets_one_sentence_and_the_others_are_done(
    run: Run, page: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").touch()
    done = run("report", "none.txt", "empty.txt", "page.txt")
    assert done.code == 2
    assert done.err.splitlines() == [
        "auditor: none.txt: no such file; check the path",
        "auditor: empty.txt: is empty; scrape it again",
    ]
    assert names(tmp_path / "reports") == ["index.html", "page.html", "page.json"]
    index = (tmp_path / "reports" / "index.html").read_text(encoding="utf-8")
    assert "none.txt: no such file" in index


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["report"], "Missing argument"),
        (["report", "x", "--min-length", "0"], "--min-length"),
        (["report", "page.txt", "--encoding", "nö"], "no such encoding"),
        (["report", "page.txt", "--lang", "Chinese!"], "not a tag"),
        (["report", "page.txt", "--canonical", "none.txt"], "none.txt: no such file"),
        (["report", "page.txt", "--select", "AUD2O1"], "AUD2O1"),
        (["report", "page.txt", "-o", "page.txt"], "page.txt/page.html: cannot be written"),
        (["report", "page.html", "-o", "."], "page.html: is an input too"),
        (["report", "folder"], "folder: no text, Markdown or HTML file in this folder"),
        (["reconstruct", "page.txt", "-o", "page.txt"], "page.txt: is an input too"),
        (["rule", "AUD20I"], "did you mean AUD20"),
        (["rule", "moved-fragmnet"], "did you mean moved-fragment?"),
        (["schema", "nothing"], "nothing"),
        (["reprot"], "reprot"),
    ],
)
def test_what_cannot_run_says_why(
    args: list[str], says: str, run: Run, page: Path, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "page.html").write_text(TEXT, encoding="utf-8")
    done = run(*args)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert page.read_text(encoding="utf-8") == TWICE
    assert "Traceback" not in done.err


def test_no_command_and_every_command_give_help(run: Run) -> None:
    assert run().code == 0
    for command in ((), ("report",), ("compare",), ("reconstruct",), ("rule",), ("schema",)):
        done = run(*command, "-h")
        assert done.code == 0
        assert done.out.startswith("Usage: auditor")


def test_standard_input(run: Run, tmp_path: Path) -> None:
    assert run("report", "-", stdin=TWICE.encode("gb18030")).code == 0
    result = json.loads((tmp_path / "reports" / "stdin.json").read_text(encoding="utf-8"))
    assert (result["source"]["path"], result["source"]["encoding"]) == ("<stdin>", "gb18030")


def test_json_on_standard_output(run: Run, page: Path, tmp_path: Path) -> None:
    done = run("report", "page.txt", "--output-format", "json")
    assert done.out == (tmp_path / "reports" / "page.json").read_text(encoding="utf-8")
    assert done.err == "Report: reports/page.html\n"
    (tmp_path / "more.txt").write_text(TEXT, encoding="utf-8")
    both = json.loads(run("report", "page.txt", "more.txt", "--output-format", "json").out)
    assert [d["source"]["path"] for d in both["documents"]] == ["page.txt", "more.txt"]


def test_canonical_and_compare_are_the_same(run: Run, page: Path, tmp_path: Path) -> None:
    (tmp_path / "true.txt").write_text(TEXT, encoding="utf-8")
    run("report", "page.txt", "--canonical", "true.txt", "-o", "one")
    run("compare", "page.txt", "true.txt", "-o", "two")
    one, two = (json.loads((tmp_path / f / "page.json").read_bytes()) for f in ("one", "two"))
    assert one == two
    empty: dict[str, object] = {"choices": [], "joins": [], "undone": []}
    assert one["canonical"] == {**empty, "origin": "given", "text": TEXT}


@pytest.mark.parametrize(
    ("scrape", "reference", "rules"),
    [
        ("page.txt", "empty.txt", {"AUD402"}),
        ("page.txt", "blank.txt", {"AUD402"}),
        ("empty.txt", "page.txt", {"AUD002", "AUD302"}),
        ("-", "page.txt", {"AUD002", "AUD302"}),
        ("empty.txt", "empty.txt", {"AUD002"}),
    ],
)
def test_an_empty_version_is_compared(
    scrape: str, reference: str, rules: set[str], run: Run, tmp_path: Path
) -> None:
    files = {
        "empty.txt": "",
        "blank.txt": "\n",
        "page.txt": "Gates close at noon.\nShops do not.\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("compare", scrape, reference, "--output-format", "json", stdin=b"")
    assert {each["rule"] for each in json.loads(done.out)["findings"]} == rules
    assert run("compare", scrape, reference, "--versions", stdin=b"").code == 0
    assert run("report", "empty.txt").code == 2  # alone it is a failed capture


def test_the_encoding_given_is_that_of_the_scrape(run: Run, page: Path, tmp_path: Path) -> None:
    page.write_bytes(TWICE.encode("gbk"))
    (tmp_path / "true.txt").write_text(TEXT, encoding="utf-8")
    done = run("compare", "page.txt", "true.txt", "--encoding", "gbk", "--output-format", "json")
    assert json.loads(done.out)["canonical"]["text"] == TEXT


def test_flags_come_from_the_environment_too(
    run: Run, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDITOR_REPORT_OUTPUT_FORMAT", "json")
    assert json.loads(run("report", "page.txt").out)["schema"] == "auditor-result"


def test_select_and_ignore(run: Run, page: Path) -> None:
    def rules(*flags: str) -> set[str]:
        done = run("report", "page.txt", "--output-format", "json", *flags)
        return {finding["rule"] for finding in json.loads(done.out)["findings"]}

    found = rules()
    assert found
    one = min(found)
    assert rules("--select", one) == {one}
    assert rules("--ignore", ",".join(found)) == set()


def test_reconstruct(run: Run, page: Path, tmp_path: Path) -> None:
    done = run("reconstruct", "page.txt", "--map", "map.json")
    assert done.code == 0
    assert done.out.strip() == TEXT.strip()
    found = json.loads((tmp_path / "map.json").read_text(encoding="utf-8"))
    assert found["characters"] == len(done.out)
    for witness in found["witnesses"]:
        (start, end), (left, right) = witness["canonical"], witness["scrape"]
        assert done.out[start:end] == TWICE[left:right]
    assert run("reconstruct", "page.txt", "-o", "out/text.txt").out == ""
    assert (tmp_path / "out" / "text.txt").read_bytes() == done.out.encode()


def test_reconstruct_without_one_of_its_files(run: Run, page: Path) -> None:
    done = run("reconstruct", "none.txt", "page.txt")
    assert (done.code, done.out.strip()) == (2, TEXT.strip())
    assert run("reconstruct", "none.txt").out == ""


def test_rule_and_schema(run: Run) -> None:
    assert run("rule", "AUD202").out == run("rule", "interleaved-copies").out
    assert run("rule", "aud202").out.startswith("AUD202 interleaved-copies (by damage: error)")
    assert len(run("rule").out.splitlines()) > 10
    assert json.loads(run("schema", "result").out)["title"] == "auditor-result"


def test_hostile_names_are_shown_and_written_safely(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in (
        "\x1b[31mred\u202e.txt",
        "-rf.txt",
        "a\nb.txt",
        "caf\udce9.txt",
        "..txt",
        "文件.txt",
    ):
        try:
            (folder / name).write_text(TEXT, encoding="utf-8")
        except OSError:
            pytest.skip("this file system does not take such names")
    done = run("report", *folder.iterdir())
    assert done.code == 0
    assert not {"\x1b", "\u202e", "\udce9"} & set(done.out + done.err)
    stems = {path.stem for path in (tmp_path / "reports").glob("*.json")}
    assert stems == {"31mred", "rf", "a_b", "caf", "document", "文件"}


@given(st.lists(st.text(st.characters(exclude_characters="\0"), min_size=1), max_size=8))
def test_report_names_are_safe_and_distinct(sources: list[str]) -> None:
    found = files.report_names(sources)
    assert len({name.casefold() for name in found}) == len(sources)
    for name in found:
        assert name.casefold() != "index"
        assert 0 < len(name.encode()) <= 190
        assert name == Path(name).name
        assert not name.startswith((".", "-"))


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        files.write(path, "new\ud800")
    with pytest.raises(OutputError):
        files.write(path / "b.txt", "new")
    assert (names(tmp_path), path.read_text(encoding="utf-8")) == (["a.txt"], "old")


def test_sigla() -> None:
    assert [runner.siglum(n) for n in (0, 25, 26, 700)] == ["A", "Z", "W27", "W701"]


def python(*args: str, cwd: Path, **kwargs: object) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    command = [sys.executable, *args]
    return subprocess.Popen(command, cwd=cwd, env=env, stdout=-1, stderr=-1, **kwargs)  # type: ignore[call-overload, no-any-return] # kwargs are few and tested


def test_version_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from auditor.cli import main; main(['--version'], standalone_mode=False);"
        "print(sorted({'numpy', 'lxml', 'jinja2', 'chardet', 'rapidfuzz', 'regex',"
        "'diff_match_patch'} & set(sys.modules)))"
    )
    out, err = python("-c", code, cwd=tmp_path).communicate(timeout=60)
    assert (out.decode().split("\n")[:2], err) == ([f"auditor {__version__}", "[]"], b"")


def test_interrupted(tmp_path: Path) -> None:
    """Ctrl-C while the run waits for its input: 130, no traceback, nothing half-written."""
    process = python("-m", "auditor", "report", "-", cwd=tmp_path, stdin=-1)
    assert process.stdin is not None
    # More than a pipe holds: when it is written, the other side is reading.
    process.stdin.write(b"x" * 1_000_000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert err == b"\nauditor: interrupted\n"
    assert names(tmp_path) == []


def test_a_reader_that_leaves(page: Path, tmp_path: Path) -> None:
    page.write_text(TEXT * 5_000, encoding="utf-8")
    process = python("-m", "auditor", "report", "page.txt", "--output-format", "json", cwd=tmp_path)
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode == 2


def test_progress_is_for_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(runner.progress(["a", "b"], ["x", "y"])) == [("a", "x"), ("b", "y")]
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    list(runner.progress(["a", "b\x1b[2J"], ["x", "y"]))
    said = capsys.readouterr().err
    assert "[2/2] b\\x1b[2J" in said
    assert said.endswith("\r\x1b[K")


@pytest.mark.parametrize("command", [("report",), ("reconstruct",), ("compare", "page.txt")])
def test_records_are_no_document(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "page.txt").write_text("One text.\n", encoding="utf-8")
    (tmp_path / "pages.jsonl").write_text('{"text": "a"}\n{"text": "b"}\n', encoding="utf-8")
    name, *others = command
    done = run(name, "pages.jsonl", *others)
    assert (done.code, done.out) == (2, "")
    assert (
        "pages.jsonl: holds records, a line each, and only check and baseline read those"
        in done.err
    )
    assert run(name, "pages.jsonl", *others, "--as", "text").code == 0
