"""How a text ends in mid-sentence."""

from __future__ import annotations

import re
from itertools import islice

from auditor.text import scripts

_TAIL = 200  # characters
_WORDS = 5  # of the last line, from which it is a sentence and no heading
_LETTERS = 16  # the same, in scripts without spaces
_GOES_ON = re.compile(rf"(?<=[^\W\d_])(?:[{scripts.COMMAS}{scripts.SEMICOLONS};]|-)$")
# A text that is cut so says that it is.
_MORE = re.compile(
    r"(?:\[(?:…|\.\.\.)\]|\b(?:read|continue reading|see|show) more|continue reading|阅读全文"
    r"|展开全文|点击展开|点击查看全文|閱讀全文|続きを読む|もっと読む|weiterlesen|mehr lesen"
    r"|lire la suite|leer más|seguir leyendo|ler mais|leia mais|continua a leggere|читать далее"
    r"|читать полностью|더 보기|czytaj dalej|lees meer|devamını oku|baca selengkapnya|xem thêm"
    r"|اقرأ المزيد|קרא עוד|और पढ़ें|читати далі)\W*$",
    re.IGNORECASE,
)
# Articles, conjunctions, prepositions and auxiliaries that need what follows. Left out are those
# that also end sentences ("log in", "macht zu") or are words of another language here.
_LEADS_ON_BY_LANGUAGE = (
    "the of and or an from their its our your than because although whether which whose is are",
    "was were has been shall must should would into upon between",  # English
    "der des dem den und oder ein eine einer eines einem einen von für sowie dass zur zum beim",
    "vom im ihre ihrer seine seiner durch gegen zwischen",  # German
    "le la les des du de et ou au aux dans pour par que qui dont leur leurs cette ces une un",
    "est sont à",  # French
    "el los las del para por con una es son sus al y",  # Spanish
    "os dos das um uma com em na nos nas pelo pela ou",  # Portuguese
    "il lo gli dei della delle di che per nel nella sono degli alla",  # Italian
    "het een van voor met door",  # Dutch
    "и в на с по к от для из или что который которые об при без",  # Russian
    "і й та або у з до від для що який які",  # Ukrainian
    "i w z na od dla oraz lub że który które przez",  # Polish
    "của và các những một với được trong",  # Vietnamese
    "dan yang dari untuk dengan atau pada",  # Indonesian
    "ve veya ile için",  # Turkish
    "في من على إلى عن أن التي الذي أو ثم",  # Arabic
    "של את על עם או כי אשר",  # Hebrew
    "का के की में से को और या ने",  # Hindi
    "및 또는 그리고 위한 대한",  # Korean
)
_LEADS_ON = frozenset(word for words in _LEADS_ON_BY_LANGUAGE for word in words.split())
# Chinese and Japanese, where words have no space between them. 在, 为 or 与 also end nouns.
_LEADS_ON_HAN = (
    *("的", "或", "把", "被", "于", "而", "以及", "或者", "并且", "根据", "按照", "依照"),
    *("の", "は", "が", "および", "及び", "または", "又は", "並びに"),
)
_HAN = re.compile(f"[{scripts.HAN_AND_KANA}]")

_HABIT = 5  # paragraphs of several sentences, all ended, from which the last one must end too
_END = 20  # characters in which a paragraph ends
_LAST_PARAGRAPH = 4_000  # characters of it that are looked at
_SENTENCE_END = re.compile(
    rf"(?:(?<=\w)[.!?]|[{scripts.STOPS}])[{scripts.IN_CLOSING}]*\s+(?=\S)"
    rf"|[{scripts.STOPS}](?=[^{scripts.IN_CLOSING}\s])"
)
_ENDED = re.compile(rf"[{scripts.ENDS}{scripts.COLONS}][\W\d]*$")
_PLAIN = re.compile(r"[^\d@/\\\[\]<>_=•·|©]+$")  # no address, no link, no date


def unfinished(text: str) -> str | None:
    """Why the text can't end here, in a few words; None where it may."""
    tail = text[-4 * _TAIL :].rstrip()
    line = tail[tail.rfind("\n") + 1 :][-_TAIL:]
    if more := _MORE.search(line):
        return f"it says {more[0].strip()}"
    if not _is_sentence(line):
        return None
    if _GOES_ON.search(line):
        return f"after {line[-1]}"
    if _HAN.match(line[-1]):
        word = next((word for word in _LEADS_ON_HAN if line.endswith(word)), None)
    else:
        last = line[line.rfind(" ") + 1 :]
        word = last if last.lower() in _LEADS_ON and not last.isupper() else None
    if word:
        return f"after {word}"
    return _open_bracket(line) or _against_habit(text)


def _is_sentence(line: str) -> bool:
    if "|" in line or "\t" in line:
        return False
    return len(_HAN.findall(line)) >= _LETTERS or len(line.split()) >= _WORDS


def _open_bracket(line: str) -> str | None:
    """A bracket that is opened in the last line and never closed, with words behind it."""
    for opened, closed in scripts.PAIRS.items():
        start = line.rfind(opened)
        if start > line.rfind(closed) and start >= 0 and line[-1].isalpha():
            return f"inside {opened}"
    return None


def _against_habit(text: str) -> str | None:
    """The last paragraph breaks off behind ended sentences, and no other such paragraph does."""
    end = text[-_LAST_PARAGRAPH:].rstrip()
    parting = "\n\n" if "\n\n" in end else "\n"
    last = " ".join(end[end.rfind(parting) + 1 :].split())
    ends = list(_SENTENCE_END.finditer(last))
    if not ends or not _is_broken_off(last[ends[-1].end() :]):
        return None
    others = [part.strip() for part in text.split(parting)[:-1]]
    several = (part for part in others if _SENTENCE_END.search(part))
    if sum(1 for _ in islice(several, _HABIT)) < _HABIT:
        return None
    if any(_SENTENCE_END.search(part) for part in others if not _ENDED.search(part[-_END:])):
        return None
    return "no full stop, where every other paragraph has one"


def _is_broken_off(tail: str) -> bool:
    """A sentence of small letters that begins and doesn't end."""
    if not _PLAIN.match(tail) or not tail[-1].isalpha():
        return False
    words = tail.split()
    if len(_HAN.findall(tail)) >= _LETTERS // 2:
        return True
    small = sum(not word[0].isupper() for word in words)
    return len(words) >= _WORDS and small >= 2 * len(words) / 3 and not words[-1][0].isupper()
