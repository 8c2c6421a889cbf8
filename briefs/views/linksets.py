"""All typed links of an article, its versions and its claims, in one document (RFC 9264)."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from briefs import citing
from briefs.linked_data.signposting import LINKSET, Link, link_set
from briefs.models import Annotation, Article
from briefs.views.described import annotated, links_of_text, links_of_version
from briefs.views.elsewhere import read_elsewhere
from briefs.views.gate import public_or_gone
from briefs.views.origin import origin


@read_elsewhere
@require_safe
def article_linkset(request: HttpRequest, slug: str) -> HttpResponse:
    article = public_or_gone(Article.objects.select_related("live", "publisher"), slug=slug)
    return JsonResponse(link_set(_links(article, origin(request))), content_type=LINKSET)


def _links(article: Article, start: str) -> Iterator[tuple[str, list[Link]]]:
    """Three queries, however many versions and claims there are."""
    authors = citing.authors_of(article)
    page = start + article.get_absolute_url()
    claims = Annotation.objects.published().claims().filter(article=article)
    slugs = list(claims.order_by("slug").values_list("slug", flat=True))
    addresses = [start + reverse("briefs:claim-detail", args=[slug]) for slug in slugs]
    versions = list(article.versions.filter(published_at__isnull=False).order_by("-number"))
    cited = [citing.of_version(article, version, authors, start) for version in versions]
    items = [*(one.url for one in cited), *addresses]
    whole = citing.of_article(article, article.live, authors, start)
    found = (Link("item", address, "text/html") for address in items)
    notes = annotated(start, "article-annotations-file", article.slug)
    yield page, [*links_of_text(whole, authors, start), notes, *found]
    back = Link("collection", page, "text/html")
    for one, version in zip(cited, versions, strict=True):
        yield one.url, list(links_of_version(one, version, authors, start))
    for slug, address in zip(slugs, addresses, strict=True):
        note = annotated(start, "claim-annotation", slug)
        yield address, [Link("cite-as", address), note, back]
