"""Each format, read back by a program that is not ours."""

from dataclasses import replace
from datetime import date

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.citing import Citation, Name, bibtex, csl_json, in_words, one_line, ris
from briefs.dates import PartialDate, Precision
from tests.citing.readers import read_bibtex, read_csl, read_ris

REPORT = Citation(
    key="rebirth-v2",
    title="The Shanghai Cooperation Organization (SCO): Rebirth & Regeneration?",
    url="https://example.org/articles/rebirth/versions/2/",
    site="Living Analysis",
    authors=(Name("Weitz", "Richard"), Name("von der Leyen", "Ursula")),
    publisher="International Relations and Security Network (ISN)",
    issued=PartialDate(date(2014, 10, 10)),
    version=2,
    version_on=date(2026, 11, 24),
    originally_at="http://isn.example/?id=1&lng=en",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    language="en-US",
    abstract="What it is about.",
)
NOTE = (
    "Version 2 of 24 November 2026, annotated by Living Analysis. First published at "
    "http://isn.example/?id=1&lng=en. "
    "Licence: CC BY 4.0 https://creativecommons.org/licenses/by/4.0/."
)
CLAIM = Citation(
    key="a-claim",
    title="India will join.",
    url="https://example.org/claims/a-claim/",
    site="Living Analysis",
    authors=(Name("Living Analysis"),),
    issued=PartialDate(date(2026, 11, 23)),
    part_of="Richard Weitz, “Rebirth”, 10 October 2014",
    verdict="came true late",
)


def test_bibtex_is_read_back_whole():
    assert read_bibtex(bibtex(REPORT)) == {
        "kind": "techreport",
        "key": "rebirth-v2",
        "author": [
            {"family": "Weitz", "given": "Richard", "suffix": ""},
            {"family": "von der Leyen", "given": "Ursula", "suffix": ""},
        ],
        "title": REPORT.title,
        "institution": REPORT.publisher,
        "year": "2014",
        "month": "oct",
        "day": "10",
        "version": "2",
        "url": REPORT.url,
        "language": "en-US",
        "abstract": "What it is about.",
        "note": NOTE,
    }


def test_ris_is_read_back_whole():
    assert read_ris(ris(REPORT)) == {
        "type_of_reference": "RPRT",
        "id": "rebirth-v2",
        "authors": ["Weitz, Richard", "von der Leyen, Ursula"],
        "title": REPORT.title,
        "publisher": REPORT.publisher,
        "year": "2014",
        "date": "2014/10/10/",
        "language": "en-US",
        "abstract": "What it is about.",
        "notes": [NOTE],
        "urls": [REPORT.url],
    }


def test_csl_is_read_back_whole():
    assert read_csl(csl_json(REPORT)) == {
        "id": "rebirth-v2",
        "type": "report",
        "title": REPORT.title,
        "author": [
            {"family": "Weitz", "given": "Richard"},
            {"family": "von der Leyen", "given": "Ursula"},
        ],
        "publisher": REPORT.publisher,
        "issued": {"date-parts": [[2014, 10, 10]]},
        "version": "2",
        "language": "en-US",
        "abstract": "What it is about.",
        "note": NOTE,
        "URL": REPORT.url,
    }


def test_a_claim_is_the_editors_and_says_on_what():
    entry, item = read_bibtex(bibtex(CLAIM)), read_csl(csl_json(CLAIM))
    assert (entry["kind"], entry["author"][0]["family"], entry["howpublished"]) == (
        "misc",
        "Living Analysis",
        "Living Analysis",
    )
    assert (item["type"], item["author"]) == ("webpage", [{"literal": "Living Analysis"}])
    assert read_ris(ris(CLAIM))["type_of_reference"] == "ELEC"
    note = "Judged: came true late. On Richard Weitz, “Rebirth”, 10 October 2014."
    assert {entry["note"], item["note"], *read_ris(ris(CLAIM))["notes"]} == {note}


def test_in_words():
    assert in_words(REPORT) == (
        "Richard Weitz and Ursula von der Leyen, “The Shanghai Cooperation Organization (SCO): "
        "Rebirth & Regeneration?”, International Relations and Security Network (ISN), "
        "10 October 2014 (CC BY 4.0). Version 2 of 24 November 2026, annotated by Living "
        "Analysis, https://example.org/articles/rebirth/versions/2/"
    )
    assert in_words(CLAIM) == (
        "Living Analysis, “India will join”, judged “came true late”, 23 November 2026. "
        "On Richard Weitz, “Rebirth”, 10 October 2014, https://example.org/claims/a-claim/"
    )


def test_what_is_not_known_has_no_line():
    bare = Citation(key="a", title="Title", url="https://example.org/a/", site="Site")
    assert set(read_bibtex(bibtex(bare))) == {"kind", "key", "title", "howpublished", "url"}
    assert set(read_csl(csl_json(bare))) == {"id", "type", "title", "container-title", "URL"}
    assert in_words(bare) == "“Title”, https://example.org/a/"
    assert ris(bare).split("\r\n") == [
        "TY  - ELEC",
        "ID  - a",
        "TI  - Title",
        "T2  - Site",
        "UR  - https://example.org/a/",
        "ER  - ",
        "",
    ]


@pytest.mark.parametrize(
    ("precision", "fields", "ris_date", "parts"),
    [
        (Precision.YEAR, {"year": "2014"}, "2014///", [2014]),
        (Precision.MONTH, {"year": "2014", "month": "oct"}, "2014/10//", [2014, 10]),
        (
            Precision.DAY,
            {"year": "2014", "month": "oct", "day": "7"},
            "2014/10/07/",
            [2014, 10, 7],
        ),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(precision, fields, ris_date, parts):
    dated = replace(REPORT, issued=PartialDate(date(2014, 10, 7), precision))
    entry = read_bibtex(bibtex(dated))
    assert {name: entry[name] for name in ("year", "month", "day") if name in entry} == fields
    assert read_ris(ris(dated))["date"] == ris_date
    assert read_csl(csl_json(dated))["issued"] == {"date-parts": [parts]}


def test_a_latest_possible_date_is_told_in_words():
    said = "not later than 7 October 2014"
    dated = replace(REPORT, issued=PartialDate(date(2014, 10, 7), Precision.NOT_LATER_THAN))
    assert read_bibtex(bibtex(dated))["year"] == said
    assert read_csl(csl_json(dated))["issued"] == {"literal": said}
    read = read_ris(ris(dated))
    assert ("year" in read, "date" in read) == (False, False)
    assert read["notes"][0].startswith(f"Dated {said}. ")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Richard Weitz", Name("Weitz", "Richard")),
        ("Ursula von der Leyen", Name("von der Leyen", "Ursula")),
        ("Martin Luther King Jr.", Name("King", "Martin Luther", "Jr.")),
        ("Sukarno", Name("Sukarno")),
        ("de Gaulle", Name("Gaulle", "de")),
        ("  Olga \n Oliker ", Name("Oliker", "Olga")),
        ("", Name("")),
    ],
)
def test_names_in_their_parts(written, name):
    assert Name.of_person(written) == name


def test_a_key_that_the_schema_has_not_is_refused():
    with pytest.raises(jsonschema.ValidationError):
        read_csl('[{"id": "a", "type": "report", "licence": "CC0"}]')


# Whatever an editor can paste, with much of what the formats use for themselves.
TEXT = st.text(
    st.one_of(
        st.sampled_from("\\{}%#&_$~^`'\",-<>=@ \n\r\t\x00\u2028ÄŁşИ“”"),
        st.characters(codec="utf-8"),
    ),
    min_size=1,
    max_size=60,
).filter(lambda text: one_line(text) != "")
WORDS = st.lists(
    st.sampled_from("Weitz von der O'Brien Łukasz Größe Müller-Lüdenscheidt AND and".split()),
    min_size=1,
    max_size=4,
)


@given(title=TEXT, publisher=TEXT)
def test_any_text_comes_back_from_bibtex(title, publisher):
    read = read_bibtex(bibtex(replace(REPORT, title=title, publisher=publisher)))
    assert (read["title"], read["institution"]) == (one_line(title), one_line(publisher))
    assert read["note"] == NOTE


@given(title=TEXT, abstract=TEXT)
def test_any_text_comes_back_from_ris(title, abstract):
    read = read_ris(ris(replace(REPORT, title=title, abstract=abstract)))
    assert (read["title"], read["abstract"]) == (one_line(title), one_line(abstract))
    assert read["notes"] == [NOTE]


@given(title=TEXT, abstract=TEXT)
def test_any_text_comes_back_from_csl(title, abstract):
    read = read_csl(csl_json(replace(REPORT, title=title, abstract=abstract)))
    assert (read["title"], read["abstract"]) == (one_line(title), one_line(abstract))


@given(names=st.lists(WORDS.map(" ".join).map(Name.of_person), min_size=1, max_size=4))
def test_any_names_come_back(names):
    cited = replace(REPORT, authors=tuple(names))
    parts = [vars(name) for name in names]
    assert read_bibtex(bibtex(cited))["author"] == parts
    assert read_ris(ris(cited))["authors"] == [name.inverted for name in names]
    given_back = [
        Name(one["literal"]) if "literal" in one else Name(**one)
        for one in read_csl(csl_json(cited))["author"]
    ]
    assert given_back == names
