"""Overlapping windows of a chunker, in order or not, put together again.

A B C D  C D E F  E F G       three windows    →    A B C D E F G
E F G  A B C D  C D E F       shuffled         →    A B C D E F G
"""
