"""Blocks that were put in where they don't belong.

A B C D  B C  E F             B C stands again between D and E    →    A B C D E F
"""
