"""Damage with known truth: what scrapers do to a page. For tests, fitting and benchmarks.

The engine never imports this.
"""

from auditor.damage.operators import OPERATORS, Corruption, corrupt, names

__all__ = ["OPERATORS", "Corruption", "corrupt", "names"]
