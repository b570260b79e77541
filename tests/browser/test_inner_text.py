"""What is read of a page is what a browser says that it shows: `innerText` of its body."""

from __future__ import annotations

from typing import Any

from auditor.model import Options
from auditor.read import document

TEXT = "The office is open on Monday from nine to five."
PAGES = {
    "inline": "<p>a<b>b</b> <i>c</i><span>d</span>\n<span>e</span>f <a href=x>g</a>, h</p>",
    "blocks": "<div>a<p>b</p>c<section>d<div>e</div></section>f</div><address>g</address>h",
    "lines": "<p>a<br>b<br/><br>c <wbr>d&nbsp;e</p>x<hr>y",
    "unseen signs": "<p>sit&shy;uation a&#8203;b &zwj;c &lrm;d&#8288;e</p>",
    "lists": "<ol start=3><li>a<li><p>b</p><ul><li>c</ul></ol><dl><dt>d<dd>e<dt>f<dd>g</dl>",
    "table": "<table><caption>t</caption><thead><tr><th>a<th>b<tbody><tr><td>c<td>d</table>",
    "empty cells": "<table><tr><td>a</td><td></td><td>b<tr><td></td><td>c</td></tr></table>",
    "figure": "<figure><img alt=x src=data:,><figcaption>a <em>b</em></figcaption></figure><p>c",
    "forms": "<form><label>a <input value=x></label><button>b</button> <label>c</label></form>",
    "fieldset": "<fieldset><legend>a</legend><p>b</p></fieldset><meter>m</meter>",
    "open details": "<details open><summary>a</summary><p>b</p></details>c",
    "verbatim": "<pre>\na  b\n  c\n</pre><p style='white-space:pre-wrap'>d  e\nf</p>",
    "white space": "<p>  a \n\t b  </p>\n\n<p>\n\nc\n</p> d <span> e </span> <span> f</span>",
    "Chinese": "<p>各省、<br>自治区</p><p>人民<b>政府</b>（通知）</p>",
    "hidden": f"<p>a<p hidden>{TEXT}<p style='display:none'>{TEXT}"
    f"<div style='visibility:hidden'>{TEXT}",
    "style sheet": f"<style>.m,#y{{display:none}} p.z{{visibility:hidden}}</style><p class=m>{TEXT}"
    f"<p id=y>{TEXT}<p class=z>{TEXT}<p>a<div class=z>b</div>",
    "a sheet for print": f"<style>@media print{{p{{display:none}}}}</style><p>{TEXT}",
    "aria": "<p>a<span aria-hidden=true>b</span></p>",
    "unclosed noscript": f"<noscript><div></noscript><p>{TEXT}",
    "fallbacks": "<p>a</p><video>b</video><canvas>c</canvas><object>d</object>"
    "<template>e</template>"
    "<progress>f</progress><iframe src=data:,>g</iframe><audio>h</audio>",
    "dialogs": "<dialog>a</dialog><dialog open>b</dialog><p>c",
    "headings": "<header><h1>a</h1><p>b</p></header><nav><a href=x>c</a> <a href=y>d</a></nav>",
    "quotes": "<blockquote>a<p>b</blockquote><p>c <code>d</code> <kbd>e</kbd><sup>2</sup>",
    "two pages": "<p>a</p></body></html><html><body><p>b</p></body></html><p>c",
    "misnested": "<p>a<b>b<p>c</b>d<div>e<i>f</div><ul>g<li>h</ul>",
}


def test_what_is_read_is_what_a_browser_shows(show: Any) -> None:
    page = show("<!doctype html>")
    read, shown = {}, {}
    for name, body in PAGES.items():
        markup = f"<!doctype html><html><body>{body}</body></html>"
        page.set_content(markup)
        shown[name] = lines(page.evaluate("document.body.innerText"))
        read[name] = lines(document(markup.encode(), "page.html", Options()).text)
    assert read == shown


def lines(text: str) -> list[list[str]]:
    """The words of each line, for a browser parts paragraphs by blank lines."""
    return [line.split() for line in text.splitlines() if line.strip()]
