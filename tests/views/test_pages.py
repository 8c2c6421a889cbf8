"""What each page must say, beside the article's own."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from briefs.assessing import look_over
from briefs.models import Annotation, Citation, State
from briefs.models import vocabulary as v
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_organisation,
    make_person,
    make_source,
    make_state,
    make_topic,
    make_update,
    make_watch,
)

pytestmark = pytest.mark.django_db


def read(client, address: str) -> str:
    """The page, white space folded, so that a test may quote it."""
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_claim_page_shows_words_assessments_updates_and_sources(client):
    claim = make_annotation(summary="India will be admitted.")
    source = make_source(title="A report", publisher="A paper", url="https://example.org/report")
    make_assessment(claim, "pending", assessed_on=date(2015, 1, 1), source=source)
    make_assessment(claim, "came-true", rationale="It was admitted.", assessed_on=date(2017, 6, 10))
    make_update(bears_on=claim, headline="India joins", body="It did.")
    for year in (2016, 2096):
        watched = make_watch(
            what=f"Summit {year}",
            expected=f"year {year}",
            expected_on=date(year, 1, 1),
            expected_on_precision="year",
        )
        watched.claims.add(claim)
    page = read(client, claim.get_absolute_url())
    assert "The bloc will admit India next year.</mark> It rarely meets." in page
    assert page.index("It was admitted.") < page.index("1 January 2015")  # newest first
    assert '<a href="https://example.org/report" rel="noopener">A report</a>, A paper' in page
    assert "resolves the claim" in page
    assert "Watched, not confirmed" in page
    assert "Was expected: year 2016, not confirmed yet" in page
    assert "Expected: year 2096" in page


def test_readers_are_told_what_is_overdue_and_when_it_was_last_checked(client):
    claim = make_annotation()
    card = f'<li id="claim-1">.*{claim.slug}.*?</li>'

    def told() -> tuple[str, str]:
        """On the claim's page, and on its card beside the text."""
        page = read(client, claim.get_absolute_url())
        (beside,) = re.findall(card, read(client, claim.article.get_absolute_url()))
        return page, beside

    due, checked = "due to be looked at again on", "ast checked"
    assert not any(words in page for page in told() for words in (due, checked))
    look_over(claim, by=None, note="The ministry says nothing.")
    Annotation.objects.filter(pk=claim.pk).update(look_again_on=date(2026, 3, 3))
    today = timezone.localdate()
    for page in told():
        assert f'{due} <time datetime="2026-03-03">3 March 2026</time>' in page
        assert f'{checked} <time datetime="{today.isoformat()}">' in page
    assert "no change. The ministry says nothing." in told()[0]
    assert "Looking again" in read(client, "/method/")
    make_assessment(claim, "pending")
    assert not any(words in page for page in told() for words in (due, checked))


def test_a_claim_page_asks_a_fixed_number_of_questions(client, django_assert_num_queries):
    claim = make_annotation()
    for number in (1, 2):
        for other in range(number):
            make_assessment(claim, "pending", rationale=f"Nothing yet, {number}.{other}.")
            make_update(bears_on=claim)
            look_over(claim, by=None)
        with django_assert_num_queries(19):
            client.get(claim.get_absolute_url())


def test_source_that_must_not_be_linked_is_named_without_a_link(client):
    update = make_update()
    mirror = make_source(
        title="A mirror", url="https://mirror.example/x", linkable=False, weak=True
    )
    Citation.objects.create(update=update, source=mirror)
    for address in (update.get_absolute_url(), reverse("briefs:source-list")):
        page = read(client, address)
        assert "A mirror" in page
        assert "weak source; a copy, not linked" in page
        assert "https://mirror.example/x" not in page


def test_unverified_is_said(client):
    body = make_organisation(
        founded_on=date(1994, 1, 1), founded_on_precision="year", founded_verified=False
    )
    make_membership(organisation=body, verified=False)
    page = read(client, body.get_absolute_url())
    assert '<time datetime="1994">1994</time> <span class="unverified">unverified</span>' in page
    assert page.count('<span class="unverified">unverified</span>') == 2


def test_organisation_lists_members_by_role_with_dates_and_sources(client):
    body = make_organisation(name="A bloc", abbreviation="AB")
    member = make_membership(
        organisation=body,
        state=make_state(name="Kazakhstan"),
        start=date(2001, 6, 1),
        start_precision="month",
        start_basis="founding declaration",
    )
    make_membership(
        organisation=body,
        state=make_state(name="India"),
        role="observer",
        start=date(2005, 7, 5),
        end=date(2017, 6, 9),
        end_basis="became a member",
    )
    Citation.objects.create(membership=member, source=make_source(publisher="The Bulletin"))
    page = read(client, body.get_absolute_url())
    assert '<caption>Member <span class="count">1</span></caption>' in page
    tables = page[page.index("<h2>Now") :]
    assert tables.index("Kazakhstan") < tables.index("Formerly") < tables.index("India")
    assert '<time datetime="2001-06">June 2001</time> <small>founding declaration</small>' in page
    assert ">The Bulletin</a>" in page


def test_relatives_are_found_from_either_side(client):
    old = make_organisation(name="The Five")
    union = make_organisation(name="A union", successor=None)
    new = make_organisation(name="The Six", predecessor=old)
    customs = make_organisation(name="A customs union", successor=union)
    assert "The Six" in read(client, old.get_absolute_url())
    assert "The Five" in read(client, new.get_absolute_url())
    assert "A customs union" in read(client, union.get_absolute_url())
    assert "A union" in read(client, customs.get_absolute_url())


@pytest.mark.parametrize("where", ["organisation", "state", "topic", "person"])
def test_claims_stand_in_the_order_of_their_texts(client, where):
    first = make_article(body="<p>One word. Two words. Three words.</p>")
    other = make_article(body="<p>Four words.</p>")
    person, thing = make_person(), {"organisation": make_organisation, "state": make_state}
    about = thing.get(where, make_topic)()
    made = [(other, "Four words.", "a"), (first, "Three words.", "b"), (first, "One word.", "c")]
    for article, quote, slug in made:
        claim = make_annotation(article, quote=quote, slug=slug, summary=f"It says {quote}")
        if where == "person":
            Annotation.objects.filter(pk=claim.pk).update(speaker=person)
        else:
            getattr(claim, f"{where}s").add(about)
    page = read(client, (person if where == "person" else about).get_absolute_url())
    said = re.findall(r">It says (\w+) words?\.</a>", page)
    assert said == ["One", "Three", "Four"]


def test_state_page_says_what_it_belongs_to_and_belonged_to(client):
    state = make_state(iso_a3="IND", name="India")
    body = make_organisation(name="A bloc")
    make_membership(
        organisation=body,
        state=state,
        role="observer",
        start=date(2005, 7, 5),
        end=date(2017, 6, 9),
    )
    make_membership(organisation=body, state=state, start=date(2017, 6, 9))
    page = read(client, "/states/ind/")
    tables = page[page.index("<h2>Belongs to") :]
    assert tables.index("9 June 2017") < tables.index("Belonged to")
    assert client.get("/states/xyz/").status_code == 404


def test_states_are_listed_by_their_names(client):
    names = ["Switzerland", "Armenia", "China"]
    for code, name in zip(("CHE", "ARM", "CHN"), names, strict=True):
        make_state(iso_a3=code, name=name)
    for query in ("", "?as_of=2014-10-10"):
        listed = [state.name for state in client.get(f"/states/{query}").context["states"]]
        assert listed == sorted(names)


def test_what_every_row_has_narrows_nothing(client):
    topic = make_topic(name="Enlargement")
    article = make_article()
    make_annotation(article, kind="fact").topics.add(topic)
    assert "Enlargement" not in read(client, "/claims/")
    assert "Enlargement" in read(client, f"/claims/?topic={topic.slug}")
    make_annotation(article, kind="fact")
    page = read(client, "/claims/")
    assert "Enlargement" in page
    assert "?kind=" not in page


def test_claims_can_be_filtered_and_counted(client):
    topic = make_topic(name="Enlargement", slug="enlargement")
    first = make_annotation(summary="First claim.")
    first.topics.add(topic)
    make_assessment(first, "came-true")
    make_assessment(make_annotation(summary="Second claim.", kind="fact"), "mixed")
    page = read(client, "/claims/?verdict=came-true&topic=enlargement")
    assert ("First claim." in page, "Second claim." in page) == (True, False)
    assert '<a href="?topic=enlargement" class="chosen">came true</a> <span class="count">1' in page
    assert "No claim matches these filters" in read(client, "/claims/?kind=nonsense")


@pytest.mark.parametrize("address", ["/claims/", "/updates/", "/sources/"])
@pytest.mark.parametrize(
    "query",
    ["page=0", "page=99", "page=x", "topic='", "publisher='", "organisation='", "verdict="],
)
def test_odd_queries_are_harmless(client, address, query):
    make_update()
    assert client.get(f"{address}?{query}").status_code == 200


def test_method_page_defines_every_word_of_the_closed_lists(client):
    page = read(client, "/method/")
    for listed in (v.Kind, v.Verdict, v.Confidence, v.Effect, v.Role, v.Precision, v.EventKind):
        for value in listed:
            assert (value.definition in page) == (value not in v.INTERNAL), value


@pytest.mark.parametrize("listed", list(v.DEFINITIONS))
def test_every_value_of_a_closed_list_has_its_definition(listed):
    assert {value.value for value in listed} == set(v.DEFINITIONS[listed])


def test_unknown_address_is_a_helpful_404(client):
    response = client.get("/nowhere/")
    assert (response.status_code, "no page at this address" in response.content.decode()) == (
        404,
        True,
    )


def test_500_page_is_plain_and_needs_nothing(client, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr(State.objects, "filter", broken, raising=False)
    client.raise_request_exception = False
    response = client.get("/states/")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_only_read(client, method):
    assert getattr(client, method)("/claims/").status_code == 405


def test_what_a_link_has_chosen_is_said_and_can_be_taken_back(client):
    speaker = make_person(name="A Speaker")
    article = make_article(title="An article")
    article.authors.add(make_person(name="An Author", slug="an-author"))
    claim = make_annotation(article, kind="attribution", speaker=speaker)
    claim.states.add(make_state(name="India", iso_a3="IND"))
    make_annotation(article, kind="fact")
    make_annotation(kind="fact")
    for query, words, count in (
        ("state=ind", "India", 1),
        ("state=IND", "India", 1),
        (f"article={article.slug}", "An article", 2),
        ("author=an-author", "An Author", 2),
        (f"speaker={speaker.slug}", "A Speaker", 1),
        ("speaker=nobody", "nobody", 0),
    ):
        page = read(client, f"/claims/?kind=fact&{query}")
        chosen = f'<a href="?kind=fact" class="chosen">{words}</a> <span class="count">'
        assert chosen in page
        page = read(client, f"/claims/?{query}")
        assert f'<a href="?" class="chosen">{words}</a> <span class="count">{count}</span>' in page
    assert "India" not in read(client, "/claims/?kind=fact")


LISTS = {
    "/": 20,
    "/articles/": 5,
    "/claims/": 5,
    "/updates/": 9,
    "/timeline/": 9,
    "/organisations/": 2,
    "/states/": 2,
    "/topics/": 5,
    "/sources/": 3,
}


@pytest.mark.parametrize("address", LISTS)
def test_lists_ask_as_much_for_three_as_for_one(client, address, django_assert_num_queries):
    def one_more():
        claim = make_annotation()
        body = make_organisation()
        claim.organisations.add(body)
        claim.topics.add(make_topic())
        make_assessment(claim)
        make_update(bears_on=claim)
        make_membership(organisation=body)
        make_watch().claims.add(claim)

    one_more()
    with django_assert_num_queries(LISTS[address]):
        client.get(address)
    one_more()
    one_more()
    with django_assert_num_queries(LISTS[address]):
        client.get(address)


def sections(client, address: str) -> dict[str, str]:
    """Of the sections at the head of a page those it is, or belongs to."""
    nav = re.search(r'<nav aria-label="Site">.*?</nav>', client.get(address).text, re.DOTALL)[0]
    return {name: current for current, name in re.findall(r'aria-current="(\w+)">([^<]+)<', nav)}


def test_each_page_says_in_which_section_it_is(client):
    claim = make_annotation()
    assert sections(client, "/") == {}
    assert sections(client, "/timeline/") == {"Timeline": "page"}
    assert sections(client, "/claims/") == {"Claims": "page"}
    assert sections(client, claim.get_absolute_url()) == {"Claims": "true"}
    assert sections(client, "/organisations/compare/") == {"Organisations": "true"}
    assert sections(client, "/claims/no-such-claim/") == {"Claims": "true"}


def test_a_page_of_a_day_leads_to_others_of_that_day(client):
    whole = make_organisation(
        slug="whole", founded_on=date(2001, 6, 15), founded_on_precision="day"
    )
    part = make_organisation(slug="part", parent=whole)
    make_membership(organisation=part)
    page = read(client, f"{part.get_absolute_url()}?as_of=2020-01-01")
    assert 'href="/organisations/whole/?as_of=2020-01-01"' in page
    assert 'href="/organisations/compare/?with=part&amp;as_of=2020-01-01"' in page


@pytest.mark.parametrize("address", ["/organisations/", "/states/", "organisation", "state"])
def test_on_a_phone_a_date_or_number_of_a_table_keeps_its_heading(client, address):
    role = make_membership()
    thing = getattr(role, address, None)
    page = read(client, thing.get_absolute_url() if thing else address)
    table = re.search(r'<table class="stacked">.*?</table>', page)[0]
    bare = re.findall(r'<td(?: class="number")?>(?:<time|\d)', table)
    assert "data-label=" in table
    assert bare == []
