"""The baseline: what it hides, what becomes of it, and that branches can be merged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import Run
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import auditor
from auditor import baseline
from auditor.errors import InputError
from auditor.formats import result
from auditor.model import Finding, Known

PAGE = (
    "第一条 为了规范公共阅览室的管理，制定本办法。\n"
    "第二条 本办法适用于各级人民政府及其工作部门设立的阅览室。\n"
    "第三条 阅览室每日上午九时开放，下午六时闭馆，节假日照常。\n"
    "第四条 本办法自公布之日起施行。\n"
)
OTHER = (
    "The market opens at eight in the morning. Dogs are welcome when on a lead at all times. "
    "Stalls are let by the week. Waste goes into the bins behind the hall.\n"
)
FILE = "auditor-baseline.jsonl"

marks = st.sampled_from("abcdef")
rules = st.sampled_from(("AUD001", "AUD101", "AUD202", "AUD301"))
pages = st.dictionaries(
    st.sampled_from(("a.txt", "b/c.txt", "b/d.jsonl#7", "页.txt", "<stdin>")),
    st.lists(st.tuples(rules, marks), max_size=6, unique=True),
)
Pages = dict[str, list[tuple[str, str]]]


def findings(page: list[tuple[str, str]]) -> list[Finding]:
    return [Finding(rule, "a-rule", "error", "A message.", (), mark) for rule, mark in page]


def run_of(found: Pages) -> list[tuple[str, list[Finding]]]:
    return [(path, findings(page)) for path, page in found.items()]


def everywhere(_: Known) -> bool:
    return True


@given(pages)
def test_what_was_written_down_is_hidden(found: Pages) -> None:
    matched = baseline.match(baseline.entries(run_of(found)), run_of(found), everywhere)
    left = {finding.rule for new in matched.new for finding in new}
    assert left <= baseline.NEVER
    assert matched.stale == ()


@given(pages)
def test_an_update_of_what_is_true_changes_no_byte(found: Pages) -> None:
    text = baseline.render(baseline.entries(run_of(found)))
    matched = baseline.match(baseline.parse(text, FILE), run_of(found), everywhere)
    assert baseline.render(matched.kept) == text


@given(pages, pages, st.data())
def test_a_union_merge_pruned_is_a_fresh_one(
    found: Pages, gone: Pages, data: st.DataObject
) -> None:
    """Two branches took in parts of what is found, and what is gone; git joined their lines."""
    fresh = baseline.render(baseline.entries(run_of(found)))
    lines = fresh.splitlines(keepends=True)[1:]
    cut = data.draw(st.integers(0, len(lines)))
    old = baseline.render(baseline.entries(run_of(gone))).splitlines(keepends=True)
    union = [*old, *lines[cut:], old[0], *lines[:cut], *lines[cut:]]
    matched = baseline.match(baseline.parse("".join(union), FILE), run_of(found), everywhere)
    assert baseline.render(matched.kept) == fresh


@given(st.integers(0, 5), st.integers(0, 5))
def test_an_entry_hides_one_finding(known: int, found: int) -> None:
    """The same text on many pages has one fingerprint; so has each copy of a page."""
    entries = [Known(f"old{n}.txt", "AUD101", "a") for n in range(known)]
    run = [(f"new{n}.txt", findings([("AUD101", "a")])) for n in range(found)]
    matched = baseline.match(entries, run, everywhere)
    hidden = sum(map(len, matched.hidden))
    assert hidden == min(known, found)
    assert len(matched.stale) == known - hidden
    assert [entry.path for entry in matched.kept] == [f"new{n}.txt" for n in range(hidden)]


@given(pages)
def test_every_line_fits_the_schema(found: Pages) -> None:
    validator = Draft202012Validator(json.loads(result.schema("baseline")))
    for line in baseline.render(baseline.entries(run_of(found))).splitlines():
        validator.validate(json.loads(line))


def test_the_path_goes_before_the_rename() -> None:
    """A page was copied: the entry stays with the page it was written for."""
    run = [("copy.txt", findings([("AUD101", "a")])), ("page.txt", findings([("AUD101", "a")]))]
    matched = baseline.match([Known("page.txt", "AUD101", "a")], run, everywhere)
    assert [len(hidden) for hidden in matched.hidden] == [0, 1]


def test_what_the_run_did_not_look_at_stays_and_hides_nothing() -> None:
    entries = [Known("away.txt", "AUD101", "a")]
    run = [("page.txt", findings([("AUD101", "a")]))]
    matched = baseline.match(entries, run, lambda entry: entry.path != "away.txt")
    assert (matched.kept, matched.stale, matched.hidden) == (tuple(entries), (), ((),))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: is not"),
        ('{"schema": "auditor-baseline", "schema_version": 2}\n', "line 1: is not"),
        ("<<<<<<< HEAD\n", "line 1: is not JSON"),
        (baseline.render(()) + "=======\n", "line 2: is not JSON"),
        (baseline.render(()) + "[1]\n", "line 2: is not an entry"),
        (baseline.render(()) + '{"path": "a", "rule": "AUD101"}\n', "line 2: is not an entry"),
        (baseline.render(()) + "[" * 100_000, "line 2: is not JSON"),
    ],
)
def test_a_broken_file_is_told_by_its_line(text: str, says: str) -> None:
    with pytest.raises(InputError, match=f"{FILE}, {says}"):
        baseline.parse(text, FILE)


@given(st.text(st.characters(), max_size=9))
def test_any_path_comes_back(path: str) -> None:
    known = (Known(path, "AUD101", "a"),)
    text = baseline.render(known)
    text.encode()
    assert baseline.parse(text, FILE) == known


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE * 2, encoding="utf-8")
    return path


Codes = Callable[..., int]


@pytest.fixture
def code(run: Run) -> Codes:
    return lambda *args: run(*args).code


def test_create_then_check(code: Codes, page: Path, tmp_path: Path) -> None:
    assert code("check", page) == 1
    assert code("baseline", "create", page) == 0
    assert code("check", page, "--baseline", FILE) == 0
    text = (tmp_path / FILE).read_bytes()
    assert str(tmp_path).encode() not in text
    assert b"\r" not in text
    (tmp_path / "more.txt").write_text(OTHER * 2, encoding="utf-8")
    assert code("check", page, "more.txt", "--baseline", FILE) == 1


def test_text_in_front_changes_nothing(code: Codes, page: Path) -> None:
    code("baseline", "create", page)
    page.write_text(OTHER + PAGE * 2, encoding="utf-8")
    assert code("check", page, "--baseline", FILE) == 0


def test_a_renamed_page_stays_known(code: Codes, page: Path, tmp_path: Path) -> None:
    code("baseline", "create", page)
    page.rename(tmp_path / "renamed.txt")
    assert code("check", ".", "--baseline", FILE) == 0
    assert code("baseline", "prune", ".") == 0
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert '"renamed.txt"' in text
    assert '"page.txt"' not in text


def test_a_page_that_was_not_named_keeps_its_entries(run: Run, page: Path, tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_text(OTHER, encoding="utf-8")
    run("baseline", "create", page)
    before = (tmp_path / FILE).read_bytes()
    done = run("check", "clean.txt", "--baseline", FILE)
    assert (done.code, "AUD901" in done.out) == (0, False)
    assert run("baseline", "prune", "clean.txt").code == 0
    assert run("baseline", "update", page, "--ignore", "AUD1").code == 0
    assert (tmp_path / FILE).read_bytes() == before


def test_stale_entries(run: Run, page: Path, tmp_path: Path) -> None:
    run("baseline", "create", page)
    page.write_text(PAGE, encoding="utf-8")
    done = run("check", page, "--baseline", FILE, "--output-format", "concise")
    assert (done.code, f"{FILE}:2:1: AUD901 [note]" in done.out) == (0, True)
    assert run("check", page, "--baseline", FILE, "--strict-baseline").code == 1
    assert run("check", page, "--baseline", FILE, "--ignore", "AUD901").code == 0
    assert run("baseline", "prune", page).code == 0
    assert (tmp_path / FILE).read_text(encoding="utf-8") == baseline.render(())


def test_update_only_shrinks(run: Run, page: Path, tmp_path: Path) -> None:
    run("baseline", "create", page)
    before = (tmp_path / FILE).read_bytes()
    (tmp_path / "more.txt").write_text(OTHER * 2, encoding="utf-8")
    done = run("baseline", "update", ".")
    assert ("--allow-new" in done.err, (tmp_path / FILE).read_bytes()) == (True, before)
    assert run("baseline", "update", ".", "--allow-new").code == 0
    assert run("check", ".", "--baseline", FILE).code == 0


def test_what_another_rule_told_before_is_still_known(run: Run, page: Path, tmp_path: Path) -> None:
    """For one release, and `update` writes down what tells of it now."""
    page.write_text(OTHER * 2, encoding="utf-8")
    (told,) = [f for f in auditor.audit(OTHER * 2).findings if f.rule == "AUD103"]
    marks = [(rule, mark) for rule, mark in told.before[0] if rule == "AUD101"]
    old = [Known("page.txt", *mark) for mark in marks]
    (tmp_path / FILE).write_text(baseline.render(old), encoding="utf-8")
    done = run("check", page, "--baseline", FILE, "--strict-baseline")
    assert (done.code, "AUD" in done.out) == (0, False)
    assert run("baseline", "update", page).code == 0
    (now,) = baseline.parse((tmp_path / FILE).read_text(encoding="utf-8"), FILE)
    assert now == Known("page.txt", told.rule, told.fingerprint)


def test_a_finding_was_known_where_half_of_its_places_were() -> None:
    places = [frozenset({("AUD101", mark)}) for mark in "abcd"]
    now = Finding("AUD107", "a-rule", "error", "A message.", (), "e", before=(frozenset(), *places))
    one = [Known("a.txt", "AUD101", "a")]
    matched = baseline.match(one, [("a.txt", [now])], everywhere)
    assert (matched.new, matched.stale) == (((now,),), tuple(one))
    two = [*one, Known("a.txt", "AUD101", "b")]
    matched = baseline.match(two, [("a.txt", [now]), ("b.txt", [now])], everywhere)
    assert (matched.hidden, matched.stale) == (((now,), ()), ())
    assert matched.kept == (Known("a.txt", "AUD107", "e"),)


def test_an_update_that_changes_nothing_leaves_the_file_alone(
    run: Run, page: Path, tmp_path: Path
) -> None:
    run("baseline", "create", page)
    file = tmp_path / FILE
    file.chmod(0o444)
    before = file.stat()
    assert run("baseline", "update", page).code == 0
    assert file.stat().st_ino == before.st_ino


def test_a_page_that_cannot_be_read_keeps_its_entries(run: Run, page: Path, tmp_path: Path) -> None:
    run("baseline", "create", page)
    before = (tmp_path / FILE).read_bytes()
    page.write_bytes(b"\x89PNG\r\n")
    done = run("baseline", "prune", page)
    assert (done.code, (tmp_path / FILE).read_bytes()) == (2, before)
    assert "page.txt: AUD001" in done.err


def test_records_are_known_by_their_id(run: Run, tmp_path: Path) -> None:
    rows = [{"url": f"u{n}", "text": text} for n, text in enumerate((PAGE * 2, OTHER))]
    file = tmp_path / "pages.jsonl"

    def write(*order: int) -> None:
        lines = (json.dumps(rows[n], ensure_ascii=False) for n in order)
        file.write_text("\n".join(lines), encoding="utf-8")

    write(0, 1)
    assert run("baseline", "create", file, "--id-field", "url").code == 0
    assert '"pages.jsonl#u0"' in (tmp_path / FILE).read_text(encoding="utf-8")
    write(1, 0)
    assert run("check", file, "--id-field", "url", "--baseline", FILE).code == 0
    write(1)
    done = run("check", file, "--id-field", "url", "--baseline", FILE, "--strict-baseline")
    assert (done.code, "AUD901" in done.out) == (1, True)


def test_show_and_what_create_refuses(run: Run, page: Path) -> None:
    run("baseline", "create", page)
    assert "page.txt: AUD" in run("baseline", "show").out
    done = run("baseline", "create", page)
    assert (done.code, "auditor baseline update" in done.err) == (2, True)
    done = run("check", page, "--baseline", "none.jsonl")
    assert (done.code, "none.jsonl: no such file" in done.err) == (2, True)


def test_baselined_findings_are_shown_on_demand(run: Run, page: Path) -> None:
    run("baseline", "create", page)
    plain = run("check", page, "--baseline", FILE).out
    assert "AUD" not in plain
    shown = run("check", page, "--baseline", FILE, "--show-baselined").out
    assert "In the baseline:\n" in shown
    assert "AUD" in shown
