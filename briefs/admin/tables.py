"""Importing a table: upload, look over what each row would do, then save all of it or nothing."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from briefs.importing.tables import Report, Table, TableError, read_table, save_table, template


class TableForm(forms.Form):
    """The file first; when it has been looked over, its text comes back with the form."""

    file = forms.FileField(required=False, label="CSV file")
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    publish = forms.BooleanField(required=False, label="Publish what is new")
    reason = forms.CharField(
        required=False,
        help_text="Needed where something published is changed: readers see it in the record.",
    )

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("file") or cleaned.get("text")) and not self.errors:
            self.add_error("file", "Choose a file.")
        return cleaned

    @property
    def content(self) -> bytes:
        file = self.cleaned_data["file"]
        return file.read() if file else self.cleaned_data["text"].encode()


class TableMixin:
    """Adds the page "Import a table" and its template file to the admin of a noun."""

    table: Table
    change_list_template = "admin/briefs/table_change_list.html"

    def get_urls(self):
        wrap = self.admin_site.admin_view
        noun = self.opts.model_name
        return [
            path("table/", wrap(self.import_table), name=f"briefs_{noun}_table"),
            path("table/template.csv", wrap(self.table_template), name=f"briefs_{noun}_template"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        address = f"admin:briefs_{self.opts.model_name}_table"
        return super().changelist_view(request, {"table_url": address, **(extra_context or {})})

    def _refuse_others(self, request: HttpRequest) -> None:
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied

    def table_template(self, request: HttpRequest) -> HttpResponse:
        self._refuse_others(request)
        # With a byte order mark, by which Excel knows UTF-8.
        return HttpResponse(
            template(self.table).encode("utf-8-sig"),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{self.table.name}.csv"'},
        )

    def import_table(self, request: HttpRequest) -> HttpResponse:
        self._refuse_others(request)
        form = TableForm(request.POST or None, request.FILES or None)
        report = None
        if request.method == "POST" and form.is_valid():
            content = form.content
            try:
                report = self._run(request, form, content)
            except TableError as error:
                form.add_error("file", str(error))
            else:
                if report.saved:
                    return redirect(f"admin:briefs_{self.opts.model_name}_changelist")
                form = self._again(form, content)
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
                "counts": report and [(e, report.count(e)) for e in EFFECTS],
                "template_url": f"admin:briefs_{self.opts.model_name}_template",
            },
        )

    def _run(self, request, form: TableForm, content: bytes) -> Report:
        rows = read_table(content, self.table.names, self.table.required)
        report = save_table(
            self.table,
            rows,
            by=request.user,
            reason=form.cleaned_data["reason"],
            publish=form.cleaned_data["publish"],
            dry_run="save" not in request.POST,
        )
        if report.saved:
            said = ", ".join(f"{report.count(effect)} {effect}" for effect in EFFECTS)
            self.message_user(request, f"{self.table.name.capitalize()}: {said}.", messages.SUCCESS)
        return report

    def _again(self, form: TableForm, content: bytes) -> TableForm:
        """The form as it comes back with the preview: it holds the file's text."""
        kept = {name: form.cleaned_data[name] for name in ("publish", "reason")}
        decoded = content.decode("utf-16" if content[:2] in BYTE_ORDER_MARKS else "utf-8-sig")
        return TableForm(initial={**kept, "text": decoded})


EFFECTS = ("created", "changed", "unchanged")
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
