"""Tagging claims on an article's page: everything that also holds without script."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from briefs.annotating import retire
from briefs.history import key_of, latest_change
from briefs.models import Anchor, Annotation, Assessment, Dismissal, Event, Mention, Source
from briefs.versioning import Content, open_draft, save_draft
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_organisation,
    make_person,
    make_source,
    make_state,
    make_topic,
)
from tests.test_workflow import person

pytestmark = pytest.mark.django_db

ADMIT = "The bloc will admit India next year."
MEETS = "It rarely meets."
JSON = {"HTTP_ACCEPT": "application/json"}


def page(article, query: str = "") -> str:
    return reverse("admin:briefs_article_claims", args=[article.pk]) + query


# What a public forecast says besides, as its form sends it back.
MEASURED = {
    "deadline": "2099-12-31",
    "deadline_precision": "day",
    "criterion": "A decision of the bloc.",
}


def form(quote: str = MEETS, **more) -> dict:
    return {
        "quote": quote,
        "kind": "fact",
        "summary": "It seldom meets.",
        "sources-TOTAL_FORMS": 2,
        "sources-INITIAL_FORMS": 0,
        **(MEASURED if more.get("kind") == "forecast" else {}),
        **({"seen": seen(more["claim"])} if "claim" in more else {}),
        **more,
    }


def seen(pk: int) -> int:
    """What the form of a claim knows of it, opened now."""
    return latest_change(key_of(Annotation(pk=pk)))


JUDGED = {
    "assessment-verdict": "accurate",
    "assessment-confidence": "high",
    "assessment-rationale": "Two meetings in ten years.",
    "assessment-assessed_on": "2026-11-23",
}


@pytest.fixture
def article():
    return make_article(slug="a-bloc")


def editor_with(client, *names: str) -> User:
    user = User.objects.create_user("limited", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    return user


def test_the_page_is_linked_and_shows_drafts_too(admin_client, article):
    make_annotation(article, public=False, summary="Not public yet.")
    change = reverse("admin:briefs_article_change", args=[article.pk])
    assert f'href="{page(article)}"' in admin_client.get(change).text
    response = admin_client.get(page(article))
    assert "Not public yet." in response.text
    assert (
        f'class="forecast open unpublished" data-claims="1" data-begins="claim 1">{ADMIT}</mark>'
        in (response.text)
    )


def test_a_pasted_quote_is_tagged(admin_client, admin_user, article):
    body = make_organisation(name="A long name", abbreviation="AB", other_names=["Old name"])
    state, topic, person = make_state(), make_topic(), make_person()
    data = form(
        organisations="old name; ab",
        states=state.iso_a3,
        topics=topic.name.upper(),
        speaker=person.name,
    )
    response = admin_client.post(page(article), data)
    assert response["Location"] == page(article, "?version=1")
    claim = Annotation.objects.get()
    anchor = claim.anchors.get()
    assert article.live.text[anchor.start : anchor.end] == anchor.exact == MEETS
    assert (claim.slug, claim.status, claim.created_by, claim.speaker) == (
        "it-seldom-meets",
        "draft",
        admin_user,
        person,
    )
    assert [list(named.all()) for named in (claim.organisations, claim.states, claim.topics)] == [
        [body],
        [state],
        [topic],
    ]


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"quote": "It often meets."}, "", "These words are not in the text"),
        ({"quote": ""}, "quote", "This field is required"),
        ({"topics": "Topik 9"}, "topics", "There is no topic called “Topik 9”. Did you mean"),
        ({"organisations": "Nobody"}, "organisations", "There is no organisation called “Nobody”."),
        ({"speaker": "Person A; Person B"}, "speaker", "There is no person called “Person A”."),
        (
            {**JUDGED, "assessment-verdict": "came-true"},
            "assessment-verdict",
            "A fact is judged as",
        ),
        ({**JUDGED, "assessment-rationale": ""}, "assessment-rationale", "A verdict needs this."),
        ({**JUDGED, "kind": "note"}, "assessment-verdict", "An editor’s note judges nothing."),
        ({"assessment-rationale": "Why."}, "assessment-verdict", "Choose the verdict"),
        ({**JUDGED, "sources-0-address": "A title"}, "sources-0-address", "give its address"),
        ({**JUDGED, "sources-0-address": "https://a.example/"}, "sources-0-title", "is new"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_written(
    admin_client, article, changes, field, message
):
    make_topic(name="Topic 9")
    data = form(**changes) if "quote" not in changes else form(changes["quote"])
    answer = admin_client.post(page(article), data, **JSON).json()
    assert answer["saved"] is False
    assert list(answer["errors"]) == [field]
    assert message in answer["errors"][field][0]
    shown = admin_client.post(page(article), data)
    assert message in shown.text
    assert "It seldom meets.</textarea>" in shown.text
    assert (Annotation.objects.count(), Source.objects.count()) == (0, 0)


def test_two_places_are_told_apart_by_what_stands_beside_them(admin_client):
    article = make_article(body="<p>It met. Twice. It met. Once.</p>")
    answer = admin_client.post(page(article), form("It met."), **JSON).json()
    assert "fits 2 places equally well" in answer["errors"][""][0]
    admin_client.post(page(article), form("It met.", suffix=" Once"))
    assert Anchor.objects.get().start == article.live.text.rindex("It met.")


def test_lines_of_a_quote_may_come_with_the_line_ends_of_a_browser(admin_client, article):
    data = form("It rarely meets.\r\nNothing else is said.")
    assert admin_client.post(page(article), data, **JSON).json()["saved"] is True
    assert Anchor.objects.get().exact == "It rarely meets.\nNothing else is said."


def test_saving_answers_with_the_new_mark(admin_client, article):
    make_annotation(article)
    answer = admin_client.post(page(article), form(), **JSON).json()
    assert (answer["saved"], answer["label"]) == (True, "2")
    assert f'data-claims="2" data-begins="claim 2">{MEETS}</mark>' in answer["text"]
    assert "It seldom meets." in answer["claims"]
    assert MEETS not in answer["suggestions"]


def test_forecast_fields_are_kept_for_forecasts_alone(admin_client, article):
    said = {"event": "India joins.", "deadline": "2015-12-31", "probability_low": 50}
    admin_client.post(page(article), form(**said))
    assert Annotation.objects.get().event == ""
    answer = admin_client.post(page(article), form(ADMIT, kind="forecast", **said), **JSON).json()
    assert answer["errors"] == {"": ["Give both ends, from 0 to 100, the low one first."]}
    said["probability_high"] = 80
    admin_client.post(page(article), form(ADMIT, kind="forecast", **said))
    claim = Annotation.objects.get(kind="forecast")
    assert (claim.event, claim.due.iso, claim.probability_high) == (
        "India joins.",
        "2015-12-31",
        80,
    )


def test_it_is_assessed_with_sources_and_published_at_once(admin_client, admin_user, article):
    known = make_source(url="https://www.example.org/known/")
    data = form(
        **JUDGED,
        publish_now="on",
        **{
            "sources-0-address": "http://example.org/known",
            "sources-1-address": "https://example.org/new",
            "sources-1-title": "A new page",
            "sources-1-publisher": "A paper",
        },
    )
    assert admin_client.post(page(article), data).status_code == 302
    claim, assessment = Annotation.objects.get(), Assessment.objects.get()
    assert (claim.status, claim.verdict, assessment.by) == ("published", "accurate", admin_user)
    new = Source.objects.get(title="A new page")
    assert [citation.source for citation in assessment.citations.all()] == [known, new]
    assert {event.kind for event in claim.events.all()} == {"assessed", "claim-published"}


def test_a_public_claim_is_moved_with_a_reason_and_a_correction(admin_client, article):
    claim = make_annotation(article)
    shown = admin_client.get(page(article, f"?claim={claim.pk}"), **JSON).json()["form"]
    assert ADMIT in shown
    data = form(claim=claim.pk, kind="forecast", summary=claim.summary)
    answer = admin_client.post(page(article), data, **JSON).json()
    assert answer["errors"] == {"reason": ["This is published: say why it is changed."]}
    data["reason"] = "The other sentence was meant."
    assert admin_client.post(page(article), data, **JSON).json()["saved"] is True
    event = Event.objects.get(kind="corrected")
    assert (event.before, event.after, event.reason) == (
        {"words": ADMIT},
        {"words": MEETS},
        "The other sentence was meant.",
    )


def test_saving_a_public_claim_unchanged_records_nothing(admin_client, article):
    claim = make_annotation(article)
    claim.organisations.add(make_organisation())
    before = Event.objects.count()
    anchor = claim.anchors.get()
    data = form(
        ADMIT,
        claim=claim.pk,
        kind="forecast",
        summary=claim.summary,
        start=anchor.start,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        organisations=claim.organisations.get().name,
    )
    assert admin_client.post(page(article), data, **JSON).json()["saved"] is True
    assert Event.objects.count() == before


def test_the_slug_of_a_public_claim_stays(admin_client, article):
    claim = make_annotation(article, slug="first")
    data = form(ADMIT, claim=claim.pk, kind="forecast", slug="second", reason="Better words.")
    admin_client.post(page(article), data)
    claim.refresh_from_db()
    assert (claim.slug, claim.summary) == ("first", "It seldom meets.")


def test_the_kind_of_an_assessed_claim_keeps_its_scale(admin_client, article):
    claim = make_annotation(article)
    make_assessment(claim)
    data = form(
        ADMIT,
        claim=claim.pk,
        kind="fact",
        reason="It is no forecast.",
        deadline_precision="",
    )
    answer = admin_client.post(page(article), data, **JSON).json()
    assert list(answer["errors"]) == ["kind"]


def test_what_was_never_public_is_deleted(admin_client, article):
    claim = make_annotation(article, public=False)
    admin_client.post(page(article), {"action": "remove", "claim": claim.pk})
    assert Annotation.objects.count() == 0


def test_what_is_public_is_withdrawn_with_a_reason(admin_client, article):
    claim = make_annotation(article)
    remove = {"action": "remove", "claim": claim.pk}
    answer = admin_client.post(page(article), remove, **JSON).json()
    assert answer["errors"] == {"": ["A withdrawal needs its reason."]}
    answer = admin_client.post(page(article), {**remove, "removal_reason": "Wrong."}, **JSON).json()
    assert (answer["saved"], "<mark" in answer["text"]) == (True, False)
    claim.refresh_from_db()
    assert claim.withdrawn_reason == "Wrong."


def test_a_draft_is_worked_on_where_it_is_asked_for(admin_client, article):
    claim = make_annotation(article)
    draft = open_draft(article)
    body = f"<p>It has grown. {ADMIT}</p>"
    save_draft(draft, Content(title="A bloc", body=body), revision=draft.revision)
    assert "It has grown." not in admin_client.get(page(article)).text
    assert "It has grown." in admin_client.get(page(article, "?version=2")).text
    assert admin_client.get(page(article, "?version=3")).status_code == 404

    data = form("It has grown.", publish_now="on")
    answer = admin_client.post(page(article, "?version=2"), data, **JSON).json()
    assert "present text" in answer["errors"][""][0] or "version is" in answer["errors"][""][0]
    del data["publish_now"]
    assert admin_client.post(page(article, "?version=2"), data, **JSON).json()["saved"] is True

    moved = form("It has grown.", claim=claim.pk, kind="forecast", summary=claim.summary)
    moved["reason"] = "Put better there."
    assert admin_client.post(page(article, "?version=2"), moved, **JSON).json()["saved"] is True
    anchor = draft.anchors.get(annotation=claim)
    assert (anchor.exact, anchor.decision) == ("It has grown.", "moved")
    assert claim.anchors.get(version=article.live).exact == ADMIT
    assert not Event.objects.filter(kind="corrected").exists()

    gone = {"action": "remove", "claim": claim.pk, "removal_reason": "Not said any more."}
    assert admin_client.post(page(article, "?version=2"), gone, **JSON).json()["saved"] is True
    anchor.refresh_from_db()
    assert anchor.state == "retired"
    assert claim.anchors.get(version=article.live).state == "placed"


def test_what_has_no_place_in_the_draft_is_listed_and_given_one(admin_client, article):
    claim = make_annotation(article)
    draft = open_draft(article)
    retire(draft.anchors.get(), reason="Gone.")
    assert "retired: “The bloc will" in admin_client.get(page(article, "?version=2")).text
    data = form(claim=claim.pk, kind="forecast", summary=claim.summary, reason="It is said here.")
    assert admin_client.post(page(article, "?version=2"), data, **JSON).json()["saved"] is True
    assert draft.anchors.get().exact == MEETS


def test_an_article_that_is_not_public_has_its_draft_tagged(admin_client):
    article = make_article(public=False)
    assert admin_client.post(page(article), form()).status_code == 302
    assert Anchor.objects.get().version.is_draft


def test_a_form_opened_on_a_span_is_filled_with_what_is_known(admin_client, article):
    bloc = make_organisation(name="The Bloc", abbreviation="BLC")
    india, other = make_state(name="India"), make_organisation(abbreviation="IN")
    Mention.objects.create(article=article, organisation=bloc, words="The bloc")
    elsewhere = make_article(body="<p>The bloc will admit India this year.</p>")
    earlier = make_annotation(elsewhere, quote="The bloc will admit India this year.")
    query = f"?start=0&end={len(ADMIT)}"
    answer = admin_client.get(page(article, query), **JSON).json()
    assert (answer["kind"], answer["organisations"], answer["states"]) == (
        "forecast",
        "BLC",
        "India",
    )
    assert earlier.summary in answer["earlier"]
    shown = admin_client.get(page(article, query)).text
    assert f"{ADMIT}</textarea>" in shown
    assert 'value="BLC"' in shown
    assert (india.name, other.abbreviation) == ("India", "IN")
    assert admin_client.get(page(article, "?start=0&end=99999")).status_code == 404
    assert admin_client.get(page(article, "?start=x&end=3")).status_code == 404


def test_a_suggestion_is_dismissed_for_good(admin_client, admin_user, article):
    assert ADMIT in admin_client.get(page(article)).context["suggestions"][0].words
    post = {"action": "dismiss", "words": ADMIT}
    answer = admin_client.post(page(article), post, **JSON).json()
    assert ADMIT not in answer["suggestions"]
    admin_client.post(page(article), post)
    assert [(row.words, row.by) for row in Dismissal.objects.all()] == [(ADMIT, admin_user)]


def test_two_editors_of_one_claim_overwrite_nothing(admin_client, article):
    claim = make_annotation(article, kind="fact", public=False, summary="As it was.")
    html = admin_client.get(page(article, f"?claim={claim.pk}")).text
    assert f'name="seen" value="{seen(claim.pk)}"' in html
    theirs = form(ADMIT, claim=claim.pk, summary="Theirs.")
    mine = form(ADMIT, claim=claim.pk, summary="Mine.")
    answer = admin_client.post(page(article), theirs, **JSON).json()
    assert answer["saved"], answer
    answer = admin_client.post(page(article), mine, **JSON).json()
    told = answer["errors"][""]
    refusal = "Changed by admin since you opened it. Nothing was overwritten"
    assert any(refusal in line for line in told)
    assert "Summary: was “As it was.”, now “Theirs.”." in told
    assert Annotation.objects.get().summary == "Theirs."
    without_script = admin_client.post(page(article), mine)
    assert f'name="seen" value="{answer["seen"]}"' in without_script.text
    assert "Mine.</textarea>" in without_script.text
    mine["seen"] = answer["seen"]
    assert admin_client.post(page(article), mine, **JSON).json()["saved"]
    assert Annotation.objects.get().summary == "Mine."


@pytest.mark.parametrize(
    ("name", "most"), [("summary", 1000), ("criterion", 5000), ("event", 5000)]
)
def test_words_have_an_end(admin_client, article, name, most):
    data = form(ADMIT, kind="forecast", **{name: "x" * (most + 1)})
    answer = admin_client.post(page(article), data, **JSON).json()
    assert f"at most {most} characters" in answer["errors"][name][0]


def test_names_with_and_between_commas(admin_client, article):
    korea = make_state(name="Korea, Republic of")
    india = make_state(name="India")
    china = make_state(name="China")
    for typed, states in (
        ("Korea, Republic of; India", [india, korea]),
        ("India, China", [china, india]),
        ("China, Korea, Republic of", None),
    ):
        Annotation.objects.all().delete()
        answer = admin_client.post(page(article), form(ADMIT, states=typed), **JSON).json()
        if states is None:
            assert "There is no state called" in answer["errors"]["states"][0]
        else:
            assert list(Annotation.objects.get().states.order_by("name")) == states


def test_a_dismissed_sentence_is_brought_back(admin_client, article):
    admin_client.post(page(article), {"action": "dismiss", "words": ADMIT})
    (dismissed,) = admin_client.get(page(article)).context["dismissed"]
    post = {"action": "recall", "dismissal": dismissed.pk}
    answer = admin_client.post(page(article), post, **JSON).json()
    assert (ADMIT in answer["suggestions"], ADMIT in answer["dismissed"]) == (True, False)
    assert not Dismissal.objects.exists()


def test_a_sentence_under_an_editors_note_is_suggested_still(admin_client, article):
    make_annotation(article, kind="note", quote=ADMIT)
    assert ADMIT in admin_client.get(page(article)).context["suggestions"][0].words


def test_who_may_only_look_changes_nothing(client, article):
    claim = make_annotation(article, public=False)
    editor_with(client, "view_article", "view_annotation")
    shown = client.get(page(article)).text
    assert claim.summary in shown
    assert 'value="dismiss"' not in shown
    assert 'value="recall"' not in shown
    assert 'class="edit"' not in shown
    for data in (
        form(),
        form(claim=claim.pk),
        {"action": "dismiss", "words": ADMIT},
        {"action": "recall", "dismissal": "1"},
        {"action": "remove", "claim": claim.pk},
    ):
        assert client.post(page(article), data).status_code == 403


def test_who_may_tag_may_not_therefore_publish_assess_or_add_sources(client, article):
    editor_with(client, "view_article", "view_annotation", "add_annotation")
    assert client.post(page(article), form(publish_now="on")).status_code == 302
    assert Annotation.objects.get().status == "draft"
    answer = client.post(page(article), form(ADMIT, **JUDGED), **JSON).json()
    assert answer["errors"] == {"": ["You may not assess claims."]}
    new = {"sources-0-address": "https://a.example/", "sources-0-title": "New"}
    answer = client.post(page(article), form(ADMIT, **new), **JSON).json()
    assert answer["errors"] == {"": ["You may not add sources."]}


def test_nobody_else_enters(client, article):
    assert client.get(page(article)).status_code == 302
    editor_with(client, "view_annotation")
    assert client.get(page(article)).status_code == 403


@pytest.mark.parametrize("claims", [1, 3])
def test_the_page_asks_the_database_the_same_however_many_claims(
    admin_client, article, claims, django_assert_num_queries
):
    for _ in range(claims):
        claim = make_annotation(article)
        claim.organisations.add(make_organisation())
        make_assessment(claim)
    with django_assert_num_queries(31):
        admin_client.get(page(article))


@pytest.mark.parametrize("number", ["9" * 5000, "-1", "١", "x", "0"])
def test_odd_numbers_are_no_claim(admin_client, article, number):
    assert admin_client.get(page(article, f"?claim={number}")).status_code == 404
    assert admin_client.post(page(article), {"action": "save", "claim": number}).status_code == 404
    query = f"?start=0&end=10&editing={number}"
    assert admin_client.get(page(article, query)).status_code == 200


@pytest.mark.parametrize("words", ["", "x" * 100_000, "\0", "Not in the text."])
def test_only_a_sentence_of_the_text_is_dismissed(admin_client, article, words):
    answer = admin_client.post(page(article), {"action": "dismiss", "words": words})
    assert (answer.status_code, Dismissal.objects.count()) == (404, 0)


@pytest.mark.parametrize("action", ["remove", "publish", ""])
def test_an_action_that_is_none_saves_nothing(admin_client, article, action):
    answer = admin_client.post(page(article), {"action": action, "summary": "x"})
    assert answer.status_code == 404


# What is somebody's own --------------------------------------------------------------------


def test_an_author_changes_her_own_drafts_alone(client, article):
    author = person("Author")
    client.force_login(author)
    own = make_annotation(article, quote=ADMIT, public=False, created_by=author)
    others = make_annotation(article, public=False)
    listed = client.get(page(article)).text
    assert f"claim={own.pk}" in listed
    assert f"claim={others.pk}" not in listed
    assert client.get(page(article, f"?claim={own.pk}")).status_code == 200
    assert client.get(page(article, f"?claim={others.pk}")).status_code == 403
    answer = client.post(
        page(article),
        form(ADMIT, claim=own.pk, summary="Anew.", deadline="", deadline_precision=""),
        **JSON,
    )
    assert answer.json()["saved"]
    assert client.post(page(article), form(claim=others.pk), **JSON).status_code == 403
    form_html = client.get(page(article, f"?claim={own.pk}")).text
    assert 'name="publish_now"' not in form_html
    assert "Take it out of the text" in form_html


def test_who_may_not_withdraw_is_not_offered_it(client, article):
    claim = make_annotation(article)
    client.force_login(person("Editor"))
    shown = client.get(page(article, f"?claim={claim.pk}")).text
    assert "Take it out of the text" not in shown
    remove = {"action": "remove", "claim": claim.pk, "removal_reason": "Wrong."}
    answer = client.post(page(article), remove, **JSON).json()
    assert answer["errors"] == {"": ["You may not publish annotations."]}


def test_a_claim_is_taken_out_once(admin_client, article):
    claim = make_annotation(article)
    open_draft(article)
    remove = {"action": "remove", "claim": claim.pk, "removal_reason": "It is said no more."}
    address = page(article, "?version=2")
    assert admin_client.post(address, remove, **JSON).json()["saved"]
    again = admin_client.post(address, remove, **JSON).json()
    assert "It is taken out of this text already." in again["errors"][""][0]


def test_a_reason_has_an_end(admin_client, article):
    claim = make_annotation(article)
    remove = {"action": "remove", "claim": claim.pk, "removal_reason": "x" * 1001}
    answer = admin_client.post(page(article), remove, **JSON).json()
    assert answer["errors"] == {"": ["The reason has more than 1,000 characters."]}


def test_who_else_has_the_claims_open_is_said(admin_client, client, article):
    client.force_login(person("Editor", name="ann"))
    client.get(page(article))
    assert "ann has this open too." in admin_client.get(page(article)).text
