from django.contrib import admin

from briefs.admin.assessing import AssessingUpdateMixin
from briefs.admin.bulk import RetagMixin
from briefs.admin.lists import NamedFilter, RowsInline
from briefs.admin.publishing import (
    CitationInline,
    PublishableAdmin,
    ReadOnlyAdmin,
)
from briefs.admin.quality import QualityMixin
from briefs.models import Bearing, TaggedUpdate, Update, Watch


class BearingInline(RowsInline):
    model = Bearing
    unique_name = "annotation"
    autocomplete_fields = ["annotation"]


class UpdateTopicInline(RowsInline):
    model = TaggedUpdate
    unique_name = "tag"
    names = ("content_object",)
    autocomplete_fields = ["tag"]
    verbose_name = "topic"
    verbose_name_plural = "topics"


@admin.register(Update)
class UpdateAdmin(QualityMixin, RetagMixin, AssessingUpdateMixin, PublishableAdmin):
    actions = ["retag_selected"]
    list_display = ["headline", "happened_on", "verified", "status", "published_at"]
    list_filter = ["status", "verified", ("organisations", NamedFilter)]
    search_fields = ["headline", "body", "slug"]
    date_hierarchy = "happened_on"
    autocomplete_fields = ["organisations", "states"]
    prepopulated_fields = {"slug": ["headline"]}
    inlines = [BearingInline, UpdateTopicInline, CitationInline]
    fieldsets = [
        (None, {"fields": ["headline", "slug", ("happened_on", "happened_on_precision"), "body"]}),
        ("About", {"fields": ["organisations", "states", "verified"]}),
        ("Record", {"fields": ["reason", "only_typos", "status", "published_at", "public_id"]}),
    ]


@admin.register(Bearing)
class BearingAdmin(ReadOnlyAdmin):
    """What bears on what, in one place; written in the update."""

    list_display = ["update", "effect", "annotation"]
    list_filter = ["effect"]
    list_select_related = ["update", "annotation"]
    search_fields = ["update__headline", "annotation__slug"]


@admin.register(Watch)
class WatchAdmin(PublishableAdmin):
    list_display = ["what", "expected", "expected_on", "status"]
    list_filter = ["status"]
    search_fields = ["what", "found", "slug"]
    date_hierarchy = "expected_on"
    autocomplete_fields = ["claims"]
    inlines = [CitationInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "what",
                    "slug",
                    "expected",
                    ("expected_on", "expected_on_precision"),
                    "found",
                    "claims",
                ]
            },
        ),
        ("Record", {"fields": ["reason", "only_typos", "status", "published_at", "public_id"]}),
    ]
