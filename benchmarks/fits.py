"""What tells that a block was put in, and where it is at home: `python -m benchmarks.fits`.

Fits two logistic regressions on how blocks that stand at several places are judged, and what
`auditor.canonical.inserted.fits` measures of them: those that operators put in against others, and
the home against the other place. Prints the weights beside those in use; and how texts are judged
as a whole that look like woven copies, damaged and not. The judgement must not have seen them:

    python -m benchmarks.fit --data FOLDER --without 0 1 --write
    python -m benchmarks.fits --data FOLDER
    python -m benchmarks.fit --data FOLDER --write
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from auditor import Document, Options, Span
from auditor.canonical import Page
from auditor.canonical.evidence.wording import Evidence
from auditor.canonical.inserted import blocks
from auditor.canonical.inserted.fits import Fit, Fits
from auditor.canonical.inserted.weights import WEIGHTS
from auditor.canonical.woven.arranging import passages
from auditor.canonical.woven.copies.chains import are_woven
from auditor.canonical.woven.copies.pairing import diagonals, paired
from auditor.canonical.woven.unit import is_woven, near, numbered, page_units
from auditor.damage.operators import corrupt
from auditor.repeats.weights import WEIGHTS as REPEATS
from auditor.segment import segment
from benchmarks.documents import crop
from benchmarks.fit import Sample, documents
from benchmarks.lists import in_list
from benchmarks.runs import run
from benchmarks.tables import table
from benchmarks.wording import fit

Rows = NDArray[np.float64]
OPERATORS = ("copied", "copied-cut", "block-many")
WOVEN = (
    "interleaved-2", "interleaved-3", "interleaved-2-cut", "interleaved-2-few", "small-screen",
    "page-twice", "interleaved-2+noise-3", "interleaved-3+noise-3", "page-twice+noise-3",
)  # fmt: skip
LEAST = (0.2, 0.3, 0.4, 0.5, 0.6)  # probabilities of damage
SHORT_AND_LONG = (600, 1_200, 3_000, 8_000)  # characters
SIZES = (3_000, 6_000, 20_000)  # characters
HOME = ("outline", "wording")
DAMAGE = (
    *("judged", "other places, outline", "other places, wording"),
    *("home, outline", "home, wording", "bias"),
)


@dataclass(frozen=True, slots=True)
class Again:
    """A block at several places: how it is judged and fits at each, and where it was put in."""

    judged: float
    fits: tuple[Fit, ...]
    put_in: tuple[bool, ...]

    @property
    def is_damage(self) -> bool:
        """At most of its places but one."""
        return 2 * sum(self.put_in) > len(self.put_in) - 1


def again(sample: Sample) -> list[Again]:
    """The blocks of a text that are judged."""
    text, stream = sample.text, None
    if sample.operator:
        corruption = corrupt(text, sample.operator, 1)
        text, stream = corruption.scrape, corruption.stream
    page = Page(Document.from_text(text), Options(), segment)
    units = page_units(page)
    if len(units) < 2 or is_woven(page, units):
        return []
    evidence = Evidence(passages(text, units))
    texts, weights = numbered(units)
    told = Fits(evidence)

    def span(inside: range) -> Span:
        return Span(units[inside[0]].span.start, units[inside[-1]].span.end)

    def damage(inside: range) -> float | None:
        ends = span(inside).start, span(inside).end
        return page.damaged(*page.compared.starts.search(ends, "left").tolist())

    found = []
    for places, length in blocks._groups(diagonals(paired(texts, weights, {}), texts), texts):
        if blocks._weight(places, length, weights) < REPEATS.told_from:
            continue
        judged = blocks._judged(places, length, damage)
        put_in = tuple(
            stream is not None and _is_put_in(span(range(at, at + length)), stream) for at in places
        )
        found.append(Again(judged, tuple(told.at(places, length)), put_in))
    return [one for one in found if one.judged > blocks.UNLIKELY]


def _is_put_in(span: Span, stream: NDArray[np.int64]) -> bool:
    return bool(np.median(stream[span.start : span.end]) > 0)


def damage_features(found: Again) -> Rows:
    home = min(range(len(found.fits)), key=lambda at: found.fits[at].odd)
    others = [fit.bounded for at, fit in enumerate(found.fits) if at != home]
    at_home = found.fits[home].bounded
    share = 1 / len(others)
    return np.array(
        [
            found.judged,
            share * sum(fit.outline for fit in others),
            share * sum(fit.wording for fit in others),
            at_home.outline,
            at_home.wording,
            1.0,
        ]
    )


def home_features(found: Again) -> list[float]:
    """Of the place that was put in less those of the home."""
    home, other = found.fits if found.put_in[1] else found.fits[::-1]
    return [other.outline - home.outline, other.wording - home.wording]


def samples(folder: Path, limit: int | None) -> Iterator[Sample]:
    """Of documents that `benchmarks.fit --without 0 1` has not seen; half undamaged, or lists."""
    for name, language, text in documents(folder, limit):
        rng = random.Random(name)
        whole = Sample(name, language, crop(text, SIZES[-1]), "")
        if whole.part > 1:
            continue
        yield whole
        yield replace(whole, text=crop(text, SIZES[1]))
        for operator in OPERATORS if not name.startswith(("html", "versions")) else ():
            yield replace(whole, text=crop(text, rng.choice(SIZES)), operator=operator)
        made = in_list(text, rng)
        if made:
            yield replace(whole, text=made[: SIZES[-1]], kind="list")


def woven_samples(folder: Path, limit: int | None) -> Iterator[Sample]:
    """Undamaged texts whole and in part; of those that no tree was grown on, with copies woven."""
    for name, language, text in documents(folder, limit):
        rng = random.Random(name)
        whole = Sample(name, language, crop(text, SIZES[-1]), "")
        yield whole
        yield replace(whole, text=crop(text, rng.choice(SHORT_AND_LONG)))
        if whole.part <= 1 and not name.startswith(("html", "versions")):
            for operator in rng.sample(WOVEN, 3):
                text_of = crop(text, rng.choice(SHORT_AND_LONG))
                yield replace(whole, text=text_of, operator=operator)


def looks_woven(sample: Sample) -> float | None:
    """How a text is judged as a whole whose units look like those of woven copies."""
    text = corrupt(sample.text, sample.operator, 1).scrape if sample.operator else sample.text
    page = Page(Document.from_text(text), Options(), segment)
    units = page_units(page)
    if (
        len(units) < 2
        or not page.is_suspect
        or not are_woven(*numbered(units), near(units, page.repeats))
    ):
        return None
    return page.damage_of_all


def woven_table(folder: Path, limit: int | None, jobs: int) -> str:
    texts = list(woven_samples(folder, limit))
    told: dict[bool, list[float]] = {True: [], False: []}
    for text, judged in zip(texts, run(looks_woven, texts, jobs), strict=True):
        if judged is not None:
            told[bool(text.operator)].append(judged)
    rows = [
        [
            name,
            str(len(told[damaged])),
            *(f"{np.mean([p >= at for p in told[damaged]]):.3f}" for at in LEAST),
        ]
        for name, damaged in (("damaged", True), ("not", False))
    ]
    return table(("looks woven", "texts", *(f"from {at}" for at in LEAST)), rows)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fits",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, help="folder as `benchmarks.fit` reads")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args()
    texts = list(samples(args.data, args.limit))
    every = list(run(again, texts, args.jobs))
    found = [one for some in every for one in some]
    x = np.array([damage_features(one) for one in found])
    labels = np.array([float(one.is_damage) for one in found])
    weights = fit(x, labels)
    pairs = [one for one in found if len(one.fits) == 2 and sum(one.put_in) == 1]
    sides = np.array([home_features(one) for one in pairs])
    homes = fit(np.concatenate([sides, -sides]), np.repeat([1.0, 0.0], len(sides)))
    ours = (WEIGHTS.judged, *WEIGHTS.other_place, *WEIGHTS.at_home, WEIGHTS.bias)
    rows = [("home: " + n, w, o) for n, w, o in zip(HOME, homes, WEIGHTS.home, strict=True)]
    rows += [("put in: " + n, w, o) for n, w, o in zip(DAMAGE, weights, ours, strict=True)]
    print(f"{int(labels.sum())} blocks put in, {int((1 - labels).sum())} others")
    print(table(("weight", "fitted", "in use"), [[n, f"{w:.2f}", f"{o:.2f}"] for n, w, o in rows]))
    print(f"home right: {np.mean(sides @ homes > 0):.3f}")
    print(share_table(texts, every, weights))
    print(woven_table(args.data, args.limit, args.jobs))


def share_table(texts: list[Sample], every: list[list[Again]], weights: Rows) -> str:
    """From which log-odds on how many blocks that were put in are found, and how many of the
    undamaged texts are changed.
    """
    groups: dict[str, list[list[Again]]] = defaultdict(list)
    for text, found in zip(texts, every, strict=True):
        groups[text.kind or text.operator or text.name.split("/")[0]].append(found)
    least = sorted({0.0, WEIGHTS.put_in, 1.0, 1.5, 2.2})
    rows = []
    for name, group in sorted(groups.items()):
        told = [[float(damage_features(one) @ weights) for one in found] for found in group]
        if name in OPERATORS:
            blocks_of = zip(group, told, strict=True)
            odds = [
                each
                for found, some in blocks_of
                for one, each in zip(found, some, strict=True)
                if one.is_damage
            ]
        else:
            odds = [max(some, default=-inf) for some in told]
        shares = [f"{np.mean([each >= at for each in odds]):.3f}" for at in least]
        rows.append([name, str(len(odds)), *shares])
    return table(("found, or changed", "blocks, or texts", *(f"from {at}" for at in least)), rows)


if __name__ == "__main__":
    main()
