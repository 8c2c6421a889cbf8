"""The record of an author: honest denominators, and no share of too few."""

import pytest

from briefs.track_record import Line, Record, track_record
from tests.factories import make_annotation, make_article, make_assessment, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_person(name="An Author", slug="an-author")


def judged(author, kind: str, *verdicts: str, public: bool = True) -> None:
    article = make_article()
    article.authors.add(author)
    for verdict in verdicts:
        claim = make_annotation(article, kind=kind, public=public)
        if verdict:
            make_assessment(claim, verdict)


def test_what_is_judged_open_and_undecidable_adds_up(author):
    judged(author, "forecast", "came-true", "did-not-come-true", "pending", "", "overtaken")
    judged(author, "fact", "accurate", "unverifiable", "")
    judged(author, "fact", "inaccurate", public=False)
    judged(make_person(), "fact", "inaccurate")
    assert track_record(author) == [
        Record("Statements", 1, 1, 1, [Line("accurate", 1, None)]),
        Record(
            "Forecasts",
            2,
            2,
            1,
            [Line("came-true", 1, None), Line("did-not-come-true", 1, None)],
        ),
    ]


@pytest.mark.parametrize(("count", "shares"), [(9, [None, None]), (10, [90, 10])])
def test_no_share_under_ten(author, count, shares):
    judged(author, "fact", *["accurate"] * (count - 1), "inaccurate")
    (record,) = track_record(author)
    assert [line.share for line in record.lines] == shares


def test_the_page_tells_it_and_leads_to_the_claims(client, author):
    judged(author, "fact", "accurate", "inaccurate", "unverifiable")
    page = client.get("/people/an-author/").text
    assert "Statements: 2 of 3 judged" in page
    assert "1 cannot be judged, and count neither way." in page
    assert "Too few are judged to speak of shares." in page
    address = "/claims/?author=an-author&amp;verdict=inaccurate"
    assert address in page
    listed = client.get(address.replace("&amp;", "&"))
    assert listed.context["page"].paginator.count == 1
    assert track_record(make_person()) == []
