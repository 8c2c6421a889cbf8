"""Pages of what is not public yet, for editors and for whoever has a secret link."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_script_prefix, resolve
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from briefs.models import Article, Version
from briefs.models.publishing import Staged
from briefs.previewing import as_if_public, link_of, page_of, thing_of, withdrawn_of
from briefs.publishing import PublishingError
from briefs.views.gate import Gone

# Kept by nobody, found by nobody, and told to no site that is gone on to.
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True)
class Notice:
    """What the page says about itself, above everything."""

    thing: Staged
    claims: bool = False  # drafts of claims are shown too
    until: datetime | None = None  # how long a secret link is open

    @property
    def has_claims(self) -> bool:
        """Editors alone choose: whoever has a link sees no draft but the one it is of."""
        return self.until is None and isinstance(self.thing, Article | Version)


def preview(request: HttpRequest, thing: Staged, until: datetime | None = None) -> HttpResponse:
    """The page of ``thing`` as readers would see it now, made by the view that makes theirs.

    404 where that cannot be made: it has no text, or could not be public as it is.
    """
    claims = until is None and "claims" in request.GET
    request.preview = Notice(thing, claims, until)  # type: ignore[attr-defined]
    try:
        with as_if_public(thing, claims=claims) as path:
            match = resolve("/" + path.removeprefix(get_script_prefix()))
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except (PublishingError, IntegrityError, Gone, Http404) as error:
        why = str(error) if isinstance(error, PublishingError) else ""
        return _no_preview(request, why)
    return _kept_by_nobody(response)


@require_safe
@sensitive_variables("secret")
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """A preview for whoever has the link: 404 for none, 410 once it is shut or withdrawn.

    It leads on to the page once there is one.
    """
    link = link_of(secret)
    thing = thing_of(link) if link else None
    if link is None or thing is None:
        return _no_preview(request)
    withdrawn = withdrawn_of(thing)
    if withdrawn is not None or not link.is_open():
        shut = {"link": link, "withdrawn": withdrawn if link.is_open() else None}
        response = render(request, "briefs/preview_shut.html", shut, status=410)
    elif thing.is_published:
        response = redirect(page_of(thing))
    else:
        return preview(request, thing, link.expires_at)
    return _kept_by_nobody(response)


def _no_preview(request: HttpRequest, why: str = "") -> HttpResponse:
    return _kept_by_nobody(render(request, "briefs/preview_none.html", {"why": why}, status=404))


def _kept_by_nobody(response: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
