import pytest

from briefs.importing.draft import Repair, RepairKind
from briefs.importing.readers.reflow import Reflow, Wrapping, find_wrapping
from briefs.importing.readers.source_lines import read_lines

LONG = "This line is long enough to be running text and it goes on and on"


def reflow(text: str) -> Reflow:
    lines, _ = read_lines(text.encode(), "a.txt")
    return Reflow(lines, lambda line, position: line.startswith("By "))


def paragraphs(text: str) -> list[str]:
    return [paragraph.text for paragraph in reflow(text).paragraphs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One goes\n\non here.", ["One goes on here."]),
        ("One goes\non here.", ["One goes on here."]),
        ("It ends.\n\nand starts.", ["It ends.", "and starts."]),
        ("It lists:\n\nitems", ["It lists:", "items"]),
        ("A Short Heading\n\nal-Amin wrote.", ["A Short Heading", "al-Amin wrote."]),
        ("By Ana Lund for us\n\nal-Amin wrote.", ["By Ana Lund for us", "al-Amin wrote."]),
        ("So it was\n\nBy Ana Lund", ["So it was", "By Ana Lund"]),
        ("He met [the\n\nMinister](#) there.", ["He met [the Minister](#) there."]),
        (f"{LONG} with the\n\nMinister.", [f"{LONG} with the Minister."]),
        (f"{LONG} there\n\nMinister.", [f"{LONG} there", "Minister."]),
        (f"{LONG} there\f\nMinister.", [f"{LONG} there Minister."]),
        ("One goes\n\f\non here.", ["One goes on here."]),
        ("See <https://x.example/a-\nb>.", ["See <https://x.example/a-b>."]),
        ("See [a](https://x.example/a\n\nb).", ["See [a](https://x.example/ab)."]),
        ("See [a](https://x.example/a_(b\n\nc)_d).", ["See [a](https://x.example/a_(bc)_d)."]),
        (r"See [a](https://x.example/a\(b\)" + "\n\nc).", [r"See [a](https://x.example/a\(b\)c)."]),
        ("See [a](https://x.example/a)\n\nc.", ["See [a](https://x.example/a) c."]),
        ("A day—\nor two.", ["A day—or two."]),
        ("He saw the lake\n, too.", ["He saw the lake, too."]),
        ("A day —\nor two.", ["A day — or two."]),
        ("", []),
        ("\u00ad", []),
    ],
)
def test_what_goes_on_and_what_does_not(text: str, expected: list[str]) -> None:
    assert paragraphs(f"x.\n\n{text}")[1:] == expected


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("the mem-\nber state", "the mem-ber state"),
        ("a member. The mem-\nber state", "a member. The member state"),
        ("two member-states of member-\nstates", "two member-states of member-states"),
        ("memberstates, member-states, member-\nstates",
         "memberstates, member-states, member-states"),
        ("in the mid-\nand long term", "in the mid- and long term"),
        ("so it is -\nor was", "so it is - or was"),
        ("a mem\u00ad\nber state", "a member state"),
        ("since 2014-\nso long", "since 2014- so long"),
    ],
)  # fmt: skip
def test_hyphens_at_the_end_of_a_line(text: str, joined: str) -> None:
    assert paragraphs(text) == [joined]


def test_a_kept_and_a_dropped_hyphen_are_reported() -> None:
    assert reflow("a mem-\nber and mem-\nory of memory").repairs == [
        Repair(RepairKind.HYPHEN_KEPT, 1, "mem- ber", "mem-ber"),
        Repair(RepairKind.HYPHEN_DROPPED, 2, "mem-ory", "memory"),
        Repair(RepairKind.LINE_WRAP, 1, "3 lines", "one paragraph"),
    ]


def test_a_page_break_is_reported_where_the_line_stops() -> None:
    found = reflow("x.\n\nIt is often subject to the\n\n\ndiverging interests of its members.")
    assert found.repairs == [
        Repair(
            RepairKind.PAGE_BREAK,
            3,
            "subject to the ¶ diverging interests of",
            "subject to the diverging interests of",
        )
    ]


def test_wrapping_is_seen_by_lines_that_had_no_room_for_more() -> None:
    wrapped = "One two three four\nfive six.\nEight nine ten\nEleven twelve is\nthirteen."
    lines, _ = read_lines(wrapped.encode(), "a.txt")
    assert find_wrapping(lines) == Wrapping(18, parted=False)
    assert paragraphs(wrapped) == [
        "One two three four five six.",
        "Eight nine ten Eleven twelve is thirteen.",
    ]


def test_where_empty_lines_part_paragraphs_a_full_line_may_end_a_sentence() -> None:
    lines = [
        "One two three four",
        "five six seven.",
        "An eighth of it.",
        "Nine ten, eleven,",
        "12.",
    ]
    block = "\n".join(lines)
    joined = " ".join(lines)
    assert paragraphs(f"{block}\n\n{block}") == [joined, joined]


def test_an_address_is_whole_however_long_it_is() -> None:
    wrapped = "One two three four\nfive six seven and\neight nine, ten is\nall.\n\n"
    address = "<https://x.example/and/so/on>"
    assert paragraphs(f"{wrapped}{address}\nRivers, Aum")[1:] == [address, "Rivers, Aum"]


def test_a_byline_below_a_long_title_is_not_the_rest_of_it() -> None:
    wrapped = "One two three four five\nsix seven and eight nine\nten is\nall.\n\n"
    assert paragraphs(f"{wrapped}Some Lakes of Aum\nBy Ana")[1:] == ["Some Lakes of Aum", "By Ana"]


def test_a_paragraph_a_line_is_not_wrapped() -> None:
    text = f"{LONG}.\n{LONG} and on.\nShort.\n{LONG}."
    lines, _ = read_lines(text.encode(), "a.txt")
    assert find_wrapping(lines) is None
    assert paragraphs(text) == text.split("\n")
