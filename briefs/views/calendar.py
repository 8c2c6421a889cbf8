"""An editor's calendar, read by programs that cannot log in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from briefs.desk.calendar import calendar_of, owner_of


@require_safe
def desk_calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever has the secret may read; 404 for one that is not known, or not any more."""
    editor = owner_of(secret)
    if editor is None:
        raise Http404("No calendar at this address.")
    return HttpResponse(
        calendar_of(editor, request.build_absolute_uri),
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"},
    )
