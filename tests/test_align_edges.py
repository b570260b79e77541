from test_align import roles


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
