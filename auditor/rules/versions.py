"""The rules of a version audit, AUD601 to AUD610: raised by `auditor.history`, not by one text."""

from __future__ import annotations

from auditor.model import Rule, Severity


def _rule(id: str, name: str, severity: Severity, summary: str, page: tuple[str, ...]) -> Rule:
    what, why, example, fix = page
    text = f"{what}\n\nWhy: {why}\n\nExample: {example}\n\nFix: {fix}"
    return Rule(id, name, severity, summary, page=text)


VERSION_RULES: tuple[Rule, ...] = (
    _rule(
        "AUD601",
        "editorial-change",
        "note",
        "an author changed the text between two versions",
        (
            "Words, numbers, links or the order of a text differ between two versions, and no"
            " fault of the scraping explains it.",
            "it is what a reader of versions looks for.",
            "“90 days” became “12 months”.",
            "read the passages, the highest priority first.",
        ),
    ),
    _rule(
        "AUD602",
        "scrape-noise",
        "note",
        "two versions differ by the scraping: order, copies, dates, furniture",
        (
            "Part of the difference of two versions is a shuffled list, a second copy, a date or"
            " token of the capture, a menu or a banner.",
            "a word difference would show it among the changes of the author.",
            "a list of the same links in another order.",
            "nothing; the JSON has each change with its evidence.",
        ),
    ),
    _rule(
        "AUD603",
        "blinking-document",
        "warning",
        "a passage goes and comes back",
        (
            "A passage is gone from its place and back soon after, or the other way round.",
            "the page is served in several ways, or a capture loses part of it; each flip looks"
            " like a change.",
            "a banner that every second capture shows.",
            "look at the versions that flip; let the capture wait, or select the content.",
        ),
    ),
    _rule(
        "AUD604",
        "extraction-change",
        "note",
        "the same words, extracted otherwise",
        (
            "Two versions have the same words with other white space, markup, quotes, capitals of"
            " headings, forms of links, or front matter.",
            "the converter changed, not the page.",
            "“&rsquo;” became “’” everywhere.",
            "extract old captures again with the new converter, where they are kept.",
        ),
    ),
    _rule(
        "AUD605",
        "undated-change",
        "note",
        "the text changed, its own date did not",
        (
            "An author changed the text, and the page still says the date of its last update.",
            "who trusts that date misses the change.",
            "“Last updated: May 3, 2020” above another period of storage.",
            "tell the publisher, or keep the date of the capture beside the text.",
        ),
    ),
    _rule(
        "AUD606",
        "date-only-change",
        "note",
        "the page has another date, and no other change",
        (
            "The date of the last update is another one, and an author changed nothing else.",
            "who trusts that date looks for a change that isn't there.",
            "“Last updated: June 8, 2021” above the text of last year.",
            "nothing.",
        ),
    ),
    _rule(
        "AUD607",
        "corruption-introduced",
        "error",
        "from this version on the scrape is damaged",
        (
            "A version stands twice, has woven copies, columns read across or overlapping windows,"
            " and the one before it had not. A notice says when it ends, or that it lasts.",
            "the capture broke here; all later versions may be damaged alike.",
            "from 2020-12-14 on every capture holds the page twice.",
            "mend the scraper, and capture again from this date on.",
        ),
    ),
    _rule(
        "AUD608",
        "hidden-change",
        "error",
        "a key term changed inside text that repeats or has moved",
        (
            "A number, date, negation or modal differs in text that moved, in a copy unlike its"
            " twin, or in an edition that does not lead.",
            "tools that fold copies and moves away hide it.",
            "the second copy says “12 months” where the first says “90 days”.",
            "look at both places on the live page.",
        ),
    ),
    _rule(
        "AUD609",
        "locale-switch",
        "warning",
        "a version is in another language",
        (
            "A capture got the page in another language or country.",
            "everything differs, and nothing changed.",
            "the first capture is German, all others are English.",
            "ask for the language when the page is fetched.",
        ),
    ),
    _rule(
        "AUD610",
        "edition-change",
        "note",
        "another edition is announced, in force or gone",
        (
            "A page that holds two editions got one more, lost one, or one took the other's place.",
            "both editions are meant; which one applies depends on the day.",
            "the terms in force until July 28 stand behind those that come into force then.",
            "read the two editions with their dates.",
        ),
    ),
)
