"""Copies of one document that are woven together, each with passages missing, put in one order.

A B  A  C D  B C  E  D E F    two copies by turns    →    A B C D E F
"""
