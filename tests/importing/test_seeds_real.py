"""The seeds of this project, as they stand in the database after one load."""

from itertools import pairwise

import pytest
from django.conf import settings

from briefs.asserting.noting import due
from briefs.asserting.rows import check
from briefs.importing.seeds.load import load_seeds
from briefs.importing.seeds.plan import Action
from briefs.models import (
    Anchor,
    Annotation,
    Article,
    Assertion,
    Assessment,
    Bearing,
    Citation,
    Event,
    Membership,
    Mention,
    Milestone,
    Organisation,
    Reference,
    SeedEntry,
    Source,
    State,
    Topic,
    Update,
    Watch,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_report")]

COUNTS = {
    "topics": 25,
    "sources": 333,
    "states": 92,
    "organisations": 27,
    "people": 2,
    "memberships": 252,
    "articles": 1,
    "references": 25,
    "claims": 60,
    "notes": 6,
    "assessments": 60,
    "updates": 40,
    "watches": 6,
}


def test_everything_is_loaded(real_report):
    assert {noun: dict(counts) for noun, counts in real_report.counts.items()} == {
        noun: {Action.CREATE: count} for noun, count in COUNTS.items()
    }
    assert (real_report.kept, real_report.orphans) == ((), ())


def test_rows_in_the_database():
    models = (Topic, Source, State, Membership, Mention, Milestone, Bearing, Citation, SeedEntry)
    assert {model.__name__: model.objects.count() for model in models} == {
        "Topic": 25,
        "Source": 333,
        "State": 92,
        "Membership": 252,
        "Mention": 65,
        "Milestone": 21,
        "Bearing": 114,
        "Citation": 1270,
        "SeedEntry": 929,
    }


def test_all_is_published_and_each_publication_is_in_the_record():
    published = (Article, Annotation, Update, Organisation, Membership, Watch)
    assert {model.__name__: model.objects.published().count() for model in published} == {
        "Article": 1,
        "Annotation": 66,
        "Update": 40,
        "Organisation": 27,
        "Membership": 252,
        "Watch": 6,
    }
    assert Event.objects.published().count() == 1 + 66 + 60 + 40 + 27 + 252 + 6


def test_the_words_of_every_annotation_stand_where_it_is_anchored():
    anchors = Anchor.objects.select_related("version", "annotation")
    assert len(anchors) == 66
    assert [
        anchor.annotation.slug
        for anchor in anchors
        if anchor.version.text[anchor.start : anchor.end] != anchor.exact
    ] == []
    claims = [anchor for anchor in anchors if anchor.annotation.is_claim]
    claims.sort(key=lambda anchor: anchor.start)
    assert all(before.end <= after.start for before, after in pairwise(claims))


def test_every_claim_has_its_verdict():
    assert Assessment.objects.values("annotation").distinct().count() == 60
    assert [
        claim.slug
        for claim in Annotation.objects.claims()
        if claim.verdict != claim.assessments.get().verdict
    ] == []


def test_every_lost_link_and_what_is_proposed_for_it():
    states = Reference.objects.order_by("number").values_list("state", flat=True)
    assert [number for number, state in enumerate(states, 1) if state == "lost"] == [
        8, 20, 21, 23, 24,
    ]  # fmt: skip
    assert [number for number, state in enumerate(states, 1) if state == "live"] == []
    assert Citation.objects.filter(reference__isnull=False).count() == 29


def test_an_entry_of_each_sort_as_a_whole():
    bearings = Bearing.objects.filter(update__slug="armenia-signs-eurasian-union-treaty")
    assert list(bearings.values_list("annotation__slug", "effect")) == [
        ("eurasian-union-new-members", "contradicts"),
        ("eurasian-union-since-2012", "context"),
    ]
    bahrain = Membership.objects.get(state__iso_a3="BHR", role="dialogue-partner")
    assert (str(bahrain.organisation), str(bahrain.started), str(bahrain.ended)) == (
        "Shanghai Cooperation Organisation",
        "not later than 15 July 2023",
        "1 September 2025",
    )
    article = Article.objects.get()
    assert (article.byline, str(article.originally), article.licence_short, article.language) == (
        "By Richard Weitz for ISN",
        "10 October 2014",
        "CC BY 4.0",
        "en-US",
    )
    assert [str(person) for person in article.authors.all()] == ["Richard Weitz"]
    assert article.publisher.abbreviation == "ISN"


def test_a_second_load_changes_nothing():
    events = Event.objects.count()
    report = load_seeds(settings.SEEDS_DIR)
    assert {noun: dict(counts) for noun, counts in report.counts.items()} == {
        noun: {Action.LEAVE: count} for noun, count in COUNTS.items()
    }
    assert (report.changed, report.kept, Event.objects.count()) == (0, (), events)


def test_a_second_load_asks_little_of_the_database(django_assert_max_num_queries):
    with django_assert_max_num_queries(70):
        load_seeds(settings.SEEDS_DIR)


def checked() -> dict[str, list]:
    """The assertions of each claim, held against the rows."""
    found: dict[str, list] = {}
    for one in check(Assertion.objects.published().with_names().order_by("pk")):
        found.setdefault(one.assertion.annotation.slug, []).append(one)
    return found


def test_the_csto_claim_is_contradicted_by_one_row_uzbekistan():
    (one,) = checked()["csto-includes-all-but-china"]
    assert one.outcome == "contradicted"
    (row,) = one.deciding_rows
    assert (str(row.state), row.organisation.slug, row.role) == ("Uzbekistan", "csto", "member")
    assert (row.started.iso, row.ended.iso) == ("2006-08-16", "2012-12-19")
    others = {case.state: case.outcome for case in one.evaluation.cases}
    assert others == dict.fromkeys(["KAZ", "KGZ", "RUS", "TJK"], "holds") | {"UZB": "contradicted"}


def test_what_the_rows_say_of_each_claim_that_asserts_membership():
    assert {slug: [one.outcome for one in found] for slug, found in checked().items()} == {
        "belarus-mongolia-turkey": ["holds"] * 3,
        "china-active-in-nsg": ["holds"],
        "china-did-not-want-india-pakistan": ["holds"] * 2,
        "csto-includes-all-but-china": ["contradicted"],
        "eurasian-union-limits-china": ["undecided"],
        "india-pakistan-next-year": ["holds"] * 2,
        "russia-expands-sco-trade": ["holds"],
    }


def test_the_outcomes_at_first_are_no_task():
    assert due() == {}
    assert not Assertion.objects.filter(seen_outcome="").exists()
