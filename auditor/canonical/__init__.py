"""The reference reading: given, or inferred from the scrape alone.

Two editions of one text are left as they stand (`editions`). In all else, copies are spelt alike
first (`spellings`), and written at last as scraped (`respell`). Parts of a page that stand once
more at its edges are left out (`doublets`, `undouble`), a chunker's windows are put together
(`windows`, `chunks`), and columns that were read across are parted (`columns`).

What is left is inferred: find which repeats are copies (`copies`; a text that stands behind many
is known by its neighbours, `refrains`), cut woven copies alike where they part (`seams`), tell
which place of a block that was put in is its own (`blocks`), decompose the scrape into ordered
streams (`streams`), settle what the search left open by wording, ordinals and parsimony
(`refine`), write the text with its witnesses, joins and choices (`write`, `homes`). A document
without copies comes back as it is, to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from auditor.anchors import codes, information
from auditor.canonical.budget import SEARCH, SETTLING
from auditor.canonical.chunks import reassemble
from auditor.canonical.columns import straighten
from auditor.canonical.compose import SEPARATOR, attribute, compose, noticed
from auditor.canonical.copies import CopyChain, Kind, are_woven, copy_chains
from auditor.canonical.decomposition import Decomposition, is_whole, join_twins, said_again
from auditor.canonical.editions import two_editions
from auditor.canonical.evidence import Evidence, Passage
from auditor.canonical.homes import homes
from auditor.canonical.insertions import as_scraped
from auditor.canonical.noise import are_strange, same_figures
from auditor.canonical.pairing import Pair
from auditor.canonical.refine import Arrangement
from auditor.canonical.refrains import in_context
from auditor.canonical.respell import respell
from auditor.canonical.seams import cut_at_seams
from auditor.canonical.settled import rearrange
from auditor.canonical.spellings import Levelled, level
from auditor.canonical.streams import decompose, decompose_backward
from auditor.canonical.undouble import without_doublets
from auditor.canonical.write import Unit, unchanged, write
from auditor.model import Canonical, Document, Fragment, Normalization, Repeat, Span

__all__ = [
    "SEPARATOR",
    "Levelled",
    "attribute",
    "compose",
    "given",
    "infer",
    "level",
    "rearrange",
    "reassemble",
    "respell",
    "straighten",
    "two_editions",
    "undouble",
]

_ALIKE = 0.7  # similarity below which units are no copies: one was cut at a seam
_ODD = 2  # times as much that differs among items of a template as between copies of one
_CLOSE = 6.0  # nats between two arrangements that settling may still make good
# Nats by which another order must be better than that of the scrape: at the most, and a unit.
_MOVES, _MOVED = 8.0, 0.1
_TELLING = 0.1  # least share of units that end a line, and of those that don't
_RUN = 0.3  # share of a text that a run of one of two woven copies is at the most
_SHARED = 0.15  # the same of what two windows share
_BREAK = re.compile(r"\n\s*$")
_LETTERS = re.compile(r"[^\W_]+")


def given(text: str) -> Canonical:
    """A trusted reading."""
    return Canonical(text=text, origin="given")


def undouble(
    document: Document,
    fragments: Sequence[Fragment],
    repeats: Sequence[Repeat],
    form: Normalization = "nfkc",
) -> Canonical | None:
    """The text without the parts of it that stand once more at its edges; None if none do.

    A run of one of two woven copies may look like such a part, and so may what two windows
    share, if it is short. Where what is left is woven, the run tells how.
    """
    found = without_doublets(document, repeats, form)
    if found is None:
        return None
    reading, dropped = found
    longest = max(map(len, dropped)) / len(document.text)
    units = _units(fragments)
    if longest < _RUN and _are_woven(units, repeats):
        return None
    if _are_woven([unit for unit in units if not _is_inside(unit.span, dropped)], repeats):
        return None
    shared = longest < _SHARED and reassemble(document, fragments, repeats, form)
    return None if shared else reading


def _are_woven(units: Sequence[Unit], repeats: Sequence[Repeat]) -> bool:
    return are_woven(*_numbered(units), _near(units, repeats))


def _is_inside(span: Span, spans: Sequence[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in spans)


def infer(
    document: Document,
    fragments: Sequence[Fragment],
    repeats: Sequence[Repeat],
    form: Normalization = "nfkc",
    *,
    copies: bool = False,
    noisy: bool = False,
) -> Canonical:
    """The document's own order and content, as far as the scrape shows it.

    Every distinct fragment of the scrape stands in the result: once, or as often as the
    evidence says it should. `fragments` tile `document.text`. `copies` says that the text is
    several scrapes of one page, one behind the other; `noisy`, that copies in it differ in spelling
    here and there.
    """
    units = _units(fragments)
    if not repeats or len(units) < 2:
        return unchanged(document)
    evidence, weights, chains = _copies(document.text, units, repeats, copies)
    if copies or any(chain.kind is Kind.WOVEN for chain in chains):
        cut = cut_at_seams(document.text, units, form)
        if cut != units:
            units = cut
            evidence, weights, chains = _copies(document.text, units, repeats, copies)
    if not chains:
        return unchanged(document)
    if not noisy:
        chains = _without_parallels(units, chains)
    nodes = _nodes(len(units), chains)
    walk = _walk(nodes, chains)
    arrangement = _arrange(walk, nodes, weights, evidence)
    if arrangement is None or not is_whole(arrangement.decomposition):
        return noticed(unchanged(document), (SEARCH,))
    if not copies and all(chain.kind is not Kind.WHOLE for chain in chains):
        arrangement = _unless_as_scraped(arrangement, [nodes[unit] for unit in walk])
    named: dict[int, int] = {}
    for unit, node in zip(walk, arrangement.nodes, strict=True):
        named.setdefault(nodes[unit], node)
        nodes[unit] = node
    for unit in set(range(len(units))).difference(walk):
        nodes[unit] = named.get(nodes[unit], nodes[unit])
    reading = write(document, units, nodes, walk, arrangement, homes(chains))
    return noticed(reading, (SETTLING,)) if arrangement.is_bounded else reading


def _unless_as_scraped(best: Arrangement, nodes: Sequence[int]) -> Arrangement:
    """The order of the scrape, where another does not explain what stands twice much better."""
    if len(set(nodes)) == len(nodes):
        return best
    most = best.cost + min(_MOVES, _MOVED * len(nodes))
    return as_scraped(nodes, best.evidence, most) or best


def _passages(text: str, units: Sequence[Unit]) -> list[Passage]:
    """Line breaks tell something where some units end lines, and some don't."""
    ends = [_BREAK.search(unit.span.of(text)) is not None for unit in units]
    telling = _TELLING <= sum(ends) / max(1, len(ends)) <= 1 - _TELLING
    return [
        Passage(unit.key, unit.ordinal, after, before)
        if telling
        else Passage(unit.key, unit.ordinal)
        for unit, after, before in zip(units, ends, [True, *ends], strict=False)
    ]


def _copies(
    text: str, units: Sequence[Unit], repeats: Sequence[Repeat], known: bool
) -> tuple[Evidence, list[float], list[CopyChain]]:
    """What the units tell of each other, the information of each, and which are copies."""
    evidence = Evidence(_passages(text, units))
    texts, weights = _numbered(units)
    chains = copy_chains(texts, weights, _near(units, repeats), evidence, known=known)
    return evidence, weights, chains


def _without_parallels(units: Sequence[Unit], chains: Sequence[CopyChain]) -> list[CopyChain]:
    """Without pairs that differ more than the others do: they are two passages, not two copies."""
    pairs = [pair for chain in chains for pair in chain.pairs]
    odd = {
        pair
        for pair, strange in zip(
            pairs, are_strange([_sample(units, p) for p in pairs]), strict=True
        )
        if strange
    }
    kept = [(chain, tuple(pair for pair in chain.pairs if pair not in odd)) for chain in chains]
    return [replace(chain, pairs=left) for chain, left in kept if left]


def _sample(units: Sequence[Unit], pair: Pair) -> tuple[int, int]:
    """How many edits lie between two units, and of how many characters."""
    one, other = units[pair.left].key, units[pair.right].key
    return 0 if pair.exact else Levenshtein.distance(one, other), len(one)


def _numbered(units: Sequence[Unit]) -> tuple[list[int], list[float]]:
    """For each unit the number of its text, and its information."""
    numbers: dict[str, int] = {}
    texts = [numbers.setdefault(unit.key, len(numbers)) for unit in units]
    weights = [_weight(unit.key) for unit in units]
    return in_context(texts, weights), weights


def _weight(key: str) -> float:
    """The information of a key: letters and figures count, rules of underscores don't."""
    letters = "".join(_LETTERS.findall(key))
    return len(letters) / information(codes(letters))


def _units(fragments: Sequence[Fragment]) -> list[Unit]:
    """Fragments that say something; white space and rules (-----) belong to the unit before."""
    units: list[Unit] = []
    start = 0
    for fragment in fragments:
        if not _LETTERS.search(fragment.key):
            if units:
                units[-1] = units[-1].until(fragment.span.end)
                start = fragment.span.end
            continue
        span = Span(start if not units else fragment.span.start, fragment.span.end)
        units.append(Unit(span, fragment.key, fragment.ordinal))
        start = fragment.span.end
    return units


def _near(units: Sequence[Unit], repeats: Sequence[Repeat]) -> dict[tuple[int, int], float]:
    """Pairs of units that near repeats join, with their similarity."""
    at = {unit.span.start: index for index, unit in enumerate(units)}
    pairs = {}
    for repeat in repeats:
        if repeat.exact:
            continue
        found = [at[span.start] for span in repeat.occurrences if span.start in at]
        for left, right in pairwise(found):
            keys = units[left].key, units[right].key
            if same_figures(*keys):
                similarity = Levenshtein.normalized_similarity(*keys)
                if similarity >= _ALIKE:
                    pairs[left, right] = similarity
    return _without_items(pairs, units)


def _without_items(
    pairs: dict[tuple[int, int], float], units: Sequence[Unit]
) -> dict[tuple[int, int], float]:
    """Without those that are as much like what stands beside them: items of a template."""
    near = sorted({unit for pair in pairs for unit in pair})
    beside = {
        unit: (before, after) for before, unit, after in zip(near, near[1:], near[2:], strict=False)
    }
    found = {}
    for (left, right), similarity in pairs.items():
        keys = units[left].key, units[right].key
        others = {*beside.get(left, ()), *beside.get(right, ())} - {left, right}
        odd = min(
            (
                1 - Levenshtein.normalized_similarity(key, units[other].key)
                for other in others
                if units[other].key not in keys
                for key in keys
            ),
            default=1.0,
        )
        if odd > _ODD * (1 - similarity):
            found[left, right] = similarity
    return found


def _nodes(count: int, chains: Sequence[CopyChain]) -> list[int]:
    """The node of each unit: copies share one, everything else has its own."""
    parent = list(range(count))

    def root(unit: int) -> int:
        while parent[unit] != unit:
            parent[unit] = parent[parent[unit]]
            unit = parent[unit]
        return unit

    for chain in chains:
        for pair in chain.pairs:
            a, b = sorted((root(pair.left), root(pair.right)))
            parent[b] = a
    return [root(unit) for unit in range(count)]


def _walk(nodes: Sequence[int], chains: Sequence[CopyChain]) -> list[int]:
    """The units that take part in finding the order: not those known to be put in, but of each
    node one at the least.
    """
    put_in: set[int] = set()
    for chain in chains:
        if chain.kind in (Kind.TANDEM, Kind.BLOCK):
            put_in.update(pair.right if chain.alien else pair.left for pair in chain.pairs)
    left = {nodes[unit] for unit in range(len(nodes)) if unit not in put_in}
    walk = []
    for unit, node in enumerate(nodes):
        if unit not in put_in or node not in left:
            walk.append(unit)
            left.add(node)
    return walk


def _arrange(
    walk: Sequence[int], nodes: Sequence[int], weights: Sequence[float], evidence: Evidence
) -> Arrangement | None:
    """Search from both ends and settle: what costs less as a whole. None without an order."""
    cache: dict[tuple[int, int], float] = {}

    def affinity(a: int, b: int) -> float:
        """Half the clues of the nearest units: the search sees no wider context."""
        if (a, b) not in cache:
            left, right = walk[max(0, a - 1) : a + 1], walk[b : b + 2]
            cache[a, b] = max(-1.5, min(1.5, 0.5 * evidence.affinity(left, right)))
        return cache[a, b]

    walked = [nodes[unit] for unit in walk]
    ordinals = [evidence.passages[unit].ordinal for unit in walk]
    informations = [weights[unit] for unit in walk]
    texts = [evidence.passages[unit].key for unit in walk]
    forward = decompose(walked, informations, affinity, ordinals=ordinals)
    backward = decompose_backward(walked, informations, affinity) if forward else None
    if forward is None or backward is None:
        return None
    settled = _settled(
        [(each, said_again(each, walked, informations)) for each in (forward, backward)],
        evidence.at(walk),
    )
    joined = join_twins(settled.decomposition, texts)
    if settled.is_bounded or joined.order == settled.decomposition.order:
        return settled
    settled = Arrangement(joined, evidence.at(walk))
    settled.settle()
    return settled


def _settled(found: Sequence[tuple[Decomposition, float]], evidence: Evidence) -> Arrangement:
    """The best after settling, of arrangements with what their texts said again cost."""
    arrangements = [(Arrangement(each, evidence), again) for each, again in found]
    least = min(arrangement.cost + again for arrangement, again in arrangements)
    close = [each for each in arrangements if each[0].cost + each[1] <= least + _CLOSE]
    for arrangement, _ in close:
        arrangement.settle()
        if arrangement.is_bounded:
            return arrangement
    return min(close, key=lambda each: each[0].cost + each[1])[0]
