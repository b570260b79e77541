"""Who brought a sentence: for each of the newest version the states and wordings it came through.

Each state is matched with the one before it: sentences with the same bare key in order, then those
that moved, then ghosts (seen earlier and gone since: back again is a gap, no birth), then near ones
in the gaps between sure pairs, best first, one to one: another wording; then what is near a ghost,
wherever it stands. Failed and foreign states are passed over.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import Indel

from auditor.history.pairing.align import in_order
from auditor.history.pairing.bare import WORDING, Tokens
from auditor.history.pairing.pairs import Side, side
from auditor.model import Span
from auditor.model.histories import Lineage, Wording
from auditor.model.versions import State

_NEW_DOCUMENT = 0.2  # of a version that must be known, or it is another document; a guess
_ALIKE = 0.7  # the same, anywhere else in the text; a guess
_RARE = 30  # ghosts that may hold a word by which they are found, a bound of time
_CANDIDATES = 5  # ghosts that a sentence is compared with, a bound of time
_WINDOW = 400  # sentences of a gap that are compared with each other


@dataclass(slots=True)
class _Sentence:
    """A sentence on its way through the states."""

    text: str
    key: str
    tokens: tuple[str, ...]
    first: int
    wordings: tuple[Wording, ...]
    moves: tuple[int, ...] = ()
    gaps: tuple[tuple[int, int], ...] = ()
    damaged: tuple[int, ...] = ()
    last: int = 0
    lost: int = -1
    span: Span = field(default_factory=lambda: Span(0, 0))


def lineages(states: Sequence[State]) -> tuple[tuple[Lineage, ...], tuple[int, ...]]:
    """The lineage of every sentence of the newest state that did not fail.

    And the states of which next to nothing was known before: with each a new document begins.
    """
    good = [state for state in states if state.failure is None]
    if not good:
        return (), ()
    tongue = good[-1].language
    lane = [state for state in good if state.language == tongue]
    now: list[_Sentence] = []
    ghosts: dict[str, _Sentence] = {}
    begun: list[int] = []
    for state in lane:
        own = side(state.text, state.leading)
        fresh = _sentences(state, own)
        if now:
            now = _matched(now, fresh, ghosts, state.id)
            known = sum(len(s.key) for s in now if s.first != state.id)
            if known < _NEW_DOCUMENT * sum(len(s.key) for s in now):
                begun.append(state.id)
        else:
            now = fresh
        copies = _copies(state)
        for sentence in now:
            sentence.last = state.id
            if copies[sentence.key]:
                sentence.damaged = (*sentence.damaged, state.id)
    found = tuple(
        Lineage(s.text, s.span, s.first, s.wordings, s.moves, s.gaps, s.damaged) for s in now
    )
    return found, tuple(begun)


def _sentences(state: State, own: Side) -> list[_Sentence]:
    cut: Tokens = own.tokens
    edges = [*cut.units, len(cut)]
    found: list[_Sentence] = []
    for first, last in itertools.pairwise(edges):
        text = own.text[cut.starts[first] : cut.ends[last - 1]]
        key = cut.bare(first, last)
        if not re.search(r"[^\W_]", key):
            continue
        start = own.place(cut.starts[first])
        found.append(
            _Sentence(
                text,
                key,
                cut.keys[first:last],
                state.id,
                (Wording(state.id, text),),
                last=state.id,
                span=Span(start, start + len(text)),
            )
        )
    return found


def _copies(state: State) -> Counter[str]:
    """The sentences of what a state holds once more."""
    found: Counter[str] = Counter()
    for part in state.parts[1:]:
        if part.role == "copy":
            cut = side(state.text, part).tokens
            found.update("".join(unit) for unit in cut.unit_keys())
    return found


def _matched(
    old: list[_Sentence], new: list[_Sentence], ghosts: dict[str, _Sentence], state: int
) -> list[_Sentence]:
    """The newer sentences, each with what is known of the older one that it continues."""
    a, b = [s.key for s in old], [s.key for s in new]
    pairs = {j: i for i, j in in_order(a, b, [len(key) for key in a])}
    used = set(pairs.values())
    moved = _moved(a, b, used, pairs)
    near = _near(old, new, {**pairs}, used | set(moved.values()), set(moved))
    out: list[_Sentence] = []
    fresh: list[int] = []
    for j, sentence in enumerate(new):
        if j in pairs:
            out.append(_continued(old[pairs[j]], sentence, state))
        elif j in moved:
            kept = _continued(old[moved[j]], sentence, state)
            out.append(replace(kept, moves=(*kept.moves, state)))
        elif sentence.key in ghosts:
            ghost = ghosts.pop(sentence.key)
            back = _continued(ghost, sentence, state)
            out.append(replace(back, gaps=(*back.gaps, (ghost.lost, state))))
        elif j in near:
            out.append(_continued(old[near[j]], sentence, state))
        else:
            out.append(sentence)
            fresh.append(j)
    gone = set(range(len(old))) - used - set(moved.values()) - set(near.values())
    for i in sorted(gone):
        ghosts[old[i].key] = replace(old[i], lost=state)
    for j, key in _elsewhere([ghosts[key] for key in ghosts], new, fresh).items():
        ghost = ghosts.pop(key)
        kept = _continued(ghost, new[j], state)
        if ghost.lost == state:
            out[j] = replace(kept, moves=(*kept.moves, state))
        else:
            out[j] = replace(kept, gaps=(*kept.gaps, (ghost.lost, state)))
    # What another wording took the place of may come back as it was.
    for i in near.values():
        ghosts.setdefault(old[i].key, replace(old[i], lost=state))
    return out


def _elsewhere(
    ghosts: Sequence[_Sentence], new: Sequence[_Sentence], fresh: Sequence[int]
) -> dict[int, str]:
    """What is gone and stands elsewhere in other words: the most alike first, one to one.

    By the number of the newer sentence the key of the ghost. Words that stand in few ghosts tell
    which are compared, so that it is linear in the sentences of a usual page.
    """
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for i, ghost in enumerate(ghosts):
        for token in set(ghost.tokens):
            holding[token].append(i)
    found: list[tuple[float, int, int]] = []
    for j in fresh:
        shared = Counter(
            i
            for token in set(new[j].tokens)
            if len(holding[token]) <= _RARE
            for i in holding[token]
        )
        for i, _ in shared.most_common(_CANDIDATES):
            one, two = ghosts[i].tokens, new[j].tokens
            alike = Indel.normalized_similarity(one, two)
            if alike >= _ALIKE or _same_words(one, two):
                found.append((alike, i, j))
    best: dict[int, str] = {}
    taken: set[int] = set()
    for _, i, j in sorted(found, key=lambda f: (-f[0], f[1], f[2])):
        if i not in taken and j not in best:
            best[j] = ghosts[i].key
            taken.add(i)
    return best


def _same_words(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether nothing but numbers differs: a heading that was numbered otherwise."""
    left, right = ([t for t in tokens if not t.isdigit()] for tokens in (one, two))
    return bool(left) and left == right


def _continued(old: _Sentence, new: _Sentence, state: int) -> _Sentence:
    wordings = old.wordings
    if old.key != new.key:
        wordings = (*wordings, Wording(state, new.text))
    return replace(
        new,
        first=old.first,
        wordings=wordings,
        moves=old.moves,
        gaps=old.gaps,
        damaged=old.damaged,
    )


def _moved(a: list[str], b: list[str], used: set[int], pairs: dict[int, int]) -> dict[int, int]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i in range(len(a) - 1, -1, -1):
        if i not in used:
            places[a[i]].append(i)
    return {j: places[key].pop() for j, key in enumerate(b) if j not in pairs and places.get(key)}


def _near(
    old: list[_Sentence],
    new: list[_Sentence],
    pairs: dict[int, int],
    used: set[int],
    taken: set[int],
) -> dict[int, int]:
    """Other wordings: in the gaps between sure pairs, the most alike first, one to one."""
    found: list[tuple[float, int, int]] = []
    anchors = sorted(pairs.items())
    edges = [(-1, -1), *anchors, (len(new), len(old))]
    for (j0, i0), (j1, i1) in itertools.pairwise(edges):
        left = [i for i in range(i0 + 1, i1) if i not in used][:_WINDOW]
        right = [j for j in range(j0 + 1, j1) if j not in taken][:_WINDOW]
        for i in left:
            for j in right:
                alike = Indel.normalized_similarity(
                    old[i].tokens, new[j].tokens, score_cutoff=WORDING
                )
                if alike >= WORDING:
                    found.append((alike, i, j))
    best: dict[int, int] = {}
    gone: set[int] = set()
    for _, i, j in sorted(found, key=lambda f: (-f[0], f[1], f[2])):
        if i not in gone and j not in best:
            best[j] = i
            gone.add(i)
    return best
