"""The admin asks as many questions of a large database as of a small one, and lists no table."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from briefs.admin import lists
from briefs.generating import Amounts, generate
from briefs.models import (
    Annotation,
    Article,
    Bearing,
    Citation,
    Event,
    Mention,
    Milestone,
    Organisation,
    Person,
    Reference,
    Source,
    State,
    Update,
)
from tests.factories import (
    make_annotation,
    make_article,
    make_organisation,
    make_topic,
    make_update,
)

pytestmark = pytest.mark.django_db

MODELS = [model for model in admin.site._registry if model._meta.app_label == "briefs"]
NOUNS = sorted(str(model._meta.model_name) for model in MODELS)
# Session, person, rows, count, and what all rows of a list share.
LIST_QUERIES = {"article": 7, "changeset": 9}
MOST_OPTIONS = 60


@pytest.fixture
def many():
    """More rows of each noun than a box to choose from should hold."""
    generate(Amounts(articles=70, annotations=140, memberships=1400, events=300))
    # What a server does by itself after a while, and no transaction waits for.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def cost(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_list_costs_the_same_whatever_is_in_it(admin_client, many):
    """Every column of a hundred rows is read with them."""
    costs = {}
    for noun in NOUNS:
        address = reverse(f"admin:briefs_{noun}_changelist")
        costs[noun] = max(cost(admin_client, address), cost(admin_client, f"{address}?q=generated"))
    assert {noun: n for noun, n in costs.items() if n > LIST_QUERIES.get(noun, 6)} == {}


def pages_of(client, noun: str) -> list[str]:
    model = apps.get_model("briefs", noun)
    pages = [reverse(f"admin:briefs_{noun}_changelist")]
    thing = model._base_manager.order_by("-pk").first()
    if thing is not None:
        pages.append(reverse(f"admin:briefs_{noun}_change", args=[thing.pk]))
    if admin.site._registry[model].has_add_permission(client.get("/admin/").wsgi_request):
        pages.append(reverse(f"admin:briefs_{noun}_add"))
    return pages


def test_no_box_lists_a_whole_table(admin_client, many):
    long = {}
    for page in [page for noun in NOUNS for page in pages_of(admin_client, noun)]:
        html = admin_client.get(page).text
        boxes = re.findall(r"<(?:select|datalist)\b.*?</(?:select|datalist)>", html, re.DOTALL)
        for box in boxes:
            if box.count("<option") > MOST_OPTIONS:
                long[page] = box[:80]
    assert long == {}


def article_with(rows: int) -> Article:
    article = make_article(public=False)
    for n in range(rows):
        article.authorships.create(person=Person.objects.create(slug=f"p-{n}", name=f"P {n}"))
        Mention.objects.create(article=article, organisation=make_organisation(), words=f"W{n}")
        Reference.objects.create(article=article, number=n + 1, words="w", state="lost")
        Citation.objects.create(article=article, source=source(n))
        article.topics.add(make_topic())
    return article


def source(n: int) -> Source:
    return Source.objects.create(url=f"https://example.org/s{n}", title=f"S{n}")


def update_with(rows: int) -> Update:
    update = make_update(public=False)
    for n in range(rows):
        Bearing.objects.create(update=update, annotation=make_annotation(), effect="context")
        Citation.objects.create(update=update, source=source(n))
        update.topics.add(make_topic())
    return update


def annotation_with(rows: int) -> Annotation:
    annotation = make_annotation()
    for _ in range(rows):
        Bearing.objects.create(update=make_update(), annotation=annotation, effect="context")
        annotation.topics.add(make_topic())
    return annotation


def organisation_with(rows: int) -> Organisation:
    organisation = make_organisation()
    for n in range(rows):
        day = {"happened_on": f"2001-06-{n + 1:02}", "happened_on_precision": "day"}
        Milestone.objects.create(organisation=organisation, text="t", **day)
        Citation.objects.create(organisation=organisation, source=source(n))
    return organisation


@pytest.mark.parametrize("rows", [1, 20])
@pytest.mark.parametrize(
    ("make", "queries"),
    [(article_with, 20), (update_with, 14), (annotation_with, 17), (organisation_with, 13)],
)
def test_a_form_costs_the_same_however_many_rows_it_has(admin_client, make, queries, rows):
    thing = make(rows)
    noun = thing._meta.model_name
    page = reverse(f"admin:briefs_{noun}_change", args=[thing.pk])
    admin_client.get(page)
    assert cost(admin_client, page) == queries


def test_a_list_is_counted_so_far_and_no_further(admin_client, many, monkeypatch):
    monkeypatch.setattr(lists, "MOST_COUNTED", 250)
    monkeypatch.setattr(lists.BoundedPaginator, "most_counted", 250)
    assert Event.objects.count() > 250
    page = admin_client.get(reverse("admin:briefs_event_changelist")).text
    assert "the first 250 events: filter or search for others" in page


def test_rows_are_filtered_by_a_name_that_is_typed(admin_client, many):
    article = Article.objects.order_by("pk")[3]
    page = admin_client.get(
        reverse("admin:briefs_annotation_changelist"), {"article__id__exact": article.pk, "q": "i"}
    )
    assert page.context["cl"].result_count == article.annotations.count()
    assert f'<option value="{article.pk}" selected>{article}</option>' in page.text
    assert '<input type="hidden" name="q" value="i">' in page.text


def test_a_filter_that_makes_no_sense_is_no_error(admin_client, many):
    address = reverse("admin:briefs_annotation_changelist")
    assert admin_client.get(address, {"article__id__exact": "x"}).status_code == 302


def test_states_are_found_in_the_filter_of_memberships(admin_client, many):
    state = State.objects.filter(memberships__isnull=False).first()
    page = admin_client.get(
        reverse("admin:briefs_membership_changelist"), {"state__id__exact": state.pk}
    )
    assert page.context["cl"].result_count == state.memberships.count()
