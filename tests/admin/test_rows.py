"""Rows in the forms of things: a reason where readers see them, and others at work meanwhile."""

import pytest
from django.db.models.signals import pre_save
from django.urls import reverse

from briefs.models import Article, Bearing, Citation, Event, Reference, TaggedUpdate, Update
from briefs.workflow import approve, submit
from tests.factories import (
    make_annotation,
    make_article,
    make_person,
    make_source,
    make_topic,
    make_update,
)
from tests.forms import form_data
from tests.test_workflow import person

pytestmark = pytest.mark.django_db


def page(thing) -> str:
    return reverse(f"admin:briefs_{thing._meta.model_name}_change", args=[thing.pk])


def opened(client, thing) -> dict:
    return form_data(client.get(page(thing)))


def added(data: dict, prefix: str, number: int, /, **fields) -> dict:
    """The form with one more row."""
    row = {f"{prefix}-{number}-{name}": value for name, value in fields.items()}
    return {**data, **row, f"{prefix}-TOTAL_FORMS": number + 1}


@pytest.mark.parametrize(
    ("prefix", "row"),
    [
        ("tagged_topics", lambda: {"tag": make_topic().pk}),
        ("authorships", lambda: {"person": make_person().pk, "position": 1}),
        (
            "references",
            lambda: {"number": 1, "words": "here", "place": "body", "state": "lost"},
        ),
    ],
)
def test_every_row_of_something_public_is_added_with_a_reason(admin_client, prefix, row):
    article = make_article()
    data = added(opened(admin_client, article), prefix, 0, article=article.pk, **row())
    assert "why its rows are changed" in admin_client.post(page(article), data).text
    answer = admin_client.post(page(article), {**data, "reason": "It was left out."})
    assert answer.status_code == 302
    assert Event.objects.get(kind="corrected").reason == "It was left out."


def test_what_somebody_else_added_meanwhile_is_not_added_twice(admin_client):
    update, topic, source = (
        make_update(public=False),
        make_topic(name="Gas"),
        make_source(title="A"),
    )
    data = opened(admin_client, update)
    del data["seen"]
    TaggedUpdate.objects.create(content_object=update, tag=topic)
    Citation.objects.create(update=update, source=source)
    data = added(data, "tagged_topics", 0, content_object=update.pk, tag=topic.pk)
    data = added(data, "citations", 1, update=update.pk, source=source.pk, position=1)
    answer = admin_client.post(page(update), data)
    assert answer.status_code == 200
    assert "There already, added by somebody else: Gas." in answer.text
    assert "There already, added by somebody else: A (A paper)." in answer.text


def test_what_comes_between_the_look_and_the_save_is_looked_at_again(admin_client):
    update, source = make_update(public=False), make_source()
    data = opened(admin_client, update)
    data = added(data, "citations", 1, update=update.pk, source=source.pk, position=1)

    def overtake(instance, **kwargs):
        pre_save.disconnect(overtake, sender=Citation)
        Citation.objects.bulk_create([Citation(update=update, source=source)])

    pre_save.connect(overtake, sender=Citation)
    assert admin_client.post(page(update), data).status_code == 302
    assert update.citations.filter(source=source).count() == 1


@pytest.mark.parametrize("delete", [False, True])
def test_a_row_that_somebody_else_deleted_is_passed_over(admin_client, delete):
    update = make_update(public=False, bears_on=make_annotation())
    data = {**opened(admin_client, update), "headline": "Another headline"}
    del data["seen"]
    data["bearings-0-effect"] = "supports"
    if delete:
        data["bearings-0-DELETE"] = "on"
    Bearing.objects.all().delete()
    answer = admin_client.post(page(update), data, follow=True)
    assert "1 bearing was deleted by somebody else meanwhile, and passed over." in answer.text
    assert Update.objects.get().headline == "Another headline"
    assert not Bearing.objects.exists()


def test_bearings_are_read_on_the_page_of_the_claim(admin_client):
    claim = make_annotation()
    make_update(bears_on=claim, headline="India joins", effect="supports")
    data = opened(admin_client, claim)
    assert "India joins" in admin_client.get(page(claim)).text
    admin_client.post(page(claim), {**data, "bearings-0-effect": "contradicts", "reason": "x"})
    assert Bearing.objects.get().effect == "supports"


# Links of an article -------------------------------------------------------------------------


def make_reference(article: Article) -> Reference:
    return Reference.objects.create(article=article, number=1, words="here", state="lost")


def test_a_link_of_a_public_article_is_changed_with_a_reason(admin_client):
    reference = make_reference(make_article())
    data = {**opened(admin_client, reference), "note": "Looked for in vain."}
    assert "say why it is changed" in admin_client.post(page(reference), data).text
    answer = admin_client.post(page(reference), {**data, "reason": "It was looked for."})
    assert answer.status_code == 302
    event = Event.objects.get(kind="corrected")
    assert (event.article, event.after, event.reason) == (
        reference.article,
        {"link 1, note": "Looked for in vain."},
        "It was looked for.",
    )
    data = opened(admin_client, reference)
    cited = {"reference": reference.pk, "source": make_source(title="A copy").pk, "position": 1}
    data = added(data, "citations", 0, **cited)
    assert "why its rows are changed" in admin_client.post(page(reference), data).text
    admin_client.post(page(reference), {**data, "reason": "Found."})
    assert Event.objects.latest("id").after == {"link 1, citations": ["A copy (A paper)"]}
    delete = reverse("admin:briefs_reference_delete", args=[reference.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403


def test_an_article_in_review_is_read_again_when_a_link_of_it_is_changed(admin_client, admin_user):
    article = make_article(public=False)
    reference = make_reference(article)
    submit(article, by=None)
    approve(article, by=person("Reviewer"))
    data = {**opened(admin_client, reference), "note": "Looked for in vain."}
    assert admin_client.post(page(reference), data).status_code == 302
    article.refresh_from_db()
    assert (article.approved_by, article.submitted_by) == (None, admin_user)
    approve(article, by=person("Reviewer", name="other"))
    delete = reverse("admin:briefs_reference_delete", args=[reference.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 302
    article.refresh_from_db()
    assert article.approved_by is None


def test_mentions_are_written_in_their_article(admin_client):
    assert admin_client.get(reverse("admin:briefs_mention_add")).status_code == 403
    assert admin_client.get(reverse("admin:briefs_mention_changelist")).status_code == 200


# What a database refuses ---------------------------------------------------------------------


def test_a_reason_with_a_nul_character_is_refused_in_words(admin_client):
    update = make_update()
    data = {**opened(admin_client, update), "headline": "Another", "reason": "A\0b"}
    answer = admin_client.post(page(update), data)
    assert answer.status_code == 200
    assert "Null characters are not allowed" in answer.text
    step = reverse("admin:briefs_update_step", args=[update.pk])
    said = {"step": "withdraw", "reason": "A\0b", "seen": data["seen"]}
    assert "Null characters are not allowed" in admin_client.post(step, said, follow=True).text
    assert Update.objects.get().is_published
