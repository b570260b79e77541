"""A comment on a pull request: the documents and findings of a run, as GitHub's Markdown.

What was scraped is text there too: it makes no links, mentions, headings or HTML.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from auditor.formats.outcome import counted, exit_code, tally
from auditor.formats.places import Found, gravest
from auditor.formats.terminal import plain
from auditor.model import SEVERITIES, Checked, Rule

LIMIT = 65_536  # characters of a comment on GitHub
# A bot finds its last comment by this, and writes over it.
MARK = "<!-- auditor -->"

_ROOM = 400  # for the heading and for what says that rows were left out
_QUOTED = 500  # characters of one cell
_HEADS = {0: "The gate passes", 1: "The gate fails", 2: "Not everything could be audited"}
# Marks inside a line of GitHub Flavored Markdown (sections 6.2 to 6.9), and in addresses.
_ACTIVE = re.compile(r"[\\`*_\[\]~|$]|:(?=//)|(?<=www)\.", re.I)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def render(checked: Sequence[Checked], rules: Sequence[Rule]) -> str:
    """The run within the length of a comment; the gravest first, and what was left out."""
    return compose(checked, LIMIT, len)


def compose(checked: Sequence[Checked], limit: int, size: Callable[[str], int]) -> str:
    """The run in a text of less than `limit`, as `size` measures it."""
    head = f"{MARK}\n## auditor: {_HEADS[exit_code(checked)]}\n\n{tally(checked)}\n"
    room = limit - _ROOM - size(head)
    worst = sorted(_told(checked), key=_rank)
    # Half for the documents: what they leave goes to the findings.
    documents = _table(
        "\n| document | errors | warnings | notes | repeated | out of order | missing | gate |\n"
        "|---|--:|--:|--:|--:|--:|--:|---|\n",
        (_document(each) for each in worst),
        (len(worst), "document"),
        room // 2,
        size,
    )
    found = gravest(checked, folded=True)
    findings = _table(
        "\n| severity | place | rule | finding |\n|---|---|---|---|\n",
        map(_finding, found),
        (len(found), "finding"),
        room - size(documents),
        size,
    )
    return head + documents + findings


def escape(text: str) -> str:
    """`text` as Markdown that shows it, on one line and in a table's cell too."""
    text = plain(text)
    if len(text) > _QUOTED:
        text = f"{text[: _QUOTED - 1]}…"
    text = re.sub("[&<>]", lambda found: _ENTITIES[found[0]], text)
    text = _ACTIVE.sub(r"\\\g<0>", text)
    # Mentions and references are looked for in the finished text; a comment parts it.
    return re.sub("[@#]", r"\g<0><!-- -->", text)


def _told(checked: Iterable[Checked]) -> list[Checked]:
    return [
        each
        for each in checked
        if each.failure is not None or each.verdict.new or each.verdict.reasons
    ]


def _rank(checked: Checked) -> tuple[int, ...]:
    counts = Counter(finding.severity for finding in checked.verdict.new)
    return (-int(checked.verdict.exit_code), *(-counts[severity] for severity in SEVERITIES))


def _document(checked: Checked) -> str:
    path = escape(checked.source)
    if checked.failure is not None:
        return f"| {path} | | | | | | | not audited: {escape(checked.failure)} |\n"
    counts = Counter(finding.severity for finding in checked.verdict.new)
    cells = [f"{counts[severity]:,}" for severity in SEVERITIES]
    score = checked.score
    if score:
        cells += map(_percent, (score.repeated_ratio, score.disorder_ratio, score.missing_ratio))
    else:
        cells += [""] * 3
    reasons = "; ".join(checked.verdict.reasons)
    verdict = f"fails: {escape(reasons)}" if reasons else "passes"
    return f"| {path} | {' | '.join(cells)} | {verdict} |\n"


def _finding(each: Found) -> str:
    finding, place = each.finding, each.main
    at = f":{place.start.line}:{place.start.column}" if place else ""
    path = escape(f"{each.checked.source}{at}")
    advice = f" *{escape(finding.suggestion)}*" if finding.suggestion else ""
    rule = f"{finding.rule} {escape(finding.name)}"
    return f"| {finding.severity} | {path} | {rule} | {escape(each.whole_message)}{advice} |\n"


def _table(
    head: str,
    rows: Iterable[str],
    of: tuple[int, str],
    room: int,
    size: Callable[[str], int],
) -> str:
    """The rows that there is room for, under a heading; nothing without rows."""
    total, word = of
    kept: list[str] = []
    used = size(head)
    for row in rows:
        used += size(row)
        if used > room:
            break
        kept.append(row)
    if not total:
        return ""
    left = total - len(kept)
    more = f"\n… and {counted(left, word)} more: the report has all of them.\n" if left else ""
    return (head + "".join(kept) if kept else "") + more


def _percent(ratio: float) -> str:
    """One decimal; 0 % and 100 % only when exact."""
    if ratio in (0.0, 1.0):
        return f"{ratio * 100:.0f} %"
    return f"{min(max(ratio * 100, 0.1), 99.9):.1f} %"
