"""Inputs that nobody meant: structures that repeat themselves, damage, hostile signs, tag soup.

Every generator takes a `random.Random` first, and nothing else decides what it gives.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from functools import lru_cache

from auditor.damage.noise import NOISES
from auditor.damage.operators import OPERATORS, corrupt
from auditor.damage.sentences import sentences
from auditor.model import Normalization, Options
from benchmarks.documents import SHIPPED

Rng = random.Random
Structure = Callable[[Rng, int], str]

_LETTERS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们",
    "etaoin shrdlu cmfwyp ",
    "оеаинтсрв лкмдпу ",
    "あいうえおかきくけこ漢字カタナ",
    "가나다라마바 사아자차",
    "ابتثجح خدذرز ",
    "कखगघ ङचछजझ ",
    "กขฃคฅฆงจฉช",
    "0123456789 ",
)
_STOPS = ("。", ". ", "! ", "？", "; ", "؟ ", "। ", "\n", ".\n", "")
_BULLETS = "•·-–*◦▪●○□✓—‣"
_HOSTILE = (
    "\0", "\ud800", "\u202e", "\u2066", "\u2069", "\u200b", "\u200d",
    "\ufeff", "\ufffd", "\ufffe", "\U0010ffff", "\u0301" * 40, "\u0e33", "\u1160", "ﷺ", "ﬁ", "㈱",
    "\x1b[2J", "\x85", "\x0c", "\u2028", "\u2029", "\r", "\r\n", "\t", "\xa0", "\u3000",
    "</script><img onerror=x>", "]]>", "<!--", "{{ 7 }}", "%s%n", "::error::x", "\U0001f1e9",
    "👨\u200d👩\u200d👧", "\U000e0041", "İ", "ß", "Ⅷ", "⑳", "第一百二十三条", "（一）",
    "1.1.1.1.1.1.1.1.1.1", "9" * 60, "IIIIIIIIIIIII.", "附件１",
)  # fmt: skip


def words(rng: Rng, length: int) -> str:
    return "".join(rng.choices(rng.choice(_LETTERS), k=max(1, length)))


def sentence(rng: Rng) -> str:
    return words(rng, rng.randint(1, 60)).strip() + rng.choice(_STOPS)


# --- structures --------------------------------------------------------------------------------


def _filled(size: int, made: Callable[[int], str]) -> str:
    """Parts, each made from its number, until they are `size` characters or more."""
    parts: list[str] = []
    length = 0
    while length < size:
        parts.append(made(len(parts)) or " ")
        length += len(parts[-1])
    return "".join(parts)


def _prose(rng: Rng, size: int) -> str:
    stops, letters = rng.choice(_STOPS), rng.choice(_LETTERS)
    return _filled(size, lambda _: "".join(rng.choices(letters, k=rng.randint(4, 50))) + stops)


def _mixed(rng: Rng, size: int) -> str:
    return _filled(size, lambda _: sentence(rng))


@lru_cache
def _shipped() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*_*.txt")))


def _real(rng: Rng, size: int) -> str:
    text = rng.choice(_shipped())
    start = rng.randrange(max(1, len(text) - size))
    return text[start : start + size]


def _same_line(rng: Rng, size: int) -> str:
    line = sentence(rng).strip() + rng.choice(["\n", "\r\n", " ", "。", ""])
    return _filled(size, lambda _: line)


def _noisy_line(rng: Rng, size: int) -> str:
    line, rate = words(rng, rng.randint(3, 40)), rng.choice([0.02, 0.05, 0.3])
    return _filled(size, lambda _: _dropped(rng, line, rate) + "\n")


def _few_lines(rng: Rng, size: int) -> str:
    lines = [sentence(rng).strip() + "\n" for _ in range(rng.randint(2, 12))]
    return _filled(size, lambda _: rng.choice(lines))


def _template(rng: Rng, size: int) -> str:
    before, behind = words(rng, rng.randint(1, 20)), words(rng, rng.randint(0, 20))
    return _filled(size, lambda n: f"{before}{rng.choice([n, n * n, n % 7])}{behind}\n")


def _numbered(rng: Rng, size: int) -> str:
    forms = ("{n}. ", "{n}) ", "第{n}条 ", "（{n}）", "Article {n}. ", "§ {n} ", "{n}.{m} ")
    form, jump = rng.choice(forms), rng.choice([1, 1, 1, 0, 2, -1])
    return _filled(
        size, lambda n: form.format(n=1 + n * jump, m=n % 5) + sentence(rng).strip() + "\n"
    )


def _deep(rng: Rng, size: int) -> str:
    depth = rng.randint(3, 40)
    return _filled(size, lambda n: ".".join(str(1 + n % (k + 2)) for k in range(depth)) + " x\n")


def _bullets(rng: Rng, size: int) -> str:
    sign, space = rng.choice(_BULLETS), rng.choice(["", " ", "\n"])
    return _filled(size, lambda _: sign + space)


def _table(rng: Rng, size: int) -> str:
    columns, gap = rng.randint(2, 6), rng.choice(["\t", "    ", " | "])
    cells = [words(rng, rng.randint(1, 12)) for _ in range(rng.randint(2, 30))]
    return _filled(size, lambda _: gap.join(rng.choices(cells, k=columns)) + "\n")


def _padded(rng: Rng, size: int) -> str:
    width = rng.randint(8, 40)
    return _filled(
        size,
        lambda _: f"{words(rng, width - 3):{width}}{words(rng, rng.randint(1, width))}\n",
    )


def _fibonacci(rng: Rng, size: int) -> str:
    one, other = sentence(rng), sentence(rng)
    while len(other) < size:
        one, other = other, other + one
    return other[:size]


def _one_character(rng: Rng, size: int) -> str:
    return rng.choice("aA一。.•1 \n\t-（\u0301\u200b\ud800🇩👍\0İﷺ각") * size


def _flags(rng: Rng, size: int) -> str:
    return "".join(chr(0x1F1E6 + rng.randrange(rng.choice([1, 26]))) for _ in range(size))


def _combining(rng: Rng, size: int) -> str:
    marks = "\u0301\u0323\u3099\u05b0\u093c\u200d\ufe0f"
    return _filled(size, lambda _: rng.choice("aeとתक👍 ") + rng.choice(marks) * rng.randint(0, 9))


def _doubles(rng: Rng, size: int) -> str:
    lines = [f"{words(rng, 9).strip()} {n}\n" for n in range(max(1, size // 26))]
    doubled = lines * 2
    rng.shuffle(doubled)
    return "".join(doubled)


def _near_copies(rng: Rng, size: int) -> str:
    page = [sentence(rng) for _ in range(max(1, size // 120))]
    return _filled(size, lambda _: _dropped(rng, "".join(page), rng.choice([0.0, 0.01, 0.1])))


def _long_line(rng: Rng, size: int) -> str:
    return words(rng, size).replace(" ", "")


def _brackets(rng: Rng, size: int) -> str:
    return "".join(rng.choices("()（）[]【】“”\"'‘’「」《》<>{}，。", k=size))


def _signs(rng: Rng, size: int) -> str:
    return "".join(chr(rng.randrange(0x110000)) for _ in range(size))


def _blank(rng: Rng, size: int) -> str:
    return "".join(rng.choices(" \t\n\r\u3000\xa0\u200b\u2028", k=rng.choice([0, 1, size])))


STRUCTURES: tuple[Structure, ...] = (
    _prose, _mixed, _real, _same_line, _noisy_line, _few_lines, _template, _numbered, _deep,
    _bullets, _table, _padded, _fibonacci, _one_character, _flags, _combining, _doubles,
    _near_copies, _long_line, _brackets, _signs, _blank,
)  # fmt: skip


def structure(rng: Rng, size: int) -> str:
    """A text of about `size` characters: one structure, or two or three one behind the other."""
    count = rng.choice([1, 1, 1, 2, 3])
    return "".join(rng.choice(STRUCTURES)(rng, size // count) for _ in range(count))


# --- damage ------------------------------------------------------------------------------------


def _dropped(rng: Rng, text: str, rate: float) -> str:
    return "".join(char for char in text if rng.random() >= rate)


def _scraped(rng: Rng, text: str) -> str:
    """What the benchmark's operators do to a page, with or without noise."""
    if len(sentences(text)) < 2:
        return text
    name = rng.choice(list(OPERATORS)) + rng.choice(["", "-cut"])
    name += rng.choice(["", "", f"+{rng.choice(list(NOISES))}"])
    return corrupt(text, name, rng.randrange(1 << 20)).scrape


def _shuffled_lines(rng: Rng, text: str) -> str:
    lines = text.splitlines(keepends=True)
    rng.shuffle(lines)
    return "".join(lines)


def _again(rng: Rng, text: str) -> str:
    start, end = _span(rng, text)
    at = rng.randint(0, len(text))
    return text[:at] + text[start:end] + text[at:]


def _cut(rng: Rng, text: str) -> str:
    start, end = _span(rng, text)
    return text[start:end] or text


def _without(rng: Rng, text: str) -> str:
    start, end = _span(rng, text)
    return text[:start] + text[end:]


def _thinned(rng: Rng, text: str) -> str:
    return _dropped(rng, text, rng.choice([0.005, 0.03, 0.1]))


def _hostile(rng: Rng, text: str) -> str:
    for _ in range(rng.choice([1, 2, 8, 40])):
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice(_HOSTILE) * rng.choice([1, 1, 1, 30]) + text[at:]
    return text


def _line_ends(rng: Rng, text: str) -> str:
    return text.replace("\n", rng.choice(["\r\n", "\r", "\n\n", "\x85", "\u2028", " ", ""]))


def _other_width(rng: Rng, text: str) -> str:
    wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    start, end = _span(rng, text)
    return text[:start] + text[start:end].translate(wide) + text[end:]


def _woven(rng: Rng, text: str) -> str:
    """Two copies in turn, cut anywhere, each lacking a little."""
    parts = []
    copies = [_dropped(rng, text, rng.choice([0, 0.01])) for _ in range(2)]
    while any(copies):
        copies = copies[::-1]
        length = rng.randint(1, 200)
        parts.append(copies[0][:length])
        copies[0] = copies[0][length:]
    return "".join(parts)


def _span(rng: Rng, text: str) -> tuple[int, int]:
    one, other = rng.randint(0, len(text)), rng.randint(0, len(text))
    return min(one, other), max(one, other)


DAMAGE: tuple[Callable[[Rng, str], str], ...] = (
    _scraped, _scraped, _scraped, _shuffled_lines, _again, _cut, _without, _thinned, _hostile,
    _line_ends, _other_width, _woven,
)  # fmt: skip


def damage(rng: Rng, text: str) -> str:
    """The text after up to three kinds of damage."""
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        text = rng.choice(DAMAGE)(rng, text)
    return text


# --- pages, bytes, records ---------------------------------------------------------------------

_TAGS = (
    "div", "p", "span", "a", "b", "i", "em", "br", "hr", "li", "ul", "ol", "table", "tr", "td",
    "th", "tbody", "h1", "h6", "pre", "textarea", "select", "option", "script", "style",
    "noscript", "template", "svg", "title", "head", "body", "html", "form", "input", "img",
    "iframe", "font", "center", "nav", "main", "article", "section", "details", "summary", "dl",
    "dt", "dd", "plaintext", "xmp", "listing", "frameset", "math", "x-y", "ruby", "rt", "rp",
    "sub", "sup", "bdo", "del", "ins", "caption", "col", "video", "audio", "object", "embed",
    "canvas", "o:p", "!--", "![CDATA[",
)  # fmt: skip
_ATTRIBUTES = (
    "", "", ' hidden', ' style="display:none"', " style='white-space: pre'", ' class="a b"',
    ' id="x"', ' lang="zh-CN"', " lang", ' aria-hidden="true"', ' style="visibility:hidden;"',
    " a=b=c", " <", " '", ' "', ' colspan="99999999"', ' dir=rtl', " xml:lang=\"\ud800\"",
)  # fmt: skip
_ENTITIES = ("&amp;", "&#0;", "&#x110000;", "&#xD800;", "&nbsp;", "&lt;p&gt;", "&bogus;", "&", "&#")
SELECTORS = ("p", ".a", "#x", "div > p", "*", "li:nth-child(2)", "nope", "td, th", "body :not(p)")


def page(rng: Rng, size: int) -> str:
    """Tags opened, closed or not, comments, entities, and text between."""
    text = damage(rng, structure(rng, size))
    depth = rng.choice([0, 0, 0, 50, 400])
    head = rng.choice(["", "<!doctype html>", "<html lang=ja>", "<!---->", "<?xml version='1.0'?>"])
    parts = [head, "<div>" * depth]
    at = 0
    while at < len(text):
        length = rng.randint(0, 80)
        parts += [_tag(rng), text[at : at + length]]
        at += length
    return "".join(parts)


def _tag(rng: Rng) -> str:
    name = rng.choice(_TAGS)
    return rng.choice(
        [
            f"<{name}{rng.choice(_ATTRIBUTES)}>",
            f"<{name}{rng.choice(_ATTRIBUTES)}>",
            f"</{name}>",
            f"</{name}>",
            f"<{name}/>",
            rng.choice(_ENTITIES),
            "<!-- x -->",
            "<!--",
            f"<{name}",
        ]
    )


_CODECS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "big5",
    "shift_jis", "euc_jp", "euc_kr", "iso2022_jp", "cp1251", "cp1252", "koi8_r", "latin-1",
)  # fmt: skip
_NAMES = ("a.txt", "a.html", "a", "a.xhtml", "a.md", "a.HTM")


def data(rng: Rng, size: int) -> tuple[bytes, str]:
    """Bytes of some encoding, damaged or not, or of none; and the name of their file."""
    made = rng.choice([structure, page])(rng, size).encode(rng.choice(_CODECS), "ignore")
    made = rng.choice([b"", b"", b'<meta charset="gbk">', b"\xff\xfe", b"\xef\xbb\xbf"]) + made
    if rng.random() < 0.2:
        made = rng.randbytes(size)
    for _ in range(rng.choice([0, 0, 1, 5, 50])):
        at = rng.randint(0, len(made))
        made = made[:at] + rng.randbytes(rng.randint(0, 2)) + made[at + rng.randint(0, 2) :]
    return made, rng.choice(_NAMES)


def lines(rng: Rng, size: int) -> bytes:
    """JSON Lines: records, and lines that are none."""
    return b"\n".join(_line(rng, size // 4) for _ in range(rng.randint(1, 6)))


def _line(rng: Rng, size: int) -> bytes:
    text = rng.choice([page, structure])(rng, rng.randint(0, size))
    value = rng.choice([text, text, text, text, 5, None, [text], {"text": text}, True, 1e308])
    name = rng.choice(["7", 7, "", None, "a/../b\n", ["x"], "\ud800", 10**30, True, "x" * 300])
    line = json.dumps({"id": name, "text": value}, ensure_ascii=rng.random() < 0.5)
    made = line.encode("utf-8", rng.choice(["surrogatepass", "replace"]))
    others = (
        b"", b"{", b"[" * 5000, b"null", b"[1]", b'{"text": NaN}', b"\xff\xfe\x00", b"1" * 5000,
        b'{"text": "a", "text": "b"}', made[: len(made) // 2], b"\xef\xbb\xbf" + made, made + b",",
    )  # fmt: skip
    return rng.choice(others) if rng.random() < 0.2 else made


_NORMALIZATIONS: tuple[Normalization, ...] = ("nfkc", "nfkc", "none", "whitespace", "width")


def options(rng: Rng) -> Options:
    """Mostly the defaults, each setting otherwise now and then."""

    def one(default: object, others: Sequence[object]) -> object:
        return rng.choice(others) if rng.random() < 0.15 else default

    given = {
        "normalize": rng.choice(_NORMALIZATIONS),
        "min_length": one(8, (1, 2, 3, 20, 500)),
        "min_similarity": one(0.8, (0.0, 0.3, 0.6, 0.95, 1.0)),
        "min_confidence": one(0.8, (0.0, 0.5, 0.99, 1.0)),
        "language": one(None, ("zh", "en", "ja", "tlh", "zh-Hant-HK", "th")),
        "encoding": one(None, ("utf-8", "gb18030", "utf-16", "latin-1")),
        "media_type": one("auto", ("text", "html")),
        "content_selector": one(None, SELECTORS),
        "exclude_selector": one(None, SELECTORS),
        "select": one((), (("AUD1",), ("AUD5", "AUD2"), ("AUD106",))),
        "ignore": one((), (("AUD2",), ("AUD4", "AUD003"))),
    }
    return Options(**given)  # type: ignore[arg-type]  # each value is of its field's type


def sized(rng: Rng, most: int) -> int:
    """A size up to `most`, small ones as likely as large ones."""
    steps = [1 << power for power in range(31)]
    return min(most, rng.choice([step for step in steps if step < 2 * most]) + rng.randint(0, 9))
