"""Decisions in the report: made with keys alone, saved, loaded, taken back, shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from builders import Piece, audit_of, finding, open_passage
from helpers import SEED, Run
from jsonschema import Draft202012Validator
from playwright.sync_api import Dialog, Page, expect

import auditor
from auditor.formats.report import render
from auditor.model import Audit, Fragment, Span

Show = Callable[..., Page]


@cache
def seed() -> Audit:
    return auditor.audit(auditor.read(SEED))


def passages() -> Audit:
    """Five sentences, one of them open, a repeated one, a missing one, and a foreign one."""
    pieces: list[Piece] = [
        ("各市人民政府：现通知如下。", "各市人民政府：现通知如下。", "kept"),
        ("要落实责任。", "要落实责任。", "kept"),
        ("要加强协调。", "要加强协调。", "kept"),
        ("要落实责任。", "要落实责任。", "repeated"),
        ("要按时报告。", "", None),
        ("要总结经验。", "要总结经验。", "moved"),
        ("特此通知。", "特此通知。", "kept"),
        ("", "打印本页", "inserted"),
    ]
    text = audit_of(pieces).canonical.text
    findings = [
        finding("AUD101", locations=[("scrape", 25, 31, "copy"), ("scrape", 13, 19, "original")]),
        finding("AUD302", "missing-fragment", locations=[("canonical", 25, 31, "missing")]),
        finding("AUD501", locations=[("scrape", 31, 37, ""), ("canonical", 36, 42, "")]),
        finding("AUD402", "foreign-fragment", locations=[("scrape", 42, 46, "button")]),
    ]
    choices = [auditor.model.Choice(Span(36, 42), 0.4, ((19, 0.35), (0, 0.25)), ("built alike",))]
    audit = audit_of(pieces, findings=findings, choices=choices)
    edges = [0, 13, 19, 25, 31, 36, len(text)]
    spans = (Span(a, b) for a, b in pairwise(edges))
    fragments = tuple(Fragment(n, span, span.of(text)) for n, span in enumerate(spans))
    collation = replace(audit.collation, canonical_fragments=fragments)
    return replace(audit, collation=collation)


CARDS = ("F001", "F003", "F004", "F002")  # of passages(), as they are grouped


@cache
def html_of(name: str) -> str:
    makers: dict[str, Callable[[], Audit]] = {"seed": seed, "passages": passages}
    return render(makers[name]())


def press(page: Page, keys: str) -> None:
    """Presses keys; what stands in quotes is typed."""
    for key in keys.split(" "):
        if key.startswith("'"):
            page.keyboard.type(key.strip("'").replace("_", " "))
        else:
            page.keyboard.press(key)


def announced(page: Page) -> str:
    page.wait_for_timeout(300)
    return page.locator("#live").inner_text()


def told(page: Page) -> str:
    return page.locator("#told").inner_text()


def saved(page: Page, keys: str = "s") -> dict[str, Any]:
    """The file that is downloaded when these keys are pressed."""
    with page.expect_download() as download:
        press(page, keys)
    found: dict[str, Any] = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    return found


def load(page: Page, content: object, name: str = "mine.json") -> str:
    text = content if isinstance(content, str) else json.dumps(content)
    page.locator("#told-words").evaluate("words => { words.textContent = ''; }")
    page.set_input_files(
        "#load", {"name": name, "mimeType": "application/json", "buffer": text.encode()}
    )
    expect(page.locator("#told-words")).not_to_be_empty()
    return told(page)


def clean_text(page: Page) -> str:
    """The reading as the page shows it, without what is only seen."""
    script = """pane => { const copy = pane.cloneNode(true);
        for (const node of copy.querySelectorAll("a, details, s, i:not(.put)")) node.remove();
        return copy.textContent; }"""
    text: str = page.locator("#canonical-text").evaluate(script)
    return text


def is_valid(data: dict[str, Any]) -> bool:
    schema = files("auditor.formats") / "schema" / "auditor-decisions.schema.json"
    Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(data)
    return True


def test_the_seed_is_decided_with_keys_alone(show: Show) -> None:
    page = show(html_of("seed"))
    wanted = {}
    for _ in seed().findings:
        press(page, "n")
        card = page.locator("[aria-current]")
        at = int((card.get_attribute("id") or "")[1:]) - 1
        rule = seed().findings[at].rule
        keys = {"AUD202": "a", "AUD501": "1", "AUD301": "e 'missing_on_the_live_page_too' Enter"}
        press(page, keys.get(rule, "r 'formula_of_the_original' Enter"))
        wanted[seed().findings[at].fingerprint] = rule
    count = len(seed().findings)
    expect(page.locator("#decided")).to_have_text(f"{count}/{count}")
    page.locator("#reviewer").focus()
    press(page, "'Li_Wei' Enter Escape")
    made = saved(page)
    assert is_valid(made)
    assert list(made) == ["schema", "schema_version", "input", "reviewer", "decisions", "anchors"]
    provenance = seed().document.provenance
    assert made["input"] == {
        "path": provenance.source,
        "sha256": provenance.sha256,
        "encoding": provenance.encoding,
    }
    assert made["reviewer"] == "Li Wei"
    assert {one["fingerprint"]: one["rule"] for one in made["decisions"]} == wanted
    assert told(page).startswith(f"Saved {count} decisions as 000_38f2459854ae4b0f.decisions.json.")


def test_anchors_quote_the_primary_place(show: Show) -> None:
    page = show(html_of("seed"))
    page.locator("#reviewer").fill("x")
    press(page, "Escape A")
    made = saved(page)
    texts = {"scrape": seed().document.text, "canonical": seed().canonical.text}
    assert set(made["anchors"]) == {one["fingerprint"] for one in made["decisions"]}
    for found in seed().findings:
        quote, span = made["anchors"][found.fingerprint], found.locations[0].span
        text = texts[found.locations[0].side]
        assert text[: span.start].endswith(quote["prefix"])
        assert span.of(text).startswith(quote["exact"])
        assert len(quote["exact"]) in (len(span), 200)


def test_a_rejection_waits_for_its_reason(show: Show) -> None:
    page = show(html_of("passages"))
    page.locator("#reviewer").fill("x")
    press(page, "Escape j r")
    assert page.evaluate("document.activeElement.closest('.reason') !== null")
    card = page.locator("[aria-current]")
    expect(card.locator(".needs")).to_have_text(
        "Say why: without a reason to reject it, this finding stays open."
    )
    expect(page.locator("#decided")).to_have_text("0/4")
    press(page, "Escape s")
    assert "Not saved: rejecting or keeping needs a reason." in told(page)
    expect(page.locator("#told-list")).to_have_text("F001 has none.")
    press(page, "'a_formula' Enter")
    expect(page.locator("#decided")).to_have_text("1/4")
    expect(card.locator(".made")).to_have_text("Rejected: a formula")
    assert saved(page)["decisions"][0]["reason"] == "a formula"


def test_arrows_go_through_the_radios(show: Show) -> None:
    page = show(html_of("passages"))
    page.locator("#F001 [value=accept]").focus()
    press(page, "Space ArrowRight ArrowRight ArrowRight")
    expect(page.locator("#F001 [value=later]")).to_be_focused()
    expect(page.locator("#F001")).to_have_attribute("data-action", "later")


def test_a_name_is_asked_for_and_remembered(show: Show) -> None:
    page = show(html_of("passages"))
    press(page, "j a s")
    assert "give your name" in told(page)
    press(page, "'Li_Wei' Enter")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#reviewer")).to_have_value("Li Wei")


def test_n_goes_round_what_is_undecided(show: Show) -> None:
    page = show(html_of("passages"))
    seen = []
    for keys in ("n a", "n l", "n", "p", "p"):
        press(page, keys)
        seen.append(page.locator("[aria-current]").get_attribute("id"))
    order = page.locator(".card").evaluate_all("cards => cards.map(card => card.id)")
    assert seen == [order[0], order[1], order[2], order[3], order[2]]
    press(page, "a j a n")
    assert announced(page) == "Nothing is undecided here; 1 put off: state:later shows them."


@pytest.mark.parametrize("undo", ["u", "Control+z"])
def test_every_step_can_be_undone(show: Show, undo: str) -> None:
    page = show(html_of("passages"))
    press(page, f"j a l {undo}")
    expect(page.locator("[aria-current] [value=accept]")).to_be_checked()
    assert "Undone: put off F001." in told(page)
    press(page, undo)
    expect(page.locator("#decided")).to_have_text("0/4")
    press(page, undo)
    assert "Nothing to undo." in told(page)


def test_many_are_accepted_at_once_and_what_is_decided_stays(show: Show) -> None:
    page, total = show(html_of("seed")), len(seed().findings)
    open_places = sum(found.rule == "AUD501" for found in seed().findings)
    press(page, "j r 'no' Enter")
    first = page.locator("[aria-current]").get_attribute("data-rule") or ""
    page.locator("summary", has_text="Accept several").click()
    page.locator("[data-accept-rule=AUD501]").click()
    expect(page.locator("#decided")).to_have_text(f"{1 + open_places}/{total}")
    assert f"Accepted {open_places} of AUD501." in told(page)
    page.locator("#told-undo").click()
    expect(page.locator("#decided")).to_have_text(f"1/{total}")
    page.locator("[data-accept-chain]").first.click()
    group = page.locator(".group").first.locator(".card").count()
    expect(page.locator("#decided")).to_have_text(f"{group}/{total}")
    page.locator("#filter").fill("rule:AUD501")
    press(page, "Escape Escape A")
    page.locator("#filter").fill("state:open")
    left = page.locator(".card:not([hidden])").evaluate_all("all => all.map(c => c.dataset.rule)")
    assert "AUD501" not in left
    page.locator("#filter").fill("state:rejected")
    expect(page.locator(".card:not([hidden])")).to_have_attribute("data-rule", first)


def test_the_reading_shown_is_the_text_that_apply_writes(
    show: Show, run: Run, tmp_path: Path
) -> None:
    run("report", SEED)
    (html,) = tmp_path.glob("reports/*.html")
    page = show(html.read_text(encoding="utf-8"))
    page.locator("#reviewer").fill("x")
    press(page, "Escape A")
    page.locator("#filter").fill("rule:AUD501")
    press(page, "Escape Escape j 1 j Alt+ArrowDown Alt+ArrowDown j 1 Alt+ArrowUp j 2")
    (tmp_path / "mine.json").write_text(json.dumps(saved(page)), encoding="utf-8")
    done = run("apply", html.with_suffix(".json"), "--decisions", "mine.json", "-o", "text.txt")
    assert done.code == 0, done.err
    assert (tmp_path / "text.txt").read_text(encoding="utf-8") == clean_text(page)


STATES = {
    "state:open": 3,
    "state:accepted": 1,
    "-state:open": 1,
    "state:decided rule:AUD1": 1,
    "conf:<0.9": 1,
    "conf:>=50%": 0,
    "conf:0.4": 1,
}


def test_the_filter_knows_states_and_confidence(show: Show) -> None:
    page = show(html_of("passages"))
    press(page, "j a")
    for query, left in STATES.items():
        page.locator("#filter").fill(query)
        assert page.locator(".card:not([hidden])").count() == left, query
        assert page.locator("#query-error").inner_text() == "", query


WRONG = {
    "state:done": "state: is one of open, decided, accepted",
    "conf:<2": "conf: wants a share such as <0.9 or >=50%",
    "conf:low": "conf: wants a share",
    "sev:fatal": "sev: is one of error, warning, note",
    "rule:": "rule: wants a value",
    "colour:red": "no field colour: there are rule",
    "constructor:x": "no field constructor",
}


def test_a_query_that_means_nothing_is_explained(show: Show) -> None:
    page = show(html_of("passages"))
    for query, said in WRONG.items():
        page.locator("#filter").fill(query)
        assert said in page.locator("#query-error").inner_text()


def reordered(text: str, passage: Span, at: int) -> str:
    """The text with a passage behind the first `at` characters of the whole."""
    head, tail = text[:at], text[at:]
    moved = passage.of(text)
    return (
        head + moved + tail.replace(moved, "")
        if at <= passage.start
        else (head.replace(moved, "") + moved + tail)
    )


@pytest.mark.parametrize(
    ("keys", "at"),
    [
        ("1", 19),
        ("2", 0),
        ("Alt+ArrowUp", 31),
        ("Alt+ArrowUp Alt+ArrowUp", 25),
        ("1 Alt+ArrowDown", 25),
        ("2 Alt+ArrowUp", 0),
    ],
)
def test_an_open_passage_is_put_elsewhere_and_the_reading_follows(
    show: Show, keys: str, at: int
) -> None:
    page, text = show(html_of("passages")), passages().canonical.text
    page.locator("#reviewer").fill("x")
    page.locator("#F003").focus()
    page.locator("#F003 h4").click()
    press(page, keys)
    wanted = reordered(text, Span(36, 42), at)
    assert clean_text(page) == wanted
    made = next(one for one in saved(page)["decisions"] if one["action"] == "order")
    assert made["place"] == "要总结经验。"
    assert text[:at].endswith(made["after"]) and text.count(made["after"] or text) == 1
    press(page, "u " * len(keys.split(" ")) + "u")
    assert clean_text(page) == text


def test_a_passage_that_is_moved_back_is_accepted(show: Show) -> None:
    page = show(html_of("passages"))
    page.locator("#F003 h4").click()
    press(page, "Alt+ArrowUp Alt+ArrowDown")
    expect(page.locator("#F003")).to_have_attribute("data-action", "accept")
    press(page, "j Alt+ArrowUp")
    assert announced(page) == "Only a passage whose place is open can be moved."


STAYS = {
    "F001": "要落实责任。要加强协调。要落实责任。要按时报告。特此通知。要总结经验。",
    "F002": "要落实责任。要加强协调。特此通知。要总结经验。",
    "F004": "要落实责任。要加强协调。要按时报告。特此通知。打印本页要总结经验。",
}


@pytest.mark.parametrize("key", ["r", "e"])
def test_what_is_rejected_or_kept_stays_as_scraped(show: Show, key: str) -> None:
    page = show(html_of("passages"))
    for card, reading in STAYS.items():
        page.locator(f"#{card} h4").click()
        press(page, f"{key} 'on_purpose' Enter")
        assert clean_text(page) == "各市人民政府：现通知如下。" + reading
        press(page, "u u")
        assert clean_text(page) == passages().canonical.text


def test_the_clean_view_shows_the_reading_as_decided(show: Show) -> None:
    page = show(html_of("passages"))
    page.locator("#F003 h4").click()
    press(page, "2 v v v")
    assert page.locator("#canonical-text").inner_text().startswith("要总结经验。各市")


def decided(audit: Audit, **changes: Any) -> dict[str, Any]:
    """A decisions file on the first finding of an audit."""
    first = audit.findings[0]
    provenance = audit.document.provenance
    one = {"fingerprint": first.fingerprint, "rule": first.rule, "action": "accept"}
    return {
        "schema": "auditor-decisions",
        "schema_version": 1,
        "input": {"path": "x", "sha256": provenance.sha256, "encoding": "utf-8"},
        "reviewer": "Li Wei",
        "decisions": [{**one, **changes}],
        "anchors": {},
    }


def test_a_saved_file_is_loaded_into_a_fresh_page(show: Show) -> None:
    page = show(html_of("passages"))
    page.locator("#reviewer").fill("Li Wei")
    press(page, "Escape")
    for card, keys in zip(CARDS, ("a", "1 Alt+ArrowUp", "l", "e 'known' Enter"), strict=True):
        press(page, f"j {keys}")
        assert page.locator("[aria-current]").get_attribute("id") == card
    made, reading = saved(page), clean_text(page)
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("#decided")).to_have_text("0/4")
    assert "Loaded 4 decisions." in load(page, made)
    assert saved(page) == made
    assert clean_text(page) == reading


def test_an_expiry_and_its_reason_come_through(show: Show) -> None:
    page = show(html_of("passages"))
    file = decided(passages(), action="keep", reason="known", expires="2027-01-01")
    load(page, file)
    assert saved(page)["decisions"] == file["decisions"]


def refused() -> dict[str, object]:
    one = decided(passages())
    return {
        "mine.json is not JSON: nothing was loaded.": "{",
        "it is no decisions file": "[]",
        "it is of version 2": {**one, "schema_version": 2},
        "it decides on another input, x with SHA-256": decided(open_passage()),
        "decision 1 has no action out of accept": decided(passages(), action="maybe"),
        "decision 1 has no reason to reject": decided(passages(), action="reject"),
        "place and after go with order": decided(passages(), action="order", place="x"),
        "1: place and after": decided(passages(), place="x", after="y"),
        "not known there, colour": decided(passages(), colour="red"),
        "only reject and keep expire": decided(passages(), expires="2027-01-01"),
        "decision 1 names no finding": decided(passages(), fingerprint=7),
        "it decides on one finding twice": {**one, "decisions": one["decisions"] * 2},
    }


def test_a_file_that_does_not_fit_is_refused_in_words(show: Show) -> None:
    page = show(html_of("passages"))
    for said, content in refused().items():
        assert said in load(page, content)
    expect(page.locator("#decided")).to_have_text("0/4")


def test_stale_decisions_are_listed_and_not_lost(show: Show) -> None:
    page = show(html_of("passages"))
    file = decided(passages(), fingerprint="f" * 16)
    file["anchors"]["f" * 16] = {"exact": "旧文本", "prefix": "", "suffix": ""}
    words = load(page, file)
    assert "1 decision stale" in words and "AUD101 accept: 旧文本" in words
    press(page, "j a")
    made = saved(page)
    assert [one["fingerprint"] for one in made["decisions"]] == [
        passages().findings[0].fingerprint,
        "f" * 16,
    ]
    assert made["anchors"]["f" * 16] == file["anchors"]["f" * 16]


def test_decisions_survive_a_reload_and_leaving_warns(show: Show) -> None:
    page = show(html_of("passages"))
    press(page, "j a j 1 j r 'half_a' Enter")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.reload()
    assert asked == ["beforeunload"]
    expect(page.locator("#decided")).to_have_text("3/4")
    assert "3 decisions found in this browser, unsaved." in told(page)
    expect(page.locator("#F004 .made")).to_have_text("Rejected: half a")
    assert clean_text(page) != passages().canonical.text
    page.locator("#reviewer").fill("x")
    press(page, "Escape")
    saved(page)
    page.reload()
    assert asked == ["beforeunload"]


@pytest.mark.parametrize(
    "broken",
    [
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})",
        "Storage.prototype.setItem = () => { throw new Error('full'); }",
        "for (const key of ['auditor-keys', 'auditor-reviewer']) localStorage.setItem(key, '{')",
    ],
)
def test_storage_may_be_absent_full_or_odd(show: Show, broken: str) -> None:
    page = show("<p>first</p>")
    page.add_init_script(broken)
    page.set_content("")
    page.goto(page.url)
    Path(page.url.removeprefix("file://")).write_text(html_of("passages"), encoding="utf-8")
    page.reload()
    press(page, "j a")
    expect(page.locator("#decided")).to_have_text("1/4")


def test_what_the_browser_kept_may_be_nonsense(show: Show) -> None:
    page = show(html_of("passages"))
    key = f"auditor-decisions:{passages().document.provenance.sha256}"
    first = passages().findings[0].fingerprint
    for kept in (
        "{",
        "null",
        '{"decisions": 7}',
        '{"decisions": [["x", {"action": "accept"}]], "stale": 1}',
        json.dumps({"decisions": [[first, {"action": "order", "at": -5}], [first, None]]}),
        '{"decisions": [null, 7, "x", [], {}, [[]]], "stale": {"decisions": [null, 7]}}',
        json.dumps(
            {"decisions": [[{"toString": 1}, {"action": "accept"}], [first, {"action": {}}]]}
        ),
    ):
        page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [key, kept])
        page.reload()
        expect(page.locator("#decided")).to_have_text("0/4")
        assert told(page).startswith("0 decisions found in this browser, ")


def test_an_expiry_or_a_reviewer_that_is_no_text_does_no_harm(show: Show) -> None:
    page = show(html_of("passages"))
    key = f"auditor-decisions:{passages().document.provenance.sha256}"
    first, second = (found.fingerprint for found in passages().findings[:2])
    kept = [first, {"action": "reject", "reason": "x", "expires": 7}]
    no_text = [second, {"action": "accept", "reason": {"toString": 1}}]
    gone = {"fingerprint": "a", "rule": "AUD101", "action": "accept"}
    stale = {"decisions": [{"fingerprint": "b"}, gone], "anchors": {"a": {"exact": 7}}}
    odd = json.dumps({"decisions": [kept, no_text, 7], "stale": stale})
    page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [key, odd])
    page.reload()
    expect(page.locator("#decided")).to_have_text("2/4")
    assert told(page).startswith("2 decisions found in this browser, the rest ignored.")
    page.locator("#reviewer").fill("Li")
    page.locator("#reviewer").blur()
    made = saved(page)
    assert is_valid(made)
    assert gone in made["decisions"]
    page.locator("#reviewer").fill("")
    page.locator("#reviewer").blur()
    assert "Its reviewer is no text." in load(
        page, {**decided(passages()), "reviewer": {"toString": 1}}
    )
    expect(page.locator("#reviewer")).to_have_value("")
    for other in ({"schema_version": {"toString": 1}}, {"input": {"sha256": "a", "path": {}}}):
        assert "was not loaded" in load(page, {**decided(passages()), **other})


def buttons(page: Page) -> list[str]:
    names: list[str] = page.locator("button[data-do]").evaluate_all(
        "all => all.map(button => button.dataset.do)"
    )
    return names


def test_every_key_of_deciding_is_a_button_too(show: Show) -> None:
    page = show(html_of("passages"))
    page.locator("#F003 h4").click()
    wanted = {"next-open", "previous-open", "accept-shown", "undo", "save", "load", "up", "down"}
    assert wanted | {"clear", "next", "previous", "other", "help", "keys"} <= set(buttons(page))
    card = page.locator("#F003")
    for value in ("reject", "keep", "later", "accept", "order"):
        card.locator(f"[value={value}]").first.check()
        expect(card).to_have_attribute("data-action", value)
    card.locator("[data-do=clear]").click()
    expect(card).to_have_attribute("data-action", "")


def test_thousands_of_findings_are_decided(show: Show) -> None:
    found = [
        finding(message=f"No. {at}.", locations=[("scrape", at, at + 5, "here")])
        for at in range(3_000)
    ]
    page = show(render(audit_of([("文" * 4_000, "文" * 4_000, "kept")], findings=found)))
    assert page.locator("fieldset").count() < 100, "controls are made when a card comes near"
    press(page, "j r 'no' Enter A")
    expect(page.locator("#decided")).to_have_text("3000/3000")
    press(page, "u k")
    expect(page.locator("#decided")).to_have_text("1/3000")
    assert page.evaluate("document.querySelectorAll('*').length") < 60_000
