"""Writing a version in the admin, and deciding the anchors it touches."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from briefs.history import key_of, latest_change
from briefs.models import Version
from briefs.versioning import open_draft
from tests.admin.test_steps import press
from tests.factories import make_annotation, make_article

pytestmark = pytest.mark.django_db

ONE = "The bloc was founded by six states in the summer of 2001, and it has grown since then."
JOIN = "It may well admit India and Pakistan as full members as early as in the coming year."
DRILL = "Its members hold a drill every second year, although few of them send many soldiers."


@pytest.fixture
def article():
    article = make_article(title="A bloc", body=f"<p>{ONE}</p><p>{JOIN} {DRILL}</p>")
    make_annotation(article, slug="join", quote=JOIN)
    make_annotation(article, slug="drill", quote=DRILL, kind="fact")
    return article


def page(name: str, thing) -> str:
    return reverse(f"admin:briefs_{name}", args=[thing.pk])


def text(draft: Version, body: str, **more) -> dict:
    return {"title": "A bloc", "body": body, "revision": draft.revision, **more}


def test_editing_the_text_opens_the_draft(admin_client, article):
    response = admin_client.post(page("article_edit", article))
    draft = Version.objects.get(published_at__isnull=True)
    assert response["Location"] == page("version_change", draft)
    assert draft.text == article.live.text
    assert admin_client.get(page("article_edit", article)).status_code == 405


def test_saving_says_how_many_claims_have_to_be_decided(admin_client, article):
    draft = open_draft(article)
    data = text(draft, f"<p>{ONE}</p><p>{JOIN.replace('may well', 'will')}</p>")
    response = admin_client.post(page("version_change", draft), data, follow=True)
    assert "2 of the marked claims</a> have to be decided" in response.text


def test_a_version_may_put_typing_errors_right_and_nothing_more(admin_client, article):
    draft = open_draft(article)
    body = f"<p>{ONE}</p><p>{JOIN} {DRILL}</p><p>The ende.</p>"
    data = text(draft, body, only_typos="on", correction="The year was wrong.")
    response = admin_client.post(page("version_change", draft), data)
    assert "more than a typing error" in response.text
    del data["correction"]
    assert admin_client.post(page("version_change", draft), data).status_code == 302
    draft.refresh_from_db()
    assert draft.only_typos
    press(admin_client, draft, "publish")
    assert [event.kind for event in draft.events.all()] == ["typo-fixed"]


def test_publishing_is_refused_until_each_is_decided(admin_client, admin_user, article):
    draft = open_draft(article)
    changed = JOIN.replace("may well", "will")
    admin_client.post(page("version_change", draft), text(draft, f"<p>{ONE}</p><p>{changed}</p>"))
    draft.refresh_from_db()
    response = press(admin_client, draft, "publish")
    assert "no settled place in version 2: drill, join" in response.text

    gate = admin_client.get(page("version_gate", draft)).text
    assert f"{ONE}\n" not in gate
    assert f"<mark>{JOIN}</mark> {DRILL}" in gate
    assert f"<mark>{changed}</mark>" in gate
    anchors = {anchor.annotation.slug: anchor for anchor in draft.anchors.all()}
    decide = {"annotation": anchors["join"].annotation_id, "decision": "confirmed"}
    assert admin_client.post(page("version_gate", draft), decide).status_code == 302
    decide = {"annotation": anchors["drill"].annotation_id, "decision": "retired"}
    assert "Say why" in admin_client.post(page("version_gate", draft), decide).text
    decide["reason"] = "The drills have ended."
    assert admin_client.post(page("version_gate", draft), decide).status_code == 302
    assert "Every claim has its place" in admin_client.get(page("version_gate", draft)).text

    press(admin_client, draft, "publish")
    article.refresh_from_db()
    assert (article.live.number, article.live.anchors.get(annotation__slug="join").decided_by) == (
        2,
        admin_user,
    )


def test_a_claim_is_put_on_other_words(admin_client, article):
    draft = open_draft(article)
    admin_client.post(
        page("version_change", draft), text(draft, f"<p>{ONE}</p><p>{DRILL} India is near.</p>")
    )
    anchor = draft.anchors.get(annotation__slug="join")
    decide = {"annotation": anchor.annotation_id, "decision": "moved", "quote": "India is far."}
    assert (
        "These words are not in the text"
        in admin_client.post(page("version_gate", draft), decide).text
    )
    decide["quote"] = "India is near."
    assert admin_client.post(page("version_gate", draft), decide).status_code == 302
    anchor.refresh_from_db()
    assert (anchor.exact, anchor.state, anchor.decision) == ("India is near.", "placed", "moved")


def test_the_second_editor_sees_both_texts_and_loses_neither(admin_client, article, client):
    other = get_user_model().objects.create_superuser("other", password="pw")
    client.force_login(other)
    draft = open_draft(article)
    mine = text(draft, f"<p>{ONE}</p><p>{JOIN} {DRILL} Mine.</p>")
    theirs = text(draft, f"<p>{ONE}</p><p>{JOIN} {DRILL} Theirs.</p>")
    assert client.post(page("version_change", draft), theirs).status_code == 302

    response = admin_client.post(page("version_change", draft), mine)
    assert "other saved this draft since you opened it" in response.text
    assert "<del>Theirs</del>" in response.text
    assert "<ins>Mine</ins>" in response.text
    assert "Mine.&lt;/p&gt;</textarea>" in response.text
    draft.refresh_from_db()
    assert draft.text.endswith("Theirs.")

    again = {**mine, "revision": response.context["adminform"].form["revision"].value()}
    assert admin_client.post(page("version_change", draft), again).status_code == 302
    draft.refresh_from_db()
    assert draft.text.endswith("Mine.")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<script>alert(1)</script>", "There are no words in the text."),
        ("<b>" * 100_000 + "words", "nests more than"),
        ("<p>" + "words " * 1_000_000, "characters"),
    ],
)
def test_a_refused_body_stays_in_the_form(admin_client, article, body, message):
    draft = open_draft(article)
    before = draft.text
    response = admin_client.post(page("version_change", draft), text(draft, body, note="Kept"))
    assert response.status_code == 200
    assert message in response.text
    form = response.context["adminform"].form
    assert (form["body"].value(), form["note"].value()) == (body, "Kept")
    draft.refresh_from_db()
    assert draft.text == before


def test_the_gate_of_a_published_version_is_shut(admin_client, article):
    assert admin_client.get(page("version_gate", article.live)).status_code == 403
    assert "is published already" in press(admin_client, article.live, "publish").text
    assert admin_client.post(page("version_change", article.live), {}).status_code == 403


def test_a_text_that_the_editor_has_not_seen_is_not_published(admin_client, article):
    draft = open_draft(article)
    seen = latest_change(key_of(draft))
    admin_client.post(
        page("version_change", draft), text(draft, f"<p>{ONE}</p><p>{JOIN} {DRILL}</p><p>More.</p>")
    )
    response = press(admin_client, draft, "publish", seen=seen)
    assert "It was changed since you looked at it" in response.text
    article.refresh_from_db()
    assert article.live.number == 1


def test_a_decision_outlives_a_save_in_between(admin_client, article):
    draft = open_draft(article)
    changed = f"<p>{ONE}</p><p>{JOIN}</p>"
    admin_client.post(page("version_change", draft), text(draft, changed))
    claim = article.annotations.get(slug="drill")
    draft.refresh_from_db()
    admin_client.post(page("version_change", draft), text(draft, f"<p>Front.</p>{changed}"))
    decide = {"annotation": claim.pk, "decision": "retired", "reason": "Left out."}
    assert admin_client.post(page("version_gate", draft), decide).status_code == 302
    assert draft.anchors.get(annotation=claim).state == "retired"


def test_a_draft_can_be_thrown_away(admin_client, article):
    draft = open_draft(article)
    assert admin_client.post(page("version_delete", draft), {"post": "yes"}).status_code == 302
    assert article.versions.count() == 1
    published = page("version_delete", article.live)
    assert admin_client.post(published, {"post": "yes"}).status_code == 403


# What the gate is sent ---------------------------------------------------------------------


@pytest.fixture
def case(admin_client, article):
    """A draft whose claim ``drill`` lost its words, and what decides it."""
    draft = open_draft(article)
    admin_client.post(page("version_change", draft), text(draft, f"<p>{ONE}</p><p>{JOIN}</p>"))
    anchor = draft.anchors.get(annotation__slug="drill")
    return draft, {"annotation": anchor.annotation_id, "decision": "moved"}


def test_what_was_typed_and_refused_is_still_there(admin_client, case):
    draft, decide = case
    typed = {"quote": "Not in it.", "prefix": "Before", "reason": "A reason."}
    answer = admin_client.post(page("version_gate", draft), {**decide, **typed}).text
    assert "Not in it.</textarea>" in answer
    assert 'name="prefix" value="Before"' in answer
    assert "A reason.</textarea>" in answer


def test_words_over_two_paragraphs_come_with_other_line_ends(admin_client, case):
    draft, decide = case
    words = f"{ONE[-20:]}\r\n{JOIN[:10]}"
    answer = admin_client.post(page("version_gate", draft), {**decide, "quote": words})
    assert answer.status_code == 302
    anchor = draft.anchors.get(annotation__slug="drill")
    assert anchor.exact == words.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("annotation", "9" * 30, "less than or equal"),
        ("annotation", "x", "Enter a whole number"),
        ("reason", "x" * 5001, "at most 5000 characters"),
        ("decision", "maybe", "Select a valid choice"),
        ("quote", "\0", "Null characters"),
        ("quote", "x" * 300_000, "These words are not in the text: “xxx"),
    ],
)
def test_odd_decisions_are_refused_in_words(admin_client, case, field, value, said):
    draft, decide = case
    answer = admin_client.post(page("version_gate", draft), {**decide, "quote": "x", field: value})
    assert said in answer.text
    assert draft.anchors.undecided().count() == 1
