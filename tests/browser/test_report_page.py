"""The report as an editor meets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from builders import Piece, audit_of, finding, notice, open_passage
from helpers import SEED
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

import auditor
from auditor.formats import index
from auditor.formats.report import assets, render
from auditor.model import Audit, Choice, Join, Span

Show = Callable[..., Page]


def hostile() -> Audit:
    attack = (
        "<img src=x onerror=alert(1)>\u202e\u200b\u200b\x00\ud800</div></script><script>alert(2)"
        '<!--\x1b]0;x\x07&#39;" onfocus=alert(3) autofocus=\u2028\\u003cb>${alert(4)}{{7*7}}'
    )
    pieces: list[Piece] = [(attack, attack, "kept"), (attack, attack, "repeated")]
    found = finding("AUD501", attack, "error", attack, [("canonical", 9, 30, attack)], attack)
    joins = [Join(9, 0.5, (attack,), (attack,))]
    choices = [Choice(Span(9, 30), 0.4, ((3, 0.3), (len(attack), 0.3)), (attack,))]
    return audit_of(
        pieces, findings=[found], joins=joins, choices=choices, source=attack, language=attack
    )


def mixed() -> Audit:
    """Arabic, with Latin and Chinese in it; a copy of its second sentence."""
    first, second = (
        "إعلان هام من بلدية المدينة (2018). ",
        "يبدأ العمل بهذا القرار في 1 يوليو, version 2.0。",
    )
    pieces: list[Piece] = [(first, first, "kept"), (second, second, "kept")]
    pieces.append((second, second.replace("1", "7"), "repeated"))
    start = len(first) + len(second)
    found = finding(
        locations=[("scrape", start, start + len(second), "النسخة"), ("scrape", 0, 5, "x")]
    )
    return audit_of(pieces, findings=[found], language="ar", source="إعلان.txt")


def long() -> Audit:
    """Several sections, with findings in the first and the last."""
    line = "各有关部门要按照职责分工，加强协调配合。😀\n"
    text = (line * 60 + "各部门\u200b：\n") * 50
    pieces: list[Piece] = [
        (text, text, "kept"),
        (line, line, "repeated"),
        ("最后一段在这里。", "最后一段在这里。", "kept"),
    ]
    end = len(text) + len(line)
    last = finding(locations=[("scrape", end, end + 4, "the end"), ("scrape", 0, 4, "the start")])
    return audit_of(pieces, findings=[finding(locations=[("scrape", 0, 4, "start")]), last])


def seed() -> Audit:
    return auditor.audit(auditor.read(SEED))


MAKERS: dict[str, Callable[[], Audit]] = {
    "seed": seed,
    "notice": notice,
    "hostile": hostile,
    "empty": lambda: audit_of([]),
    "long": long,
    "mixed": mixed,
}


@cache
def html_of(name: str) -> str:
    return render(MAKERS[name]())


MODES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced light": {"color_scheme": "light", "forced_colors": "active"},
    "forced dark": {"color_scheme": "dark", "forced_colors": "active"},
}
AXE = Axe()
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page: Page) -> Any:
    # Only what is wrong is collected: listing all that is right takes most of the time.
    options = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
    return AXE.run(page, options=options).response["violations"]


@pytest.mark.parametrize("name", MAKERS)
def test_axe_finds_nothing(show: Show, name: str) -> None:
    page = show(html_of(name), bypass_csp=True)
    for mode, media in MODES.items():
        page.emulate_media(**media)
        assert violations(page) == [], mode
    page.emulate_media(color_scheme="light", forced_colors="none")
    page.set_viewport_size({"width": 320, "height": 900})
    assert violations(page) == [], "narrow"


def test_axe_finds_nothing_on_the_index(show: Show) -> None:
    rows = [index.Entry.of(notice(), "a.html"), index.Entry("bad.txt", failure="Not text.")]
    page = show(index.render(rows), bypass_csp=True)
    assert violations(page) == []


def current(page: Page) -> str | None:
    return page.locator("[aria-current]").get_attribute("id")


def announced(page: Page) -> str:
    page.wait_for_timeout(300)
    return page.locator("#live").inner_text()


@pytest.mark.parametrize("name", ["notice", "seed"])
def test_keys_step_through_every_finding(show: Show, name: str) -> None:
    page, count = show(html_of(name)), len(MAKERS[name]().findings)
    seen = []
    for _ in range(count):
        page.keyboard.press("j")
        seen.append(current(page) or "none")
        assert page.evaluate("document.activeElement.id") == seen[-1]
    assert sorted(seen) == [f"F{number:03d}" for number in range(1, count + 1)]
    assert f"Finding {count} of {count}" in announced(page)
    page.keyboard.press("j")
    assert announced(page) == "This is the last finding."
    page.keyboard.press("k")
    assert current(page) == seen[-2]


def lit(page: Page, name: str) -> list[str]:
    """The texts that are highlighted, without the flags and deletions among them."""
    script = """name => [...(CSS.highlights.get(name) ?? [])].map(range => {
        const copy = range.cloneContents();
        copy.querySelectorAll("a, i, del").forEach(node => node.remove());
        return copy.textContent;
    })"""
    texts: list[str] = page.evaluate(script, name)
    return texts


def test_a_finding_lights_its_places_in_both_texts(show: Show) -> None:
    page = show(html_of("notice"), at="#F002")
    assert lit(page, "here") == ["（一）指"]
    assert lit(page, "there") == ["（二）基本原则。"]


def test_o_leads_to_the_other_copy(show: Show) -> None:
    page = show(html_of("notice"), at="#F001")
    page.keyboard.press("o")
    page.keyboard.press("o")
    assert page.evaluate("document.activeElement.id") == "F001-2"
    assert lit(page, "here") == ["关于服务贸易试点的通知。"]


def test_o_on_a_mark_leads_to_its_other_end(show: Show) -> None:
    page = show(html_of("notice"))
    page.locator("#s1 a.go").focus()
    page.keyboard.press("o")
    assert page.evaluate("document.activeElement.id") == "c1"
    page.keyboard.press("o")
    assert page.evaluate("document.activeElement.closest('mark').id") == "s1"


def test_a_finding_of_one_text_brings_up_its_answer_in_the_other(show: Show) -> None:
    page = show(html_of("long"), at="#F002")
    expect(page.locator("#c2")).to_be_in_viewport()


def test_an_open_passage_leads_to_its_other_places_and_back(show: Show) -> None:
    page = show(render(open_passage()))
    page.locator("#p0 > summary").click()
    page.locator("#p0").get_by_role("link", name="24 %").click()
    assert page.evaluate("document.activeElement.id") == "p0-2"
    page.keyboard.press("o")
    assert page.evaluate("document.activeElement.parentElement.id") == "p0"


def test_a_click_on_the_ruler_goes_to_that_height(show: Show) -> None:
    page = show(html_of("long"))
    height = page.locator("#scrape .ruler").evaluate("ruler => ruler.clientHeight")
    page.locator("#scrape .ruler").click(position={"x": 5, "y": height - 1})
    expect(page.locator("#s2")).to_be_in_viewport()


def test_labels_put_no_line_breaks_into_the_text(show: Show) -> None:
    page = show(render(open_passage()), at="#view=inline")
    tops = page.locator("#canonical-text :is(.k, mark)").evaluate_all(
        "marks => marks.map(mark => Math.round(mark.getBoundingClientRect().bottom / 12))"
    )
    assert len(tops) == 3
    assert len(set(tops)) == 1


@pytest.mark.parametrize("end", ["#s3", "#c3"])
def test_a_click_on_a_move_lights_both_ends(show: Show, end: str) -> None:
    page = show(html_of("notice"))
    page.locator(end).click()
    assert lit(page, "there") == ["（三）便利化。"] * 2


def test_places_in_a_long_text_are_found_past_boxes_and_emoji(show: Show) -> None:
    page = show(html_of("long"), at="#F002")
    assert lit(page, "here") == ["最后一段"]
    expect(page.locator("#F002-1")).to_be_in_viewport()


def test_a_very_large_report_borrows_its_text(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.formats.report.panes.ELIDE_FROM_BYTES", 0)
    audit = long()
    html = render(audit)
    assert html.count("<data ") > 0
    page = show(html)
    expect(page.locator("#canonical-text data")).to_have_count(0)
    shown = page.locator("#canonical-text").evaluate(
        "pane => (pane.querySelectorAll('a, i').forEach(n => n.remove()), pane.textContent)"
    )
    assert shown == audit.canonical.text.replace("\u200b", "U+200B")


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("rule:AUD1", ["F001"]),
        ("sev:error", ["F002", "F004"]),
        ("rule:missing-ordinal", ["F002"]),
        ("-sev:error -sev:note", ["F001"]),
        ('text:"stands twice"', ["F001"]),
        ("chain:document", ["F004"]),
        ("nothing like this", []),
    ],
)
def test_the_filter_leaves(show: Show, query: str, left: list[str]) -> None:
    page = show(html_of("notice"))
    page.keyboard.press("/")
    page.keyboard.type(query)
    shown = page.locator(".card:not([hidden])").evaluate_all("cards => cards.map(card => card.id)")
    assert sorted(shown) == left


def test_an_unknown_field_of_a_filter_is_named(show: Show) -> None:
    page = show(html_of("notice"))
    page.locator("#filter").fill("rul:AUD1")
    expect(page.locator("#query-error")).to_contain_text("no field rul: there are rule, sev")
    assert page.locator("#filter").get_attribute("aria-invalid") == "true"


def test_view_and_filter_come_back_from_the_address(show: Show) -> None:
    page = show(html_of("notice"))
    page.keyboard.press("v")
    page.locator("#filter").fill("sev:error")
    address = page.evaluate("location.href")
    page.goto("about:blank")
    page.goto(address)
    assert page.locator("body").get_attribute("data-view") == "inline"
    assert page.locator(".card:not([hidden])").count() == 2


def test_the_clean_view_is_the_canonical_text(show: Show) -> None:
    page = show(html_of("notice"), at="#view=clean")
    assert page.locator("#canonical-text").inner_text().strip() == notice().canonical.text.strip()


def test_keys_rest_in_the_filter_and_when_switched_off(show: Show) -> None:
    page = show(html_of("notice"))
    page.locator("#filter").fill("")
    page.keyboard.type("jjv")
    assert page.locator("[aria-current]").count() == 0
    page.keyboard.press("Escape")
    page.locator("[data-do=keys]").click()
    page.reload()
    page.keyboard.press("j")
    assert page.locator("[aria-current]").count() == 0


def test_every_key_is_also_a_button(show: Show) -> None:
    page = show(html_of("notice"))
    for action, words in (
        ("next", "Finding 1 of "),
        ("other", "Place 1 of "),
        ("previous", "This is the first finding"),
        ("keys", "Keys off"),
    ):
        page.locator(f"[data-do={action}]").click()
        expect(page.locator("#live")).to_contain_text(words)
    page.locator("[data-do=help]").click()
    expect(page.locator("#help")).to_be_visible()


def test_help_opens_and_closes(show: Show) -> None:
    page = show(html_of("notice"))
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()


def test_without_scripts_all_of_it_can_be_read(show: Show) -> None:
    page = show(html_of("notice"), java_script_enabled=False)
    for text in ("打印本页", "（二）基本原则。", "A passage is missing."):
        expect(page.get_by_text(text).first).to_be_visible()
    expect(page.locator(".tools").first).to_be_hidden()
    expect(page.locator(".tools").last).to_be_hidden()


@pytest.mark.parametrize("name", MAKERS)
def test_no_page_scrolls_sideways(show: Show, name: str) -> None:
    page = show(html_of(name))
    for width in (320, 360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_buttons_are_large_enough(show: Show) -> None:
    page = show(html_of("notice"), width=360)
    boxes = page.locator(
        "button:visible, input:not([type=radio]):visible, .decide label:visible, .places a, "
        "summary:visible"
    ).evaluate_all(
        "all => all.filter(e => !e.closest('.text')).map(e => e.getBoundingClientRect().height)"
    )
    assert boxes
    assert min(boxes) >= 24


def test_a_text_from_right_to_left_reads_so(show: Show) -> None:
    page = show(html_of("mixed"))
    for pane in ("#scrape-text", "#canonical-text"):
        edges = page.locator(pane).evaluate(
            """pane => { const range = new Range(), last = pane.querySelector(".k").lastChild;
                const text = last.firstChild ?? last, edge = node => node.getBoundingClientRect();
                range.setStart(text, 0); range.setEnd(text, 1);
                return [edge(range).right, edge(pane).right]; }"""
        )
        assert edges[1] - edges[0] < 120, "the first letter stands at the right"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """A host that forbids inline code, with a report and an index with external assets."""
    pages = {"a.html": render(seed(), "external")}
    pages["index.html"] = index.render([index.Entry.of(notice(), "a.html")], "external")
    pages |= dict((*assets(), *index.assets()))
    for name, text in pages.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", "default-src 'self'; img-src data:")
            super().end_headers()

        def log_message(self, *args: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=tmp_path)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_with_external_assets_a_strict_host_serves_it(browser: Browser, served: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{served}/a.html")
    page.keyboard.press("j")
    assert current(page) == "F001"
    page.goto(f"{served}/index.html")
    page.get_by_role("button", name="Document").click()
    page.close()
    assert said == []


def test_on_a_strict_host_an_inline_report_can_be_read(browser: Browser, served: str) -> None:
    page = browser.new_page()
    page.route(
        "**/inline.html",
        lambda route: route.fulfill(
            body=html_of("notice"),
            content_type="text/html",
            headers={"Content-Security-Policy": "default-src 'none'"},
        ),
    )
    page.goto(f"{served}/inline.html")
    for text in ("打印本页", "（二）基本原则。", "A passage is missing."):
        expect(page.get_by_text(text).first).to_be_visible()
    assert page.locator(".ribbon path[fill], .ribbon g[fill]").count() > 0
    page.close()


def test_every_printed_page_says_what_it_is_of(show: Show) -> None:
    page = show(html_of("seed"))
    pages = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    sha256 = seed().document.provenance.sha256
    assert len(pages) > 3
    for printed in pages:
        assert f"{SEED.name} · SHA-256 {sha256[:16]}" in printed.extract_text()


def test_print_holds_the_whole_text(show: Show) -> None:
    page = show(html_of("long"))
    page.emulate_media(media="print")
    heights = page.locator(".scroll").evaluate_all(
        "all => all.map(e => e.scrollHeight - e.clientHeight)"
    )
    assert max(heights) <= 1
    expect(page.locator(".tools").first).to_be_hidden()
    expect(page.locator(".tools").last).to_be_hidden()


def test_nothing_of_a_hostile_text_runs(show: Show) -> None:
    page = show(html_of("hostile"))
    for key in ("j", "1", "Alt+ArrowDown", "v", "v", "v", "v"):
        page.keyboard.press(key)
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 2
    assert page.locator("[onfocus], [onerror], [autofocus]").count() == 0
    assert "U+202E U+200B×2 U+0000" in page.locator("#scrape-text").inner_text()


def test_the_index_sorts_by_any_heading(show: Show) -> None:
    rows = [
        index.Entry.of(audit_of([("文" * n, "文" * n, "kept")], source=f"{n}.txt"), f"{n}.html")
        for n in (5, 1000, 20)
    ]
    page = show(index.render(rows))
    names = page.locator("tbody th")
    page.get_by_role("button", name="Characters").click()
    assert names.all_text_contents() == ["5.txt", "20.txt", "1000.txt"]
    page.get_by_role("button", name="Characters").click()
    assert names.all_text_contents() == ["1000.txt", "20.txt", "5.txt"]


def test_the_index_finds_a_document_among_many(show: Show) -> None:
    rows = [index.Entry(f"page-{number}.txt", failure="Not text.") for number in range(1_000)]
    page = show(index.render([*rows, index.Entry.of(notice(), "a.html")]))
    page.locator("#filter").fill("needs notice")
    assert page.locator("tbody tr:visible th").all_text_contents() == ["notices/notice.txt"]
    assert page.locator("#shown").inner_text() == "1 of 1001"
    page.get_by_role("button", name="Document").click()
    page.locator("#filter").fill("page-99")
    assert page.locator("tbody tr:visible").count() == 11


def test_spans_in_the_page_count_code_points(show: Show) -> None:
    audit = long()
    page = show(html_of("long"), at="#F002")
    assert Span(0, 4).of(audit.document.text) in lit(page, "there")
