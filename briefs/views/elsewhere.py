"""What scripts of other sites may read (CORS), and what they may show in a frame."""

from base64 import b64encode
from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.clickjacking import xframe_options_exempt

from sco_site.csp import policy

View = Callable[..., HttpResponseBase]
METHODS = "GET, HEAD, OPTIONS"


def read_elsewhere(view: View) -> View:
    """Let scripts of every site read the answer, an error included. Nothing here needs a login."""
    view.is_read_elsewhere = True  # type: ignore[attr-defined]
    # A view that answers OPTIONS itself is marked as read alone.
    view.is_asked_first = True  # type: ignore[attr-defined]
    return view


class ReadElsewhereMiddleware:
    """Outside of the conditional answers, so that a 304 says so too (Fetch Standard, 3.3)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and getattr(match.func, "is_read_elsewhere", False):
            response.headers["Access-Control-Allow-Origin"] = "*"
            readable = "ETag, Link, Content-Disposition"
            response.headers.setdefault("Access-Control-Expose-Headers", readable)
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        """A browser asks first where a script sends If-None-Match itself."""
        if request.method != "OPTIONS" or not getattr(view, "is_asked_first", False):
            return None
        return HttpResponse(
            status=204,
            headers={
                "Allow": METHODS,
                "Access-Control-Allow-Methods": METHODS,
                "Access-Control-Allow-Headers": "If-None-Match",
                "Access-Control-Max-Age": "86400",
            },
        )


def own_policy(style: str) -> dict[str, list[str]]:
    """Of a page that brings the style of this template, known by its hash, and nothing else.

    No request is made: in a frame without an origin, and in a file, none would be answered.
    """
    digest = b64encode(sha256(render_to_string(style).encode()).digest()).decode()
    return {
        "default-src": ["'none'"],
        "style-src": [f"'sha256-{digest}'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }


def shown_elsewhere(style: str) -> Callable[[View], View]:
    """Let every site show the page in a frame: one that only tells, and so can be tricked into
    nothing. Errors that are not the view's own answer are framed by nobody, as all else.
    """

    def decorate(view: View) -> View:
        @xframe_options_exempt
        @wraps(view)
        def framed(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            directives = own_policy(style) | {"frame-ancestors": ["*"]}
            response.headers["Content-Security-Policy"] = policy(directives)
            return response

        return framed

    return decorate
