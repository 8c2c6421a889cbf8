import pytest

from briefs.importing.draft import Author, Passage, PassageKind
from briefs.importing.layout import lay_out
from briefs.importing.titles import is_headline

TEXT = (
    "This is a paragraph of the text, and it says what it has to say in two sentences. The second "
    "of them is longer than the first and goes on and on about things of very little interest to "
    "anybody who reads it."
)


def kinds(*lines: str) -> str:
    """The kinds of the laid-out lines, as their first words."""
    passages = [Passage(PassageKind.PARAGRAPH, line) for line in lines]
    return " ".join(passage.kind.value for passage in lay_out(passages).passages)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (["Title", "By Ana Lund"], "title byline"),
        (["10 May 2014", "Title", "By Ana Lund"], "date title byline"),
        (["By Ana Lund", "Title"], "byline title"),
        (["Title", "Standfirst.", "By Ana Lund"], "title standfirst byline"),
        (["Title", "By Ana Lund", "10 May 2014"], "title byline date"),
        (["Title", "Standfirst.", "10 May 2014"], "title standfirst date"),
        (["By Popular Demand", "By Ana Lund"], "title byline"),
        (["https://x.example/", "Title", "By Ana Lund"], "address title byline"),
        (["Title"], "title"),
    ],
)
def test_heads(head: list[str], expected: str) -> None:
    assert kinds(*head, TEXT, TEXT) == f"{expected} paragraph paragraph"


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        (["For more information, see us."], "end-note"),
        (["Ana Lund is a rower."], "author-note"),
        (["About the author", "She rows."], "label author-note"),
        (["Publisher", "openRivers"], "label publisher"),
        (["Publisher: Rivers", "Rivers, School of Lakes, Aum"], "publisher publisher"),
        (["Published by the Lake Press"], "publisher"),
        (["Licence", "Free to read"], "label licence"),
        (["CC BY 4.0", "https://x.example/a"], "licence address"),
        (["Creative Commons Attribution 4.0", "(CC BY 4.0)"], "licence"),
        (["Rivers, School of Lakes, Aum", "CC BY 4.0"], "publisher licence"),
        (["Ana Lund is a rower.", "She thanks nobody in particular."], "author-note end-note"),
        (["Further Reading", "See also our lakes."], "label end-note"),
        (["Published: 10 May 2014"], "date"),
        (["See you next year 🌊"], "paragraph"),
        (["They spoke of it at length"], "paragraph"),
    ],
)
def test_tails(tail: list[str], expected: str) -> None:
    head = "title byline paragraph paragraph"
    assert kinds("Title", "By Ana Lund", TEXT, TEXT, *tail) == f"{head} {expected}"


def test_what_the_lines_state() -> None:
    lines = ["Title", "By Ana Lund", TEXT, "Ana Lund is a rower at Aum.", "Publisher", "Rivers"]
    lines += ["CC BY 4.0", "https://x.example/a", "Rivers, School of Lakes, Aum"]
    layout = lay_out([Passage(PassageKind.PARAGRAPH, line) for line in lines])
    assert layout.authors == (Author("Ana Lund", "rower", "Aum"),)
    assert layout.publisher == "Rivers"
    assert layout.publisher_host == "Rivers, School of Lakes, Aum"
    assert layout.original_url == "https://x.example/a"
    assert layout.licence is not None
    assert layout.licence.spdx == "CC-BY-4.0"


def test_headings_need_text_below_them() -> None:
    body = ["Part One", "The First Half", TEXT, "What next?", TEXT, "The end of it"]
    expected = "title byline heading heading paragraph heading paragraph paragraph"
    assert kinds("Title", "By Ana Lund", *body) == expected


def test_a_byline_above_short_paragraphs_is_one() -> None:
    lines = ["🌊 Title", "Standfirst.", "By Ana Lund", "It is short.", "It ends."]
    assert kinds(*lines) == "title standfirst byline paragraph paragraph"


def test_nothing_and_a_title_alone() -> None:
    assert kinds() == ""
    assert kinds("Title") == "title"
    assert kinds("x" * 301, TEXT) == "paragraph paragraph"


@pytest.mark.parametrize(
    "text",
    [
        "Problems Ahead",
        "What next?",
        "1. A Protest",
        "“Quiet” no more",
        "Water for All!",
        "Rivers vs. lakes",
    ],
)
def test_headlines(text: str) -> None:
    assert is_headline(text)


@pytest.mark.parametrize(
    "text",
    ["It ended.", "problems ahead", "One. Two", "• An item", "He left,", "x " * 15, "Not us!",
     "So why did they all go there on that one day of May?", "🌊"],
)  # fmt: skip
def test_no_headlines(text: str) -> None:
    assert not is_headline(text)
