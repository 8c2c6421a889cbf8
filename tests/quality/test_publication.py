"""Errors stop publication wherever it is asked for; warnings stop nothing."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from briefs.models import Article, Event, Version
from briefs.publishing import PublishingError, QualityError
from briefs.rights import NotAllowed
from briefs.tagging import About, tag
from briefs.versioning import Content, open_draft, publish_draft, save_draft
from briefs.workflow import publish, publish_due, schedule
from tests.factories import (
    make_annotation,
    make_article,
    make_membership,
    make_organisation,
    make_update,
)
from tests.test_workflow import person

pytestmark = pytest.mark.django_db


def broken_article() -> Article:
    return make_article(slug="broken", public=False, body="<h3>A</h3><p>x</p>")


def broken_version() -> Version:
    article = make_article(slug="broken")
    draft = open_draft(article)
    content = Content(title="A", body=f"<h3>A</h3>{article.live.body}")
    return save_draft(draft, content, revision=draft.revision)


def without_citations(thing):
    thing.citations.all().delete()
    return thing


def broken_organisation():
    return without_citations(
        make_organisation(public=False, founded_on=date(2001, 1, 1), founded_on_precision="year")
    )


BROKEN = {
    "article": (broken_article, "The heading “A” skips a level"),
    "version": (broken_version, "The heading “A” skips a level"),
    "claim": (lambda: make_annotation(public=False, criterion=""), "without a criterion"),
    "update": (lambda: without_citations(make_update(public=False)), "cites no source"),
    "organisation": (broken_organisation, "nothing is cited"),
    "membership": (lambda: without_citations(make_membership(public=False)), "cites no source"),
}
each = pytest.mark.parametrize(("make", "message"), BROKEN.values(), ids=BROKEN)


@each
def test_what_has_errors_is_not_published(make, message):
    thing = make()
    events = Event.objects.count()
    with pytest.raises(QualityError, match=message) as caught:
        publish(thing)
    assert "See “Quality” on the page of" in str(caught.value)
    thing.refresh_from_db()
    assert (thing.status, thing.published_at, Event.objects.count()) == ("draft", None, events)


@each
def test_what_has_errors_is_not_scheduled(make, message):
    thing = make()
    with pytest.raises(QualityError, match=message):
        schedule(thing, timezone.now() + timedelta(hours=1), by=None)


def test_what_came_to_have_errors_stays_scheduled_and_is_reported():
    update = make_update(public=False)
    moment = timezone.now() + timedelta(hours=1)
    schedule(update, moment, by=None)
    without_citations(update)
    (due,) = publish_due(moment)
    update.refresh_from_db()
    assert (update.status, "cites no source" in due.refusal) == ("scheduled", True)


@each
def test_who_may_not_publish_is_told_that_first(make, message):
    with pytest.raises(NotAllowed):
        publish(make(), by=person("Editor"))


def test_the_first_errors_are_named_and_the_rest_counted():
    article = make_article(public=False, body="<p>x</p>" + "<h4>A</h4><h2>B</h2>" * 5)
    with pytest.raises(PublishingError) as caught:
        publish_draft(article)
    assert str(caught.value) == (
        f"“{article}” cannot be published yet. "
        "The heading “A” skips a level at the start: move it up. "
        + "The heading “A” skips a level after “B”: move it up. " * 2
        + "2 more. See “Quality” on the page of the article."
    )


def test_errors_of_a_public_claim_stop_its_article_and_those_of_a_draft_do_not():
    article = make_article(public=False)
    claim = make_annotation(article, public=False, criterion="")
    publish_draft(article)
    claim.criterion = "A decision."
    claim.save()
    publish(claim)
    claim.criterion = ""
    claim.save()
    draft = open_draft(article)
    body = f"{draft.body}\n<p>More.</p>"
    save_draft(draft, Content(title="A", body=body), revision=draft.revision)
    with pytest.raises(QualityError, match="without a criterion"):
        publish_draft(article)
    assert article.versions.filter(published_at__isnull=False).count() == 1


def test_nothing_of_a_claim_that_is_tagged_and_refused_is_written():
    article = make_article()
    claim = make_annotation(article, public=False, criterion="")
    claim.summary = "Put otherwise."
    with pytest.raises(QualityError):
        tag(claim, article.live, None, About(), publish=True)
    claim.refresh_from_db()
    assert claim.summary != "Put otherwise."
