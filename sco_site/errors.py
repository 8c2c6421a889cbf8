"""The page for what went wrong on our side: for how long, if that is known."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

SECONDS_TO_WAIT = 30


def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``: 503 where the database cannot be reached or its disk is full, else 500.

    Django calls it while the exception is handled. The pages are made without context: whatever
    fills it may be what failed.
    """
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        words = render_to_string("503.html")
        return HttpResponse(words, status=503, headers={"Retry-After": str(SECONDS_TO_WAIT)})
    return HttpResponse(render_to_string("500.html"), status=500)
