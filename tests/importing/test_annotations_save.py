"""Annotations of others become drafts: found by their quotations, each once, nothing guessed."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied

from briefs.anchoring import TextQuote
from briefs.importing.annotations import locating
from briefs.importing.annotations.reading import read
from briefs.importing.annotations.report import Effect
from briefs.importing.annotations.save import import_annotations
from briefs.importing.annotations.shape import Foreign, Origin, Reading, Refused
from briefs.models import Annotation, ChangeSet, FormerAddress, ImportedAnnotation
from briefs.publishing import publish_article, withdraw
from tests.factories import make_annotation, make_article, make_topic, make_version

pytestmark = pytest.mark.django_db

TEXT = "The bloc will admit India next year. It rarely meets."


@pytest.fixture
def article():
    return make_article(slug="bloc")


def foreign(number=1, exact="The bloc will admit India next year.", **fields) -> Foreign:
    quote = TextQuote(exact, fields.pop("prefix", ""), fields.pop("suffix", ""))
    defaults = {
        "origin": Origin.HYPOTHESIS,
        "id": f"hypothesis:{number}",
        "address": "http://testserver/articles/bloc/",
        "text": "It did not.",
        "author": "A Reader",
    }
    return Foreign(number=number, quote=quote, **(defaults | fields))


def imported(*entries, **options):
    return import_annotations(Reading(entries), name="a.json", **options)


def effects(*entries, **options) -> list[str]:
    return [outcome.effect for outcome in imported(*entries, **options).outcomes]


def only(*entries, **options):
    [outcome] = imported(*entries, **options).outcomes
    return outcome


def test_a_draft_is_made_with_where_it_comes_from(article):
    topic = make_topic(name="Enlargement", slug="enlargement")
    editor = User.objects.create_superuser("editor")
    outcome = only(
        foreign(
            tags=("enlargement", "doubt"),
            made_at="2024-03-02T10:11:12+00:00",
            link="https://hypothes.is/a/1",
        ),
        by=editor,
    )
    draft = Annotation.objects.get(pk=outcome.annotation.pk)
    assert (outcome.effect, draft.status, draft.kind) == ("created", "draft", "note")
    assert (draft.summary, draft.slug, draft.created_by) == ("It did not.", "it-did-not", editor)
    assert list(draft.topics.all()) == [topic]
    assert outcome.message.endswith("Tags without a topic: doubt.")
    anchor = draft.anchors.get()
    assert (anchor.version, anchor.start, anchor.end) == (article.live, 0, 36)
    row = draft.imported
    assert (row.origin, row.author, row.text) == ("hypothesis", "A Reader", "It did not.")
    assert row.made_at == datetime(2024, 3, 2, 10, 11, 12, tzinfo=UTC)
    assert (row.link, row.tags) == ("https://hypothes.is/a/1", ["enlargement", "doubt"])
    assert ChangeSet.objects.filter(
        by=editor, reason="Imported from a.json.", origin="import_annotations"
    ).exists()


def test_readers_see_nothing_of_it(client, article):
    imported(foreign(text="zzsecretzz"))
    for page in ("/articles/bloc/", "/articles/bloc/annotations/", "/claims/", "/search/?q=did"):
        assert "zzsecretzz" not in client.get(page).content.decode()


def test_nothing_is_imported_twice(article):
    assert effects(foreign(1), foreign(2, "It rarely meets.")) == ["created", "created"]
    assert effects(foreign(1), foreign(2, "It rarely meets.")) == ["unchanged", "unchanged"]
    assert (Annotation.objects.count(), ImportedAnnotation.objects.count()) == (2, 2)


def test_nothing_is_imported_twice_from_one_file(article):
    assert effects(foreign(1), foreign(1, "It rarely meets.")) == ["created", "unchanged"]


def test_an_edited_draft_is_left_alone(article):
    draft = only(foreign()).annotation
    Annotation.objects.filter(pk=draft.pk).update(summary="In the editors’ words.")
    outcome = only(foreign(text="It did, after all."))
    assert outcome.effect == "unchanged"
    assert "changed there since" in outcome.message
    draft.refresh_from_db()
    assert draft.summary == "In the editors’ words."


def test_a_deleted_draft_is_not_made_again(article):
    only(foreign()).annotation.delete()
    outcome = only(foreign())
    assert (outcome.effect, outcome.annotation) == ("unchanged", None)
    assert "deleted" in outcome.message
    assert Annotation.objects.count() == 0


def test_a_dry_run_writes_nothing_and_says_the_same(article):
    before = ChangeSet.objects.count()
    report = imported(foreign(), foreign(1), dry_run=True)
    assert ([o.effect for o in report.outcomes], report.saved) == (["created", "unchanged"], False)
    assert (Annotation.objects.count(), ChangeSet.objects.count()) == (0, before)
    assert effects(foreign(), foreign(1)) == ["created", "unchanged"]


# Where it belongs ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "http://testserver/articles/bloc/",
        "https://testserver/articles/bloc/?as_of=2017-06-10#claim-3",
        "http://testserver:8000/articles/bloc",
        "http://TESTSERVER/articles/bloc/",
        "http://testserver/articles/bloc/versions/1/",
        "http://testserver/articles/bloc/versions/1/text",
        "http://testserver/articles/old/",
        "http://testserver/articles/old/versions/1/text",
        "https://analysis.example/articles/bloc/",
        "http://asked.example/articles/bloc/",
    ],
)
def test_addresses_of_an_article(article, settings, address):
    settings.SITE_URL = "https://analysis.example"
    FormerAddress.objects.create(old_path="/articles/old/", new_path="/articles/bloc/")
    assert effects(foreign(address=address), host="asked.example:8000") == ["created"]


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://other.example/articles/bloc/", "another site"),
        ("https://testserver.other.example/articles/bloc/", "another site"),
        ("http://testserver@other.example/articles/bloc/", "another site"),
        ("http://[broken/articles/bloc/", "another site"),
        ("ftp://testserver/articles/bloc/", "another site"),
        ("http://testserver/", "no article’s"),
        ("http://testserver/claims/", "no article’s"),
        ("http://testserver/nowhere/", "no article’s"),
        ("http://testserver/articles/%00/", "no article’s"),
        ("http://testserver/articles/another/", "no article that readers see"),
        ("http://testserver/articles/draft/", "no article that readers see"),
        ("http://testserver/articles/withdrawn/", "withdrawn"),
    ],
)
def test_addresses_of_other_pages(article, address, why):
    make_article(slug="draft", public=False)
    withdraw(make_article(slug="withdrawn"), reason="Wrong.")
    outcome = only(foreign(address=address))
    assert (outcome.effect, why in outcome.message) == ("not ours", True)
    assert address in outcome.message


def test_every_host_is_none_of_ours_where_all_are_allowed(article, settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert effects(foreign(address="https://other.example/articles/bloc/")) == ["not ours"]


# Which words ---------------------------------------------------------------------------------


def place(outcome) -> tuple[int, int]:
    anchor = outcome.annotation.anchors.get()
    return anchor.start, anchor.end


@pytest.mark.parametrize(
    "exact",
    [
        "meets.\n\nNothing else",
        "meets. Nothing else",
        "meets.\nNothing else",
        " meets.\t Nothing else ",
    ],
)
def test_white_space_may_differ(article, exact):
    outcome = only(foreign(exact=exact))
    assert outcome.effect == "created"
    assert outcome.annotation.anchors.get().exact == "meets.\nNothing else"


def test_words_are_found_in_the_present_text(article):
    publish_article(
        article, make_version(article, body="<p>New.</p><p>It rarely meets. It is small.</p>")
    )
    address = "http://testserver/articles/bloc/versions/1/text"
    outcome = only(foreign(exact="It rarely meets.", address=address, start=37))
    assert place(outcome) == (5, 21)


TWICE = "<p>It rarely meets. So it is.</p><p>It rarely meets. So it is.</p>"


def test_two_places_are_not_chosen_between():
    make_article(slug="bloc", body=TWICE)
    outcome = only(foreign(exact="It rarely meets."))
    assert (outcome.effect, "2 places" in outcome.message) == ("ambiguous", True)
    assert Annotation.objects.count() == 0


def test_the_words_around_tell_two_places_apart():
    make_article(slug="bloc", body=TWICE)
    outcome = only(foreign(exact="It rarely meets.", prefix="So it is.\n", suffix=" So it is."))
    assert place(outcome) == (27, 43)


def test_a_position_tells_two_places_apart_in_our_own_plain_text_alone():
    make_article(slug="bloc", body=TWICE)
    text = "http://testserver/articles/bloc/versions/1/text"
    hinted = {"exact": "It rarely meets.", "start": 27, "origin": Origin.WEB_ANNOTATION}
    assert effects(foreign(address=text.removesuffix("text"), **hinted)) == ["ambiguous"]
    assert place(only(foreign(address=text, **hinted))) == (27, 43)


def test_a_position_of_another_text_says_nothing(article):
    text = "http://testserver/articles/bloc/versions/1/text"
    outcome = only(foreign(exact="It rarely meets.", address=text, start=3))
    assert place(outcome) == (37, 53)


def test_lost_words_are_reported_with_the_nearest(article):
    outcome = only(foreign(exact="The bloc may admit India next year."))
    assert (outcome.effect, outcome.nearest) == (
        "not found",
        "The bloc will admit India next year.",
    )
    assert Annotation.objects.count() == 0


def test_the_same_words_in_another_place_are_no_match(article):
    around = {"prefix": "Penguins swim fast in cold water. ", "suffix": " Fish fear them greatly."}
    outcome = only(foreign(exact="It rarely meets.", **around))
    assert (outcome.effect, "others stand around" in outcome.message) == ("not found", True)
    assert Annotation.objects.count() == 0


def test_lost_words_without_any_like_them(article):
    outcome = only(foreign(exact="Penguins cannot fly over mountains of glass"))
    assert (outcome.effect, outcome.nearest) == ("not found", "")


def test_near_words_are_looked_for_so_often_only(article, monkeypatch):
    monkeypatch.setattr(locating, "_MOST_NEAR", 1)
    lost = [foreign(number, "The bloc may admit India next year.") for number in (1, 2)]
    assert [bool(outcome.nearest) for outcome in imported(*lost).outcomes] == [True, False]


# What it says --------------------------------------------------------------------------------


def test_a_mere_highlight_says_its_words(article):
    assert only(foreign(text="")).annotation.summary == "The bloc will admit India next year."


def test_long_and_broken_text_becomes_one_line_of_summary(article):
    draft = only(foreign(text="First.\n\n" + "x" * 3_000)).annotation
    assert draft.summary.startswith("First. xxx")
    assert (len(draft.summary), draft.summary[-1]) == (1_000, "…")
    assert len(draft.imported.text) == 3_008


def test_markup_is_text(article, admin_client):
    draft = only(foreign(text="<script>alert(1)</script>")).annotation
    assert draft.summary == "<script>alert(1)</script>"
    html = admin_client.get(f"/admin/briefs/annotation/{draft.pk}/change/").content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize(
    ("classes", "kind"),
    [
        ((), "note"),
        (("forecast",), "forecast"),
        (("causal claim",), "causal"),
        (("rumour",), "note"),
    ],
)
def test_the_kind_is_taken_where_it_is_one_of_ours(article, classes, kind):
    assert only(foreign(classes=classes)).annotation.kind == kind


def test_what_could_not_be_read_is_in_the_report(article):
    refused = Refused(1, "x", "It is a reply.", skipped=True)
    report = imported(refused, Refused(2, "", "It is no annotation."), foreign(3))
    assert report.counts == {"created": 1, "skipped": 1, "unreadable": 1}
    first, *_, last = report.lines()
    assert first == "1. skipped: It is a reply. [x]"
    assert last == "1 created, 1 skipped, 1 unreadable"


# Who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "allowed"), [("Author", True), ("Reviewer", False)])
def test_rights_are_asked_for(article, role, allowed):
    person = User.objects.create_user("person")
    person.groups.add(Group.objects.get(name=role))
    if allowed:
        assert effects(foreign(), by=person) == ["created"]
    else:
        with pytest.raises(PermissionDenied):
            imported(foreign(), by=person)
        assert Annotation.objects.count() == 0


def test_this_site_s_own_are_known(client, article):
    claim = make_annotation(article)
    data = client.get("/articles/bloc/annotations/").content
    [outcome] = import_annotations(read(data, "a.json"), name="a.json").outcomes
    assert (outcome.effect, outcome.annotation) == (Effect.UNCHANGED, claim)
    assert Annotation.objects.count() == 1
