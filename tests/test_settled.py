"""An editor's order decisions in the inference: they win, and what fits no more is said."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from editors import made
from helpers import ROOT, SEED, Run
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import auditor
from auditor import decisions
from auditor.canonical import rearrange
from auditor.model import (
    Audit,
    Canonical,
    Choice,
    Decision,
    Finding,
    Join,
    Quote,
    Rearrangement,
    Span,
    Witness,
)

OPEN = "AUD501"
QUOTED = 40  # characters of what an order puts a passage behind


def asked(audit: Audit) -> list[tuple[Finding, Choice]]:
    """The findings that ask for a place, with what they offer."""
    choices = {choice.passage: choice for choice in audit.canonical.choices}
    found = []
    for finding in audit.findings:
        if finding.rule == OPEN:
            passage = next(at.span for at in finding.locations if at.side == "canonical")
            found.append((finding, choices[passage]))
    return found


def anchor_of(audit: Audit, finding: Finding) -> Quote | None:
    here = finding.locations[0]
    text = audit.document.text
    if here.side != "scrape":
        return None
    before, behind = text[max(0, here.span.start - 20) : here.span.start], here.span.end
    return Quote(here.span.of(text), before, text[behind : behind + 20])


def order(audit: Audit, finding: Finding, choice: Choice, at: int) -> Decision:
    """The decision that the report writes for one of the places that are offered."""
    text = audit.canonical.text
    return Decision(
        finding.fingerprint,
        OPEN,
        "order",
        place=choice.passage.of(text),
        after=text[max(0, at - QUOTED) : at],
        anchor=anchor_of(audit, finding),
    )


def moved(text: str, passage: Span, at: int) -> str:
    rest = text[: passage.start] + text[passage.end :]
    to = at if at <= passage.start else at - len(passage)
    return rest[:to] + passage.of(text) + rest[to:]


def settled_join(audit: Audit, at: int) -> Join:
    return next(join for join in audit.canonical.joins if join.at == at)


@lru_cache(maxsize=1)
def seed() -> Audit:
    return auditor.audit(auditor.read(SEED))


def test_every_place_offered_in_the_seed_can_be_chosen() -> None:
    audit = seed()
    offers = [(f, choice, at) for f, choice in asked(audit) for at, _ in choice.places]
    assert len(offers) > 3
    for finding, choice, at in offers:
        ours = made(order(audit, finding, choice, at))
        done = auditor.audit(audit.document, decisions=ours)
        assert done.canonical.text == moved(audit.canonical.text, choice.passage, at)
        start = at if at <= choice.passage.start else at - len(choice.passage)
        if start:
            join = settled_join(done, start)
            assert (join.confidence, join.alternatives) == (1.0, ())
            assert "editor" in join.evidence[0]
        left = {found.fingerprint for found in done.findings if found.rule == OPEN}
        assert left < {found.fingerprint for found, _ in asked(audit)}
        assert finding.fingerprint not in left
        assert "AUD904" not in {found.rule for found in done.findings}


def test_what_is_accepted_is_settled_where_it_stands() -> None:
    audit = seed()
    finding, choice = asked(audit)[0]
    ours = made(Decision(finding.fingerprint, OPEN, "accept", anchor=anchor_of(audit, finding)))
    done = auditor.audit(audit.document, decisions=ours)
    assert done.canonical.text == audit.canonical.text
    assert settled_join(done, choice.passage.start).confidence == 1.0
    assert finding.fingerprint not in {found.fingerprint for found in done.findings}


def test_a_passage_settled_is_offered_nowhere_else() -> None:
    audit = seed()
    text = audit.canonical.text
    for finding, choice in asked(audit):
        ours = made(order(audit, finding, choice, choice.places[0][0]))
        done = auditor.audit(audit.document, decisions=ours)
        words = " ".join(choice.passage.of(text).split())
        others = [other for join in done.canonical.joins for other in join.alternatives]
        assert not [other for other in others if words.startswith(other.removesuffix("…"))]


@pytest.mark.parametrize("action", ["later", "reject", "keep"])
def test_other_decisions_say_nothing_of_the_order(action: Any) -> None:
    audit = seed()
    ours = made(*[Decision(f.fingerprint, OPEN, action, "seen") for f, _ in asked(audit)])
    assert auditor.audit(audit.document, decisions=ours).to_dict() == audit.to_dict()


def test_decisions_without_an_order_change_no_byte() -> None:
    audit = seed()
    ours = made(
        *[Decision(f.fingerprint, f.rule, "accept") for f in audit.findings if f.rule != OPEN]
    )
    assert auditor.audit(audit.document, decisions=ours).to_dict() == audit.to_dict()


# --- any scrape -------------------------------------------------------------------------------

TEXTS = {
    name: (ROOT / "benchmarks" / "texts" / f"{name}.txt").read_text(encoding="utf-8")
    for name in ("de_fahrradwerkstatt", "zh_reading_rooms", "ar_market")
}


@st.composite
def woven(draw: st.DrawFn, most: int = 20) -> str:
    """Two copies of so many lines of a text, each without some, in runs that take turns."""
    lines = TEXTS[draw(st.sampled_from(sorted(TEXTS)))].splitlines(keepends=True)
    lines = [line for line in lines if line.strip()][:most]
    scrape = []
    at = 0
    while at < len(lines):
        size = draw(st.integers(3, 6))
        for _ in range(2):
            lost = draw(st.sets(st.integers(0, size - 1), max_size=2))
            scrape += [line for n, line in enumerate(lines[at : at + size]) if n not in lost]
        at += size
    return "".join(scrape)


@settings(max_examples=60)
@given(woven(), st.data())
def test_any_order_about_a_choice_offered_is_followed(scrape: str, data: st.DataObject) -> None:
    audit = auditor.audit(scrape)
    offers = [(f, choice, at) for f, choice in asked(audit) for at, _ in choice.places]
    assume(len(offers) > 1)
    finding, choice, at = data.draw(st.sampled_from(offers))
    done = auditor.audit(scrape, decisions=made(order(audit, finding, choice, at)))
    assert done.canonical.text == moved(audit.canonical.text, choice.passage, at)
    assert finding.fingerprint not in {found.fingerprint for found in done.findings}
    check_reading(done.canonical, scrape)


@settings(max_examples=30)
@given(woven(most=48), st.data())
def test_all_that_is_asked_can_be_decided_at_once(scrape: str, data: st.DataObject) -> None:
    audit = auditor.audit(scrape)
    offers = asked(audit)
    assume(len(offers) > 1)
    chosen = [
        order(audit, finding, choice, data.draw(st.sampled_from(choice.places))[0])
        for finding, choice in offers
    ]
    done = auditor.audit(scrape, decisions=made(*chosen)).canonical
    marks = {decision.fingerprint for decision in chosen}
    assert {*done.followed, *done.stale} == marks
    assert sorted(done.text) == sorted(audit.canonical.text)
    check_reading(done, scrape)


def check_reading(canonical: Canonical, scrape: str) -> None:
    """Joins and choices ascend inside the text; witnesses say what stands there."""
    assert [join.at for join in canonical.joins] == sorted({join.at for join in canonical.joins})
    assert all(0 < join.at < len(canonical.text) for join in canonical.joins)
    for choice in canonical.choices:
        assert 0 <= choice.passage.start < choice.passage.end <= len(canonical.text)
        assert choice.confidence + sum(odds for _, odds in choice.places) < 1.001
    for witness in canonical.witnesses:
        assert witness.canonical.of(canonical.text) == witness.scrape.of(scrape)
    covered = {at for w in canonical.witnesses for at in range(w.canonical.start, w.canonical.end)}
    assert covered == set(range(len(canonical.text)))


# --- by hand ----------------------------------------------------------------------------------

TEXT = "One. Two. Three. Four. Five. "
ONE, TWO, THREE, FOUR, FIVE = Span(0, 5), Span(5, 10), Span(10, 17), Span(17, 23), Span(23, 29)


def reading(*joins: Join, choices: tuple[Choice, ...] = ()) -> Canonical:
    """Each sentence as one copy has it, none beside the next in the scrape."""
    spans = (ONE, TWO, THREE, FOUR, FIVE)
    witnesses = tuple(
        Witness(s, Span(s.start + 99 * n, s.end + 99 * n), "A") for n, s in enumerate(spans)
    )
    return Canonical(TEXT, "inferred", joins, choices, witnesses, streams=2)


def test_seams_that_an_order_leaves_behind_are_no_surer_than_before() -> None:
    joins = Join(5, 0.6, ("x",), ("Four.",)), Join(10, 0.9, ("y",)), Join(17, 0.9, ("z",))
    pieces = ONE, THREE, FOUR, TWO, FIVE
    found = rearrange(reading(*joins), Rearrangement(pieces, (TWO,), ("a1",)))
    assert found.text == "One. Three. Four. Two. Five. "
    told = {join.at: join.confidence for join in found.joins}
    assert told == {5: 0.6, 12: 0.9, 18: 1.0, 23: 0.8}
    assert (found.streams, found.followed) == (2, ("a1",))
    check_witnesses = {(w.canonical.of(found.text), w.scrape.start) for w in found.witnesses}
    assert ("Two. ", 5 + 99) in check_witnesses


def test_what_a_copy_shows_side_by_side_is_no_seam() -> None:
    canonical = reading()
    beside = replace(canonical.witnesses[2], scrape=Span(5, 12))  # Three behind One in the scrape
    canonical = replace(canonical, witnesses=(*canonical.witnesses, beside))
    found = rearrange(canonical, Rearrangement((ONE, THREE, TWO, FOUR, FIVE), (TWO,), ("a1",)))
    assert [join.at for join in found.joins] == [12, 17]


def test_a_choice_keeps_the_places_that_are_left() -> None:
    choices = (Choice(THREE, 0.5, ((5, 0.3), (29, 0.2)), ("w",)),)
    pieces = ONE, TWO, THREE, FOUR, FIVE
    found = rearrange(reading(choices=choices), Rearrangement(pieces, (TWO,), ("a1",)))
    made_, left = found.choices
    assert (made_.passage, made_.confidence, made_.places) == (TWO, 1.0, ())
    assert left == Choice(THREE, 0.7143, ((29, 0.2857),), ("w",))  # not between One and Two


def test_a_choice_without_another_place_is_none() -> None:
    choices = (Choice(THREE, 0.6, ((5, 0.4),), ("w",)),)
    pieces = ONE, THREE, FOUR, TWO, FIVE  # Three stands where it could have stood
    found = rearrange(reading(choices=choices), Rearrangement(pieces, (TWO,), ("a1",)))
    assert [choice.passage.of(found.text) for choice in found.choices] == ["Two. "]


STALE = [
    ("the place is gone", [Decision("a1", OPEN, "order", place="Two.", after="Nowhere.")]),
    ("the passage is gone", [Decision("a1", OPEN, "order", place="Six.", after="One.")]),
    (
        "the anchor is gone",
        [Decision("a1", OPEN, "order", place="Two.", after="Four.", anchor=Quote("Zwei."))],
    ),
    (
        "they move the same text",
        [
            Decision("a1", OPEN, "order", place="Two. Three.", after="Five."),
            Decision("b2", OPEN, "order", place="Three.", after="One."),
        ],
    ),
    (
        "they wait for each other",
        [
            Decision("a1", OPEN, "order", place="Two.", after="Three."),
            Decision("b2", OPEN, "order", place="Three.", after="Two."),
        ],
    ),
]


@pytest.mark.parametrize(("why", "ours"), STALE, ids=[why for why, _ in STALE])
def test_an_order_that_fits_no_more_is_said_and_not_done(why: str, ours: list[Decision]) -> None:
    done = auditor.audit(TEXT, decisions=made(*ours))
    assert done.canonical.text == TEXT
    assert done.canonical.stale == tuple(decision.fingerprint for decision in ours)
    assert [found.rule for found in done.findings] == ["AUD904"] * len(ours)


def test_what_is_stale_leaves_the_others_alone() -> None:
    lost = Decision("a1", OPEN, "order", place="Six.", after="One.")
    good = Decision("b2", OPEN, "order", place="Two.", after="Four.")
    done = auditor.audit(TEXT, decisions=made(lost, good))
    assert done.canonical.text == "One. Three. Four. Two. Five. "
    assert (done.canonical.followed, done.canonical.stale) == (("b2",), ("a1",))


def test_orders_hold_for_several_scrapes_of_a_page() -> None:
    one, two = (auditor.Document.from_text(TEXT, siglum=name) for name in "AB")
    ours = made(Decision("b2", OPEN, "order", place="Two.", after="Four."))
    found = auditor.reconstruct([one, two], decisions=ours)
    assert found.text.startswith("One. Three. Four. Two. Five.")
    assert {witness.siglum for witness in found.witnesses} == {"A", "B"}


# --- the commands -----------------------------------------------------------------------------


def decide(*ours: Decision, report: str = "reports/page.json", name: str = "mine.json") -> None:
    """A file of decisions as the report writes it."""
    source = json.loads(Path(report).read_text(encoding="utf-8"))["source"]
    keys = ("fingerprint", "rule", "action", "place", "after")
    entries = [
        {key: value for key in keys if (value := getattr(each, key)) is not None} for each in ours
    ]
    anchors = {
        each.fingerprint: {
            "exact": each.anchor.exact, "prefix": each.anchor.prefix, "suffix": each.anchor.suffix,
        }
        for each in ours
        if each.anchor
    }  # fmt: skip
    written = {
        "schema": "auditor-decisions", "schema_version": 1, "reviewer": "Li", "decisions": entries,
        "input": {key: source[key] for key in ("path", "sha256", "encoding")}, "anchors": anchors,
    }  # fmt: skip
    Path(name).write_text(json.dumps(written), encoding="utf-8")


@pytest.fixture
def page(run: Run) -> Path:
    """The seed, audited: page.txt and reports/page.json."""
    shutil.copy(SEED, "page.txt")
    run("report", "page.txt")
    return Path("page.txt")


def test_report_decide_reconstruct(page: Path, run: Run) -> None:
    audit = seed()
    before = run("reconstruct", page).out
    assert before == audit.canonical.text
    finding, choice = next((f, c) for f, c in asked(audit) if len(c.places) > 1)
    texts = []
    for at, _ in choice.places:
        decide(order(audit, finding, choice, at))
        ran = run("reconstruct", page, "--decisions", "mine.json")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == moved(before, choice.passage, at)
        texts.append(ran.out)
    assert len({before, *texts}) == 1 + len(choice.places)
    assert run("reconstruct", page).out == before


def test_the_report_asks_no_more(page: Path, run: Run) -> None:
    audit = seed()
    finding, choice = asked(audit)[0]
    decide(order(audit, finding, choice, choice.places[0][0]))
    first = Path("reports/page.html").read_bytes()
    assert run("report", page, "--decisions", "mine.json", "-o", "again").code == 0
    done = json.loads(Path("again/page.json").read_text(encoding="utf-8"))
    assert finding.fingerprint not in {found["fingerprint"] for found in done["findings"]}
    wanted = moved(audit.canonical.text, choice.passage, choice.places[0][0])
    assert done["canonical"]["text"] == wanted
    run("report", page, "-o", "third")
    assert Path("third/page.html").read_bytes() == first


def test_the_gate_asks_no_more(page: Path, run: Run) -> None:
    audit = seed()
    finding, choice = asked(audit)[0]
    decide(order(audit, finding, choice, choice.places[0][0]))
    flags = ("check", page, "--output-format", "json", "--exit-zero")
    marks = [
        {found["fingerprint"] for found in json.loads(ran.out)["documents"][0]["findings"]}
        for ran in (run(*flags), run(*flags, "--decisions", "mine.json"))
    ]
    assert finding.fingerprint in marks[0] - marks[1]
    assert "AUD904" not in run(*flags, "--decisions", "mine.json").out


def test_decisions_apply_to_the_report_that_follows_them(page: Path, run: Run) -> None:
    audit = seed()
    ours = [order(audit, f, choice, choice.places[0][0]) for f, choice in asked(audit)[:1]]
    kept = asked(audit)[3][0]
    ours.append(Decision(kept.fingerprint, OPEN, "accept", anchor=anchor_of(audit, kept)))
    decide(*ours)
    texts = []
    for folder, flags in (("reports", ()), ("again", ("--decisions", "mine.json"))):
        run("report", page, "-o", folder, *flags)
        ran = run("apply", f"{folder}/page.json", "--decisions", "mine.json")
        assert ran.code == 0, ran.err
        texts.append(ran.out)
    assert texts[0] == texts[1]


def test_a_stale_order_is_told(page: Path, run: Run) -> None:
    audit = seed()
    finding, choice = asked(audit)[0]
    stale = replace(order(audit, finding, choice, choice.places[0][0]), after="不在这里。")
    decide(stale)
    ran = run("reconstruct", page, "--decisions", "mine.json")
    assert ran.out == audit.canonical.text
    assert ran.err.startswith("auditor: AUD904: ")
    assert finding.fingerprint in ran.err
    run("report", page, "--decisions", "mine.json")
    done = json.loads(Path("reports/page.json").read_text(encoding="utf-8"))
    rules = [found["rule"] for found in done["findings"]]
    assert rules.count("AUD904") == 1
    assert finding.fingerprint in {found["fingerprint"] for found in done["findings"]}
    ran = run("check", page, "--decisions", "mine.json", "--output-format", "json")
    (gated,) = json.loads(ran.out)["documents"]
    assert [found["rule"] for found in gated["findings"]].count("AUD904") == 1
    assert gated["findings"] == done["findings"]


@pytest.mark.parametrize("command", ["report", "reconstruct"])
def test_decisions_that_are_not_there_are_an_error(page: Path, run: Run, command: str) -> None:
    ran = run(command, page, "--decisions", "none.json")
    assert (ran.code, ran.err) == (
        2,
        "auditor: none.json: no such file or folder; check the path\n",
    )


def test_unknown_decisions_do_not_concern_a_page(page: Path, run: Run) -> None:
    decide(Decision("a1", OPEN, "order", place="Two.", after="Four."))
    Path("other.txt").write_text(TEXT, encoding="utf-8")
    assert run("reconstruct", "other.txt", "--decisions", "mine.json").out == TEXT


def test_without_text_there_is_no_order() -> None:
    assert decisions.rearrangement(Canonical("", "inferred"), (), made(), "").pieces == ()
