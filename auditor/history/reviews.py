"""What a person decided on changes: a file of it, and what it does to a history.

The file is JSON Lines, its schema on the first line, then a review on each. A baseline and a file
of decisions have the same shape. No offsets and no classes of the program stand in it, so that it
holds when text is put in front or a class is mended.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from auditor.errors import InputError
from auditor.model.histories import (
    CHANGE_CLASSES,
    Change,
    History,
    Review,
    ReviewAction,
    Transition,
)

HEADER = {"schema": "auditor-reviews", "schema_version": 1}
_KEYS = {"history", "state", "id", "action", "class", "reason"}
_ACTIONS: tuple[str, ...] = get_args(ReviewAction)


def read(path: str) -> tuple[Review, ...]:
    """The reviews of a file. Raises InputError where it cannot be read or a line is none."""
    try:
        lines = Path(path).read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise InputError(f"{path}: is not in UTF-8; it holds no reviews") from error
    if _loaded(lines[0], path, 1) != HEADER:
        raise InputError(
            f"{path}, line 1: is not {json.dumps(HEADER)};"
            " write such a file with `auditor history --write-baseline`"
        )
    return tuple(
        _review(_loaded(line, path, number), f"{path}, line {number}")
        for number, line in enumerate(lines[1:], start=2)
        if line.strip() and line != lines[0]  # as a merge leaves them
    )


def _loaded(line: str, name: str, number: int) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name}, line {number}: is not JSON; mend or remove it") from error


def _review(data: Any, place: str) -> Review:
    if not isinstance(data, dict) or data.keys() - _KEYS:
        raise InputError(f"{place}: is no review; it has the keys {', '.join(sorted(_KEYS))}")
    history, state, change = data.get("history"), data.get("state"), data.get("id", "")
    if not all(isinstance(x, str) for x in (history, state, change)) or not (history and state):
        raise InputError(f"{place}: history and state must be texts, and id where it is given")
    action, cls, reason = data.get("action", "keep"), data.get("class"), data.get("reason")
    if action not in _ACTIONS:
        raise InputError(f"{place}: action must be one of {', '.join(_ACTIONS)}, not {action!r}")
    if cls is not None and cls not in CHANGE_CLASSES:
        raise InputError(f"{place}: class must be one of {', '.join(CHANGE_CLASSES)}, not {cls!r}")
    if reason is not None and not isinstance(reason, str):
        raise InputError(f"{place}: reason must be a text, not {reason!r}")
    return Review(history, state, change, action, cls, reason)


def render(reviews: Iterable[Review]) -> str:
    """A file of reviews, sorted, so that two branches merge line by line."""
    rows = sorted({_line(review) for review in reviews})
    return "".join(f"{row}\n" for row in [json.dumps(HEADER), *rows])


def _line(review: Review) -> str:
    data: dict[str, Any] = {"history": review.history, "state": review.state}
    if review.id:
        data |= {"id": review.id, "action": review.action}
    if review.cls is not None:
        data["class"] = review.cls
    if review.reason is not None:
        data["reason"] = review.reason
    return json.dumps(data, ensure_ascii=False)


def baseline(histories: Iterable[History]) -> tuple[Review, ...]:
    """A review of every change that is shown, and one of each newest version as a whole."""
    found: list[Review] = []
    for history in histories:
        for transition in history.transitions:
            mark = history.states[transition.new].mark
            found += [
                change.review or Review(history.name, mark, change.id)
                for change in transition.changes
                if change.is_shown or change.review is not None
            ]
        found += [Review(history.name, state.mark) for state in history.states[-1:]]
    return tuple(found)


def reviewed_states(reviews: Iterable[Review], name: str) -> tuple[str, ...]:
    """The versions of a history of which anything is reviewed."""
    return tuple(sorted({review.state for review in reviews if review.history == name}))


def reviewed(history: History, reviews: Sequence[Review]) -> History:
    """The history with what was decided on each change; of several reviews the last counts."""
    known = {
        (review.state, review.id): review for review in reviews if review.history == history.name
    }
    if not known:
        return history
    return replace(
        history,
        transitions=tuple(
            _reviewed(transition, history.states[transition.new].mark, known)
            for transition in history.transitions
        ),
    )


def _reviewed(
    transition: Transition, mark: str, known: dict[tuple[str, str], Review]
) -> Transition:
    def one(change: Change) -> Change:
        review = known.get((mark, change.id))
        return change if review is None else replace(change, review=review)

    return replace(transition, changes=tuple(map(one, transition.changes)))
