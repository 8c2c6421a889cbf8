from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from briefs.admin.bulk import RetagMixin
from briefs.admin.claims import claims_page
from briefs.admin.importing import import_page
from briefs.admin.lists import NamedFilter, RowsInline, ScalableAdmin
from briefs.admin.publishing import (
    FORM_FIELDS,
    CitationInline,
    CorrectingMixin,
    PublishableAdmin,
    ReadOnlyAdmin,
)
from briefs.admin.quality import QualityMixin
from briefs.admin_site import records_itself
from briefs.models import (
    Article,
    Authorship,
    Mention,
    ReceivedFile,
    Reference,
    TaggedArticle,
)
from briefs.rights import may, require
from briefs.stages import reopen
from briefs.versioning import open_draft


class AuthorshipInline(RowsInline):
    model = Authorship
    unique_name = "person"
    names = ("article",)
    autocomplete_fields = ["person"]


class ReferenceInline(RowsInline):
    model = Reference
    unique_name = "number"
    fields = ["number", "words", "place", "state", "url", "fit", "note"]
    formfield_overrides = FORM_FIELDS
    show_change_link = True


class MentionInline(RowsInline):
    model = Mention
    autocomplete_fields = ["organisation", "state"]


class ArticleTopicInline(RowsInline):
    model = TaggedArticle
    unique_name = "tag"
    names = ("content_object",)
    autocomplete_fields = ["tag"]
    verbose_name = "topic"
    verbose_name_plural = "topics"


@admin.register(Article)
class ArticleAdmin(QualityMixin, RetagMixin, PublishableAdmin):
    actions = ["retag_selected"]
    change_form_template = "admin/briefs/article/change_form.html"
    change_list_template = "admin/briefs/article/change_list.html"
    list_display = ["slug", "title", "originally_on", "status", "published_at"]
    list_filter = ["status", "language", ("publisher", NamedFilter)]
    list_select_related = ["live"]
    search_fields = ["slug", "versions__title", "authors__name"]
    date_hierarchy = "originally_on"
    autocomplete_fields = ["publisher"]
    readonly_fields = ["live"]
    exclude = ["topics"]
    inlines = [AuthorshipInline, ArticleTopicInline, ReferenceInline, CitationInline, MentionInline]

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/edit/", wrap(self.edit_text), name="briefs_article_edit"),
            path("import/", wrap(self.import_file), name="briefs_article_import"),
            path("<int:pk>/claims/", wrap(self.claims), name="briefs_article_claims"),
            *super().get_urls(),
        ]

    @records_itself
    def import_file(self, request: HttpRequest) -> HttpResponse:
        return import_page(self, request)

    def claims(self, request: HttpRequest, pk: int) -> HttpResponse:
        return claims_page(self, request, pk)

    def edit_text(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open the article's draft version, made from the live one if there is none."""
        article = get_object_or_404(Article, pk=pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        draft = open_draft(article, by=request.user)
        return redirect("admin:briefs_version_change", draft.pk)

    @admin.display(ordering="live__title")
    def title(self, article: Article) -> str:
        return article.live.title if article.live else ""


@admin.register(Reference)
class ReferenceAdmin(CorrectingMixin, ScalableAdmin):
    """A link of an article is changed as the article is: with a reason once that is public."""

    list_display = ["number", "words", "article", "state", "fit"]
    list_display_links = ["words"]
    list_filter = ["state", "fit", "place", ("article", NamedFilter)]
    list_select_related = ["article"]
    search_fields = ["words", "sentence", "note"]
    formfield_overrides = FORM_FIELDS
    autocomplete_fields = ["article"]
    inlines = [CitationInline]

    def get_readonly_fields(self, request, obj=None):
        """Its number is that of a place in the text of its article."""
        return [*super().get_readonly_fields(request, obj), *(["article"] if obj else [])]

    def has_change_permission(self, request, obj=None) -> bool:
        own = super().has_change_permission(request, obj)
        return own and (obj is None or may(request.user, "change", obj.article))

    def has_delete_permission(self, request, obj=None) -> bool:
        """From a public article it is taken out in that one's form, which asks for the reason."""
        if obj is not None and obj.article.is_published:
            return False
        own = super().has_delete_permission(request, obj)
        return own and (obj is None or may(request.user, "change", obj.article))

    def save_model(self, request: HttpRequest, obj: Reference, form, change: bool) -> None:
        require(request.user, "change", obj.article)
        super().save_model(request, obj, form, change)
        fields = [name for name in form.changed_fields if name != "article"]
        if obj.article.is_published and fields:
            self.record_change(request, obj, form, fields)
        if not change:
            reopen(obj.article, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Reference) -> None:
        super().delete_model(request, obj)
        reopen(obj.article, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset) -> None:
        articles = list(Article.objects.filter(references__in=queryset).distinct())
        super().delete_queryset(request, queryset)
        for article in articles:
            reopen(article, by=request.user)

    def named(self, obj: Reference, name: str) -> str:
        return f"link {obj.number}, {name}"


@admin.register(Mention)
class MentionAdmin(ReadOnlyAdmin):
    """Who is named where, in one place; written in the article."""

    list_display = ["words", "organisation", "state", "article", "indirect"]
    list_filter = ["indirect", ("article", NamedFilter)]
    list_select_related = ["article", "organisation", "state"]
    search_fields = ["words", "organisation__name", "state__name"]


@admin.register(ReceivedFile)
class ReceivedFileAdmin(ReadOnlyAdmin):
    """The original of an imported article: kept as it came."""

    list_display = ["name", "version", "recorded_at", "sha256"]
    list_select_related = ["version"]
    search_fields = ["name", "sha256"]
    date_hierarchy = "recorded_at"
    fields = ["name", "version", "sha256", "report", "recorded_at"]
