from django.contrib import admin

from briefs.admin.lists import NamedFilter
from briefs.admin.publishing import ReadOnlyAdmin
from briefs.models import Event, PreviewLink, SeedEntry


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


@admin.register(PreviewLink)
class PreviewLinkAdmin(ReadOnlyAdmin):
    """Every link that was given out; made and shut on the page of its thing."""

    list_display = ["recorded_at", "model", "note", "by", "expires_at", "revoked_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter), "model"]
    list_select_related = ["by"]
    search_fields = ["note", "by__username"]
    fields = ["model", "object_id", "note", "by", "recorded_at", "expires_at", "revoked_at"]
