from test_align import roles


def test_one_sentence_anywhere_else_is_moved_there() -> None:
    """The shortest sentence goes; wherever it is put, it alone is moved."""
    for at in range(1, 5):
        order = "BCDE"[:at] + "A" + "BCDE"[at:]
        assert roles(order, "ABCDE") == "k" * at + "m" + "k" * (4 - at)
