"""Public or not: found, moved, gone with a reason, or not there."""

from collections.abc import Callable
from typing import TypeVar

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)

from briefs.addresses import present_address, present_query
from briefs.models.publishing import Publishable, PublishableQuerySet
from briefs.views.withdrawn import gone

Thing = TypeVar("Thing", bound=Publishable)


class Gone(Exception):
    """The thing was public once and was withdrawn."""

    def __init__(self, thing: Publishable) -> None:
        self.thing = thing


def public_or_gone(queryset: PublishableQuerySet, **lookup) -> Publishable:
    """The published thing; raise Gone if it was withdrawn and Http404 if it never was public.

    ``queryset`` must not have gone through the gate yet.
    """
    # There is one at most: ``first()`` would put it in order.
    for thing in queryset.published().filter(**lookup).order_by()[:1]:
        return thing
    withdrawn = queryset.withdrawn().filter(**lookup).first()
    if withdrawn is not None:
        raise Gone(withdrawn)
    raise Http404(f"No {queryset.model._meta.verbose_name} at this address.")


class MovedMiddleware:
    """Leads on from former addresses, and from what asks for things by their former slugs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in (404, 410):
            return response
        address = present_address(request.path_info)
        if address is None:
            return response
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        match = request.resolver_match
        if request.method not in ("GET", "HEAD") or match is None or match.app_name != "briefs":
            return None
        query = present_query(request.GET)
        if query is None:
            return None
        return HttpResponsePermanentRedirect(f"{request.path}?{query}")


class GoneMiddleware:
    """Answers 410 with the reason where a view met something withdrawn."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Gone):
            return gone(request, exception.thing)
        return None
