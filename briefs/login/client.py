"""From where a request comes, for the count of failed logins."""

from ipaddress import ip_address
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from briefs.throttling import Caller, digest_of_name

COOKIE = "known_device"
PATH = "/admin/"
_SECONDS = 180 * 24 * 3600
_SALT = "briefs.login.known_device"


def caller(request: HttpRequest, name: str) -> Caller:
    """The address, and the device if ``name`` has logged in on it before."""
    known = _known(request)
    is_theirs = known.get("name") == digest_of_name(name)
    return Caller(client_address(request), known["device"] if is_theirs else "")


def remember_device(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """For half a year from now. It opens nothing: it is counted by itself when a login fails."""
    device = caller(request, name).device or token_urlsafe(16)
    response.set_cookie(
        COOKIE,
        signing.dumps({"name": digest_of_name(name), "device": device}, salt=_SALT),
        max_age=_SECONDS,
        # Public pages never see it, which are the same for everyone.
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def client_address(request: HttpRequest) -> str:
    """The address that the outermost of our own proxies saw.

    Each proxy adds whom it saw at the end of ``X-Forwarded-For``; what stands before that was
    written by the client, who may write anything. Without proxies the header is not looked at.
    """
    direct: str = request.META.get("REMOTE_ADDR", "")
    if not settings.PROXIES_IN_FRONT:
        return direct
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    try:
        return str(ip_address(seen[-settings.PROXIES_IN_FRONT].strip()))
    except (ValueError, IndexError):
        return direct


def _known(request: HttpRequest) -> dict[str, Any]:
    try:
        known: dict[str, Any] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_SECONDS
        )
    except signing.BadSignature:
        return {}
    return known
