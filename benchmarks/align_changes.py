"""Simple changes against a given canonical: `python -m benchmarks.align_changes`.

Each case makes a short page of a document's own sentences and words, changes one simple thing,
and knows what is to be said of it: which text was put in, which is gone, how many edits there
are. A case is right when that is said and nothing else. The kinds are those that the tests of
other diff tools carry: lines without a full stop in another order, rows with a common
beginning, lists that roll, plain insertions, short headings, a passage moved and edited, a number
or a word changed, a sentence in the place of another.
"""

from __future__ import annotations

import random
import re
import unicodedata
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from auditor.damage.sentences import sentences
from auditor.model import Audit, Span
from auditor.stages import compare
from auditor.text import scripts
from auditor.text.compared import normalize
from benchmarks import runs
from benchmarks.documents import Text, load
from benchmarks.peers import PEERS, Peer
from benchmarks.tables import table, write

_PASSAGE = 6  # characters; what is shorter stands somewhere in nearly any text
_BLANKS = 14  # characters a blank, from which a text is written without blanks between words
_SMALL = re.compile(f"[{scripts.HAN_AND_KANA}]")  # a character says as much as two or three letters
_NEARLY = 60  # per cent of a text that stands there, from which it is no new one
_LINE = 20  # characters; shorter lines are dates and links that all entries have
_TRIES = 100
_ENOUGH = 10  # different sentences, and words
_JOINING = "\u200d"  # joins what is before and behind it
_LEADING = _JOINING + "\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4\u17d2\u1039"
_MARKS = " \n\t.,;:!?。、，；：！？・（）()「」『』《》〈〉“”«»‹›\"'’。،؛؟…–—-"


@dataclass(frozen=True, slots=True)
class Change:
    """A changed page, its canonical, and what is to be said of it."""

    scrape: str
    canonical: str
    inserted: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    edits: int = 0
    moved: bool = False  # something stands in another order; else everything is in its place


@dataclass(frozen=True, slots=True)
class Material:
    """What a document has to make pages of."""

    dense: bool  # written without blanks
    unit: int  # letters that say as much as a character of Chinese
    sentences: tuple[str, ...]  # on one line, with their stops
    lines: tuple[str, ...]  # the same without
    words: tuple[str, ...]  # different ones, of a few characters


def material(text: Text) -> Material:
    letters = "".join(text.text.split())
    dense = len(letters) > _BLANKS * len(text.text.split())
    unit = 1 if len(_SMALL.findall(letters)) > len(letters) / 3 else 2
    short, long = (16, 60) if unit == 1 else (40, 140)
    found: list[str] = []
    for start, end in sentences(text.text):
        # A line of a wrapped text goes on with a blank, or with nothing where none are written.
        sentence = ("" if dense else " ").join(text.text[start:end].split())
        if short <= len(sentence) <= long:
            found.append(sentence)
    found = list(dict.fromkeys(found))
    lines = tuple(dict.fromkeys(sentence.strip(_MARKS) for sentence in found))
    words = _words(lines, dense, unit)
    return Material(dense, unit, tuple(found), lines, words)


def _signs(text: str) -> list[str]:
    """What is read as one character, marks with their letter."""
    signs: list[str] = []
    for char in text:
        joins = unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf") or char in _JOINING
        if signs and (joins or signs[-1][-1] in _LEADING):
            signs[-1] += char
        else:
            signs.append(char)
    return signs


def _words(lines: Sequence[str], dense: bool, unit: int) -> tuple[str, ...]:
    if dense:
        each = (_signs(line) for line in lines)
        cut = (
            "".join(signs[at : at + 3 * unit])
            for signs in each
            for at in range(0, len(signs) - 3 * unit, 5 * unit)
        )
        return tuple(dict.fromkeys(w for w in cut if not any(c in _MARKS for c in w)))
    cut = (word.strip(_MARKS) for line in lines for word in line.split())
    return tuple(dict.fromkeys(word for word in cut if 5 <= len(word) <= 9))


Make = Callable[[Material, random.Random], Change]


def _page(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n"


def _reordered(rows: Sequence[str], rng: random.Random, around: Sequence[str] = ()) -> Change:
    """One row elsewhere, two exchanged, or all in another order; `around` stays in its place."""
    changed = list(rows)
    how = rng.choice(("moved", "exchanged", "shuffled"))
    at, to = rng.sample(range(len(rows)), 2)
    if how == "moved":
        changed.insert(to, changed.pop(at))
    elif how == "exchanged":
        changed[at], changed[to] = changed[to], changed[at]
    else:
        while changed == list(rows):
            rng.shuffle(changed)
    head, foot = list(around[:1]), list(around[1:])
    return Change(_page([*head, *changed, *foot]), _page([*head, *rows, *foot]), moved=True)


def _lines(m: Material, rng: random.Random) -> Change:
    return _reordered(rng.sample(m.lines, rng.randint(4, 8)), rng)


def _numbered(m: Material, rng: random.Random) -> Change:
    blank = "" if m.dense else " "
    lines = rng.sample(m.lines, rng.randint(4, 8))
    return _reordered([f"{line}{blank}{rng.randint(1, 30)}" for line in lines], rng)


def _priced(m: Material, rng: random.Random) -> Change:
    unit = "：{} 元" if m.dense else ": {} €"
    lines = rng.sample(m.lines, rng.randint(4, 8))
    prices = [unit.format(5 * rng.randint(1, 40)) for _ in lines]
    return _reordered([line + price for line, price in zip(lines, prices, strict=True)], rng)


def _beginning(m: Material, rng: random.Random) -> str:
    line = rng.choice(m.lines)
    if m.dense:
        return "".join(_signs(line)[: m.unit * rng.randint(8, 16)])
    words = line.split()
    return " ".join(words[: rng.randint(4, max(5, min(10, len(words) - 1)))]) + " "


def _rows(m: Material, rng: random.Random) -> Change:
    begin, count = _beginning(m, rng), rng.randint(3, 6)
    ends = rng.sample(m.words, count)
    around = rng.sample(m.sentences, 2) if rng.random() < 0.5 else ()
    return _reordered([begin + end for end in ends], rng, around)


def _rows_numbered(m: Material, rng: random.Random) -> Change:
    begin, around = _beginning(m, rng), rng.sample(m.sentences, 2)
    return _reordered([f"{begin}{number}" for number in range(1, rng.randint(4, 7))], rng, around)


def _near_rows(m: Material, rng: random.Random) -> Change:
    """Long lines that differ in one word near their beginning."""
    line, count = rng.choice(m.sentences), rng.randint(4, 6)
    at = len("".join(_signs(line)[: 4 * m.unit])) if m.dense else line.find(" ") + 1
    blank = "" if m.dense else " "
    rows = [line[:at] + word + blank + line[at:] for word in rng.sample(m.words, count)]
    return _reordered(rows, rng, rng.sample(m.sentences, 2))


def _small_items(m: Material, rng: random.Random) -> Change:
    word = "".join(_signs(rng.choice(m.words))[: 2 * m.unit if m.dense else 4])
    blank = "" if m.dense else " "
    letters = rng.sample("BCDFGHKLMNPRSTVZ", rng.randint(3, 6))
    return _reordered(
        [word + blank + letter for letter in letters], rng, rng.sample(m.sentences, 2)
    )


def _rolling(m: Material, rng: random.Random) -> Change:
    """The newest entries in, the oldest out: headline, date, and a link that all have."""
    count, new = rng.randint(5, 8), rng.randint(1, 2)
    link = (m.words[0] + m.words[1])[:5] if m.dense else f"{m.words[0]} {m.words[1]}"
    month = m.words[2]
    day = rng.randint(count + 2, 30)
    entries = []
    for number, headline in enumerate(rng.sample(m.lines, count)):
        date = f"2017年9月{day - number}日" if m.dense else f"{month} {day - number}, 2017"
        entries.append(_page([headline, date, link]))
    head, foot = rng.sample([w for w in m.words[3:] if w not in link], 2)
    scraped, held = "".join(entries[: count - new]), "".join(entries[new:])
    return Change(
        f"{head}\n{scraped}{foot}\n",
        f"{head}\n{held}{foot}\n",
        ("".join(entries[:new]),),
        ("".join(entries[count - new :]),),
    )


def _sentence_inserted(m: Material, rng: random.Random) -> Change:
    used = rng.sample(m.sentences, rng.randint(4, 8))
    blank = "" if m.dense else " "
    new, at = used.pop(), rng.randint(0, len(used))
    return Change(blank.join([*used[:at], new, *used[at:]]) + "\n", blank.join(used) + "\n", (new,))


def _line_inserted(m: Material, rng: random.Random) -> Change:
    used = rng.sample(m.lines, rng.randint(4, 8))
    new, at = used.pop(), rng.randint(0, len(used))
    return Change(_page([*used[:at], new, *used[at:]]), _page(used), (new,))


def _words_inserted(m: Material, rng: random.Random) -> Change:
    """Some words of another sentence inside a sentence."""
    used = rng.sample(m.sentences, rng.randint(3, 6))
    other, host = used.pop(), rng.randrange(len(used))
    blank = "" if m.dense else " "
    words = _signs(used[host].strip(_MARKS)) if m.dense else used[host].split()
    new = _signs(other.strip(_MARKS)) if m.dense else other.split()
    take = m.unit * rng.randint(5, 12) if m.dense else rng.randint(4, 8)
    begin = rng.randint(0, max(0, len(new) - take))
    put = blank.join(new[begin : begin + take])
    at = rng.randint(1, len(words) - 1)
    changed = list(used)
    used[host] = blank.join(words)
    changed[host] = blank.join([*words[:at], put, *words[at:]])
    return Change(blank.join(changed) + "\n", blank.join(used) + "\n", (put,))


def _short_heading(m: Material, rng: random.Random) -> Change:
    used = rng.sample(m.sentences, 4)
    heading = rng.choice(m.words)
    canonical = [used[0], heading, used[1]]
    return Change(
        _page([used[0], used[2], heading, used[3], used[1]]), _page(canonical), (used[2], used[3])
    )


def _last_word(m: Material, rng: random.Random) -> Change:
    """Words put in before the last word of a text, or after its first."""
    line, other = rng.sample(m.sentences, 2)
    blank = "" if m.dense else " "
    words = _signs(line) if m.dense else line.split()
    new = _signs(other.strip(_MARKS)) if m.dense else other.split()
    put = blank.join(new[: 8 * m.unit if m.dense else 5])
    ends = (3 * m.unit, 2 * m.unit) if m.dense else (1, 1)
    at = rng.choice((len(words) - ends[0], ends[1]))
    return Change(
        blank.join([*words[:at], put, *words[at:]]) + "\n", blank.join(words) + "\n", (put,)
    )


def _moved_and_edited(m: Material, rng: random.Random) -> Change:
    """A line that stands elsewhere, its last word another."""
    used = rng.sample(m.lines, rng.randint(4, 7))
    stop, blank = ("。", "") if m.dense else (".", " ")
    at, to = rng.sample(range(len(used)), 2)
    while abs(at - to) < 2:
        at, to = rng.sample(range(len(used)), 2)
    old, new = (str(number) for number in rng.sample(range(1000, 9999), 2))
    if rng.random() < 0.5:
        old, new = rng.sample(m.words, 2)
    lines = [line + stop for line in used]
    before, after = list(lines), list(lines)
    before[at] = used[at] + blank + old + stop
    after[at] = used[at] + blank + new + stop
    after.insert(to, after.pop(at))
    return Change(_page(after), _page(before), edits=1, moved=True)


def _number_changed(m: Material, rng: random.Random) -> Change:
    """The number or price that ends a line is another, often that of the last line."""
    prices = ("：{} 元", "{}") if m.dense else (": {} €", " {}")
    unit = rng.choice(prices)
    lines = rng.sample(m.lines, rng.randint(3, 7))
    rows = [line + unit.format(rng.randint(10, 999)) for line in lines]
    at, changed = rng.choice((len(rows) - 1, rng.randrange(len(rows)))), list(rows)
    while changed[at] == rows[at]:
        changed[at] = lines[at] + unit.format(rng.randint(10, 999))
    return Change(_page(changed), _page(rows), edits=1)


def _word_changed(m: Material, rng: random.Random) -> Change:
    """One word for another inside a sentence, a long one where there are some."""
    used = rng.sample(m.sentences, rng.randint(3, 6))
    blank, host = "" if m.dense else " ", rng.randrange(len(used))
    words = _signs(used[host]) if m.dense else used[host].split()
    long = {word for line in m.lines for word in line.split() if word.isalpha() and len(word) > 8}
    old, new = rng.sample(sorted(long) if len(long) > 1 and not m.dense else m.words, 2)
    at = rng.randint(1, len(words) - 1)
    before, after = list(used), list(used)
    before[host] = blank.join([*words[:at], old, *words[at:]])
    after[host] = blank.join([*words[:at], new, *words[at:]])
    return Change(_page(after), _page(before), edits=1)


def _sentence_for_another(m: Material, rng: random.Random) -> Change:
    """A whole sentence in the place of another, in one line or each on its own."""
    whole = [text for text in m.sentences if text.endswith(tuple(scripts.ENDS))]
    used = rng.sample(whole if len(whole) >= _ENOUGH else m.sentences, rng.randint(4, 7))
    new, at = used.pop(), rng.randrange(len(used))
    changed, blank = list(used), rng.choice(("\n", "" if m.dense else " "))
    changed[at] = new
    return Change(blank.join(changed) + "\n", blank.join(used) + "\n", (new,), (used[at],))


def _line_for_another(m: Material, rng: random.Random) -> Change:
    used = rng.sample(m.lines, rng.randint(4, 8))
    new, at = used.pop(), rng.randrange(len(used))
    changed = list(used)
    changed[at] = new
    return Change(_page(changed), _page(used), (new,), (used[at],))


KINDS: dict[str, Make] = {
    "lines": _lines,
    "lines, number": _numbered,
    "lines, price": _priced,
    "rows": _rows,
    "rows, number": _rows_numbered,
    "near rows": _near_rows,
    "small items": _small_items,
    "rolling": _rolling,
    "sentence in": _sentence_inserted,
    "line in": _line_inserted,
    "words in": _words_inserted,
    "short heading": _short_heading,
    "last word": _last_word,
    "moved, edited": _moved_and_edited,
    "number": _number_changed,
    "word": _word_changed,
    "sentence for another": _sentence_for_another,
    "line for another": _line_for_another,
}


def _says_new(asked: Change) -> bool:
    """What was put in is not nearly a text of the canonical: that would be a copy of it."""
    held = form(asked.canonical)
    for text in asked.inserted:
        lines = [form(line) for line in text.splitlines()]
        told = [line for line in lines if len(line) >= min(_LINE, max(map(len, lines)))]
        if any(fuzz.partial_ratio(line, held) >= _NEARLY for line in told):
            return False
    return True


def _is_enough(m: Material) -> bool:
    """A document has enough to make a case of each kind."""
    return len(m.sentences) >= _ENOUGH and len(m.words) >= _ENOUGH


def change(text: Text, kind: str, seed: int) -> Change:
    """The case of this number; the same on every machine."""
    return _made(KINDS[kind], material(text), random.Random(f"{text.name} {kind} {seed}"))


def inserted(m: Material, seed: int) -> Change:
    """A case where a sentence or some words were put in, and nothing else."""
    rng = random.Random(seed)
    return _made(rng.choice((_sentence_inserted, _line_inserted, _words_inserted)), m, rng)


def _made(make: Make, m: Material, rng: random.Random) -> Change:
    return next(filter(_says_new, (make(m, rng) for _ in range(_TRIES))))


def form(text: str) -> str:
    """What two texts share when only white space tells them apart."""
    return "".join(normalize(text, "whitespace").text.split())


def faults(asked: Change, audit: Audit) -> tuple[str, ...]:
    """What is said of a case that is not so, or is not said; empty when it is right."""
    scrape, canonical = asked.scrape, asked.canonical
    blocks, missing = audit.alignment.blocks, audit.alignment.missing
    inserted = [block.scrape for block in blocks if block.role == "inserted"]
    has_moved = any(block.role == "moved" for block in blocks)
    edited = [
        any((e.scrape.of(scrape) + e.canonical.of(canonical)).strip() for e in block.edits)
        for block in blocks
    ]
    wrong = {
        "inserted": not _same([span.of(scrape) for span in inserted], asked.inserted),
        "missing": not _same([span.of(canonical) for span in missing], asked.missing),
        "repeated": any(block.role == "repeated" for block in blocks),
        "moved": has_moved != asked.moved or (audit.score.breakpoints > 0 and not asked.moved),
        "edited": sum(edited) != asked.edits,
        "cut": any(_cuts_a_word(span, scrape) for span in inserted),
        "contradiction": any(finding.rule == "AUD303" for finding in audit.findings),
        "stands": any(stands(span.of(canonical), scrape, canonical) for span in missing),
    }
    return tuple(name for name, is_wrong in wrong.items() if is_wrong)


def _same(found: Sequence[str], asked: Sequence[str]) -> bool:
    """The same passages, each where it may begin and end: a b a put into x a y is either."""
    forms, wanted = list(map(form, found)), list(map(form, asked))
    return len(forms) == len(wanted) and all(
        len(one) == len(other) and one in other + other
        for one, other in zip(forms, wanted, strict=True)
    )


def _cuts_a_word(span: Span, text: str) -> bool:
    """An end of the span stands between two letters of a script that writes blanks."""
    if len(text) > _BLANKS * len(text.split()):
        return False
    return any(
        0 < at < len(text) and scripts.is_in_word(text[at - 1], text[at])
        for at in (span.start, span.end)
    )


def stands(missing: str, scrape: str, canonical: str) -> bool:
    """What is called missing stands in the scrape as often as in the canonical."""
    text = form(missing)
    return len(text) >= _PASSAGE and form(scrape).count(text) >= form(canonical).count(text)


def faults_of_peer(asked: Change, peer: Peer) -> bool | None:
    """Whether a peer leaves more or less than what was put in, or what is gone, without a home."""
    mapped = peer(asked.scrape, asked.canonical)
    if mapped is None or asked.edits:
        return None
    inserted = [c for c, to in zip(asked.scrape, mapped.tolist(), strict=True) if to < 0]
    homes = [to for to in mapped.tolist() if to >= 0]
    free = set(range(len(asked.canonical))) - set(homes)
    missing = [asked.canonical[at] for at in sorted(free)]
    return (
        sorted(form("".join(inserted))) != sorted(form("".join(asked.inserted)))
        or sorted(form("".join(missing))) != sorted(form("".join(asked.missing)))
        or len(set(homes)) < len(homes)
    )


@dataclass(frozen=True, slots=True)
class Result:
    kind: str
    language: str
    label: str
    faults: tuple[str, ...]
    peers: tuple[bool | None, ...]


def measure(case: runs.Case) -> Result:
    asked = change(case.text, case.operator, case.seed)
    found = faults(asked, compare(asked.canonical, asked.scrape))
    peers = tuple(faults_of_peer(asked, peer) for peer in PEERS.values())
    return Result(case.operator, case.text.language, case.label, found, peers)


LEGEND = """\
Cases that are said right, of all: the text put in and the text gone, whole and nothing else; \
nothing else moved, repeated or edited; no word cut, no contradiction, and nothing called \
missing that stands. A peer is right when it leaves just the text put in, and the text gone, \
without a home."""


def _row(name: str, results: Sequence[Result]) -> list[str]:
    kinds = Counter(fault for result in results for fault in result.faults)
    right = sum(not result.faults for result in results)
    peers = []
    for number in range(len(PEERS)):
        asked = [r.peers[number] for r in results if r.peers[number] is not None]
        peers.append(f"{asked.count(False)} of {len(asked)}" if asked else "–")
    told = ", ".join(f"{name} {count}" for name, count in kinds.most_common()) or "–"
    return [name, f"{right} of {len(results)}", told, *peers]


def chosen(options: Namespace) -> list[Text]:
    """The documents that a case of each kind can be made of."""
    return [text for text in load(runs.choice(options)) if _is_enough(material(text))]


def _parser() -> ArgumentParser:
    parser = runs.parser("benchmarks.align_changes", str(__doc__), "all", 20_000)
    parser.add_argument("--each", action="store_true", help="a line a case that is wrong too")
    return parser


def _named(chosen: str) -> tuple[str, ...]:
    kinds = tuple(KINDS) if chosen == "all" else tuple(chosen.replace("_", " ").split(";"))
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise ValueError(f"unknown kind {unknown[0]}; there are {'; '.join(KINDS)}")
    return kinds


def report(options: Namespace) -> str:
    texts = chosen(options)
    results = list(runs.run(measure, runs.cases(texts, options, _named), options.jobs))
    rows = [_row(kind, [r for r in results if r.kind == kind]) for kind in _named(options.ops)]
    languages = dict.fromkeys(result.language for result in results)
    tongues = [_row(name, [r for r in results if r.language == name]) for name in languages]
    head = ("auditor", "what is wrong", *PEERS)
    parts = [
        runs.heading(options, texts),
        table(("kind", *head), [*rows, _row("all", results)]),
        LEGEND,
        table(("language", *head), tongues),
    ]
    if options.each:
        parts += [f"{r.label}: {', '.join(r.faults)}" for r in results if r.faults]
    return "\n\n".join(parts)


def main() -> None:
    options = _parser().parse_args()
    text = report(options)
    print(text)
    if options.write:
        write("align-changes", text)


if __name__ == "__main__":
    main()
