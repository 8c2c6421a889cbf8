"""What other people's tools read, from pages of other sites too."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from briefs.linked_data.web_annotation import Site
from briefs.views.origin import origin

View = Callable[..., HttpResponse]

METHODS = ("GET", "HEAD", "OPTIONS")
READABLE = "Allow, Content-Location, ETag, Link, Preference-Applied, Vary"
"""Headers that a script of another site may see."""


def for_tools(view: View) -> View:
    """Let every site's scripts read what the view gives, and whoever asks whether it changed.

    There is no form behind it that a stranger's page could send: other methods are refused, and
    not for the lack of a token.
    """

    @csrf_exempt
    @require_http_methods(METHODS)
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Allow"] = ", ".join(METHODS)
        response["Access-Control-Expose-Headers"] = READABLE
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        # A thing may be withdrawn on any day: what is kept is asked about before it is used.
        response["Cache-Control"] = "no-cache"
        if request.method == "OPTIONS":
            response["Access-Control-Allow-Methods"] = ", ".join(METHODS)
            response["Access-Control-Allow-Headers"] = "Accept, If-None-Match, Prefer"
            response.content = b""
            return response
        return get_conditional_response(request, etag=response["ETag"], response=response)

    # Errors too; OPTIONS is answered here, as the protocol has it (3.1).
    inner.is_read_elsewhere = True  # type: ignore[attr-defined]
    return inner


def site_of(request: HttpRequest) -> Site:
    return Site(origin(request), settings.SITE_NAME)
