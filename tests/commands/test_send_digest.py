"""The digest: who is told what, once a day; and what stops it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from briefs.dates import PartialDate
from briefs.desk.assigning import assign
from briefs.models import Annotation, DigestSent
from briefs.workflow import submit
from tests.days import in_days
from tests.factories import make_annotation, make_update

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://example.org"


def person(name: str, *roles: str, **fields) -> User:
    made = User.objects.create_user(name, f"{name}@example.org", is_staff=True)
    made.groups.set(Group.objects.filter(name__in=roles or ["Author"]))
    for field, value in fields.items():
        setattr(made, field, value)
    made.save()
    return made


def due(days: int, owner: User | None = None, **fields) -> Annotation:
    claim = make_annotation(**fields)
    day = in_days(days)
    Annotation.objects.filter(pk=claim.pk).update(look_again_on=day, owner=owner)
    return claim


def send(**options) -> str:
    out = StringIO()
    call_command("send_digest", stdout=out, stderr=out, **options)
    return out.getvalue()


def test_an_editor_is_told_what_is_hers(settings):
    anna, bert = person("anna", "Editor"), person("bert", "Reviewer")
    late = due(-3, anna, summary="It will\njoin.")
    due(5, anna, summary="It will leave.")
    due(-1, bert, summary="His.")
    unowned = due(-400, summary="Nobody’s.")
    submit(make_update(public=False, headline="A draft to read"), by=anna)
    assert send() == "anna: sent.\nbert: sent.\n"
    first, second = mail.outbox
    assert (first.to, first.subject) == (
        ["anna@example.org"],
        "Living Analysis: 1 overdue, 1 due within two weeks, 1 overdue and nobody’s",
    )
    day = PartialDate(in_days(-3))
    assert first.body.startswith(
        f"Living Analysis, {PartialDate(timezone.localdate())}\n\nOverdue: 1\n\n* It will join.\n"
        f"  forecast, {late.article.live.title}, due {day}, 3 days late\n"
        f"  https://example.org/admin/desk/claims/{late.pk}/\n\nDue within two weeks: 1\n"
    )
    assert f"https://example.org/admin/desk/claims/{unowned.pk}/" in first.body
    assert first.body.endswith("\n\nThe desk: https://example.org/admin/\n")
    assert first.extra_headers == {"Auto-Submitted": "auto-generated"}
    assert "His." not in first.body
    for said, expected in (("His.", True), ("For you to review: 1", True), ("Nobody’s.", False)):
        assert (said in second.body) == expected, said


def test_what_others_assigned_since_the_last_digest_is_told(time_machine):
    anna, bert = person("anna"), person("bert", "Editor")
    for by, summary in ((bert, "Given by bert."), (None, "Given by a command.")):
        assign([make_annotation(summary=summary).pk], anna, by=by)
    own = make_annotation(summary="Taken by herself.")
    anna.groups.add(Group.objects.get(name="Editor"))
    assign([own.pk], anna, by=User.objects.get(pk=anna.pk))
    send(to="anna")
    body = mail.outbox[0].body
    assert [said in body for said in ("Assigned to you: 2", "by bert.", "herself")] == [
        True,
        True,
        False,
    ]
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert send(to="anna") == "anna: nothing is due.\n"


def test_nobody_is_told_twice_a_day(time_machine):
    due(-3, person("anna"))
    assert [send(), send()] == ["anna: sent.\n", "anna: was told today.\n"]
    assert len(mail.outbox) == 1
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert send() == "anna: sent.\n"


def test_who_has_nothing_due_or_cannot_be_told_is_not():
    person("idle")
    due(-3, person("gone", is_active=False))
    due(-3, person("reader", is_staff=False))
    due(-3, person("mailless", email=""))
    assert send() == "idle: nothing is due.\n"
    assert mail.outbox == []
    assert not DigestSent.objects.exists()


def test_a_long_list_is_told_in_part_with_the_way_to_all_of_it():
    anna = person("anna")
    for days in range(12):
        due(-1 - days, anna)
    send()
    body = mail.outbox[0].body
    assert (body.count("\n* "), "Overdue: 12" in body) == (10, True)
    assert "All of them: https://example.org/admin/desk/overdue/?owner=me\n" in body


def test_a_dry_run_sends_nothing_and_needs_no_mail_server(settings):
    settings.EMAIL_BACKEND = "sco_site.mail.NoMail"
    due(-3, person("anna"))
    out = send(dry_run=True)
    assert out.startswith("To: anna@example.org\nSubject: Living Analysis: 1 overdue\n\n")
    assert not DigestSent.objects.exists()


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("SITE_URL", "", "Set SITE_URL"),
        ("SITE_URL", "example.org", "Set SITE_URL"),
        ("EMAIL_BACKEND", "sco_site.mail.NoMail", "set EMAIL_URL"),
    ],
)
def test_a_setting_that_is_missing_is_named(settings, setting, value, said):
    setattr(settings, setting, value)
    due(-3, person("anna"))
    with pytest.raises(CommandError, match=said):
        send()
    assert not DigestSent.objects.exists()


@pytest.mark.parametrize(
    ("name", "said"), [("nobody", "no active editor “nobody”"), ("mailless", "no e-mail address")]
)
def test_a_person_who_cannot_be_told_is_named(name, said):
    person("mailless", email="")
    with pytest.raises(CommandError, match=said):
        send(to=name)


def test_what_could_not_be_sent_is_said_and_tried_again(settings):
    settings.EMAIL_BACKEND = "tests.commands.broken_mail.Backend"
    due(-3, person("anna"))
    out = StringIO()
    with pytest.raises(CommandError, match="1 of 1 digests could not be sent"):
        call_command("send_digest", stdout=out, stderr=out)
    assert "anna: it could not be sent: the server hung up" in out.getvalue()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send() == "anna: sent.\n"
