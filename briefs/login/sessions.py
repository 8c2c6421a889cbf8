"""What a session says of the login: who is in, and who has given the password and no more.

A person is logged in once nothing more is asked for. Until then the session holds who stands in
the doorway, and to every page they are nobody.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django_otp.plugins.otp_totp.models import TOTPDevice

FACTOR = "second_factor"
"""In the session: the key of the app whose code was given; not there if the person had none."""

_DOORWAY = "doorway"
_BACKEND = "briefs.login.sessions.EditorsBackend"
_TO_GIVE_THE_CODE = timedelta(minutes=10)


class EditorsBackend(ModelBackend):
    def get_user(self, user_id: int) -> User | None:
        """With ``app_id``, the key of the person's second factor, in the same query."""
        app = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True).order_by("-pk")
        people = User.objects.annotate(app_id=Subquery(app.values("pk")[:1]))
        person = people.filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None


class EditorsAuthenticationMiddleware(AuthenticationMiddleware):
    """Sets ``request.user``: somebody only if the session knows the second factor they have now."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person(request))  # type: ignore[assignment]


def _person(request: HttpRequest) -> User | AnonymousUser:
    person: User | AnonymousUser = auth.get_user(request)
    if isinstance(person, AnonymousUser) or is_enough(person, request.session.get(FACTOR)):
        return person
    # Set up elsewhere, taken away, or asked of everybody since: the session is over.
    request.session.flush()
    return AnonymousUser()


def is_enough(person: User, factor: int | None) -> bool:
    """Whether ``factor``, the key of an app or none, is all that is asked of the person."""
    app_id: int | None = getattr(person, "app_id", None)
    must_have_one = settings.SECOND_FACTOR_REQUIRED and person.is_staff
    return factor == app_id and not (app_id is None and must_have_one)


def with_app(person: User) -> User | None:
    """The person as ``request.user`` would be; None if they may not log in (any more)."""
    return EditorsBackend().get_user(person.pk)


def let_in(request: HttpRequest, person: User, factor: int | None = None) -> None:
    """Log in, in a session that has nothing of the one before, its key least of all."""
    request.session.flush()
    auth.login(request, person, backend=_BACKEND)
    know_factor(request, factor)


def know_factor(request: HttpRequest, factor: int | None) -> None:
    """The session goes on with another second factor, under another key; all others end."""
    request.session.cycle_key()
    if factor is None:
        request.session.pop(FACTOR, None)
    else:
        request.session[FACTOR] = factor


def leave_in_doorway(request: HttpRequest, person: User) -> None:
    """The password was right, and more is asked for."""
    request.session.flush()
    until = timezone.now() + _TO_GIVE_THE_CODE
    request.session[_DOORWAY] = {
        "person": person.pk,
        # Another password shuts the door on whoever came by the old one.
        "hash": person.get_session_auth_hash(),
        "until": until.timestamp(),
    }


def in_doorway(request: HttpRequest) -> User | None:
    """Who has given the password in this session, ten minutes ago at most, and nothing more."""
    left = request.session.get(_DOORWAY)
    if left is None or left["until"] < timezone.now().timestamp():
        return None
    person = EditorsBackend().get_user(left["person"])
    if person is None or not person.is_staff:
        return None
    same = constant_time_compare(left["hash"], person.get_session_auth_hash())
    return person if same else None
