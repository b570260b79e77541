"""A version becomes a state: its reading, its parts, its language, whether its capture failed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from auditor.history.explaining.kinds.calendar import first_date
from auditor.history.explaining.terms import Lexicon, Terms, language
from auditor.history.pairing.bare import bare
from auditor.model import Audit, Canonical, Document, Options, Span
from auditor.model.versions import Part, PartRole, State, Version

_FAILED = {
    "AUD001": "error",
    "AUD002": "empty",
    "AUD005": "wall",
    "AUD007": "error",
    "AUD009": "error",
}
_DISORDER = ("AUD2",)  # what is out of order
_DAMAGE = ("AUD1", *_DISORDER)  # and what stands again
_SNAP = 300  # characters in which the line is looked for that begins the other edition
_HALF = 0.5  # of the leading text: what is less is no edition of it; a guess
_SAYS = 120  # characters of a line that says nothing but from when, or until when, a text applies
_HEAD = 1500  # characters of an edition in which its date stands

Auditor = Callable[[Document, Options], Audit]


def state(
    number: int,
    version: Version,
    read: Auditor,
    options: Options,
    known: tuple[Terms, ...],
) -> State:
    """All that is known of one version by itself."""
    document = version.document
    spoken = document.language or language(document.text, known)
    audit = read(document, options)
    rules = tuple(sorted({finding.rule for finding in audit.findings}))
    failure = next((_FAILED[rule] for rule in rules if rule in _FAILED), None)
    if not document.text.strip():
        failure = "empty"
    if version.status is not None and version.status >= 400:
        failure = "error"
    reading = audit.canonical
    damaged = reading.streams > 1 or "AUD502" in rules
    lexicon = Lexicon.of(spoken, known)
    parts = parts_of(document.text, reading, lexicon)
    grave = {f.rule for f in audit.findings if f.severity == "error"}
    # Another edition on the page repeats most of it by right.
    other = any(part.role in ("announced", "superseded") for part in parts)
    damage = sorted(rule for rule in grave if rule.startswith(_DISORDER if other else _DAMAGE))
    left = sum(len(span) for part in parts[1:] if part.role == "copy" for span in part.spans)
    return State(
        id=number,
        name=version.name,
        sha256=document.provenance.sha256,
        text=document.text,
        captured_at=version.captured_at,
        date_from=version.date_from,
        language=spoken,
        quality="failed" if failure else "damaged" if damaged else "clean",
        parts=parts,
        upgrade=version.upgrade,
        stated_date=stated_date(document.text, lexicon),
        repeated=left,
        moved=audit.score.moved,
        findings=rules,
        damage=tuple(damage),
        failure=failure,
    )


def parts_of(text: str, reading: Canonical, lexicon: Lexicon) -> tuple[Part, ...]:
    """The leading part first, then other editions, then what the reading left out."""
    editions = _editions(text, reading, lexicon) if reading.editions is not None else None
    if editions is not None:
        return editions
    if reading.text == text:
        return (Part("leading", (Span(0, len(text)),) if text else ()),)
    spans = _first_witnesses(reading, Span(0, len(reading.text)))
    return _dated(text, _with_rest(text, (Part("leading", spans),)), lexicon)


def _dated(text: str, parts: tuple[Part, ...], lexicon: Lexicon) -> tuple[Part, ...]:
    """A copy that says another time from when, or until when, it applies is an edition."""
    if len(parts) != 2 or parts[1].role != "copy":
        return parts
    # What stands first leads, whichever the reading has kept.
    both = sorted(parts, key=lambda part: part.hull.start)
    both = _titled(text, parts, lexicon) or _parted(text, both, lexicon)
    bodies = ["".join(span.of(text) for span in part.spans) for part in both]
    if len(bodies[1]) < _HALF * len(bodies[0]):
        return parts
    lines = [[*_effective_lines(body[:_HEAD], lexicon)] for body in bodies]
    if not all(lines) or bare("".join(lines[0])) == bare("".join(lines[1])):
        return parts
    dates = [effective_date(body[:_HEAD], lexicon) for body in bodies]
    later = dates[0] is not None and dates[1] is not None and dates[1] > dates[0]
    role: PartRole = "announced" if later else "superseded"
    return (Part("leading", both[0].spans, dates[0]), Part(role, both[1].spans, dates[1]))


def _titled(text: str, parts: Sequence[Part], lexicon: Lexicon) -> list[Part] | None:
    """Two parts, parted where the title stands again, if most of one of them is left out.

    A reading may keep what differs in both, and leave out the rest in pieces.
    """
    lead, copy = parts
    title, *rest = (m for m in re.finditer(r".+", text) if bare(m.group()))
    again = (m.start() for m in rest if bare(m.group()) == bare(title.group()))
    cut = min(again, key=lambda at: abs(2 * at - len(text)), default=0)
    cut = _snapped(text, cut, lexicon) if cut else 0
    halves = Span(0, cut), Span(cut, len(text))
    if not all(_inside(lead, half) for half in halves):
        return None
    if not any(_inside(copy, half) > _HALF * len(half) for half in halves):
        return None
    return [Part("leading", halves[:1]), Part("copy", halves[1:])]


def _inside(part: Part, span: Span) -> int:
    """Characters of a part that stand in a span."""
    ends = ((max(s.start, span.start), min(s.end, span.end)) for s in part.spans)
    return sum(end - start for start, end in ends if start < end)


def _parted(text: str, parts: list[Part], lexicon: Lexicon) -> list[Part]:
    """Two parts, one behind the other, parted where the line stands that begins the second."""
    if len(parts[0].spans) != 1 or len(parts[1].spans) != 1:
        return parts
    first, second = parts[0].spans[0], parts[1].spans[0]
    cut = _snapped(text, second.start, lexicon)
    if first.end != second.start or not first.start < cut < second.end:
        return parts
    spans = Span(first.start, cut), Span(cut, second.end)
    return [replace(part, spans=(span,)) for part, span in zip(parts, spans, strict=True)]


def _effective_lines(text: str, lexicon: Lexicon) -> Iterator[str]:
    """The lines that say from when the text applies, with a number in each."""
    for line in text.splitlines():
        if len(line) < 400 and re.search(r"\d", line) and lexicon.holds("effective-date", line):
            yield line


def _editions(text: str, reading: Canonical, lexicon: Lexicon) -> tuple[Part, ...] | None:
    """Two editions, if the head of one says when it is of; a document and its annex are none."""
    assert reading.editions is not None
    end = len(reading.text)
    first, second = reading.editions.first, reading.editions.second
    cut = second.start
    if reading.text == text:
        cut = _snapped(text, second.start, lexicon)
    spans = (
        _first_witnesses(reading, Span(min(first.start, 0), cut)),
        _first_witnesses(reading, Span(cut, end)),
    )
    heads = ["".join(span.of(text) for span in part)[:_HEAD] for part in spans]
    if not any([*_effective_lines(head, lexicon)] or stated_date(head, lexicon) for head in heads):
        return None
    dates = [effective_date(head, lexicon) for head in heads]
    role: PartRole = "superseded"
    if dates[0] is not None and dates[1] is not None and dates[1] > dates[0]:
        role = "announced"
    parts = (Part("leading", spans[0], dates[0]), Part(role, spans[1], dates[1]))
    return _with_rest(text, parts)


def _snapped(text: str, at: int, lexicon: Lexicon) -> int:
    """The beginning of the line that begins the other edition, near where the two part."""
    found = _begun(text, at, lexicon)
    above = text[:found].rstrip()
    line = above.rfind("\n") + 1
    return line if _says_until(above[line:], lexicon) else found


def _says_until(line: str, lexicon: Lexicon) -> bool:
    """Whether a line says until when a text applies, and not from when: that of the text below."""
    if len(line) >= _SAYS or not lexicon.holds("effective-date", line):
        return False
    before = lexicon.before("effective-until", line)
    return first_date(before, lexicon) is None and bool(first_date(line[len(before) :], lexicon))


def _begun(text: str, at: int, lexicon: Lexicon) -> int:
    """The line that is called as the text is, else one that says from when it applies."""
    title = next((line for line in text[:_HEAD].splitlines() if bare(line)), "")
    wanted = bare(title)
    low = max(0, at - _SNAP)
    starts = [m.end() for m in re.finditer("\n", text[low : at + _SNAP])]
    lines = [low + start for start in starts]
    near = sorted(lines, key=lambda start: (abs(start - at), start))
    for start in near:
        if (
            wanted
            and bare(
                text[start : start + 2 * len(title) + 8].splitlines()[0] if text[start:] else ""
            )
            == wanted
        ):
            return start
    for start in near:
        line = text[start : start + 200].split("\n", 1)[0]
        if len(line) < _SAYS and lexicon.holds("effective-date", line):
            return start
    return near[0] if near else at


def _first_witnesses(reading: Canonical, area: Span) -> tuple[Span, ...]:
    """Where a range of the reading stands in the scrape: the copy read on, else the first."""
    spans: list[Span] = []
    covered, cursor = area.start, -1
    ordered = sorted(
        reading.witnesses, key=lambda w: (w.canonical.start, w.canonical.end, w.scrape.start)
    )
    used: list[Span] = []
    index = 0
    while index < len(ordered) and covered < area.end:
        group = []
        start = ordered[index].canonical.start
        while index < len(ordered) and ordered[index].canonical.start == start:
            group.append(ordered[index])
            index += 1
        for witness in sorted(group, key=lambda w: (w.scrape.start != cursor, w.scrape.start)):
            own, there = witness.canonical, witness.scrape
            if own.end <= covered or own.start >= area.end:
                continue
            skip = max(covered - own.start, 0)
            cut = max(own.end - area.end, 0)
            if len(own) != len(there) and (skip or cut):
                skip = min(skip, len(there))
                cut = min(cut, len(there) - skip)
            span = Span(there.start + skip, there.end - cut)
            if len(span) <= 0 or any(s.start < span.end and span.start < s.end for s in used[-64:]):
                continue
            used.append(span)
            if spans and spans[-1].end == span.start:
                spans[-1] = Span(spans[-1].start, span.end)
            else:
                spans.append(span)
            covered, cursor = min(own.end, area.end), span.end
            break
    return _disjoint(spans)


def _disjoint(spans: list[Span]) -> tuple[Span, ...]:
    """Without what an earlier one holds already; in the same order."""
    taken: list[Span] = []  # ascending
    out: list[Span] = []
    for span in spans:
        at, index = span.start, bisect_right(taken, span.start, key=lambda own: own.end)
        while at < span.end:
            held = taken[index] if index < len(taken) else Span(span.end, span.end)
            if at < held.start:
                out.append(Span(at, min(held.start, span.end)))
                taken.insert(index, out[-1])
                index += 1
            at, index = max(at, held.end), index + 1
    return tuple(out)


def _with_rest(text: str, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """With what is in no part yet as a part of its own, so that the parts tile the text."""
    covered = sorted(span for part in parts for span in part.spans)
    rest: list[Span] = []
    at = 0
    for span in covered:
        if span.start > at:
            rest.append(Span(at, span.start))
        at = max(at, span.end)
    if at < len(text):
        rest.append(Span(at, len(text)))
    if not rest:
        return parts
    if len(parts) == 1 and list(parts[0].spans) == sorted(parts[0].spans):
        rest = _to_end(text, _slid(text, rest))
        edges = [0, *(edge for span in rest for edge in (span.start, span.end)), len(text)]
        left = (Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b)
        parts = (replace(parts[0], spans=tuple(left)),)
    blank = [span for span in rest if not span.of(text).strip()]
    if len(blank) == len(rest) and len(parts) == 1 and len(parts[0].spans) == 1:
        return (replace(parts[0], spans=(Span(0, len(text)),)),)
    return (*parts, Part("copy", tuple(rest)))


def _slid(text: str, copies: list[Span]) -> list[Span]:
    """Copies slid back to where a line begins; what is left without them stays the same text."""
    out: list[Span] = []
    for span in copies:
        least = out[-1].end if out else 0
        start, end = span.start, span.end
        while start > least and text[start - 1] != "\n" and text[start - 1] == text[end - 1]:
            start, end = start - 1, end - 1
        begins = start == 0 or text[start - 1] == "\n"
        out.append(Span(start, end) if begins else span)
    return out


def _to_end(text: str, copies: list[Span]) -> list[Span]:
    """Copies of which the last goes to the end of the text, if what stands behind it begins it too.

    A page that stands twice is so parted where its text ends: A B A B is A B with a copy of it
    behind, and not A with one of B A amid it.
    """
    *before, last = copies
    behind = text[last.end :]
    end = last.start + len(behind.rstrip())
    if not behind.strip() or end > last.end or text[last.start : end] != behind.rstrip():
        return copies
    while end < last.end and text[end].isspace():
        end += 1
    return [*before, Span(end, len(text))]


def effective_date(text: str, lexicon: Lexicon) -> str | None:
    """The first date that stands beside words that say from when the text applies.

    Until when it applies is another date.
    """
    for line in text.splitlines():
        if len(line) < 400 and lexicon.holds("effective-date", line):
            found = first_date(lexicon.before("effective-until", line), lexicon)
            if found is not None:
                return found
    return None


def stated_date(text: str, lexicon: Lexicon) -> str | None:
    """The date on which the page says that it was updated, from its head or foot."""
    for end in (text[:3000], text[-2000:]):
        for line in end.splitlines():
            if len(line) < 400 and lexicon.is_stated(line):
                found = first_date(line, lexicon)
                if found is not None:
                    return found
    return None
