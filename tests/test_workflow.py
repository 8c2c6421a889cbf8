"""The steps from draft to published: who may take them, and what they record."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from briefs.assessing import (
    approve_assessment,
    assess,
    decline_assessment,
    look_over,
)
from briefs.models import Annotation, Article, Assessment, Event, Update
from briefs.publishing import (
    PublishingError,
    publish_again,
    publish_update,
    withdraw,
)
from briefs.rights import NotAllowed, may
from briefs.stages import reopen
from briefs.steps import Step, open_steps
from briefs.versioning import Content, open_draft, save_draft
from briefs.workflow import approve, publish, publish_due, schedule, send_back, submit
from tests.factories import (
    MEASURED,
    make_annotation,
    make_article,
    make_assessment,
    make_judgement,
    make_organisation,
    make_update,
    make_version,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def person(*roles: str, name: str = "") -> User:
    made = User.objects.create_user(name or "-".join(roles).lower() or "nobody", is_staff=True)
    made.groups.set(Group.objects.filter(name__in=roles))
    return made


def told() -> list[tuple]:
    return [(event.kind, event.reason) for event in Event.objects.order_by("id")]


def test_a_draft_goes_through_review_to_its_readers():
    author, reviewer, publisher = person("Author"), person("Reviewer"), person("Publisher")
    update = make_update(public=False, created_by=author)
    submit(update, by=author, note="Ready.")
    assert update.status == "in-review"
    approve(update, by=reviewer)
    assert update.approved_by == reviewer
    publish_update(update, by=publisher)
    assert update.is_published
    assert told() == [
        ("submitted", "Ready."),
        ("approved", ""),
        ("updated", ""),
    ]


def test_readers_are_not_told_of_the_newsrooms_steps():
    update = make_update(public=False)
    submit(update, by=None)
    send_back(update, by=None, reason="Two sources, please.")
    publish_update(update)
    assert [event.kind for event in Event.objects.published()] == ["updated"]


def test_what_is_sent_back_is_a_draft_with_the_reason():
    update = make_update(public=False)
    submit(update, by=None)
    with pytest.raises(PublishingError, match="Say why"):
        send_back(update, by=None, reason=" ")
    send_back(update, by=None, reason="Two sources, please.")
    assert (update.status, told()[-1]) == ("draft", ("sent-back", "Two sources, please."))


def test_nobody_approves_what_she_submitted():
    update = make_update(public=False)
    both = person("Editor", "Reviewer")
    submit(update, by=both)
    with pytest.raises(NotAllowed, match="second person"):
        approve(update, by=both)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("Author", {"submit"}),
        ("Editor", {"submit"}),
        ("Reviewer", {"review"}),
        ("Publisher", {"submit", "review", "publish"}),
        ("Administrator", {"submit", "review", "publish"}),
        ("", set()),
    ],
)
def test_each_step_checks_its_right(role, allowed):
    by = person(*filter(None, [role]))
    later = timezone.now() + HOUR
    steps = {
        "submit": lambda: submit(make_update(public=False, created_by=by), by=by),
        "review": lambda: approve(in_review(), by=by),
        "publish": lambda: publish_update(make_update(public=False), by=by),
    }
    done = set()
    for right, step in steps.items():
        try:
            step()
        except NotAllowed:
            continue
        done.add(right)
    assert done == allowed
    for step in (
        lambda: schedule(make_update(public=False), later, by=by),
        lambda: withdraw(make_update(), reason="Wrong.", by=by),
    ):
        if "publish" in allowed:
            step()
        else:
            with pytest.raises(NotAllowed):
                step()


def in_review():
    update = make_update(public=False)
    submit(update, by=None)
    return update


def test_an_author_changes_her_own_drafts_alone():
    author = person("Author")
    own = make_update(public=False, created_by=author)
    other = make_update(public=False, created_by=person("Author", name="other"))
    article = make_article(public=False, created_by=author)
    assert may(author, "change", own)
    assert not may(author, "change", other)
    assert may(author, "change", article.versions.get())
    submit(own, by=author)
    assert not may(author, "change", own)


def test_what_is_scheduled_comes_out_at_its_moment_and_once():
    publisher = person("Publisher")
    first, second = make_update(public=False), make_update(public=False)
    organisation = make_organisation(public=False)
    moment = timezone.now() + HOUR
    for thing in (first, second, organisation):
        schedule(thing, moment, by=publisher)
    later = make_update(public=False)
    schedule(later, moment + HOUR, by=publisher)
    assert publish_due() == []
    done = publish_due(moment)
    assert [due.thing for due in done] == [organisation, first, second]
    assert [due.refusal for due in done] == ["", "", ""]
    assert publish_due(moment) == []
    published = Event.objects.filter(kind__in=["updated", "organisation-published"])
    assert [event.by for event in published] == [publisher] * 3


def test_what_its_own_rules_refuse_stays_scheduled_and_is_reported():
    publisher = person("Publisher")
    claim = make_annotation(public=False)
    moment = timezone.now() + HOUR
    schedule(claim, moment, by=publisher)
    claim.anchors.all().delete()
    (due,) = publish_due(moment)
    claim.refresh_from_db()
    assert "is not anchored" in due.refusal
    assert claim.status == "scheduled"


def test_a_moment_that_has_passed_is_refused():
    with pytest.raises(PublishingError, match="has passed"):
        schedule(make_update(public=False), timezone.now(), by=None)


def test_an_article_and_its_first_text_are_scheduled_as_one():
    article = make_article(public=False)
    draft = article.versions.get()
    assert draft.staged == article
    with pytest.raises(PublishingError, match="as a whole"):
        submit(draft, by=None)
    moment = timezone.now() + HOUR
    schedule(article, moment, by=None)
    publish_due(moment)
    article = Article.objects.get()
    assert (article.status, article.live, article.scheduled_for) == ("published", draft, None)


def changed_draft(article):
    draft = open_draft(article)
    content = Content(title="Another title", body=draft.body)
    return save_draft(draft, content, revision=draft.revision)


def test_a_new_version_is_scheduled_by_itself():
    article = make_article()
    draft = changed_draft(article)
    moment = timezone.now() + HOUR
    schedule(draft, moment, by=None)
    publish_due(moment)
    article.refresh_from_db()
    draft.refresh_from_db()
    assert (article.live, draft.status) == (draft, "published")


def test_a_text_with_claims_to_decide_is_not_scheduled():
    article = make_article()
    make_annotation(article)
    draft = open_draft(article)
    content = Content(title="T", body="<p>Nothing of the kind is said.</p>")
    save_draft(draft, content, revision=draft.revision)
    with pytest.raises(PublishingError, match="no settled place"):
        schedule(draft, timezone.now() + HOUR, by=None)


def test_what_is_changed_after_its_approval_is_read_again():
    update = in_review()
    approve(update, by=None)
    assert reopen(update, by=None) is None
    approve(update, by=person("Reviewer"))
    reopen(update, by=None)
    assert (update.status, update.approved_by) == ("in-review", None)
    schedule(update, timezone.now() + HOUR, by=None)
    reopen(update, by=None)
    assert (update.status, update.scheduled_for) == ("in-review", None)


def test_whoever_changes_it_in_review_does_not_approve_it():
    author, both = person("Author"), person("Editor", "Reviewer")
    update = make_update(public=False, created_by=author)
    submit(update, by=author)
    assert reopen(update, by=both) is None
    assert update.submitted_by == both
    with pytest.raises(NotAllowed, match="second person"):
        approve(update, by=both)
    second = person("Reviewer")
    approve(update, by=second)
    reopen(update, by=both)
    assert (update.submitted_by, update.approved_by) == (both, None)
    schedule(update, timezone.now() + HOUR, by=None)
    reopen(update, by=second)
    with pytest.raises(NotAllowed, match="second person"):
        approve(update, by=second)
    reopen(update, by=None)
    assert update.submitted_by == second


def test_of_two_who_publish_it_the_second_is_refused():
    first = make_update(public=False)
    second = Update.objects.get()
    publish(first)
    with pytest.raises(PublishingError, match="published already"):
        publish(second)
    assert Event.objects.filter(kind="updated").count() == 1
    article = make_article()
    with pytest.raises(PublishingError, match="published already"):
        publish(article)


def test_what_was_deleted_meanwhile_is_refused_in_words():
    update = make_update(public=False)
    Update.objects.all().delete()
    for step in (publish, submit):
        with pytest.raises(PublishingError, match="not there any more"):
            step(update, by=None)


def test_a_withdrawn_article_is_published_again_with_its_text():
    article = make_article()
    live = article.live
    open_draft(article)
    withdraw(article, reason="Not ours to print.")
    publish(article, by=person("Publisher"), reason="It is: the licence came.")
    article.refresh_from_db()
    assert (article.status, article.live, article.withdrawn_reason) == ("published", live, "")
    event = Event.objects.order_by("id").last()
    assert (event.kind, event.version, event.reason) == (
        "article-published",
        live,
        "It is: the licence came.",
    )
    assert event in Event.objects.published()
    with pytest.raises(PublishingError, match="not withdrawn"):
        publish_again(article)
    withdraw(article, reason="Again.")
    draft = changed_draft(article)
    publish(article)
    article.refresh_from_db()
    assert (article.status, article.live) == ("published", draft)


def test_a_version_of_a_withdrawn_article_goes_with_it():
    article = make_article()
    draft = changed_draft(article)
    schedule(draft, timezone.now() + HOUR, by=None)
    withdraw(article, reason="Wrong.")
    (due,) = publish_due(timezone.now() + 2 * HOUR)
    assert "as a whole" in due.refusal
    article.refresh_from_db()
    assert (article.status, article.live == draft) == ("withdrawn", False)


def test_a_draft_that_says_what_readers_have_is_offered_to_nobody():
    publisher = person("Publisher")
    article = make_article()
    draft = open_draft(article)
    assert open_steps(draft, publisher) == []
    for step in (submit, lambda draft, by: schedule(draft, timezone.now() + HOUR, by=by)):
        with pytest.raises(PublishingError, match="Nothing was changed"):
            step(draft, by=publisher)
    draft = changed_draft(article)
    assert open_steps(draft, publisher) == [Step.SUBMIT, Step.SCHEDULE, Step.PUBLISH]


def test_a_verdict_waits_for_a_second_person_where_the_site_asks_for_one(settings):
    settings.SECOND_PERSON_FOR_VERDICTS = True
    editor, reviewer = person("Editor"), person("Reviewer")
    claim = make_annotation()
    waiting = assess(claim, claim.article.live, make_judgement("came-true"), by=editor)
    claim.refresh_from_db()
    assert (claim.verdict, list(claim.assessments.published())) == ("", [])
    with pytest.raises(NotAllowed):
        approve_assessment(waiting, by=editor)
    approve_assessment(waiting, by=reviewer)
    claim.refresh_from_db()
    assert claim.verdict == "came-true"
    event = Event.objects.get(kind="assessed")
    assert (event.by, event.assessment.approved_by) == (editor, reviewer)
    with pytest.raises(PublishingError, match="does not wait"):
        approve_assessment(waiting, by=reviewer)


def test_nobody_approves_her_own_verdict(settings):
    settings.SECOND_PERSON_FOR_VERDICTS = True
    both = person("Editor", "Reviewer")
    claim = make_annotation()
    waiting = assess(claim, claim.article.live, make_judgement(), by=both)
    with pytest.raises(NotAllowed, match="second person"):
        approve_assessment(waiting, by=both)


def test_a_declined_verdict_is_gone_and_told_in_the_record(settings):
    settings.SECOND_PERSON_FOR_VERDICTS = True
    claim = make_annotation()
    waiting = assess(claim, claim.article.live, make_judgement(), by=person("Editor"))
    decline_assessment(waiting, reason="One source is not enough.", by=person("Reviewer"))
    assert not Assessment.objects.exists()
    event = Event.objects.get(kind="sent-back")
    assert (event.reason, event.before["verdict"]) == ("One source is not enough.", "came-true")


def test_a_verdict_of_another_scale_does_not_come_to_count(settings):
    settings.SECOND_PERSON_FOR_VERDICTS = True
    claim, reviewer = make_annotation(kind="fact"), person("Reviewer")
    judgement = make_judgement("accurate")
    waiting = assess(claim, claim.article.live, judgement, by=person("Editor"))
    Annotation.objects.update(kind="forecast", **MEASURED)
    with pytest.raises(PublishingError, match="is judged as"):
        approve_assessment(waiting, by=reviewer)
    Annotation.objects.update(kind="note", **dict.fromkeys(MEASURED, "") | {"deadline": None})
    with pytest.raises(PublishingError, match="judges nothing"):
        approve_assessment(waiting, by=reviewer)
    claim.refresh_from_db()
    assert claim.verdict == ""


def test_an_open_claim_always_has_a_day_to_look_again():
    today = timezone.localdate()
    claim = make_annotation(deadline=today + timedelta(days=9), deadline_precision="day")
    assert claim.look_again_on == today + timedelta(days=9)
    make_assessment(claim, "pending", assessed_on=today)
    look_over(claim, by=None, note="No news.", next_on=today + timedelta(days=30))
    assert claim.look_again_on == today + timedelta(days=30)
    event = Event.objects.get(kind="checked")
    assert (event.reason, event.after) == (
        "No news.",
        {"look_again_on": claim.look_again_on.isoformat()},
    )
    make_assessment(claim, "came-true", assessed_on=today)
    claim.refresh_from_db()
    assert claim.look_again_on is None


def test_a_claim_that_is_judged_was_looked_at():
    today = timezone.localdate()
    claim = make_annotation()
    for verdict, again in (("pending", True), ("came-true", False), ("overtaken", False)):
        Annotation.objects.filter(pk=claim.pk).update(look_again_on=today - timedelta(days=9))
        claim.refresh_from_db()
        make_assessment(claim, verdict, assessed_on=today)
        claim.refresh_from_db()
        assert (claim.look_again_on is not None, claim.is_overdue) == (again, False)


def test_a_deadline_that_is_known_as_a_year_is_its_last_day(settings):
    settings.LOOK_AGAIN_AFTER_DAYS = 10_000
    claim = make_annotation(deadline=date(2031, 1, 1), deadline_precision="year")
    assert claim.look_again_on == date(2031, 12, 31)


def test_looking_again_is_due_on_a_day_to_come():
    with pytest.raises(PublishingError, match="a day to come"):
        look_over(make_annotation(), by=None, next_on=timezone.localdate())


def test_a_published_version_of_the_same_article_leaves_no_schedule_behind():
    article = make_article()
    draft = make_version(article, title="Another")
    schedule(draft, timezone.now() + HOUR, by=None)
    publish_due(timezone.now() + 2 * HOUR)
    draft.refresh_from_db()
    assert (draft.status, draft.scheduled_for) == ("published", None)
