"""The pages that show membership as a picture."""

import re
from datetime import date

import pytest

from tests.factories import make_membership, make_organisation, make_state

pytestmark = pytest.mark.django_db


def read(client, address: str) -> str:
    """The page, white space folded, so that a test may quote it."""
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_an_organisation_page_draws_its_membership(client):
    body = make_organisation(name="A <bloc>")
    india = make_state(name="India")
    make_membership(
        organisation=body,
        state=india,
        role="observer",
        start=date(2005, 7, 1),
        end=date(2017, 6, 9),
    )
    make_membership(organisation=body, state=india, start=date(2017, 6, 9))
    make_membership(organisation=body, state=make_state(), role="partner", start_precision="year")
    page = read(client, body.get_absolute_url())
    assert "2 states since 2001, 1 of them a member today." in page
    assert "<title>India: observer from 1 July 2005 to 9 June 2017</title>" in page
    assert '<title id="timeline-wide-title">A &lt;bloc&gt;: membership over time</title>' in page
    assert 'fill="url(#timeline-wide-hatch)"' in page
    labelled = re.findall(r'role="img" aria-labelledby="([^"]+)"', page)
    assert all(f'id="{name}"' in page for names in labelled for name in names.split())
    assert " style=" not in page


def test_a_state_page_draws_what_it_belongs_to(client):
    state = make_state(iso_a3="IND", name="India")
    body = make_organisation(name="A name too long to stand there", abbreviation="ALN")
    make_membership(organisation=body, state=state)
    make_membership(state=state, role="observer", verified=False)
    page = read(client, "/states/ind/")
    assert "2 organisations since 2001; a member of 1 today." in page
    assert "<title>ALN: member from 15 June 2001</title>" in page
    assert "from 15 June 2001, unverified</title>" in page


def test_without_a_role_nothing_is_drawn(client):
    for address in (make_organisation().get_absolute_url(), make_state().get_absolute_url()):
        assert "over time" not in read(client, address)


@pytest.mark.parametrize(("noun", "queries"), [("organisation", 16), ("state", 10)])
def test_a_picture_costs_no_question(client, django_assert_num_queries, noun, queries):
    thing = make_organisation() if noun == "organisation" else make_state()
    for count in (1, 29):
        for _ in range(count):
            make_membership(**{noun: thing})
        with django_assert_num_queries(queries):
            client.get(thing.get_absolute_url())


COMPARE = "/organisations/compare/"


def bodies(*slugs: str):
    return [make_organisation(slug=slug, name=f"The {slug}", abbreviation=slug) for slug in slugs]


def test_organisations_are_compared_on_a_day(client):
    one, two = bodies("one", "two")
    india, iran = make_state(name="India"), make_state(name="Iran")
    make_membership(organisation=one, state=india, start=date(2001, 1, 1), end=date(2010, 1, 1))
    make_membership(organisation=two, state=india, start=date(2005, 1, 1))
    make_membership(organisation=two, state=iran, start=date(2010, 1, 1), role="observer")

    def told(day: str) -> tuple[bool, bool, bool]:
        page = read(client, f"{COMPARE}?with=one&with=two&as_of={day}")
        words = ("none of them in two", "1 of them in two or more. The most, 2: India.", ">Iran<")
        return tuple(sentence in page for sentence in words)

    assert told("2004-12-31") == (True, False, False)
    assert told("2005-01-01") == (False, True, False)  # the first day counts
    assert told("2009-12-31") == (False, True, False)
    assert told("2010-01-01") == (True, False, True)  # the last one does not
    assert "No state is recorded" in read(client, f"{COMPARE}?with=one&with=two&as_of=1990-01-01")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Choose two to six organisations, and a day."),
        ("with=", "Choose two to six organisations, and a day."),
        ("with=one", "The one alone is chosen: choose at least one more."),
        ("with=one&with=one", "The one alone is chosen"),
        ("with=one&with=two&with=<b>", "No organisation here is called “&lt;b&gt;”; that is left"),
        ("with=one&with=hidden", "No organisation here is called “hidden”"),
        ("with=a&with=b&with=c&with=d&with=e", "“a”, “b”, “c” and 2 more; that is left out."),
        (
            "&".join(f"with={n}" for n in "one two three four five six seven".split()),
            "At most 6 organisations are compared. Left out: seven.",
        ),
        ("with=one&with=two&as_of=soon", "“soon” is no date"),
    ],
)
def test_what_cannot_be_compared_is_said(client, query, said):
    bodies("one", "two", "three", "four", "five", "six", "seven")
    make_organisation(slug="hidden", public=False)
    assert said in read(client, f"{COMPARE}?{query}")


def test_what_is_chosen_stays_chosen(client):
    for body in bodies("one", "two", "three"):
        make_membership(organisation=body)
    page = read(client, f"{COMPARE}?with=one&with=three&as_of=2014-10-10")
    assert [f'value="{slug}" checked' in page for slug in ("one", "two", "three")] == [
        True,
        False,
        True,
    ]
    assert 'name="as_of" value="2014-10-10"' in page


def test_a_comparison_asks_three_questions(client, django_assert_num_queries):
    found = bodies("one", "two")
    for count in (1, 29):
        for _ in range(count):
            make_membership(organisation=found[0])
        with django_assert_num_queries(3):  # the first about former slugs
            client.get(f"{COMPARE}?with=one&with=two")


def test_an_organisation_page_shows_who_was_what_on_a_day(client):
    body = make_organisation(name="A bloc")
    india, old = (
        make_state(iso_a3="IND", name="India"),
        make_state(iso_a3="CSK", name="Czechoslovakia", ended_on=date(1992, 12, 31)),
    )
    make_membership(
        organisation=body,
        state=india,
        role="observer",
        start=date(1990, 1, 1),
        end=date(2017, 6, 9),
    )
    make_membership(organisation=body, state=india, start=date(2017, 6, 9))
    make_membership(organisation=body, state=old, start=date(1980, 1, 1), end=date(1993, 1, 1))

    now = read(client, body.get_absolute_url())
    assert "<title>India: member</title>" in now
    assert "1 state with a role: 1 member." in now
    then = read(client, f"{body.get_absolute_url()}?as_of=1991-05-01")
    assert "A bloc: states by role on 1 May 1991" in then
    assert "<title>India: observer</title>" in then
    assert "2 states with a role: 1 member, 1 observer." in then
    assert "in the list alone: Czechoslovakia." in then
    assert '<li><a href="/states/csk/?as_of=1991-05-01">Czechoslovakia</a></li>' in then
    assert "No state is recorded" in read(client, f"{body.get_absolute_url()}?as_of=1970")
    assert "“x” is no date" in read(client, f"{body.get_absolute_url()}?as_of=x")


def test_a_small_state_is_a_circle_on_the_map(client):
    body = make_organisation()
    state = make_state(iso_a3="MDV", name="Maldives", latitude=4.17, longitude=73.5)
    make_membership(organisation=body, state=state)
    page = read(client, body.get_absolute_url())
    assert re.search(r'<circle class="holder"[^>]*><title>Maldives: member</title></circle>', page)
    assert "shown as a circle at the capital: Maldives." in page


def test_the_method_page_says_how_borders_are_treated(client):
    assert "drawn as Natural Earth draws them" in read(client, "/method/")


def test_what_is_unverified_is_said_on_map_and_matrix(client):
    one, two = bodies("one", "two")
    state = make_state(iso_a3="IND", name="India")
    make_membership(organisation=one, state=state, verified=False)
    make_membership(organisation=two, state=state)
    for address, marked in (
        (one.get_absolute_url(), True),
        (two.get_absolute_url(), False),
        (f"{COMPARE}?with=one&with=two", True),
    ):
        page = read(client, address)
        assert ("“?” marks what no source seen supports" in page) == marked
        assert page.count('<span class="unseen"> unverified</span>') == marked
