"""All that is known of one text, each thing told once, when it is first asked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from auditor.canonical.evidence.breaks import cuts_of
from auditor.canonical.reading import Starts, scraped
from auditor.canonical.weights import WEIGHTS
from auditor.model import Document, Fragment, Normalization, Options, Repeat, Span, UndoneKind
from auditor.repeats import find_repeats
from auditor.repeats.features import View
from auditor.repeats.index import Passage, Stretch, passages, stretches
from auditor.repeats.judge import judged
from auditor.repeats.weights import WEIGHTS as REPEATS
from auditor.text.compared import Normalized, normalize
from auditor.text.cover import Cover
from auditor.text.runs import Codes, Runs, codes, information, own_runs

SHORTEST = WEIGHTS.shortest_run

Segment = Callable[[str, str | None, Normalization], tuple[Fragment, ...]]
Told = TypeVar("Told")


@dataclass(frozen=True, eq=False)
class Page:
    """One text, as scraped or as the steps before have left it.

    `segment` cuts a text into fragments; `pieces` are those of this one where it is cut already.
    `undone` are the kinds of damage that steps have undone in it. `copies` says that the text is
    several scrapes of one page, one behind the other.
    """

    document: Document
    options: Options
    segment: Segment
    pieces: tuple[Fragment, ...] | None = None
    undone: tuple[UndoneKind, ...] = ()
    copies: bool = False

    @property
    def text(self) -> str:
        return self.document.text

    @cached_property
    def fragments(self) -> tuple[Fragment, ...]:
        """They tile the text."""
        if self.pieces is not None:
            return self.pieces
        return self.segment(self.text, self.document.language, self.options.normalize)

    @cached_property
    def repeats(self) -> tuple[Repeat, ...]:
        return find_repeats(self.document, self.fragments, self.options)

    @cached_property
    def facts(self) -> tuple[Repeat, ...]:
        """All that stands again, whatever it means: what is told by characters, and the fragments
        that are nearly the same or too short for that.
        """
        least = max(round(SHORTEST * self.scale), self.options.min_length)
        similarity = self.options.min_similarity
        told = passages(self.compared.text, self.stretches, similarity, self.damage)
        found = [self._repeat(passage) for passage in told if passage.equal >= least]
        found = [repeat for repeat in found if len(repeat.occurrences) > 1]
        again = (span for repeat in found for span in repeat.occurrences[1:])
        cover = Cover.of(len(self.text), again)
        for repeat in self.repeats:
            later = repeat.occurrences[1:]
            if any(cover.count(span.start, span.end) < len(span) for span in later):
                found.append(repeat)
        return tuple(sorted(found, key=lambda repeat: repeat.occurrences))

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The pairs of places in the comparison form that have the same text, by the second."""
        return tuple(stretches(self.runs(SHORTEST), self.scale))

    @cached_property
    def damage(self) -> tuple[float | None, ...]:
        """The probability that each of the stretches is damage; None where it is not judged."""
        return tuple(judged(lambda: self.view, self.stretches, self.scale, len(self.codes)))

    @cached_property
    def is_suspect(self) -> bool:
        """Whether a step need look for copies: something that stands again may be damage, or stands
        there directly again, or much stands nearly again, which is not judged.
        """
        return (
            self.copies
            or any(each is not None and each >= WEIGHTS.suspect for each in self.damage)
            or bool(self.on_end)
            or self._unjudged >= WEIGHTS.nearly_again * len(self.text)
        )

    @cached_property
    def on_end(self) -> tuple[Stretch, ...]:
        """The stretches that stand again directly behind."""
        return tuple(each for each in self.stretches if each.is_on_end)

    @property
    def is_copied(self) -> bool:
        """Whether what stands again elsewhere is damage, as a whole; so is what can't be judged."""
        return self._is_damage(self._likeliest_elsewhere, WEIGHTS.copied_page)

    @property
    def may_be_copied(self) -> bool:
        """Whether what stands again may be damage, as a whole."""
        return self._is_damage(self._likeliest, WEIGHTS.suspect)

    def _is_damage(self, likeliest: NDArray[np.float64], least: float) -> bool:
        """Judged at `least` so, or not judged: in a short text, or most of it stands again only
        nearly.
        """
        judged, told = np.count_nonzero(likeliest >= 0), _mean(likeliest)
        short = len(self.codes) < REPEATS.shortest_text * self.scale
        unjudged = self._unjudged * len(likeliest) > judged * len(self.text)
        if self.copies or short or unjudged:
            return True
        if told is None:  # what stands again directly behind may be all that is judged
            return _mean(self._likeliest) is None
        return told >= least

    @cached_property
    def _unjudged(self) -> int:
        """The characters that stand again, but not quite the same, and are not judged."""
        told = zip(self.stretches, self.damage, strict=True)
        judged = (self.span(each.second, each.until) for each, damage in told if damage is not None)
        cover = Cover.of(len(self.text), judged)
        nearly = (repeat for repeat in self.repeats if not repeat.exact)
        again = (span for repeat in nearly for span in repeat.occurrences[1:])
        return sum(len(span) - cover.count(span.start, span.end) for span in again)

    @cached_property
    def _likeliest(self) -> NDArray[np.float64]:
        """Of each character of the comparison form the likeliest damage that holds it; or -1."""
        return self._likeliest_of(zip(self.stretches, self.damage, strict=True))

    @cached_property
    def _likeliest_elsewhere(self) -> NDArray[np.float64]:
        """The same, of what does not stand again directly behind."""
        told = zip(self.stretches, self.damage, strict=True)
        return self._likeliest_of(each for each in told if not each[0].is_on_end)

    def _likeliest_of(self, told: Iterable[tuple[Stretch, float | None]]) -> NDArray[np.float64]:
        likeliest = np.full(len(self.compared.text), -1.0)
        for stretch, damage in told:
            if damage is not None:
                inside = likeliest[stretch.second : stretch.until]
                np.maximum(inside, damage, out=inside)
        return likeliest

    @cached_property
    def damage_of_all(self) -> float | None:
        """The probability that what stands again elsewhere is damage: on average over its
        characters, each judged by the likeliest that holds it; None where nothing is judged.
        """
        return _mean(self._likeliest_elsewhere)

    def damaged(self, start: int, end: int) -> float | None:
        """The probability that `[start, end)` of the comparison form is damage: on average over
        what of it stood before; None where too little did to be judged.
        """
        total = told = 0.0
        for stretch, damage in self._around(start, end):
            inside = min(end, stretch.until) - max(start, stretch.second)
            if damage is not None and inside > 0:
                total, told = total + inside, told + inside * damage
        return told / total if 2 * total > end - start else None

    def _around(self, start: int, end: int) -> Iterator[tuple[Stretch, float | None]]:
        """The stretches whose second place may reach into `[start, end)`, with their damage."""
        seconds = self.once("seconds", lambda: [each.second for each in self.stretches])
        reach = self.once("reach", lambda: [*accumulate((s.until for s in self.stretches), max)])
        for at in range(bisect_right(reach, start), bisect_left(seconds, end)):
            yield self.stretches[at], self.damage[at]

    @cached_property
    def view(self) -> View:
        """What a judgement of repeats looks at."""
        ends = np.flatnonzero(codes(self.text) == ord("\n"))
        lines = np.searchsorted(ends, self.compared.starts.spread())
        numbered = [(each.span.start, each.ordinal) for each in self.fragments if each.ordinal]
        places = self.compared.starts.search([start for start, _ in numbered], "left")
        ordinals = tuple(zip(places.tolist(), (one for _, one in numbered), strict=True))
        return View(self.compared.text, self.codes, self.breaks, lines, self.scale, ordinals)

    def _repeat(self, passage: Passage) -> Repeat:
        spans = (self.span(start, end) for start, end in passage.places)
        # Inside of one cluster of marks no place has a length of its own.
        places = tuple(dict.fromkeys(span for span in spans if len(span)))
        return Repeat(places, passage.exact, passage.tandem, passage.equal, passage.damage)

    @cached_property
    def compared(self) -> Normalized:
        """The comparison form of the text."""
        return normalize(self.text, self.options.normalize)

    @cached_property
    def codes(self) -> Codes:
        """The comparison form as code points."""
        return codes(self.compared.text)

    @cached_property
    def scale(self) -> float:
        """Characters of the comparison form to a unit of information."""
        return information(self.codes)

    @cached_property
    def starts(self) -> Starts:
        """Where in the text each character of the comparison form begins, and the text's end."""
        starts = np.append(self.compared.starts.spread(), len(self.text))
        starts[0] = 0
        return starts

    @cached_property
    def breaks(self) -> bytes:
        """How likely a cut is before each compared character, and behind the last one."""
        return cuts_of(self.text, self.compared.text, self.starts)

    def span(self, start: int, end: int) -> Span:
        """The span of the text that `[start, end)` of the comparison form stands for."""
        return scraped(self.starts, start, end)

    def runs(self, least: float) -> Runs:
        """What stands at two places of the comparison form, of at least so much information.

        Raises ValueError for less than `SHORTEST`, of which no runs are known.
        """
        if least < SHORTEST:
            raise ValueError(f"no runs of {least} are known, only from {SHORTEST} on")
        found = self._index
        long = found.length >= round(least * self.scale)
        return Runs(found.start_a[long], found.start_b[long], found.length[long])

    @cached_property
    def _index(self) -> Runs:
        return own_runs(self.codes, round(SHORTEST * self.scale))

    def once(self, name: str, tell: Callable[[], Told]) -> Told:
        """What `tell` tells of the page, told when it is first asked for under this name."""
        if name not in self._told:
            self._told[name] = tell()
        found: Told = self._told[name]
        return found

    @cached_property
    def _told(self) -> dict[str, Any]:
        return {}

    def read_as(self, text: str, kind: UndoneKind) -> Page:
        """What is left of the page when a kind of damage is undone in it."""
        document = Document.from_text(
            text, siglum=self.document.siglum, language=self.document.language
        )
        return Page(
            document, self.options, self.segment, undone=(*self.undone, kind), copies=self.copies
        )


def _mean(likeliest: NDArray[np.float64]) -> float | None:
    """The mean of what is judged; None where nothing is."""
    judged = likeliest[likeliest >= 0]
    return float(judged.mean()) if len(judged) else None
