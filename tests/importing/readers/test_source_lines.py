import pytest

from briefs.importing.draft import DraftError, Repair, RepairKind
from briefs.importing.readers.source_lines import MAX_BYTES, MAX_LINES, SourceLine, read_lines


def texts(data: bytes) -> list[str]:
    return [line.text for line in read_lines(data, "a.txt")[0]]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.txt: is empty"),
        (b" \r\n\t\n", "a.txt: is empty"),
        (b"x" * (MAX_BYTES + 1), "a.txt: has 2,000,001 bytes; the limit is 2,000,000"),
        (b"one\ntwo \x92s", "a.txt, line 2: is not UTF-8 (0x92 at byte 8)"),
        (b"one\ntwo\n\xc3", "a.txt, line 3: is not UTF-8 (0xc3 at byte 8)"),
        (b"one\n\0two", "a.txt, line 2: is no text but binary (a zero at byte 4)"),
        (b"%PDF-1.7 \xff", "a.txt: is no plain text but a PDF file"),
        (b"PK\x03\x04", "a.txt: is no plain text but a ZIP archive (DOCX, ODT or EPUB perhaps)"),
        (b"\xff\xfea\0", "a.txt: is no plain text but UTF-16 text; save it as UTF-8"),
        (b"\n<!DOCTYPE html><p>", "a.txt: is no plain text but HTML or XML"),
        (b"\n" * (MAX_LINES - 1) + b"x\n", "a.txt: has more than 20,000 lines"),
        (b"x" + b"\f" * MAX_LINES, "a.txt: has more than 20,000 lines"),
    ],
)
def test_what_is_no_text(data: bytes, message: str) -> None:
    with pytest.raises(DraftError) as error:
        read_lines(data, "a.txt")
    assert str(error.value) == message


def test_line_ends_of_every_kind_are_one() -> None:
    data = "a\r\nb\rc\nd\u2028e\u0085f\vg".encode()
    lines, repairs = read_lines(data, "a.txt")
    assert [line.text for line in lines] == list("abcdefg")
    assert [line.number for line in lines] == [1, 2, 3, 4, 5, 6, 7]
    assert {repair.kind for repair in repairs} == {RepairKind.LINE_ENDS}
    assert len(repairs) == 5


def test_characters_are_made_plain_and_reported() -> None:
    data = "\ufeffa\u00a0b\u00a0c\u200b  d\ne\u0301\n\x07f\n x  y \noﬃce".encode()
    lines, repairs = read_lines(data, "a.txt")
    assert [line.text for line in lines] == ["a b c d", "é", "f", "x y", "office"]
    assert repairs == [
        Repair(RepairKind.BYTE_ORDER_MARK, 1, "U+FEFF", ""),
        Repair(RepairKind.CHARACTERS, 1, "2 × U+00A0", "a space"),
        Repair(RepairKind.CHARACTERS, 1, "1 × U+200B", "nothing"),
        Repair(RepairKind.CHARACTERS, 2, "letters and accents apart", "composed letters"),
        Repair(RepairKind.CHARACTERS, 3, "1 × U+0007", "nothing"),
        Repair(RepairKind.CHARACTERS, 4, "spaces in a row", "a space"),
        Repair(RepairKind.CHARACTERS, 5, "1 × U+FB03", "ffi"),
    ]


def test_emoji_keep_their_joiners() -> None:
    family = "👩\u200d👧 ❤\ufe0f"
    assert texts(family.encode()) == [family]


def test_form_feeds_turn_the_page_inside_a_line_too() -> None:
    assert read_lines(b"a\fb\n\fc", "a.txt")[0] == [
        SourceLine(1, "a", 1),
        SourceLine(1, "b", 2),
        SourceLine(2, "", 2),
        SourceLine(2, "c", 3),
    ]


def test_page_numbers_go_only_at_a_form_feed() -> None:
    lines, repairs = read_lines(b"a\nPage 1 of 2\n\fb\n3\nc\n2\n", "a.txt")
    assert [line.text for line in lines if line.text] == ["a", "b", "3", "c"]
    assert repairs == [
        Repair(RepairKind.PAGE_NUMBER, 2, "Page 1 of 2", ""),
        Repair(RepairKind.PAGE_NUMBER, 6, "2", ""),
    ]
    assert texts(b"a\n1") == ["a", "1"]
