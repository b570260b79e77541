"""Pages as scrapers save them: pieces in their place, hidden text beside, furniture marked."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import auditor
from auditor.model import Document, Options
from auditor.read import document

OFFICE = "The office is open on Monday from nine to five. Members are told of it by post."


def read_html(markup: str) -> Document:
    return document(markup.encode(), "page.html", Options())


def test_streamed_pieces_go_to_their_templates() -> None:
    done = read_html(
        "<body><h1>Terms</h1><!--$?--><template id='B:0'></template>wait <p>Loading</p><!--/$-->"
        "<p>End</p><div hidden id='S:1'>two <b>three</b></div>"
        "<div hidden id='S:0'><p>One</p><template id='P:1'></template></div>"
        '<script>$RS("S:1","P:1");$RC("B:0","S:0")</script>'
    )
    assert done.text == "Terms\nOne\ntwo three\nEnd"
    assert [(each.text, each.reason) for each in done.hidden] == [("wait\nLoading", "template")]


def test_controls_move_with_their_piece() -> None:
    """What is set as the text of an element may not hold them."""
    done = read_html(
        "<p>a</p><!--$?--><template id='B:0'></template>wa\x1bit<!--x--><!--/$-->"
        "<div hidden id='S:0'>b\x02c<i>d</i></div><script>$RC('B:0','S:0')</script>"
    )
    assert (done.text, [each.text for each in done.hidden]) == ("a\nb\x02cd", ["wa\x1bit"])


def test_a_piece_that_holds_its_own_template_stays() -> None:
    piece = "<div hidden id='S:0'><template id='B:0'></template>x</div>"
    done = read_html(f'<p>a</p>{piece}<script>$RC("B:0","S:0")</script>')
    assert (done.text, [each.text for each in done.hidden]) == ("a", ["x"])


@pytest.mark.parametrize(
    ("markup", "text", "hidden"),
    [
        (f"<noscript><div></noscript><p>{OFFICE}", OFFICE, []),
        (
            "<noscript>No <b>scripts</b> &amp; no text</noscript>a",
            "a",
            [("No scripts & no text", "noscript")],
        ),
        ("<script>'<noscript>'</script>a<!-- <noscript> -->b", "ab", []),
        ("a<noscript>b", "a", [("b", "noscript")]),
        (f"<p>a<p style='display:none'>{OFFICE}", "a", [(OFFICE, "style")]),
        ("<style>.m{display:none}#y{visibility:hidden}</style>a<b class='x m'>b</b><i id=y>c</i>",
         "a", [("b", "style sheet"), ("c", "style sheet")]),
        ("<style>p.m , .q{Display:None !important}</style><b class=m>a</b><p class=m>b", "a",
         [("b", "style sheet")]),
        ("<style>.m{display:none}.m.on{display:block}</style><p class='m on'>a", "a", []),
        ("<style>.m{display:none}</style>a<p class=m style='display:block'>b", "a\nb", []),
        ("<style>@media print{.m{display:none}}</style><p class=m>a", "a", []),
        ("<style media=print>.m{display:none}</style><p class=m>a", "a", []),
        ("<style>body{visibility:hidden}</style><body><p>a", "a", []),
        ("<body hidden style='display:none'><p>a", "a", []),
        ("a<p popover>b<p style='visibility:collapse'>c", "a",
         [("b", "hidden"), ("c", "style")]),
        ("<style>.a .m{display:none}</style><p class=m>a", "a", []),
        ("a<video>no video</video><canvas>x</canvas>", "a",
         [("no video", "fallback"), ("x", "fallback")]),
        ("a<dialog>ask</dialog><div hidden>b <i hidden>c</i></div>", "a",
         [("ask", "dialog"), ("b c", "hidden")]),
        ("a<div hidden><script>1</script></div>", "a", []),
        ("<h3 id=h>a</h3><p role=region aria-labelledby=h hidden>b<p role=region hidden>c",
         "a\nb", [("c", "hidden")]),
        ("<p role=tabpanel style='display:none'>a<p hidden=until-found>b<details>c</details>",
         "a\nb\nc", []),
        ("<p>a</p><svg><title>t</title><text>b</text><g><text>c</text></g><defs>d</defs></svg>",
         "a\nb\nc", [("d", "defs")]),
        ("<noscript><p>read without scripts</p></noscript>", "read without scripts", []),
    ],
)  # fmt: skip
def test_hidden_text_is_a_second_layer(
    markup: str, text: str, hidden: list[tuple[str, str]]
) -> None:
    done = read_html(markup)
    assert done.text == text
    assert [(each.text, each.reason) for each in done.hidden] == hidden


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ("<tr><td>a<p>b</p><td></td><td>c</tr><tr><td>d<br>e<td>f</tr>", "a b\t\tc\nd e\tf"),
        ("<tr><th>x<tr><td></td><td>y</td></tr>", "x\n\ty"),
        ("<tr><td><h2>a</h2><p>b</p></td><td></td><td>c</td></tr>", "a\nb\tc"),
        ("<tr><td><p>a<p>b<p>c<p>d</td></tr><tr><td></td></tr>", "a\nb\nc\nd"),
        ("<tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr>", "a\tb\tc"),
    ],
)  # fmt: skip
def test_rows_of_data_are_lines(rows: str, text: str) -> None:
    assert read_html(f"<table>{rows}</table>").text == text


def test_an_element_is_named_as_a_person_finds_it() -> None:
    done = read_html(
        "<body>\n<main>\n<article id=policy><p>a<p>b\n<p>c</article></main><div>d<div id=x><p>e"
        "</div></div><div id=x><p>f"
    )
    assert [(origin.path, origin.line) for origin in done.origins] == [
        ("main > article#policy > p:nth-of-type(1)", 3),
        ("main > article#policy > p:nth-of-type(2)", 3),
        ("main > article#policy > p:nth-of-type(3)", 4),
        ("body > div:nth-of-type(1)", 4),
        ("div#x > p:nth-of-type(1)", 4),
        ("body > div:nth-of-type(2) > p:nth-of-type(1)", 4),
    ]


def test_the_result_names_elements_lines_and_hidden_text() -> None:
    text = f"<!DOCTYPE html>\n<nav>Home</nav>\n<p>{OFFICE}</p>\n<div class=m hidden>{OFFICE}</div>"
    result = auditor.audit(read_html(text + f"<p>{OFFICE}")).to_dict()
    repeated = next(each for each in result["findings"] if each["rule"].startswith("AUD10"))
    places = [(at["element"], at["line"]) for at in repeated["locations"]]
    assert sorted(places) == [("body > p:nth-of-type(1)", 3), ("body > p:nth-of-type(2)", 4)]
    assert json.loads(json.dumps(result["hidden"])) == [
        {
            "class": "m",
            "element": "body > div:nth-of-type(1)",
            "id": None,
            "line": 4,
            "reason": "hidden",
            "text": OFFICE,
        }
    ]
    assert auditor.audit(OFFICE).to_dict()["hidden"] is None


LINKS = "".join(f"<li><a href=/p{n}>Topic {n}</a></li>" for n in range(5))


@pytest.mark.parametrize(
    ("markup", "marked"),
    [
        ("<nav>Home News</nav><main>{}</main>", ["Home News"]),
        ("<header>Bank</header><p>{}</p><footer>Imprint</footer>", ["Bank", "Imprint"]),
        ("<header><h1>Rules</h1></header><p>{}</p>", []),
        ("<article><header>By Ann</header><p>{}</p></article>", []),
        ("<div role=navigation>Home</div><p>{}</p>", ["Home"]),
        ("<div class=siteFooter>Imprint</div><p>{}</p>", ["Imprint"]),
        ("<div class=footer><main>{}</main></div>", []),
        (f"<ul>{LINKS}</ul><p>{{}}</p>", ["Topic 0\nTopic 1\nTopic 2\nTopic 3\nTopic 4"]),
        (f"<main><ul>{LINKS}</ul><p>{{}}</p></main>", []),
        (f"<ul>{LINKS.replace('/p', '#p')}</ul><p>{{}}</p>", []),
        ("<select><option>Ghana<option>Peru</select><p>{}</p>", ["Ghana\nPeru"]),
        ("<div class=nav>" + OFFICE * 5 + "</div><p>{}</p>", []),
    ],
)
def test_furniture_is_marked_by_structure(markup: str, marked: list[str]) -> None:
    done = read_html("<body>" + markup.format(OFFICE))
    assert [span.of(done.text) for span in done.furniture] == marked
    told = [f for f in auditor.audit(done).findings if f.rule == "AUD401"]
    assert [at.span.of(done.text) for f in told for at in f.locations] == marked
    assert OFFICE in done.text


PARTS = """
<table> <tr> <td> </td> </tr> </table> <nav> </nav> <a href=/x> </a> <noscript> </noscript> text
<svg> <text> </svg> <div&hidden> </div> <p> <li> <select> <option> <style> </style> <!--$?-->
<template&id='B:0'> </template> <!--/$--> <div&hidden&id='S:0'> <script>$RC("B:0","S:0")</script>
.m{display:none} <p&class=m> <h1> <main> </main>
"""
TAGS = st.sampled_from([part.replace("&", " ") for part in PARTS.split()])


@given(st.lists(TAGS, max_size=30))
def test_any_structure(tags: list[str]) -> None:
    done = read_html("<body>yes " + " ".join(tags))
    assert done.text.startswith("yes")
    ends = [end for span in done.furniture for end in (span.start, span.end)]
    assert ends == sorted(ends) and (not ends or ends[-1] <= len(done.text))
    spans = [origin.span for origin in done.origins]
    assert spans == sorted(spans) and all(len(span) for span in spans)
    assert all(each.text.strip() for each in done.hidden)


@pytest.mark.parametrize(
    ("markup", "is_told"),
    [
        (f"<p>Loading<main id=app hidden>{OFFICE * 20}</main>", True),
        (f"<p>{OFFICE * 20}<div hidden>{OFFICE * 30}</div>", False),
        (f"<p>Short<div hidden>{OFFICE}</div>", False),
        (f"<p>{OFFICE}", False),
    ],
)
def test_a_page_that_hides_what_it_is_about_says_so(markup: str, is_told: bool) -> None:
    done = auditor.audit(read_html(markup))
    assert [notice.code for notice in done.notices] == ["mostly-hidden"] * is_told
    if is_told:
        assert "shows 7 characters and hides 1,580, most of them in main#app (hidden)" in (
            done.notices[0].reason
        )


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<ol start=3><li>a<li>b</ol><ul><li>c<li>d</ul>", "a\nb\nc\nd"),
        ("<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字</p>", "漢(かん)字"),
        (
            "<table><tr><td>a<p>b</p></td><td></td><td>c</td></tr>"
            "<tr><td colspan=2>d</td><td>e</td></tr></table>",
            "a b\t\tc\nd\te",
        ),
        ("<p>a<span aria-hidden=true>icon</span><img alt=x title=t>b", "aiconb"),
    ],
)
def test_small_pages_from_the_field(markup: str, text: str) -> None:
    assert read_html(markup).text == text


RULES = (
    "Dogs travel on the lower deck of the ferry.",
    "Tickets are sold on board by the mate, who takes coins only.",
    "图书馆周二闭馆整理书架，借阅证由本人凭有效证件办理。",
)


@pytest.mark.parametrize(
    ("hidden", "element", "shown"),
    [
        (f'<div class=small style="display:none"><p>{RULES[0]}</div>', "div:nth-of-type(1)", [0]),
        (f"<section id=s hidden><i>{RULES[1]} {RULES[0]}</i></section>", "section#s", [0, 1]),
        (f"<noscript><p>Please log in.<p>{RULES[2]}</noscript>", "noscript:nth-of-type(1)", [2]),
    ],
)
def test_a_hidden_copy_is_told_with_both_elements(
    hidden: str, element: str, shown: list[int]
) -> None:
    markup = "<main>" + "".join(f"<p>{each}</p>\n" for each in RULES) + f"</main>\n{hidden}"
    audit = auditor.audit(read_html(markup))
    (found,) = [each for each in audit.findings if each.rule == "AUD110"]
    assert found.severity == "note"
    assert f"{element}, line 5, is hidden" in found.message
    assert f" main > p:nth-of-type({shown[-1] + 1}) shows" in found.message
    places = [at.span.of(audit.document.text) for at in found.locations]
    assert sorted(places) == sorted(RULES[n] for n in shown)


@pytest.mark.parametrize(
    "hidden",
    [
        "<div hidden><p>Nobody is on the upper deck.</div>",
        "<div hidden>Dogs</div>",
        "<p>nothing</p>",
    ],
)
def test_what_is_hidden_and_no_copy_is_none(hidden: str) -> None:
    audit = auditor.audit(read_html(f"<p>{RULES[0]}</p>{hidden}"))
    assert "AUD110" not in {each.rule for each in audit.findings}


@pytest.mark.parametrize(
    "text",
    [RULES[0], "바나나 가사차가라 마을의 집회소는 아침 여덟 시에 열고 밤 아홉 시에 닫습니다"],
)
def test_a_hidden_copy_is_told_from_some_length_on(text: str) -> None:
    told = [
        any(
            found.rule == "AUD110"
            for found in auditor.audit(
                read_html(f"<p>{text}</p><p>{RULES[1]}</p><div hidden>{text[:size]}</div>")
            ).findings
        )
        for size in range(8, len(text) + 1)
    ]
    assert told == sorted(told)
    assert told[-1] and not told[0]


@pytest.mark.parametrize("name", ["a.html", "a.xml"])
@pytest.mark.parametrize("half", ["&#xD800;", "&#xdfff", "&#055296;", "&#57343;"])
def test_half_of_a_character_is_a_replacement(half: str, name: str) -> None:
    """The parser took it for a character, and could not give it back."""
    source = f"<p>a{half}</p>b{half} &#xD7FF;&#55295;&#57344;".encode()
    done = document(source, name, Options())
    assert "".join(done.text.split()) == "a\ufffdb\ufffd\ud7ff\ud7ff\ue000"
