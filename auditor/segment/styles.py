"""The forms of ordinals: words, signs and numerals in many languages, and their ranks."""

from __future__ import annotations

import re

from auditor.segment import numerals
from auditor.text import scripts

# Rank of each style, 0 outermost, as the usual conventions of laws, notices and contracts have
# it. A document may use them otherwise; its own order is told by how they nest in the text.
LEVELS = {
    "annex": 0,
    "appendix": 0,
    "part": 0,
    "chapter": 1,
    "section": 2,
    "article": 3,
    "section-sign": 3,  # § 3
    "clause": 3,
    "han": 4,  # 一、
    "roman": 4,  # I.
    "han-paren": 5,  # （一）
    "letter": 5,  # A.
    "decimal": 6,  # 1. 1． 1、
    "decimal-2": 7,  # 1.2
    "decimal-3": 8,  # 1.2.3
    "decimal-4": 9,  # 1.2.3.4 and deeper
    "decimal-paren": 10,  # （1）
    "decimal-half-paren": 10,  # 1)
    "circled": 11,  # ①
    "letter-paren": 12,  # (a), also a) and a.
    "roman-paren": 13,  # (iv), also iv) and iv.
}

_HAN = f"[{numerals.HAN}]"
_NUM = rf"(?:\d{{1,4}}|{_HAN}{{1,9}})"
_CIRCLED = "①-⑳㉑-㉟㊱-㊿❶-❿➀-➓"

# The words for each kind in the languages that we know, lower case.
_WORDS = {
    "annex": "annex|annexe|anexo|allegato|anlage|anhang|bijlage|bilaga|příloha|załącznik"
    "|приложение|додаток|الملحق|ملحق|परिशिष्ट|נספח",
    "appendix": "appendix|appendice|apéndice|schedule|exhibit",
    "part": "part|partie|parte|teil|deel|часть|частина|część|část|book|buch|livre|libro|title"
    "|titre|título|titolo|titel|الجزء|भाग|חלק",
    "chapter": "chapter|chapitre|capítulo|capitolo|kapitel|hoofdstuk|глава|розділ|rozdział"
    "|kapitola|bölüm|chương|bab|الفصل|अध्याय|פרק|บทที่|หมวด",
    "section": r"section|sect\.|sec\.|sección|sezione|seção|abschnitt|afdeling|раздел|sectie"
    "|القسم|खण्ड|खंड|סימן",
    "article": r"article|art\.|artículo|articulo|artigo|articolo|artikel|статья|ст\.|стаття"
    r"|artykuł|článek|čl\.|madde|pasal|điều|المادة|مادة|अनुच्छेद|סעיף|άρθρο|มาตรา|ข้อ",
    "clause": "clause|clausula|cláusula|rule|regulation|principle",
}
KIND_OF_WORD = {
    word.replace("\\", ""): kind for kind, words in _WORDS.items() for word in words.split("|")
}
KIND_OF_HAN = {
    **dict.fromkeys(("编", "編", "部分", "部", "卷", "篇", "편"), "part"),
    **dict.fromkeys(("章", "장"), "chapter"),
    **dict.fromkeys(("节", "節", "절"), "section"),
    **dict.fromkeys(("条", "條", "조"), "article"),
    **dict.fromkeys(("附件", "別紙", "별지"), "annex"),
    **dict.fromkeys(("附录", "附錄", "부록"), "appendix"),
    **dict.fromkeys(("附表", "附图", "别表", "別表", "별표"), "annex"),
}

# Name, regex. The name's group is the label; the groups inside it are the numeral and more.
_PATTERNS = (
    (
        "unit",
        rf"第[ \u3000]?({_NUM})[ \u3000]?(编|編|部分|部|卷|篇|章|节|節|条|條)(?:[之の]({_NUM}))?",
    ),
    ("korean", r"제\s?(\d{1,4})\s?(편|장|절|조)(?:의\s?(\d{1,3}))?"),
    ("attachment", rf"(附件|附录|附錄|附表|附图|別表第?|別紙第?|별표|별지|부록)\s?({_NUM})"),
    ("han", rf"({_HAN}{{1,4}})[、．.]"),
    ("han_paren", rf"[（(]\s?({_HAN}{{1,4}})\s?[）)]|[㈠-㈩]"),
    ("multi", r"(\d{1,3}(?:[.．]\d{1,3}){1,5})[.．]?(?!\d)"),
    ("decimal", r"(\d{1,3})\\?[.．、](?!\d)|[⒈-⒛]"),
    # ２　前項の… of Japanese laws; 1 总则, alone in its line, of Chinese standards.
    (
        "spaced",
        rf"(\d{{1,2}})(?=\u3000|[ \t]{{1,3}}[{scripts.HAN}]"
        rf"[^{scripts.SURE_ENDS}{scripts.CLAUSE_ENDS}\d\s]{{1,24}}\s*(?:[\r\n]|\Z))",
    ),
    ("paren", r"[（(]\s?(\d{1,3})\s?[）)]|[⑴-⒇]"),
    ("half", r"(\d{1,3})[）)]"),
    ("circled", rf"[{_CIRCLED}]"),
    ("sign", r"§[^\S\n]{0,2}(\d{1,4})([a-z])?(?!\w)"),
    ("alpha_paren", r"[（(]([a-z]{1,5}|[A-Z]{1,5}|[а-я]|[가-하])[）)]"),
    ("alpha_half", r"([a-z]{1,2}|[ivx]{3,5}|[A-Z]|[IVX]{2,5}|[а-я]|[가-하])[）)]"),
    ("alpha_dot", r"([A-Z]|[IVXLC]{2,6}|[a-z]|[ivx]{2,5}|[가-하])[.．、](?!\w)"),
    (
        "word",
        rf"(?i:({'|'.join(word for words in _WORDS.values() for word in words.split('|'))}))"
        rf"[^\S\n]{{0,3}}(\d{{1,4}}(?:\.\d{{1,4}}){{0,4}}|[IVXLCDM]{{1,8}}|[A-Z]|{_HAN}{{1,4}}"
        r"|[א-ת]['׳]?(?:[״\"]?[א-ת])?)([a-z])?(?![\w])",
    ),
)
LABEL = re.compile("|".join(f"(?P<{name}>{regex})" for name, regex in _PATTERNS))

# What tells quickly that no label stands there: the first two letters of the words, and the
# Chinese characters that begin a label.
WORD_STARTS = frozenset(word[:2] for word in KIND_OF_WORD)
HAN_STARTS = frozenset("第附别別" + numerals.HAN)
