"""Text that a capture tore out amid a line, and put elsewhere or once more: no author's."""

from __future__ import annotations

from dataclasses import replace

import pytest

import auditor
from auditor.history.explaining.changes import explained
from auditor.history.explaining.conserved import _longest
from auditor.history.explaining.exchanged import exchanged
from auditor.history.explaining.terms import load
from auditor.history.pairing.bare import tokens
from auditor.history.pairing.doubled import agreed
from auditor.history.pairing.torn import torn
from auditor.history.stages import histories_of
from auditor.model import Document, Span
from auditor.model.histories import EDITORIAL, Transition
from auditor.model.versions import Part, State, Version

LINES = (
    "The library lends every reader up to fourteen books and three films at a time.",
    "Whoever brings a book back late pays ten cents a day, and never more than it is worth.",
    "Rooms on the upper floor are for silent work; below one may speak in a low voice.",
    "Dogs wait at the porter's lodge, where a bowl of water stands in every season.",
    "The committee meets in March and decides on what is bought with the yearly grant.",
    "Maps are shown in the reading room alone, between nine in the morning and noon.",
    "A reader who loses the card tells the desk at once, and gets another for two euros.",
    "Children under ten come with somebody who is grown up and who answers for them.",
)
TEXT = "\n\n".join(LINES) + "\n"


def history_of(*texts: str) -> tuple[Transition, ...]:
    versions = [
        Version(f"v{k}", Document.from_text(text), f"2020-01-{k + 1:02}")
        for k, text in enumerate(texts)
    ]
    return histories_of("given", "given", versions).transitions


def editorial(step: Transition) -> list[tuple[str, str]]:
    return [(c.before, c.after) for c in step.changes if c.cls in EDITORIAL]


def moved(start: int, end: int, to: int) -> str:
    """The text with a stretch of it put elsewhere."""
    rest = TEXT[:start] + TEXT[end:]
    at = to if to <= start else to - (end - start)
    return rest[:at] + TEXT[start:end] + rest[at:]


def test_both_texts_are_cut_where_a_piece_ends_amid_a_word() -> None:
    other = moved(110, 260, 430)
    old, new = torn(tokens(TEXT), tokens(other))
    assert "".join(old.keys) == "".join(tokens(TEXT).keys)
    cut = {text[own.starts[unit] :][:8] for own, text in ((old, TEXT), (new, other))
           for unit in own.units}  # fmt: skip
    assert {TEXT[110:122].lstrip()[:8], TEXT[260:272].lstrip()[:8]} <= cut


def test_an_edit_in_its_place_tears_nothing() -> None:
    before = tokens(TEXT)
    after = tokens(TEXT.replace("fourteen books", "ten books").replace(LINES[3] + "\n\n", ""))
    assert torn(before, after) == (before, after)


@pytest.mark.parametrize(("start", "end", "to"), [(110, 260, 430), (303, 402, 95), (45, 190, 517)])
def test_what_was_torn_out_amid_words_is_no_authors(start: int, end: int, to: int) -> None:
    step, _ = history_of(TEXT, moved(start, end, to), TEXT + "\n")
    assert not editorial(step)
    assert {c.cls for c in step.changes} <= {"noise-order", "extraction"}


def test_a_number_that_changes_in_what_was_torn_is_an_authors() -> None:
    step, _ = history_of(TEXT, moved(110, 260, 430).replace("fourteen", "twenty"), TEXT + "\n")
    assert editorial(step) == [("fourteen", "twenty")]


def test_a_copy_that_was_put_in_amid_a_word_is_no_authors() -> None:
    other = TEXT[:335] + TEXT[90:215] + TEXT[335:]
    step, _ = history_of(TEXT, other, TEXT + "\n")
    assert not editorial(step)
    assert sum(len(s) for c in step.changes for s in c.new if c.cls == "noise-duplication") >= 110


def test_a_sentence_that_goes_back_and_stands_elsewhere_too_was_copied() -> None:
    said = "Ask at the desk for it."
    text = TEXT.replace(LINES[1], LINES[1] + " " + said)
    other = text.replace(LINES[5], LINES[5] + " " + said)
    there, _ = history_of(text, other, text + "\n")
    assert not editorial(there)
    step, _ = history_of(text, other, other + "\n")
    assert editorial(step) == [("", " " + said)]


def test_what_a_page_for_small_screens_says_in_other_words_is_its_copy() -> None:
    small = TEXT.replace("silent work", "quiet work").replace("stands in every", "waits in every")
    both = TEXT + "\n" + small
    known = [
        State(k, f"v{k}", str(k), text, None, "given", "en", "clean", parts)
        for k, (text, parts) in enumerate(
            ((TEXT, (Part("leading", (Span(0, len(TEXT)),)),)), (both, _read(both)))
        )
    ]
    _, second = agreed(known, [(0, 1)])
    assert "".join(span.of(both) for span in second.leading.spans).strip() == TEXT.strip()
    assert not editorial(auditor.explain_versions(TEXT, both))


def _read(both: str) -> tuple[Part, ...]:
    """A reading that has left out what stands twice to the letter, and nothing else."""
    half = len(TEXT) + 1
    edges = [half]
    for words in ("Rooms on", "Dogs wait"):
        start = both.index(words, half)
        edges += [start, both.index("\n\n", start)]
    copies = [Span(a, b) for a, b in zip(edges[::2], [*edges[1::2], len(both)], strict=True)]
    kept = [Span(0, half), *(Span(a, b) for a, b in zip(edges[1::2], edges[2::2], strict=True))]
    return Part("leading", tuple(kept)), Part("copy", tuple(copies))


def test_what_moves_short_of_a_word_goes_with_what_moved_beside_it() -> None:
    cell = "7 b"
    old = TEXT.replace(LINES[2], LINES[2] + "\n\n" + cell)
    new = "\n\n".join((*LINES[:2], *LINES[3:6], LINES[2], cell, *LINES[6:])) + "\n"
    step, _ = history_of(old, new, old + "\n")
    assert not editorial(step)


def test_nothing_is_exchanged_where_nothing_moved() -> None:
    old = TEXT.replace("low voice", "very low voice")
    new = TEXT.replace("nine in the", "very nine in the")
    (step,) = history_of(old, new)
    assert editorial(step) == [(" very", ""), ("", " very")]
    assert list(exchanged(())) == []


def test_one_of_two_that_an_older_version_said_by_right_is_taken_out_by_an_author() -> None:
    """An audit has left both in. One more may be a copy of what stands elsewhere."""
    said = "Ask the warden for it at the desk beside the front door."
    once = TEXT.replace(LINES[1], LINES[1] + "\n\n" + said)
    both = once.replace(LINES[6], LINES[6] + "\n\n" + said)
    states = [
        State(k, f"v{k}", str(k), text, None, "given", "en", "clean",
              (Part("leading", (Span(0, len(text)),)),))
        for k, text in enumerate((both, once))
    ]  # fmt: skip
    for pair, cls in ((states, "editorial"), (states[::-1], "noise-duplication")):
        drafts = explained(pair[0], pair[1], load(())).drafts
        assert [draft.change.cls for draft in drafts] == [cls]


def test_a_set_phrase_that_moves_and_goes_back_is_no_authors() -> None:
    said = "Ask the warden first."
    lines = [*LINES[:2], said, *LINES[2:5], said, *LINES[5:]]
    other = [*LINES[:3], said, *LINES[3:5], said, *LINES[5:]]
    text, moved = ("\n\n".join(each) + "\n" for each in (lines, other))
    step, _ = history_of(text, moved, text + "\n")
    assert not editorial(step)


def test_what_was_torn_out_of_one_word_and_put_into_another_near_by_is_no_authors() -> None:
    start = TEXT.index("ibrary lends every re")
    piece = TEXT[start : start + 20]
    rest = TEXT[:start] + TEXT[start + 20 :]
    at = rest.index("ents a day")
    step, _ = history_of(TEXT, rest[:at] + piece + rest[at:], TEXT + "\n")
    assert not editorial(step)
    longer, shorter = TEXT.replace("reader up", "read up"), TEXT.replace("reader who", "read who")
    assert len(editorial(history_of(longer, shorter)[0])) == 2


CHINESE = (
    "第一条图书馆每次最多借给读者十四本书和三部电影。",
    "第二条逾期归还图书的读者每天支付一角钱，且不超过图书本身的价格。",
    "第三条楼上的房间供安静阅读使用，楼下可以低声交谈。",
    "第四条狗在门房处等候，那里一年四季都备有一碗清水。",
    "第五条委员会每年三月开会，决定用年度经费购买哪些图书。",
    "第六条地图只在阅览室内展示，时间为上午九点至中午十二点。",
    "第七条遗失借书证的读者应当立即告知服务台，并支付两元补办新证。",
)


def test_a_piece_of_a_few_letters_between_a_line_and_a_tear_was_torn_off() -> None:
    """In a script without spaces every place is between two words: the pieces tell."""
    text = "\n\n".join(CHINESE) + "\n"
    start, end = text.index("条图书馆"), text.index("条楼上")
    to = text.index("条地图")
    torn_out = text[:start] + text[end:to] + text[start:end] + text[to:]
    step, _ = history_of(text, torn_out, text + "\n")
    assert not editorial(step)
    edited = torn_out.replace("十四本", "四十本")
    assert editorial(history_of(text, edited, text + "\n")[0]) == [("", "四"), ("四", "")]


@pytest.mark.parametrize("size", range(24, 40))
def test_a_piece_is_as_long_as_the_other_text_goes_on(size: int) -> None:
    """One letter less, and what is left between two pieces looks new."""
    held = "".join(chr(0x4E00 + k) for k in range(60))
    assert _longest("〇" + held[:size] + "〇", 1, held) == size
    assert _longest(held[:size], 0, held) == size


@pytest.mark.parametrize("lines", [LINES, CHINESE])
def test_lines_that_were_read_across_have_nothing_new(lines: tuple[str, ...]) -> None:
    """Of two lists side by side the items are read in turn; a word of one is edited besides."""
    items = [line.split(" ")[1] if " " in line else line[3:7] for line in lines]
    one, two = items[:3], items[3:6]
    body = "\n\n".join(lines)
    texts = (
        body + "\n\n" + "\n".join((*one, *two)) + "\n",
        body
        + "\n\n"
        + "\n".join(item for pair in zip(one, two, strict=True) for item in pair)
        + "\n",
    )
    states = [
        State(k, f"v{k}", str(k), text, None, "given", None, "clean",
              (Part("leading", (Span(0, len(text)),)),), findings=("AUD207",) * k)
        for k, text in enumerate(texts)
    ]  # fmt: skip
    drafts = explained(states[0], states[1], load(())).drafts
    assert any(draft.change.cls == "editorial" for draft in exchanged(drafts))
    assert not any(d.change.cls == "editorial" for d in exchanged(drafts, reordered=True))
    added = replace(states[1], text=texts[1].replace(items[4], items[4] + items[4]))
    added = replace(added, parts=(Part("leading", (Span(0, len(added.text)),)),))
    drafts = explained(states[0], added, load(())).drafts
    assert any(draft.change.cls == "editorial" for draft in exchanged(drafts, reordered=True))
