"""The pages for what went wrong: on our side, or with a request. They ask no database."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from sco_site.plain_requests import LONGEST_VALUE, TooLong

SECONDS_TO_WAIT = 30


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``handler400``: what is too long is told from what cannot be read."""
    said = {
        "site_name": settings.SITE_NAME,
        "longest": LONGEST_VALUE if isinstance(exception, TooLong) else None,
    }
    return HttpResponse(render_to_string("400.html", said), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``: 503 where the database cannot be reached or its disk is full, else 500.

    Django calls it while the exception is handled. The pages are made without context: whatever
    fills it may be what failed.
    """
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        words = render_to_string("503.html")
        return HttpResponse(words, status=503, headers={"Retry-After": str(SECONDS_TO_WAIT)})
    return HttpResponse(render_to_string("500.html"), status=500)
