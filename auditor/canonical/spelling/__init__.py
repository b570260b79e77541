"""Copies with noise of single characters in them are spelt alike, so that they are known as copies.

    The ferry leaves at seven. Tickets are sold on board.
    The fe1ry leaves at seven. Tickets are so1d on board.

become two equal lines; the reading is given the letters of the scrape again at the end.
"""
