"""A page, or a part of it, that stands twice.

A B C D E  A B C D E          twice: the second is left out
A B C D E  C D                a part of it behind it: left out
A B C D E  A' B C' D E F      two editions of one text: both are meant, both stay
"""
