"""The HTML report and the index, as text; a browser looks at them in tests/browser."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from builders import Piece, audit_of, finding, notice, open_passage
from helpers import ROOT, SEED
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

import auditor
from auditor.decisions import claims
from auditor.formats.report import FRONT, assets, numbers, render, ribbon, ruler
from auditor.formats.report.page import asset, data_block
from auditor.formats.report.places import Map, merged, to_scrape
from auditor.formats.report.sweep import sections
from auditor.formats.report.visible import plain, visible
from auditor.formats.report.wording import odds, percent
from auditor.model import Audit, Block, Choice, Edit, Fragment, Join, Role, Side, Span
from benchmarks.read_back import read_back


def texts(audit: Audit) -> tuple[str, str]:
    return audit.document.text, audit.canonical.text


# Every kind of character that a page could trip over.
hostile = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\x00\r\n\t\x1b\x85\u00ad\u200b\u200d\u202e\u2066\ufeff\ud800\uffff<>&\"'`{}"
        ),
    ),
    max_size=40,
)
_ROLES: list[Role | None] = ["kept", "moved", "repeated", "inserted", None]
roles = st.sampled_from(_ROLES)
_SIDES: tuple[Side, ...] = ("scrape", "canonical")


@st.composite
def audits(draw: DrawFn) -> Audit:
    pieces: list[Piece] = []
    kept = [""]
    for role in draw(st.lists(roles, max_size=8)):
        text = draw(st.sampled_from(kept)) if role == "repeated" else draw(hostile)
        here = draw(hostile) if draw(st.booleans()) else text
        kept += [text] if role == "kept" else []
        pieces.append(("" if role == "inserted" else text, here, role))
    size = sum(len(piece[1]) for piece in pieces if piece[2])
    edge = st.integers(0, size)
    findings = [
        finding(
            message=draw(hostile),
            suggestion=draw(hostile),
            locations=[(side, *span, draw(hostile))],
        )
        for side in _SIDES
        for span in [_pair(draw(edge), draw(edge))]
    ]
    edge = st.integers(0, len(audit_of(pieces).canonical.text))
    joins = [Join(draw(edge), 0.5, (draw(hostile),), (draw(hostile),))]
    start, end = _pair(draw(edge), draw(edge))
    choice = Choice(Span(start, end), 0.5, ((draw(edge), 0.4),), (draw(hostile),))
    findings.append(finding("AUD501", locations=[("canonical", start, end, draw(hostile))]))
    return audit_of(
        pieces,
        findings=findings,
        joins=joins,
        choices=[choice],
        source=draw(hostile),
        language=draw(hostile),
    )


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


@given(audits())
@settings(max_examples=150, deadline=None)
def test_both_texts_can_be_rebuilt_from_the_marked_panes(audit: Audit) -> None:
    html = render(audit)
    assert read_back(html) == texts(audit)
    html.encode("utf-8", "strict")


@given(audits())
@settings(max_examples=30, deadline=None)
def test_no_hidden_character_of_any_input_reaches_the_page(audit: Audit) -> None:
    raw = set(render(audit))
    assert raw.isdisjoint("\x00\x1b\x85\xad\u200b\u202e\u2066\ufeff\ud800\uffff\r")


def test_the_same_audit_gives_the_same_page() -> None:
    assert render(notice()) == render(notice())


def test_hostile_text_stays_text() -> None:
    attack = "</script><img src=x onerror=alert(1)>{{ 7*7 }}<!--\"'>"
    pieces: list[Piece] = [(attack, attack, "kept"), (attack, attack, "repeated")]
    found = finding(attack, attack, "error", attack, [("scrape", 0, 9, attack)], attack)
    html = render(audit_of(pieces, findings=[found], source=attack, language=attack))
    assert "<img" not in html
    assert "49" not in re.sub(r"\d{3,}", "", html.split("<body", 1)[1].split("<script", 1)[0])
    assert html.count("</script>") == 2
    assert read_back(html) == (attack * 2, attack)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a<b>U+202E</b>b"),
        ("\u200b\u200b\u200b\ufeff", "<b>U+200B×3 U+FEFF</b>"),
        ("a\u200db", "a<b>U+200D</b>b"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("क्\u200dष", "क्\u200dष"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("\ud800", "<b>U+D800</b>"),
        ("x\ny", "x<b>U+000A</b>y"),
        ("<a&b>", "&lt;a&amp;b&gt;"),
    ],
)
def test_what_a_reader_sees_of_hidden_characters(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_plain_text_names_hidden_characters_too() -> None:
    assert plain("a\u202e\nb") == "a⟦U+202E⟧ b"


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (0.0, "0 %"),
        (1.0, "100 %"),
        (0.000001, "under 0.1 %"),
        (0.999999, "over 99.9 %"),
        (0.4331, "43.3 %"),
    ],
)
def test_a_share_is_whole_only_when_exact(ratio: float, words: str) -> None:
    assert percent(ratio) == words


def ids(html: str) -> set[str]:
    found = re.findall(r'\sid="?([\w-]+)', html)
    assert len(found) == len(set(found)), "an id stands twice"
    return set(found)


def test_every_link_of_the_page_leads_to_a_place_on_it() -> None:
    html = render(notice())
    links = set(re.findall(r'href="?#([\w-]+)', html))
    assert links
    assert links <= ids(html)


def test_nothing_is_loaded_from_anywhere() -> None:
    html = render(notice())
    html = html.split("<script", 1)[0]
    assert not re.findall(r'\s(?:src|href|action|data)=(?!"?#|"data:,")\S+', html)
    assert "url(http" not in html
    assert " style=" not in html


@pytest.mark.parametrize(
    "words",
    [
        "Needs repair.",
        "SHA-256",
        "utf-8, given as text",
        "order is measured against that inferred text",
        "8 characters missing from the scrape",
        "join, confidence </i><span>55 %",
        "ordinal 一 wants （一）",
        "特此通知，请遵照执行。",
        "Proposed:",
        "<del>知</del><ins>告</ins>",
        "<h3>Document <small>",
    ],
)
def test_the_page_says(words: str) -> None:
    assert words in render(notice())


def test_the_seed_has_a_small_report_with_both_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)  # its path is in the page: as the README's command has it
    audit = auditor.audit(auditor.read(SEED.relative_to(ROOT)))
    html = render(audit)
    assert len(html.encode()) <= 150_000
    open_places = sum(found.rule == "AUD501" for found in audit.findings)
    assert html.count('<details class="choice"') == open_places > 0
    assert read_back(html) == texts(audit)


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.0, "under 1 %"), (0.462, "46 %"), (0.994, "99 %"), (1.0, "over 99 %")],
)
def test_an_estimate_is_never_certain(probability: float, words: str) -> None:
    assert odds(probability) == words


@pytest.mark.parametrize(
    "words",
    [
        "1 passage whose place is open.",
        "open 46 %</summary>",
        "<li>built alike</li>",
        "Other places: <a href=#p0-1>◇30 %</a>, <a href=#p0-2>◇24 %</a>",
        '<u class="p f">请抓紧落实。</u>',
    ],
)
def test_the_page_says_of_an_open_passage(words: str) -> None:
    assert words in render(open_passage())


def test_a_place_that_is_hardly_likely_is_no_link() -> None:
    assert "p0-3" not in render(open_passage())


def test_a_choice_that_no_finding_asks_for_is_settled() -> None:
    html = render(open_passage(rule="AUD201"))
    assert "place is open." not in html.split("<dl", 1)[0]
    assert '<details class="choice"' not in html
    assert ">open place</li>" not in html


@pytest.mark.parametrize(
    ("side", "kind", "rows"),
    [("scrape", "um", (107, 158)), ("canonical", "uo", (190, 240))],
)
def test_the_ruler_shows_at_which_height_a_passage_stands(
    side: Side, kind: str, rows: tuple[int, int]
) -> None:
    strip = ruler.ruler(Map(open_passage()), side)
    shown = re.findall(rf'class="{kind}".*? y="(\d+)" width="6" height="(\d+)"', strip)
    assert int(shown[0][0]) == rows[0]
    assert sum(map(int, shown[-1])) == rows[1]


def test_a_given_canonical_is_said_to_be_given() -> None:
    html = render(audit_of([("文。", "文。", "kept")], given=True))
    assert "was <strong>given</strong>" in html
    assert "inferred" not in html.split("<body", 1)[1].split("<script", 1)[0]


def test_an_empty_document_has_a_report() -> None:
    html = render(audit_of([]))
    assert "The document is empty." in html
    assert read_back(html) == ("", "")


def test_a_capture_failure_is_a_banner() -> None:
    wall = finding(
        "AUD005", "capture-failure", "error", "This is a login page.", [("scrape", 0, 2, "x")]
    )
    html = render(audit_of([("登录", "登录", "kept")], findings=[wall]))
    assert re.search(r'class="banner".*This is a login page\.', html, re.S)


@pytest.mark.parametrize(
    ("at", "there"), [(100, 0), (104, 4), (106, 5), (108, 5), (110, 7), (120, 17)]
)
def test_a_place_of_the_canonical_is_found_in_the_scrape(at: int, there: int) -> None:
    edit = Edit("replace", Span(4, 5), Span(104, 108))
    assert to_scrape(Block(Span(0, 17), Span(100, 120), "kept", 0, (edit,)), at) == there


spans = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: Span(*_pair(*pair)))


@given(st.lists(spans))
def test_merged_spans_cover_the_same_and_never_touch(some: list[Span]) -> None:
    union = list(merged(some))
    covered = {at for span in some for at in range(span.start, span.end)}
    assert {at for span in union for at in range(span.start, span.end)} == covered
    assert all(left.end < right.start for left, right in pairwise(union))


def test_an_original_is_marked_where_the_scrape_keeps_it() -> None:
    places = Map(notice())
    assert [span.of(places.audit.document.text) for span in places.scraped_originals] == [
        "关于服务贸易试点的通知。"
    ]


@given(st.text(st.sampled_from("文a。\n "), max_size=30).map(lambda text: text * 4_000))
@settings(max_examples=20, deadline=None)
def test_sections_are_about_sixty_kilobytes(text: str) -> None:
    edges = [0, *sections(text), len(text)]
    assert edges == sorted(edges)
    sizes = [len(text[a:b].encode()) for a, b in pairwise(edges)]
    assert all(size <= 150_000 for size in sizes)


def large(passages: int) -> Audit:
    """Chinese text, 5 kB a passage; each is followed by its last tenth again, some are moved."""
    pieces: list[Piece] = []
    for number in range(passages):
        duty = "各有关部门要按照职责分工，加强协调配合，认真抓好落实工作"
        text = "".join(f"第{number}条之{part}　{duty}。\n" for part in range(50))
        role: Role = "moved" if number % 50 == 7 else "kept"
        pieces += [(text, text, role)]
        again = text[-len(text) // 10 :]
        pieces += [(again, again, "repeated")] if role == "kept" else []
    return audit_of(pieces)


LargePage = tuple[Audit, str]


@pytest.fixture(scope="module")
def large_page() -> LargePage:
    audit = large(1_000)
    return audit, render(audit)


def test_a_large_report_stays_small(large_page: LargePage) -> None:
    audit, html = large_page
    size = len(audit.document.text.encode())
    assert size > 4_000_000
    assert len(html.encode()) < 1.6 * size
    assert len(re.findall(r"<[a-z]", html)) < 150_000


def test_a_large_report_holds_both_texts(large_page: LargePage) -> None:
    audit, html = large_page
    assert "<data" in html
    assert read_back(html) == texts(audit)


def test_a_large_overview_draws_bins(large_page: LargePage) -> None:
    audit, _ = large_page
    overview = ribbon.overview(audit)
    assert overview.ribbons.count("<path") <= ribbon.PATHS_LIMIT + 10
    assert "heaviest of" in overview.remark


def test_a_large_ruler_is_as_short_as_any(large_page: LargePage) -> None:
    audit, _ = large_page
    assert ruler.ruler(Map(audit), "scrape").count("<rect") <= 2 * ruler.ROWS


def test_thousands_of_findings_keep_their_cards_light() -> None:
    found = [finding(locations=[("scrape", at, at + 5, "here")]) for at in range(3_000)]
    html = render(audit_of([("文" * 4_000, "文" * 4_000, "kept")], findings=found))
    assert len(html) / len(found) < 1_600


def test_what_the_page_shows_of_a_repair_is_what_apply_does() -> None:
    shown = {"moved", "repeated", "inserted", "missing", "removed"}
    assert {rule: set(changes) for rule, changes in numbers.REPAIRS.items()} == {
        rule: set(changes) & shown for rule, changes in claims.REPAIRS.items()
    }


@given(st.text(max_size=30) | hostile)
def test_data_comes_back_from_the_page_as_it_was(text: str) -> None:
    block = data_block({"text": text})
    assert json.loads(block) == {"text": text}
    assert set(block).isdisjoint("<>&'\x00\u2028\u202e\ud800\r")


def test_the_modules_have_no_name_twice() -> None:
    """They share one scope in the page."""
    code = "\n".join(asset(name) for name in FRONT.scripts)
    names = re.findall(
        r"^(?:export )?(?:async )?(?:const|let|class|function\*?) (\w+|\$)", code, re.M
    )
    assert len(names) > 100
    assert sorted(set(names)) == sorted(names)


def test_external_assets_are_named_and_nothing_stands_in_the_page() -> None:
    html = render(notice(), "external")
    assert "<style>" not in html
    assert [name for name, _ in assets()] == re.findall(r'(?:href|src)="(report\.\w+)"', html)
    assert "style-src &#39;self&#39;; script-src &#39;self&#39;" in html


def test_a_long_text_offers_the_places_near_an_open_passage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(numbers, "STOPS", 8)
    audit = open_passage()
    fragments = tuple(Fragment(at, Span(at, at + 1), "x") for at in range(29))
    audit = replace(audit, collation=replace(audit.collation, canonical_fragments=fragments))
    assert numbers.data(audit)["stops"] == [0, 1, 12, 13, 14, 19, 20, 21, 22, 23, 24]


def test_no_template_of_a_script_stands_in_another() -> None:
    """White space in the inner one would be lost with that of the code."""
    nested = re.compile(r"`[^`]*\$\{[^}`]*`")
    assert [name for name in FRONT.scripts if nested.search(asset(name))] == []


def test_style_and_script_fit_their_budget() -> None:
    assert sum(len(text.encode()) for _, text in assets()) < 60_000
