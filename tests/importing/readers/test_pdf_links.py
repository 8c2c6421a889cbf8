"""Links of PDFs, which are areas of a page, put back on the words that stand in them."""

import pytest

from briefs.importing.draft import ArticleDraft, RepairKind
from briefs.importing.readers.pdf import read
from tests.importing.made_files import TITLE, area_of, pdf_of

LINES = [
    (TITLE, 780, 20),
    ("The body has six members here, and here it will admit more of them.", 740, 9),
    ("It rarely meets, and when it meets it agrees on little, as the re-", 728, 9),
    ("port says. Its members trade with each other more than they did, but", 716, 9),
    ("the body has no part in that, and its secretariat is small.", 704, 9),
    ("Nothing else is said of it in any report that was written since then.", 680, 9),
]
SIX, MEETS, PORT, LAST = (LINES[at] for at in (1, 2, 3, 4))
ADDRESS = "https://example.org/a?b=1&c=(2)"


def quads(*boxes: tuple[float, ...]) -> tuple[float, ...]:
    """The corners of each box as PDF writers give them: top left, top right, bottom left …"""
    corners: list[float] = []
    for left, bottom, right, top in boxes:
        corners += [left, top, right, top, left, bottom, right, bottom]
    return tuple(corners)


def drafted(*links: tuple[tuple[float, ...], str], lines=LINES, font="Courier") -> ArticleDraft:
    return read(pdf_of([lines], font=font, links=[(0, *link) for link in links]), "a.pdf")


def placed(draft: ArticleDraft) -> list[tuple[str, int, str, str | None]]:
    return [(at.passage, at.offset, at.words, at.target) for at in draft.links]


def reported(draft: ArticleDraft) -> list[tuple[RepairKind, int, str]]:
    kinds = (RepairKind.UNPLACED_LINK, RepairKind.TARGET)
    return [(at.kind, at.where, at.before) for at in draft.repairs if at.kind in kinds]


def test_a_link_stands_on_the_words_of_its_area():
    draft = drafted(
        (area_of("six members", SIX), ADDRESS), (area_of("small", LAST), "mailto:a@b.c")
    )
    assert placed(draft) == [
        ("p1", 13, "six members", ADDRESS),
        ("p1", 255, "small", "mailto:a@b.c"),
    ]
    assert reported(draft) == []
    assert (
        f'The body has <a href="{ADDRESS.replace("&", "&amp;")}" data-reference="1">six members</a>'
    ) in draft.body_html()


def test_words_that_stand_twice_in_a_line_are_told_apart_by_what_is_before():
    assert placed(drafted((area_of("here", SIX, 2), ADDRESS))) == [("p1", 35, "here", ADDRESS)]
    assert placed(drafted((area_of("here", SIX, 1), ADDRESS))) == [("p1", 25, "here", ADDRESS)]


@pytest.mark.parametrize("as_quads", [True, False])
def test_a_link_over_the_end_of_a_line_is_one(as_quads):
    boxes = [area_of("the re-", MEETS), area_of("port", PORT)]
    links = [(quads(*boxes), ADDRESS)] if as_quads else [(box, ADDRESS) for box in boxes]
    # “report” stands in the file too: the hyphen goes, and the link with it.
    assert placed(drafted(*links)) == [("p1", 127, "the report", ADDRESS)]
    boxes = [area_of("that was written since then.", LINES[5])]
    assert placed(drafted((quads(*boxes), ADDRESS)))[0][2] == "that was written since then."


def test_links_side_by_side_are_two():
    draft = drafted((area_of("six ", SIX), ADDRESS), (area_of("members", SIX), "https://e.org/"))
    assert [words for _, _, words, _ in placed(draft)] == ["six", "members"]


def test_widths_of_letters_are_those_of_the_font():
    line = (
        "WWWWW iiiii is a line in which the letters are of many widths, see below.",
        740,
        10,
    )
    lines = [LINES[0], line, *LINES[2:]]
    # Five W of 944 and a space of 278 thousandths; five i of 222.
    left = 72 + 10 * (5 * 0.944 + 0.278)
    draft = drafted(((left, 738, left + 11.1, 748), ADDRESS), lines=lines, font="Helvetica")
    assert placed(draft) == [("p1", 6, "iiiii", ADDRESS)]


@pytest.mark.parametrize(
    "area",
    [
        pytest.param((300, 20, 400, 30), id="nothing there"),
        pytest.param((72, 700, 300, 745), id="several lines"),
        pytest.param((0, 0, 0, 0), id="no area"),
        pytest.param((1, 2, 3), id="no rectangle"),
        pytest.param(quads((72, 700, 300, 745))[:7], id="no quadrilateral"),
    ],
)
def test_what_cannot_be_placed_is_reported(area):
    draft = drafted((area, ADDRESS))
    assert (placed(draft), reported(draft)) == ([], [(RepairKind.UNPLACED_LINK, 1, ADDRESS)])


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "ftp://e.org/", "x"]
)
def test_other_targets_are_dropped(target):
    draft = drafted((area_of("six", SIX), target))
    assert (placed(draft), reported(draft)) == ([], [(RepairKind.TARGET, 1, target)])


def test_two_links_on_the_same_words():
    area = area_of("six", SIX)
    draft = drafted((area, ADDRESS), (area, ADDRESS), (area, "https://example.org/other"))
    assert placed(draft) == [("p1", 13, "six", ADDRESS)]
    assert reported(draft) == [(RepairKind.UNPLACED_LINK, 1, "https://example.org/other")]


def test_a_link_of_a_running_line_is_reported():
    running = ("A Journal of Bodies", 810, 8)
    pages = [[running, *LINES], [running, ("More is said on this page.", 740, 9)]]
    links = [(at, area_of("Journal", running), ADDRESS) for at in (0, 1)]
    draft = read(pdf_of(pages, font="Courier", links=links), "a.pdf")
    assert placed(draft) == []
    assert reported(draft) == [(RepairKind.UNPLACED_LINK, at, ADDRESS) for at in (1, 2)]


def test_more_links_than_are_placed_are_reported():
    links = [(area_of("six", SIX), f"https://example.org/{at}") for at in range(501)]
    draft = drafted(*links)
    assert (len(placed(draft)), len(reported(draft))) == (0, 501)
