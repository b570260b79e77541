"""The overview as genome-synteny plots draw it: two bars, and a ribbon for every block.

Presentation attributes carry colour and pattern, so that the drawing survives a blocked
style sheet; classes let the style sheet adapt it to a dark page. Coordinates are 0 to 1000
along both texts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup

from auditor.formats.report.places import open_choices
from auditor.formats.report.wording import counted, number, percent
from auditor.model import Audit, Role, Span

PATHS_LIMIT = 400
BINS = 80  # of either text, where there are more blocks than paths
_WIDTH = 1000
_TOP, _BOTTOM, _BAR = 26, 134, 12  # the canonical bar, the scraped bar, their height
_LEAST = 1.2  # width of the smallest ribbon, so that it can be seen
_ORDER: tuple[Role, ...] = ("kept", "repeated", "moved")
_STYLES: dict[Role, str] = {
    "kept": 'class="rk" fill="#9aa3ad" fill-opacity="0.35"',
    "repeated": 'class="rr" fill="url(#pr)" stroke="#9a6700" stroke-dasharray="2 3"',
    "moved": 'class="rm" fill="#0969da" fill-opacity="0.25" stroke="#0550ae"',
}
_STROKES: dict[Role, str] = {
    "kept": 'class="dk" stroke="#6e7781" stroke-width="6"',
    "repeated": 'class="dr" stroke="#9a6700" stroke-width="6" stroke-dasharray="4 4"',
    "moved": 'class="dm" stroke="#0550ae" stroke-width="10"',
}
_PATTERNS = (
    '<defs><pattern id="pr" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#d4a72c" fill-opacity="0.35"/>'
    '<circle cx="2" cy="2" r="1" fill="#9a6700"/></pattern>'
    '<pattern id="px" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<path d="M0 6L6 0" stroke="#bc4c00" stroke-width="2"/></pattern>'
    '<pattern id="pn" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<path d="M0 0L6 6" stroke="#0550ae" stroke-width="2"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A block, or a bin of many: spans of both texts and the block to go to."""

    role: Role
    scrape: Span
    canonical: Span
    block: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The two drawings, their legend, the sentence that says the same, a remark on bins.

    The legend is of style class and words, for what the drawings show.
    """

    ribbons: Markup
    dots: Markup
    legend: tuple[tuple[str, str], ...]
    summary: str
    remark: str


def overview(audit: Audit) -> Overview:
    found = [
        Ribbon(block.role, block.scrape, block.canonical, index)
        for index, block in enumerate(audit.alignment.blocks)
        if block.canonical is not None and len(block.scrape)
    ]
    drawn, remark = found, ""
    if len(found) > PATHS_LIMIT:
        drawn, bins = _binned(audit, found)
        remark = (
            f"{number(len(found))} blocks, drawn as the {number(len(drawn))} heaviest of "
            f"{number(bins)} bins; a bin is 1/{BINS} of a text."
        )
    drawn.sort(key=lambda ribbon: (_ORDER.index(ribbon.role), ribbon.scrape))
    return Overview(
        _ribbons(audit, drawn),
        _dots(audit, drawn),
        _legend(audit),
        _summary(audit),
        remark,
    )


def _legend(audit: Audit) -> tuple[tuple[str, str], ...]:
    roles = {block.role for block in audit.alignment.blocks}
    shown = (
        ("k", "in place", "kept" in roles),
        ("r", "repeated", "repeated" in roles),
        ("m", "moved", "moved" in roles),
        ("x", "missing", bool(audit.alignment.missing)),
        ("n", "inserted", "inserted" in roles),
        ("j", "open place", bool(open_choices(audit))),
    )
    return tuple((kind, words) for kind, words, there in shown if there)


def _binned(audit: Audit, found: list[Ribbon]) -> tuple[list[Ribbon], int]:
    """The heaviest cells of a grid over both texts, a ribbon each, and how many had any text."""
    across, down = len(audit.document.text), len(audit.canonical.text)
    weights: Counter[tuple[Role, int, int]] = Counter()
    first: dict[tuple[Role, int, int], int] = {}
    for ribbon in found:
        for share in range(_cells(ribbon.scrape, across)):
            at = ribbon.scrape.start + share * max(across // BINS, 1)
            there = min(ribbon.canonical.start + at - ribbon.scrape.start, down - 1)
            cell = (ribbon.role, at * BINS // across, max(there, 0) * BINS // max(down, 1))
            weights[cell] += min(len(ribbon.scrape), max(across // BINS, 1))
            first.setdefault(cell, ribbon.block)
    heaviest = sorted(weights, key=lambda cell: (-weights[cell], cell))[:PATHS_LIMIT]
    ribbons = [
        Ribbon(role, _bin(column, across), _bin(row, down), first[role, column, row])
        for role, column, row in heaviest
    ]
    return ribbons, len(weights)


def _cells(span: Span, whole: int) -> int:
    return -(-len(span) // max(whole // BINS, 1))


def _bin(index: int, whole: int) -> Span:
    return Span(index * whole // BINS, (index + 1) * whole // BINS)


def _summary(audit: Audit) -> str:
    """What the drawing shows, in words."""
    score, roles = audit.score, Counter(block.role for block in audit.alignment.blocks)
    parts = [
        f"{counted(roles['kept'], 'block')} in place",
        f"{number(roles['repeated'])} repeated ({percent(score.repeated_ratio)})",
        f"{number(roles['moved'])} moved ({percent(score.disorder_ratio)})",
        f"{number(roles['inserted'])} inserted",
        f"{counted(len(audit.alignment.missing), 'passage')} missing "
        f"({percent(score.missing_ratio)})",
    ]
    return (
        f"The canonical text of {counted(len(audit.canonical.text), 'character')} above, "
        f"the scrape of {counted(len(audit.document.text), 'character')} below: "
        + ", ".join(parts)
        + "."
    )


def _scale(span: Span, whole: int) -> tuple[float, float]:
    start = span.start * _WIDTH / max(whole, 1)
    end = span.end * _WIDTH / max(whole, 1)
    if end - start < _LEAST:
        start = min(max((start + end - _LEAST) / 2, 0), _WIDTH - _LEAST)
        end = start + _LEAST
    return round(start, 1), round(end, 1)


def _ribbons(audit: Audit, drawn: list[Ribbon]) -> Markup:
    across, down = len(audit.document.text), len(audit.canonical.text)
    parts = [
        f'<svg class="ribbon" viewBox="0 0 {_WIDTH} 160" preserveAspectRatio="none" role="img" '
        f'aria-labelledby="overview-words">{_PATTERNS}',
        _bar(_TOP - _BAR, bool(down)),
        _bar(_BOTTOM, bool(across)),
    ]
    for role in _ORDER:
        paths = [_path(ribbon, across, down) for ribbon in drawn if ribbon.role == role]
        parts += [f"<g {_STYLES[role]}>", *paths, "</g>"] if paths else []
    parts += [
        _rect(span, down, _TOP - _BAR, "rx", "px") for span in audit.alignment.missing[:PATHS_LIMIT]
    ]
    inserted = [block.scrape for block in audit.alignment.blocks if block.role == "inserted"]
    parts += [_rect(span, across, _BOTTOM, "rn", "pn") for span in inserted[:PATHS_LIMIT]]
    parts += _open(audit)
    parts.append("</svg>")
    # Every part is made of numbers and literals.
    return Markup("".join(parts))


def _bar(top: int, there: bool) -> str:
    width = _WIDTH if there else 0
    return (
        f'<rect class="bar" x="0" y="{top}" width="{width}" height="{_BAR}" fill="#d0d7de" '
        'stroke="#818b98"/>'
    )


def _path(ribbon: Ribbon, across: int, down: int) -> str:
    a, b = _scale(ribbon.scrape, across)
    c, d = _scale(ribbon.canonical, down)
    middle = (_TOP + _BOTTOM) // 2
    curve = (
        f"M{a} {_BOTTOM}H{b}C{b} {middle} {d} {middle} {d} {_TOP}"
        f"H{c}C{c} {middle} {a} {middle} {a} {_BOTTOM}Z"
    )
    return f'<path data-b="{ribbon.block}" d="{curve}"/>'


def _rect(span: Span, whole: int, top: int, kind: str, pattern: str) -> str:
    start, end = _scale(span, whole)
    return (
        f'<rect class="{kind}" x="{start}" y="{top}" width="{round(end - start, 1)}" '
        f'height="{_BAR}" fill="url(#{pattern})" stroke="#bc4c00"/>'
    )


def _open(audit: Audit) -> list[str]:
    """Passages of open place: dashed frames around the canonical bar."""
    frames = []
    for choice in open_choices(audit)[:PATHS_LIMIT]:
        start, end = _scale(choice.passage, len(audit.canonical.text))
        frames.append(
            f'<path class="rj" d="M{start} {_TOP + 6}V4H{end}V{_TOP + 6}" fill="none" '
            'stroke="#6639ba" stroke-width="2" stroke-dasharray="4 3"/>'
        )
    return frames


def _dots(audit: Audit, drawn: list[Ribbon]) -> Markup:
    """A dot plot: the scrape across, the canonical down."""
    across, down = len(audit.document.text), len(audit.canonical.text)
    parts = [
        f'<svg class="dots" viewBox="0 0 {_WIDTH} {_WIDTH}" role="img" '
        f'aria-labelledby="dots-words overview-words">'
        f'<rect class="frame" width="{_WIDTH}" height="{_WIDTH}" fill="none" stroke="#818b98"/>'
    ]
    for role in _ORDER:
        lines = [_line(ribbon, across, down) for ribbon in drawn if ribbon.role == role]
        parts.append(f'<path {_STROKES[role]} fill="none" d="{"".join(lines)}"/>' if lines else "")
    parts.append("</svg>")
    return Markup("".join(parts))


def _line(ribbon: Ribbon, across: int, down: int) -> str:
    a, b = _scale(ribbon.scrape, across)
    c, d = _scale(ribbon.canonical, down)
    return f"M{a} {c}L{b} {d}"
