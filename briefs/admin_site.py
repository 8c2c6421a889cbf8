"""The admin's site: what an editor's request changes is one change set."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from briefs.recording import recorded

View = Callable[..., HttpResponse]
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class EditorsSite(admin.AdminSite):
    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every page of the admin comes through here, those of our own too."""
        recording = view if getattr(view, "records_itself", False) else in_one_change(view)
        return super().admin_view(recording, cacheable)


def in_one_change(view: View) -> View:
    """Run whatever may write as one transaction and one change set, by whoever asked for it.

    The reason is what was given under that name in the form.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in SAFE:
            return view(request, *args, **kwargs)
        reason = request.POST.get("reason", "").replace("\0", "").strip()
        by: Any = request.user
        with recorded(by=by, reason=reason, origin="admin"):
            return view(request, *args, **kwargs)

    return inner


def records_itself(view: View) -> View:
    """For a view that works long before it writes: no transaction is held open around it."""
    view.records_itself = True  # type: ignore[attr-defined]
    return view
