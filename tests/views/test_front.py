"""The front page: what this is, what changed lately, how articles held up, what is due."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from briefs.models import Event
from briefs.models.vocabulary import INTERNAL, EventKind
from briefs.publishing import change_membership, membership_facts, withdraw
from briefs.views.lately import DAYS, NOUNS, TOLD, lately
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_organisation,
    make_update,
    make_watch,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-20 12:00 +0000", tick=False) as traveller:
        yield traveller


def read(client) -> str:
    """The page, white space folded, so that a test may quote it."""
    response = client.get("/")
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_it_says_what_it_is_before_anything_else(client):
    page = read(client)
    order = [
        "<h1>",
        "marked where it stands",
        'type="search"',
        "What changed lately",
        'id="articles"',
    ]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
    assert "Nothing has been recorded yet." in page
    assert "No article has been published yet." in page
    assert "have been judged" not in page


def test_what_changed_is_told_day_by_day_in_words(client, clock):
    claim = make_annotation(summary="India is admitted.", kind="fact")
    make_assessment(claim, "mixed", assessed_on=date(2015, 1, 1))
    clock.shift(timedelta(days=1))
    make_assessment(claim, "accurate", assessed_on=date(2018, 1, 1))
    make_update(headline="India joins", bears_on=claim, effect="supports")
    page = read(client)
    newer, older = page.split("21 November 2026")[-1].split("20 November 2026")
    assert re.search(r"Verdict: <[^>]+>mixed</span> → <[^>]+>accurate</span>", newer)
    assert "9 June 2017" in newer
    assert 'supports:</span> <a href="/claims/' in newer
    assert re.search(r"Verdict: <[^>]+>mixed</span></p>", older)
    assert "Article published" in older
    assert "And 1 claim or note marked." in older


def test_of_a_day_with_much_the_rest_is_counted(clock):
    article = make_article()
    for _ in range(7):
        make_update(bears_on=make_annotation(article, kind="fact"))
    (day,) = lately()
    assert [event.kind for event in day.events] == ["updated"] * 5 + ["article-published"]
    assert day.rest == ["7 claims and notes marked", "2 updates"]


def test_it_goes_back_a_few_days_at_the_most(clock):
    for _ in range(DAYS + 1):
        make_article()
        make_update()
        clock.shift(timedelta(days=1))
    days = [one.day for one in lately()]
    assert days == [date(2026, 11, 25) - timedelta(days=n) for n in range(DAYS)]


def test_an_update_names_the_claim_to_which_it_does_most(client):
    update = make_update(bears_on=make_annotation(kind="fact"), effect="context")
    update.bearings.create(annotation=make_annotation(kind="fact"), effect="contradicts")
    update.bearings.create(annotation=make_annotation(public=False), effect="resolves")
    page = read(client)
    assert "contradicts:</span>" in page
    assert "resolves:</span>" not in page
    assert "and bears on 1 other claim<" in page


def test_a_withdrawal_is_told_with_its_reason(client):
    withdraw(make_update(headline="A mistake"), reason="It was wrong.")
    page = read(client)
    assert (
        '<p class="meta">Withdrawn</p> <p class="head">A mistake</p> <p>It was wrong.</p>' in page
    )


def test_a_changed_role_is_told_with_before_and_after(client):
    role = make_membership()
    before = membership_facts(role)
    role.end, role.end_precision = date(2020, 1, 1), "day"
    change_membership(role, before, reason="It left.")
    page = read(client)
    assert "end: none → 2020-01-01" in page
    assert "It left." in page
    assert f'<a href="{role.organisation.get_absolute_url()}">' in page


def test_articles_come_with_how_they_held_up(client):
    article = make_article(title="A club")
    for verdict in ("accurate", "accurate", "mixed"):
        make_assessment(make_annotation(article, kind="fact"), verdict)
    make_assessment(make_annotation(article), "did-not-come-true")
    make_annotation(article)
    page = read(client)
    url = article.get_absolute_url()
    assert "4 claims have been judged so far" in page
    assert f'href="{url}?verdict=accurate">2 accurate</a>' in page
    assert "Forecasts: 2, 1 not assessed yet" in page
    assert '<rect class="held" x="0" width="66.67" height="3"/>' in page
    make_assessment(make_annotation(make_article(), kind="fact"), "mixed")
    assert [len(one.bars) for one in client.get("/").context["articles"]] == [1, 2]


def test_what_is_due_next_comes_first_and_what_was_due_last(client, clock):
    forecast = {"deadline_precision": "year", "criterion": "A decision."}
    make_annotation(summary="It grows.", deadline=date(2028, 1, 1), **forecast)
    make_annotation(summary="It is late.", deadline=date(2025, 1, 1), **forecast)
    decided = make_annotation(summary="It is settled.", deadline=date(2027, 1, 1), **forecast)
    make_assessment(decided, "came-true")
    day = {"expected_on_precision": "day"}
    make_watch(what="A vote", expected="1 March 2027", expected_on=date(2027, 3, 1), **day)
    make_watch(what="A summit", expected="1 May 2026", expected_on=date(2026, 5, 1), **day)
    make_watch(what="A treaty", expected="no date given")
    make_watch(what="A secret", public=False)
    page = read(client)
    due = page[page.index("Due next") : page.index("Look things up")]
    told = ["Expected: 1 March 2027", "Forecast, by <time", "Expected: no date given",
            "Was expected 1 May 2026, not confirmed yet"]  # fmt: skip
    assert [due.index(words) for words in told] == sorted(due.index(words) for words in told)
    assert not any(words in due for words in ("It is late.", "It is settled.", "A secret"))


def test_doors_lead_to_what_one_looks_up(client):
    claim = make_annotation()
    claim.organisations.add(make_organisation(name="A bloc", slug="a-bloc"))
    page = read(client)
    for address in ("/organisations/a-bloc/", "/organisations/", "/states/", "/topics/",
                    "/organisations/compare/", "/timeline/", "/sources/"):  # fmt: skip
        assert f'href="{address}"' in page
    assert 'action="/search/"' in page


def test_every_public_kind_of_event_has_its_words():
    assert set(NOUNS) == set(EventKind) - set(INTERNAL)
    assert {kind for kinds, _ in TOLD for kind in kinds} < set(NOUNS)


def test_what_is_hidden_since_is_counted_no_more(clock):
    update = make_update()
    assert len(lately()) == 1
    type(update).objects.filter(pk=update.pk).update(status="draft")
    assert lately() == []
    assert Event.objects.count() == 1


def test_a_verdict_leads_to_the_claim_where_it_stands_in_its_article(client):
    claim = make_annotation(kind="fact", slug="a-claim")
    make_assessment(claim, "accurate")
    assert f'<a href="/claims/a-claim/in-the-text/">{claim.summary}</a>' in read(client)
