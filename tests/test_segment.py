"""Where texts are cut: tables by language, with a bar at every cut."""

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model import Normalization
from auditor.segment import segment
from auditor.text.compared import normalize

ANY = st.text(st.characters(exclude_categories=()))  # lone surrogates included
PIECES = """
一、 二、 （一） （二） 第三条 第 条 的 总体要求 附件1 2018年7月10日 。 ！ ？ ； ： ，
... … “ ” " ) ( 《 》 • - #
1 1． 2. (1) (a) (i) ① § Article Section 5 1.2 A. IV. 3.14 word The e.g. Dr. No. U.S.
। ؟ م 제3조 가 ᄀ ᅡ ｶ ﾞ ﬁ \u0301 \u200b \ud83d 🏳️\u200d🌈
"""
BLANKS = [" ", "  ", "\u3000", "\n", "\n\n", "\r\n", "\u2028"]
WORDS = st.lists(st.sampled_from([*PIECES.split(), *BLANKS, "x" * 30]), max_size=30).map("".join)


def cut(text: str, language: str | None = None) -> str:
    """The text with a bar at every cut."""
    return "|".join(f.span.of(text) for f in segment(text, language))


def check(marked: str, language: str | None = None) -> None:
    """Cut as marked by the bars; a bar stands before the next fragment, after white space."""
    assert cut(marked.replace("|", ""), language) == marked


CHINESE = """
现批复如下：|一、原则同意总体方案。|二、深化试点工作。|不断深化改革；|持续推进创新。
一、总体要求|（一）指导思想。|以思想为指导。|（二）基本原则。|重点突破，优先发展。
三、深化试点任务|（一）进一步完善管理体制。|加强统筹。
附件：|1．深化试点总体方案|2．开放便利举措|3．政策保障措施中华人民共和国国务院2018年6月1日|附件1深化试点总体方案
附件：|1.深化试点总体方案|2.开放便利举措
第一章 总则|第一条 为了规范秩序，制定本条例。|第二条 本条例适用于本市。
第一章总则|第一条为了规范秩序，制定本条例。
广州、深圳市人民政府，省商务厅：|现将《批复》（国函〔2018〕79号）转发给你们，请遵照执行。
他说：“好。|我来！”|然后走了。
清理收费（主管部门：民政部）。|各部门：|现予转发。
《你好！中国》是一本书。|你看过吗？！|看过……没有看完。
自2018年7月1日起至2020年6月30日止，增长3.14%，约1．5亿元。
依照第三条的规定和第五条第（一）项、第（二）项办理。|第三条规定的情形除外。
五、六年级的学生和三、四线城市的居民。|五、六年级放假。
本法所称产品包括：|（1）食品；|（2）药品。
公式（1）所示，见图①和表2.
（一）至（三）项所列情形，按照附件1和附件2执行。
包括|①加强领导|②推动发展。
（本条例自公布之日起施行。）|第二款另行规定。
请登录www.gov.cn查询。|电话：010-88886666。
""".strip().splitlines()

JAPANESE = """
皇位は、世襲のものである。|これを継承する。
第三条　天皇の国事に関する行為には、承認を必要とする。|第七条の二　この限りでない。
第三条の規定により行う。|「何ですか？」|と彼は言った。
これは何? |他にも違いは? |ある。
""".strip().splitlines()

KOREAN = """
제1조(목적) 이 법은 질서를 정한다. |제2조(정의) 용어의 뜻은 다음과 같다. |제3조의 규정을 따른다.
""".strip().splitlines()

ENGLISH = """
The U.S. agency met Dr. Smith at 3 p.m. on Monday. |It cost $3.14, i.e. nothing. |Fine.
See No. 5, Art. 7 and Sec. 2.1.3 of Acme Inc. and J. K. Rowling. |Really?! |Yes.
He asked, "Why?" |Nobody knew. |(They never do.) |Visit www.example.com. |Write to a.b@c.org!
Wait... what? |Well… |No, wait… what.
Your account. |2. Content and rights. |3. Ending these terms. |Done.
You agree to our services.|You agree to pay. |It runs on Node.js and ASP.Net every day.
The following: |(a) the date; |(b) the place; or |(c) the hour, under paragraphs (a), (b) and (c).
In this Act "control" means |(a) the power to direct, or |(b) the ownership of shares.
Section 3 of the Act and Article 5(2) apply. |Section 4. Scope of these rules. |At 12:30. |Over.
""".strip().splitlines()

GERMAN = """
Am 1. Januar und vom 3. Abschnitt an gilt § 2 Abs. 1 Nr. 2 BGB, z. B. bzw. d. h. nie. |Das gilt.
Die Dr. Müller GmbH u. a. beantragt dies. |Nach Absatz 1. |Der Satz 2 gilt.
""".strip().splitlines()

OTHERS = """
В 2018 г. Москва, ул. Мира, ст. 5 и т. д. не изменились. |Право есть. |Статья 5. Право на труд.
Каждый имеет право. |А вы? |Да!
¿Qué pasa? |¡Nada! |El Sr. López llegó. |Artículo 5. Nadie será sometido.
يولد جميع الناس أحرارًا. |هل تعرف؟ |نعم. |المادة 2 لكل إنسان حق.
सभी मनुष्य समान हैं । |उन्हें बुद्धि प्राप्त है। |क्या?
ሁሉም ሰዎች ነጻ ናቸው።|እኩል ናቸው።
Բոլոր մարդիկ ծնվում են ազատ։ |Նրանք ունեն իրավունք։
လူတိုင်းသည် လွတ်လပ်သည်။ |တူညီသည်။
មនុស្សទាំងអស់ កើតមកមានសេរីភាព។ |ស្មើគ្នា។
כל בני האדם נולדו בני חורין. |כולם חוננו בתבונה.
Τι είναι; |Τίποτα. |Ναι.
""".strip().splitlines()


@pytest.mark.parametrize("marked", CHINESE + JAPANESE + KOREAN + ENGLISH)
def test_cuts_without_a_language(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize("marked", GERMAN)
@pytest.mark.parametrize("language", ["de", "de-AT"])
def test_german(marked: str, language: str) -> None:
    check(marked, language)


@pytest.mark.parametrize("marked", OTHERS[:-1])
def test_other_scripts(marked: str) -> None:
    check(marked)


def test_greek_question_mark_needs_the_language() -> None:
    check(OTHERS[-1], "el")
    assert "|" not in cut("Foo; Bar")


WRAPPED = """\
The parties agree that this Agreement, including every schedule and
exhibit, is governed by the law of the place where the work was done
under Section
4.2 of the Act, and by nothing else. |Any dispute that arises from it
shall be settled as paragraph 3. |Costs are borne by the party that
loses; the other party bears none of them, whatever the court of the
second instance may decide.

|Notices
|A notice under this Agreement is given in writing and takes effect
when it has been received.

|  1. by hand, at the address that stands at the head of this copy of
     the Agreement,
|  2. by post.
"""


def test_wrapped_prose_is_cut_at_sentences_not_at_lines() -> None:
    marked = WRAPPED.replace("\n|  1", "\n  |1").replace("\n|  2", "\n  |2")
    marked = marked.replace("under Section\n", "under Section ")
    check(marked)


def test_wrapped_chinese() -> None:
    prose = "优先发展服务贸易是推动经济转型升级和高质量发展的重要举措之一，对于我国很重要，" * 4
    lines = "\n".join(prose[at : at + 35] for at in range(0, len(prose), 35))
    check(f"标题\n|{lines}等。\n|第二段")


def test_lines_that_are_not_wrapped_are_blocks() -> None:
    check(
        "Title\n|Of the agency,\n|on the matter\n|- one\n|- two\n|"
        + "A long line of text. |" * 9
        + "End."
    )


def test_blank_lines_and_every_kind_of_line_break_end_a_block() -> None:
    check("a\r\n\r\n|b\r|c\x0b|d\x0c|e\x85|f\u2028|g\u2029|h")


def test_bullets_begin_fragments_in_line_too() -> None:
    check("Our rules: • |be kind".replace("• |", "|• "))
    check("* one\n|* two\n|• three |• four")
    check("斯大林•约瑟夫和列宁")


def test_white_space_belongs_to_the_fragment_before() -> None:
    fragments = segment(" \n 一。 \u3000\n 二。\n\n")
    assert [len(f.span) for f in fragments] == [9, 4]
    assert [f.key for f in fragments] == ["一。", "二。"]


def test_white_space_alone_is_one_fragment_without_key() -> None:
    assert [f.key for f in segment(" \n\u200b\u3000 ")] == [""]
    assert segment("") == ()


def test_keys_are_comparison_forms() -> None:
    assert [f.key for f in segment("第 1 条，“甲”！\n乙．")] == ['第1条,"甲"!', "乙."]
    assert segment("Ａ，", form="none")[0].key == "Ａ，"


def test_copies_have_equal_keys_whatever_the_line_breaks() -> None:
    flat = "一、总体要求（一）指导思想。坚持改革。（二）基本原则。创新驱动，转型发展。"
    broken = (
        "一、总体要求\n\n（一）指导思想。\n坚持改革。\n （二）基本原则。创新驱动，\u3000转型发展。"
    )
    assert [f.key for f in segment(flat)] == [f.key for f in segment(broken)]


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("a" * 5_000, 800),
        ("字" * 5_000, 400),
        ("ทุกคนเกิดมา" * 400, 800),
        ("word " * 1_000, 800),
        ("词语，" * 1_000, 400),
    ],
)
def test_no_fragment_is_too_long(text: str, limit: int) -> None:
    fragments = segment(text)
    assert limit // 2 <= max(len(f.span) for f in fragments) <= limit


def test_long_pieces_are_cut_at_clauses_then_at_spaces() -> None:
    assert all(f.span.of("词语，" * 999).endswith("，") for f in segment("词语，" * 999))
    assert all(re.search(r"\s$", f.span.of("word " * 999)) for f in segment("word " * 999))


def test_grapheme_clusters_are_never_cut() -> None:
    family = "👨‍👩‍👧"
    pieces = [f.span.of(family * 999) for f in segment(family * 999)]
    assert len(pieces) > 1
    assert all(len(piece) % len(family) == 0 for piece in pieces)


@given(st.one_of(ANY, WORDS))
def test_fragments_tile_the_text(text: str) -> None:
    fragments = segment(text)
    assert "".join(f.span.of(text) for f in fragments) == text
    assert all(f.span.start < f.span.end for f in fragments)
    assert [f.index for f in fragments] == list(range(len(fragments)))


@given(st.one_of(ANY, WORDS), st.sampled_from(["none", "whitespace", "width", "nfkc"]))
def test_keys_are_those_of_the_pieces_alone(text: str, form: Normalization) -> None:
    for fragment in segment(text, form=form):
        assert fragment.key == normalize(fragment.span.of(text), form).text.strip()


@given(WORDS.filter(lambda text: text[:1].isalnum()))
def test_a_text_twice_has_its_keys_twice(text: str) -> None:
    ended = text.strip() + "。"
    keys = [f.key for f in segment(ended)]
    assert [f.key for f in segment(f"{ended}\n{ended}")] == keys * 2


@given(st.lists(st.sampled_from(CHINESE), min_size=1, max_size=6), st.sampled_from(CHINESE))
def test_a_sentence_is_cut_the_same_wherever_it_stands(before: list[str], line: str) -> None:
    text = "\n".join([*before, line]).replace("|", "")
    expected = [normalize(piece).text.strip() for piece in line.split("|")]
    assert [f.key for f in segment(text)][-len(expected) :] == expected


SIGNS = (
    "•", "●", "◦", "(", "（", "1", ".", "。", "-", "—", "\u0301", "\u200d", "\ufe0f", " ", "\t",
    "\n", "\u3000", "1.1.", "（一）", "第一条", "(a)", "① ", ": ", ", ", "🇩", "👩\u200d", "«", '"',
    "A. ", "http://", "a\u0301", "「", "1. ", "- ", "; ", "…", "?!", "\r\n", "• ", "一、", "附件1",
)  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of CPU time")
def test_no_sign_repeated_makes_segmentation_quadratic() -> None:
    """In a child that may take a minute of CPU: one quadratic rule would take longer by itself."""
    lines = ["import resource", "from auditor.segment import segment"]
    lines += ["resource.setrlimit(resource.RLIMIT_CPU, (60, 60))"]
    lines += [f"segment({sign!r} * 75_000)" for sign in SIGNS]
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], check=False)
    assert done.returncode == 0
