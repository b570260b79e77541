"""Texts of which the lines were wrapped at a column, as laws are kept."""

from __future__ import annotations

from textwrap import fill

import pytest

import auditor
from auditor.history.pairing.bare import tokens
from auditor.history.pairing.wraps import soft_breaks

NAMES = ("Boats", "Tools", "Rooms", "Books", "Films", "Games", "Maps", "Cards", "Discs", "Prints")
RULES = [
    f"({n}) {name} are lent to whoever lives in the town and has paid the fee that the council "
    f"sets for {name.lower()}; who brings {name.lower()} back late pays a fine for each day, "
    "unless an illness or another grave reason kept the borrower from it. The court of the town "
    "decides."
    for n, name in enumerate(NAMES, 1)
]


def wrapped(rules: list[str], indent: str = "") -> str:
    lines = (fill(r, 70, initial_indent=indent, subsequent_indent=indent) for r in rules)
    return "\n\n".join(lines)


LAW = wrapped(RULES)


def told(new: list[str]) -> list[tuple[str, str, str]]:
    changes = auditor.explain_versions(LAW + "\n", wrapped(new) + "\n").changes
    return [
        (c.cls, " ".join(c.before.split()), " ".join(c.after.split()))
        for c in changes
        if c.cls != "extraction"
    ]


@pytest.mark.parametrize("indent", ["", "    "])
def test_a_wrapped_line_is_no_unit(indent: str) -> None:
    text = wrapped(RULES, indent)
    assert len(soft_breaks(text)) == text.count("\n") - text.count("\n\n") * 2
    assert tokens(text).unit_keys() == tokens("\n\n".join(RULES)).unit_keys()


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"* [{name} and all that is said of them]({name})" for name in NAMES * 3),
        "\n".join(f"{name} stand here" for name in NAMES * 3),
        "\n\n".join(RULES),
        "\n".join(RULES),
        "Too short\nto tell.",
    ],
)
def test_lists_and_paragraphs_are_not_wrapped(text: str) -> None:
    assert not soft_breaks(text)


def test_a_line_that_was_cut_amid_a_sentence_goes_on() -> None:
    """As where an author puts words in and does not fill the paragraph again."""
    text = LAW.replace("are lent to whoever", "are lent to\nwhoever", 1)
    assert tokens(text).unit_keys() == tokens(LAW).unit_keys()


def test_keys_with_values_are_lines_of_their_own() -> None:
    head = "---\nTitle: Law of the harbour\nslug: law\nlayout: default\n---\n\n"
    assert soft_breaks(head + LAW) == {at + len(head) for at in soft_breaks(LAW)}


def test_a_word_that_moves_the_ends_of_all_lines_is_the_only_change() -> None:
    new = [RULES[0].replace("each day", "each working day"), *RULES[1:]]
    assert told(new) == [("editorial", "", "working")]


def test_a_new_passage_is_neither_labels_nor_a_copy_of_lines_that_stand_elsewhere() -> None:
    """A line of it may be all nouns, or be what another rule says too."""
    names = ("Boote", "Geräte", "Räume", "Bücher", "Filme", "Spiele", "Karten", "Drucke")
    rules = [
        f"({n}) Wer in der Stadt wohnt und die Gebühr bezahlt hat, die der Rat für {name} setzt, "
        f"dem werden {name} geliehen; wer sie zu spät zurückbringt, wird mit einer Geldbuße bis zu "
        "drei Monaten Gebühr oder mit Ausschluss belegt, wenn er nicht krank gewesen ist."
        for n, name in enumerate(names, 1)
    ]
    new = (
        "(9) Die Vollstreckung ruht, solange die Voraussetzungen des Satzes 1 vorliegen und die "
        "Überweisung zur Durchführung einer Heilbehandlung oder Entziehungskur zulässig ist; er "
        "wird mit einer Geldbuße bis zu drei Monaten Gebühr oder mit Ausschluss belegt, wenn er "
        "nicht krank gewesen ist."
    )
    old, newer = wrapped(rules) + "\n", wrapped([*rules[:4], new, *rules[4:]]) + "\n"
    found = auditor.explain_versions(old, newer).changes
    assert {c.cls for c in found if c.cls != "extraction"} == {"editorial"}


def test_a_sentence_that_moves_is_moved_though_its_lines_end_elsewhere() -> None:
    moved = "Nobody lends to another what the library of the town has lent to him, not for a day."
    old = wrapped([f"{RULES[0]} {moved}", *RULES[1:]]) + "\n"
    new = wrapped([*RULES[:5], f"{RULES[5]} {moved}", *RULES[6:]]) + "\n"
    changes = [c for c in auditor.explain_versions(old, new).changes if c.cls != "extraction"]
    assert [(c.cls, " ".join(c.after.split())) for c in changes] == [("editorial-move", moved)]
