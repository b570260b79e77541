"""Random bytes, pages, containers and laid out texts to the reader: nothing breaks, nothing hangs.

    python -m benchmarks.fuzz_read --minutes 10       # guided by coverage where atheris is
    python -m benchmarks.fuzz_read --case FILE        # one input again

What raises anything but a sentence for the user, breaks what a `Document` promises or takes more
CPU time than a bound is written to `--found`, and ends the run.
"""

from __future__ import annotations

import argparse
import gzip
import random
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path

from auditor.canonical import Page
from auditor.canonical.furniture.step import furniture
from auditor.errors import AuditorError
from auditor.model import Document, Options, Witness
from auditor.read import document
from auditor.segment import segment

NAMES = (
    *("a.html", "a.txt", "a", "a.md", "a.xml", "a.vtt", "a.srt", "a.mhtml", "a.docx", "a.pdf"),
    "a.html.gz",
)
CODECS = ("utf-8", "gb18030", "shift_jis", "euc_jp", "big5", "cp1251", "iso2022_jp", "utf-16")
_PARTS = r"""
<table> <tr> <td> <th> </td> </tr> </table> <nav> </nav> <a~href=/x> </a> <noscript> </noscript>
<svg> <text> </svg> <div~hidden> </div> <p> </p> <li> <ul> </ul> <select> <option> </select>
<style> </style> <!-- --> <!--$?--> <!--/$--> <!--$--> <template~id="B:0"> </template>
<template~id="P:1"> <div~hidden~id="S:0"> <div~hidden~id="S:1"> <script> </script>
$RC("B:0","S:0") $RS("S:1","P:1") .m{display:none} #y{visibility:hidden} @media <p~class=m>
<p~id=y> <b~style="display:none"> <pre> </pre> <textarea> </textarea> <title> </title> <body>
</body> <html> </html> <head> </head> <main> <article> <h1> </h1> <details> <dialog> <iframe>
<br> <meta~charset=gbk> <meta~charset=x-user-defined> <ruby> <rt> <q> &amp; &#0; &#xD800; &nbsp;
&shy; <?xml~version="1.0"?> <rss> <item> <description> <![CDATA[ ]]> <!DOCTYPE~x[<!ENTITY~a~"b">]>
&a; WEBVTT 00:00.000~-->~00:01.000 NOTE --- title: \x0c page~1 page~2 page~3 of~a head coun- cil
1 2 3 9999 ~ ~~ \n \n\n \r\n \t \x00 \x1b$B \x1b(B \ufeff \u200b \ufffd 字 。 かな 한글 слово عربي
Content-Type:~multipart/related;boundary=x --x --x-- Content-Type:~text/html %PDF-1.4 PK\x03\x04
a word
"""
PARTS = [part.replace("~", " ") for part in _PARTS.split()]
_BOUND = 10.0  # CPU seconds for some hundred kilobytes: many times what is usual


def made(data: bytes) -> tuple[bytes, str, Options]:
    """The input that some bytes stand for: as they are, or each a part of a page or a text."""
    head, rest = data[:4].ljust(4, b"\0"), data[4:]
    name = NAMES[head[0] % len(NAMES)]
    selector = "p" if head[3] % 16 == 1 else None
    options = Options(max_size=1 << 20, content_selector=selector)
    if head[1] % 4 == 0:
        return rest or b"x", name, options
    text = "".join(_part(byte) for byte in rest)
    source = (text * (1 + head[3] % 3)).encode(CODECS[head[2] % len(CODECS)], "replace") or b"x"
    return gzip.compress(source, 1, mtime=0) if name.endswith(".gz") else source, name, options


def _part(byte: int) -> str:
    if byte >= len(PARTS):
        return chr(byte)
    part = PARTS[byte]
    return part.encode("latin-1").decode("unicode_escape") if "\\" in part else part


def faults(data: bytes) -> Iterator[str]:
    """What is wrong with what is read of an input."""
    source, name, options = made(data)
    start = time.process_time()
    try:
        found = document(source, name, options)
    except AuditorError as error:
        if "\n" in str(error) or not str(error).strip():
            yield f"no sentence: {error!r}"
        return
    yield from _promises(found)
    reading = furniture(Page(found, options, segment))
    if reading is not None:
        yield from _led_back(found, reading.canonical.text, reading.canonical.witnesses)
    taken = time.process_time() - start
    if taken > _BOUND:
        yield f"took {taken:.1f} s for {len(source):,} bytes"


def _promises(found: Document) -> Iterator[str]:
    try:
        found.text.encode()
    except UnicodeEncodeError as error:
        yield f"a lone surrogate: {error}"
    for what, spans in (
        ("origins", [origin.span for origin in found.origins]),
        ("furniture", list(found.furniture)),
    ):
        if any(not 0 <= span.start < span.end <= len(found.text) for span in spans):
            yield f"{what}: a span outside of the text, or empty"
        if any(after.start < before.end for before, after in pairwise(spans)):
            yield f"{what}: they do not ascend"
    if any(not each.text or not each.element for each in found.hidden):
        yield "hidden: a part without text or element"


def _led_back(found: Document, text: str, witnesses: tuple[Witness, ...]) -> Iterator[str]:
    end = 0
    for each in sorted(witnesses, key=lambda witness: witness.canonical):
        if each.canonical.of(text) != each.scrape.of(found.text) or each.canonical.start > end:
            yield "the reading is not what its witnesses say"
        end = max(end, each.canonical.end)
    if end != len(text):
        yield "the reading has text without a witness"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz_read", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--case", type=Path, help="one input again")
    parser.add_argument("--found", type=Path, default=Path("fuzz_read_found"))
    options = parser.parse_args()
    if options.case:
        for fault in faults(options.case.read_bytes()):
            print(fault)
        return
    try:
        import atheris
    except ImportError:
        _at_random(options.minutes, options.seed, options.found)
        return
    for name in [name for name in sys.modules if name.startswith("auditor.read")]:
        del sys.modules[name]
    with atheris.instrument_imports(include=["auditor.read"]):
        globals()["document"] = import_module("auditor.read").document
    seconds = f"-max_total_time={60 * options.minutes:.0f}"
    arguments = [sys.argv[0], seconds, f"-seed={options.seed + 1}", "-max_len=2000", "-timeout=60"]
    atheris.Setup([*arguments, f"-artifact_prefix={options.found}-"], _once)
    atheris.Fuzz()


def _once(data: bytes) -> None:
    found = list(faults(data))
    if found:
        raise AssertionError("; ".join(found))


def _at_random(minutes: float, seed: int, place: Path) -> None:
    """The same without a guide."""
    number, end = 0, time.monotonic() + 60 * minutes
    while time.monotonic() < end:
        chance = random.Random(f"{seed} {number}")
        data = chance.randbytes(4) + chance.randbytes(chance.choice((20, 200, 2000)))
        try:
            _once(data)
        except Exception:
            place.write_bytes(data)
            print(f"case {number} is in {place}")
            raise
        number += 1
    print(f"{number:,} inputs, nothing found")


if __name__ == "__main__":
    main()
