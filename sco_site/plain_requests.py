"""Requests that no text could hold, or no page should, are refused before anything else."""

from collections.abc import Callable, Iterator

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

MOST_BYTES = 24 * 1024 * 1024
"""Of a body. The largest file that is taken, an article to import, has 20 million."""


LONGEST_VALUE = 400
"""Characters of one value in the query of a public page, which repeats it in each of its links."""


class TooLong(BadRequest):
    """What is searched for, or filtered by, is longer than any word of the site."""


class PlainRequestsMiddleware:
    """Answers 400 where address, query or a cookie has a NUL in it, or a value is very long, and
    413 to a giant body.

    PostgreSQL takes no NUL, and no text of the site has one; bodies are looked at by their forms.
    A body that nobody asked for would be written to the disk before any form looks at it, those
    of strangers at the login too.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        parts = (request.path_info, *_query(request), *request.COOKIES.values())
        if any("\0" in part for part in parts):
            raise BadRequest("NUL in the request.")
        if not request.path_info.startswith("/admin/") and any(
            len(part) > LONGEST_VALUE for part in _query(request)
        ):
            raise TooLong
        if _length(request) > MOST_BYTES:
            words = f"A request may have {MOST_BYTES:,} bytes at most.\n"
            return HttpResponse(words, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    """As Django reads it: without a length, or with one that is none, there is no body."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _query(request: HttpRequest) -> Iterator[str]:
    for name, values in request.GET.lists():
        yield name
        yield from values
