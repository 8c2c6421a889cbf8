"""The pages that look at a password: the login, and the change of one's own password."""

from typing import Any

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth import views as auth
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from briefs import throttling
from briefs.login.client import caller, remember_device
from briefs.login.refusal import refuse
from briefs.login.sessions import is_enough, leave_in_doorway, let_in, with_app
from briefs.models import FailedAttempt, Tried


class LoginView(auth.LoginView):
    attempt: FailedAttempt

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = request.POST.get("username", "")
        try:
            self.attempt = throttling.begin(Tried.PASSWORD, name, caller(request, name))
        except throttling.TooOften as refusal:
            return refuse(request, refusal)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        throttling.succeeded(self.attempt)
        person = with_app(form.get_user())
        place = self.get_success_url()
        if person is None:
            return self.form_invalid(form)
        if is_enough(person, None):
            let_in(self.request, person)
            response = HttpResponseRedirect(place)
            remember_device(self.request, response, person.get_username())
            return response
        leave_in_doorway(self.request, person)
        return redirect(way_on(person, place))


def way_on(person: User, place: str) -> str:
    """The page of what is still asked for, which then leads to ``place``."""
    has_app = getattr(person, "app_id", None) is not None
    address = reverse("second-factor-ask" if has_app else "second-factor-set-up")
    return f"{address}?{urlencode({REDIRECT_FIELD_NAME: place})}"


def is_own_password(request: HttpRequest, person: User) -> bool:
    """Whether the form holds it, which is asked again before what a thief of a session would do.

    Raise TooOften after too many that did not.
    """
    name = person.get_username()
    attempt = throttling.begin(Tried.PASSWORD, name, caller(request, name))
    if not person.check_password(request.POST.get("password", "")):
        return False
    throttling.succeeded(attempt)
    return True


def change_password(request: HttpRequest, view: Any) -> HttpResponse:
    """Django's ``view``, with the wrong old passwords counted as at the login."""
    name = request.user.get_username()
    try:
        attempt = throttling.begin(Tried.PASSWORD, name, caller(request, name))
    except throttling.TooOften as refusal:
        return refuse(request, refusal)
    response: HttpResponse = view(request)
    shown = (isinstance(response, TemplateResponse) and response.context_data) or {}
    if "form" not in shown or "old_password" not in shown["form"].errors:
        throttling.succeeded(attempt)
    return response
