"""Annotations as W3C Web Annotations: the model's rules, and what they say of our rows."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefs.annotating import carry_over, retire
from briefs.assessing import assess
from briefs.linked_data.annotation_pages import PAGE_SIZE, Collection
from briefs.linked_data.web_annotation import Site, address_of, alone, citable, described
from briefs.models import Annotation
from briefs.publishing import publish_article, withdraw
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_judgement,
    make_organisation,
    make_person,
    make_source,
    make_topic,
    make_version,
)
from tests.linked_data.anno_rules import (
    annotation_breaches,
    collection_breaches,
    page_breaches,
)

pytestmark = pytest.mark.django_db

SITE = Site("https://analysis.example", "Living Analysis")


def of(annotation) -> dict:
    return alone(citable(Annotation.objects.all()).get(pk=annotation.pk), SITE)


def bodies(data: dict, purpose: str) -> list[dict]:
    return [body for body in data["body"] if body["purpose"] == purpose]


@pytest.fixture
def claim():
    """A claim with all that can be told of one."""
    with time_machine.travel(datetime(2026, 11, 26, 12, tzinfo=UTC), tick=False):
        article = make_article(
            slug="bloc",
            language="en-US",
            licence_url="https://creativecommons.org/licenses/by/4.0/",
        )
        article.authors.add(make_person(slug="author", name="An Author"))
        claim = make_annotation(
            article, summary="India joins.", speaker=make_person(slug="said", name="A Minister")
        )
        claim.organisations.add(make_organisation(slug="bloc", name="The Bloc"))
        claim.topics.add(make_topic(slug="enlargement", name="Enlargement"))
    with time_machine.travel(datetime(2026, 11, 27, 12, tzinfo=UTC), tick=False):
        make_assessment(claim, "came-true-late", assessed_on=date(2026, 11, 23))
    return claim


def test_it_keeps_the_rules_of_the_model(claim):
    assert annotation_breaches(of(claim)) == []


def test_the_smallest_one_keeps_them_too():
    assert annotation_breaches(of(make_annotation(kind="note"))) == []


def test_the_words_are_cited_out_of_the_text_of_the_version(claim):
    target = of(claim)["target"]
    quote, position = target["selector"]
    assert target["source"]["id"] == "https://analysis.example/articles/bloc/versions/1/text"
    assert target["scope"] == "https://analysis.example/articles/bloc/"
    text = claim.article.live.text
    assert text[position["start"] : position["end"]] == quote["exact"]
    assert quote["exact"] == "The bloc will admit India next year."
    assert quote.get("prefix", "") + quote["exact"] + quote["suffix"] in text
    assert target["source"]["language"] == "en-US"
    assert target["rights"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [agent["name"] for agent in target["source"]["creator"]] == ["An Author"]


@given(before=st.text(st.sampled_from("a é𝔘👩‍🚀ñ\u0301 "), max_size=12))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_positions_count_code_points(before):
    claim = make_annotation(make_article(body=f"<p>x{before}y 🦊 fox</p>"), quote="🦊 fox")
    quote, position = of(claim)["target"]["selector"]
    text = claim.article.live.text
    assert text[position["start"] : position["end"]] == quote["exact"] == "🦊 fox"


def test_the_verdict_is_a_body_with_its_maker_and_its_day(claim):
    data = of(claim)
    [verdict] = bodies(data, "assessing")
    assert (verdict["value"], verdict["created"]) == ("came true late", "2026-11-27T12:00:00Z")
    assert verdict["creator"] == {
        "id": "https://analysis.example/",
        "type": "Organization",
        "name": "Living Analysis",
    }
    [reasons] = bodies(data, "commenting")
    assert reasons["value"] == "As of 23 November 2026, high confidence: It happened."
    assert data["motivation"] == "assessing"


def test_a_later_assessment_takes_the_place_of_the_earlier(claim):
    make_assessment(claim, "did-not-come-true", assessed_on=date(2026, 11, 24))
    assert [body["value"] for body in bodies(of(claim), "assessing")] == ["did not come true"]


def test_an_assessment_that_waits_for_a_second_person_is_not_told(claim, settings):
    settings.SECOND_PERSON_FOR_VERDICTS = True
    judgement = make_judgement("did-not-come-true", assessed_on=date(2026, 11, 24))
    editor = User.objects.create_superuser("editor")
    assert assess(claim, claim.article.live, judgement, by=editor).published_at is None
    assert [body["value"] for body in bodies(of(claim), "assessing")] == ["came true late"]


def test_what_it_is_about(claim):
    data = of(claim)
    assert [body["value"] for body in bodies(data, "describing")] == ["India joins."]
    assert [body["value"] for body in bodies(data, "classifying")] == ["forecast"]
    assert [body["source"]["id"] for body in bodies(data, "identifying")] == [
        "https://analysis.example/people/said/",
        "https://analysis.example/organisations/bloc/",
    ]
    [topic] = bodies(data, "tagging")
    assert topic["source"]["id"] == "https://analysis.example/topics/enlargement/"
    assert topic["source"]["label"] == "Enlargement"


def test_when_it_was_made_and_last_changed(claim):
    data = of(claim)
    assert data["created"] == "2026-11-26T12:00:00Z"
    assert data["modified"] == "2026-11-27T12:00:00Z"


@pytest.mark.parametrize(
    ("kind", "judged", "motivation"),
    [("fact", True, "assessing"), ("fact", False, "describing"), ("note", False, "commenting")],
)
def test_motivation(kind, judged, motivation):
    annotation = make_annotation(
        kind=kind, look_again_on=None if kind == "note" else date(2027, 1, 1)
    )
    if judged:
        make_assessment(annotation, "accurate")
    assert of(annotation)["motivation"] == motivation


def test_its_address_outlives_its_slug(claim):
    before = of(claim)
    Annotation.objects.filter(pk=claim.pk).update(slug="another")
    after = of(claim)
    assert before["id"] == after["id"] == f"https://analysis.example/annotations/{claim.public_id}/"
    assert after["canonical"] == f"urn:uuid:{claim.public_id}"


def next_version(article, body):
    draft = make_version(article, body=body)
    carry_over(draft)
    return draft


def test_a_new_version_takes_the_place_of_the_old(claim):
    body = "<p>Lately.</p><p>The bloc will admit India next year. It rarely meets.</p>"
    publish_article(claim.article, next_version(claim.article, body))
    target = of(claim)["target"]
    assert target["source"]["id"].endswith("/versions/2/text")
    assert target["selector"][1] == {"type": "TextPositionSelector", "start": 8, "end": 44}
    assert list(target["state"]) == ["type", "sourceDate"]


def test_a_retired_claim_is_cited_out_of_the_last_version_that_held_it(claim):
    first = claim.article.live.published_at
    draft = next_version(claim.article, "<p>It rarely meets.</p><p>Nothing else is said.</p>")
    with time_machine.travel(datetime(2026, 11, 30, 12, tzinfo=UTC), tick=False):
        retire(draft.anchors.get(annotation=claim), reason="Left out.")
        publish_article(claim.article, draft)
    data = of(claim)
    assert annotation_breaches(data) == []
    assert data["target"]["source"]["id"].endswith("/versions/1/text")
    assert data["target"]["selector"][0]["exact"] == "The bloc will admit India next year."
    assert data["target"]["state"] == {
        "type": "TimeState",
        "sourceDateStart": first.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sourceDateEnd": "2026-11-30T12:00:00Z",
    }
    assert data["modified"] == "2026-11-30T12:00:00Z"


def test_nothing_hidden_is_among_them(claim):
    make_annotation(claim.article, public=False, quote="It rarely meets.")
    make_annotation(make_article(public=False), public=False)
    claim.organisations.add(make_organisation(public=False, name="Hidden"))
    withdraw(make_annotation(claim.article, quote="It rarely meets."), reason="Wrong.")
    rows = citable(Annotation.objects.all())
    assert [row.pk for row in rows] == [claim.pk]
    assert "Hidden" not in str(described(rows, SITE))


def test_a_claim_marked_in_a_draft_alone_cannot_be_cited(claim):
    draft = next_version(claim.article, "<p>The bloc will admit India next year. New words.</p>")
    draft.anchors.filter(annotation=claim).update(exact="New words.")
    claim.article.live.anchors.filter(annotation=claim).delete()
    assert list(citable(Annotation.objects.all())) == []


def test_they_come_in_the_order_of_reading():
    article = make_article()
    late = make_annotation(article, quote="Nothing else is said.")
    early = make_annotation(article, quote="It rarely meets.")
    assert [row.pk for row in citable(Annotation.objects.all())] == [early.pk, late.pk]


@pytest.mark.parametrize("many", [1, 30])
def test_queries_do_not_grow(django_assert_num_queries, many):
    article = make_article()
    article.authors.add(make_person())
    body, topic = make_organisation(), make_topic()
    for _ in range(many):
        claim = make_annotation(article, speaker=make_person())
        claim.organisations.add(body)
        claim.topics.add(topic)
        make_assessment(claim, source=make_source())
    # Rows, authors of their articles; places, verdicts, topics, bodies, the record.
    with django_assert_num_queries(7):
        assert len(described(citable(Annotation.objects.all()), SITE)) == many


# Collections ---------------------------------------------------------------------------------


def collection(total: int, *, iris: bool = False) -> Collection:
    return Collection("https://analysis.example/annotations/", "All", total, SITE, iris)


@pytest.mark.parametrize("iris", [True, False])
@pytest.mark.parametrize("total", [1, PAGE_SIZE, PAGE_SIZE + 1, 3 * PAGE_SIZE])
def test_pages_keep_the_rules_and_hold_everything_once(total, iris):
    whole = collection(total, iris=iris)
    everything = [f"https://analysis.example/annotations/{n}/" for n in range(total)]
    seen: list[str] = []
    number = 1
    while True:
        items = everything[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        page = whole.page_alone(number, items)
        assert page_breaches(page) == []
        assert page["startIndex"] == len(seen)
        assert ("prev" in page) == (number > 1)
        seen += page["items"]
        if "next" not in page:
            break
        number += 1
        assert page["next"] == whole.page_id(number)
    assert (seen, page["id"]) == (everything, whole.as_dict()["last"])
    assert collection_breaches(whole.as_dict()) == []
    assert collection_breaches(whole.as_dict(whole.page(1, everything[:PAGE_SIZE]))) == []


def test_nothing_collected_has_no_page():
    data = collection(0).as_dict()
    assert collection_breaches(data) == []
    assert (data["total"], "first" in data, "last" in data) == (0, False, False)


def test_pages_of_addresses_have_addresses_of_their_own():
    plain, iris = collection(60), collection(60, iris=True)
    assert (plain.id, plain.page_id(2)) == (plain.address, f"{plain.address}?page=2")
    assert iris.id == f"{plain.address}?iris=1"
    assert iris.page_id(2) == f"{plain.address}?iris=1&page=2"


def test_address_of_is_what_the_annotation_says():
    claim = make_annotation()
    assert address_of(claim, SITE) == of(claim)["id"]
