from django.contrib import admin

from briefs.admin.lists import NamedFilter
from briefs.admin.publishing import ReadOnlyAdmin
from briefs.models import Event, SeedEntry


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """The record: written by what editors do, never by hand."""

    list_display = ["recorded_at", "kind", "headline", "happened_on", "by"]
    list_display_links = ["headline"]
    list_filter = ["kind", "recorded_at", ("by", NamedFilter)]
    list_select_related = ["by"]
    search_fields = ["headline", "reason", "tag"]


@admin.register(SeedEntry)
class SeedEntryAdmin(ReadOnlyAdmin):
    list_display = ["noun", "key", "recorded_at"]
    list_display_links = ["key"]
    list_filter = ["noun"]
    search_fields = ["key"]
