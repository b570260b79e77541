"""Where each character of one text stands in another, in as little memory as that takes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Places = NDArray[np.int32]  # half the memory; no text has 2**31 characters


@dataclass(frozen=True, slots=True, eq=False)
class Offsets:
    """Offsets that never fall, one a character, as runs in which each is one more than the last.

    Some four characters in a thousand break that, where white space or marks were taken away.
    Run `n` begins with character `heads[n]`, at the offset `values[n]`.
    """

    length: int
    heads: Places
    values: Places

    @classmethod
    def of(cls, offsets: Places) -> Offsets:
        """The runs of offsets that are all told."""
        if not len(offsets):
            return cls(0, offsets[:0], offsets[:0])
        breaks = np.flatnonzero(offsets[1:] != offsets[:-1] + 1) + 1
        heads = np.append(0, breaks).astype(np.int32)
        return cls(len(offsets), heads, offsets[heads])

    @classmethod
    def same(cls, length: int, first: int = 0) -> Offsets:
        """One run that begins at the offset `first`."""
        runs = min(length, 1)
        return cls(length, np.zeros(runs, np.int32), np.full(runs, first, np.int32))

    @classmethod
    def _at(cls, length: int, places: NDArray[np.int64], offsets: Places) -> Offsets:
        """The runs that the offsets at ascending places begin, where they begin one."""
        opens = np.append(True, np.diff(places) != np.diff(offsets))[: len(places)]
        return cls(length, places[opens].astype(np.int32), offsets[opens])

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, place: int) -> int:
        """The offset of one character, counted from the end if negative; IndexError beyond."""
        at = place + self.length if place < 0 else place
        if not 0 <= at < self.length:
            raise IndexError(f"no character {place} of {self.length}")
        run = bisect_right(self.heads.data, at) - 1 if len(self.heads) > 1 else 0
        return int(self.values[run]) + at - int(self.heads[run])

    def spread(self) -> Places:
        """All offsets, told one by one."""
        lengths = np.diff(self.heads, append=self.length)
        shifts = np.repeat(self.values - self.heads, lengths)
        return shifts + np.arange(self.length, dtype=np.int32)

    def of_each(self, places: ArrayLike) -> Places:
        """The offsets of some characters."""
        asked = np.asarray(places, dtype=np.int32)
        if len(self.heads) == 1:
            return asked + self.values
        run = np.searchsorted(self.heads, asked, side="right") - 1
        found: Places = (self.values - self.heads)[run] + asked
        return found

    def without(self, gone: NDArray[np.int64]) -> Offsets:
        """What is left when the characters at these ascending places go."""
        behind = gone[np.append(gone[1:] != gone[:-1] + 1, True)[: len(gone)]] + 1
        places = union(self.heads, behind)
        before = np.searchsorted(gone, places)
        left = (places < self.length) & (before == np.searchsorted(gone, places, side="right"))
        places, before = places[left], before[left]
        return Offsets._at(self.length - len(gone), places - before, self.of_each(places))

    def replaced(
        self,
        heads: NDArray[np.int64],
        tails: NDArray[np.int64],
        counts: NDArray[np.int64],
        offsets: Places,
    ) -> Offsets:
        """With so many characters in place of each range, all of them with its offset.

        The ranges ascend and do not overlap.
        """
        growth = np.append(0, np.cumsum(counts - (tails - heads)))
        length = self.length + int(growth[-1])
        first = np.cumsum(counts) - counts
        put = np.repeat(heads + growth[:-1] - first, counts) + np.arange(int(counts.sum()))
        own = union(self.heads, tails)
        before = np.searchsorted(heads, own, side="right")  # ranges that begin there or earlier
        inside = own < np.append(0, tails)[before]
        own, before = own[~inside & (own < self.length)], before[~inside & (own < self.length)]
        places = np.append(own + growth[before], put)
        told = np.append(self.of_each(own), np.repeat(offsets, counts))
        order = np.argsort(places, kind="stable")
        return Offsets._at(length, places[order], told[order])

    def search(self, offsets: ArrayLike, side: Literal["left", "right"]) -> NDArray[np.int64]:
        """How many characters are before each offset, or with "right" not behind it."""
        wanted = np.asarray(offsets, dtype=np.int64)
        if not self.length:
            return np.zeros(wanted.shape, dtype=np.int64)
        run = np.searchsorted(self.values, wanted, side=side) - 1
        heads = np.append(self.heads, self.length).astype(np.int64)
        inside = heads[run] + wanted - self.values[run] + (side == "right")
        found: NDArray[np.int64] = np.where(run < 0, 0, np.minimum(inside, heads[run + 1]))
        return found

    def again(self) -> NDArray[np.int64]:
        """The characters with the offset of the one before."""
        last = self.values[:-1] + np.diff(self.heads) - 1
        found: NDArray[np.int64] = self.heads[1:][self.values[1:] == last].astype(np.int64)
        return found


def union(one: ArrayLike, other: ArrayLike) -> NDArray[np.int64]:
    """The numbers in either of two ascending lists; sorting what ascends is quick."""
    numbers = np.append(one, other).astype(np.int64)
    numbers.sort(kind="stable")
    found: NDArray[np.int64] = numbers[np.append(True, numbers[1:] != numbers[:-1])[: len(numbers)]]
    return found
