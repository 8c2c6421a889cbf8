"""The Content-Security-Policy header (W3C CSP Level 3), the same on every response.

The setting has the name and shape that Django 6.0 gives it, so that its own middleware can
take this one's place.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


def policy(directives: dict[str, list[str]]) -> str:
    """The header's value, directives in the order given."""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


class ContentSecurityPolicyMiddleware:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.value = policy(settings.SECURE_CSP)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.value)
        return response
