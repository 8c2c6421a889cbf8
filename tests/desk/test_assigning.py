"""Who looks after a claim: given, taken back, and recorded for editors alone."""

import pytest
from django.contrib.auth.models import Group, User

from briefs.desk.assigning import assign, give_back
from briefs.models import Annotation, Event
from briefs.publishing import PublishingError
from briefs.rights import NotAllowed
from tests.factories import make_annotation

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    made = User.objects.create_user("anna", is_staff=True)
    made.groups.add(Group.objects.get(name="Editor"))
    return made


@pytest.fixture
def other():
    return User.objects.create_user("bert", is_staff=True)


def owners() -> list[str | None]:
    return list(Annotation.objects.order_by("pk").values_list("owner__username", flat=True))


def test_each_claim_that_changes_hands_has_its_event(editor, other):
    first, second = make_annotation(), make_annotation(owner=other)
    assert assign([first.pk, second.pk], other, by=editor) == {first.pk: None}
    assert assign([second.pk], None, by=editor) == {second.pk: other.pk}
    assert owners() == ["bert", None]
    events = Event.objects.filter(kind="assigned").order_by("pk")
    assert [(event.annotation, event.before, event.after, event.by) for event in events] == [
        (first, {}, {"owner": "bert"}, editor),
        (second, {"owner": "bert"}, {}, editor),
    ]
    assert not Event.objects.published().filter(kind="assigned").exists()


def test_what_was_assigned_is_given_back_to_each(editor, other):
    first, second = make_annotation(), make_annotation(owner=other)
    before = assign([first.pk, second.pk], editor, by=editor)
    assert owners() == ["anna", "anna"]
    give_back(before, by=editor)
    assert owners() == [None, "bert"]


@pytest.mark.parametrize("flag", ["is_active", "is_staff"])
def test_only_who_works_here_can_look_after_something(editor, other, flag):
    setattr(other, flag, False)
    other.save()
    with pytest.raises(PublishingError, match="“bert” is no editor"):
        assign([make_annotation().pk], other, by=editor)


def test_assigning_needs_the_right_to_change_and_is_all_or_nothing(other):
    author = User.objects.create_user("carl", is_staff=True)
    author.groups.add(Group.objects.get(name="Author"))
    own = make_annotation(public=False, created_by=author)
    public = make_annotation()
    with pytest.raises(NotAllowed):
        assign([own.pk, public.pk], author, by=author)
    assert owners() == [None, None]
    assign([own.pk], author, by=author)
    assert owners() == ["carl", None]
