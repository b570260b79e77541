"""The index of several reports, as text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from builders import notice
from helpers import Run

from auditor.formats import index


def test_the_index_links_every_report_and_says_what_failed() -> None:
    rows = [
        index.Entry.of(notice(), "notices/notice.html"),
        index.Entry("bad.txt", failure="It is not text."),
    ]
    html = index.render(rows)
    assert 'href="./notices/notice.html"' in html
    assert "Not audited.</strong> It is not text." in html
    assert "2 documents, 1 in need of repair, 1 not audited" in html


def test_the_index_adds_up_scores() -> None:
    audit = notice()
    html = index.render([index.Entry.of(audit, "a.html"), index.Entry.of(audit, "b.html")])
    total = re.search(r"<tfoot.*</tfoot>", html, re.S)
    assert total
    assert f"{2 * audit.score.characters:,}" in total[0]


@pytest.mark.parametrize(
    "path", ["javascript:alert(1)", "//evil.example/x", '"><script>', "a b#c?d"]
)
def test_no_name_makes_an_index_link_leave_the_folder(path: str) -> None:
    html = index.render([index.Entry(path, path=path)])
    link = re.search(r'<th scope="row"[^>]*><a href="([^"]*)"', html)
    assert link
    assert re.fullmatch(r"\./(?!/)[\w%./~-]*", link[1])


def test_an_empty_index_says_so() -> None:
    assert "No document was audited." in index.render([])


@pytest.mark.parametrize(
    ("assets", "beside"),
    [("inline", set()), ("external", {"report.css", "report.js", "index.css", "index.js"})],
)
def test_style_and_script_stand_beside_the_pages_where_asked(
    run: Run, tmp_path: Path, assets: str, beside: set[str]
) -> None:
    (tmp_path / "a.txt").write_text("One. Two. Three.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Three. Two. One.", encoding="utf-8")
    run("report", "a.txt", "b.txt", "--assets", assets)
    pages = {"a.html", "a.json", "b.html", "b.json", "index.html"}
    assert {path.name for path in (tmp_path / "reports").iterdir()} == pages | beside
    assert ("<style>" in (tmp_path / "reports/a.html").read_text("utf-8")) == (not beside)
