import pytest

from briefs.anchoring import AmbiguousQuote, TextQuote
from briefs.annotating import QuoteNotFound, annotate, find
from briefs.models import Anchor, Annotation
from tests.factories import make_annotation, make_article

BODY = "<p>It may join. 🦉 It may leave.</p><p>It may join.</p>"


def place(article, quote: TextQuote) -> Anchor:
    annotation, _ = Annotation.objects.get_or_create(
        article=article, slug="claim", kind="fact", summary="A claim."
    )
    return annotate(annotation, article.live, quote)


@pytest.mark.django_db
def test_anchor_holds_the_quoted_words():
    article = make_article(body=BODY)
    anchor = place(article, TextQuote("It may leave."))
    text = article.live.text
    assert (text[anchor.start : anchor.end], anchor.exact) == ("It may leave.", "It may leave.")


@pytest.mark.django_db
def test_moving_it_replaces_the_anchor():
    article = make_article(body=BODY)
    place(article, TextQuote("It may leave."))
    anchor = place(article, TextQuote("may", prefix="🦉 It "))
    assert Anchor.objects.get() == anchor
    assert anchor.exact == "may"


@pytest.mark.django_db
def test_words_that_stand_twice_need_their_context():
    article = make_article(body=BODY)
    with pytest.raises(AmbiguousQuote):
        place(article, TextQuote("It may join."))
    anchor = place(article, TextQuote("It may join.", suffix=" 🦉"))
    assert anchor.start == 0


@pytest.mark.django_db
@pytest.mark.parametrize("quote", ["It may stay.", "it may leave.", "It may  leave."])
def test_words_that_are_not_there_to_the_letter(quote):
    article = make_article(body=BODY)
    with pytest.raises(QuoteNotFound, match="not in the text"):
        place(article, TextQuote(quote))
    assert Anchor.objects.count() == 0


@pytest.mark.django_db
def test_every_anchor_can_be_found_again_by_its_quote():
    claim = make_annotation(make_article(body=BODY), quote="It may leave.")
    anchor = claim.anchors.get()
    again = place(
        claim.article, TextQuote(anchor.exact, prefix=anchor.prefix, suffix=anchor.suffix)
    )
    assert (again.start, again.end) == (anchor.start, anchor.end)


def test_a_long_quote_that_is_nearly_right_is_refused_without_a_search():
    text = "One sentence stands here, and another one. " * 400
    almost = text[:12_000].replace("another", "one more", 1)
    with pytest.raises(QuoteNotFound, match="These words are not in the text") as refused:
        find(text, TextQuote(almost, "x" * 500_000, "y" * 500_000))
    assert len(str(refused.value)) < 600
