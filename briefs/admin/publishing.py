"""What the admin of every publishable noun shares: its steps, its reasons, its corrections."""

from django import forms
from django.db import models
from django.http import HttpRequest

from briefs.admin.lists import OwnDraftsMixin, RowsInline, ScalableAdmin, whole_of
from briefs.admin.previews import PreviewMixin
from briefs.admin.steps import StepsMixin
from briefs.models import Anchor, Bearing, Citation, Milestone
from briefs.models.publishing import Publishable
from briefs.publishing import correct
from briefs.rights import may
from briefs.stages import reopen


class LinesField(forms.CharField):
    """A list of short texts, written one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, encoder=None, decoder=None, **kwargs) -> None:
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        lines = (line.strip() for line in (super().to_python(value) or "").splitlines())
        return [line for line in lines if line]

    def has_changed(self, initial, data) -> bool:
        return (initial or []) != self.to_python(data)


FORM_FIELDS = {
    models.JSONField: {"form_class": LinesField},
    models.URLField: {"assume_scheme": "https"},
}


class ReadOnly:
    """Rows that are looked at here and written elsewhere."""

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class ReadOnlyAdmin(ReadOnly, ScalableAdmin):
    """All rows of one kind, in one place."""


class CitationInline(RowsInline):
    model = Citation
    unique_name = "source"
    fields = ["position", "source", "supports", "passage", "note"]
    autocomplete_fields = ["source"]
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 2})}}


def without_rows(needed: set) -> set:
    """The permissions that a deletion needs: rows go with the draft that they are part of."""
    rows = (Anchor, Bearing, Citation, Milestone)
    return needed - {str(model._meta.verbose_name) for model in rows}


class ReasonedForm(forms.ModelForm):
    """Asks for the reason when something public is changed: it goes into the record."""

    reason = forms.CharField(
        label="Reason for the change",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed once it is published: readers see it in the record of corrections.",
    )

    only_typos = forms.BooleanField(
        label="Only typing errors",
        required=False,
        help_text="Spelling or layout alone: the record says so, and who follows by feed is not "
        "told. Never for a number, a name or a date.",
    )

    @property
    def changed_fields(self) -> list[str]:
        """What was changed of the thing itself."""
        return [name for name in self.changed_data if name not in ("reason", "only_typos")]

    def clean(self):
        cleaned = super().clean()
        changed = self.changed_fields
        is_public = getattr(whole_of(self.instance), "is_published", False)
        if is_public and changed and not self.cleaned_data.get("reason"):
            self.add_error("reason", "This is published: say why it is changed.")
        return cleaned


class CorrectingMixin:
    """What is changed of something public goes into the record, with the reason; what was read by a
    second person has to be read again.
    """

    form = ReasonedForm

    def save_formset(self, request: HttpRequest, form, formset, change: bool) -> None:
        thing = whole_of(form.instance)
        rows = formset.model._default_manager.filter(**{formset.fk.name: form.instance})
        before = [str(row) for row in rows.all()] if formset.has_changed() else []
        super().save_formset(request, form, formset, change)
        if change and thing.is_published and formset.has_changed():
            name = self.named(form.instance, str(formset.model._meta.verbose_name_plural))
            correct(
                thing,
                {name: before},
                {name: [str(row) for row in rows.all()]},
                reason=form.cleaned_data["reason"],
                by=request.user,
                only_typos=form.cleaned_data["only_typos"],
            )

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and (form.has_changed() or any(rows.has_changed() for rows in formsets)):
            reopen(whole_of(form.instance), by=request.user)

    def record_change(self, request, obj, form, fields: list[str]) -> None:
        correct(
            whole_of(obj),
            {self.named(obj, name): _readable(form.initial.get(name)) for name in fields},
            {self.named(obj, name): _readable(form.cleaned_data.get(name)) for name in fields},
            reason=form.cleaned_data["reason"],
            by=request.user,
            only_typos=form.cleaned_data["only_typos"],
        )

    def named(self, obj: models.Model, name: str) -> str:
        """What the record calls a field or the rows of ``obj``."""
        return name


class PublishableAdmin(CorrectingMixin, StepsMixin, PreviewMixin, OwnDraftsMixin, ScalableAdmin):
    """Status is moved by the steps, never by the form; so every move is recorded."""

    formfield_overrides = FORM_FIELDS

    def view_on_site(self, obj: Publishable) -> str | None:
        """Only what readers can see."""
        has_page = obj.is_published and hasattr(obj, "get_absolute_url")
        return obj.get_absolute_url() if has_page else None

    def get_readonly_fields(self, request, obj=None):
        fields = [*super().get_readonly_fields(request, obj), "status", "published_at", "public_id"]
        if obj is None or obj.published_at is None or not hasattr(obj, "slug"):
            return fields
        # An address that people hold: who may publish may change it, and the old one leads on.
        changeable = obj.is_published and may(request.user, "publish", obj)
        return fields if changeable else [*fields, "slug"]

    def get_prepopulated_fields(self, request, obj=None):
        """A slug follows the name only until it is an address."""
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(self, request, obj=None) -> bool:
        """What was public once is withdrawn, not deleted."""
        drafts_only = obj is None or obj.published_at is None
        return drafts_only and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        kept = [str(thing) for thing in objs if thing.published_at is not None]
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, without_rows(needed), [*protected, *kept]

    def save_model(self, request: HttpRequest, obj: Publishable, form, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)
        if change and obj.is_published and form.changed_fields:
            self.record_change(request, obj, form, form.changed_fields)


def _readable(value: object) -> str:
    """A form's value as the record keeps it."""
    if value is None:
        return ""
    if isinstance(value, list | tuple | set | models.QuerySet):
        return "; ".join(str(item) for item in value)
    return str(value)
