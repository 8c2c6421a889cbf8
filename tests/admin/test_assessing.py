"""Judging a claim, several claims from an update, and sources that are found again."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from briefs.assessing import assess
from briefs.models import Assessment, Bearing, Event, Source
from briefs.models.vocabulary import Verdict
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_judgement,
    make_source,
    make_update,
)
from tests.test_workflow import person

pytestmark = pytest.mark.django_db


def page(noun: str, thing, name: str = "assess") -> str:
    return reverse(f"admin:briefs_{noun}_{name}", args=[thing.pk])


def judged(prefix: str = "", **more) -> dict:
    said = {
        "verdict": "came-true",
        "confidence": "high",
        "rationale": "It happened.",
        "assessed_on": "2026-11-23",
        "still_holds": "yes",
        "verified": "on",
        "not_confirmed": "",
        **more,
    }
    return {f"{prefix}{name}": value for name, value in said.items()}


def sources(*lines: dict) -> dict:
    data = {"sources-TOTAL_FORMS": len(lines), "sources-INITIAL_FORMS": 0}
    for number, line in enumerate(lines):
        data |= {f"sources-{number}-{name}": value for name, value in line.items()}
    return data


def test_a_claim_is_assessed_with_its_sources_in_one_form(admin_client, admin_user):
    claim = make_annotation(kind="forecast")
    known = make_source(url="https://example.org/report", title="A report", publisher="A paper")
    data = judged() | sources(
        {"address": "http://www.example.org/report/", "supports": "the date"},
        {"address": "https://example.org/new", "title": "New page", "publisher": "Agency"},
        {"address": ""},
        {"address": "A report"},
    )
    assert admin_client.post(page("annotation", claim), data).status_code == 302
    assessment = Assessment.objects.get()
    said = ("verdict", "confidence", "rationale", "assessed_on", "still_holds", "verified", "by")
    assert [getattr(assessment, name) for name in said] == [
        "came-true",
        "high",
        "It happened.",
        date(2026, 11, 23),
        "yes",
        True,
        admin_user,
    ]
    cited = [(c.source.url, c.source.title, c.supports) for c in assessment.citations.all()]
    assert cited == [
        (known.url, "A report", "the date"),
        ("https://example.org/new", "New page", ""),
    ]
    assert Source.objects.count() == 2
    assert Event.objects.filter(assessment=assessment).count() == 1
    claim.refresh_from_db()
    assert claim.verdict == "came-true"


def test_the_form_has_the_scale_of_its_claim(admin_client):
    article = make_article()
    forecast = make_annotation(article, kind="forecast")
    fact = make_annotation(article, kind="fact")
    for claim, right, wrong in ((forecast, "came-true", "accurate"), (fact, "accurate", "pending")):
        form = admin_client.get(page("annotation", claim)).context["form"]
        values = [value for value, _ in form.fields["verdict"].choices]
        assert (right in values, wrong in values) == (True, False)
        response = admin_client.post(page("annotation", claim), judged(verdict=wrong) | sources({}))
        assert "Select a valid choice" in response.text
    note = make_annotation(article, kind="note")
    assert admin_client.get(page("annotation", note)).status_code == 404
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"address": "No such title"}, "No known source has this title"),
        ({"address": "https://example.org/new"}, "This address is new: give the page’s title."),
        ({"title": "A page"}, "Give its address."),
        ({"address": "https://exa mple", "title": "A page"}, "Enter a valid URL."),
    ],
)
def test_a_source_that_cannot_be_found_or_made_is_refused(admin_client, line, message):
    claim = make_annotation()
    response = admin_client.post(page("annotation", claim), judged() | sources(line))
    assert message in response.text
    assert "It happened." in response.text
    assert (Assessment.objects.count(), Source.objects.count()) == (0, 0)


def test_an_assessment_is_followed_with_a_correction(admin_client):
    claim = make_annotation()
    old = make_assessment(claim, "pending", rationale="Not yet.", source=make_source())
    shown = admin_client.get(page("assessment", old, "change")).text
    address = f"{page('annotation', claim)}?follow={old.pk}"
    assert "An assessment is never edited" in shown
    assert address in shown
    assert '<input type="submit"' not in shown
    response = admin_client.get(address)
    form = response.context["form"]
    assert (form["verdict"].value(), form["rationale"].value()) == ("pending", "Not yet.")
    assert response.context["sources"].forms[0]["address"].value() == old.citations.get().source.url
    admin_client.post(address, judged() | sources({"address": old.citations.get().source.url}))
    old.refresh_from_db()
    assert (old.rationale, claim.assessments.count()) == ("Not yet.", 2)


@pytest.fixture
def update():
    article = make_article()
    update = make_update()
    for slug in ("first", "second", "third"):
        claim = make_annotation(article, slug=slug)
        make_assessment(claim, "pending")
        Bearing.objects.create(update=update, annotation=claim, effect="resolves")
    return update


def claims(update) -> list:
    return list(update.claims.order_by("slug"))


def test_the_claims_of_an_update_are_assessed_in_one_go(admin_client, update):
    first, second, third = claims(update)
    source = update.citations.get().source.url
    data = sources({"address": source})
    for claim, rationale in ((first, "Settled."), (second, ""), (third, "Settled too.")):
        data |= judged(f"claim-{claim.pk}-", rationale=rationale)
    response = admin_client.get(page("update", update))
    assert response.context["sources"].forms[0]["address"].value() == source
    starts = [form["verdict"].value() for _, form in response.context["cases"]]
    assert starts == ["pending"] * 3
    assert admin_client.post(page("update", update), data).status_code == 302
    assert [claim.verdict for claim in claims(update)] == ["came-true", "pending", "came-true"]
    cited = [
        claim.assessments.newest_first()[0].citations.get().source.url for claim in (first, third)
    ]
    assert cited == [source, source]


def test_of_several_assessments_all_are_recorded_or_none(admin_client, update):
    first, second, third = claims(update)
    data = sources({"address": "https://example.org/new", "title": "New"})
    for claim in (first, second, third):
        data |= judged(f"claim-{claim.pk}-")
    wrong = data | {f"claim-{third.pk}-assessed_on": "soon"}
    assert "Enter a valid date" in admin_client.post(page("update", update), wrong).text
    third.anchors.all().delete()
    response = admin_client.post(page("update", update), data)
    assert "has no words in version 1 to be judged. Nothing was recorded." in response.text
    assert [claim.verdict for claim in claims(update)] == ["pending"] * 3
    assert not Source.objects.filter(url="https://example.org/new").exists()


def test_an_update_that_settles_nothing_says_so(admin_client, update):
    data = sources({})
    for claim in claims(update):
        data |= judged(f"claim-{claim.pk}-", rationale="")
    assert "no claim was given a rationale" in admin_client.post(page("update", update), data).text
    assert "bears on no claim yet" in admin_client.get(page("update", make_update())).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_an_update_asks_few_questions(
    admin_client, update, number, django_assert_num_queries
):
    for bearing in update.bearings.all()[number:]:
        bearing.delete()
    with django_assert_num_queries(6):
        admin_client.get(page("update", update))


def test_only_who_may_assess_gets_there(client, django_user_model, update):
    client.force_login(
        django_user_model.objects.create_user("reader", password="pw", is_staff=True)
    )
    assert client.get(page("update", update)).status_code == 403
    assert client.get(page("annotation", claims(update)[0])).status_code == 403


@pytest.mark.parametrize(
    ("day", "message"),
    [("2999-01-01", "has not come yet"), ("0001-01-01", "before the article appeared")],
)
def test_a_day_that_cannot_be_keeps_what_was_typed(admin_client, update, day, message):
    claim = update.bearings.first().annotation
    data = judged(assessed_on=day, rationale="Long thought about.") | sources()
    response = admin_client.post(page("annotation", claim), data)
    assert message in response.text
    assert "Long thought about." in response.text
    assert Assessment.objects.filter(rationale="Long thought about.").count() == 0


def test_who_may_assess_may_not_therefore_add_sources(client):
    user = User.objects.create_user("assessor", is_staff=True)
    rights = ("view_annotation", "change_annotation", "add_assessment")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    claim = make_annotation(kind="forecast")
    new = sources({"address": "https://example.org/new", "title": "New page"})
    response = client.post(page("annotation", claim), judged() | new)
    assert "You may not add sources" in response.text
    assert (Source.objects.count(), Assessment.objects.count()) == (0, 0)


# A second person ---------------------------------------------------------------------------


@pytest.fixture
def waiting(settings):
    settings.SECOND_PERSON_FOR_VERDICTS = True
    claim = make_annotation()
    return assess(claim, claim.article.live, make_judgement(), by=person("Editor"))


def answer(client, waiting, **data):
    return client.post(
        reverse("admin:briefs_assessment_second", args=[waiting.pk]), data, follow=True
    )


def test_a_waiting_verdict_is_found_and_approved(client, waiting):
    client.force_login(person("Reviewer"))
    listed = client.get(reverse("admin:briefs_assessment_changelist") + "?published_at__isempty=1")
    assert listed.context["cl"].result_count == 1
    page = client.get(reverse("admin:briefs_assessment_change", args=[waiting.pk])).text
    assert "Waits for a second person" in page
    assert "Approve the verdict" in page
    assert "The verdict counts now." in answer(client, waiting, answer="approve").text
    waiting.annotation.refresh_from_db()
    assert waiting.annotation.verdict == waiting.verdict
    assert "does not wait for anybody" in answer(client, waiting, answer="approve").text
    page = client.get(reverse("admin:briefs_assessment_change", args=[waiting.pk])).text
    assert "Waits for a second person" not in page


def test_a_waiting_verdict_is_declined_with_the_reason(client, waiting):
    client.force_login(person("Reviewer"))
    assert "Say why it is declined." in answer(client, waiting, answer="decline").text
    said = answer(client, waiting, answer="decline", reason="One source.").text
    assert "The verdict was declined" in said
    assert not Assessment.objects.exists()


def test_a_refused_answer_keeps_what_was_typed(client, waiting):
    client.force_login(person("Reviewer"))
    for reason, said in ((" ", "Say why it is declined."), ("x" * 2001, "at most 2000 characters")):
        shown = answer(client, waiting, answer="decline", reason=reason)
        assert shown.status_code == 200
        assert said in shown.text
        assert reason in shown.text
    shown = answer(client, waiting, answer="decline", reason="A\0b")
    assert "Null characters are not allowed" in shown.text
    assert Assessment.objects.waiting().count() == 1


def test_the_page_of_a_waiting_verdict_shows_what_is_judged(client, settings):
    settings.SECOND_PERSON_FOR_VERDICTS = True
    claim = make_annotation(summary="India joins.")
    make_assessment(claim, "pending", assessed_on=date(2025, 1, 2))
    source = make_source(title="A communiqué", url="https://example.org/communique")
    judgement = make_judgement("came-true", source=source, rationale="It did, in 2017.")
    waits = assess(claim, claim.article.live, judgement, by=person("Editor"))
    client.force_login(person("Reviewer"))
    shown = client.get(reverse("admin:briefs_assessment_change", args=[waits.pk])).text
    section = shown[shown.index('id="waits"') : shown.index("Approve the verdict")]
    for words in (
        *(
            "India joins.",
            "The bloc will admit India next year.",
            Verdict.PENDING.label,
            "2 January 2025",
        ),
        *("came true", "It did, in 2017.", "A communiqué", "https://example.org/communique"),
    ):
        assert words in section


@pytest.mark.parametrize("role", ["Author", "Editor"])
def test_others_are_not_offered_an_answer(client, waiting, role):
    client.force_login(waiting.by if role == "Editor" else person(role))
    page = client.get(reverse("admin:briefs_assessment_change", args=[waiting.pk])).text
    assert "Approve the verdict" not in page
    answer(client, waiting, answer="approve")
    waiting.refresh_from_db()
    assert waiting.published_at is None


# What is worth recording -------------------------------------------------------------------


def test_nothing_is_verified_without_a_source(admin_client):
    claim = make_annotation(kind="forecast")
    admin_client.post(page("annotation", claim), judged() | sources())
    assert Assessment.objects.get().verified is False


def test_the_same_is_not_said_twice(admin_client):
    claim = make_annotation(kind="forecast")
    data = judged() | sources()
    assert admin_client.post(page("annotation", claim), data).status_code == 302
    assert "says just that" in admin_client.post(page("annotation", claim), data).text
    assert Assessment.objects.count() == 1


def test_the_words_that_are_judged_are_shown(admin_client):
    claim = make_annotation(kind="forecast")
    anchor = claim.anchors.get()
    assert f"“{anchor.exact}”</blockquote>" in admin_client.get(page("annotation", claim)).text
