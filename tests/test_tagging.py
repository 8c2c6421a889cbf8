"""What is known of an article's words; suggestions on the real article."""

import pytest
from django.conf import settings
from django.db import transaction

from briefs.importing.seeds.load import load_seeds
from briefs.models import Article, Dismissal, Organisation, State
from briefs.naming import known_names
from briefs.reading import cards, editors_cards
from briefs.rights import NotAllowed
from briefs.tagging import dismiss, free_slug, proposals, recall, suggestions_for
from tests.factories import make_annotation, make_article
from tests.test_workflow import person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The real seeds; they stay loaded for the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_seeds(settings.SEEDS_DIR)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def real(loaded):
    return Article.objects.select_related("live").get(slug="sco-rebirth-and-regeneration")


def suggested(article, shown) -> list[tuple[str, list[str]]]:
    found = suggestions_for(article.live, shown, known_names(article))
    return [
        (" ".join(one.words.split()[:6]), [reason.sign.name for reason in one.reasons])
        for one in found
    ]


def test_sentences_of_the_real_article_without_a_claim(real):
    assert suggested(real, editors_cards(real.live)) == [
        ("Members of the Shanghai Cooperation Organization", ["NAME"]),
        ("Yet despite being one of the", ["SUPERLATIVE", "NAME"]),
        ("Accordingly, last month's session of the", ["NAME"]),
        ("That's because the organization still faces", ["MODAL"]),
        ("From the outset, the overall cohesion", ["SUPERLATIVE", "NAME"]),
        ("Yet, recent developments both within and", ["NAME"]),
        ("Yet, growing consensus on the need", ["NAME"]),
        ("And while Peace Mission 2014 was", ["SUPERLATIVE", "DATE", "NAME"]),
        ("Notable differences still exist between Moscow", ["NAME"]),
        ("It also needs to be remembered", ["MODAL", "SUPERLATIVE", "NAME"]),
        ("And while its sprawling size and", ["FORECAST", "NAME"]),
        ("The Eurasian Union is, therefore, a", ["FORECAST", "NAME"]),
        ("Indeed, Moscow's priorities call into question", ["NAME"]),
    ]


def test_sentences_of_the_real_article_before_anything_is_tagged(real):
    found = suggested(real, [])
    assert len(found) == 53
    assert found[4:12] == [
        ("Yet despite being one of the", ["SUPERLATIVE", "NAME"]),
        ("Accordingly, last month's session of the", ["NAME"]),
        ("Beyond the expected criticism of the", ["FORECAST"]),
        ("It should also be noted that", ["MODAL", "SUPERLATIVE", "DATE", "NAME"]),
        ("Yet, while developments like the impending", ["FORECAST", "NAME"]),
        ("That's because the organization still faces", ["MODAL"]),
        ("From the outset, the overall cohesion", ["SUPERLATIVE", "NAME"]),
        ("For instance, Chinese policymakers have long", ["NUMBER", "NAME"]),
    ]


def test_bodies_and_states_named_in_the_real_article(real):
    names = known_names(real)
    words = (
        "The CSTO, which includes all the SCO members except China, the EU (not the EUR), "
        "Moscow and the Collective Security Treaty Organization (CSTO) told the United States."
    )
    bodies = {body.pk: body.short_name for body in Organisation.objects.all()}
    states = {state.pk: state.name for state in State.objects.all()}
    found = [
        (named.span.of(words), (bodies if named.kind == "organisation" else states)[named.key])
        for named in names.in_text(words)
    ]
    assert found == [
        ("The CSTO", "CSTO"),
        ("the SCO", "SCO"),
        ("China", "China"),
        ("EU", "EU"),
        ("Moscow", "Russia"),
        ("Collective Security Treaty Organization (CSTO)", "CSTO"),
        ("United States", "United States"),
    ]


def test_readers_never_see_what_editors_do():
    article = make_article()
    make_annotation(article, public=False)
    assert len(editors_cards(article.live)) == 1
    assert cards(article.live) == []


def test_a_dismissed_sentence_is_suggested_no_more():
    article = make_article()
    (first, *others) = suggested(article, [])
    dismiss(article, "The bloc will admit India next year.")
    dismiss(article, "The bloc will admit India next year.")
    assert suggested(article, []) == others
    assert first[1] == ["FORECAST"]


def test_an_author_dismisses_and_recalls_in_her_own_draft_alone():
    author = person("Author")
    own, other = make_article(public=False, created_by=author), make_article()
    dismiss(other, "It rarely meets.")
    with pytest.raises(NotAllowed):
        dismiss(other, "Nothing else is said.", by=author)
    with pytest.raises(NotAllowed):
        recall(other, Dismissal.objects.get().pk, by=author)
    dismiss(own, "It rarely meets.", by=author)
    recall(own, Dismissal.objects.get(article=own).pk, by=author)
    assert Dismissal.objects.get().article == other


def test_earlier_annotations_are_those_of_live_texts_and_not_the_one_edited():
    article = make_article()
    claim = make_annotation(article)
    words = "The bloc will admit India next year"
    assert proposals(article.live, words).earlier == [claim.anchors.get()]
    assert proposals(article.live, words, editing=claim.pk).earlier == []


def test_a_slug_that_is_taken_is_numbered():
    make_annotation(slug="it-will-grow")
    make_annotation(slug="it-will-grow-2")
    assert free_slug("It will grow.") == "it-will-grow-3"
    assert free_slug("שלום") == "claim"
