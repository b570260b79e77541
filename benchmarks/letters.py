"""The letters that a writing has most often, by which a lost byte is mended.

    python -m benchmarks.letters --data DIR           # what they mend in texts held out
    python -m benchmarks.letters --data DIR --write   # count anew, into auditor/read/encoding

Counted are the first characters of each text of DIR that is not held out. Classes of letters
double in size; a letter costs what one of its class does on average. Measured are texts of some 300
characters with one byte cut, made invalid or doubled (`benchmarks.encodings`).
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from auditor.read.encoding import decode, letters
from benchmarks.documents import Text, crop
from benchmarks.encodings import DAMAGE, Case, is_wrong, plain, written
from benchmarks.tables import table

WRITINGS = {"gb18030": ("gb18030",), "euc_jp": ("euc_jp", "cp932")}  # and where it is measured
_COUNTED = 6_000  # characters of a text, so that no long one tells for all
_CLASSES = 6  # of 32, 64, 128, … letters: the rarer ones are told apart by chance
_FIRST = 32
_SHORT, _FROM_EACH = 300, 4


def texts(folder: Path, writing: str, size: int, *, held_out: bool) -> list[Text]:
    """Those of all folders there that are in one writing, each cropped to some characters."""
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in (".txt", ".md")]
    named = [(path.relative_to(folder).with_suffix("").as_posix(), path) for path in paths]
    chosen = [(name, path) for name, path in named if Text(name, "", "").held_out == held_out]
    cropped = [(name, crop(path.read_text(encoding="utf-8"), size)) for name, path in chosen]
    return [Text(name, "", text) for name, text in cropped if _writing(text) == writing]


def _writing(text: str) -> str | None:
    kana = sum("\u3041" <= char <= "\u30ff" for char in text)
    han = sum("\u4e00" <= char <= "\u9fff" for char in text)
    if kana + han < len(text) / 4:
        return None
    if kana > han / 20:
        return "euc_jp"
    simple = sum(len(char.encode("gb2312", "ignore")) == 2 for char in text)
    return "gb18030" if simple > 0.99 * han else None


def counted(found: Iterable[Text], codec: str) -> list[tuple[str, float]]:
    """Classes of letters, the commonest first, with what one letter of each costs in nats."""
    counts = Counter[str]()
    for text in found:
        counts.update(text.text)
    known = {c: n for c, n in counts.items() if len(c.encode(codec, "ignore")) > 1}
    whole, classes = sum(known.values()), list[tuple[str, float]]()
    ranked = sorted(known, key=lambda char: (-known[char], char))
    start, size = 0, _FIRST
    for _ in range(_CLASSES):
        of_class = ranked[start : start + size]
        if not of_class:
            break
        share = sum(known[char] for char in of_class) / whole
        classes.append(("".join(of_class), round(math.log(len(of_class) / share), 2)))
        start, size = start + size, 2 * size
    return classes


def wrong(found: Iterable[Text], codecs: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each damage of each text, and whether it is read wrongly."""
    for text in found:
        for codec in codecs:
            for damage in DAMAGE[1:]:
                meant, data = written(Case(text, codec, damage, page=False))
                yield damage, is_wrong(plain(meant), plain(decode(data).text))


def _pieces(found: Iterable[Text]) -> Iterator[Text]:
    """Short texts from several places of each."""
    for text in found:
        for start in range(0, len(text.text) - _SHORT + 1, _COUNTED // _FROM_EACH):
            yield Text(f"{text.name} {start}", "", text.text[start : start + _SHORT])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.letters", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of texts")
    parser.add_argument("--write", action="store_true", help="count them anew")
    options = parser.parse_args()
    if options.write:
        classes = {
            codec: counted(texts(options.data, codec, _COUNTED, held_out=False), codec)
            for codec in WRITINGS
        }
        lines = json.dumps(classes, ensure_ascii=False, indent=1)
        letters.PLACE.write_text(lines + "\n", encoding="utf-8")
        letters.costs.cache_clear()
    rows = []
    for codec, measured in WRITINGS.items():
        held_out = list(_pieces(texts(options.data, codec, _COUNTED, held_out=True)))
        groups = defaultdict[str, list[bool]](list)
        for damage, otherwise in wrong(held_out, measured):
            groups[damage].append(otherwise)
        told = (f"{sum(each)} of {len(each)}" for each in groups.values())
        rows.append((codec, f"{len(held_out)}", *told))
    print(table(("writing", "texts held out", *DAMAGE[1:]), rows))


if __name__ == "__main__":
    main()
