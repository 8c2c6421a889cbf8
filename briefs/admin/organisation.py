from django.contrib import admin
from django.http import HttpRequest

from briefs.admin.bulk import MergeMixin
from briefs.admin.lists import NamedFilter, RowsInline, ScalableAdmin
from briefs.admin.publishing import FORM_FIELDS, CitationInline, PublishableAdmin
from briefs.admin.quality import QualityMixin
from briefs.admin.tables import TableMixin
from briefs.importing.tables import TABLES
from briefs.models import Membership, Milestone, Organisation, State
from briefs.publishing import change_membership, membership_facts


class MilestoneInline(RowsInline):
    model = Milestone


@admin.register(Organisation)
class OrganisationAdmin(QualityMixin, MergeMixin, TableMixin, PublishableAdmin):
    table = TABLES["organisations"]
    actions = ["merge_selected"]
    list_display = ["name", "abbreviation", "kind", "parent", "founded_on", "status"]
    list_filter = ["status", "kind", "founded_verified", "seat_verified"]
    list_select_related = ["parent"]
    search_fields = ["name", "abbreviation", "slug", "other_names"]
    date_hierarchy = "founded_on"
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["parent", "predecessor", "successor", "seat_state", "participants"]
    inlines = [MilestoneInline, CitationInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "abbreviation", "other_names", "kind", "standing"]}),
        ("For readers", {"fields": ["summary", "since_article", "editor_notes", "not_confirmed"]}),
        ("Related bodies", {"fields": ["parent", "predecessor", "successor", "participants"]}),
        (
            "Founded",
            {
                "fields": [
                    ("founded_on", "founded_on_precision"),
                    ("founded_basis", "founded_verified"),
                    "founded_note",
                ]
            },
        ),
        (
            "Ended",
            {
                "fields": [
                    ("dissolved_on", "dissolved_on_precision"),
                    ("dissolved_basis", "dissolved_verified"),
                    "dissolved_note",
                ]
            },
        ),
        (
            "Seat",
            {
                "fields": [
                    ("seat", "seat_state"),
                    ("seat_latitude", "seat_longitude", "seat_verified"),
                    "seat_note",
                    "official_url",
                ]
            },
        ),
        ("Record", {"fields": ["reason", "only_typos", "status", "published_at", "public_id"]}),
    ]


@admin.register(Membership)
class MembershipAdmin(TableMixin, PublishableAdmin):
    table = TABLES["memberships"]
    list_display = ["organisation", "state", "role", "start", "end", "verified", "status"]
    list_display_links = ["state"]
    list_filter = [
        "status",
        "role",
        "verified",
        ("end", admin.EmptyFieldListFilter),
        ("organisation", NamedFilter),
        ("state", NamedFilter),
    ]
    list_select_related = ["organisation", "state"]
    search_fields = ["organisation__name", "organisation__abbreviation", "state__name", "note"]
    date_hierarchy = "start"
    autocomplete_fields = ["organisation", "state"]
    inlines = [CitationInline]
    fieldsets = [
        (None, {"fields": [("organisation", "state", "role")]}),
        (
            "From",
            {"fields": [("start", "start_precision", "start_basis"), ("decided_on", "signed_on")]},
        ),
        ("To", {"fields": [("end", "end_precision", "end_basis")]}),
        (
            "Evidence",
            {
                "fields": [
                    "verified",
                    ("last_confirmed_on", "last_confirmed_on_precision"),
                    "note",
                ]
            },
        ),
        ("Record", {"fields": ["reason", "only_typos", "status", "published_at", "public_id"]}),
    ]

    def save_model(self, request: HttpRequest, obj: Membership, form, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        before = membership_facts(
            Membership.objects.select_related("organisation", "state").get(pk=obj.pk)
        )
        reason = form.cleaned_data["reason"]
        event = change_membership(obj, before, by=request.user, reason=reason)
        if event is None and obj.is_published and form.changed_fields:
            self.record_change(request, obj, form, form.changed_fields)


@admin.register(State)
class StateAdmin(ScalableAdmin):
    list_display = ["name", "iso_a3", "capital", "ended_on"]
    list_filter = [("ended_on", admin.EmptyFieldListFilter), "note_verified"]
    search_fields = ["name", "iso_a3", "iso_a2", "other_names"]
    autocomplete_fields = ["successors"]
    formfield_overrides = FORM_FIELDS
    inlines = [CitationInline]
