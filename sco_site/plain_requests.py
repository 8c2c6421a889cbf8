"""Requests that no text could hold are refused before anything is made of them."""

from collections.abc import Callable, Iterator

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


class PlainRequestsMiddleware:
    """Answers 400 where address, query or a cookie has a NUL in it.

    PostgreSQL takes none, and no text of the site has one. Bodies are looked at by their forms.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        parts = (request.path_info, *_query(request), *request.COOKIES.values())
        if any("\0" in part for part in parts):
            raise BadRequest("NUL in the request.")
        return self.get_response(request)


def _query(request: HttpRequest) -> Iterator[str]:
    for name, values in request.GET.lists():
        yield name
        yield from values
