"""What stands more than once in one text: equal and nearly equal, and how such places tell of
each other. Lies below the reading, the alignment and the rules, which may all ask it.
"""

from auditor.repeats.fragments import find_repeats

__all__ = ["find_repeats"]
