from datetime import date

import pytest

from briefs.dates import PartialDate
from briefs.importing.credits import Byline, is_author_note, is_name, read_byline, with_posts
from briefs.importing.draft import Author, Link, Passage, PassageKind


def note(text: str, *links: Link) -> Passage:
    return Passage(PassageKind.PARAGRAPH, text, links)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ana Torvald for ISN", ["Ana Torvald"]),
        ("By Ana Torvald and Milo Brandt for the Institute of Rivers and Lakes", "AM"),
        ("by Ana Torvald, Milo Brandt and Josef Pell", "AMJ"),
        ("By Ana Torvald, Milo Brandt, and Josef Pell", "AMJ"),
        ("BY ANA TORVALD", ["ANA TORVALD"]),
        ("Written by Ana Torvald & Milo Brandt", "AM"),
        ("Authors: Ana Torvald; Milo Brandt", "AM"),
        ("By Dr Ana Torvald with Prof. Milo Brandt", "AM"),
        ("By J. R. van der Hale", ["J. R. van der Hale"]),
        ("By Zoë O’Neill-Šarić, PhD", ["Zoë O’Neill-Šarić"]),
        ("By Plato for ISN", ["Plato"]),
    ],
)
def test_bylines(line: str, names: str | list[str]) -> None:
    known = {"A": "Ana Torvald", "M": "Milo Brandt", "J": "Josef Pell"}
    expected = [known.get(name, name) for name in names]
    byline = read_byline(line)
    assert byline is not None
    assert [author.name for author in byline.authors] == expected


def test_a_byline_with_an_affiliation_and_a_date() -> None:
    line = "By Ana Torvald, Institute of Rivers and Lakes | 10 May 2014"
    author = Author("Ana Torvald", affiliation="Institute of Rivers and Lakes")
    assert read_byline(line) == Byline((author,), PartialDate(date(2014, 5, 10)))


@pytest.mark.parametrize(
    "line",
    [
        "By Land and Sea",
        "By the end of the year",
        "by Ana Torvald in Aum.",
        "By",
        "Ana Torvald",
        "By Ana Torvald | Opinion of the day",
        "By accident, Ana Torvald found it",
        "By and",
        "By ,",
    ],
)
def test_lines_that_are_no_byline(line: str) -> None:
    assert read_byline(line) is None


@pytest.mark.parametrize("text", ["Water Board", "Center for Rivers", "ana torvald", "Ana", "A 1"])
def test_no_names(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize(
    ("text", "role", "affiliation"),
    [
        ("Ana Torvald is a Fellow at the Lake Trust.", "Fellow", "Lake Trust"),
        ("Dr Ana Torvald was an engineer with Aum Water, where she dug.", "engineer", "Aum Water"),
        ("Ana Torvald is currently Head of Rivers at ETH Aum, Aum. She rows.", "Head of Rivers",
         "ETH Aum, Aum"),
        ("Ana Torvald \\(Aum\\) writes on water.", "", ""),
        ("Ana Torvald is a rower with an eye for weather, and lives in Aum.",
         "rower with an eye for weather", ""),
        ("Milo Brandt is a baker at Aum Mill. Ana Torvald is the editor.", "editor", ""),
        ("Ana Torvald is a dean at the Lake School and a judge at Aum.", "dean", "Lake School"),
    ],
)  # fmt: skip
def test_posts_as_the_note_states_them(text: str, role: str, affiliation: str) -> None:
    authors = with_posts([Author("Ana Torvald")], [text])
    assert authors == (Author("Ana Torvald", role, affiliation),)


def test_two_authors_in_one_sentence() -> None:
    text = "Ana Torvald is a dean at the Lake School and Milo Brandt is a baker at Aum Mill."
    assert with_posts([Author("Ana Torvald"), Author("Milo Brandt")], [text]) == (
        Author("Ana Torvald", "dean", "Lake School"),
        Author("Milo Brandt", "baker", "Aum Mill"),
    )


def test_author_notes_are_known_by_the_name_they_begin_with() -> None:
    authors = [Author("Ana Torvald")]
    assert is_author_note(note("Ana Torvald is a dean."), authors)
    assert is_author_note(note("Prof. Ana Torvald, of Aum, has written two books."), authors)
    assert is_author_note(note("About the author: a dean."), authors)
    assert not is_author_note(note("The lake is not deep."), authors)
    assert not is_author_note(note("Ana Torvald: a life"), authors)


def test_without_a_byline_a_linked_name_at_the_start_is_one() -> None:
    link = Link(0, 11, "Ana Torvald", None)
    assert is_author_note(note("Ana Torvald is a dean.", link), [])
    assert not is_author_note(note("Ana Torvald is a dean."), [])
    assert not is_author_note(note("Ana Torvald said so.", link), [])
