"""Importing annotations that others made on our pages: look over what each would become, then
make the drafts. The file's text comes back with the form.
"""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from briefs.admin.lists import RowsInline
from briefs.admin.publishing import ReadOnly, ReadOnlyAdmin
from briefs.admin_site import records_itself
from briefs.importing.annotations.reading import SIZE_LIMIT, read_annotations
from briefs.importing.annotations.report import Report
from briefs.importing.annotations.save import import_annotations
from briefs.importing.draft import DraftError
from briefs.models import Annotation, ImportedAnnotation
from briefs.rights import may

_LONGEST_NAME = 200


class AnnotationsForm(forms.Form):
    """The file first; when it has been looked over, its text comes back with the form."""

    file = forms.FileField(
        required=False,
        label="JSON file",
        help_text="As the Hypothesis API or a W3C Web Annotation server gives it; up to "
        f"{SIZE_LIMIT // 1_000_000} MB. Each annotation is shown before a draft is made.",
        widget=forms.FileInput(attrs={"accept": ".json,.jsonld"}),
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, max_length=_LONGEST_NAME, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("file") or cleaned.get("text")) and not self.errors:
            self.add_error("file", "Choose a file.")
        return cleaned

    def content(self) -> tuple[str, bytes]:
        """The name of the file and its bytes."""
        file = self.cleaned_data["file"]
        if file:
            return file.name[-_LONGEST_NAME:], file.read(SIZE_LIMIT + 1)
        return self.cleaned_data["name"], self.cleaned_data["text"].encode()


@records_itself
def import_page(site: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """One address for both steps: "save" is the second."""
    if not may(request.user, "add", Annotation):
        raise PermissionDenied
    asked = request.method == "POST"
    form = AnnotationsForm(request.POST, request.FILES) if asked else AnnotationsForm()
    report = None
    if asked and form.is_valid():
        name, data = form.content()
        try:
            report = _run(request, name, data)
        except DraftError as error:
            form.add_error("file", str(error))
        else:
            held = {} if report.saved else {"text": data.decode("utf-8-sig"), "name": name}
            form = AnnotationsForm(initial=held)
    context = {"title": "Import annotations", "opts": site.opts, "form": form, "report": report}
    return render(
        request,
        "admin/briefs/annotation/import.html",
        {**site.admin_site.each_context(request), **context},
    )


def _run(request: HttpRequest, name: str, data: bytes) -> Report:
    """Another file than the one looked over is looked over first."""
    saving = "save" in request.POST and not request.FILES
    return import_annotations(
        read_annotations(data, name),
        name=name,
        by=request.user,
        host=request.get_host(),
        dry_run=not saving,
    )


class ImportAnnotationsMixin:
    """Adds the page "Import annotations" to the admin of annotations."""

    change_list_template = "admin/briefs/annotation/change_list.html"

    def get_urls(self):
        def page(request: HttpRequest) -> HttpResponse:
            return import_page(self, request)

        wrapped = self.admin_site.admin_view(records_itself(page))
        return [path("import/", wrapped, name="briefs_annotation_import"), *super().get_urls()]


FIELDS = ["origin", "author", "made_at", "text", "tags", "address", "link"]


class ImportedInline(ReadOnly, RowsInline):
    """Who made it, where, and what it said there."""

    model = ImportedAnnotation
    fields = FIELDS
    readonly_fields = FIELDS
    verbose_name = verbose_name_plural = "imported from"


@admin.register(ImportedAnnotation)
class ImportedAnnotationAdmin(ReadOnlyAdmin):
    """To take one away lets it be imported again."""

    list_display = ["foreign_id", "author", "origin", "made_at", "annotation", "recorded_at"]
    list_filter = ["origin"]
    list_select_related = ["annotation"]
    search_fields = ["foreign_id", "author", "text"]

    def has_delete_permission(self, request, obj=None) -> bool:
        return may(request.user, "delete", obj or ImportedAnnotation)
