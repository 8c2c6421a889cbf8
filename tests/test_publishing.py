from datetime import date

import pytest
from django.core.exceptions import ValidationError

from briefs.models import Annotation, Event, Membership, Version
from briefs.publishing import (
    PublishingError,
    change_membership,
    correct,
    membership_facts,
    publish_annotation,
    publish_article,
    record_membership,
    withdraw,
)
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_organisation,
    make_state,
    make_update,
    make_version,
    make_watch,
)

pytestmark = pytest.mark.django_db


def told(event: Event) -> tuple:
    return (event.kind, event.headline, event.before, event.after)


def test_first_publication_is_one_event():
    article = make_article(title="A bloc")
    assert [told(event) for event in Event.objects.all()] == [
        ("article-published", "A bloc", {}, {"version": 1})
    ]
    assert (article.status, article.live.number, article.live.is_draft) == ("published", 1, False)


def test_event_has_a_permanent_tag_uri():
    make_article()
    event = Event.objects.get()
    assert event.tag == f"tag:test.example,2026:event/{event.public_id}"


def test_new_version_of_an_article_takes_the_place_of_the_old():
    article = make_article(title="A bloc")
    publish_article(article, make_version(article, title="A bloc"))
    assert article.live.number == 2
    assert told(Event.objects.newest_first()[0]) == (
        "version-published",
        "A bloc: version 2",
        {"version": 1},
        {"version": 2},
    )


def test_no_new_version_while_a_claim_has_no_place_in_it():
    claim = make_annotation()
    draft = make_version(claim.article)
    with pytest.raises(PublishingError, match=f"no settled place in version 2: {claim.slug}"):
        publish_article(claim.article, draft)
    assert Version.objects.get(pk=draft.pk).is_draft
    assert Event.objects.filter(kind="version-published").count() == 0


def test_version_of_another_article_is_refused():
    with pytest.raises(PublishingError, match="another article"):
        publish_article(make_article(), make_article(public=False).versions.get())


def test_nothing_is_published_twice():
    claim = make_annotation()
    with pytest.raises(PublishingError, match="published already"):
        publish_annotation(claim)
    with pytest.raises(PublishingError, match="published already"):
        publish_article(claim.article, claim.article.live)


def test_annotation_without_words_is_not_published():
    loose = Annotation.objects.create(
        article=make_article(), slug="loose", kind="fact", summary="Loose."
    )
    with pytest.raises(PublishingError, match="not anchored"):
        publish_annotation(loose)


def test_verdict_follows_verdict():
    claim = make_annotation(summary="India will be admitted.")
    make_assessment(claim, "pending", assessed_on=date(2015, 1, 1))
    make_assessment(claim, "came-true", assessed_on=date(2017, 6, 10))
    events = Event.objects.filter(kind="assessed").order_by("id")
    assert [told(event) for event in events] == [
        (
            "assessed",
            "India will be admitted.",
            {},
            {"verdict": "pending", "confidence": "high"},
        ),
        (
            "assessed",
            "India will be admitted.",
            {"verdict": "pending"},
            {"verdict": "came-true", "confidence": "high"},
        ),
    ]
    assert Annotation.objects.get().verdict == "came-true"


def test_an_older_assessment_recorded_late_is_not_the_verdict():
    claim = make_annotation()
    make_assessment(claim, "came-true", assessed_on=date(2017, 6, 10))
    make_assessment(claim, "pending", assessed_on=date(2015, 1, 1))
    assert Annotation.objects.get().verdict == "came-true"


def test_verdict_of_the_wrong_scale_is_refused_whole():
    claim = make_annotation(kind="forecast")
    with pytest.raises(ValidationError, match="judged as: came true"):
        make_assessment(claim, "accurate")
    assert (claim.assessments.count(), Event.objects.filter(kind="assessed").count()) == (0, 0)


def test_a_note_is_not_assessed():
    with pytest.raises(ValidationError, match="judges nothing"):
        make_assessment(make_annotation(kind="note"), "accurate")


def test_update_tells_what_it_bears_on():
    claim = make_annotation()
    make_update(bears_on=claim, effect="resolves", headline="India joins")
    event = Event.objects.get(kind="updated")
    assert told(event) == (
        "updated",
        "India joins",
        {},
        {"bearings": [{"claim": claim.slug, "does": "resolves"}]},
    )
    assert str(event.happened) == "9 June 2017"


def test_membership_happened_on_its_first_day():
    membership = make_membership(
        organisation=make_organisation(slug="sco", abbreviation="SCO"),
        state=make_state(iso_a3="IND", name="India"),
        start=date(2017, 6, 9),
    )
    event = Event.objects.get(membership=membership)
    assert told(event) == (
        "membership-recorded",
        "India: member, SCO",
        {},
        {
            "state": "IND",
            "organisation": "sco",
            "role": "member",
            "start": "2017-06-09",
            "end": "",
            "verified": "yes",
        },
    )
    assert event.happened_on == date(2017, 6, 9)


def test_end_of_a_membership_happened_on_that_day():
    membership = make_membership(role="observer")
    before = membership_facts(membership)
    membership.end, membership.end_precision = date(2017, 6, 9), "day"
    event = change_membership(membership, before, reason="It became a member.")
    assert (event.before, event.after, event.happened_on, event.reason) == (
        {"end": ""},
        {"end": "2017-06-09"},
        date(2017, 6, 9),
        "It became a member.",
    )


def test_change_that_nobody_sees_writes_no_event():
    membership = make_membership()
    before = membership_facts(membership)
    membership.note = "Seen again."
    assert change_membership(membership, before) is None
    assert Membership.objects.get().note == "Seen again."


def test_withdrawal_needs_something_public_and_a_reason():
    update = make_update()
    with pytest.raises(PublishingError, match="reason"):
        withdraw(update, reason=" ")
    with pytest.raises(PublishingError, match="not published"):
        withdraw(make_update(public=False), reason="A mistake.")
    event = withdraw(update, reason="A mistake.")
    assert (event.kind, event.reason, update.status) == ("withdrawn", "A mistake.", "withdrawn")


def test_correction_needs_a_reason():
    with pytest.raises(PublishingError, match="reason"):
        correct(make_update(), {"headline": "a"}, {"headline": "b"}, reason="")


def test_the_gate_hides_events_of_what_is_hidden_and_tells_withdrawals():
    claim = make_annotation(article=make_article(public=False))
    make_assessment(claim)
    make_update(public=False)
    watch = make_watch()
    update = make_update()
    withdraw(update, reason="A mistake.")
    seen = Event.objects.published().newest_first().values_list("kind", "watch", "update")
    assert list(seen) == [("withdrawn", None, update.pk), ("watch-opened", watch.pk, None)]


def test_no_assessment_is_older_than_its_article():
    with pytest.raises(ValidationError, match="before the article appeared"):
        make_assessment(make_annotation(), assessed_on=date(2001, 1, 1))


def test_a_membership_that_came_to_overlap_is_not_published_again():
    first = make_membership()
    withdraw(first, reason="Wrong.")
    make_membership(organisation=first.organisation, state=first.state, role="observer")
    first.refresh_from_db()
    with pytest.raises(PublishingError, match="these roles never overlap"):
        record_membership(first)


@pytest.mark.parametrize(
    ("thing", "headline"),
    [
        (lambda: make_article(slug="sco", title="Rebirth?"), "Rebirth?"),
        (lambda: make_annotation(slug="claim", summary="It rarely meets."), "It rarely meets."),
        (lambda: make_organisation(slug="sco", name="The Organisation"), "The Organisation"),
        (lambda: make_update(slug="joined", headline="India joins"), "India joins"),
    ],
)
def test_the_record_names_things_as_readers_know_them(thing, headline):
    made = thing()
    assert correct(made, {}, {}, reason="A slip.").headline == headline
    assert withdraw(made, reason="It was wrong.").headline == headline
