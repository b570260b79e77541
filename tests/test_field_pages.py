"""Small pages after real ones on which readers failed: what is in sight, and nothing lost."""

from __future__ import annotations

import pytest

from auditor.model import Options
from auditor.read import document

SHOWN = "The office is open on Monday from nine to five. Members are told of it by post."
NOTICE = "关于开展服务贸易检查工作的通知。各单位要高度重视检查工作，认真组织落实。"


@pytest.mark.parametrize(
    ("markup", "text", "hidden"),
    [
        (
            '<p>a<span aria-hidden="true">icon</span><span class="sr-only">read aloud</span>'
            '<img alt="alt text" title="t">b</p>',
            "aiconread aloudb",
            [],
        ),
        (
            f"<div><p>{SHOWN}</div><div style='display:none'><p>{SHOWN}</div>",
            SHOWN,
            [("style", SHOWN)],
        ),
        (
            f"<style>.m{{display:none}}</style><p>{SHOWN}<p class=m>{SHOWN}",
            SHOWN,
            [("style sheet", SHOWN)],
        ),
        (f"<noscript><div></noscript><p>{SHOWN}", SHOWN, []),
        (f"<p>Members</p><svg><text>{SHOWN}</text></svg>", f"Members\n{SHOWN}", []),
        ("<ol start=3><li>a<li>b</ol><ul><li>c<li>d</ul>", "a\nb\nc\nd", []),
        ("<pre>x  y\n  z</pre><p>a<br>b<br><br>c&nbsp;d&shy;e", "x  y\n  z\na\nb\nc\xa0d\xade", []),
        (
            "<table><tr><td>a<p>b</p></td><td></td><td>c</td></tr><tr><td colspan=2>d</td>"
            "<td>e</td></tr></table>",
            "a b\t\tc\nd\te",
            [],
        ),
    ],
    ids=["aria", "copy", "sheet", "noscript", "drawing", "list", "lines", "table"],
)
def test_what_is_in_sight(markup: str, text: str, hidden: list[tuple[str, str]]) -> None:
    done = document(f"<!doctype html><body>{markup}".encode(), "a.html", Options())
    assert done.text == text
    assert [(each.reason, each.text) for each in done.hidden] == hidden


@pytest.mark.parametrize("declared", ["", "<meta charset=gb2312>"])
@pytest.mark.parametrize("cut", [0, 1])
def test_one_cut_byte_costs_the_letters_beside_it(declared: str, cut: int) -> None:
    """An undeclared page was read as another encoding as a whole, and no finding told."""
    body = (NOTICE * 30).encode("gb18030")
    at = len(body) // 2 // 2 * 2
    data = declared.encode() + b"<p>" + body[:at] + body[at + cut :]
    done = document(data, "a.html", Options())
    assert done.provenance.encoding == "gb18030"
    assert done.text.count(NOTICE) >= 29 - cut
    assert ("\ufffd" in done.text) == bool(cut)
