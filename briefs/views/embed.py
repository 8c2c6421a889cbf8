"""A claim on the pages of others: a card in a frame, and oEmbed 1.0, by which they find it."""

from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from briefs.addresses import present_address
from briefs.feeds.text import clean
from briefs.models import Annotation, Article
from briefs.views.elsewhere import read_elsewhere, shown_elsewhere
from briefs.views.gate import Gone, public_or_gone
from briefs.views.origin import origin
from briefs.views.withdrawn import tombstone

WIDTH, HEIGHT = 600, 320
NARROW, TALL = 480, 520
"""Below this width a card is this high."""
PERMANENCE = 3600
"""Seconds for which a consumer may keep what it was told."""


@shown_elsewhere("briefs/embed.css")
@require_safe
def claim_embed(request: HttpRequest, slug: str) -> HttpResponse:
    """The claim as a card: what is claimed, how it was judged, and the way to the rest.

    Once it was withdrawn the card says so: who showed it must not go on vouching for it, nor show
    the error of a browser in its place.
    """
    try:
        claim = public_or_gone(Annotation.objects.select_related("article__live"), slug=slug)
    except Gone as met:
        told = {"claim": met.thing, "gone": tombstone(met.thing)}
        return render(request, "briefs/claim_embed_gone.html", told, status=410)
    latest = claim.assessments.published().newest_first().prefetch_related("citations").first()
    anchor = claim.anchors.placed().filter(version=claim.article.live_id).first()
    return render(
        request,
        "briefs/claim_embed.html",
        {"claim": claim, "article": claim.article, "latest": latest, "anchor": anchor},
    )


def snippet(
    request: HttpRequest, claim: Annotation, width: int = WIDTH, height: int = HEIGHT
) -> SafeString:
    """The frame that shows the card. It can open links, and nothing else."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" '
        'sandbox="allow-popups allow-popups-to-escape-sandbox" '
        'style="border:0;max-width:100%"></iframe>',
        origin(request) + reverse("briefs:claim-embed", args=[claim.slug]),
        f"Claim: {claim.summary}",
        width,
        height,
    )


def discovery(request: HttpRequest, thing: Annotation | Article) -> dict[str, str]:
    """The addresses, by format, at which consumers learn how to embed the page of ``thing``."""
    endpoint = origin(request) + reverse("briefs:oembed")
    page = origin(request) + thing.get_absolute_url()
    return {
        form: f"{endpoint}?{urlencode({'url': page, 'format': form})}" for form in ("json", "xml")
    }


@read_elsewhere
@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """oEmbed 1.0: 404 for what is not here or not public, 501 for a format it does not have."""
    form = request.GET.get("format", "json")
    if form not in ("json", "xml"):
        return HttpResponse("The formats are json and xml.", "text/plain", status=501)
    match _public_thing(request, request.GET.get("url", "")):
        case Annotation() as claim:
            told = _rich(request, claim)
        case Article() as article:
            told = _link(article)
    told |= {
        "version": "1.0",
        "provider_name": settings.SITE_NAME,
        "provider_url": origin(request) + reverse("briefs:front"),
        "cache_age": PERMANENCE,
    }
    if form == "json":
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    root = ElementTree.Element("oembed")
    for name, value in told.items():
        ElementTree.SubElement(root, name).text = clean(str(value))
    content = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(content, "text/xml; charset=utf-8")


def _public_thing(request: HttpRequest, url: str) -> Annotation | Article:
    """The published claim or article whose page ``url`` is, or was before it got another address;
    raise Http404 if there is none.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Http404("No such page here.") from None
    ours = {request.get_host().lower(), urlsplit(settings.SITE_URL).netloc.lower()} - {""}
    if parts.scheme not in ("http", "https") or parts.netloc.lower() not in ours:
        raise Http404("Not an address of this site.")
    thing = _shown_at(parts.path)
    if thing is None and (address := present_address(parts.path)):
        thing = _shown_at(address)
    if thing is None:
        raise Http404("Claims and articles that are public can be embedded.")
    return thing


def _shown_at(path: str) -> Annotation | Article | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    match match.view_name:
        case "briefs:claim-detail" | "briefs:claim-embed":
            found = Annotation.objects.published()
        case "briefs:article-detail":
            found = Article.objects.published().select_related("live")
        case _:
            return None
    return found.filter(slug=match.kwargs["slug"]).first()


def _rich(request: HttpRequest, claim: Annotation) -> dict[str, Any]:
    width = _at_most(request, "maxwidth", WIDTH)
    height = _at_most(request, "maxheight", HEIGHT if width >= NARROW else TALL)
    html = snippet(request, claim, width, height)
    shown = {"html": str(html), "width": width, "height": height}
    return {"type": "rich", "title": claim.summary} | shown


def _link(article: Article) -> dict[str, Any]:
    authors = article.authorships.values_list("person__name", flat=True)
    return {"type": "link", "title": article.live.title, "author_name": ", ".join(authors)}


def _at_most(request: HttpRequest, name: str, usual: int) -> int:
    """The size asked for, if it is one and smaller than the usual one."""
    asked = request.GET.get(name, "")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
    return min(wanted, usual) if wanted else usual
