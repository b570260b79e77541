"""The same words with the same links, written otherwise: what an extraction does, and no author."""

from __future__ import annotations

import pytest

import auditor
from auditor.history.explaining.kinds.written import is_written_otherwise

ADDRESS = "https://example.org/rules"
BODIES = {
    "our rules": "The office keeps records of every visit for ninety days.\n\nReaders find {} on "
    "the board at the door and may ask for a copy.\n\nIt answers within two weeks.\n",
    "我们的规则": "本馆保存每次访问的记录九十天。\n\n读者可以在门口的公告板上看到{}并索取副本。\n\n"
    "办公室在两周内答复，从不收费。\n",
}
SAME = [
    (ADDRESS, f"[{ADDRESS}]({ADDRESS})"),
    (f"<{ADDRESS}>", f"[{ADDRESS}]({ADDRESS})"),
    ("example.org/rules", f"[example.org/rules]({ADDRESS})"),
    ("info@example.org", "[info@example.org](mailto:info@example.org)"),
    (f'<a href="{ADDRESS}">WORDS</a>', f"[WORDS]({ADDRESS})"),
    (f"<a class='x' href='{ADDRESS}' >WORDS</a>", f"[WORDS]({ADDRESS})"),
    (f'<a href="{ADDRESS}">WORDS</a>', "[WORDS](/rules)"),
    (f'<img src="{ADDRESS}" alt="WORDS">', f"![WORDS]({ADDRESS})"),
    ("<b>WORDS</b>", "**WORDS**"),
    ("<b>WORDS</b>", "WORDS"),
]
OTHER = [
    (f'<a href="{ADDRESS}">WORDS</a>', f"[WORDS]({ADDRESS}/2)"),
    (f'<a href="{ADDRESS}">WORDS</a>', f"[no WORDS]({ADDRESS})"),
    (ADDRESS, f"[{ADDRESS}/2]({ADDRESS}/2)"),
    ("WORDS", f"[WORDS]({ADDRESS})"),  # where it leads was told nowhere
]


def classes(old: str, new: str) -> list[str]:
    return [change.cls for change in auditor.explain_versions(old, new).changes]


@pytest.mark.parametrize("words", BODIES)
@pytest.mark.parametrize("written", SAME)
def test_a_link_that_is_written_otherwise_is_extraction(
    words: str, written: tuple[str, str]
) -> None:
    one, other = (BODIES[words].format(each.replace("WORDS", words)) for each in written)
    assert set(classes(one, other)) == {"extraction"}
    assert set(classes(other, one)) == {"extraction"}


@pytest.mark.parametrize("words", BODIES)
@pytest.mark.parametrize("written", OTHER)
def test_another_word_or_another_place_is_an_authors(words: str, written: tuple[str, str]) -> None:
    one, other = (BODIES[words].format(each.replace("WORDS", words)) for each in written)
    assert "editorial" in classes(one, other)
    assert "editorial" in classes(other, one)


def test_a_link_in_a_link_leads_where_each_of_them_does() -> None:
    badge = "[![state](https://example.org/a.png)](https://example.org/b)"
    tags = '<a href="https://example.org/b"><img alt="state" src="https://example.org/a.png"></a>'
    assert is_written_otherwise(badge, tags, (badge, tags))
    assert not is_written_otherwise(badge, tags.replace("/b", "/c"), (badge, tags))
    assert not is_written_otherwise("a <b", "a > b", ("a <b", "a > b"))


def test_an_address_is_made_a_link_by_an_author_where_others_were_links_before() -> None:
    body = BODIES["our rules"] + "\nMore at [example.org/more](https://example.org/more).\n"
    assert "editorial" in classes(body.format(ADDRESS), body.format(f"[{ADDRESS}]({ADDRESS})"))


@pytest.mark.parametrize("title", ["The rules", "规则"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("---\nlayout: page\n---\n\n# {}\n\n", "---\nlayout: page\ntitle: {}\n---\n\n"),
        ("# {}\n\n", "---\ntitle: {}\n---\n\n# {}\n\n"),
        ("# {}\n\n", "title: {}\n\n"),
        ("", "title: {}\n\n"),
        ("{}\n\n", "title: {}\nlang: en\n\n{}\n\n"),
        ('+++\nlayout = "page"\n+++\n', '+++\nlayout = "page"\ntitle = "{}"\n+++\n'),
    ],
)
def test_the_title_in_a_head_for_programs_is_extraction(title: str, old: str, new: str) -> None:
    body = next(body for words, body in BODIES.items() if words.isascii() == title.isascii())
    one, other = (head.replace("{}", title) + body for head in (old, new))
    assert set(classes(one, other)) == {"extraction"}
    assert set(classes(other, one)) == {"extraction"}


def test_another_title_and_a_line_with_a_colon_are_an_authors() -> None:
    body = BODIES["our rules"]
    assert "editorial" in classes(
        "---\ntitle: Rules\n---\n\n" + body, "---\ntitle: Law\n---\n\n" + body
    )
    assert "editorial" in classes(body, "Date: whoever comes in May pays nothing.\n\n" + body)
