from datetime import date

import pytest

from briefs.asserting.noting import due
from briefs.importing.readers import received_text
from briefs.importing.save import save_draft
from briefs.importing.seeds.plan import Action
from briefs.importing.seeds.present import fingerprint
from briefs.importing.seeds.problems import SeedError
from briefs.models import (
    Annotation,
    Article,
    Assertion,
    Citation,
    Event,
    Membership,
    Milestone,
    Organisation,
    Person,
    Reference,
    SeedEntry,
    Source,
    State,
    Topic,
    Update,
    Version,
    Watch,
)
from briefs.publishing import withdraw

pytestmark = pytest.mark.django_db

ARTICLE = "articles/decline/article.yaml"
BODY = "organisations/body.yaml"
CLAIMS = "articles/decline/claims.yaml"
MEMBERSHIPS = "memberships/body.yaml"


def actions(report) -> dict[str, dict[str, int]]:
    """Counts of a report, without what is unchanged."""
    told = {
        noun: {action.value: n for action, n in counts.items() if action is not Action.LEAVE}
        for noun, counts in report.counts.items()
    }
    return {noun: counts for noun, counts in told.items() if counts}


def refused(seeds) -> list[str]:
    """What a load is refused for; nothing may be written then."""
    before = (Event.objects.count(), SeedEntry.objects.count(), Source.objects.count())
    with pytest.raises(SeedError) as caught:
        seeds.load()
    assert (Event.objects.count(), SeedEntry.objects.count(), Source.objects.count()) == before
    return [str(problem) for problem in caught.value.problems]


def latest_event() -> Event:
    return Event.objects.order_by("-id")[0]


def test_the_first_load_writes_and_the_second_does_not(seeds):
    assert actions(seeds.load()) == {
        "topics": {"created": 1},
        "sources": {"created": 2},
        "states": {"created": 2},
        "organisations": {"created": 2},
        "people": {"created": 1},
        "memberships": {"created": 2},
        "articles": {"created": 1},
        "references": {"created": 1},
        "claims": {"created": 2},
        "notes": {"created": 1},
        "assessments": {"created": 2},
        "updates": {"created": 1},
        "watches": {"created": 1},
    }
    events = Event.objects.count()
    report = seeds.load()
    assert (actions(report), report.changed, Event.objects.count()) == ({}, 0, events)


def test_rows_are_as_the_entries_say(seeds):
    seeds.load()
    body = Organisation.objects.get(slug="body")
    assert (body.name, str(body.founded), body.seat_state.name, body.predecessor.successor) == (
        "The Body",
        "15 June 2001",
        "India",
        body,
    )
    assert list(body.citations.values_list("source__title", "supports", "position")) == [
        ("One", "", 1),
        ("[Two]", "the seat", 2),
    ]
    claim = Annotation.objects.get(slug="will-admit-india")
    anchor = claim.anchors.get()
    assert (anchor.exact, claim.verdict, str(claim.due)) == (
        "will admit India next year",
        "came-true-late",
        "2015",
    )
    assert list(claim.topics.names()) == ["Enlargement"]
    assert [str(state) for state in claim.states.all()] == ["India"]
    note = Annotation.objects.get(slug="which-year")
    assert (note.kind, note.concerns, note.verdict) == ("note", claim, "")
    article = Article.objects.get()
    assert (article.live.text[anchor.start : anchor.end], article.byline) == (
        anchor.exact,
        "By Ann Author for ISN",
    )
    mentions = article.mentions.order_by("id")
    assert list(mentions.values_list("organisation__slug", "state", "words", "indirect")) == [
        ("body", None, "The body", False),
        (None, State.objects.get(iso_a3="IND").pk, "India", False),
        ("forerunner", None, "it", True),
    ]
    assert list(article.references.values_list("number", "words", "state", "fit", "url")) == [
        (1, "six", "replaced", "same-topic", ""),
        (2, "cannot", "live", "", "https://example.org/more"),
    ]


def test_everything_published_is_in_the_record_in_order(seeds):
    seeds.load()
    assert list(Event.objects.order_by("id").values_list("kind", "headline")) == [
        ("organisation-published", "The Body"),
        ("organisation-published", "The Forerunner"),
        ("membership-recorded", "India: observer, The Body"),
        ("membership-recorded", "India: member, The Body"),
        ("article-published", "A Body in Decline?"),
        ("assessed", "India is to join in a year."),
        ("assessed", "India is to join in a year."),
        ("claim-published", "India is to join in a year."),
        ("claim-published", "It does not meet often."),
        ("claim-published", "That is 2015."),
        ("updated", "India joins"),
        ("watch-opened", "The next summit"),
    ]


def test_a_dry_run_writes_nothing(seeds):
    report = seeds.load(dry_run=True)
    assert report.changed == 19
    assert (Event.objects.count(), SeedEntry.objects.count(), Source.objects.count()) == (0, 0, 0)


def test_what_has_errors_is_one_clear_error(seeds):
    seeds.change(
        "articles/decline/claims.yaml",
        "        rationale: It joined in 2017.\n        sources:\n          - https://example.org/one\n",
        "        rationale: It joined in 2017.\n",
    )
    (problem,) = refused(seeds)
    assert problem.startswith(
        "articles/decline/claims.yaml, line 3: claim will-admit-india: status: "
    )
    assert "cites no source" in problem
    assert not Article.objects.exists()


def test_drafts_are_loaded_and_not_published(seeds):
    seeds.change("watches/watches.yaml", "    what", "    status: draft\n    what")
    seeds.load()
    assert (Watch.objects.get().status, Event.objects.filter(watch__isnull=False).count()) == (
        "draft",
        0,
    )
    seeds.change("watches/watches.yaml", "    status: draft\n", "")
    assert actions(seeds.load()) == {"watches": {"updated": 1}}
    assert (Watch.objects.get().status, latest_event().kind) == ("published", "watch-opened")
    seeds.change("watches/watches.yaml", "    what", "    status: draft\n    what")
    assert refused(seeds) == [
        "watches/watches.yaml, line 3: watch next-summit: status: "
        "it is published already; withdraw it in the admin"
    ]


def test_a_changed_entry_is_a_correction_with_its_reason(seeds):
    seeds.load()
    seeds.change(BODY, "summary: A body.", "summary: A small body.\nreason: It is small.")
    seeds.change(BODY, "  - https://example.org/one\n", "")
    assert actions(seeds.load()) == {"organisations": {"updated": 1}}
    body = Organisation.objects.get(slug="body")
    assert (body.summary, body.citations.get().source.title) == ("A small body.", "[Two]")
    event = latest_event()
    assert (event.kind, event.reason, event.organisation) == ("corrected", "It is small.", body)
    assert (event.before, event.after) == (
        {
            "summary": "A body.",
            "sources": "https://example.org/one; https://example.org/two, the seat",
        },
        {"summary": "A small body.", "sources": "https://example.org/two, the seat"},
    )
    assert actions(seeds.load()) == {}


def test_a_membership_that_ends_is_a_change_of_its_last_day(seeds):
    seeds.load()
    seeds.change(MEMBERSHIPS, "start: 2017-06-09", "start: 2017-06-09\n    end: 2020-01-31")
    assert actions(seeds.load()) == {"memberships": {"updated": 1}}
    event = latest_event()
    assert (event.kind, event.before, event.after, event.happened_on) == (
        "membership-changed",
        {"end": ""},
        {"end": "2020-01-31"},
        date(2020, 1, 31),
    )


def test_what_readers_see_of_a_membership_beside_its_dates_is_a_correction(seeds):
    seeds.load()
    seeds.change(MEMBERSHIPS, "    verified: false\n", "    verified: false\n    note: Seen.\n")
    seeds.load()
    event = latest_event()
    assert (event.kind, event.after, event.reason) == (
        "corrected",
        {"note": "Seen."},
        "Corrected in the editors’ files.",
    )


def test_lists_parts_and_places_follow_the_entry(seeds):
    seeds.load()
    seeds.change(CLAIMS, "topics: [enlargement]", "topics: []")
    seeds.change(CLAIMS, "suffix: ', and'", "suffix: ' the press'")
    meets = "  - date: 2018-02\n    text: It meets.\n"
    seeds.change(BODY, "    text: India joins.\n", f"    text: India joins.\n{meets}")
    seeds.change(ARTICLE, "[The body]", "[the body]")
    seeds.change("states/states.yaml", "name: Norway", "name: Norway\n    successors: [IND]")
    assert actions(seeds.load()) == {
        "states": {"updated": 1},
        "organisations": {"updated": 1},
        "articles": {"updated": 1},
        "claims": {"updated": 2},
    }
    moved = Annotation.objects.get(slug="rarely-meets").anchors.get()
    assert moved.version.text[moved.start :].startswith("It rarely meets the press")
    assert list(Annotation.objects.get(slug="will-admit-india").topics.all()) == []
    assert [str(milestone) for milestone in Milestone.objects.all()] == [
        "2017: India joins.",
        "February 2018: It meets.",
    ]
    assert actions(seeds.load()) == {}


SAYS_MEMBER = """\
    assertions:
      - state: IND
        organisation: body
        date: 2018
    assessments:
"""


def test_what_a_claim_asserts_follows_the_entry_and_its_first_outcome_is_seen(seeds):
    seeds.load()
    seeds.change(CLAIMS, "    assessments:\n", SAYS_MEMBER)
    assert actions(seeds.load()) == {"claims": {"updated": 1}}
    one = Assertion.objects.get()
    assert (one.annotation.slug, one.role, one.negated, one.said_on.iso) == (
        "will-admit-india",
        "member",
        False,
        "2018",
    )
    assert one.seen_outcome == "undecided"  # the row is marked as unverified
    assert due() == {}
    event = Event.objects.corrections().first()
    assert event.reason == "Corrected in the editors’ files."
    assert set(event.after) == {"assertions"}
    assert actions(seeds.load()) == {}
    assert Assertion.objects.get() == one
    all_members = "members_of: forerunner\n        except: [NOR]"
    seeds.change(CLAIMS, "state: IND\n        org", f"{all_members}\n        org")
    assert actions(seeds.load()) == {"claims": {"updated": 1}}
    one = Assertion.objects.get()
    assert (one.state, one.members_of.slug, one.excepted) == (None, "forerunner", ["NOR"])
    assert one.seen_outcome == "undecided"


def test_claims_loaded_before_they_could_assert_anything_are_not_taken_for_edited():
    content = {"slug": "a-claim", "assertions": []}
    assert fingerprint(content) == fingerprint({"slug": "a-claim"})
    assert fingerprint(content | {"assertions": [{}]}) != fingerprint(content)


def test_a_new_assessment_below_the_last_is_added(seeds):
    seeds.load()
    seeds.change(
        CLAIMS,
        "        rationale: It joined in 2017.\n",
        "        rationale: It joined in 2017.\n"
        "      - assessed_on: 2027-01-01\n        verdict: came-true\n"
        "        confidence: high\n        rationale: Looked at again.\n",
    )
    assert refused(seeds) == [
        "articles/decline/claims.yaml, line 17: assessment will-admit-india 2026-11-23: sources: "
        "differs from the assessment that was recorded, and those are never edited; "
        "add a new one below it"
    ]
    seeds.change(
        CLAIMS,
        "      - assessed_on: 2027-01-01\n        verdict: came-true\n"
        "        confidence: high\n        rationale: Looked at again.\n"
        "        sources:\n          - https://example.org/one\n",
        "        sources:\n          - https://example.org/one\n"
        "      - assessed_on: 2027-01-01\n        verdict: came-true\n"
        "        confidence: high\n        rationale: Looked at again.\n",
    )
    assert actions(seeds.load()) == {"assessments": {"created": 1}}
    assert Annotation.objects.get(slug="will-admit-india").verdict == "came-true"
    assert (latest_event().before, latest_event().after) == (
        {"verdict": "came-true-late"},
        {"verdict": "came-true", "confidence": "high"},
    )


def edit_column() -> None:
    Organisation.objects.filter(slug="body").update(summary="An editor’s words.")


def edit_slug() -> None:
    Organisation.objects.filter(slug="body").update(slug="the-body")


def edit_part() -> None:
    Milestone.objects.get().delete()


def edit_sources() -> None:
    body = Organisation.objects.get(slug="body")
    Citation.objects.filter(organisation=body, position=1).update(supports="all of it")


def take_back() -> None:
    withdraw(Organisation.objects.get(slug="body"), reason="It was wrong.")


@pytest.mark.parametrize("edit", [edit_column, edit_slug, edit_part, edit_sources, take_back])
def test_what_an_editor_changed_is_left_alone(seeds, edit):
    seeds.load()
    edit()
    seeds.change(BODY, "name: The Body", "name: The Other Body")
    events = Event.objects.count()
    report = seeds.load()
    assert (actions(report), report.kept) == (
        {"organisations": {"kept as edited": 1}},
        ("organisation body: it was edited",),
    )
    assert Organisation.objects.get(successor=None).name == "The Body"
    assert Event.objects.count() == events


def test_an_edit_the_seeds_have_caught_up_with_is_theirs_again(seeds):
    seeds.load()
    edit_column()
    seeds.change(BODY, "summary: A body.", "summary: An editor’s words.")
    assert actions(seeds.load()) == {}
    seeds.change(BODY, "summary: An editor’s words.", "summary: Better words.")
    assert actions(seeds.load()) == {"organisations": {"updated": 1}}


def test_what_an_editor_deleted_does_not_come_back(seeds):
    seeds.load()
    Topic.objects.all().delete()
    Reference.objects.filter(number=1).delete()
    report = seeds.load()
    assert report.kept == (
        "topic enlargement: it was deleted",
        "article decline: it was edited",
        "reference decline 1: it was deleted",
        "claim will-admit-india: it was edited",
        "update india-joins: it was edited",
    )
    seeds.change("updates/2017.yaml", "  - slug: india-joins", "  - slug: india-joined")
    assert refused(seeds) == [
        "updates/2017.yaml, line 10: update india-joined: topics: "
        "topic “enlargement” was deleted since"
    ]


def test_rows_that_were_there_before_are_left_alone(seeds):
    Topic.objects.create(slug="enlargement", name="Growth")
    Source.objects.create(
        url="https://example.org/one",
        title="One",
        publisher="Example",
        dated_on=date(2017, 6, 1),
        dated_on_precision="month",
    )
    report = seeds.load()
    assert report.kept == ("topic enlargement: it was there before, not from the seeds",)
    assert report.counts["sources"] == {Action.LEAVE: 1, Action.CREATE: 1}


def test_what_is_no_longer_in_the_files_stays(seeds):
    seeds.load()
    (seeds.folder / "updates/2017.yaml").unlink()
    report = seeds.load()
    assert (report.changed, report.orphans) == (0, ("update india-joins",))
    assert Update.objects.published().count() == 1


def test_an_article_imported_before_from_the_same_file_is_completed(seeds):
    data = (seeds.folder / "articles/decline/received.txt").read_bytes()
    draft = received_text.read(data, "received.txt")
    save_draft(draft, data, name="received.txt", slug="decline")
    report = seeds.load()
    assert report.kept == ("person ann-author: it was there before, not from the seeds",)
    article = Article.objects.get()
    assert (article.status, [person.slug for person in article.authors.all()]) == (
        "published",
        ["ann-author"],
    )
    assert actions(seeds.load()) == {"people": {"kept as edited": 1}}


def test_an_article_imported_before_under_another_slug_is_refused(seeds):
    data = (seeds.folder / "articles/decline/received.txt").read_bytes()
    draft = received_text.read(data, "received.txt")
    save_draft(draft, data, name="received.txt", slug="earlier", authors=())
    assert refused(seeds) == [
        "articles/decline/article.yaml, line 2: article decline: received: "
        "this file was imported before, as “earlier”"
    ]


def test_another_file_for_a_known_article_is_refused(seeds):
    seeds.load()
    seeds.change("articles/decline/received.txt", "It rarely meets the press.", "It does not.")
    assert refused(seeds) == [
        "articles/decline/article.yaml, line 2: article decline: received: "
        "is not the file that this article was made from"
    ]


def test_a_role_that_overlaps_one_an_editor_recorded_is_refused(seeds):
    seeds.load()
    Membership.objects.create(
        organisation=Organisation.objects.get(slug="body"),
        state=State.objects.get(iso_a3="NOR"),
        role="observer",
        start=date(2010, 1, 1),
        start_precision="day",
    )
    new = "  - key: body-nor-member-2012\n    state: NOR\n    role: member\n    start: 2012\n"
    path = seeds.folder / MEMBERSHIPS
    seeds.write(MEMBERSHIPS, path.read_text() + new)
    assert refused(seeds) == [
        "memberships/body.yaml, line 20: membership body-nor-member-2012: start: "
        "overlaps what an editor recorded, observer from 2010-01-01 to now"
    ]


def test_a_row_the_database_refuses_takes_everything_back(seeds):
    State.objects.create(iso_a3="XXX", name="Norway")
    (problem,) = refused(seeds)
    assert problem.startswith("states: the database refuses one of them: ")
    assert State.objects.get().iso_a3 == "XXX"


def test_a_new_claim_is_placed_in_the_version_readers_see(seeds):
    seeds.load()
    article = Article.objects.get()
    text = "Before. It rarely meets the press."
    second = Version.objects.create(
        article=article, number=2, title="Second", body=f"<p>{text}</p>", text=text,
        status="published", published_at=article.published_at,
    )  # fmt: skip
    Article.objects.update(live=second)
    new = "  - slug: {0}\n    quote: {1}\n    kind: fact\n    summary: New.\n"
    path = seeds.folder / CLAIMS
    old = path.read_text()
    seeds.write(CLAIMS, old + new.format("six-members", "has six members"))
    assert refused(seeds) == [
        "articles/decline/claims.yaml, line 30: claim six-members: quote: "
        "is not in the article: “has six members”"
    ]
    seeds.write(CLAIMS, old + new.format("no-press", "It rarely meets the press"))
    assert actions(seeds.load()) == {"claims": {"created": 1}}
    anchor = Annotation.objects.get(slug="no-press").anchors.get()
    assert (anchor.version, anchor.start) == (second, 8)
    assert actions(seeds.load()) == {}


def test_speakers_and_authors_are_people(seeds):
    seeds.load()
    person = Person.objects.get()
    assert (person.affiliation.slug, person.spoken.get().slug) == ("body", "rarely-meets")


def test_an_assessment_older_than_its_article_is_one_clear_error(seeds):
    seeds.change(CLAIMS, "assessed_on: 2016-01-01", "assessed_on: 1999-01-01")
    assert refused(seeds) == [
        "assessments: one of them cannot be: That is before the article appeared."
    ]
    assert Annotation.objects.count() == 0
