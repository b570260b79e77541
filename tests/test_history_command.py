"""`auditor history` end to end: sources, formats, gate, exit codes, the page."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from test_history import POLICY, edited

import auditor
from auditor.cli import main
from auditor.errors import InputError
from auditor.formats import result
from auditor.formats.history import HISTORY_FORMATS
from auditor.history import stages
from auditor.history.sourcing.sources import date_in, natural, source
from auditor.model import Options
from auditor.model.versions import HistoryOptions

SCHEMAS = {name: json.loads(result.schema(name)) for name in ("history", "histories")}
REGISTRY = Registry().with_resources(
    (s["$id"], Resource.from_contents(s)) for s in SCHEMAS.values()
)
LONGER = edited(("90 days", "12 months"))
DATED = edited(("May 3, 2020", "June 8, 2021"), text=LONGER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "policy"
    place.mkdir()
    for name, text in (
        ("2020-05-03.md", POLICY),
        ("2020-05-04.md", POLICY),
        ("20200601120000.md", LONGER),
        ("2021-06-08.md", DATED),
    ):
        (place / name).write_text(text, encoding="utf-8")
    return place


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["history", *words])
    return done.exit_code, done.stdout, done.stderr


def test_a_folder_gives_its_lines_a_page_and_json(folder: Path, tmp_path: Path) -> None:
    code, out, _ = run(str(folder), "-o", str(tmp_path / "out"))
    assert code == 0
    assert "policy: 3 states, seen again 1 time" in out
    assert "2020-05-03 → 2020-06-01  editorial 9  AUD601  AUD605" in out
    assert "2020-06-01 → 2021-06-08  volatile 12  AUD602  AUD606" in out
    assert "“90 days” → “12 months”" in out
    data = json.loads((tmp_path / "out" / "policy.history.json").read_text(encoding="utf-8"))
    Draft202012Validator(SCHEMAS["history"], registry=REGISTRY).validate(data)
    assert data["states"][0]["seen_again"] == ["2020-05-04"]
    assert data["transitions"][0]["changes"][0]["factors"]["terms"] == 0.48
    page = (tmp_path / "out" / "policy.history.html").read_text(encoding="utf-8")
    assert "<del>" in page and "12 months" in page and "default-src &#39;none&#39;" in page
    assert not re.search(r"(?:src|href)=.https?:", page)


def test_the_same_versions_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run(str(folder), "-o", str(tmp_path / name))[0] == 0
    for suffix in ("html", "json"):
        one, two = (tmp_path / n / f"policy.history.{suffix}" for n in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--fail-on", "editorial"], 0),
        (["--fail-on", "editorial", "--gate", "all"], 1),
        (["--fail-on", "editorial", "--until", "2020-12-31"], 1),
        (["--fail-on", "hidden", "--fail-on", "blink", "--gate", "all"], 0),
        (["--fail-on", "editorial", "--net"], 1),
    ],
)
def test_the_gate_looks_at_the_newest_step_or_at_all(
    folder: Path, tmp_path: Path, words: list[str], code: int
) -> None:
    assert run(str(folder), "-o", str(tmp_path / "out"), *words)[0] == code


@pytest.mark.parametrize("name", list(HISTORY_FORMATS))
def test_every_format_tells_the_change(folder: Path, tmp_path: Path, name: str) -> None:
    code, out, _ = run(str(folder), "-o", str(tmp_path / "out"), "--output-format", name)
    assert code == 0
    assert "90 days" in out and "12 months" in out
    if name == "jsonl":
        assert [json.loads(line)["type"] for line in out.splitlines()][:2] == ["transition"] * 2
    if name == "csv":
        rows = list(csv.DictReader(io.StringIO(out)))
        assert rows[0]["class"] == "editorial"


def test_no_cell_is_a_formula_and_no_name_is_markup(tmp_path: Path) -> None:
    place = tmp_path / "<img src=x onerror=alert(1)>"
    place.mkdir()
    for day, text in (("2020-01-01", "A text."), ("2020-01-02", "A text. +cmd() \x1b[31m<script>")):
        (place / f"{day}.md").write_text(text, encoding="utf-8")
    history = auditor.history(place)
    assert "' +cmd" in HISTORY_FORMATS["csv"]([history])
    assert "\x1b" not in HISTORY_FORMATS["concise"]([history])
    run(str(place), "-o", str(tmp_path / "out"))
    page = next((tmp_path / "out").glob("*.html")).read_text(encoding="utf-8")
    assert "<img" not in page and "cmd() <script" not in page


def test_a_version_that_cannot_be_read_is_named_and_others_are_kept(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "2020-07-01.md").write_bytes(b"%PDF-1.4\x00\x01\x02" * 9)
    code, out, err = run(str(folder), "-o", str(tmp_path / "out"))
    assert code == 2 and "2020-07-01.md" in err and "editorial 9" in out
    assert run(str(folder), "-o", str(tmp_path / "out"), "--skip-unreadable")[0] == 0
    with pytest.raises(InputError, match=r"2020-07-01\.md"):
        auditor.history(folder)


def test_what_is_kept_gives_the_same_bytes_and_what_is_broken_is_read_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    outs = [tmp_path / name for name in ("fresh", "first", "kept", "mended")]
    assert run(str(folder), "-o", str(outs[0]))[0] == 0
    assert run(str(folder), "-o", str(outs[1]), "--cache", str(cache))[0] == 0
    entries = sorted((cache / "readings").iterdir())
    pairs = sorted((cache / "pairs").iterdir())
    assert (len(entries), len(pairs)) == (3, 2)
    with monkeypatch.context() as patch:
        patch.setattr(stages, "audit", None)  # nothing is audited or compared again
        patch.setattr(stages, "explained", None)
        assert run(str(folder), "-o", str(outs[2]), "--cache", str(cache))[0] == 0
    entries[0].write_text('{"parts": [["leading", null, [[0, 9]]]]}', encoding="utf-8")
    entries[1].write_text("{", encoding="utf-8")
    pairs[0].write_text('{"unchanged": 3, "drafts": []}', encoding="utf-8")
    assert run(str(folder), "-o", str(outs[3]), "--cache", str(cache))[0] == 0
    pages = [(out / "policy.history.json").read_bytes() for out in outs]
    assert len(set(pages)) == 1


def test_any_number_of_processes_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for jobs in ("1", "2"):
        assert run(str(folder), "-o", str(tmp_path / jobs), "--jobs", jobs)[0] == 0
    one, two = (tmp_path / jobs / "policy.history.json" for jobs in ("1", "2"))
    assert one.read_bytes() == two.read_bytes()


def test_a_run_that_is_killed_is_gone_on_with(folder: Path, tmp_path: Path) -> None:
    for day in range(1, 11):
        text = POLICY + "".join(f"\nWe wrote clause {day}.{n} in the end." for n in range(9))
        (folder / f"2022-01-{day:02}.md").write_text(text, encoding="utf-8")
    cache = tmp_path / "cache"
    words = ["history", str(folder), "--cache", str(cache), "-o", str(tmp_path / "killed")]
    with subprocess.Popen([sys.executable, "-m", "auditor", *words]) as process:
        while process.poll() is None and not list(cache.glob("*/*.json")):
            time.sleep(0.01)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    kept = {path: path.stat().st_mtime_ns for path in cache.glob("*/*.json")}
    assert 0 < len(kept) < 13
    assert run(str(folder), "-o", str(tmp_path / "resumed"), "--cache", str(cache))[0] == 0
    assert run(str(folder), "-o", str(tmp_path / "fresh"))[0] == 0
    assert all(path.stat().st_mtime_ns == time_of for path, time_of in kept.items())
    for suffix in ("html", "json"):
        one, two = (tmp_path / n / f"policy.history.{suffix}" for n in ("resumed", "fresh"))
        assert one.read_bytes() == two.read_bytes()


def test_an_interrupt_said_twice_ends_the_run_at_once(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    words = ["history", str(folder), "--cache", str(cache), "-o", str(tmp_path), "--jobs", "2"]
    with subprocess.Popen([sys.executable, "-m", "auditor", *words]) as process:
        while process.poll() is None and not list(cache.glob("*/*.json")):
            time.sleep(0.01)
        for _ in range(2):
            process.send_signal(signal.SIGINT)
            time.sleep(0.05)
        assert process.wait(60) in (0, 130, -signal.SIGINT)


def test_two_versions_are_compared_by_class(folder: Path, tmp_path: Path) -> None:
    new, old = str(folder / "20200601120000.md"), str(folder / "2020-05-03.md")
    words = ["compare", new, old, "--versions", "-o", str(tmp_path / "out")]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0 and "editorial number: “90 days” → “12 months”" in done.stdout
    assert (tmp_path / "out" / "20200601120000.history.html").is_file()


def test_what_is_no_source_is_said(tmp_path: Path) -> None:
    code, _, err = run(str(tmp_path / "nothing" / "here.md"), "-o", str(tmp_path / "out"))
    assert code == 2 and "REPO:PATH" in err
    (tmp_path / "empty").mkdir()
    assert run(str(tmp_path / "empty"), "-o", str(tmp_path / "out"))[0] == 2


def test_labels_that_are_written_are_all_right(folder: Path, tmp_path: Path) -> None:
    from benchmarks import history as benchmark

    labels = tmp_path / "labels.json"
    run(str(folder), "-o", str(tmp_path / "out"), "--export-labels", str(labels))
    items = json.loads(labels.read_text(encoding="utf-8"))["transitions"]
    tallies = [tally for tally, *_ in benchmark.measured(folder, items)]
    assert len(tallies) == 2 and all(tally.share == 1.0 for tally in tallies)


def git(folder: Path, *words: str, day: str = "2020-01-01") -> None:
    when = f"{day}T12:00:00Z"
    environment = {
        "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "HOME": str(folder),
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.c", "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@b.c", "PATH": "/usr/bin:/bin:/usr/local/bin",
    }  # fmt: skip
    subprocess.run(["git", "-C", str(folder), *words], check=True, env=environment,
                   capture_output=True)  # fmt: skip


def test_a_path_in_a_repository_is_followed_through_renames(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "repo")
    repository = tmp_path / "repo"
    for name, text, day, subject in (
        ("a b.md", POLICY, "2020-01-01", "First record of policy"),
        ("a b.md", LONGER, "2020-02-01", "Record new changes of policy"),
        ("policy.md", LONGER, "2020-03-01", "Rename"),
        ("policy.md", DATED, "2020-04-01", "Apply technical or declaration upgrade on policy"),
    ):
        if name == "policy.md" and (repository / "a b.md").exists():
            git(repository, "mv", "a b.md", "policy.md")
        (repository / name).write_text(text, encoding="utf-8")
        git(repository, "add", "-A")
        git(repository, "commit", "-q", "--allow-empty", "-m", subject, day=day)
    history = auditor.history(f"{repository}:policy.md")
    assert [(s.captured_at, s.upgrade) for s in history.states] == [
        ("2020-01-01T12:00:00Z", False),
        ("2020-02-01T12:00:00Z", False),
        ("2020-04-01T12:00:00Z", True),
    ]
    assert [c.cls for t in history.transitions for c in t.changes] == ["editorial", "volatile"]
    small = HistoryOptions(audit=Options(max_size=len(POLICY.encode())))
    refused = source(f"{repository}:policy.md", small).unreadable
    assert len(refused) == 3 and all("raise --max-size" in sentence for sentence in refused)
    inside = source(str(repository / "policy.md"), HistoryOptions())
    assert len(inside.versions) == len(history.states) + 1
    with pytest.raises(InputError, match="knows no version"):
        auditor.history(f"{repository}:nothing.md")


# The writer of warcio leaves its own temporary files to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_warc_gives_one_page_with_revisits_and_failures(tmp_path: Path) -> None:
    warc = pytest.importorskip("warcio.warcwriter")
    http = pytest.importorskip("warcio.statusandheaders")
    path = tmp_path / "page.warc.gz"
    with path.open("wb") as stream:
        writer = warc.WARCWriter(stream, gzip=True)

        def add(url: str, when: str, body: str, status: str = "200 OK", kind: str = "response"):  # type: ignore[no-untyped-def]  # of warcio
            headers = http.StatusAndHeaders(status, [("Content-Type", "text/html")], "HTTP/1.0")
            record = writer.create_warc_record(
                url, kind, payload=io.BytesIO(body.encode()), http_headers=headers,
                warc_headers_dict={"WARC-Date": when},
            )  # fmt: skip
            writer.write_record(record)
            return record.rec_headers.get_header("WARC-Payload-Digest")

        page = "<html><body><p>" + "</p><p>".join(POLICY.splitlines()) + "</p></body></html>"
        url = "https://web.archive.org/web/20200101000000/https://example.org/policy"
        digest = add(url, "2020-01-01T00:00:00Z", page)
        add("https://example.org/policy", "2020-02-01T00:00:00Z", "no", "404 Not Found")
        add("https://example.org/policy", "2020-03-01T00:00:00Z",
            page.replace("90 days", "12 months"))  # fmt: skip
        add("https://example.org/other", "2020-03-01T00:00:00Z", page)
        writer.write_record(
            writer.create_revisit_record(
                "https://example.org/policy", digest, "https://example.org/policy",
                "2020-01-01T00:00:00Z", warc_headers_dict={"WARC-Date": "2020-04-01T00:00:00Z"},
            )
        )  # fmt: skip
    with pytest.raises(InputError, match="2 addresses; name one with --url"):
        auditor.history(path)
    history = auditor.history(path, HistoryOptions(url="https://example.org/policy"))
    assert [s.quality for s in history.states] == ["clean", "failed", "clean", "clean"]
    first, *_, last = history.states
    assert (last.captured_at, last.sha256) == ("2020-04-01T00:00:00Z", first.sha256)
    assert [p.first.after for p in history.passages()][:2] == ["90 days", "12 months"]


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("20200401123456.html", "2020-04-01T12:34:56Z"),
        ("page_2020-04-01_2.md", "2020-04-01"),
        ("page-2020-04-01T12:34:56.md", "2020-04-01T12:34:56Z"),
        ("page_2020-04-01T12:34:56+02:00.md", "2020-04-01T10:34:56Z"),
        ("page_2020-04-01T12:34:56+9900.md", None),
        ("20200401.txt", "2020-04-01"),
        ("page-20209999.txt", None),
        ("v1.9.txt", None),
    ],
)
def test_the_date_is_in_the_name(name: str, date: str | None) -> None:
    assert date_in(name) == date


def test_a_sidecar_tells_the_date_and_a_bad_one_costs_its_own_version_alone(
    folder: Path, tmp_path: Path
) -> None:
    for name, when in (
        ("a", "2021-07-01T01:00:00+02:00"), ("b", "2021-07-02T12:00"), ("c", "some day"),
    ):  # fmt: skip
        (folder / f"{name}.md").write_text(edited((" 30 ", f" {name} ")), encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps({"captured_at": when}), encoding="utf-8")
    found = source(str(folder), HistoryOptions())
    assert [v.captured_at for v in found.versions][-2:] == [
        "2021-06-30T23:00:00Z", "2021-07-02T12:00:00Z",
    ]  # fmt: skip
    assert [n.code for n in found.notices] == ["time-without-zone"]
    code, _, err = run(str(folder), "-o", str(tmp_path / "out"))
    assert code == 2 and "c.json: 'some day' is no date" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--since", "May"], "'May' is no date"),
        (["--until", "2021", "--order", "name"], "no dates"),
    ],
)
def test_a_limit_that_no_version_can_have_is_named(
    folder: Path, tmp_path: Path, words: list[str], said: str
) -> None:
    code, _, err = run(str(folder), "-o", str(tmp_path / "out"), *words)
    assert code == 2 and said in err


def test_names_without_dates_are_in_natural_order() -> None:
    names = ["v1.10.md", "v1.9.md", "2020-01-01_2.md", "2020-01-01.md", "2020-01-01_10.md"]
    assert sorted(names, key=natural) == [
        "2020-01-01.md", "2020-01-01_2.md", "2020-01-01_10.md", "v1.9.md", "v1.10.md",
    ]  # fmt: skip
