from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.safestring import SafeString

from briefs.admin.bulk import MergeMixin
from briefs.admin.lists import NamedFilter, ScalableAdmin
from briefs.admin.publishing import FORM_FIELDS, CitationInline, ReadOnlyAdmin
from briefs.admin.tables import TableMixin
from briefs.importing.tables import TABLES
from briefs.models import Citation, Milestone, Person, Source, Topic
from briefs.models.visit import visit_of


@admin.register(Person)
class PersonAdmin(ScalableAdmin):
    list_display = ["name", "role", "affiliation"]
    list_filter = [("affiliation", NamedFilter)]
    list_select_related = ["affiliation"]
    search_fields = ["name", "role"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["affiliation"]
    inlines = [CitationInline]


@admin.register(Source)
class SourceAdmin(MergeMixin, TableMixin, ScalableAdmin):
    table = TABLES["sources"]
    actions = ["merge_selected"]
    list_display = ["title", "publisher", "dated_on", "weak", "linkable", "page", "cited"]
    list_filter = [
        *("weak", "linkable", "visit__state"),
        ("archived_url", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["visit"]
    readonly_fields = ["page"]
    search_fields = ["title", "publisher", "url"]
    formfield_overrides = FORM_FIELDS
    date_hierarchy = "dated_on"

    def get_queryset(self, request):
        cited = Citation.objects.filter(source=OuterRef("pk")).order_by().values("source")
        counted = Subquery(cited.annotate(count=Count("pk")).values("count"))
        return super().get_queryset(request).annotate(cited_times=Coalesce(counted, 0))

    @admin.display(description="its page")
    def page(self, source: Source) -> SafeString | str:
        """What the last visit found; the same words in the list and in the form."""
        visit = visit_of(source)
        if visit is None:
            return "not visited yet"
        found = [
            visit.get_state_display(),
            f"since {visit.since:%-d %B %Y}, last visited {visit.visited_at:%-d %B %Y}",
            *(["seen by an editor"] if visit.is_noted else []),
        ]
        return format_html(
            "{}{}{}",
            "; ".join(found),
            f". {visit.remark}" if visit.remark else "",
            format_html(' <a href="{0}" rel="noreferrer">{0}</a>', visit.final_address)
            if visit.final_address
            else "",
        )

    @admin.display(description="cited", ordering="cited_times")
    def cited(self, source: Source) -> int:
        return source.cited_times


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    """All citations in one place; written where they are cited."""

    list_display = ["source", "supports", "subject"]
    ordering = ["-id"]
    list_select_related = [
        "source",
        "article",
        "assessment",
        "update",
        "organisation",
        "membership__organisation",
        "membership__state",
        "reference",
        "person",
        "state",
        "watch",
    ]
    search_fields = ["source__title", "source__url", "supports", "passage"]
    fields = ["source", "subject", "supports", "passage", "note", "position"]

    @admin.display(description="cited by")
    def subject(self, citation: Citation) -> str:
        return str(citation.subject)


@admin.register(Topic)
class TopicAdmin(MergeMixin, ScalableAdmin):
    actions = ["merge_selected"]
    list_display = ["name", "slug", "definition"]
    search_fields = ["name", "slug", "definition"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Milestone)
class MilestoneAdmin(ReadOnlyAdmin):
    """Milestones of all bodies, in one place; written in the organisation."""

    list_display = ["happened_on", "organisation", "text", "verified"]
    list_display_links = ["text"]
    list_filter = ["verified", ("organisation", NamedFilter)]
    list_select_related = ["organisation"]
    search_fields = ["text", "organisation__name"]
    date_hierarchy = "happened_on"
