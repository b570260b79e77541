"""Readings of one passage that mean different things: in figures, dates, negations, names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from auditor.model import Span
from auditor.text import scripts

_WORD = 12  # characters by which an edit is widened to the word it changes
# Letters, marks and figures of scripts that put spaces between words, and what stands in figures.
_PART = re.compile(f"[0-9A-Za-z\u00aa\u00b5\u00ba\u00c0-\u1fff{scripts.HANGUL}.,:%'’-]")

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
_AROUND = 24  # characters around a place in which the date may be that it is a part of
_YEAR, _PART_OF_DATE = r"(?<!\d)(?:1[3-9]|2[0-5])\d\d(?!\d)", r"(?<!\d)\d{1,2}(?!\d)"
_SPELT = scripts.HAN_TO_NINE + "零十"
_NUMBER = re.compile(rf"\d+|[{_SPELT}]+")
# 2018-07-13, 2018年7月13日; 13. Juli 2018, and July 13, 2018 with `before`; 二〇一八年七月十三日.
_DAY = re.compile(
    rf"(?P<before>[^\W\d_{scripts.HAN_AND_KANA}]*)\W{{0,2}}(?P<date>"
    rf"{_YEAR}[\W年년]{{1,3}}{_PART_OF_DATE}(?:[\W月월]{{1,3}}{_PART_OF_DATE}[日일]?)?"
    rf"|(?<![^\W_]){_PART_OF_DATE}(?:[\s.,/'’-]|[^\W\d_{scripts.HAN_AND_KANA}{scripts.HANGUL}]){{1,20}}?{_YEAR}"
    rf"|(?<![{_SPELT}])[{_SPELT}]{{4}}年[{_SPELT}]{{1,3}}月(?:[{_SPELT}]{{1,3}}日)?)"
)


def differ(here: str, there: str) -> bool:
    """Whether two readings of one place differ in figures, a date or a negation."""
    return (
        _figures(here) != _figures(there)
        or _dates(here) != _dates(there)
        or negations(here) != negations(there)
    )


def _figures(words: str) -> str:
    return "".join(
        c if c in scripts.HAN_FIGURES else str(unicodedata.decimal(c, ""))
        for c in words
        if c in scripts.HAN_FIGURES or c.isdecimal()
    )


def _words(text: str) -> list[str]:
    return [word.strip(".,:%'’-") for word in text.casefold().split()]


def _dates(text: str) -> list[str]:
    return [word for word in _words(text) if word in _DATES]


def negations(text: str) -> int:
    """How many words or signs turn the text around."""
    return sum(word in _NEGATIONS for word in _words(text)) + len(_INSIDE.findall(text.casefold()))


@dataclass(frozen=True, slots=True)
class Day:
    """A date as it is written: its numbers, and the letters of its words and of the word before
    it.

    It has a year, and a day or a month; what its month is called is not looked at.
    """

    span: Span
    numbers: tuple[str, ...]
    words: str


def day(text: str, place: Span) -> Day | None:
    """The one date that the place is a part of, or is in it; None if there is none, or several."""
    first = max(0, place.start - _AROUND)
    around = text[first : place.end + _AROUND]
    figures = "".join(str(unicodedata.decimal(c, c)) for c in around)
    start, end = place.start - first, max(place.end, place.start + 1) - first
    found = [m for m in _DAY.finditer(figures) if m.start() < end and m.end() > start]
    if len(found) != 1:
        return None
    date = found[0]["date"]
    return Day(
        Span(first + found[0].start(), first + found[0].end()),
        tuple(_NUMBER.findall(date)),
        "".join(filter(str.isalpha, found[0]["before"] + date)),
    )


def has_number(text: str) -> bool:
    """Whether a number stands there, in figures or as one is spelt in a Chinese date."""
    return _NUMBER.search(text) is not None


def widened(text: str, span: Span) -> Span:
    """The span with the rest of the words and figures that it is a part of."""
    start, end = span.start, span.end
    while start > 0 and span.start - start < _WORD and _PART.match(text[start - 1]):
        start -= 1
    while end < len(text) and end - span.end < _WORD and _PART.match(text[end]):
        end += 1
    return Span(start, end)
