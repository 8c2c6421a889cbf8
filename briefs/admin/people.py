"""People and roles: Django's own pages, with the history that everything has."""

from django.contrib import admin
from django.contrib.auth import admin as auth
from django.contrib.auth.models import Group, User

from briefs.admin.history import HistoryMixin

admin.site.unregister([Group, User])


@admin.register(User)
class PersonAdmin(HistoryMixin, auth.UserAdmin):
    pass


@admin.register(Group)
class RoleAdmin(HistoryMixin, auth.GroupAdmin):
    pass
