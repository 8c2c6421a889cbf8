"""Importing a table: upload, look over what each row would do, then save all of it or nothing.

The text that was looked over comes back with the form, and so does a signed word for what its rows
would do then: rows that would do anything else now are shown again and not saved.
"""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from briefs.importing.tables import (
    Report,
    Table,
    TableError,
    decoded,
    present,
    read_table,
    save_table,
    template,
)
from briefs.importing.tables.read import SIZE_LIMIT
from briefs.models.publishing import Publishable
from briefs.rights import may

_GOOD_FOR = timedelta(days=1)
NEW_FILE = "This is what the file you chose would do. Nothing was saved yet."
OTHERWISE = (
    "The rows would not do now what was shown to you: look at this again. Nothing was saved yet."
)


class TableForm(forms.Form):
    """The file first; when it has been looked over, its text comes back with the form."""

    file = forms.FileField(
        required=False,
        label="CSV file",
        help_text="With comma, semicolon or tab; up to 5 MB. Each row is shown before it is saved.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt"}),
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    looked_over = forms.CharField(required=False, widget=forms.HiddenInput)
    publish = forms.BooleanField(required=False, label="Publish what is new")
    reason = forms.CharField(
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Needed where something published is changed: readers see it in the record.",
    )

    def __init__(self, *args, without: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in without:
            del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("file") or cleaned.get("text")) and not self.errors:
            self.add_error("file", "Choose a file.")
        return cleaned

    def table_text(self) -> str:
        """Raise TableError."""
        file = self.cleaned_data["file"]
        return decoded(file.read(SIZE_LIMIT + 1)) if file else self.cleaned_data["text"]

    def asked(self) -> dict[str, object]:
        return {
            "publish": self.cleaned_data.get("publish", False),
            "reason": self.cleaned_data.get("reason", "").strip(),
        }


class TableMixin:
    """Adds the page "Import a table" and its files to the admin of a noun."""

    table: Table
    change_list_template = "admin/briefs/table_change_list.html"

    def get_urls(self):
        wrap = self.admin_site.admin_view
        noun = self.opts.model_name
        return [
            path("table/", wrap(self.import_table), name=f"briefs_{noun}_table"),
            path("table/template.csv", wrap(self.table_template), name=f"briefs_{noun}_template"),
            path("table/present.csv", wrap(self.table_present), name=f"briefs_{noun}_present"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        address = f"admin:briefs_{self.opts.model_name}_table"
        return super().changelist_view(request, {"table_url": address, **(extra_context or {})})

    def table_template(self, request: HttpRequest) -> HttpResponse:
        self._refuse_others(request)
        return self._download(template(self.table), f"{self.table.name}-template.csv")

    def table_present(self, request: HttpRequest) -> HttpResponse:
        self._refuse_others(request)
        return self._download(present(self.table), f"{self.table.name}.csv")

    def import_table(self, request: HttpRequest) -> HttpResponse:
        self._refuse_others(request)
        form, report = self._form(request), None
        if request.method == "POST" and form.is_valid():
            try:
                text = form.table_text()
                report = self._run(request, form, text)
            except TableError as error:
                form.add_error("file", str(error))
            else:
                if report.saved:
                    return redirect(f"admin:briefs_{self.opts.model_name}_changelist")
                form = self._again(request, form, text, report)
        return render(
            request,
            "admin/briefs/table.html",
            {
                **self.admin_site.each_context(request),
                "title": f"Import a table of {self.table.name}",
                "opts": self.opts,
                "table": self.table,
                "form": form,
                "report": report,
                "template_url": f"admin:briefs_{self.opts.model_name}_template",
                "present_url": f"admin:briefs_{self.opts.model_name}_present",
            },
        )

    def _refuse_others(self, request: HttpRequest) -> None:
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied

    def _download(self, content: bytes, name: str) -> HttpResponse:
        return HttpResponse(
            content,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _form(self, request: HttpRequest, **kwargs) -> TableForm:
        public = issubclass(self.model, Publishable)
        asked = {
            "publish": public and may(request.user, "publish", self.model),
            "reason": public,
        }
        without = [name for name, is_asked in asked.items() if not is_asked]
        if kwargs or request.method != "POST":
            return TableForm(without=without, **kwargs)
        data = request.POST.copy()
        if request.FILES:
            # Another file takes the place of what was looked over.
            data.pop("text", None)
            data.pop("looked_over", None)
        return TableForm(data, request.FILES, without=without)

    def _run(self, request: HttpRequest, form: TableForm, text: str) -> Report:
        saving = "save" in request.POST
        seen = self._seen(request, form) if saving else ""
        rows = read_table(text, self.table)
        report = save_table(self.table, rows, by=request.user, looked_over=seen, **form.asked())
        if report.saved:
            said = ", ".join(f"{count} {effect}" for effect, count in report.counts.items())
            self.message_user(request, f"{self.table.name.capitalize()}: {said}.", messages.SUCCESS)
        elif saving and report.digest != seen:
            why = NEW_FILE if form.cleaned_data["file"] else OTHERWISE
            self.message_user(request, why, messages.WARNING)
        return report

    def _again(self, request: HttpRequest, form: TableForm, text: str, report: Report) -> TableForm:
        """The form as it comes back with what the rows would do: it holds the file's text."""
        seal = signing.dumps(report.digest, salt=self._salt(request))
        initial = {**form.asked(), "text": text, "looked_over": seal}
        return self._form(request, initial=initial)

    def _seen(self, request: HttpRequest, form: TableForm) -> str:
        """The digest of what was shown to this editor; empty if nothing was."""
        try:
            seal = form.cleaned_data["looked_over"]
            return signing.loads(seal, salt=self._salt(request), max_age=_GOOD_FOR)
        except signing.BadSignature:
            return ""

    def _salt(self, request: HttpRequest) -> str:
        return f"briefs.table.{self.table.name}.{request.user.pk}"
