"""The admin's site: what an editor's request changes is one change set."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from briefs.login.passwords import LoginView, change_password, way_on
from briefs.login.sessions import in_doorway
from briefs.recording import recorded

View = Callable[..., HttpResponse]
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class EditorsSite(admin.AdminSite):
    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """As Django's, with failures counted, and on to the second factor of who has one."""
        place = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        if request.method == "GET":
            if self.has_permission(request):
                return redirect("admin:index")
            person = in_doorway(request)
            if person is not None:
                return redirect(way_on(person, place))
        context = {
            **self.each_context(request),
            "title": "Log in",
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            **({} if REDIRECT_FIELD_NAME in request.POST else {REDIRECT_FIELD_NAME: place}),
        }
        view = LoginView.as_view(
            extra_context=context,
            authentication_form=AdminAuthenticationForm,
            template_name="admin/login.html",
        )
        return view(request)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        page = partial(super().password_change, extra_context=extra_context)
        return change_password(request, page) if request.method == "POST" else page(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every page of the admin comes through here, those of our own too."""
        view = _names_fields(view)
        recording = view if getattr(view, "records_itself", False) else in_one_change(view)
        return super().admin_view(recording, cacheable)


def _names_fields(view: View) -> View:
    """Refuse what Django’s forms look up unlooked at: a field without a name."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "" in (request.GET.get(TO_FIELD_VAR), request.POST.get(TO_FIELD_VAR)):
            raise BadRequest(f"{TO_FIELD_VAR} names no field.")
        return view(request, *args, **kwargs)

    return inner


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
