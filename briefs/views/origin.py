"""How every absolute address of the site begins."""

from django.conf import settings
from django.http import HttpRequest


def origin(request: HttpRequest) -> str:
    """ "https://example.org": as the setting SITE_URL says, or else as the site was asked."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
