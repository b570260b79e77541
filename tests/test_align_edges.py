import itertools
import textwrap

import pytest
from test_align import roles

import auditor
from auditor.align.copies import Copy
from auditor.align.gaps import fill


def test_one_sentence_anywhere_else_is_moved_there() -> None:
    """The shortest sentence goes; wherever it is put, it alone is moved."""
    for at in range(1, 5):
        order = "BCDE"[:at] + "A" + "BCDE"[at:]
        assert roles(order, "ABCDE") == "k" * at + "m" + "k" * (4 - at)


def test_what_stands_between_two_exchanged_passages_is_kept() -> None:
    """Two that changed places are moved, the one between them is not, if shorter a little."""
    assert roles("CBA", "ABC") == "mkm"
    assert roles("DCBAE", "DABCE") == "kmkmk"
    assert roles("DCBA", "ABCD").count("k") == 1  # all of it is turned round


def test_a_clause_that_stands_twice_is_not_taken_from_one_place_twice() -> None:
    text = "Members vote and have a right to speak. Guests sit and have a right to speak."
    first, second = text.index(" and"), text.rindex(" and")
    again = Copy(second, len(text), first, first + len(text) - second)
    copies = [Copy(0, 40, 0, 40), Copy(40, second, 40, second), again]
    assert fill(copies, text, text)[-1][2:4] == (second + 1, len(text))


def test_what_stands_in_a_kept_copy_is_not_kept_again() -> None:
    """The second copy of a line stands between two lines that changed places."""
    canonical = "ሆኑ፡እስቲ\nም፡የሳይን\nስት፡የመካ\nይህም፡ፈቃ\nሰው፡ለእራ\nይህንን፡ው"
    scrape = "ም፡የሳይን\nስት፡የመካ\nይህም፡ፈቃ\nይህንን፡ው\nስት፡የመካ\nም፡የሳይን"
    blocks = auditor.audit(scrape, canonical).alignment.blocks
    assert [block.role for block in blocks] == ["kept", "kept", "repeated", "repeated"]


def test_words_that_change_places_take_no_letter_from_the_next() -> None:
    """A word stands before an é in both texts, which begins two different words."""
    scrape, canonical = "nőnek ésszerű valamely élvezni", "nőnek valamely ésszerű élvezni"
    alignment = auditor.audit(scrape, canonical).alignment
    told = [(block.scrape.of(scrape).strip(), block.role) for block in alignment.blocks]
    assert [word for word, _ in told] == scrape.split()
    assert [role for _, role in told].count("moved") == 1
    assert not alignment.missing


def told(scrape: str, canonical: str) -> list[tuple[str, str]]:
    blocks = auditor.audit(scrape, canonical).alignment.blocks
    return [(block.role, block.scrape.of(scrape)) for block in blocks]


def missing(scrape: str, canonical: str) -> list[str]:
    return [span.of(canonical) for span in auditor.audit(scrape, canonical).alignment.missing]


def test_a_line_end_is_no_repeated_block() -> None:
    """The last word stands in the midst, and its line end is that of another word."""
    canonical = "regions interact Context collected Data** control account\n"
    scrape = "regions collected Context control Data** account interact\n"
    assert all(text.strip() for _, text in told(scrape, canonical))


def test_a_sentence_in_the_place_of_another_keeps_no_words_of_it() -> None:
    head, foot = "The museum opens at nine.\n", "Dogs wait outside.\n"
    new = "Every visitor may borrow a folding chair for the afternoon.\n"
    old = "Every visitor may leave bags and umbrellas in the lockers.\n"
    scrape, canonical = head + new + foot, head + old + foot
    assert told(scrape, canonical) == [("kept", head), ("inserted", new), ("kept", foot)]
    assert missing(scrape, canonical) == [old]


def test_a_sentence_of_which_more_than_half_stays_is_edited() -> None:
    head, foot = "The museum opens at nine.\n", "Dogs wait outside.\n"
    line = "Every visitor may leave bags and umbrellas in the {} beside the door.\n"
    scrape, canonical = (head + line.format(word) + foot for word in ("wardrobe", "lockers"))
    assert told(scrape, canonical) == [("kept", scrape)]


def test_the_last_digit_of_a_line_that_is_gone_is_an_edit() -> None:
    canonical = "补助标准另行制定，每月发放973\n破损图书应当及时修补115\n"
    scrape = "补助标准另行制定，每月发放197\n破损图书应当及时修补115\n"
    assert not missing(scrape, canonical)
    assert [role for role, _ in told(scrape, canonical)] == ["kept"] * len(told(scrape, canonical))


def test_a_word_that_stands_elsewhere_is_no_edit_of_another() -> None:
    canonical = "Ausübung Behörde Jahre hiervon nicht Beamten Deutschen obersten\n"
    scrape = "Ausübung Beamten nicht Jahre hiervon Deutschen obersten Behörde\n"
    assert not any(stands in missing(scrape, canonical) for stands in ("Behörde", "Behörde "))


@pytest.mark.parametrize(
    ("scrape", "canonical"),
    [
        ("contrat Produits d’accueil toute importe", "toute Produits d’accueil importe contrat"),
        ("principal questions ensure trading sites", "trading questions principal sites ensure"),
        (
            "regions collected Context control Data** account interact",
            "regions interact Context collected Data** control account",
        ),
    ],
)
def test_a_word_that_stands_is_no_edit_of_another_and_not_missing(
    scrape: str, canonical: str
) -> None:
    for text in missing(scrape, canonical):
        assert len(text.strip()) < 6 or text.strip() not in scrape


@pytest.mark.parametrize("width", [28, 32, 36])
def test_what_two_columns_both_say_is_taken_from_each_of_them(width: int) -> None:
    """Read across, their lines alternate; what the second says again is no copy of the first."""
    same = (
        "provide the services, communicate with you, improve the services, defend our legal "
        "rights, with your consent."
    )
    left = f"Names and addresses: {same} Order history: {same}"
    right = f"Nobody but the clerk reads the list. Payment details: {same} Ask for a copy of it."
    columns = (textwrap.wrap(text, width) for text in (left, right))
    rows = itertools.zip_longest(*columns, fillvalue="")
    scrape = "".join(f"{one.ljust(width)}  {other}".rstrip() + "\n" for one, other in rows)
    assert not missing(scrape, f"{left}\n{right}\n")


def test_a_phrase_in_what_was_put_in_hides_no_border() -> None:
    """A clause of the new sentence stands elsewhere; the cut is before 第 all the same."""
    head, foot = (
        "第三条贮存和处置活动，适用本条例。",
        "第一条为了加强安全管理，保护环境，制定本条例。违反规定的，"
        "由县级以上人民政府环境保护主管部门会同其他有关部门查处。",
    )
    new = "第九条任何单位和个人有权向县级以上人民政府环境保护主管部门或者其他有关部门举报。"
    expected = [("kept", head), ("inserted", new), ("kept", foot)]
    assert told(head + new + foot, head + foot) == expected


def test_a_sentence_without_blanks_is_no_word() -> None:
    """Where ፡ stands between words, a sentence in the place of another is no edited word."""
    first = "እያንዳንዱ፡ሰው፡የመኖር፡በነጻነትና፡በሰላም፡የመጠበቅ፡መብት፡አለው።"
    old = "ማንም፡ሰው፡በባርነት፡አይገዛም፡ንግዱም፡በማናቸውም፡ዓይነት፡የተከለከለ፡ነው።"
    new = "ትምህርት፡ቢያንስ፡በአንደኛ፡ደረጃ፡በነጻ፡ሊሰጥ፡ይገባል።"
    last = "ይህ፡መብት፡የመንግሥታትን፡ድርጅት፡ዓላማ፡ለሚቃረኑ፡ሥራዎች፡አያገለግልም።"
    canonical, scrape = (f"{first}\n{line}\n{last}\n" for line in (old, new))
    alignment = auditor.audit(scrape, canonical).alignment
    told = [(b.role, b.scrape.of(scrape).strip(), b.edits) for b in alignment.blocks]
    assert told == [("kept", first, ()), ("inserted", new, ()), ("kept", last, ())]
    assert [span.of(canonical).strip() for span in alignment.missing] == [old]
