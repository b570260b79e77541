"""What tells that a block was put in, and where it is at home: `python -m benchmarks.fits`.

Fits two logistic regressions on what `auditor.canonical.fits` measures of blocks that stand at
two places: those that `copied` put in against those that clean texts have, and, of the former,
the home against the other place. Prints the weights beside those in use.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from auditor import Document, Options
from auditor.canonical import Page
from auditor.canonical.evidence.wording import Evidence
from auditor.canonical.inserted import blocks
from auditor.canonical.inserted.fits import Fit, Fits
from auditor.canonical.inserted.weights import WEIGHTS
from auditor.canonical.woven.arranging import passages
from auditor.canonical.woven.copies.pairing import diagonals, paired
from auditor.canonical.woven.unit import Unit, is_woven, numbered, page_units
from auditor.damage.operators import corrupt
from auditor.segment import segment
from benchmarks.documents import Choice, crop, load
from benchmarks.tables import table
from benchmarks.wording import fit

SEEDS, SIZES = 5, (6_000, 20_000, None)  # characters
HOME = ("outline", "wording")
DAMAGE = (
    *("other place, outline", "other place, wording", "home, outline", "home, wording"),
    *("lines", "bias"),
)


@dataclass(frozen=True, slots=True)
class Twice:
    """A block at two places: how it fits at each, and which ones the scrape put in."""

    fits: tuple[Fit, Fit]
    lines: bool
    put_in: tuple[bool, bool]


def twice(text: str, stream: NDArray[np.int64] | None = None) -> Iterator[Twice]:
    """The blocks of a text that are long enough to tell; `stream` is that of a corruption."""
    page = Page(Document.from_text(text), Options(), segment)
    units = page_units(page)
    if len(units) < 2 or is_woven(page, units):
        return
    evidence = Evidence(passages(text, units))
    texts, weights = numbered(units)
    told = Fits(evidence)
    for places, length in blocks._groups(diagonals(paired(texts, weights, {}), texts), texts):
        if len(places) == 2 and blocks._is_passage(places, length, weights):
            one, other = told.at(places, length)
            starts = [evidence.passages[place].starts_line for place in places]
            put_in = [_is_put_in(units[at : at + length], stream) for at in places]
            yield Twice((one, other), starts[0] != starts[1], (put_in[0], put_in[1]))


def _is_put_in(inside: list[Unit], stream: NDArray[np.int64] | None) -> bool:
    if stream is None:
        return False
    return bool(np.median(stream[inside[0].span.start : inside[-1].span.end]) > 0)


def damage_features(found: Twice) -> list[float]:
    home, other = sorted(found.fits, key=lambda one: one.odd)
    bounded = [
        max(WEIGHTS.most_loss, min(WEIGHTS.most_fault, one.outline)) for one in (other, home)
    ]
    return [bounded[0], other.wording, bounded[1], home.wording, float(found.lines), 1.0]


def home_features(found: Twice) -> list[float]:
    """Of the place that was put in less those of the home."""
    home, other = found.fits if found.put_in[1] else found.fits[::-1]
    return [other.outline - home.outline, other.wording - home.wording]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, help="folder of texts (default: those shipped)")
    texts = load(Choice(options.parse_args().data, "tune"))
    clean = [found for text in texts for size in SIZES for found in twice(crop(text.text, size))]
    damaged = []
    for text in texts:
        for seed in range(SEEDS):
            corruption = corrupt(crop(text.text, SIZES[0]), "copied", seed)
            damaged += list(twice(corruption.scrape, corruption.stream))
    put_in = [found for found in damaged if sum(found.put_in) == 1]
    clean += [found for found in damaged if not any(found.put_in)]
    x = np.array([damage_features(found) for found in put_in + clean])
    weights = fit(x, np.array([1.0] * len(put_in) + [0.0] * len(clean)))
    weights[-1] -= np.log(len(put_in) / max(1, len(clean)))
    sides = np.array([home_features(found) for found in put_in])
    homes = fit(np.concatenate([sides, -sides]), np.repeat([1.0, 0.0], len(sides)))
    ours = (*WEIGHTS.other_place, *WEIGHTS.at_home, WEIGHTS.lines, WEIGHTS.bias)
    rows = [("home: " + n, w, o) for n, w, o in zip(HOME, homes, WEIGHTS.home, strict=True)]
    rows += [("put in: " + n, w, o) for n, w, o in zip(DAMAGE, weights, ours, strict=True)]
    print(f"{len(put_in)} blocks put in, {len(clean)} others")
    print(table(("weight", "fitted", "in use"), [[n, f"{w:.2f}", f"{o:.2f}"] for n, w, o in rows]))


if __name__ == "__main__":
    main()
