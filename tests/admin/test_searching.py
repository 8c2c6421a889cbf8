"""Searching lists of the admin: what Django finds, each table asked by itself."""

import pytest
from django.contrib import admin
from django.db import connection
from django.urls import reverse

from briefs.admin import changes
from briefs.generating import Amounts, generate
from briefs.models import Annotation, ChangeSet, Citation, Update
from briefs.recording import recorded
from tests.factories import make_annotation, make_article, make_source, make_update
from tests.plans import nodes_of

pytestmark = pytest.mark.django_db

NOUNS = {
    str(model._meta.model_name): shown
    for model, shown in admin.site._registry.items()
    if model._meta.app_label == "briefs" and shown.search_fields
}
BODY = "They meet every year. It rarely meets in winter."


def found(client, noun: str, words: str) -> list:
    address = reverse(f"admin:briefs_{noun}_changelist")
    return list(client.get(address, {"q": words}).context["cl"].result_list)


@pytest.fixture
def claim() -> Annotation:
    article = make_article(body=BODY)
    return make_annotation(
        article, quote="They meet every year", slug="yearly", summary="100 %_sure: Annual summits"
    )


@pytest.mark.parametrize(
    "words",
    [
        "yearly",
        "ANNUAL",
        "every yearly annual",
        '"annual summits" meet',
        "'every year'",
        "%_s",
        "1",
        "   ",
    ],
)
def test_each_word_may_be_in_another_table(admin_client, claim, words):
    make_annotation(claim.article, quote="It rarely meets", slug="rarely", summary="Seldom (1)")
    assert claim in found(admin_client, "annotation", words)


@pytest.mark.parametrize(
    "words", ["yearly seldom", '"summits annual"', "an_ual", "every%year", "%", "\\", "nowhere"]
)
def test_all_words_are_wanted_as_they_are_written(admin_client, claim, words):
    if words == "%":
        claim.summary = "Annual summits"
        claim.save()
    assert claim not in found(admin_client, "annotation", words)


@pytest.mark.parametrize("words", ['"', "'", '""', "\"a' b", "a\\", '"\\"'])
def test_odd_quotes_are_no_error(admin_client, claim, words):
    found(admin_client, "annotation", words)


def test_what_is_found_twice_is_listed_once(admin_client, claim):
    update = make_update(bears_on=claim)
    for name in ("Annual one", "Annual two"):
        source = make_source(title=name, url=f"https://example.org/annual/{name[-3:]}")
        Citation.objects.create(update=update, source=source, supports="annual", passage="annual")
    assert len(found(admin_client, "citation", "annual")) == 2
    make_annotation(claim.article, quote="It rarely meets", slug="meets", summary="They meet")
    assert len(found(admin_client, "annotation", "meet")) == 2


@pytest.mark.parametrize("noun", sorted(NOUNS.keys() - {"changeset"}))
def test_lists_find_what_django_finds(noun):
    generate(Amounts(articles=10, annotations=40, memberships=60, events=80))
    shown = NOUNS[noun]
    rows = shown.model._default_manager.all()
    for words in ("generated", "rail", "e", "is the", "nowhere at all"):
        theirs, _ = admin.ModelAdmin.get_search_results(shown, None, rows, words)
        ours, is_twice = shown.get_search_results(None, rows, words)
        assert sorted(ours.values_list("pk", flat=True)) == sorted(
            set(theirs.values_list("pk", flat=True))
        )
        assert not is_twice


# Recent changes ------------------------------------------------------------------------------


@pytest.fixture
def headlines() -> list[str]:
    """Five updates, each with a headline of its own, one change after another."""
    names = [f"Headline of the {n}th" for n in range(5)]
    for name in names:
        update = make_update(public=False, headline="Draft")
        Update.objects.filter(pk=update.pk).update(headline=name)
    return names


def test_words_are_looked_for_in_the_latest_changes(admin_client, headlines, monkeypatch):
    assert all(found(admin_client, "changeset", f'"{name}"') for name in headlines)
    latest = ChangeSet.objects.order_by("-pk")[0]
    monkeypatch.setattr(changes, "SEARCHED", 1)
    assert found(admin_client, "changeset", "headline") == [latest]
    monkeypatch.setattr(changes, "SEARCHED", 1000)
    monkeypatch.setattr(changes, "SEARCHED_ROWS", 1)
    assert found(admin_client, "changeset", "headline") == [latest]


def test_a_narrower_list_is_looked_through_further_back(admin_client, headlines, monkeypatch):
    with recorded(origin="import_article"):
        Update.objects.filter(headline=headlines[0]).update(headline="Headline of another")
    make_update(headline="Something newer")
    monkeypatch.setattr(changes, "SEARCHED", 1)
    assert found(admin_client, "changeset", "another") == []
    address = reverse("admin:briefs_changeset_changelist")
    query = {"q": "another", "origin__exact": "import_article"}
    assert len(admin_client.get(address, query).context["cl"].result_list) == 1
    assert "in the latest 5,000 changes" in admin_client.get(address).text


# What it costs -------------------------------------------------------------------------------

# Tables that are read row by row, with the reason.
READ_THROUGH = {
    "auth_user": "the people of the newsroom",
    "briefs_bulkchange": "what people did to many things at once, by hand",
    "briefs_change": "of the changes the latest alone; of what was deleted all, which is little",
    "briefs_dismissal": "what editors put aside by hand",
    "briefs_formeraddress": "one for each renaming",
    "briefs_importedannotation": "what came from another place, a file at a time",
    "briefs_milestone": "a few for each organisation",
    "briefs_organisation": "the organisations of the world that are written about",
    "briefs_person": "authors and speakers",
    "briefs_previewlink": "links that are made by hand",
    "briefs_qualitydismissal": "what editors put aside by hand",
    "briefs_receivedfile": "files that were imported",
    "briefs_seedentry": "what seed files brought",
    "briefs_state": "the states of the world, and those that were",
    "briefs_topic": "a list that editors keep",
    "briefs_watch": "developments that are watched at one time",
}


@pytest.fixture
def by_index():
    """Small tables are searched by what only serves large ones."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone() is None:
            pytest.skip("This PostgreSQL does not bring pg_trgm.")
        for way in ("seqscan", "indexscan", "indexonlyscan", "nestloop"):
            cursor.execute(f"SET LOCAL enable_{way} = off")


def read_through(client, noun: str) -> dict[str, str]:
    """The tables whose rows would all be looked at for words, each with the query."""
    address = reverse(f"admin:briefs_{noun}_changelist")
    plans = nodes_of(lambda: client.get(address, {"q": "annual"}))
    return {
        node.get("Relation Name", node["Node Type"]): sql
        for node, sql in plans
        if "~~" in node.get("Filter", "") + node.get("Join Filter", "")
    }


@pytest.mark.skipif(connection.vendor != "postgresql", reason="reads PostgreSQL’s plans")
@pytest.mark.parametrize("noun", sorted(NOUNS))
def test_words_are_found_by_an_index(admin_client, claim, by_index, noun):
    make_update(bears_on=claim)
    found = read_through(admin_client, noun)
    assert {table: sql for table, sql in found.items() if table not in READ_THROUGH} == {}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="reads PostgreSQL’s plans")
def test_a_missing_index_is_noticed(admin_client, claim, by_index):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX briefs_anchor_trigrams")
    assert set(read_through(admin_client, "annotation")) == {"briefs_anchor"}
