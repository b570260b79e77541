"""Page furniture: lines that a scraper takes along from around the text."""

from __future__ import annotations

_FURNITURE = {
    "han": (
        "首页 > 政务公开 > 通知公告\n",
        "【字体：大 中 小】 打印本页 关闭窗口\n",
        "版权所有 未经许可不得转载 联系我们 网站地图\n",
    ),
    "kana": (
        "ホーム > お知らせ > 規約\n",
        "文字サイズ 小 中 大 このページを印刷する\n",
        "サイトマップ お問い合わせ 著作権について\n",
    ),
    "cyrillic": (
        "Главная > Документы > Объявления\n",
        "Версия для печати Поделиться\n",
        "Все права защищены Карта сайта Контакты\n",
    ),
    "arabic": (
        "الرئيسية > الإعلانات > السياسات\n",
        "طباعة الصفحة مشاركة\n",
        "جميع الحقوق محفوظة خريطة الموقع اتصل بنا\n",
    ),
    "latin": (
        "Home > About us > Notices\n",
        "Print this page Share Accept cookies\n",
        "All rights reserved Sitemap Contact Imprint\n",
    ),
}

# Kana first: Japanese has Han characters as well.
_RANGES = {
    "kana": ("\u3040", "\u30ff"),
    "han": ("\u4e00", "\u9fff"),
    "cyrillic": ("\u0400", "\u04ff"),
    "arabic": ("\u0600", "\u06ff"),
}


def furniture(text: str) -> tuple[str, ...]:
    """Lines in the script that the text is written in."""
    for script, (low, high) in _RANGES.items():
        if sum(low <= char <= high for char in text) * 5 > len(text):
            return _FURNITURE[script]
    return _FURNITURE["latin"]
