"""The two texts with their marks.

Without `<a>`, `<i>`, `<del>` and `<details>`, and with each box `<b>` read back as its
characters, the text of a pane is the text of its side, character for character. In a very
large report `<data value="start-end">` stands for a passage that the other pane shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

from auditor.formats.report.places import (
    HUES,
    PLACE_CONTEXT,
    Map,
    finding_id,
    likely,
    open_choices,
)
from auditor.formats.report.sweep import Box, Pane, Step
from auditor.formats.report.visible import clipped, plain, visible_slice
from auditor.formats.report.wording import counted, interval, number, odds
from auditor.model import Block, Choice, Edit, Join, Side, Span

ELIDE_FROM_BYTES = 4_000_000  # both texts together: from here the canonical pane borrows text
LIGHT_FROM_BLOCKS = 15_000  # from here the ends of marks aren't spoken, to bound the nodes
COPIES_SHOWN = 3  # flags to copies of one passage; the rest are counted
FLAGS_LIMIT = 30_000  # flags of findings in one pane
_TEXT_STYLE = "\ufe0e"  # asks for the arrow as text, not as an emoji


def scrape_pane(places: Map) -> Markup:
    """The text as scraped: every block, its edits, the findings' places, the gaps."""
    pane = Pane("scrape", places.audit.document.text)
    light = len(places.blocks) > LIGHT_FROM_BLOCKS
    for index, block in enumerate(places.blocks):
        pane.box(_scraped_box(places, index, block, light))
        for edit in block.edits:
            _show_edit(pane, edit, places.audit.canonical.text)
    for span in places.scraped_originals:
        pane.mark(span, "o")
    for index, span in enumerate(places.audit.alignment.missing):
        words = f"{counted(len(span), 'character')} missing here"
        pane.add(
            places.gap_before(span.start),
            Step.FLAG,
            _flag("gap", f"#m{index}", f"‸ {number(len(span))} missing", words, f"g{index}"),
        )
    _flag_findings(pane, places)
    return pane.write()


def canonical_pane(places: Map) -> Markup:
    """The canonical text: what is kept, moved, repeated or missing, the joins, what is open."""
    audit = places.audit
    pane = Pane("canonical", audit.canonical.text)
    size = sum(len(text.encode("utf-8", "replace")) for text in (pane.text, audit.document.text))
    pane.elide = size > ELIDE_FROM_BYTES
    light = len(places.blocks) > LIGHT_FROM_BLOCKS
    for index, block in places.placed:
        pane.box(_canonical_box(places, index, block, light))
        for edit in block.edits:
            pane.mark(edit.canonical, "e")
    for index, span in enumerate(audit.alignment.missing):
        pane.box(_missing_box(index, span))
    for span in () if pane.elide else places.originals:
        pane.mark(span, "o")
    choices = open_choices(audit)
    _close_choices(pane, choices)
    joins = {join.at: join for join in audit.canonical.joins}
    for index, choice in enumerate(choices):
        # One label where an open passage starts at a join: two would be too near to each other.
        join = joins.pop(choice.passage.start, None)
        pane.add(choice.passage.start, Step.BREAK, _choice(index, choice, join))
        pane.mark(choice.passage, "p")
    for join in joins.values():
        pane.add(join.at, Step.BREAK, _join(join))
    if not light:
        _flag_copies(pane, places)
    _flag_findings(pane, places)
    return pane.write()


def _end(light: bool) -> str:
    """Says that a mark ends, to those who hear the text; its flag said where it starts."""
    return "" if light else "<i class=v> end. </i>"


def _flag(kind: str, href: str, label: str, name: str, anchor: str = "") -> str:
    at = f" id={anchor}" if anchor else ""
    return f'<a class={kind}{at} href={href} aria-label="{name}">{label}</a>'


def _scraped_box(places: Map, index: int, block: Block, light: bool) -> Box:
    anchor = f"s{index}"
    if block.role == "kept":
        return Box(block.scrape, "span", " class=k", anchor)
    if block.role == "inserted" or block.canonical is None:
        said = "" if light else "<i class=v>inserted: </i>"
        return Box(block.scrape, "ins", " class=n", anchor, said, _end(light))
    there = f"canonical {interval(block.canonical)}"
    if block.role == "moved":
        move = places.moves[index]
        arrow = "↑" if _goes_up(places, index, block) else "↓"
        flag = _flag("go", f"#c{index}", f"{arrow}M{move}", f"move {move}: to {there}")
        kind = f' class="m h{move % HUES}"'
    else:
        flag = _flag("go", f"#c{index}", f"↩{_TEXT_STYLE}", f"repeat: to {there}")
        kind = " class=r"
    return Box(block.scrape, "mark", kind, anchor, flag, _end(light))


def _goes_up(places: Map, index: int, block: Block) -> bool:
    """Whether a moved block belongs before the kept text that it now follows."""
    assert block.canonical is not None
    for earlier in range(index - 1, -1, -1):
        other = places.blocks[earlier]
        if other.role == "kept" and other.canonical is not None:
            return block.canonical.start < other.canonical.start
    return False


def _canonical_box(places: Map, index: int, block: Block, light: bool) -> Box:
    assert block.canonical is not None
    span, anchor = block.canonical, f"c{index}"
    if block.role == "moved":
        move = places.moves[index]
        flag = _flag("go", f"#s{index}", f"M{move}", f"move {move}: scraped {block.scrape.start}")
        kind = f' class="m h{move % HUES}"'
        return Box(span, "mark", kind, anchor, flag, _end(light))
    scraped = block.scrape.of(places.audit.document.text)
    equal = span.of(places.audit.canonical.text) == scraped
    same = block.scrape.start - span.start if equal else None
    return Box(span, "span", " class=k", anchor, same=same)


def _missing_box(index: int, span: Span) -> Box:
    words = f"{counted(len(span), 'character')} missing from the scrape"
    flag = _flag("go", f"#g{index}", "missing", words)
    return Box(span, "mark", " class=x", f"m{index}", flag, _end(light=False))


def _show_edit(pane: Pane, edit: Edit, canonical: str) -> None:
    pane.mark(edit.scrape, "e")
    if len(edit.canonical):
        gone = clipped(edit.canonical.of(canonical), 400)
        html = visible_slice(gone, 0, len(gone))
        pane.add(edit.scrape.start, Step.FLAG, f"<del>{html}</del>")


def _join(join: Join) -> str:
    share = odds(join.confidence)
    parts = [
        f"<details class=join><summary><i class=v>join, confidence </i><span>{share}</span>"
        "</summary>"
    ]
    if join.evidence:
        parts.append(f"<p>Evidence</p>{_list(_text(item) for item in join.evidence)}")
    if join.alternatives:
        parts.append(f"<p>Could also follow</p>{_list(_head(item) for item in join.alternatives)}")
    if not join.evidence and not join.alternatives:
        parts.append("<p>No evidence beyond the order of the scrape.</p>")
    parts.append("</details>")
    return "".join(parts)


def _choice(index: int, choice: Choice, join: Join | None) -> str:
    """The label of an open passage: how sure its place is, why, and where else it could stand.

    `join` is the seam that the passage starts at, if any.
    """
    share = odds(choice.confidence)
    others = ", ".join(
        f"<a href=#p{index}-{count}>◇{odds(chance)}</a>" for count, _, chance in likely(choice)
    )
    evidence = choice.evidence or ("nothing beyond the order of the scrape",)
    return (
        f'<details class="choice" id="p{index}"><summary title="the place of this passage is open">'
        f"<i class=v>passage of open place, </i>open {share}</summary>"
        f"<p>Evidence for this place</p>{_list(_text(item) for item in evidence)}"
        f"<p>Other places: {others}</p>{_seam(join) if join else ''}</details>"
    )


def _seam(join: Join) -> str:
    others = [_head(item) for item in join.alternatives] or ["nothing else"]
    return f"<p>Join before it, {odds(join.confidence)}; could also follow</p>{_list(others)}"


def _close_choices(pane: Pane, choices: tuple[Choice, ...]) -> None:
    """Ends of open passages, and flags where they could stand instead."""
    for choice in choices:
        pane.add(choice.passage.end, Step.BREAK, "<i class=pe><i class=v> end. </i></i>")
    for index, choice in enumerate(choices):
        for count, at, chance in likely(choice):
            title = f"{odds(chance)}: the open passage {interval(choice.passage)} could stand here"
            flag = _flag("slot", f"#p{index}", f"◇{odds(chance)}", title, f"p{index}-{count}")
            pane.add(at, Step.BREAK, flag)


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _text(text: str) -> str:
    short = clipped(text, 400)
    return visible_slice(short, 0, len(short))


def _head(text: str) -> str:
    """A passage named by its first words."""
    return _text(text if len(text) <= PLACE_CONTEXT else f"{text[:PLACE_CONTEXT]}…")


def _flag_copies(pane: Pane, places: Map) -> None:
    """Where a passage of the canonical is repeated: a flag to the copy."""
    copies: dict[int, list[int]] = {}
    for index, block in enumerate(places.blocks):
        if block.role == "repeated" and block.canonical is not None:
            copies.setdefault(block.canonical.start, []).append(index)
    for start, indexes in copies.items():
        for index in indexes[:COPIES_SHOWN]:
            title = f"stands again: scraped {interval(places.blocks[index].scrape)}"
            flag = _flag("go", f"#s{index}", f"↪{_TEXT_STYLE}", title, f"c{index}")
            pane.add(start, Step.FLAG, flag)
        if rest := indexes[COPIES_SHOWN:]:
            ends = "".join(f'<i id="c{index}"></i>' for index in rest)
            pane.add(start, Step.FLAG, f'{ends}<i class="rest">+{number(len(rest))}</i>')


def _flag_findings(pane: Pane, places: Map) -> None:
    """A flag at the start of every location, and a mark where no whole block shows it."""
    limit = len(pane.text)
    spans: list[Span] = []
    for at, number_, place, phrase in _locations(places, pane.side):
        start = min(at.start, limit)
        anchor = f"{finding_id(number_)}-{place}"
        title = str(escape(plain(clipped(phrase, 120))))
        label = finding_id(number_)
        pane.add(start, Step.FLAG, _flag("fl", f"#{label}", label, f"{label}: {title}", anchor))
        if pane.side == "canonical" or not places.is_whole(at):
            spans.append(at)
    for span in spans:
        pane.mark(Span(min(span.start, limit), min(span.end, limit)), "f")


def _locations(places: Map, side: Side) -> Iterator[tuple[Span, int, int, str]]:
    found = 0
    for index, finding in enumerate(places.audit.judged):
        for place, location in enumerate(finding.locations, start=1):
            if location.side == side and (index, place) not in places.slots:
                found += 1
                if found > FLAGS_LIMIT:
                    return
                yield location.span, index, place, location.phrase
