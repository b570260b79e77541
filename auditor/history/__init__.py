"""Versions of one page: what an author changed, and what the scraping did."""

from __future__ import annotations

from auditor.history.stages import explain_versions, histories_of

__all__ = ["explain_versions", "histories_of"]
