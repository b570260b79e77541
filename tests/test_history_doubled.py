"""What one version holds twice, and the version beside it once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.history.explaining.changes import explained
from auditor.history.explaining.terms import load
from auditor.history.pairing.doubled import agreed, settled
from auditor.history.stages import histories_of
from auditor.model import Document, Span
from auditor.model.versions import Part, Quality, State, Version

HEAD = "# Terms of the shop\n\n"
CONTENTS = "".join(
    f"{n}. [{words}](https://example.org/{{page}}#{n})\n"
    for n, words in enumerate(
        ("What these terms are for", "How an order is placed", "What a delivery costs",
         "How a thing is sent back", "Who answers for damage", "Which law applies here"), 1
    )
) + "\n"  # fmt: skip
FIRST = CONTENTS.format(page="terms")
BODY = "".join(
    f"In part {word} the shop and the buyer agree on what is said of {word}, and nothing else.\n\n"
    for word in ("orders", "payment", "delivery", "returns", "damage", "law", "notices", "privacy")
)


def whole(number: int, text: str) -> State:
    """A state of which the audit has left out nothing."""
    return State(
        number, f"v{number}", str(number), text, None, "given", "en", "clean",
        (Part("leading", (Span(0, len(text)),)),),
    )  # fmt: skip


def copies(state: State) -> list[str]:
    return [s.of(state.text) for part in state.parts[1:] for s in part.spans]


@pytest.mark.parametrize("flip", [False, True])
def test_what_a_neighbour_has_once_is_a_copy_where_it_has_nothing(flip: bool) -> None:
    once, twice = whole(0, HEAD + FIRST + BODY), whole(1, HEAD + FIRST + BODY + FIRST)
    if flip:
        first, second = agreed([replace(twice, id=0), replace(once, id=1)], [(0, 1)])[::-1]
    else:
        first, second = agreed([once, twice], [(0, 1)])
    assert first.parts == once.parts
    assert copies(second) == [FIRST]
    assert second.damage == ("AUD103",)


def test_the_place_is_told_though_every_link_leads_elsewhere() -> None:
    other = CONTENTS.format(page="node/839")
    old, new = whole(0, HEAD + FIRST + BODY), whole(1, HEAD + other + BODY + other)
    assert copies(settled(new, old)) == [other]


def test_the_wrong_one_of_two_places_is_brought_back() -> None:
    old, text = whole(0, HEAD + FIRST + BODY), HEAD + FIRST + BODY + FIRST
    edges = len(HEAD), len(HEAD + FIRST)
    read = (Span(0, edges[0]), Span(edges[1], len(text)))
    parts = (Part("leading", read), Part("copy", (Span(*edges),)))
    found = settled(replace(whole(1, text), parts=parts, repeated=len(FIRST)), old)
    assert found.leading.spans == (Span(0, len(text) - len(FIRST)),)
    assert copies(found) == [FIRST]


@pytest.mark.parametrize(("head", "tail"), [(5, 0), (0, 7), (0, 0)])
def test_a_crumb_beside_a_copy_is_part_of_it(head: int, tail: int) -> None:
    """Where a reading has left out the copy without the number of its first item, or its end."""
    copied = "12.  Of notices: " + BODY[:300].rstrip()
    old = HEAD + copied + "\n\n" + BODY[300:]
    at = old.index(" ", len(HEAD + copied) + 150)
    new = whole(1, f"{old[:at]} {copied} {old[at + 1 :]}")
    start, end = at + 1, at + 1 + len(copied)
    left = Span(start + head, end - tail)
    around = Span(0, left.start), Span(left.end, len(new.text))
    parts = Part("leading", around), Part("copy", (left,))
    (found,) = copies(settled(replace(new, parts=parts), whole(0, old)))
    assert found.strip() == copied


FREE = (
    "You stay free to take the offer or to leave it, and each of the two sides may say no to what "
    "the mediator proposes."
)
ENDS_ALIKE = (
    f"{HEAD}{BODY}Of a dispute you may tell the mediator. {FREE}\n\n"
    f"By the regulation on disputes there is a platform for both sides as well. {FREE}"
)


def test_a_page_that_stands_twice_is_parted_where_its_text_ends() -> None:
    """A sentence that it says twice, the second time at its end, is not read from the copy."""
    text = f"{ENDS_ALIKE}\n\n{ENDS_ALIKE[len(HEAD) :]}"
    found = histories_of("shop", "given", [Version("v0", Document.from_text(text), None)])
    assert found.states[0].leading.spans == (Span(0, len(ENDS_ALIKE) + 2),)


def test_what_a_page_says_twice_by_right_is_brought_back() -> None:
    old, text = whole(0, ENDS_ALIKE), f"{ENDS_ALIKE}\n\n{ENDS_ALIKE[len(HEAD) :]}"
    cut = text.index(FREE, text.index(FREE) + 1)
    parts = Part("leading", (Span(0, cut),)), Part("copy", (Span(cut, len(text)),))
    found = settled(replace(whole(1, text), parts=parts, repeated=len(text) - cut), old)
    assert found.leading.spans == (Span(0, len(ENDS_ALIKE) + 2),)


def test_a_sentence_left_out_as_a_copy_is_not_told_as_deleted() -> None:
    """Both versions say it twice; the reading of one has it once."""
    old, text = whole(0, ENDS_ALIKE), ENDS_ALIKE.replace("said of law", "held about law")
    cut = text.index(FREE, text.index(FREE) + 1)
    parts = Part("leading", (Span(0, cut),)), Part("copy", (Span(cut, len(text)),))
    new = replace(whole(1, text), parts=parts, repeated=len(FREE))
    one, two = agreed([old, new], [(0, 1)])
    (change,) = explained(one, two, load()).drafts
    assert (change.change.before, change.change.after) == ("said of", "held about")


def test_words_left_out_amid_a_sentence_that_both_have_are_brought_back() -> None:
    old, text = whole(0, HEAD + BODY), (HEAD + BODY).replace("said of law", "held about law")
    start = text.index("on what is said of orders, ")
    end = start + len("on what is said of orders, ")
    parts = (
        Part("leading", (Span(0, start), Span(end, len(text)))),
        Part("copy", (Span(start, end),)),
    )
    found = settled(replace(whole(1, text), parts=parts, repeated=end - start), old)
    assert found.parts == whole(1, text).parts


def test_what_a_reading_has_taken_for_a_copy_is_not_lost() -> None:
    """Told of two readings that no neighbour has settled."""
    old, text = whole(0, ENDS_ALIKE), ENDS_ALIKE
    cut = text.index(FREE, text.index(FREE) + 1)
    parts = Part("leading", (Span(0, cut),)), Part("copy", (Span(cut, len(text)),))
    new = replace(whole(1, text), parts=parts, repeated=len(FREE))
    assert {d.change.cls for d in explained(old, new, load()).drafts} == {"noise-duplication"}


@pytest.mark.parametrize(
    ("left", "quality", "cls"),
    [
        ("In part orders the shop and the buyer agree on it.", "clean", "noise-duplication"),
        ("In part orders, ", "clean", "editorial"),
        ("In part orders, ", "damaged", "noise-duplication"),
        ("You may not, ", "damaged", "editorial"),
        ("Nobody has said it.", "damaged", "editorial"),
    ],
)
def test_what_is_left_beside_a_copy_is_of_it(left: str, quality: Quality, cls: str) -> None:
    """A crumb only where copies are woven; what turns a clause never is."""
    head = "In part orders the shop and the buyer agree on it. In part orders, you may not, so.\n\n"
    old = whole(0, head + BODY)
    text = f"{head}{BODY}{BODY[:300]}\n{left}\n"
    at = len(head + BODY)
    spans = Span(0, at), Span(at + 300, len(text))
    parts = Part("leading", spans), Part("copy", (Span(at, at + 300),))
    new = replace(whole(1, text), parts=parts, repeated=300, quality=quality)
    found = [d.change for d in explained(old, new, load()).drafts]
    assert {c.cls for c in found if left.strip() in c.after} == {cls}


def test_an_older_wording_in_a_copy_is_not_brought_back() -> None:
    """The neighbour has it, and everything around it, at the place of the page."""
    changed = BODY.replace("said of law", "held about law")
    old, text = whole(0, HEAD + BODY), HEAD + changed + BODY
    cut = len(HEAD + changed)
    parts = Part("leading", (Span(0, cut),)), Part("copy", (Span(cut, len(text)),))
    new = replace(whole(1, text), parts=parts, repeated=len(BODY))
    assert settled(new, old) == new


def test_what_stands_twice_in_both_is_meant() -> None:
    old, new = whole(0, HEAD + FIRST + BODY + FIRST), whole(1, HEAD + FIRST + BODY + FIRST + "End.")
    assert agreed([old, new], [(0, 1)]) == (old, new)


def test_a_new_passage_is_no_copy_though_it_stands_twice() -> None:
    old, new = whole(0, HEAD + BODY), whole(1, HEAD + FIRST + BODY + FIRST)
    assert settled(new, old) is new


def test_it_is_said_when_damage_ends_and_that_it_lasts() -> None:
    page, twice = HEAD + FIRST + BODY, HEAD + FIRST + BODY + HEAD + FIRST + BODY
    texts = (page, twice, page + "Last of all.\n", twice + "\n")
    versions = [
        Version(f"v{k}", Document.from_text(text), f"2024-0{k + 1}-01")
        for k, text in enumerate(texts)
    ]
    found = histories_of("shop", "given", versions)
    told = ["AUD607" in t.findings for t in found.transitions]
    assert told == [True, False, True]
    reasons = [n.reason for n in found.notices if n.code.startswith("corruption")]
    assert reasons == [
        "the scrape repeats itself since 2024-02-01 (AUD103), no more in 2024-03-01",
        "the scrape repeats itself since 2024-04-01 (AUD103), still in 2024-04-01",
    ]


def test_a_list_of_the_headings_is_no_copy_of_them() -> None:
    names = [f"What is said of part {word} of these terms" for word in "abcdefghijkl"]
    body = "".join(f"## {name}\n\nThe {name.lower()}, and no more.\n\n" for name in names)
    listed = "".join(f"* {name}\n" for name in names) + "\n"
    old, new = whole(0, HEAD + body), whole(1, HEAD + listed + body)
    assert settled(new, old) is new


def test_an_order_that_the_page_never_had_is_taken_back() -> None:
    old, text = whole(0, HEAD + BODY), HEAD + BODY + "One sentence more.\n"
    cut = len(HEAD) + 200
    read = (Span(0, len(HEAD)), Span(cut, len(text)), Span(len(HEAD), cut))
    found = settled(replace(whole(1, text), parts=(Part("leading", read),)), old)
    assert found.leading.spans == (Span(0, len(text)),)


def test_a_number_that_differs_in_a_new_copy_beside_an_old_one_is_a_hidden_change() -> None:
    """Both versions have a copy left out; that of the newer one holds the whole page too."""
    head = HEAD + "A fee of 30 euros is taken for each of them.\n\n"
    text = head + BODY + BODY[:300]
    more = text + "\n" + (head + BODY).replace("30", "70")
    at = len(head + BODY)
    old, new = (
        replace(
            whole(k, own),
            parts=(Part("leading", (Span(0, at),)), Part("copy", (Span(at, len(own)),))),
        )
        for k, own in enumerate((text, more))
    )
    hidden = [d.change for d in explained(old, new, load()).drafts if d.change.hidden]
    assert [(c.cls, c.before, c.after) for c in hidden] == [("editorial", "30", "70")]
