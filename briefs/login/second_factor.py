"""Pages of the second factor: being asked for it, setting it up, looking after it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from briefs import second_factor, throttling
from briefs.login.client import caller, remember_device
from briefs.login.passwords import is_own_password
from briefs.login.refusal import refuse
from briefs.login.sessions import in_doorway, know_factor, let_in
from briefs.models import Tried

_KEY = "second_factor_key"
"""In the session: the secret that is shown and not yet confirmed."""

_LONGEST_CODE = 40
View = Callable[[HttpRequest, User], HttpResponse]


def _guarded(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """For a person who is logged in, or in the doorway; whoever tries too often is refused.

    No transaction is held around it: what is counted must be seen by all others at once.
    """

    @never_cache
    @sensitive_post_parameters()
    @csrf_protect
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def inner(request: HttpRequest) -> HttpResponse:
        inside: Any = request.user if admin.site.has_permission(request) else None
        person = inside or in_doorway(request)
        if person is None:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        try:
            return view(request, person)
        except throttling.TooOften as refusal:
            return refuse(request, refusal)

    return inner


@_guarded
def ask(request: HttpRequest, person: User) -> HttpResponse:
    """The code, after the password."""
    if _is_in(request) or _app_id(person) is None:
        return HttpResponseRedirect(_next(request))
    error = ""
    if request.method == "POST":
        if _is_right(request, person):
            return _enter(request, person, HttpResponseRedirect(_next(request)), _app_id(person))
        error = "This code is not right, or was used already."
    context = {"error": error, "next": _next(request), "field": REDIRECT_FIELD_NAME}
    return _page(request, "ask", "Your second factor", context)


def _is_right(request: HttpRequest, person: User) -> bool:
    code = second_factor.typed(request.POST.get("code", "")[:_LONGEST_CODE])
    name = person.get_username()
    tried = Tried.CODE if second_factor.is_of_app(code) else Tried.RECOVERY
    attempt = throttling.begin(tried, name, caller(request, name))
    # No code has a NUL, which a database may refuse to compare.
    if second_factor.verify(person, code.replace("\0", "?"), by=person) is None:
        return False
    throttling.succeeded(attempt)
    return True


@_guarded
@sensitive_variables("key", "codes")
def set_up(request: HttpRequest, person: User) -> HttpResponse:
    """A secret for an app, taken in use once a code of it is given; then the codes for recovery."""
    if not _is_in(request) and _app_id(person) is not None:
        return redirect("second-factor-ask")
    key = request.session.setdefault(_KEY, second_factor.new_key())
    error = {}
    if request.method == "POST":
        # In the doorway the password has just been given.
        if _is_in(request) and not is_own_password(request, person):
            error = {"password_error": "This is not your password."}
        else:
            code = request.POST.get("code", "")[:_LONGEST_CODE]
            codes = second_factor.set_up(person, key, code, by=person, instead_of=_app_id(person))
            if codes is not None:
                return _show(request, person, codes)
            error = {"code_error": "This is not the code that the app shows for this secret now."}
    address = second_factor.address(key, person, settings.SITE_NAME)
    context = {
        **error,
        "picture": segno.make(address, error="m").svg_data_uri(scale=4, border=4, light="white"),
        "address": address,
        "secret": second_factor.written(key),
        "is_in": _is_in(request),
        "has_app": _app_id(person) is not None,
    }
    return _page(request, "set_up", "Set up a second factor", context)


@_guarded
@sensitive_variables("codes")
def look_after(request: HttpRequest, person: User) -> HttpResponse:
    """What one has; other codes, or no app, for whoever gives the password once more."""
    if not _is_in(request):
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    has_app = _app_id(person) is not None
    error = ""
    if request.method == "POST" and has_app:
        if not is_own_password(request, person):
            error = "This is not your password."
        elif "renew" in request.POST:
            return _show(request, person, second_factor.renew_codes(person, by=person))
        elif "take_away" in request.POST and not settings.SECOND_FACTOR_REQUIRED:
            second_factor.take_away(person, by=person)
            know_factor(request, None)
            messages.success(request, "Your second factor is taken away.")
            return redirect("second-factor")
    context = {
        "error": error,
        "has_app": has_app,
        "codes_left": second_factor.codes_left(person),
        "required": settings.SECOND_FACTOR_REQUIRED,
    }
    return _page(request, "look_after", "Your second factor", context)


def _show(request: HttpRequest, person: User, codes: list[str]) -> HttpResponse:
    """The codes for recovery, this once; the session knows the app that goes with them."""
    app = second_factor.app_of(person)
    app_id: int | None = app.pk if app else None
    if not _is_in(request):
        let_in(request, person, app_id)
    know_factor(request, app_id)
    request.session.pop(_KEY, None)
    response = _page(request, "codes", "Your recovery codes", {"codes": codes})
    remember_device(request, response, person.get_username())
    return response


def _enter(
    request: HttpRequest, person: User, response: HttpResponse, factor: int | None
) -> HttpResponse:
    let_in(request, person, factor)
    remember_device(request, response, person.get_username())
    return response


def _is_in(request: HttpRequest) -> bool:
    return admin.site.has_permission(request)


def _app_id(person: User) -> int | None:
    app_id: int | None = getattr(person, "app_id", None)
    return app_id


def _page(request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
    whole = {**admin.site.each_context(request), "title": title, **context}
    return render(request, f"admin/second_factor/{name}.html", whole)


def _next(request: HttpRequest) -> str:
    """Where the person was going to; an address of this site, whatever was asked for."""
    place = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    is_ours = url_has_allowed_host_and_scheme(place, {request.get_host()}, request.is_secure())
    return place if is_ours else reverse("admin:index")


urlpatterns = [
    path("", look_after, name="second-factor"),
    path("code/", ask, name="second-factor-ask"),
    path("set-up/", set_up, name="second-factor-set-up"),
]
