"""What the layout of pages put into a text, left out: running heads and feet, parted words.

The rents were raised in the
8          Annual report 2020      →   The rents were raised in the
autumn of that year, as the coun-      autumn of that year, as the council
cil had decided.                       had decided.
"""
