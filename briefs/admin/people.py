"""People and roles: Django's own pages, with the history that everything has."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import admin as auth
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from briefs import second_factor, throttling
from briefs.admin.history import HistoryMixin
from briefs.admin.lists import KeysMixin

# The package’s own pages would show the secrets of others.
admin.site.unregister([Group, User, StaticDevice, TOTPDevice])


@admin.register(User)
class PersonAdmin(KeysMixin, HistoryMixin, auth.UserAdmin):
    list_display = (*auth.UserAdmin.list_display, "second_factor")
    actions = ("take_second_factor_away", "let_try_again")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[User]":
        apps = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).annotate(has_app=Exists(apps))

    @admin.display(boolean=True)
    def second_factor(self, person: Any) -> bool:
        return bool(person.has_app)

    @admin.action(
        description="Take the second factor away, for whoever has lost it", permissions=["change"]
    )
    def take_second_factor_away(self, request: HttpRequest, people: "QuerySet[User]") -> None:
        by: Any = request.user
        took = [str(person) for person in people if second_factor.take_away(person, by=by)]
        if took:
            self.message_user(request, f"Without a second factor now: {', '.join(took)}.")
        else:
            self.message_user(request, "None of them has one.", messages.WARNING)

    @admin.action(
        description="Let them try to log in again at once, after too many failures",
        permissions=["change"],
    )
    def let_try_again(self, request: HttpRequest, people: "QuerySet[User]") -> None:
        free = [person.get_username() for person in people if throttling.forget(person.username)]
        if free:
            self.message_user(request, f"Their failures are forgotten: {', '.join(free)}.")
        else:
            self.message_user(request, "None of them has failed lately.", messages.WARNING)


@admin.register(Group)
class RoleAdmin(KeysMixin, HistoryMixin, auth.GroupAdmin):
    pass
