"""The files of version audits: pages, JSON, an index over several, labels."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from auditor.cli import files, targets
from auditor.model.histories import History

Pairs = Literal["editorial", "all", "none"]


def write(
    found: list[History], folder: Path, pairs: Pairs, export_labels: str | None = None
) -> None:
    """Writes each history's files into `folder`, and an index where there are several."""
    from auditor.formats.history import index, page, pair
    from auditor.formats.history.texts import as_json, as_labels

    names = files.report_names([one.name for one in found])
    texts: dict[Path, str] = {}
    for name, one in zip(names, found, strict=True):
        of_steps = _steps(one, name, pairs)
        texts[folder / f"{name}.history.json"] = as_json([one])
        texts[folder / f"{name}.history.html"] = page.render(one, of_steps)
        for number, file in of_steps.items():
            texts[folder / file] = pair.render(one, number, f"{name}.history.html")
    if len(found) > 1:
        links = [f"{name}.history.html" for name in names]
        texts[folder / "index.html"] = index.render(list(zip(links, found, strict=True)))
    targets.refuse_links(list(texts))
    for path, text in texts.items():
        files.write(path, text)
    if export_labels:
        files.write(Path(export_labels), as_labels(found))


def _steps(history: History, name: str, pairs: Pairs) -> dict[int, str]:
    """The file of the page of each step that gets one."""
    return {
        number: f"{name}.step-{number}.html"
        for number, transition in enumerate(history.transitions)
        if pairs == "all"
        or (pairs == "editorial" and any(change.is_shown for change in transition.changes))
    }
