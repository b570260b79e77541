"""Measurements against known truth: `python -m benchmarks.align`, `.reconstruct`, `.speed`."""
