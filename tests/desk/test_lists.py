"""What stands on which list of the desk, for whom, and in which order."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.utils import timezone

from briefs.assessing import assess, look_over
from briefs.desk import rows as desk_rows
from briefs.desk.lists import LISTS, in_words
from briefs.desk.rows import COUNTED, Desk
from briefs.models import Anchor, Annotation, Citation
from briefs.publishing import withdraw
from briefs.versioning import Content, open_draft, save_draft
from briefs.workflow import approve, schedule, submit
from tests.days import in_days
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_judgement,
    make_membership,
    make_organisation,
    make_source,
    make_state,
    make_update,
    make_watch,
)

pytestmark = pytest.mark.django_db


def person(name: str, *roles: str) -> User:
    made = User.objects.create_user(name, is_staff=True)
    made.groups.set(Group.objects.filter(name__in=roles))
    return made


@pytest.fixture
def editor():
    return User.objects.create_superuser("anna")


def found(name: str, editor: User, **whose) -> list[str]:
    """The words of the rows of a list, in their order."""
    rows, count = LISTS[name].look(Desk(editor, timezone.localdate(), **whose), 0, 50)
    assert count == len(rows)
    return [row.label for row in rows]


def claim(summary: str, due: date | None = None, **fields) -> Annotation:
    """Due on a day, whatever its verdict."""
    verdict = fields.pop("verdict", "")
    made = make_annotation(summary=summary, **fields)
    if verdict:
        make_assessment(made, verdict)
    if due:
        Annotation.objects.filter(pk=made.pk).update(look_again_on=due)
    made.refresh_from_db()
    return made


def test_claims_are_overdue_before_today_and_due_for_two_weeks(editor):
    for number in (1, 15, -1, 0, -400, 14):
        claim(f"in {number}", in_days(number))
    claim("a note", in_days(-1), kind="note")
    claim("settled, and to be looked at", in_days(-2), verdict="came-true")
    claim("a draft", in_days(-1), public=False)
    withdraw(claim("withdrawn", in_days(-1)), reason="Wrong.")
    withdraw(claim("of a withdrawn article", in_days(-1)).article, reason="Wrong.")
    assert found("overdue", editor) == ["in -400", "settled, and to be looked at", "in -1"]
    assert found("due", editor) == ["in 0", "in 1", "in 14"]


def test_never_looked_at_is_what_nobody_judged_or_checked(editor, settings):
    claim("later", in_days(40))
    claim("sooner", in_days(-40))
    claim("judged", verdict="pending")
    look_over(claim("checked"), by=editor)
    settings.SECOND_PERSON_FOR_VERDICTS = True
    waiting = claim("a verdict waits", in_days(60))
    assess(waiting, waiting.article.live, make_judgement(), by=editor)
    assert found("never", editor) == ["sooner", "later", "a verdict waits"]


@pytest.mark.parametrize(
    ("deadline", "precision", "passed"),
    [
        (date(2026, 11, 25), "day", True),
        (date(2026, 11, 26), "day", False),
        (date(2026, 11, 25), "not-later-than", True),
        (date(2026, 10, 1), "month", True),
        (date(2026, 11, 1), "month", False),
        (date(2025, 1, 1), "year", True),
        (date(2026, 1, 1), "year", False),
    ],
)
def test_a_deadline_has_passed_when_all_that_it_can_be_has(editor, deadline, precision, passed):
    claim("foreseen", deadline=deadline, deadline_precision=precision)
    desk = Desk(editor, date(2026, 11, 26))
    assert len(LISTS["deadlines"].find(desk)) == passed


def test_a_settled_forecast_has_no_deadline_to_watch(editor):
    past = {"deadline": in_days(-1), "deadline_precision": "day"}
    claim("open", verdict="pending", **past)
    claim("settled", verdict="came-true", **past)
    assert found("deadlines", editor) == ["open"]


def test_anchors_wait_in_drafts(editor):
    edited = claim("edited")
    draft = open_draft(edited.article)
    body = "<p>The bloc will admit India this year. It rarely meets.</p>"
    save_draft(draft, Content(title="T", body=body), revision=draft.revision)
    assert Anchor.objects.undecided().count() == 1
    rows, _ = LISTS["anchors"].look(Desk(editor, timezone.localdate()), 0, 10)
    assert [(row.label, row.path, row.details) for row in rows] == [
        ("edited", f"/admin/briefs/version/{draft.pk}/gate/", ["its own words changed", "T"])
    ]


def test_unverified_is_what_readers_see_marked_so(editor):
    make_assessment(claim("judged on little"), verified=False)
    better = claim("judged better since")
    make_assessment(better, "pending", verified=False, assessed_on=date(2020, 1, 1))
    make_assessment(better, verified=True)
    make_assessment(claim("a draft", public=False), verified=False)
    body = make_organisation(name="The bloc")
    make_membership(organisation=body, state=make_state(name="India"), verified=False)
    body.milestones.create(
        happened_on=timezone.localdate(),
        happened_on_precision="year",
        text="It grew.",
        verified=False,
    )
    make_update(headline="It joined", verified=False)
    make_update(headline="It may join", verified=False, public=False)
    make_state(name="Nowhere", note="Contested.", note_verified=False)
    make_state(name="Somewhere", note_verified=False)
    assert found("unverified", editor) == [
        "judged on little",
        "India, The bloc",
        "It grew.",
        "Nowhere",
        "It joined",
    ]
    rows, _ = LISTS["unverified"].look(Desk(editor, timezone.localdate()), 1, 2)
    assert rows[0].details == ["membership: member"]


def test_what_is_unverified_waits_where_there_is_more_than_a_list_counts(editor, monkeypatch):
    monkeypatch.setattr(desk_rows, "COUNTED", 1)
    make_assessment(claim("a draft", public=False), verified=False)
    judged = [make_assessment(claim(f"judged {n}"), verified=False) for n in (3, 2, 1)]
    make_update(headline="It joined", verified=False)
    assert found("unverified", editor) == ["judged 2", "judged 3", "It joined"]
    make_assessment(judged[0].annotation, verified=True)
    assert found("unverified", editor) == ["judged 1", "judged 2", "It joined"]


def test_weak_sources_are_those_that_something_public_cites(editor):
    weak = [make_source(title=f"Weak {n}", weak=True) for n in range(4)]
    strong = make_source()
    alone, both = claim("on a weak one alone"), claim("on both")
    make_assessment(alone, source=weak[0])
    cited = make_assessment(both, source=weak[1])
    Citation.objects.create(assessment=cited, source=strong)
    later = claim("on a better one since")
    make_assessment(later, "pending", source=weak[0], assessed_on=date(2020, 1, 1))
    make_assessment(later, source=strong)
    Citation.objects.create(update=make_update(public=False), source=weak[2])
    assert found("weak-sources", editor) == ["Weak 0", "Weak 1"]
    assert found("weak-verdicts", editor) == ["on a weak one alone"]


def test_drafts_are_the_editors_own_the_newest_first(editor):
    other = person("bert")
    make_update(public=False, headline="Mine", created_by=editor)
    make_update(public=False, headline="Another’s", created_by=other)
    make_article(public=False, title="An article", created_by=editor)
    make_watch(public=False, what="A summit", created_by=editor)
    submit(make_update(public=False, headline="Given away", created_by=editor), by=editor)
    article = make_article(created_by=editor)
    open_draft(article)
    mine = [article.live.title, "A summit", "An article", "Mine"]
    assert found("drafts", editor) == mine
    assert found("drafts", editor, unowned=True) == mine
    assert found("drafts", editor, owner=other) == ["Another’s"]


def test_in_review_what_i_may_do_comes_first(settings):
    settings.SECOND_PERSON_FOR_VERDICTS = True
    both, author = person("both", "Editor", "Reviewer"), person("author", "Author")
    own = make_update(public=False, headline="Submitted by myself")
    submit(own, by=both)
    hers = {"public": False, "created_by": author}
    submit(other := make_update(headline="Submitted by another", **hers), by=author)
    approved = make_update(headline="Approved", **hers)
    submit(approved, by=author)
    approve(approved, by=both)
    judged = claim("judged by myself")
    assess(judged, judged.article.live, make_judgement(), by=both)
    judged = claim("judged by another")
    assess(judged, judged.article.live, make_judgement(), by=person("third", "Editor"))
    rows, _ = LISTS["review"].look(Desk(both, timezone.localdate()), 0, 10)
    assert [(row.label, row.mine) for row in rows] == [
        ("Submitted by another", True),
        ("judged by another", True),
        ("Submitted by myself", False),
        ("Approved", False),
        ("judged by myself", False),
    ]
    assert rows[3].details == ["update", "approved, to be published", "for somebody else to do"]
    assert rows[0].path == f"/admin/briefs/update/{other.pk}/change/"


def test_what_was_scheduled_and_refused_stands_there(editor, time_machine):
    late, later = make_update(public=False, headline="Late"), make_update(public=False)
    for thing, hours in ((late, 1), (later, 3)):
        schedule(thing, timezone.now() + timedelta(hours=hours), by=editor)
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert found("refused", editor) == ["Late"]


def test_lists_can_be_narrowed_to_one_owner_or_none(editor):
    other = person("bert")
    for summary, owner in (("mine", editor), ("his", other), ("nobody’s", None)):
        made = claim(summary, in_days(-1), owner=owner)
        make_assessment(
            made, "pending", verified=False, source=make_source(title=summary, weak=True)
        )
        Annotation.objects.filter(pk=made.pk).update(look_again_on=in_days(-1))
    for name in ("overdue", "unverified", "weak-sources", "weak-verdicts"):
        assert sorted(found(name, editor)) == ["his", "mine", "nobody’s"]
        assert found(name, editor, owner=other) == ["his"]
        assert found(name, editor, unowned=True) == ["nobody’s"]


def test_what_a_person_may_not_see_is_not_on_her_desk():
    make_watch(public=False, what="A summit")
    submit(make_watch(public=False, what="A summit in review"), by=None)
    submit(make_update(public=False, headline="An update in review"), by=None)
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_update"))
    assert found("review", reader) == ["An update in review"]


def test_more_than_can_be_counted_is_said_in_words():
    assert [in_words(number) for number in (3, COUNTED, COUNTED + 1)] == [
        "3",
        "1,000",
        "more than 1,000",
    ]
