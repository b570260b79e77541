"""The findings as cards, grouped by the chain that they belong to."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup

from auditor.formats.report.places import Map, finding_id
from auditor.formats.report.readable import readable
from auditor.formats.report.visible import clipped, visible_slice
from auditor.formats.report.wording import counted, interval, number
from auditor.model import Block, Edit, Finding, Severity, Span

CONTEXT = 24  # characters on either side of an excerpt
EXCERPT = 100  # characters of the passage itself
SHOWN = 6  # locations before the rest folds away
LOCATIONS_LIMIT = 500  # a card; the result file has them all
DIFF_LIMIT = 2_000  # characters of a shown diff
DIFF_BLOCKS = 2  # blocks whose edits one card shows
DIFF_REACH = 200  # blocks of one location that are searched for edits
_ROLES = {
    "kept": "in place",
    "moved": "out of order",
    "repeated": "repeated",
    "inserted": "of no canonical place",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A location as a link: its side and offsets, what stands there, where the link goes."""

    side: str
    offsets: str
    phrase: str
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    id: str
    rule: str
    name: str
    severity: Severity
    message: str
    places: tuple[Place, ...]
    more: tuple[Place, ...]
    left_out: int
    excerpt: Markup | None
    diffs: tuple[Markup, ...]
    suggestion: str | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one chain; `chain` is None for those without a place in the scrape."""

    chain: int | None
    title: str
    summary: str
    cards: tuple[Card, ...]


def groups(places: Map) -> tuple[Group, ...]:
    """Chains ascending, then the document; in a group, the order of the findings."""
    found: dict[int | None, list[Card]] = {}
    for index, finding in enumerate(places.audit.judged):
        found.setdefault(_chain(places, finding), []).append(_card(places, index, finding))
    chains = _chains(places, {chain for chain in found if chain is not None})
    return tuple(
        Group(chain, *chains.get(chain, _DOCUMENT), tuple(found[chain]))
        for chain in sorted(found, key=lambda chain: (chain is None, chain or 0))
    )


_DOCUMENT = ("Document", "Findings with no place of their own in the scrape.")


def _chain(places: Map, finding: Finding) -> int | None:
    scraped = next((at for at in finding.locations if at.side == "scrape"), None)
    index = places.block_at(scraped.span.start) if scraped else None
    return None if index is None else places.blocks[index].chain


def _chains(places: Map, wanted: set[int]) -> dict[int | None, tuple[str, str]]:
    """Title and one sentence for every wanted chain."""
    spans: dict[int, list[Block]] = {chain: [] for chain in wanted}
    for block in places.blocks:
        if block.chain in spans:
            spans[block.chain].append(block)
    return {chain: _describe(chain, blocks) for chain, blocks in spans.items()}


def _describe(chain: int, blocks: list[Block]) -> tuple[str, str]:
    roles: Counter[str] = Counter()
    for block in blocks:
        roles[block.role] += len(block.scrape)
    role = min(roles, key=lambda name: (-roles[name], name))
    title = "Main sequence" if chain == 0 else f"Chain {chain}"
    reach = Span(blocks[0].scrape.start, blocks[-1].scrape.end)
    size = counted(sum(roles.values()), "character")
    mostly = "" if len(roles) == 1 else "mostly "
    runs = counted(len(blocks), "block")
    between = f"between {number(reach.start)} and {number(reach.end)}"
    return title, f"{size} in {runs}, {mostly}{_ROLES[role]}, {between}."


def _card(places: Map, index: int, finding: Finding) -> Card:
    links = [
        Place(at.side, interval(at.span), at.phrase, f"#{places.anchor(index, count)}")
        for count, at in enumerate(finding.locations[:LOCATIONS_LIMIT], start=1)
    ]
    diffs = _diffs(places, finding)
    choice = places.asked.get(index)
    return Card(
        id=finding_id(index),
        rule=finding.rule,
        name=finding.name,
        severity=finding.severity,
        message=finding.message,
        places=tuple(links[:SHOWN]),
        more=tuple(links[SHOWN:]),
        left_out=len(finding.locations) - len(links),
        excerpt=_excerpt(places, finding) if not diffs else None,
        diffs=diffs,
        suggestion=finding.suggestion,
        confidence=choice.confidence if choice else None,
    )


def _excerpt(places: Map, finding: Finding) -> Markup | None:
    """The passage of the primary location, marked, with a little text around it."""
    if not finding.locations:
        return None
    location = finding.locations[0]
    scraped = location.side == "scrape"
    text = places.audit.document.text if scraped else places.audit.canonical.text
    span = Span(min(location.span.start, len(text)), min(location.span.end, len(text)))
    before = max(span.start - CONTEXT, 0)
    after = min(span.end + CONTEXT, len(text))
    passage = clipped(span.of(text), EXCERPT)
    if before == after:
        return None
    parts = (
        "… " if before else "",
        visible_slice(text, before, span.start),
        f"<mark>{visible_slice(passage, 0, len(passage))}</mark>" if passage else "‸",
        visible_slice(text, span.end, after),
        " …" if after < len(text) else "",
    )
    return Markup("".join(parts))


def _diffs(places: Map, finding: Finding) -> tuple[Markup, ...]:
    """Character diffs of the edited blocks that a finding's first few locations stand in."""
    spans = [at.span for at in finding.locations if at.side == "scrape"][:4]
    found = dict.fromkeys(item for span in spans for item in _edited(places, span))
    return tuple(_diff(places, block, edits) for block, edits in islice(found, DIFF_BLOCKS))


def _edited(places: Map, span: Span) -> Iterator[tuple[Block, tuple[Edit, ...]]]:
    """Blocks under `span` with those of their edits that touch it."""
    first = places.block_at(span.start)
    for block in places.blocks[first or 0 :][:DIFF_REACH]:
        if block.scrape.start >= max(span.end, span.start + 1):
            return
        low = bisect_left(block.edits, span.start, key=lambda edit: edit.scrape.end)
        high = bisect_right(block.edits, span.end, key=lambda edit: edit.scrape.start)
        if low < high:
            yield block, block.edits[low:high]


def _diff(places: Map, block: Block, edits: tuple[Edit, ...]) -> Markup:
    """Edits of one block with the text between; long equal stretches shrink to their ends."""
    scrape, canonical = places.audit.document.text, places.audit.canonical.text
    at, reading = edits[0].scrape.start, edits[0].canonical.start
    last = max(bisect_right(edits, at + DIFF_LIMIT, key=lambda edit: edit.scrape.end), 1) - 1
    stop = min(edits[last].scrape.end, at + DIFF_LIMIT)
    now = scrape[at:stop]
    before = canonical[reading : min(edits[last].canonical.end, reading + DIFF_LIMIT)]
    start, end = max(block.scrape.start, at - CONTEXT), min(block.scrape.end, stop + CONTEXT)
    parts = ["… " if start > block.scrape.start else "", visible_slice(scrape, start, at)]
    for same, gone, come in readable(before, now):
        parts += [_equal(same, 0, len(same)), _change(gone, come)]
    parts.append(visible_slice(scrape, stop, end) + (" …" if end < block.scrape.end else ""))
    return Markup("".join(parts))


def _equal(text: str, start: int, end: int) -> str:
    if end - start <= 2 * CONTEXT:
        return visible_slice(text, start, end)
    head = visible_slice(text, start, start + CONTEXT)
    return head + " … " + visible_slice(text, end - CONTEXT, end)


def _change(gone: str, come: str) -> str:
    # Full-width against half-width and other compatibility forms: a lighter class of change.
    width = unicodedata.normalize("NFKC", gone) == unicodedata.normalize("NFKC", come)
    kind = ' class="w"' if width else ""
    html = ""
    for tag, text in (("del", clipped(gone, 400)), ("ins", clipped(come, 400))):
        if text:
            html += f"<{tag}{kind}>{visible_slice(text, 0, len(text))}</{tag}>"
    return html


def rules(places: Map) -> tuple[tuple[str, str, int], ...]:
    """The rules that spoke: id, name and how often."""
    counts = Counter((finding.rule, finding.name) for finding in places.audit.judged)
    return tuple((rule, name, count) for (rule, name), count in sorted(counts.items()))
