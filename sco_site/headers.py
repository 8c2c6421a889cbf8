"""Headers that every answer has, whatever made it: a page, an error, a refused host."""

from collections.abc import Callable
from wsgiref.headers import Headers

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sco_site.csp import policy

Handler = Callable[[HttpRequest], HttpResponse]

# What a browser could lend a page, and no page of this site asks for.
_NOT_ASKED_FOR = (
    *("accelerometer", "camera", "display-capture", "encrypted-media", "geolocation"),
    *("gyroscope", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get"),
    *("screen-wake-lock", "usb", "xr-spatial-tracking"),
)


def constant_headers() -> dict[str, str]:
    """Name and value. Only ``X-Frame-Options`` and HSTS are not among them: Django’s middleware
    has an exception to the one, and gives the other to answers over HTTPS alone.
    """
    return {
        "Content-Security-Policy": policy(settings.SECURE_CSP),
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        # Pages of other sites cannot draw these into their own process; what they may show, the
        # cards of links, says so itself.
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _NOT_ASKED_FOR),
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
    }


def harden(headers: Headers, path: str, url: str) -> None:
    """The same for static files, which no middleware sees: whitenoise calls it for each."""
    for name, value in constant_headers().items():
        headers[name] = value
    if settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = (
            f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
        )
    if url.endswith(".svg"):
        # An SVG opened by itself is a page, and could hold a script.
        headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"


class ConstantHeadersMiddleware:
    """First of all, so that refusals of the others have the headers too."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.headers = constant_headers()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response
