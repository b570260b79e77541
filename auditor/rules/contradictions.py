"""AUD303: copies of one passage that say different things."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from auditor.model import Collation, Edit, Options, Span
from auditor.rules.places import Draft, at, kept_place, quote

_WORD = 12  # characters by which an edit is widened to the word it changes
# Letters, marks and figures of scripts that put spaces between words, and what stands in figures.
_PART = re.compile("[0-9A-Za-z\u00aa\u00b5\u00ba\u00c0-\u1fff\uac00-\ud7a3.,:%'’-]")
_HAN_NUMERALS = "〇一二三四五六七八九十百千万亿萬億"
_LIKE = 0.5  # similarity from which two capitalised words are one name, misspelt
_OTHER = 8  # characters from which two unlike readings are two texts
_ADDRESS = 200  # characters of a link, or of a long reading, that are looked at
_NAME = re.compile(r"[^\W\d_a-zß-öø-ÿа-яё][^\W\d_]{2,}(?:[ '’-][^\W\d_]{2,})*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;。！？：；\n\"“„«(\[*#|>•-])\s*$")

# Words that turn a sentence around, from common grammars of each language. Without spaces
# between words, or joined to them, they are looked for inside.
_NEGATIONS_BY_LANGUAGE = (
    "not no never nor neither cannot without n't",  # English
    "nicht kein keine keinen keiner keinem keines nie niemals weder ohne",  # German
    "ne pas jamais aucun aucune ni sans",  # French
    "nunca jamás ningún ninguna ninguno tampoco sin",  # Spanish
    "não nem nenhum nenhuma sem",  # Portuguese
    "non né mai nessun nessuno nessuna senza",  # Italian
    "niet geen nooit noch zonder inte inga ikke ingen aldrig",  # Dutch, Scandinavian
    "не ни нет никогда нельзя без ні немає ніколи",  # Russian, Ukrainian
    "nie nigdy żaden żadna bez není nikdy",  # Polish, Czech
    "không chưa chẳng đừng cấm",  # Vietnamese
    "değil yok hiçbir hayır asla",  # Turkish
    "tidak bukan tanpa jangan belum",  # Indonesian
    "لا لم لن ليس ليست غير دون بدون",  # Arabic
    "לא אין אינו אינה אינם בלי ללא בלתי",  # Hebrew
    "नहीं न मत ना बिना",  # Hindi
    "δεν δε μη μην όχι ποτέ",  # Greek
)
_NEGATIONS = frozenset(word for words in _NEGATIONS_BY_LANGUAGE for word in words.split())
_INSIDE = re.compile(
    "[不未无無非勿毋]|没有|沒有|ない|なかっ|なく|ません|ぬ|않|없|아니|못하|금지|ไม่|มิได้|ห้าม|n't|n’t|cannot"
)
# Months, wide form, and days of the week, from the Unicode CLDR (format and stand-alone).
_DATES_BY_LANGUAGE = (
    "january february march april may june july august september october november december",
    "jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday",
    "saturday sunday januar februar märz mai juni juli oktober dezember montag dienstag",
    "mittwoch donnerstag freitag samstag sonnabend sonntag janvier février mars avril juin",
    "juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi",
    "samedi dimanche enero febrero marzo abril mayo junio julio agosto septiembre octubre",
    "noviembre diciembre lunes martes miércoles jueves viernes sábado domingo janeiro",
    "fevereiro março maio junho julho setembro outubro dezembro segunda terça quarta quinta",
    "sexta gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre lunedì",
    "martedì mercoledì giovedì venerdì sabato domenica januari februari maart mei augustus",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października",
    "listopada grudnia ocak şubat nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "maret agustus desember يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر",
    "ديسمبر ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר जनवरी फ़रवरी",
    "मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्तूबर नवंबर दिसंबर มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม",
    "มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
)
_DATES = frozenset(word for words in _DATES_BY_LANGUAGE for word in words.split())


def contradicting_copies(collation: Collation, options: Options) -> Iterator[Draft]:
    """A repeated passage differs from its kept copy in a number, a date, a name or a negation.

    A name is a capitalised word inside a sentence that is another word in the other copy;
    one that is merely misspelt is none. In scripts without capitals, names are not told apart.

    Why: one of the copies is wrong, and nothing in the text says which.

    Example: `试点期限为2年，自2018年7月1日起施行。商务厅负责跟踪分析，及时报告。
    试点期限为3年，自2018年7月1日起施行。` against
    `试点期限为2年，自2018年7月1日起施行。商务厅负责跟踪分析，及时报告。`

    Fix: find out which copy is right; another edition of the page may be mixed in.
    """
    for block in collation.alignment.blocks:
        if block.role != "repeated" or block.canonical is None:
            continue
        said: set[tuple[str, str]] = set()
        for edit in block.edits:
            here, there = _word(collation, edit)
            if (here, there) in said:
                continue
            said.add((here, there))
            if _is_other_text(here, there) or _in_link(collation.document.text, edit.scrape):
                continue
            if differ(here, there) or _names_differ(collation, edit, here, there):
                yield _contradiction(collation, edit, here, there)


def _is_other_text(here: str, there: str) -> bool:
    """Two texts that stand at one place, not two readings of one text."""
    if min(len(here), len(there)) < _OTHER:
        return False
    return Levenshtein.normalized_similarity(here[:_ADDRESS], there[:_ADDRESS]) < _LIKE


def _in_link(text: str, span: Span) -> bool:
    """Whether the word around the span is part of an address."""
    start = max(0, span.start - _ADDRESS)
    word = re.split(r"\s", text[start : span.start])[-1]
    word += span.of(text) + re.split(r"\s", text[span.end : span.end + _ADDRESS])[0]
    return "://" in word or "](" in word or word.count("/") > 1


def differ(here: str, there: str) -> bool:
    """Whether two readings of one place differ in figures, a date or a negation."""
    return (
        _figures(here) != _figures(there)
        or _dates(here) != _dates(there)
        or _negations(here) != _negations(there)
    )


def _figures(words: str) -> str:
    return "".join(
        c if c in _HAN_NUMERALS else str(unicodedata.decimal(c, ""))
        for c in words
        if c in _HAN_NUMERALS or c.isdecimal()
    )


def _words(text: str) -> list[str]:
    return [word.strip(".,:%'’-") for word in text.casefold().split()]


def _dates(text: str) -> list[str]:
    return [word for word in _words(text) if word in _DATES]


def _negations(text: str) -> int:
    return sum(word in _NEGATIONS for word in _words(text)) + len(_INSIDE.findall(text.casefold()))


def _names_differ(collation: Collation, edit: Edit, here: str, there: str) -> bool:
    """Another name in the middle of a sentence, and not the same one misspelt."""
    ours, theirs = here.strip(" .,:;-"), there.strip(" .,:;-")
    if (
        not (_NAME.fullmatch(ours) and _NAME.fullmatch(theirs))
        or ours.isupper() != theirs.isupper()
    ):
        return False
    if Levenshtein.normalized_similarity(ours.casefold(), theirs.casefold()) >= _LIKE:
        return False
    start = _widened(collation.document.text, edit.scrape).start
    before = collation.document.text[max(0, start - 8) : start]
    return not _SENTENCE_START.search(before)


def _word(collation: Collation, edit: Edit) -> tuple[str, str]:
    """The edited words on both sides, with the figures and letters they are part of."""
    scrape, canonical = collation.document.text, collation.canonical.text
    return _widened(scrape, edit.scrape).of(scrape), _widened(canonical, edit.canonical).of(
        canonical
    )


def _widened(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start > 0 and span.start - start < _WORD and _PART.match(text[start - 1]):
        start -= 1
    while end < len(text) and end - span.end < _WORD and _PART.match(text[end]):
        end += 1
    return Span(start, end)


def _contradiction(collation: Collation, edit: Edit, here: str, there: str) -> Draft:
    sentence = _sentence(collation, edit.scrape.start)
    first = kept_place(collation, edit.canonical)
    locations = [at("scrape", sentence, f"{quote(here)} here")]
    if first is not None:
        other = _sentence(collation, first.start)
        locations.append(at("scrape", other, f"{quote(there)} there"))
    return Draft(
        f"The copies contradict each other: {quote(here)} here, {quote(there)} there.",
        tuple(locations),
        f"{here} {there} {sentence.of(collation.document.text)}",
        "Find out which copy is right.",
    )


def _sentence(collation: Collation, place: int) -> Span:
    """The fragment around a place, without the white space behind it."""
    fragments = collation.fragments
    at = bisect_right(fragments, place, key=lambda fragment: fragment.span.start)
    span = fragments[max(0, at - 1)].span
    text = span.of(collation.document.text)
    return Span(span.start, span.start + len(text.rstrip()))
