"""Warnings put aside: with a reason, by who may, and until what was looked at is changed."""

import pytest
from django.db import IntegrityError, transaction

from briefs.models import Article, QualityDismissal
from briefs.models.quality import Check
from briefs.quality import DismissalRefused, Finding, dismiss, report_on, undo_dismissal
from briefs.rights import NotAllowed
from briefs.versioning import Content, open_draft, save_draft
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_organisation,
    make_source,
    make_update,
)
from tests.test_workflow import person

pytestmark = pytest.mark.django_db


def warning(thing, check: Check) -> Finding | None:
    version = thing.versions.first() if isinstance(thing, Article) else None
    found = [each for each in report_on(thing, version).warnings if each.check is check]
    return found[0] if found else None


def link_article():
    return make_article(body='<p>Read <a href="https://example.org/">here</a> now.</p>')


@pytest.mark.parametrize(
    ("make", "check"),
    [
        (link_article, Check.LINK_SAYS_NOTHING),
        (lambda: make_annotation().article, Check.CLAIM_WITHOUT_TOPIC),
        (lambda: make_update(verified=False), Check.UNVERIFIED),
        (
            lambda: make_organisation(seat="Riverton", seat_verified=False),
            Check.UNVERIFIED,
        ),
        (lambda: make_membership(verified=False).organisation, Check.UNVERIFIED),
    ],
)
def test_a_dismissed_warning_is_kept_with_who_and_why_and_can_be_taken_up(make, check):
    thing, editor = make(), person("Editor")
    found = warning(thing, check)
    dismissal = dismiss(found, reason=" It is so. ", by=editor)
    assert (dismissal.reason, dismissal.by, dismissal.message) == (
        "It is so.",
        editor,
        found.message,
    )
    version = thing.versions.first() if isinstance(thing, Article) else None
    (put_aside,) = report_on(thing, version).dismissed
    assert (put_aside.finding, put_aside.dismissal) == (found, dismissal)
    assert warning(thing, check) is None
    undo_dismissal(dismissal, by=editor)
    assert warning(thing, check) == found


def test_a_changed_thing_raises_the_warning_anew():
    claim = make_annotation()
    make_assessment(claim, source=make_source(weak=True))
    dismiss(warning(claim.article, Check.WEAK_SOURCES_ALONE), reason="Only one.", by=None)
    assert warning(claim.article, Check.WEAK_SOURCES_ALONE) is None
    make_assessment(claim, source=make_source(weak=True))
    assert warning(claim.article, Check.WEAK_SOURCES_ALONE) is not None


def test_it_outlives_a_new_version_with_the_same_words_and_not_other_words():
    article = link_article()
    dismiss(warning(article, Check.LINK_SAYS_NOTHING), reason="As printed.", by=None)
    draft = open_draft(article)
    for words, raised in (("Read", False), ("See", True)):
        body = f'<p>First.</p><p>{words} <a href="https://example.org/">here</a> now.</p>'
        draft = save_draft(draft, Content(title="A", body=body), revision=draft.revision)
        assert (warning(article, Check.LINK_SAYS_NOTHING) is not None) is raised


def test_no_reason_no_right_and_errors_are_refused():
    article = make_annotation(criterion="", public=False).article
    found = warning(article, Check.CLAIM_WITHOUT_TOPIC)
    with pytest.raises(DismissalRefused, match="Say why"):
        dismiss(found, reason=" ", by=None)
    with pytest.raises(NotAllowed):
        dismiss(found, reason="x", by=person("Reviewer"))
    (error,) = report_on(article, article.versions.first()).apart
    with pytest.raises(DismissalRefused, match="put right"):
        dismiss(error, reason="x", by=None)
    dismissal = dismiss(found, reason="x", by=None)
    with pytest.raises(NotAllowed):
        undo_dismissal(dismissal, by=person("Publisher"))
    assert QualityDismissal.objects.get() == dismissal


def test_an_author_dismisses_in_a_draft_of_her_own_alone():
    author = person("Author")
    own = make_annotation(public=False, created_by=author)
    others = make_annotation(public=False)
    dismiss(warning(own.article, Check.CLAIM_WITHOUT_TOPIC), reason="x", by=author)
    with pytest.raises(NotAllowed):
        dismiss(warning(others.article, Check.CLAIM_WITHOUT_TOPIC), reason="x", by=author)


def test_of_two_the_first_ones_reason_stands():
    found = warning(make_update(verified=False), Check.UNVERIFIED)
    assert dismiss(found, reason="One.", by=None) == dismiss(found, reason="Two.", by=None)
    assert QualityDismissal.objects.get().reason == "One."


def dismissal(**fields):
    known = {"code": "unverified", "fingerprint": "0" * 64, "message": "m", "reason": "r"}
    return QualityDismissal.objects.create(**{**known, "update": make_update(), **fields})


@pytest.mark.parametrize(
    "wrong", [{"code": "update-without-source"}, {"reason": ""}, {"update": None}]
)
def test_what_the_database_refuses(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        dismissal(**wrong)
    kept = dismissal()
    with pytest.raises(IntegrityError), transaction.atomic():
        dismissal(update=kept.update)
