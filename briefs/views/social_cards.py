"""The pictures that go with links to pages."""

import PIL
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from briefs.citing import authors_of
from briefs.models import Annotation, Article, Membership, Organisation
from briefs.models.vocabulary import Role
from briefs.social_cards import (
    SocialCard,
    card_of_article,
    card_of_claim,
    card_of_organisation,
    card_of_site,
    png,
)
from briefs.views.gate import public_or_gone

DRAWN = f"1-{PIL.__version__}"
"""By which drawing, and by which library: either may change the bytes of the same card."""


def _picture(request: HttpRequest, card: SocialCard) -> HttpResponse:
    """Drawn only for whoever has not got it already."""
    etag = f'"{card.fingerprint}-{DRAWN}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in known or f"W/{etag}" in known:
        return HttpResponseNotModified(headers={"ETag": etag})
    headers = {"ETag": etag, "Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(png(card), content_type="image/png", headers=headers)


@require_safe
def site_card(request: HttpRequest) -> HttpResponse:
    return _picture(request, card_of_site())


@require_safe
def article_card(request: HttpRequest, slug: str) -> HttpResponse:
    article = public_or_gone(Article.objects.select_related("live", "publisher"), slug=slug)
    return _picture(request, card_of(article))


def card_of(article: Article) -> SocialCard:
    claims = Annotation.objects.published().claims().filter(article=article)
    in_text = claims.filter(anchors__version=article.live, anchors__start__isnull=False)
    verdicts = list(in_text.values_list("verdict", flat=True))
    return card_of_article(article, article.live, authors_of(article), verdicts)


@require_safe
def claim_card(request: HttpRequest, slug: str) -> HttpResponse:
    claim = public_or_gone(Annotation.objects.select_related("article__live"), slug=slug)
    return _picture(request, card_of_claim(claim, authors_of(claim.article)))


@require_safe
def organisation_card(request: HttpRequest, slug: str) -> HttpResponse:
    body = public_or_gone(Organisation.objects, slug=slug)
    held = Membership.objects.published().current().filter(organisation=body, role=Role.MEMBER)
    return _picture(request, card_of_organisation(body, held.count()))
