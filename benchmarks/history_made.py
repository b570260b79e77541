"""Small histories of which the class of every changed character is known, in five languages.

Each maker takes a text as paragraphs and gives the versions of a page, and the labels of one step
of them. What is put in (menus, banners, sentences, dates) is of the language of the text.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Pack:
    """What a language says."""

    sentences: tuple[str, ...]  # that no text holds
    menu: tuple[str, ...]
    footer: tuple[str, ...]
    banner: str
    updated: tuple[str, str]
    effective: tuple[str, str]  # of the newer and of the older edition
    modal: tuple[str, str]
    negation: tuple[str, str]
    wall: str
    word: str  # that an author puts in behind a comma or a space


PACKS = {
    "en": Pack(
        ("Every member is told of the date by letter two weeks before.",
         "Whoever finds a lost key hands it to the warden.",
         "Complaints are heard by a committee of five people.",
         "The committee must not share your address with anybody."),
        ("Home", "News", "About us", "Contact", "Log in", "Search"),
        ("Imprint", "Privacy", "Terms of use", "Cookies", "© Harrow Mill", "Sitemap"),
        "We use cookies on this site. Read [more about cookies](https://example.org/cookies).",
        ("Last updated: 3 May 2021", "Last updated: 17 June 2022"),
        ("Effective: 1 July 2023", "Effective: 1 March 2020"),
        ("must", "may"), ("is", "is not"),
        "403 Forbidden\n\nAccess denied. Please verify that you are human.", "written",
    ),
    "de": Pack(
        ("Jedes Mitglied erfährt den Termin zwei Wochen vorher durch einen Brief.",
         "Wer einen verlorenen Schlüssel findet, gibt ihn beim Hauswart ab.",
         "Beschwerden hört ein Ausschuss aus fünf Personen an.",
         "Der Ausschuss darf Ihre Anschrift nicht an andere weitergeben."),
        ("Startseite", "Aktuelles", "Über uns", "Kontakt", "Anmelden", "Suche"),
        ("Impressum", "Datenschutz", "Nutzung", "Cookies", "© Stadtwerkstatt", "Übersicht"),
        "Diese Seite verwendet Cookies. [Mehr über Cookies](https://example.org/cookies).",
        ("Zuletzt aktualisiert: 3. Mai 2021", "Zuletzt aktualisiert: 17. Juni 2022"),
        ("Gültig ab: 1. Juli 2023", "Gültig ab: 1. März 2020"),
        ("muss", "darf"), ("ist", "ist nicht"),
        "403 Forbidden\n\nZugriff verweigert.", "schriftliche",
    ),
    "fr": Pack(
        ("Chaque membre apprend la date par une lettre deux semaines avant.",
         "Celui qui trouve une clé perdue la remet au gardien.",
         "Les plaintes sont entendues par un comité de cinq personnes.",
         "Le comité ne doit pas donner votre adresse à d'autres."),
        ("Accueil", "Actualités", "À propos", "Contact", "Connexion", "Recherche"),
        ("Mentions légales", "Vie privée", "Conditions", "Cookies", "© Mairie", "Plan du site"),
        "Ce site utilise des cookies. [En savoir plus](https://example.org/cookies).",
        ("Dernière mise à jour : 3 mai 2021", "Dernière mise à jour : 17 juin 2022"),
        ("En vigueur à partir du 1 juillet 2023", "En vigueur à partir du 1 mars 2020"),
        ("doit", "peut"), ("est", "n'est pas"),
        "403 Forbidden\n\nAccès refusé.", "écrite",
    ),
    "zh": Pack(
        ("每位读者将在两周之前收到书面通知。", "拾到钥匙的人应当把它交给管理员。",
         "投诉由五人组成的小组受理。", "小组不得向他人提供您的住址。"),
        ("首页", "新闻", "关于我们", "联系方式", "登录", "搜索"),
        ("版权声明", "隐私", "使用条款", "网站地图", "帮助中心", "友情链接"),
        "本网站使用小型文本文件。[了解更多](https://example.org/cookies)。",
        ("更新日期：2021年5月3日", "更新日期：2022年6月17日"),
        ("生效日期：2023年7月1日", "生效日期：2020年3月1日"),
        ("应当", "可以"), ("得", "不得"),
        "403 Forbidden\n\n访问被拒绝。", "书面",
    ),
    "ja": Pack(
        ("日程は二週間前までに書面で会員に知らせます。", "鍵を拾った方は管理人にお渡しください。",
         "苦情は五人の委員会が受け付けます。", "委員会は住所を他人に知らせてはなりません。"),
        ("ホーム", "お知らせ", "会社案内", "お問い合わせ", "ログイン", "検索"),
        ("著作権", "個人情報", "利用規約", "サイトマップ", "採用情報", "リンク集"),
        "このサイトはクッキーを使用します。[詳しくはこちら](https://example.org/cookies)。",
        ("最終更新日：2021年5月3日", "最終更新日：2022年6月17日"),
        ("施行日：2023年7月1日", "施行日：2020年3月1日"),
        ("できます", "できません"), ("ます", "ません"),
        "403 Forbidden\n\nアクセスが拒否されました。", "書面",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A history: its versions in order, and the labels of the step from `old` to `new`."""

    texts: tuple[str, ...]
    old: int
    new: int
    changes: list[dict[str, Any]]


class Writer:
    """Writes two versions side by side, and what differs between them."""

    def __init__(self) -> None:
        self.old = self.new = ""
        self.changes: list[dict[str, Any]] = []

    def same(self, text: str) -> Writer:
        self.old += text
        self.new += text
        return self

    def put(self, before: str, after: str, cls: str, *accept: str) -> Writer:
        old, new = len(self.old), len(self.new)
        self.old += before
        self.new += after
        self.changes.append({
            "old": [old, len(self.old)], "new": [new, len(self.new)], "class": cls, "kind": "",
            "accept": list(accept),
        })  # fmt: skip
        return self

    def made(self) -> Made:
        return Made((self.old, self.new), 0, 1, self.changes)


# What a paragraph may begin with already: of two signs in a row nobody knows which is new.
_MARKS = ("#", "*", "_", "-", ">")
Blocks = list[str]
Maker = Callable[[Blocks, str, Pack, random.Random], Made | None]


def blocks_of(text: str) -> tuple[Blocks, str]:
    """The paragraphs of a text, and what stands between them."""
    separator = "\n\n" if "\n\n" in text else "\n"
    return [block for block in text.strip().split(separator) if block.strip()], separator


def _text(blocks: Blocks, separator: str) -> str:
    return separator.join(blocks) + "\n"


def prose(blocks: Blocks) -> list[int]:
    """Paragraphs with a sentence, neither the first nor the last two."""
    return [k for k in range(2, len(blocks) - 2) if re.search(r"[.。]\s*$", blocks[k])]


def _written(blocks: Blocks, separator: str, at: int) -> Writer:
    return Writer().same("".join(block + separator for block in blocks[:at]))


def _rest(writer: Writer, blocks: Blocks, separator: str, at: int) -> Writer:
    return writer.same(_text(blocks[at:], separator))


def _replaced(
    blocks: Blocks, separator: str, pattern: str, after: Callable[[str], str], rng: random.Random
) -> Made | None:
    """One place that fits a pattern, with other words."""
    text = _text(blocks, separator)
    head = len(blocks[0]) + len(separator)
    found = [m for m in re.finditer(pattern, text) if m.start() > head]
    if not found:
        return None
    match = rng.choice(found)
    writer = Writer().same(text[: match.start()])
    writer.put(match[0], after(match[0]), "editorial")
    return writer.same(text[match.end() :]).made()


def number(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made | None:
    pattern = r"(?<![\d.,:(£〔第])(?<!^)\d{1,3}(?![\d.,:)]|号)"
    return _replaced(blocks, sep, pattern, lambda n: str(int(n) + 17), rng)


def modal(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made | None:
    one, other = pack.modal
    bound = r"\b" if one.isascii() else ""
    return _replaced(blocks, sep, f"{bound}{one}{bound}", lambda _: other, rng)


def word(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made | None:
    at = rng.choice(prose(blocks))
    place = re.search(r"[,，、]\s?|(?<=\w{3}) (?=\w{3})", blocks[at])
    if place is None:
        return None
    writer = _written(blocks, sep, at).same(blocks[at][: place.end()])
    writer.put("", pack.word + ("" if sep == "\n" else " "), "editorial")
    writer.same(blocks[at][place.end() :] + sep)
    return _rest(writer, blocks, sep, at + 1).made()


def sentence_in(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    at = rng.choice(prose(blocks))
    space = "" if sep == "\n" else " "
    writer = _written(blocks, sep, at).same(blocks[at])
    writer.put("", space + rng.choice(pack.sentences), "editorial").same(sep)
    return _rest(writer, blocks, sep, at + 1).made()


def clause_in(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    at = rng.choice(prose(blocks))
    space = "" if sep == "\n" else " "
    writer = _written(blocks, sep, at).put("", space.join(pack.sentences) + sep, "editorial")
    return _rest(writer, blocks, sep, at).made()


def clause_out(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    at = rng.choice(prose(blocks))
    writer = _written(blocks, sep, at).put(blocks[at] + sep, "", "editorial")
    return _rest(writer, blocks, sep, at + 1).made()


def twice(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    text = _text(blocks, sep)
    return Writer().same(text).put("", sep + text, "noise-duplication").made()


def copied(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    one, two = sorted(rng.sample(prose(blocks), 2))
    writer = _written(blocks, sep, two + 1).put("", blocks[one] + sep, "noise-duplication")
    return _rest(writer, blocks, sep, two + 1).made()


def stuttered(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    at = rng.choice(prose(blocks))
    writer = _written(blocks, sep, at + 1).put("", blocks[at] + sep, "noise-duplication")
    return _rest(writer, blocks, sep, at + 1).made()


def twice_and_edited(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made | None:
    """A page that stands twice, and an edit in its second copy alone: that one is no noise."""
    edit = number(blocks, sep, pack, rng)
    if edit is None:
        return None
    (change,) = edit.changes
    start, end = change["new"]
    writer = Writer().same(edit.texts[0]).put("", sep + edit.texts[1][:start], "noise-duplication")
    writer.put("", edit.texts[1][start:end], "editorial")
    return writer.put("", edit.texts[1][end:], "noise-duplication").made()


def _links(pack: Pack) -> list[str]:
    return [f"* [{name}](https://example.org/page/{k})" for k, name in enumerate(pack.footer)]


def shuffled(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    """A list of links of which one is now the first: that is the least that moved."""
    items = [item + "\n" for item in _links(pack)]
    at = rng.randrange(2, len(items))
    writer = Writer().same(_text(blocks, sep) + sep)
    writer.put("", items[at], "noise-order").same("".join(items[:at]))
    return writer.put(items[at], "", "noise-order").same("".join(items[at + 1 :])).made()


def _moved(blocks: Blocks, sep: str, cls: str, rng: random.Random, *accept: str) -> Made:
    """A paragraph that stands two or more paragraphs further on."""
    filled = prose(blocks)
    at = min(filled[: len(filled) // 2], key=lambda k: len(blocks[k]))
    to = next((k for k in filled if sum(map(len, blocks[at + 1 : k])) > 2 * len(blocks[at])), None)
    to = filled[-1] if to is None else to
    writer = _written(blocks, sep, at).put(blocks[at] + sep, "", cls, *accept)
    writer.same("".join(block + sep for block in blocks[at + 1 : to]))
    writer.put("", blocks[at] + sep, cls, *accept)
    return _rest(writer, blocks, sep, to).made()


def moved_and_back(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    made = _moved(blocks, sep, "noise-order", rng)
    return Made((*made.texts, made.texts[0] + "\n"), 0, 1, made.changes)


def _unnumbered(blocks: Blocks) -> Blocks:
    """Without numbers of paragraphs: moved with them, they would be out of order."""
    pattern = r"(?m)^(?:§ \d+|Article \d+ –|第.条|（.）|.、|\(\d\)|\d+(?:\.\d+)*\.?|.\u3000)\s*"
    return [re.sub(pattern, "", block) for block in blocks]


def moved_for_good(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    blocks = _unnumbered(blocks)
    made = _moved(blocks, sep, "editorial-move", rng)
    later = made.texts[1] + "\n", made.texts[1] + "\n\n"
    return Made((*made.texts, *later), 0, 1, made.changes)


def moved_and_edited(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made | None:
    """A number that changes in a paragraph that moves: an edit whatever the move is."""
    blocks = _unnumbered(blocks)
    with_number = [k for k in prose(blocks) if re.search(r"(?<=[^\W\d_])\s?\d{2,}", blocks[k])]
    if not with_number:
        return None
    at = with_number[0]
    found = list(re.finditer(r"(?<=[^\W\d_])\s?(\d{2,3})(?!\d)", blocks[at]))
    if not found:
        return None
    start, end = found[-1].span(1)
    before, after = blocks[at][:start], blocks[at][end:] + sep
    value = blocks[at][start:end]
    to = len(blocks) - 2
    either = ("editorial-move", "noise-order")
    if to - at < 2:
        return None
    text = (
        "".join(block + sep for block in blocks[:at]),
        "".join(block + sep for block in blocks[at + 1 : to]),
    )
    writer = Writer().same(text[0])
    writer.put(before, "", *either).put(value, "", "editorial").put(after, "", *either)
    writer.same(text[1]).put("", before, *either).put("", str(int(value) + 17), "editorial")
    return _rest(writer.put("", after, *either), blocks, sep, to).made()


def bold(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    writer = Writer()
    for k, block in enumerate(blocks):
        if k in prose(blocks)[:4] and not block.startswith(_MARKS):
            writer.put("", "**", "extraction").same(block).put("", "**", "extraction").same(sep)
        else:
            writer.same(block + sep)
    return writer.made()


def headings(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    writer = Writer()
    for k, block in enumerate(blocks):
        if (len(block) < 40 or k == 0) and not block.startswith(_MARKS):
            writer.put("", "## ", "extraction")
        writer.same(block + sep)
    return writer.made()


def quotes(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    at = rng.choice(prose(blocks))
    first = re.match(r"\S*\s?", blocks[at])
    assert first is not None
    middle = blocks[at][first.end() : first.end() + 8]
    writer = _written(blocks, sep, at).same(first[0]).put('"', "“", "extraction").same(middle)
    writer.put('"', "”", "extraction").same(blocks[at][first.end() + 8 :] + sep)
    return _rest(writer, blocks, sep, at + 1).made()


def front_matter(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made | None:
    if blocks[0].startswith(_MARKS):
        return None
    head = "---\ntitle: page\nlayout: default\nlang: x\n---\n\n"
    return Writer().put("", head, "extraction").same(_text(blocks, sep)).made()


def link_form(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    writer = Writer().same(_text(blocks, sep) + sep)
    for k, name in enumerate(pack.footer):
        writer.same(f"* [{name}](").put("http:", "https:", "extraction")
        writer.same(f"//example.org/page/{k})\n")
    return writer.made()


def stated(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    one, two = pack.updated
    writer = Writer().same(blocks[0] + sep).put(one, two, "volatile").same(sep)
    return _rest(writer, blocks, sep, 1).made()


def tokens(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    def mark() -> str:
        return "".join(rng.choices("abcdefghijkmnpqrstuvwxyz0123456789", k=14)) + "7x9"

    writer = Writer().same(_text(blocks, sep) + sep)
    for k, name in enumerate(pack.footer):
        writer.same(f"* [{name}](https://example.org/page/{k}?sid=")
        writer.put(mark(), mark(), "volatile").same(")\n")
    return writer.made()


def menu(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    head = "".join(f"* [{name}](https://example.org/{k})\n" for k, name in enumerate(pack.menu))
    writer = Writer().put("", head + sep, "boilerplate").same(_text(blocks, sep))
    return writer.made()


def footer(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    foot = sep + "".join(f"{name}\n" for name in pack.footer)
    return Writer().same(_text(blocks, sep)).put(foot, "", "boilerplate").made()


def banner(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    made = Writer().put("", pack.banner + sep, "blink").same(_text(blocks, sep)).made()
    return Made((*made.texts, made.texts[0] + "\n"), 0, 1, made.changes)


def wall(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made:
    made = Writer().put(_text(blocks, sep), pack.wall, "capture-failure").made()
    return Made((*made.texts, made.texts[0] + "\n"), 0, 1, made.changes)


def editions(blocks: Blocks, sep: str, pack: Pack, rng: random.Random) -> Made | None:
    """A newer edition before the one that was there."""
    edit = number(blocks[1:], sep, pack, rng)
    if edit is None or blocks[0].startswith("---"):
        return None
    new, old = pack.effective
    (change,) = edit.changes
    start, end = change["old"]
    writer = Writer().same(blocks[0] + sep).put(old, new, "editorial").same(sep)
    writer.same(edit.texts[0][:start])
    writer.put(edit.texts[0][start:end], edit.texts[1][slice(*change["new"])], "editorial")
    writer.same(edit.texts[0][end:])
    again = sep + blocks[0] + sep + old + sep + edit.texts[0]
    return writer.put("", again, "edition").made()


MAKERS: tuple[Maker, ...] = (
    number, modal, word, sentence_in, clause_in, clause_out, twice, copied, stuttered,
    twice_and_edited, shuffled, moved_and_back, moved_for_good, moved_and_edited, bold, headings,
    quotes, front_matter, link_form, stated, tokens, menu, footer, banner, wall, editions,
)  # fmt: skip


def histories(text: str, language: str, seeds: int) -> Iterator[tuple[str, Made]]:
    """Every history that can be made of a text, by the name of its maker."""
    blocks, separator = blocks_of(text)
    for maker in MAKERS:
        for seed in range(seeds):
            made = maker(blocks, separator, PACKS[language], random.Random(seed))
            if made is not None and made.texts[made.old] != made.texts[made.new]:
                yield maker.__name__, made
