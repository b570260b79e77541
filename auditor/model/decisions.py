"""What editors decide, and the text that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from auditor.model.audits import Side
from auditor.model.texts import Span

Action = Literal["accept", "reject", "keep", "order", "later"]
Change = Literal["repeated", "inserted", "moved", "ordered", "edited", "missing", "removed"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage by its words, so that it is found again in another scrape of the page.

    `prefix` and `suffix` are what stands before and behind it, to tell it from its like.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an editor decided on one finding.

    `accept`: right, make the proposed repair. `reject`: a false alarm. `keep`: real, and left
    on purpose. `order`: the passage `place` belongs behind the text `after` ("": at the head);
    both are quotes of the canonical text, None for other actions. `later`: not yet decided.
    `expires` is the last day on which a reject or keep counts. `anchor` quotes the text of the
    finding's first location.
    """

    fingerprint: str
    rule: str
    action: Action
    reason: str | None = None
    expires: date | None = None
    place: str | None = None
    after: str | None = None
    anchor: Quote | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of a file, or of several files merged, ascending by fingerprint.

    `path`, `sha256` and `encoding` are those of the input that was decided on. `sources` are
    the files of decisions; empty when they were made by a program.
    """

    path: str
    sha256: str
    encoding: str
    reviewer: str
    decisions: tuple[Decision, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a part of a repaired text was taken from.

    `output` counts in the repaired text, `span` in the text of `side`. `change` says what was
    done, None for text that stands as scraped; `decision` is the fingerprint of the decision
    that did it, None where none speaks of it alone: then all repairs were accepted.
    """

    output: Span
    side: Side
    span: Span
    change: Change | None = None
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """Scraped text that a repaired text has not; `change` and `decision` as in `Placed`."""

    scrape: Span
    change: Change
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """A repaired text and its log.

    `placed` tile `text`, ascending; their scraped spans and those of `dropped`, which ascend,
    tile the scrape: every scraped character is in exactly one.
    """

    text: str
    placed: tuple[Placed, ...]
    dropped: tuple[Dropped, ...]
