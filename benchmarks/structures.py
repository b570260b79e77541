"""Does the cost of an audit grow with the text? `python -m benchmarks.structures`.

Some sixty kinds of text that repeat themselves: what is hostile, unlucky, or simply regular. Each
is audited at several sizes in a process of its own; where a text twice as long takes more than
2.6 times as long, something in the engine grows faster than the text.

    --only noisy,table        structures whose names hold one of these
    --sizes 20000,40000       bytes
    --limit 60                CPU seconds, after which a structure has `no end`
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from auditor.damage import corrupt
from benchmarks.tables import table

ROOT = Path(__file__).parent.parent
BAR = 2.6  # t(2n) ÷ t(n)
SIZES = "20000,40000,80000,160000"
_JUDGED = 0.05  # seconds; a step that is shorter tells of the clock
_LIST = """\
council party permit archive board appeal register bill office lease water tax order fee month year
garden plot street market school river bridge winter summer morning letter answer question member
meeting notice rule paper stone light window table season harvest village"""
_WORDS = tuple(_LIST.split())
_HAN = "国务院关于服务贸易创新发展试点工作通知各省市人民政府委员会机构单位管理办法规定条例执行"
_LINE = "The office of the council is closed on Monday."

Rng = random.Random
Structure = Callable[[int, Rng], str]


def _word(rng: Rng) -> str:
    return rng.choice(_WORDS)


def _sentence(rng: Rng, words: int = 0) -> str:
    count = words or rng.randint(8, 16)
    return " ".join(_word(rng) for _ in range(count)).capitalize() + "."


def _lines(size: int, line: Callable[[int], str], end: str = "\n") -> list[str]:
    """Lines by number, as many as come to the size."""
    found: list[str] = []
    length = 0
    while length < size:
        found.append(line(len(found)))
        length += len((found[-1] + end).encode())
    return found


def _each(line: Callable[[int, Rng], str], end: str = "\n") -> Structure:
    def made(size: int, rng: Rng) -> str:
        return end.join(_lines(size, lambda number: line(number, rng), end))

    return made


def _repeated(unit: str) -> Structure:
    return lambda size, rng: unit * (size // len(unit.encode()) + 1)


def _less(line: str, share: float, rng: Rng) -> str:
    """The line without a share of its characters."""
    return "".join(char for char in line if rng.random() >= share)


def _of(alphabet: str, end: str = "") -> Structure:
    def made(size: int, rng: Rng) -> str:
        count = size // len(rng.choice(alphabet).encode())
        text = "".join(rng.choice(alphabet) for _ in range(count))
        return end.join(text[at : at + 20] for at in range(0, len(text), 20)) if end else text

    return made


def _word_of(first: str, second: str) -> Structure:
    """The Fibonacci word of two units."""

    def made(size: int, rng: Rng) -> str:
        one, other = first, second
        while len(other.encode()) < size:
            one, other = other, other + one
        return other

    return made


def _thue_morse(size: int, rng: Rng) -> str:
    units = (f"{_LINE}\n", "Tickets are sold on board by the mate.\n")
    return "".join(units[number.bit_count() % 2] for number in range(size // 43))


def _doubles(times: int) -> Structure:
    def made(size: int, rng: Rng) -> str:
        lines = times * _lines(size // times, lambda n: f"{_word(rng)} {n} {_word(rng)}")
        rng.shuffle(lines)
        return "\n".join(lines)

    return made


def _near_copies(share: float) -> Structure:
    def made(size: int, rng: Rng) -> str:
        base = " ".join(_sentence(rng) for _ in range(4))
        return "\n\n".join(_lines(size, lambda n: _less(base, share, rng), "\n\n"))

    return made


def _boilerplate(length: int) -> Structure:
    def made(size: int, rng: Rng) -> str:
        def paragraph(number: int) -> str:
            return _LINE if number % 2 else " ".join(_sentence(rng) for _ in range(length))

        return "\n\n".join(_lines(size, paragraph, "\n\n"))

    return made


def _prose(size: int, rng: Rng) -> str:
    return " ".join(_lines(size, lambda n: _sentence(rng), " "))


def _paragraphs(size: int, rng: Rng) -> str:
    return "\n".join(_lines(size, lambda n: _sentence(rng)))


def _damaged(operator: str, share: float) -> Structure:
    """Prose with known damage; `share` is how much longer the damage makes it."""

    def made(size: int, rng: Rng) -> str:
        whole = _paragraphs(round(size / share), rng)
        return corrupt(whole, operator, rng.randrange(1 << 16)).scrape

    return made


def _reversed(size: int, rng: Rng) -> str:
    lines = _lines(size // 2, lambda n: _sentence(rng))
    return "\n".join([*lines, *lines[::-1]])


def _nested(size: int, rng: Rng) -> str:
    text = f"{_sentence(rng)}\n"
    while len(text) < size:
        text = text + text + f"{_sentence(rng)}\n"
    return text


def _with_feet(size: int, rng: Rng) -> str:
    def line(number: int) -> str:
        foot = f"\nCouncil bulletin, page {number // 30}\n" if number % 30 == 29 else ""
        return _sentence(rng) + foot

    return "\n".join(_lines(size, line))


def _menu(size: int, rng: Rng) -> str:
    menu = "\n".join(word.title() for word in _WORDS[:20])
    return "\n".join(_lines(size, lambda n: f"{menu}\n{_sentence(rng)} {_sentence(rng)}"))


def _log(number: int, rng: Rng) -> str:
    what = rng.choice(("started", "stopped", "ready", "failed"))
    return f"2024-01-02 {number // 60 % 24:02}:{number % 60:02} INFO server {what} on {_word(rng)}"


def _deep(number: int, rng: Rng) -> str:
    label = ".".join(str(1 + number // 3**level % 3) for level in range(8, -1, -1))
    return f"{label} {_sentence(rng, 5)}"


def _rolling(number: int, rng: Rng) -> str:
    """Captions of which each line stands in two."""
    return f"line {number} of the talk is this\nline {number + 1} of the talk is this\n"


STRUCTURES: dict[str, Structure] = {
    "the same line": _repeated(f"{_LINE}\n"),
    "the same line, short": _repeated("yes\n"),
    "the same paragraph": _repeated(f"{_LINE} {_LINE}\n\n"),
    "noisy lines, 2 %": _each(lambda n, rng: _less(_LINE, 0.02, rng)),
    "noisy lines, 5 %": _each(lambda n, rng: _less(_LINE, 0.05, rng)),
    "noisy short lines, 5 %": _each(lambda n, rng: _less("The same line again.", 0.05, rng)),
    "template with a number": _each(lambda n, rng: f"Permit {n} was granted by the board."),
    "template with a name": _each(lambda n, rng: f"Dear {_word(rng)}, your plot is let again."),
    "template with two names": _each(lambda n, rng: f"{_word(rng)} asks {_word(rng)} for leave."),
    "near copies, 1 %": _near_copies(0.01),
    "near copies, 3 %": _near_copies(0.03),
    "boilerplate, long between": _boilerplate(3),
    "boilerplate, short between": _boilerplate(1),
    "shuffled doubles": _doubles(2),
    "shuffled triples": _doubles(3),
    "shuffled fives": _doubles(5),
    "reversed copy": _reversed,
    "nested copies": _nested,
    "Fibonacci word of letters": _word_of("a", "b"),
    "Fibonacci word of lines": _word_of(f"{_LINE}\n", "Tickets are sold on board.\n"),
    "Thue-Morse of lines": _thue_morse,
    "one character": _repeated("a"),
    "one Han character": _repeated("的"),
    "two characters": _repeated("ab"),
    "blanks": _repeated(" "),
    "blank lines": _repeated("\n"),
    "tabs and lines": _repeated("\t\n"),
    "bullets": _repeated("•"),
    "bullets and words": _each(lambda n, rng: f"• {_word(rng)}"),
    "regional indicators": _repeated("🇩🇪"),
    "emoji sequences": _repeated("👩\u200d👩\u200d👧"),
    "combining marks": _repeated("a" + "\u0301" * 9),
    "brackets": _repeated("（一）"),
    "full stops": _repeated("。"),
    "deep numbering": _each(_deep),
    "flat numbering": _each(lambda n, rng: f"{n + 1}. {_sentence(rng, 6)}"),
    "numbering of laws": _each(lambda n, rng: f"第{n + 1}条 {_HAN[n % 20 : n % 20 + 12]}。"),
    "contents list": _each(lambda n, rng: f"Chapter {n} {'.' * 30} {n * 3}"),
    "table with pipes": _each(lambda n, rng: f"| {_word(rng)} | {rng.randint(1, 99)} | yes |"),
    "table with tabs": _each(lambda n, rng: f"{_word(rng)}\t{rng.randint(1, 9)}\tno"),
    "table, padded": _each(lambda n, rng: f"{_word(rng):20}{_word(rng):20}{n}"),
    "CSV": _each(lambda n, rng: f"{n},{_word(rng)},{rng.random():.3f}"),
    "log lines": _each(_log),
    "forum quotes": _each(lambda n, rng: f"{'> ' * (n % 5)}{_LINE if n % 3 else _sentence(rng)}"),
    "menus": _menu,
    "link list": _each(lambda n, rng: f"https://example.org/{_word(rng)}/{n}"),
    "definitions": _each(lambda n, rng: f"“{_word(rng)}” means {_sentence(rng, 6)}"),
    "code": _each(lambda n, rng: f"    if {_word(rng)} == {n % 7}:\n        return {_word(rng)}"),
    "base64": _of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", "\n"),
    "random letters": _of("abcdefghijklmnopqrstuvwxyz"),
    "random Han": _of(_HAN),
    "random Thai": _of("กขคงจชซญดตถทนบปผพฟมยรลวสหอะาิีุู"),
    "random Arabic": _of("ابتثجحخدذرزسشصضطظعغفقكلمنهوي "),
    "words": _each(lambda n, rng: _word(rng), " "),
    "one long line of sentences": _prose,
    "sentences, a line each": _paragraphs,
    "hard-wrapped": _each(lambda n, rng: _sentence(rng, 9).lower().rstrip(".")),
    "bilingual lines": _each(lambda n, rng: f"{_sentence(rng, 6)}\n{_HAN[n % 9 : n % 9 + 14]}。"),
    "refrain": _each(lambda n, rng: f"{_sentence(rng, 7)}\n{_sentence(rng, 7)}\n{_LINE}\n"),
    "running heads": _with_feet,
    "dates": _each(lambda n, rng: f"On {n % 28 + 1} May {1900 + n % 120} the council met."),
    "captions that roll": _each(_rolling),
    "page twice": _damaged("page-twice", 2.0),
    "page twice, noise": _damaged("page-twice+noise-1", 2.0),
    "two copies woven": _damaged("interleaved-2", 1.76),
    "three copies woven": _damaged("interleaved-3", 2.25),
    "five copies woven": _damaged("interleaved-5", 3.75),
    "two copies woven, noise": _damaged("interleaved-2+noise-1", 1.76),
    "windows": _damaged("windows", 1.4),
    "windows, shuffled": _damaged("windows-shuffled", 1.4),
    "columns": _damaged("columns", 1.0),
}


def text(name: str, size: int) -> str:
    """The structure in about so many bytes of UTF-8; the same whenever it is made."""
    made = STRUCTURES[name](size, random.Random(f"{name}/{size}"))
    return made.encode()[:size].decode("utf-8", "ignore") if name not in _WHOLE else made


# Cut at a size, they would have another structure.
_WHOLE = frozenset(name for name in STRUCTURES if "woven" in name or "windows" in name)


def child(name: str, size: int, limit: int) -> None:
    """Prints the CPU seconds of an audit; ends by a signal where it takes more than `limit`."""
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    import auditor

    made = text(name, size)
    auditor.audit("One. Two. One.")  # imports and first calls
    start = time.process_time()
    auditor.audit(made)
    print(json.dumps(time.process_time() - start))


def seconds(name: str, size: int, limit: int) -> float | str:
    """CPU seconds, which other processes do not lengthen; or why there are none."""
    job = ["--child", name, str(size), str(limit)]
    command = [sys.executable, "-m", "benchmarks.structures", *job]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return "no end"
    return float(json.loads(done.stdout)) if done.returncode == 0 else "failed"


def rows(names: Sequence[str], sizes: Sequence[int], limit: int) -> Iterator[list[str]]:
    """A row a structure; a size beyond one that fails, or has no end, is not tried."""
    for name in names:
        took: list[float] = []
        cells: list[str] = []
        for size in sizes:
            found = seconds(name, size, limit)
            cells.append(found if isinstance(found, str) else f"{found:.2f}")
            if isinstance(found, str):
                break
            took.append(found)
        cells += ["–"] * (len(sizes) - len(cells))
        growth = [after / before for before, after in pairwise(took) if before >= _JUDGED]
        yield [name, *cells, f"{max(growth):.1f}" if growth else "–"]


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.structures",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", default="", help="parts of names, by commas")
    parser.add_argument("--sizes", default=SIZES, help="bytes, by commas, each twice the last")
    parser.add_argument("--limit", type=int, default=60, help="CPU seconds for one audit")
    parser.add_argument(
        "--child", nargs=3, metavar=("NAME", "SIZE", "LIMIT"), help=argparse.SUPPRESS
    )
    options = parser.parse_args()
    if options.child:
        name, size, limit = options.child
        child(name, int(size), int(limit))
        return
    names = [n for n in STRUCTURES if any(part in n for part in options.only.split(","))]
    sizes = [int(size) for size in options.sizes.split(",")]
    found = []
    for row in rows(names, sizes, options.limit):
        print(*row, sep="  ", file=sys.stderr, flush=True)
        found.append(row)
    head = ("structure", *(f"{size // 1000} kB" for size in sizes), "t(2n) ÷ t(n)")
    print(table(head, found))
    over = [row[0] for row in found if row[-1] != "–" and float(row[-1]) > BAR]
    print(f"\nCPU seconds of an audit. Over {BAR}: {', '.join(over) or 'none'}.")


if __name__ == "__main__":
    main()
