"""What follows itself directly is told once, where it is no heading and no list."""

from __future__ import annotations

import pytest

from auditor import Document, reconstruct
from auditor.canonical.windows import chaining
from auditor.canonical.windows.links import Contained, Edges, Link
from auditor.canonical.windows.tandems import apart
from auditor.repeats.near import Overlap
from auditor.repeats.noise import without_parallels

OPENING = "The committee met on Monday and heard the report of its chair. "
INNER = "The mason was asked for his price, and he gave it in writing. "
MIDDLE = "It was agreed that the garden wall be mended before the winter comes. "
CLOSING = "The next meeting is held when the wall has been seen by the mason. "

NOTICES = (
    "동네 도서관 여름 휴관 안내",
    "자전거 보관소 이용 시간이 바뀝니다",
    "분실물: 검은 우산을 찾아가세요",
    "주말 벼룩시장 참가자를 모집합니다",
    "놀이터 그네 수리가 끝났습니다",
    "마을버스 삼 번 노선 우회 운행",
    "어르신 건강 체조 교실 개강",
    "수도관 공사로 인한 단수 예고",
    "텃밭 분양 추첨 결과 발표",
    "청소년 합창단 단원을 찾습니다",
    "재활용품 배출 요일을 지켜 주세요",
    "강변 산책로 가로등 교체 완료",
    "무료 법률 상담 예약 방법",
    "겨울 김장 나눔 행사 후기",
    "고양이 급식소 위치 안내",
    "주차장 바닥 도색 작업 일정",
    "헌책 교환전에 초대합니다",
    "경로당 에어컨 점검 결과",
    "작은 음악회 연주자 모집",
    "어린이 안전 우산 나눔",
    "공동 세탁실 사용 규칙",
    "마을 사진 공모전 수상작",
    "소방 훈련 참가 부탁드립니다",
    "우편함 교체 비용 안내",
    "나무 심기 봉사자를 모집합니다",
    "연말 결산 보고서 열람",
)


def read(text: str) -> str:
    return reconstruct([Document.from_text(text)]).text


@pytest.mark.parametrize("cut", [7, 20, 41])
def test_a_stutter_inside_a_line_is_told_once(cut: int) -> None:
    again = MIDDLE[cut:] + INNER + CLOSING[:cut]
    whole = OPENING + MIDDLE + INNER + CLOSING
    damaged = whole.replace(again, again + again)
    assert damaged != whole
    assert read(damaged) == whole


@pytest.mark.parametrize(
    "lines",
    [
        "Purpose of a list\n\nPurpose of a list\n\n",  # of contents, then a heading
        "- Name of the applicant\n- Name of the applicant\n",
        "Holy, holy, holy\n",
    ],
)
def test_headings_and_lists_say_things_twice_by_right(lines: str) -> None:
    text = OPENING + "\n" + lines + MIDDLE + CLOSING + "\n"
    assert read(text) == text


def test_short_lines_that_follow_themselves_are_no_woven_copies() -> None:
    lines = (
        "Article 3 – Keys and locks",
        "Article 6 – Lights at night",
        "Article 11 – Lost things",
        "Article 10 – The boiler room",
        "7.2 It is not allowed to",
        "Article 5 – Bells and hours",
    )
    behind = (
        "The keys are kept for a year behind the last of the guests.",
        "Stoves that a guest has brought along stay in the yard.",
        "The form lies at the desk and in the hall of the parish.",
        "Of two who ask on one day the one who asked first is heard.",
        "Whoever cooks here leaves the room as it was found.",
        "What breaks is paid for by the one who has broken it.",
        "A sum of 400 crowns is left at the desk by every guest.",
    )
    text = "".join(f"{line}\n{line}\n" for line in lines) + "\n" + "\n\n".join(behind) + "\n"
    kinds = {record.kind for record in reconstruct([Document.from_text(text)]).undone}
    assert kinds <= {"doublets"}


@pytest.mark.parametrize("cell", ["0", "-", "Yes", "12", "да", "是"])
def test_equal_cells_of_a_table_stay_beside_lines_that_stutter(cell: str) -> None:
    table = ["Fares", "Monday", cell, cell, "Tuesday", cell, "Sunday", cell, cell, cell]
    page = [OPENING.strip(), INNER.strip(), *table, MIDDLE.strip(), CLOSING.strip(), *NOTICES[:9]]
    stutters = {0, len(page) - 11}
    text = "".join(f"{line}\n" * (1 + (at in stutters)) for at, line in enumerate(page))
    assert read(text).splitlines() == page


def test_lines_in_a_list_that_follow_themselves_are_told_once() -> None:
    """A page of an endless list begins with the last entries of the one before again."""
    assert read("\n".join([*NOTICES[:20], *NOTICES[16:]])) == "\n".join(NOTICES)


def test_what_a_text_says_twice_on_end_stays_beside_windows_cut_anywhere() -> None:
    """A link whose words are its address is longer than what the chunker says twice."""
    address = "https://example.org/of-the-garden-of-the-parish/and-its-wall/letters"
    sentences = [
        f"On day {chr(97 + at) * 3} the mason of {chr(110 + at % 12)}ville came to look at wall"
        f" {chr(100 + at)}{at}, and left word for the {chr(98 + at)}-clerk. "
        for at in range(16)
    ]
    sentences.insert(5, f"All letters are kept [{address}]({address}) for those who ask. ")
    text = "".join(sentences)
    windows = [text[at : at + 200] for at in range(0, len(text) - 40, 160)]
    assert read("".join(windows)).split() == text.split()


def test_two_windows_in_their_order_make_one_text() -> None:
    whole = OPENING + MIDDLE + INNER + CLOSING
    end, start = len(whole) - 40, len(OPENING) + 30
    assert read(whole[:end] + whole[start:]) == whole


def test_tandems_do_not_part_each_other() -> None:
    long, short, other = Link(100, 100, 60, 60), Link(130, 130, 20, 20), Link(190, 190, 30, 30)
    assert apart([short, other, long]) == [long, other]


def test_parallel_passages_differ_more_than_noise() -> None:
    copy = "".join(chr(0x4E00 + number) for number in range(300))
    noisy = copy[:100] + "x" + copy[101:]
    item = "".join(chr(0x6000 + number) for number in range(60))
    parallel = item[:20] + "yyyyyy" + item[26:]
    text = copy + noisy + item + parallel
    overlap = Overlap(0, 300, 300, 600)
    assert without_parallels(text, [overlap, Overlap(600, 660, 660, 720)], [overlap]) == [overlap]


def test_what_stands_in_another_window_stays_inside_the_text() -> None:
    edges = Edges(bytes(101), 10, 5)
    inside = Contained(40, 58, 80, 98)  # its window ends at 62, behind which the text ends
    spare = chaining._spare([inside], [0, 40, 62, 100], edges)
    assert spare == {1: Contained(40, 62, 80, 100)}
