"""How well a block that stands at several places fits at each of them.

What tells: the outline with the block there and without it; and the wording at the seams that the
block makes, beside that of the seam that it parts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from auditor.canonical.evidence.wording import CONTEXT, Evidence
from auditor.canonical.inserted.weights import WEIGHTS
from auditor.model import Ordinal
from auditor.text.outline import outline_cost


@dataclass(frozen=True, slots=True)
class Fit:
    """What leaving out a block at one place wins, in nats, by outline and by wording."""

    outline: float
    wording: float

    @property
    def odd(self) -> float:
        """Log-odds against this place as the home of the block."""
        return WEIGHTS.home[0] * self.outline + WEIGHTS.home[1] * self.wording

    @property
    def bounded(self) -> Fit:
        """No fault counts for more than one: the entries of a list are all alike in wording."""
        return Fit(_bounded(self.outline), _bounded(self.wording))


def _bounded(nats: float) -> float:
    return max(WEIGHTS.most_loss, min(WEIGHTS.most_fault, nats))


class Fits:
    """The fit of blocks among the units that are not known to be `put_in`."""

    def __init__(self, evidence: Evidence, put_in: Collection[int] = ()) -> None:
        self.evidence, self.put_in = evidence, put_in
        self.numbered = [
            unit for unit, passage in enumerate(evidence.passages) if passage.ordinal is not None
        ]

    def at(self, places: Sequence[int], length: int) -> list[Fit]:
        """At each of the places, without the other copies around it."""
        own = {unit for place in places for unit in range(place, place + length)}
        return [
            Fit(self._outline(place, length, own), self._wording(place, length, own))
            for place in places
        ]

    def damage(self, fits: Sequence[Fit], judged: float) -> float:
        """Log-odds that a block belongs at one of its places and was put in at the others, that
        it is `judged` to be by what stands again in the text.
        """
        home = min(fits, key=lambda fit: fit.odd)
        others = [fit.bounded for fit in fits if fit is not home]
        outline, wording = WEIGHTS.other_place
        told = [outline * fit.outline + wording * fit.wording for fit in others]
        outline, wording = WEIGHTS.at_home
        at_home = outline * home.bounded.outline + wording * home.bounded.wording
        return WEIGHTS.judged * judged + sum(told) / len(told) + at_home + WEIGHTS.bias

    def _wording(self, place: int, length: int, own: Collection[int]) -> float:
        left = self._near(range(place - 1, -1, -1), own)[::-1]
        right = self._near(range(place + length, len(self.evidence.passages)), own)
        if not left or not right:
            return 0.0
        inside = range(place, place + length)
        without = self._affinity(left, right)
        before = self._affinity(left, inside[:CONTEXT])
        return without - before - self._affinity(inside[-CONTEXT:], right)

    def _affinity(self, left: Sequence[int], right: Sequence[int]) -> float:
        return self.evidence.affinity(left, right, ordinals=False)

    def _near(self, units: range, own: Collection[int]) -> list[int]:
        found: list[int] = []
        for unit in units:
            if unit not in own and unit not in self.put_in:
                found.append(unit)
                if len(found) == CONTEXT:
                    break
        return found

    def _outline(self, place: int, length: int, own: Collection[int]) -> float:
        first = bisect_left(self.numbered, place)
        last = bisect_left(self.numbered, place + length)
        inside = self._ordinals(self.numbered[first:last])
        if not inside:
            return 0.0
        before = self._ordinals(
            self._others(self.numbered[max(0, first - WEIGHTS.ordinals_before) : first], own)
        )
        behind = self._ordinals(
            self._others(self.numbered[last : last + WEIGHTS.ordinals_behind], own)
        )
        return outline_cost(before + inside + behind) - outline_cost(before + behind)

    def _others(self, units: Sequence[int], own: Collection[int]) -> list[int]:
        return [unit for unit in units if unit not in own and unit not in self.put_in]

    def _ordinals(self, units: Sequence[int]) -> list[Ordinal]:
        passages = self.evidence.passages
        return [found for unit in units if (found := passages[unit].ordinal) is not None]
