"""Who brought a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.model.histories import Lineage, State


def lineages(states: Sequence[State]) -> tuple[Lineage, ...]:
    return ()
