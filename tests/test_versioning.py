"""From one version to the next: every annotation has its place, or an editor's decision."""

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from briefs.anchoring import TextQuote
from briefs.annotating import DecisionRefused, QuoteNotFound, annotate, confirm, move, retire
from briefs.markup import MarkupError
from briefs.models import Anchor, Article, Event, Version
from briefs.publishing import (
    PublishingError,
    publish_annotation,
    publish_article,
    withdraw,
)
from briefs.versioning import (
    Content,
    EditConflict,
    EmptyBody,
    open_draft,
    publish_draft,
    save_draft,
)
from tests.factories import make_annotation, make_article

pytestmark = pytest.mark.django_db

ONE = "The bloc was founded by six states in the summer of 2001, and it has grown since then."
JOIN = "It may well admit India and Pakistan as full members as early as in the coming year."
DRILL = "Its members hold a drill every second year, although few of them send many soldiers."
LAST = "Nobody knows whether it will ever become as strong as the alliance it is compared with."


def body(*paragraphs: str) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


@pytest.fixture
def article() -> Article:
    article = make_article(title="A bloc", body=body(ONE, f"{JOIN} {DRILL}", LAST))
    make_annotation(article, slug="join", quote=JOIN)
    make_annotation(article, slug="drill", quote=DRILL, kind="fact")
    return article


def write(article: Article, *paragraphs: str, **content) -> Version:
    draft = open_draft(article)
    text = body(*paragraphs)
    return save_draft(draft, Content(title="A bloc", body=text, **content), revision=draft.revision)


def states(version: Version) -> dict[str, str]:
    return dict(version.anchors.values_list("annotation__slug", "state"))


def anchor(version: Version, slug: str) -> Anchor:
    return version.anchors.select_related("version").get(annotation__slug=slug)


def words(version: Version, slug: str) -> str:
    found = anchor(version, slug)
    assert version.text[found.start : found.end] == found.exact
    return found.exact


def test_draft_starts_as_the_live_version_with_all_its_anchors(article):
    draft = open_draft(article)
    assert (draft.number, draft.text, draft.is_draft) == (2, article.live.text, True)
    assert states(draft) == {"join": "kept", "drill": "kept"}
    assert open_draft(article) == draft


def test_words_that_moved_with_the_text_are_shifted_to_the_letter(article):
    draft = write(article, "Something new in front.", ONE, f"{JOIN} {DRILL}", LAST)
    assert states(draft) == {"join": "shifted", "drill": "shifted"}
    assert (words(draft, "join"), words(draft, "drill")) == (JOIN, DRILL)


def test_a_moved_paragraph_takes_its_claims_along(article):
    draft = write(article, f"{JOIN} {DRILL}", ONE, LAST)
    assert (words(draft, "join"), words(draft, "drill")) == (JOIN, DRILL)
    publish_draft(article)


def test_own_words_changed_or_gone_wait_for_an_editor(article):
    draft = write(article, ONE, JOIN.replace("may well", "will"), LAST)
    assert states(draft) == {"join": "edited", "drill": "lost"}
    with pytest.raises(PublishingError, match="version 2: drill, join"):
        publish_draft(article)
    assert Article.objects.get().live.number == 1


def test_nothing_moves_to_a_twin(article):
    twin = JOIN.replace("India and Pakistan", "Iran and Belarus")
    draft = write(article, ONE, DRILL, LAST, twin)
    assert states(draft)["join"] in ("lost", "edited")
    assert anchor(draft, "join").is_undecided


def test_a_change_taken_back_leaves_no_trace(article):
    write(article, ONE, LAST)
    draft = write(article, ONE, f"{JOIN} {DRILL}", LAST)
    assert states(draft) == {"join": "kept", "drill": "kept"}


def test_confirmed_words_are_published_and_the_decision_is_kept(article, admin_user):
    draft = write(article, ONE, f"{JOIN.replace('may well', 'will')} {DRILL}", LAST)
    confirm(anchor(draft, "join"), by=admin_user, reason="Only stronger.")
    publish_draft(article)
    found = anchor(draft, "join")
    assert (found.exact, found.decision, found.decided_by, found.reason) == (
        JOIN.replace("may well", "will"),
        "confirmed",
        admin_user,
        "Only stronger.",
    )


def test_a_claim_is_put_on_other_words(article):
    draft = write(article, ONE, LAST, "Membership for India is near.")
    with pytest.raises(QuoteNotFound):
        move(anchor(draft, "join"), TextQuote("Membership for Iran is near."))
    move(anchor(draft, "join"), TextQuote("Membership for India is near."))
    retire(anchor(draft, "drill"), reason="Left out.")
    publish_draft(article)
    assert words(article.versions.get(number=2), "join") == "Membership for India is near."


def test_a_retired_claim_stays_with_its_quotation_and_is_told(article):
    draft = write(article, ONE, JOIN, LAST)
    with pytest.raises(DecisionRefused, match="Say why"):
        retire(anchor(draft, "drill"), reason=" ")
    retire(anchor(draft, "drill"), reason="The drills have ended.")
    publish_draft(article)
    found = anchor(draft, "drill")
    assert (found.state, found.start, found.exact) == ("retired", None, DRILL)
    event = Event.objects.get(kind="claim-retired")
    assert (event.annotation.slug, event.reason, event.before) == (
        "drill",
        "The drills have ended.",
        {"words": DRILL},
    )


def test_what_was_retired_stays_retired_and_is_told_once(article):
    draft = write(article, ONE, JOIN, LAST)
    retire(anchor(draft, "drill"), reason="The drills have ended.")
    publish_draft(article)
    article.refresh_from_db()
    draft = write(article, ONE, f"{JOIN} {DRILL}", LAST)
    assert states(draft) == {"join": "kept", "drill": "retired"}
    publish_draft(article)
    assert Event.objects.filter(kind="claim-retired").count() == 1


def test_decisions_stand_while_the_draft_is_written_on(article):
    changed = JOIN.replace("may well", "will")
    draft = write(article, ONE, changed, LAST)
    confirm(anchor(draft, "join"))
    retire(anchor(draft, "drill"), reason="Left out.")
    draft = write(article, "In front.", ONE, changed, LAST)
    found = anchor(draft, "join")
    assert (found.exact, found.decision, draft.text[found.start : found.end]) == (
        changed,
        "confirmed",
        changed,
    )
    assert states(draft)["drill"] == "retired"
    draft = write(article, "In front.", ONE, changed.replace("India", "Iran"), LAST)
    assert anchor(draft, "join").is_undecided


def test_claim_marked_in_the_live_version_meanwhile_is_carried_before_publication(article):
    write(article, "In front.", ONE, f"{JOIN} {DRILL}", LAST)
    make_annotation(article, slug="late", quote=LAST, kind="assessment")
    publish_draft(article)
    assert words(article.versions.get(number=2), "late") == LAST


def test_claim_marked_in_the_draft_follows_its_words(article):
    draft = write(article, ONE, f"{JOIN} {DRILL}", LAST, "A wholly new sentence of the draft.")
    fresh = make_annotation(article, slug="fresh", quote=LAST, public=False)
    fresh.anchors.all().delete()
    annotate(fresh, draft, TextQuote("A wholly new sentence of the draft."))
    draft = write(
        article, "Front.", ONE, f"{JOIN} {DRILL}", LAST, "A wholly new sentence of the draft."
    )
    assert words(draft, "fresh") == "A wholly new sentence of the draft."
    draft = write(article, "Front.", ONE, f"{JOIN} {DRILL}", LAST)
    assert anchor(draft, "fresh").is_undecided


def test_second_editor_is_told_and_nothing_is_overwritten(article):
    draft = open_draft(article)
    first = Content(title="First", body=body(ONE))
    save_draft(draft, first, revision=draft.revision)
    with pytest.raises(EditConflict) as conflict:
        save_draft(draft, Content(title="Second", body=body(LAST)), revision=draft.revision)
    assert conflict.value.current.title == "First"
    assert Version.objects.get(pk=draft.pk).title == "First"


@pytest.mark.parametrize(
    ("html", "error"),
    [("<p> </p><script>x</script>", EmptyBody), ("<b>" * 100_000 + "x", MarkupError)],
)
def test_body_that_cannot_be_is_refused_whole(article, html, error):
    draft = open_draft(article)
    with pytest.raises(error):
        save_draft(draft, Content(title="X", body=html), revision=draft.revision)
    assert Version.objects.get(pk=draft.pk).revision == draft.revision


def test_published_versions_are_immutable_in_code_and_in_the_database(article):
    with pytest.raises(TypeError, match="never changed"):
        article.live.save()
    for change in ({"text": "x"}, {"published_at": None, "status": "draft"}, {"title": "x"}):
        with (
            pytest.raises(DatabaseError, match="published_version_is_immutable"),
            transaction.atomic(),
        ):
            Version.objects.filter(pk=article.live.pk).update(**change)


def test_settled_anchors_are_not_decided_again(article):
    with pytest.raises(DecisionRefused, match="published"):
        retire(anchor(article.live, "join"), reason="No.")


def test_a_correction_is_told_as_one(article):
    write(article, ONE, f"{JOIN} {DRILL}", LAST, correction="The year was wrong.")
    event = publish_draft(article)
    assert (event.kind, event.reason, event.before, event.after) == (
        "corrected",
        "The year was wrong.",
        {"version": 1},
        {"version": 2, "kept": 2},
    )


def test_a_version_without_the_gate_is_refused(article):
    draft = Version.objects.create(article=article, number=2, title="x", body="<p>x</p>", text="x")
    with pytest.raises(PublishingError, match="no settled place"):
        publish_article(article, draft)


@pytest.mark.parametrize("more", [0, 5])
def test_number_of_queries_does_not_grow_with_the_claims(article, django_assert_num_queries, more):
    for quote in (ONE, LAST, "six states", "the alliance", "few of them")[:more]:
        make_annotation(article, quote=quote)
    with django_assert_num_queries(32):
        write(article, "In front.", ONE, f"{JOIN} {DRILL}", LAST)


def test_a_withdrawn_claim_is_carried_along_and_can_come_back(article):
    claim = article.annotations.get(slug="drill")
    withdraw(claim, reason="Looked at again.")
    draft = write(article, "In front.", ONE, JOIN, LAST)
    publish_draft(article)  # its words are gone, but what is withdrawn holds up nothing
    article.refresh_from_db()
    claim.refresh_from_db()
    with pytest.raises(PublishingError, match="not anchored to any words of the present text"):
        publish_annotation(claim)
    annotate(claim, article.live, TextQuote(LAST))
    publish_annotation(claim)
    write(article, "In front again.", ONE, JOIN, LAST)
    publish_draft(article)
    assert draft.number == 2


def test_marks_of_past_versions_stay(article):
    past = article.live
    write(article, "In front.", ONE, f"{JOIN} {DRILL}", LAST)
    publish_draft(article)
    claim = article.annotations.get(slug="join")
    with pytest.raises(DecisionRefused, match="Version 1 is past"):
        annotate(claim, past, TextQuote(LAST))


def test_an_unchanged_text_is_no_new_version(article):
    open_draft(article)
    with pytest.raises(PublishingError, match="Nothing was changed against version 1"):
        publish_draft(article)


def test_an_anchor_keeps_its_row_from_save_to_save(article):
    draft = write(article, "In front.", ONE, f"{JOIN} {DRILL}", LAST)
    rows = dict(draft.anchors.values_list("annotation", "pk"))
    write(article, "In front of it.", ONE, f"{JOIN} {DRILL}", LAST)
    assert dict(draft.anchors.values_list("annotation", "pk")) == rows
