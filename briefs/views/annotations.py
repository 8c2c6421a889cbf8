"""Annotations for other people's tools, by the W3C Web Annotation Protocol (2017); read only.

Each address gives JSON-LD unless HTML is asked for before it; then it leads on to the page for
people. Those that end in ``.jsonld`` always give JSON-LD.
"""

import json
import re
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from briefs.linked_data.annotation_pages import PAGE_SIZE, Collection
from briefs.linked_data.web_annotation import address_of, alone, citable, described
from briefs.models import Annotation, Article, Organisation, Topic
from briefs.models.annotation import AnnotationQuerySet
from briefs.models.kept import kept
from briefs.views.for_tools import for_tools, site_of
from briefs.views.gate import public_or_gone

JSON_LD = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
RESOURCE = '<http://www.w3.org/ns/ldp#Resource>; rel="type"'
ANNOTATION = '<http://www.w3.org/ns/oa#Annotation>; rel="type"'
CONTAINER = '<http://www.w3.org/ns/ldp#BasicContainer>; rel="type"'
CONSTRAINED = (
    '<http://www.w3.org/TR/annotation-protocol/>; rel="http://www.w3.org/ns/ldp#constrainedBy"'
)


class Preference(StrEnum):
    """How much of a container's annotations is given with it (Protocol, 4.1.1)."""

    MINIMAL = "http://www.w3.org/ns/ldp#PreferMinimalContainer"
    IRIS = "http://www.w3.org/ns/oa#PreferContainedIRIs"
    DESCRIPTIONS = "http://www.w3.org/ns/oa#PreferContainedDescriptions"


def wants_page(request: HttpRequest) -> bool:
    """Whether HTML is asked for before JSON-LD; who asks for nothing gets JSON-LD."""
    given = [JSON_LD, "application/ld+json", "application/json", "text/html"]
    return request.get_preferred_type(given) == "text/html"


def answer(data: dict[str, Any], links: tuple[str, ...]) -> HttpResponse:
    content = json.dumps(data, ensure_ascii=False, indent=1)
    response = HttpResponse(content, content_type=JSON_LD)
    if links:
        response["Link"] = ", ".join(links)
    return response


def see_page(address: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": address})


# One annotation -----------------------------------------------------------------------------


@for_tools
def annotation_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """By its permanent address, whatever its slug is."""
    annotation = public_or_gone(Annotation.objects.all(), public_id=public_id)
    page = annotation.get_absolute_url()
    response = see_page(page) if wants_page(request) else _alone(request, annotation.pk, page)
    patch_vary_headers(response, ["Accept"])
    return response


@for_tools
def claim_annotation(request: HttpRequest, slug: str) -> HttpResponse:
    annotation = public_or_gone(Annotation.objects.all(), slug=slug)
    return _alone(request, annotation.pk, annotation.get_absolute_url())


def _alone(request: HttpRequest, key: int, page: str) -> HttpResponse:
    annotation = get_object_or_404(citable(Annotation.objects.all()), pk=key)
    site = site_of(request)
    described_by = f'<{site.at(page)}>; rel="describedby"; type="text/html"'
    response = answer(alone(annotation, site), (RESOURCE, ANNOTATION, described_by))
    response["Content-Location"] = address_of(annotation, site)
    return response


# Collections --------------------------------------------------------------------------------


@for_tools
def annotation_list(request: HttpRequest, negotiated: bool = True) -> HttpResponse:
    rows = citable(Annotation.objects.all())
    label = f"All annotations of {settings.SITE_NAME}"
    return _collection(request, "annotation-list", None, rows, label, negotiated)


@for_tools
def article_annotations(request: HttpRequest, slug: str, negotiated: bool = True) -> HttpResponse:
    article = public_or_gone(Article.objects.select_related("live"), slug=slug)
    rows = citable(Annotation.objects.filter(article=article))
    label = f"Annotations of “{article.live.title}”"
    return _collection(request, "article-annotations", article, rows, label, negotiated)


@for_tools
def organisation_annotations(
    request: HttpRequest, slug: str, negotiated: bool = True
) -> HttpResponse:
    organisation = public_or_gone(Organisation.objects.all(), slug=slug)
    rows = citable(Annotation.objects.about(organisation))
    label = f"Annotations about {organisation.name}"
    return _collection(request, "organisation-annotations", organisation, rows, label, negotiated)


@for_tools
def topic_annotations(request: HttpRequest, slug: str, negotiated: bool = True) -> HttpResponse:
    topic = get_object_or_404(Topic, slug=slug)
    rows = citable(Annotation.objects.filter(topics=topic))
    label = f"Annotations on the topic “{topic.name}”"
    return _collection(request, "topic-annotations", topic, rows, label, negotiated)


def _collection(
    request: HttpRequest,
    name: str,
    thing: Article | Organisation | Topic | None,
    rows: AnnotationQuerySet,
    label: str,
    negotiated: bool,
) -> HttpResponse:
    if negotiated and wants_page(request):
        page = thing.get_absolute_url() if thing else reverse("briefs:claim-list")
        response = see_page(page)
    else:
        site = site_of(request)
        address = site.at(reverse(f"briefs:{name}", args=[thing.slug] if thing else []))
        prefers = preference(request)
        iris = prefers is Preference.IRIS or request.GET.get("iris") == "1"
        collection = Collection(address, label, kept(rows, AnnotationQuerySet.count), site, iris)
        response = _page_or_all(request, collection, rows, prefers)
    patch_vary_headers(response, ["Accept", "Prefer"] if negotiated else ["Prefer"])
    return response


def _page_or_all(
    request: HttpRequest,
    collection: Collection,
    rows: AnnotationQuerySet,
    prefers: Preference | None,
) -> HttpResponse:
    if "page" in request.GET:
        number = _page_number(request.GET["page"], collection)
        return answer(collection.page_alone(number, _items(collection, rows, number)), ())
    if prefers is Preference.MINIMAL or not collection.total:
        data = collection.as_dict()
    else:
        data = collection.as_dict(collection.page(1, _items(collection, rows, 1)))
    response = answer(data, (CONTAINER, RESOURCE, CONSTRAINED))
    response["Content-Location"] = collection.id
    if prefers:
        response["Preference-Applied"] = "return=representation"
    return response


def _page_number(written: str, collection: Collection) -> int:
    number = int(written) if re.fullmatch("[0-9]{1,9}", written) else 0
    if not 1 <= number <= collection.last:
        raise Http404(f"The collection has {collection.last} pages, counted from 1.")
    return number


def _items(collection: Collection, rows: AnnotationQuerySet, number: int) -> list[Any]:
    some = rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    if collection.iris:
        alone = some.select_related(None).prefetch_related(None)
        return [address_of(row, collection.site) for row in alone]
    return described(some, collection.site)


_INCLUDE = re.compile(r'\binclude\s*=\s*"?([^";,]*)')


def preference(request: HttpRequest) -> Preference | None:
    """What the header Prefer (RFC 7240) asks to be given with the container, if anything known."""
    header = request.headers.get("Prefer", "")
    if not re.search(r"\breturn\s*=\s*\"?representation\b", header):
        return None
    wanted = {iri for found in _INCLUDE.findall(header) for iri in found.split()}
    return next((one for one in Preference if one.value in wanted), None)
