"""The list of updates: two orders, an archive by year, what each does to the claims."""

import re
from datetime import date

import pytest

from briefs.models import Annotation
from tests.factories import make_annotation, make_article, make_state, make_update

pytestmark = pytest.mark.django_db


def read(client, query: str = "") -> str:
    """The page, white space folded, so that a test may quote it."""
    response = client.get(f"/updates/{query}")
    assert response.status_code == 200
    return " ".join(response.text.split())


def shown(page: str) -> list[str]:
    return re.findall(r"<p class=\"head\"><a [^>]+>([^<]+)</a>", page)


@pytest.fixture
def three():
    """Recorded in another order than they happened in."""
    claim = make_annotation(make_article(slug="first", title="A club"), kind="fact")
    make_update(headline="Second", happened_on=date(2017, 6, 9), bears_on=claim, effect="supports")
    make_update(headline="Third", happened_on=date(2023, 1, 1), happened_on_precision="year")
    update = make_update(headline="First", happened_on=date(2017, 1, 1))
    update.states.add(make_state(iso_a3="IND", name="India"))


@pytest.mark.parametrize(
    ("query", "headlines"),
    [
        ("", ["Third", "Second", "First"]),
        ("?order=recorded", ["First", "Third", "Second"]),
        ("?order=nonsense", ["Third", "Second", "First"]),
        ("?year=2017", ["Second", "First"]),
        ("?year=2017&order=recorded", ["First", "Second"]),
        ("?article=first", ["Second"]),
        ("?state=IND", ["First"]),
        ("?year=2023&article=first", []),
        *(
            (f"?year={odd}", [])
            for odd in ("2018", "x", "-1", "0", "99999", "²", "20170", "0000020170", "0" * 300)
        ),
    ],
)
def test_they_are_ordered_and_narrowed_by_the_address(client, three, query, headlines):
    page = read(client, query)
    assert shown(page) == headlines
    assert ("No update matches these filters" in page) == (not headlines)


def test_the_archive_counts_each_year_as_the_other_filters_leave_it(client, three):
    make_update(happened_on=date(2015, 1, 1), bears_on=Annotation.objects.get())
    page = read(client, "?year=2017")
    assert '<a href="?year=2023">2023</a> <span class="count">1</span>' in page
    assert '<a href="?" class="chosen">2017</a> <span class="count">2</span>' in page
    assert '<a href="?year=2017&amp;article=first">A club</a> <span class="count">1<' in page
    narrowed = read(client, "?article=first")
    assert '<a href="?article=first&amp;year=2017">2017</a> <span class="count">1<' in narrowed
    assert ">2023</a>" not in narrowed


@pytest.mark.parametrize("year", ["1999", "abc"])
def test_a_year_without_updates_can_be_taken_back(client, three, year):
    page = read(client, f"?year={year}&order=recorded")
    link = f'<a href="?order=recorded" class="chosen">{year}</a> <span class="count">0</span>'
    assert link in page


def test_years_are_headings_and_the_other_clock_is_said(client, three):
    page = read(client)
    assert re.findall("<h2>([0-9]+)</h2>", page) == ["2023", "2017"]
    assert "· recorded" not in page
    assert "· recorded <time" in read(client, "?order=recorded")


def test_each_says_what_it_does_to_how_many_public_claims(client):
    article = make_article()
    update = make_update(bears_on=make_annotation(article, kind="fact"), effect="supports")
    for public, effect in ((True, "supports"), (True, "contradicts"), (False, "resolves")):
        claim = make_annotation(article, kind="fact", public=public)
        update.bearings.create(annotation=claim, effect=effect)
    page = read(client)
    assert '<p class="meta">supports 2 claims · contradicts 1 claim</p>' in page
