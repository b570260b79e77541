"""The two texts of a report, read back from its panes as the docstring of panes.py promises."""

from __future__ import annotations

from html.parser import HTMLParser

_VOID = {"meta", "link", "input", "br"}


def read_back(html: str) -> tuple[str, str]:
    """The scrape and the canonical text. Raises ValueError where tags do not close each other."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.stack:
        raise ValueError(f"<{reader.stack[-1][0]}> is not closed")
    return "".join(reader.texts["scrape-text"]), "".join(reader.texts["canonical-text"])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: dict[str, list[str]] = {"scrape-text": [], "canonical-text": []}
        self.stack: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.stack.append((tag, dict(attrs).get("id")))
        if tag == "data" and self._pane() == "canonical-text":
            start, end = (dict(attrs)["value"] or "").split("-")
            scrape = "".join(self.texts["scrape-text"])
            self.texts["canonical-text"].append(scrape[int(start) : int(end)])

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack[-1][0] != tag:
            raise ValueError(f"</{tag}> closes {self.stack[-1:]}")
        self.stack.pop()

    def _pane(self) -> str | None:
        return next((name for _, name in self.stack if name in self.texts), None)

    def handle_data(self, data: str) -> None:
        pane, tags = self._pane(), [tag for tag, _ in self.stack]
        inside = tags[[name for _, name in self.stack].index(pane) :] if pane else []
        skipped = {"a", "i", "details", "data"} | ({"del"} if pane == "scrape-text" else set())
        if pane and not skipped & set(inside):
            self.texts[pane].append(_unboxed(data) if inside[-1] == "b" else data)


def _unboxed(names: str) -> str:
    parts = (name.partition("×") for name in names.split(" "))
    return "".join(chr(int(code[2:], 16)) * int(count or 1) for code, _, count in parts)
