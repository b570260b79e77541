"""Rules about what belongs to a page and not to its document: buttons, menus, boilerplate."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from auditor.model import Collation, Fragment, Options, Span
from auditor.rules.drafts import Draft, as_rule, raised_elsewhere
from auditor.rules.places import at, quote
from auditor.text import scripts
from auditor.text.cover import Cover

_PLACES = 100  # locations of one finding; the message has the true number
_LONGEST = 40  # characters of a line of furniture
_PAGES = 3  # pages of a batch that a block stands on before it can be boilerplate
_SHARE = 0.5  # of the batch
_MOST = 0.8  # of a document's text; what is shared beyond that is the document, seen again

# Labels of buttons and menus, in lower case. Collected from the themes of the content systems in
# common use (WordPress, Drupal, TYPO3, MediaWiki, Discuz!, TRS and other systems of Chinese
# government sites). Sure ones count alone, common words only in company.
_SURE = frozenset(
    (
        "skip to main content", "skip to content", "skip to navigation", "jump to navigation",
        "jump to search", "print this page", "print this article", "printer-friendly version",
        "share on facebook", "share on twitter", "share on x", "share on linkedin",
        "share on whatsapp", "share this", "share this page", "share this article",
        "share via email", "email this page", "email this article", "tweet this",
        "back to top", "return to top", "scroll to top", "go to top", "toggle navigation",
        "close menu", "open menu", "main menu", "main navigation", "breadcrumb", "previous article",
        "next article", "previous post", "next post", "related articles", "related posts",
        "leave a comment", "leave a reply", "click to share", "copy link", "you are here",
        "advertisement", "subscribe to our newsletter", "sign up for our newsletter",
        "打印本页", "打印此页", "关闭窗口", "关闭本页", "分享到", "分享至", "返回顶部",
        "回到顶部", "返回首页", "上一篇", "下一篇", "上一页", "下一页", "设为首页", "加入收藏",
        "当前位置", "您现在的位置", "您的位置", "您当前的位置", "扫一扫在手机打开当前页",
        "扫一扫分享本页", "我要纠错", "我要打印", "相关阅读", "相关文章", "推荐阅读", "责任编辑",
        "微信扫一扫", "保护视力色", "网站地图", "无障碍浏览", "返回列表", "浏览次数", "列印本頁",
        "回上一頁", "回頂端", "上一則", "下一則", "友善列印", "ページの先頭へ", "ページトップへ",
        "このページの先頭へ", "本文へスキップ", "本文へ移動", "印刷する", "このページを印刷",
        "シェアする", "ツイートする", "前の記事", "次の記事", "関連記事", "メニューを開く",
        "パンくずリスト", "現在地", "zum inhalt springen", "zum hauptinhalt springen",
        "direkt zum inhalt", "seite drucken", "artikel drucken", "drucken", "nach oben",
        "zurück zur übersicht", "zum seitenanfang", "auf facebook teilen", "auf twitter teilen",
        "sie sind hier", "vorheriger artikel", "nächster artikel", "vorheriger beitrag",
        "nächster beitrag", "seite teilen", "aller au contenu", "aller au contenu principal",
        "imprimer cette page", "imprimer", "haut de page", "retour en haut",
        "partager sur facebook", "partager sur twitter", "partager cet article",
        "article précédent", "article suivant", "vous êtes ici", "envoyer par e-mail",
        "lire aussi", "saltar al contenido", "ir al contenido", "ir al contenido principal",
        "imprimir página", "compartir en facebook", "compartir en twitter", "volver arriba",
        "artículo anterior", "artículo siguiente", "usted está aquí", "te puede interesar",
        "compartir este artículo", "pular para o conteúdo", "ir para o conteúdo",
        "imprimir esta página", "voltar ao topo", "compartilhar no facebook",
        "partilhar no facebook", "você está aqui", "vai al contenuto", "salta al contenuto",
        "stampa questa pagina", "torna su", "condividi su facebook", "articolo precedente",
        "articolo successivo", "ti trovi in", "перейти к содержимому",
        "перейти к основному содержанию", "версия для печати", "распечатать", "поделиться",
        "поделиться в соцсетях", "наверх", "вернуться наверх", "предыдущая статья",
        "следующая статья", "читайте также", "вы здесь", "본문 바로가기", "맨 위로", "인쇄하기",
        "공유하기", "이전 글", "다음 글", "이전글", "다음글", "przejdź do treści",
        "drukuj stronę", "do góry", "udostępnij na facebooku", "naar de inhoud",
        "pagina afdrukken", "terug naar boven", "yazdır", "içeriğe geç", "yukarı çık",
        "cetak halaman", "kembali ke atas", "lên đầu trang", "in trang này", "تخطى إلى المحتوى",
        "طباعة الصفحة", "مشاركة على فيسبوك", "العودة إلى الأعلى", "דלג לתוכן", "הדפסה",
        "שתף בפייסבוק", "मुख्य सामग्री पर जाएं", "версія для друку", "перейти до вмісту",
        "ข้ามไปยังเนื้อหา", "กลับขึ้นด้านบน",
    )
)  # fmt: skip
_COMMON = frozenset(
    (
        "print", "share", "email", "e-mail", "tweet", "facebook", "twitter", "linkedin", "whatsapp",
        "pinterest", "instagram", "youtube", "home", "menu", "search", "login", "log in", "sign in",
        "register", "sign up", "subscribe", "previous", "next", "close", "more", "top", "sitemap",
        "site map", "contact us", "a-", "a+", "a", "rss", "reddit", "telegram",
        "打印", "分享", "关闭", "收藏", "首页", "字体", "字号", "大", "中", "小", "默认", "超大",
        "微信", "微博", "新浪微博", "qq空间", "qq", "朋友圈", "纠错", "下载", "登录", "注册",
        "搜索", "更多", "举报", "评论", "点赞", "繁体", "简体", "english", "列印", "分享", "關閉",
        "字級", "印刷", "シェア", "ツイート", "メニュー", "検索", "ログイン", "ホーム", "トップ",
        "line", "teilen", "suche", "anmelden", "startseite", "menü", "merken", "weiter", "zurück",
        "partager", "accueil", "rechercher", "connexion", "recherche", "suivant", "précédent",
        "imprimir", "compartir", "inicio", "buscar", "iniciar sesión", "anterior", "siguiente",
        "compartilhar", "partilhar", "stampa", "condividi", "cerca", "accedi", "печать",
        "главная", "поиск", "войти", "вконтакте", "одноклассники", "меню", "вперед", "인쇄",
        "공유", "검색", "로그인", "홈", "페이스북", "트위터", "drukuj", "udostępnij", "szukaj",
        "afdrukken", "delen", "zoeken", "paylaş", "ara", "cetak", "bagikan", "cari", "in trang",
        "chia sẻ", "طباعة", "مشاركة", "بحث", "الرئيسية", "שיתוף", "חיפוש", "พิมพ์", "แชร์",
    )
)  # fmt: skip
_PARTS = re.compile(r"[\s|/·•›>»:,【】\[\]()<«*+]+")
_FIRST_PART = re.compile(r"[^\s|/·•›>»:,【】\[\]()<«*+]+")
_EDGE = " \t|/·•›>»:：…!.【】[]()<«*#-–—↑▲"
_COMPANY = 2  # common words that stand together before they count


@as_rule("AUD401", "page-furniture", "note", "print, share, navigation inside the body")
def page_furniture(collation: Collation, options: Options) -> Iterator[Draft]:
    """Menus, heads, feet and side bars of a page, and labels of buttons: print, back to top.

    An element, its role, id or class says so, or it is a list of links. In text without elements,
    labels do; one that is also a common word counts only beside another one. What is marked stays
    in the text. Against a given canonical, nothing that it has too.

    Why: readers of the text stumble over it, and it makes different documents look alike.

    Example: `The office opens at nine.⏎Print this page⏎It closes at five on all days.`

    Fix: select the content with `--content-selector`, or leave out with `--exclude-selector`.
    """
    text = collation.document.text
    fragments = [fragment for fragment in collation.fragments if fragment.key]
    found = list(_furniture(fragments))
    marked = _filled(collation.document.furniture, text)
    if len(found) == len(fragments):
        return
    labels = (_joined(group, text) for group in _grouped(found))
    spans = _together(_without_trusted([*marked, *labels], collation), text)
    if not spans:
        return
    texts = [quote(span.of(text)) for span in spans]
    places = "one place" if len(spans) == 1 else f"{len(spans):,} places"
    more = " and others" if len(texts) > 3 else ""
    yield Draft(
        f"The text holds page furniture at {places}: {', '.join(texts[:3])}{more}.",
        tuple(at("scrape", span, "no part of the document") for span in spans[:_PLACES]),
        " ".join(texts[:_PLACES]),
        "Leave it out when scraping.",
    )


def _without_trusted(spans: Iterable[Span], collation: Collation) -> list[Span]:
    """Without those that a given canonical has too, for most of their characters."""
    if collation.canonical.origin != "given":
        return list(spans)
    cover = Cover.of(
        len(collation.document.text),
        (block.scrape for block in collation.alignment.blocks if block.role != "inserted"),
    )
    return [span for span in spans if 2 * cover.count(span.start, span.end) < len(span)]


def _filled(spans: Iterable[Span], text: str) -> list[Span]:
    """Without white space at their ends, and without those that hold nothing else."""
    return [Span(*_bare(span.start, span.end, text)) for span in spans if span.of(text).strip()]


def _bare(start: int, end: int, text: str) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _together(spans: Iterable[Span], text: str) -> list[Span]:
    """Spans in order, those joined that touch or have only white space between them."""
    joined: list[Span] = []
    for span in sorted(spans):
        last = joined[-1] if joined else None
        if last and (span.start <= last.end or text[last.end : span.start].isspace()):
            joined[-1] = Span(last.start, max(last.end, span.end))
        else:
            joined.append(span)
    return joined


def _furniture(fragments: Sequence[Fragment]) -> Iterator[Fragment]:
    """Fragments that are sure labels, and runs of those that are common words."""
    run: list[Fragment] = []
    words = sure = 0
    for fragment in fragments:
        weight = _labels(fragment.key) if len(fragment.key) <= _LONGEST else 0
        if weight:
            run.append(fragment)
            words += abs(weight)
            sure += weight < 0
            continue
        if sure or words >= _COMPANY:
            yield from run
        run, words, sure = [], 0, 0
    if sure or words >= _COMPANY:
        yield from run


def _labels(key: str) -> int:
    """How many labels a line consists of; below zero when one of them is sure; 0 for other text."""
    if key[-1] in scripts.ENDS + scripts.COMMAS:
        return 0
    whole = key.casefold().strip(_EDGE)
    if whole in _SURE:
        return -1
    if whole in _COMMON:
        return 1
    first = _FIRST_PART.match(whole)
    if first is None or first[0] == whole or first[0] not in _COMMON:
        return 0
    parts = [part for part in _PARTS.split(whole) if part]
    return len(parts) if all(part in _COMMON for part in parts) else 0


def _grouped(found: Sequence[Fragment]) -> list[list[Fragment]]:
    """Fragments that follow each other; blank ones between don't part them."""
    ranks = enumerate(found)
    return [
        [fragment for _, fragment in group]
        for _, group in groupby(ranks, key=lambda item: item[1].index - item[0])
    ]


def _joined(group: Sequence[Fragment], text: str) -> Span:
    span = Span(group[0].span.start, group[-1].span.end)
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip()), span.start + len(words.rstrip()))


def is_furniture(text: str) -> bool:
    """Whether each line of a text consists of labels of buttons and menus."""
    lines = [line for line in text.splitlines() if line.strip()]
    return bool(lines) and all(len(line) <= _LONGEST and _labels(line) for line in lines)


def common_keys(pages: Iterable[Iterable[str]]) -> frozenset[str]:
    """The keys of fragments that stand on at least three pages of a batch, and on half of them.

    `pages` gives the keys of each page's fragments; it is read once, and counts of distinct
    keys are all that is kept of it.
    """
    counts: Counter[str] = Counter()
    number = 0
    for keys in pages:
        number += 1
        counts.update({key for key in keys if key})
    least = max(_PAGES, _SHARE * number)
    return frozenset(key for key, count in counts.items() if count >= least)


def boilerplate_repeat(collation: Collation, common: Collection[str]) -> Iterator[Draft]:
    """The same block stands on many pages of a batch: a header, a footer, a notice.

    On at least three pages, and half of the batch. A page that consists of such text nearly whole
    is a document seen again, and has no boilerplate.

    `auditor check` and `auditor baseline` look for it among all documents of a run, and go through
    them once more for that; in a run over more than 100, as many of them, evenly spread, tell what
    is common. Standard input and pipes can be read only once: a run over them has no such findings.
    `auditor report` audits document by document.

    Why: it is not the document's own text, and in a short page it outweighs that.

    Example: a site's contact block under each of two hundred notices.

    Fix: select the content with `--content-selector`, or leave the block out.
    """
    fragments = [fragment for fragment in collation.fragments if fragment.key]
    shared = [fragment for fragment in fragments if fragment.key in common]
    size = sum(len(fragment.key) for fragment in shared)
    if not shared or size > _MOST * sum(len(fragment.key) for fragment in fragments):
        return
    text = collation.document.text
    spans = [_joined(group, text) for group in _grouped(shared)]
    for span in spans:
        if len(span) >= _LONGEST:
            yield Draft(
                f"This block stands on many pages of the batch: {quote(span.of(text))}.",
                (at("scrape", span, "the same on other pages"),),
                span.of(text),
                "Leave it out when scraping.",
            )


BOILERPLATE_REPEAT = raised_elsewhere(
    "AUD106",
    "boilerplate-repeat",
    "note",
    "the same block on many pages of a batch",
    boilerplate_repeat.__doc__ or "",
)
