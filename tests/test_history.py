"""Versions of a page: every changed character has one class, and it is the right one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import auditor
from auditor.canonical import unchanged
from auditor.history.explaining.kinds.calendar import first_date
from auditor.history.explaining.terms import Lexicon, Terms, changed_terms, language, load
from auditor.history.pairing.bare import bare, tokens
from auditor.history.stages import histories_of
from auditor.history.states import effective_date, parts_of
from auditor.model import Document, Editions, Span, Witness
from auditor.model.histories import History, Lineage, Transition
from auditor.model.versions import HistoryOptions, Part, Version
from auditor.text.variants import differ, negations

TERMS = load()

POLICY = """# Privacy policy

*Last updated: May 3, 2020*

## What we collect

We collect your name and your address when you open an account with us.
We keep your records for 90 days after you close the account.
We do not sell what we know of you to anybody else.

## What you can do

You may ask us for a copy of all that we hold at any time.
You must tell us when your address changes within 30 days.

* [Home](https://example.org/home)
* [Terms of use](https://example.org/terms)
* [Frequent questions](https://example.org/questions)
* [Who we are](https://example.org/about)
"""


def explain(old: str, new: str) -> Transition:
    return auditor.explain_versions(old, new)


def classes(old: str, new: str) -> set[tuple[str, str]]:
    return {(change.cls, change.kind) for change in explain(old, new).changes}


def edited(*pairs: tuple[str, str], text: str = POLICY) -> str:
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    return text


def is_whole(transition: Transition, old: str, new: str) -> bool:
    """Whether each character is unchanged or in exactly one change, and the rest is equal."""
    left: list[str] = []
    for text, side in ((old, "old"), (new, "new")):
        spans = sorted(span for c in transition.changes for span in getattr(c, side))
        assert all(a.end <= b.start for a, b in pairwise(spans))
        assert transition.unchanged + sum(map(len, spans)) == len(text)
        kept, at = "", 0
        for span in spans:
            kept += text[at : span.start]
            at = span.end
        left.append(kept + text[at:])
    return sorted(left[0]) == sorted(left[1])


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ([("90 days", "12 months")], {("editorial", "number")}),
        ([("do not sell", "sell")], {("editorial", "negation")}),
        ([("You must", "You may")], {("editorial", "modal")}),
        ([("to anybody", "to Acme Limited")], {("editorial", "name")}),
        ([("May 3, 2020", "June 8, 2021")], {("volatile", "stated-date")}),
        ([("your name", "**your name**")], {("extraction", "markup")}),
        ([(".org/terms", ".org/conditions")], {("editorial", "link")}),
        ([("https://example.org/terms", "http://example.org/terms/")],
         {("extraction", "link-form")}),
        ([("(https://example.org/home)", "(/home)")], {("extraction", "link-form")}),
        ([("# Privacy policy", "---\ntitle: a\nlayout: b\n---\n\n# Privacy policy")],
         {("extraction", "front-matter"), ("extraction", "markup")}),
        ([("example.org/home", "example.org/de/home")], {("editorial", "link")}),
        ([("## What you can do", "## WHAT YOU CAN DO")], {("extraction", "case")}),
        ([("org/home)", "org/home?sid=Q1LVHHntVq4AX8oIn8q)")], {("editorial", "link")}),
        ([("address when", "adress when")], {("editorial", "spelling")}),
    ],
)  # fmt: skip
def test_a_change_is_told_by_what_made_it(
    change: list[tuple[str, str]], wanted: set[tuple[str, str]]
) -> None:
    new = edited(*change)
    assert classes(POLICY, new) == wanted
    assert is_whole(explain(POLICY, new), POLICY, new)


@pytest.mark.parametrize(
    ("old", "new", "cls"),
    [
        ("1,204 views", "1,377 views", "volatile"),
        ("Comments: 3", "Comments: 8", "volatile"),
        ("Comments are taken for 30 days", "Comments are taken for 10 days", "editorial"),
        ("浏览次数：31", "浏览次数：57", "volatile"),
        ("附件2", "附件3", "editorial"),
        ("（三）一年内受罚2次的", "（三）一年内受罚3次的", "editorial"),
    ],
)
def test_what_counts_readers_is_volatile_and_no_other_number(old: str, new: str, cls: str) -> None:
    page = POLICY if old.isascii() else "第一条 读者应当爱护图书。\n第二条 读者可以借书。\n"
    found = classes(f"{page}\n{old}\n", f"{page}\n{new}\n")
    assert {cls for cls, _ in found} == {cls}


@pytest.mark.parametrize(
    ("old", "new", "kind", "terms"),
    [
        ("Write to us at 1000 Brussels.", "Write to us at 3018 Bern.", "number", ("number",)),
        ("The office is in 75013 Paris.", "The office is in 75015 Paris.", "number", ("number",)),
        ("It is plot 39/1, 90, 91.", "It is plot 62, 6/1, 63.", "number", ("number",)),
        ("It holds on 3 May 2021 only.", "It holds on 17 June 2021 only.", "date", ("number",)),
        ("It holds on 3 May 2021 only.", "It holds on 3 June 2021 only.", "date", ("number",)),
        ("It holds on 3 May 2021 only.", "It holds on 8 May 2021 only.", "date", ("number",)),
        ("You may use 3 of them.", "You must use 3 of them.", "modal", ("modal",)),
        ("You may 14 days after pay 3.", "You must 14 days after pay 3.", "modal", ("modal",)),
        ("They ask Mary Ann Ray, who is a notary.", "They ask Mary Ann Ray, who was a notary.",
         "wording", ()),
        ("They ask Mary Ann Ray, who is a notary.", "They ask Mary Lou Ray, who is a notary.",
         "name", ("name",)),
        ("## Section 3. Of fees", "## Section 4. Of fees", "renumbering", ()),
        ("Part 3\n------", "Part 4\n------", "renumbering", ()),
        ("## Глава 3 Сборы", "## Глава 4 Сборы", "renumbering", ()),
        ("第三条 读者可以借书。", "第四条 读者可以借书。", "renumbering", ()),
        ("## Within 3 days", "## Within 4 days", "number", ("number",)),
        ("Section 3. Of fees", "Section 4. Of fees", "number", ("number",)),
    ],
)  # fmt: skip
def test_of_what_kind_an_edit_is(old: str, new: str, kind: str, terms: tuple[str, ...]) -> None:
    old, new = f"{POLICY}\n{old}\n\nSo it is.\n", f"{POLICY}\n{new}\n\nSo it is.\n"
    changes = explain(old, new).changes
    assert {(c.cls, c.kind, c.terms) for c in changes} == {("editorial", kind, terms)}


def test_a_token_in_an_address_is_no_change_of_a_link() -> None:
    old = edited(("org/home)", "org/home?sid=Q1LVHHntVq4AX8oIn8q)"))
    new = edited(("org/home)", "org/home?sid=8aIddMfOjisAX9kGuQU)"))
    assert classes(old, new) == {("volatile", "url-token")}


def test_a_link_to_the_same_page_in_another_language_is_the_locale() -> None:
    old = edited(("example.org/terms", "example.org/en-us/terms"))
    new = edited(("example.org/terms", "example.org/de/terms"))
    assert classes(old, new) == {("locale", "country")}


def test_a_shuffled_list_of_links_is_noise_and_an_edit_among_it_is_not() -> None:
    head, items = POLICY.split("\n* ", 1)
    lines = ["* " + line for line in items.strip().split("\n* ")]
    new = head + "\n" + "\n".join([lines[2], lines[0], lines[3], lines[1]]) + "\n"
    assert {cls for cls, _ in classes(POLICY, new)} == {"noise-order"}
    both = edited(("90 days", "12 months"), text=new)
    assert ("editorial", "number") in classes(POLICY, both)


def test_a_date_of_effect_above_a_list_of_contents_is_an_authors() -> None:
    listed = "*Effective Date: 19 November 2023*\n\n* What we collect\n* What you can do\n\n"
    new = POLICY.replace("*Last updated: May 3, 2020*\n\n", listed)
    found = classes(POLICY.replace("*Last updated: May 3, 2020*\n\n", ""), new)
    assert found == {("editorial", "effective-date"), ("boilerplate", "contents")}


def test_a_new_sentence_is_an_authors_though_it_stands_twice() -> None:
    said = "We never keep what you wrote for more than 30 days."
    new = POLICY.replace("anybody else.\n", f"anybody else.\n{said}\n{said}\n")
    assert ("editorial", "number") in classes(POLICY, new)


def test_a_heading_of_new_text_is_no_copy_though_it_is_called_as_another() -> None:
    more = """## Children's policy

Children need a parent beside them whenever they open an account.

### What we collect

Of children we collect nothing but the year in which they were born.

"""
    new = POLICY.replace("* [Home]", f"{more}* [Home]")
    assert {cls for cls, _ in classes(POLICY, new)} == {"editorial"}


def test_what_a_page_says_of_each_of_its_parts_is_no_copy_where_a_part_is_new() -> None:
    phrase = "Whenever we use it we tell you why, and you may object to that use.\n"
    old = POLICY.replace("## What you", f"{phrase}\n## What you").replace("* [H", f"{phrase}\n* [H")
    new = old.replace("to anybody else.\n", f"to anybody else.\n{phrase}Others may ask for it.\n")
    assert {cls for cls, _ in classes(old, new)} <= {"editorial", "extraction"}  # a line's end


def test_a_menu_above_a_heading_leaves_the_sign_of_the_heading_where_it_is() -> None:
    menu = "".join(f"* [{name}](https://example.org/{name})\n" for name in ("a", "b", "c", "d"))
    found = explain(POLICY, menu + "\n\n" + POLICY).changes
    assert [(c.cls, c.after.strip()) for c in found] == [("boilerplate", menu.strip())]


def test_of_two_editions_the_first_leads_whichever_a_reading_keeps() -> None:
    text = POLICY.replace("*Last updated: May 3, 2020*", "Effective: March 1, 2020")
    newer = text.replace("March 1, 2020", "July 1, 2023")
    changes = explain(text, newer + "\n" + text).changes
    assert [(c.kind, c.after[:22]) for c in changes if c.cls != "extraction"] == [
        ("effective-date", "July 1, 2023"), ("superseded", "# Privacy policy\n\nEffe"),
    ]  # fmt: skip


def test_an_older_edition_is_told_though_another_line_dates_both() -> None:
    text = POLICY.replace("*Last updated: May 3, 2020*", "Effective: March 1, 2020")
    text = f"Effective January 1, 2020 ([all of them](https://example.org/all))\n\n{text}"
    newer = text.replace("March 1, 2020", "July 1, 2023")
    assert ("edition", "superseded") in classes(text, newer + "\n" + text)


def test_a_document_and_its_annex_are_no_two_editions() -> None:
    """Where nothing says that one half is of another time, both are the page."""

    def roles(half: str) -> list[str]:
        text = half + edited(("90 days", "12 months"), text=half)
        editions = Editions(Span(0, len(half)), Span(len(half), len(text)), len(half), ())
        reading = replace(unchanged(Document.from_text(text)), editions=editions)
        return [part.role for part in parts_of(text, reading, Lexicon.of("en", TERMS))]

    assert roles(POLICY) == ["leading", "superseded"]
    assert roles(edited(("*Last updated: May 3, 2020*\n", ""))) == ["leading"]


def test_a_page_that_stands_twice_is_one_page_and_one_copy() -> None:
    body = POLICY.replace("* [", "[")
    old, new = body, body + "\n" + edited(("Privacy policy", "Privacy policy"), text=body)
    transition = explain(old, new)
    assert {change.cls for change in transition.changes} <= {"noise-duplication", "extraction"}
    assert is_whole(transition, old, new)


def test_a_number_that_differs_in_the_second_copy_is_a_hidden_change() -> None:
    ends = "\nYou tell us of each fault that you find within a week, in writing.\n"
    body = POLICY.split("* [Home]", 1)[0] + ends
    new = body + "\n" + body.replace("90 days", "12 months")
    hidden = [change for change in explain(body, new).changes if change.hidden]
    assert [(c.cls, c.before, c.after) for c in hidden] == [("editorial", "90 days", "12 months")]


def test_a_number_alone_in_its_line_of_a_copy_is_a_hidden_change() -> None:
    """The sentence tells nothing of whether it is its twin's; what stands around it does."""
    body = "".join(
        f"A fee of class {n} is taken for each {name}, as the table says.\n\n{n + 30}\n\n"
        for n, name in enumerate(("boat", "tool", "room", "book", "film", "game", "map", "card"))
    )
    new = body + "\n" + body.replace("35", "75")
    hidden = [change for change in explain(body, new).changes if change.hidden]
    assert [(c.cls, c.before, c.after) for c in hidden] == [("editorial", "35", "75")]


def versions(*texts: str, day: Callable[[int], str] = lambda k: f"2020-01-{k + 1:02}") -> History:
    captures = [Version(f"v{k}", Document.from_text(text), day(k)) for k, text in enumerate(texts)]
    return histories_of("page", "given", captures, HistoryOptions())


def test_a_banner_that_goes_and_comes_blinks_both_times() -> None:
    banner = (
        "_We are open on Sundays during the fair, see [the fair](https://example.org/fair)._\n\n"
    )
    shown = edited(("# Privacy policy\n\n", "# Privacy policy\n\n" + banner))
    history = versions(POLICY, shown, POLICY + "\n", shown + "\n")
    found = [
        {c.cls for c in t.changes if "fair" in c.before + c.after} for t in history.transitions
    ]
    assert found == [{"blink"}] * 3
    assert history.blinks[0].states == (0, 1, 2, 3)


def test_a_page_that_is_again_as_it_was_is_a_blink_of_the_whole_state() -> None:
    banner = "_We are open on Sundays during the fair, come and see us there with your friends._"
    shown = edited(("# Privacy policy\n\n", f"# Privacy policy\n\n{banner}\n\n"))
    history = versions(POLICY, shown, POLICY)
    found = [{(c.cls, c.kind) for c in t.changes} for t in history.transitions]
    assert found == [{("blink", "state")}] * 2


def test_a_term_that_goes_to_and_fro_stays_editorial() -> None:
    longer = edited(("90 days", "12 months"))
    history = versions(POLICY, longer, POLICY + "\n")
    assert [t.changes[0].cls for t in history.transitions] == ["editorial", "editorial"]


def test_equal_texts_are_one_state_and_a_failed_capture_costs_nothing() -> None:
    failed = "403 Forbidden\n\nAccess denied"
    longer = edited(("90 days", "12 months"))
    history = versions(POLICY, POLICY, failed, longer)
    assert [(s.quality, s.seen_again) for s in history.states][:2] == [
        ("clean", ("2020-01-02",)),
        ("failed", ()),
    ]
    assert [(t.old, t.new) for t in history.transitions] == [(0, 1), (0, 2)]
    assert list(history.transitions[0].totals) == ["capture-failure"]
    assert history.passages()[0].first.before == "90 days"


def test_what_comes_back_after_another_text_is_a_step_of_its_own() -> None:
    longer = edited(("90 days", "12 months"))
    history = versions(POLICY, longer, POLICY, "403 Forbidden\n\nAccess denied", POLICY)
    assert [(t.old, t.new) for t in history.transitions] == [(0, 1), (1, 2), (2, 3)]
    (change,) = history.transitions[1].changes
    assert (change.before, change.after) == ("12 months", "90 days")
    assert "goes to and fro" in change.evidence[-1]
    assert history.states[2].seen_again == ("2020-01-05",)


def test_another_language_is_no_change_of_the_page() -> None:
    german = "\n".join(
        ["Das ist der Text der Seite, die sich nach dem Lesen auch bei uns findet."] * 1
        + [
            "Wir geben die Daten, die Sie uns nennen, an niemanden weiter, der sie nicht braucht.",
            "Sie können uns nach dem Stand fragen und die Daten aus dem Konto löschen.",
        ]
    )
    history = versions(POLICY, german, POLICY + "\n")
    assert [list(t.totals) for t in history.transitions] == [["locale"], ["extraction"]]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_the_characters_of_all_changes_are_the_difference(data: st.DataObject) -> None:
    """Of any two texts, made of lines that repeat, move and change."""
    line = st.sampled_from([*POLICY.splitlines(), "第一条 三十日以内。", "a_b-c", "", "12 3"])
    text = st.lists(line, max_size=12).map("\n".join) | st.text(max_size=30)
    old, new = data.draw(text), data.draw(text)
    assert is_whole(explain(old, new), old, new)


@pytest.mark.parametrize("terms", TERMS, ids=lambda t: t.language)
def test_each_file_of_terms_finds_its_own_examples(terms: Terms) -> None:
    lexicon = Lexicon((terms,))
    kinds = {kind for kind, _ in terms.examples}
    if terms.lists["function-words"]:  # it can be told, and is told fully
        assert len(terms.lists["function-words"]) >= 30
        assert kinds == {"negation", "modal", "exception", "number", "stated-date",
                         "effective-date", "language"}  # fmt: skip
    assert "negation" in kinds
    for kind, text in terms.examples:
        if kind == "language":
            assert language(text * 2, TERMS) == terms.language
        elif kind == "number":
            assert lexicon.numbers(text), text
        else:
            assert lexicon.holds(kind, text), text
    assert changed_terms("", terms.examples[0][1], lexicon)


@pytest.mark.parametrize("spoken", ["en", "de", "fr"])
def test_a_month_is_known_by_its_name(spoken: str) -> None:
    lexicon = Lexicon.of(spoken, load())
    names = lexicon.terms[0].lists["months"]
    found = [first_date(f"3. {name} 2020", lexicon) for name in names]
    assert found[:12] == [f"2020-{k:02}-03" for k in range(1, 13)]
    assert None not in found


@pytest.mark.parametrize(
    ("spoken", "text", "is_date"),
    [
        ("en", "3rd of May 2020 at 10:00 am UTC", True), ("en", "2020-05-03T10:00:00Z", True),
        ("en", "the 5th house", False), ("de", "am 3. Mai 2020 um 10 Uhr", True),
        ("fr", "1er janvier 2020", True), ("ja", "2020年5月3日", True), ("zh", "5月的账单", False),
    ],
)  # fmt: skip
def test_a_date_is_nothing_but_a_date(spoken: str, text: str, is_date: bool) -> None:
    assert Lexicon.of(spoken, load()).is_date(text) == is_date


def test_until_when_a_text_applies_is_not_from_when() -> None:
    english, german = (Lexicon.of(spoken, load()) for spoken in ("en", "de"))
    assert effective_date("Effective May 1, 2023 until July 1, 2024", english) == "2023-05-01"
    assert effective_date("Effective until July 1, 2024", english) is None
    assert effective_date("Gültig bis 1. Juli 2023", german) is None


def test_the_terms_ship_with_the_package() -> None:
    names = {path.name for path in files("auditor.data").joinpath("terms").iterdir()}
    assert {"en.toml", "de.toml", "fr.toml", "zh.toml", "ja.toml"} <= names


@pytest.mark.parametrize("terms", TERMS, ids=lambda t: t.language)
def test_an_audit_reads_the_same_words_as_a_version_audit(terms: Terms) -> None:
    example = dict(terms.examples)["negation"]
    assert negations(example) > 0
    months = terms.lists["months"]
    assert len(months) == 0 or differ(f"3 {months[0]} 2020", f"3 {months[1]} 2020")


def test_bare_texts_are_equal_whatever_the_markup() -> None:
    assert bare("**Don&rsquo;t**\n\n* go") == bare("Don’t - go")
    assert bare("pages 10-20") != bare("pages 1020")
    assert tokens("see [a](https://x.org/a_b-c)").keys[-5:-1] == ("_", "b", "-", "c")


def test_a_sentence_keeps_its_first_state_through_moves_gaps_edits_and_copies() -> None:
    first = POLICY.split("* [Home]", 1)[0]
    longer = edited(("90 days", "12 months"), text=first)
    lines = longer.splitlines()
    where = lines.index("We do not sell what we know of you to anybody else.")
    moved = "\n".join([*lines[:where], *lines[where + 1 :], lines[where]]) + "\n"
    gone = moved.replace("You may ask us for a copy of all that we hold at any time.\n", "")
    last = moved.replace("at any time", "at all times") + "We wrote this in the end.\n"
    texts = (first, longer, longer + "\n" + longer, gone, moved, last)
    captures = [
        Version(f"v{k}", Document.from_text(text), f"2020-0{k + 1}-01")
        for k, text in enumerate(texts)
    ]
    history = histories_of("page", "given", captures, HistoryOptions(blame=True))

    def line(text: str) -> Lineage:
        (found,) = history.lineage_of(text)
        return found

    assert [w.state for w in line("12 months").wordings] == [0, 1]
    assert line("do not sell").moves == (3,) and line("do not sell").first == 0
    assert line("hold at all times").first == 0 and line("hold at all times").gaps == ((3, 4),)
    assert line("in the end").first == 5
    assert all(
        last[found.span.start : found.span.end].startswith(found.text[:20])
        for found in history.lineage
    )


def test_an_order_that_goes_back_is_noise_and_one_that_lasts_is_not() -> None:
    lines = POLICY.split("* [Home]", 1)[0].splitlines()
    where = lines.index("We keep your records for 90 days after you close the account.")
    first = "\n".join(lines) + "\n"
    moved = "\n".join([*lines[:where], *lines[where + 1 :], lines[where]]) + "\n"
    back = versions(first, moved, first + "\n")
    assert all("noise-order" in t.totals for t in back.transitions)
    assert not any(c.is_editorial for t in back.transitions for c in t.changes)
    stays = versions(first, moved, moved + "\n", day=lambda k: f"202{k}-01-01")
    (change,) = stays.transitions[0].changes
    assert (change.cls, change.unsure) == ("editorial-move", False)


def test_a_paragraph_in_capitals_that_moves_is_moved() -> None:
    loud = "WE ANSWER FOR NO DAMAGE THAT A THING DOES TO WHOEVER HAS NOT READ THIS.\n"
    old, new = POLICY.replace("\n## What you can", f"{loud}\n## What you can"), loud + POLICY
    history = versions(old, new, new + "\n")
    found = {change.cls for change in history.transitions[0].changes if len(change.before) > 20}
    assert found == {"editorial-move"}


def test_a_short_sentence_that_changes_moves_with_the_one_beside_it() -> None:
    moved = (
        "Whoever finds a lost key hands it to the warden on the day.\nBy 12 of May 2014, S. 1.\n"
    )
    old = POLICY.replace("\n## What you can", f"{moved}\n## What you can")
    new = moved.replace("12", "19") + POLICY
    (first, *_) = versions(old, new, new + "\n").transitions
    words = {(c.before.strip(), c.after.strip()) for c in first.changes if c.cls == "editorial"}
    assert words == {("12", "19")}


def test_a_short_sentence_of_a_dense_script_is_no_item_of_a_list() -> None:
    lines = [
        "第一条 读者应当爱护图书。",
        "馆内不得吸烟。",
        "读者可以借五册书，期限为三十日。",
        "逾期的，每册每日收费一角。",
        "遗失图书的，按原价赔偿。",
        "本规则自公布之日起施行。",
    ]
    later = [lines[0], *lines[2:5], lines[1], lines[5]]
    old, new = "\n".join(lines), "\n".join(later)
    (first, *_) = versions(old, new, new + "\n").transitions
    assert {change.cls for change in first.changes} == {"editorial-move"}


def test_the_spelling_of_another_country_is_the_locale_where_nothing_else_changed() -> None:
    old = "".join(
        f"We {verb} what {noun} brings, and nothing else is done with it here.\n\n"
        for verb, noun in (
            ("organise", "the first"), ("recognise", "the second"), ("authorise", "the third"),
            ("analyse", "the fourth"),
        )
    )  # fmt: skip
    new = old.replace("nise", "nize").replace("rise", "rize").replace("analyse", "analyze")
    found = Counter((c.cls, c.kind) for c in explain(old, new).changes)
    assert found == {("locale", "country"): 4}
    edited_too = new.replace("the third brings", "the ninth gets").replace("the fourth", "a fifth")
    found = Counter((c.cls, c.kind) for c in explain(old, edited_too).changes)
    assert not found["locale", "country"], "two sentences are no country"


def test_a_number_between_abbreviations_that_goes_to_and_fro_is_no_blink() -> None:
    before, after = "as § 17 Abs. 3 Nr. 8 Satz 2", "as § 17 Abs. 3 Nr. 9 Nr. 8 Satz 2"
    text = POLICY.replace("within 30 days", f"within 30 days, {before} says")
    history = versions(text, text.replace(before, after), text)
    assert {c.cls for t in history.transitions for c in t.changes} == {"editorial"}


@pytest.mark.parametrize(
    "line", ["This version applies until June 30, 2023.", "In force until June 30, 2023"]
)
def test_until_when_an_older_edition_applies_is_said_of_that_edition(line: str) -> None:
    old = POLICY.replace("*Last updated: May 3, 2020*", "Effective: March 1, 2020")
    newer = old.replace("March 1, 2020", "July 1, 2023")
    for between, begins in ((f"{line}\n\n", line), ("Paid until June 30, 2023.\n\n", "# Privacy")):
        page = Document.from_text(f"{newer}\n{between}{old}")
        (state,) = histories_of("page", "given", [Version("v0", page, None)]).states
        (_, other) = state.parts
        assert (other.role, other.effective) == ("superseded", "2020-03-01")
        assert state.text[other.hull.start :].startswith(begins)


def test_a_line_of_nouns_is_no_labels() -> None:
    old = "".join(
        f"Die Satzung des Vereins regelt in Teil {n}, was für die Mitglieder gilt und was nicht.\n"
        for n in range(1, 9)
    )
    line = "Überweisung zur Durchführung einer Heilbehandlung und Entziehungskur\n"
    at = old.index("Die Satzung des Vereins regelt in Teil 5")
    new = old[:at] + line + old[at:]
    assert {cls for cls, _ in classes(old, new)} == {"editorial"}


def test_a_set_phrase_that_stands_so_elsewhere_has_not_gone_back() -> None:
    """That an earlier version has it at such neighbours is no more than what this one has."""
    phrase = "That holds unless the council of the harbour has said so."
    rules = [f"Rule {n} is of what the {n}th pier asks of boats. {phrase}\n" for n in range(1, 7)]
    apart = "Boats of the town come first on every pier, whatever their length may be.\n"
    old = "".join(rules) + apart
    new = "".join([*rules[:2], apart, *rules[2:]])
    history = versions(old + "\n", old, new, new + "\n", new + "\n\n")
    moves = [c for t in history.transitions for c in t.changes if c.cls != "extraction"]
    assert {c.cls for c in moves} == {"editorial-move"}


def test_two_editions_are_parted_where_the_title_stands_again() -> None:
    """Whatever of both a reading has kept: here what differs, and the second one."""
    half = POLICY.replace("*Last updated: May 3, 2020*", "Effective: March 1, 2020")
    text = half.replace("March 1, 2020", "July 1, 2023") + "\n" + half
    cut, line = len(half) - 1, text.index("## What we collect")
    spans = Span(0, line), Span(cut, len(text))
    read = "".join(span.of(text) for span in spans)
    at = (Span(0, line), Span(line, len(read)))
    witnesses = tuple(Witness(own, there, "") for own, there in zip(at, spans, strict=True))
    reading = replace(unchanged(Document.from_text(text)), text=read, witnesses=witnesses)
    lead, other = parts_of(text, reading, Lexicon.of("en", TERMS))
    assert (lead.role, lead.effective) == ("leading", "2023-07-01")
    assert (other.role, other.effective) == ("superseded", "2020-03-01")
    assert state_text(text, other).startswith("# Privacy policy\n\nEffective: March")


def state_text(text: str, part: Part) -> str:
    return "".join(span.of(text) for span in part.spans)
