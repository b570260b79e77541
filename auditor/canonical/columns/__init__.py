"""Columns that were read across, parted again.

The ferry leaves   Tickets are        The ferry leaves
at seven.          sold on board. →   at seven.
                                      Tickets are
                                      sold on board.
"""
