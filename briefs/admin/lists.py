"""Lists and forms that bear a hundred thousand rows.

Filters that ask instead of listing all, counts that stop, rows of a form that are read at once.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.functional import cached_property

from briefs.addresses import renamed
from briefs.admin.history import HistoryMixin
from briefs.admin.searching import SearchingMixin
from briefs.admin.together import TogetherMixin, is_key
from briefs.models import Reference
from briefs.rights import may

MOST_COUNTED = 10_000
"""Rows that are counted, and paged through; whoever wants one further on filters or searches."""


class BoundedPaginator(Paginator):
    """Counts no further than MOST_COUNTED."""

    most_counted = MOST_COUNTED

    @cached_property
    def count(self) -> int:
        counted = self.object_list.order_by()[: MOST_COUNTED + 1].count()
        return min(counted, MOST_COUNTED)


class NamedFilter(admin.FieldListFilter):
    """Filters by one row of another table, found by typing its name; no list of all of them."""

    template = "admin/briefs/named_filter.html"

    def __init__(self, field, request, params, model, model_admin, field_path) -> None:
        self.parameter = f"{field_path}__{field.target_field.name}__exact"
        super().__init__(field, request, params, model, model_admin, field_path)
        self.admin_site = model_admin.admin_site

    def expected_parameters(self) -> list[str]:
        return [self.parameter]

    def choices(self, changelist) -> Iterator[dict[str, Any]]:
        """The box to type in, with the list's other parameters to send along."""
        chosen = self.used_parameters.get(self.parameter)
        # The chosen one alone is an option of the box; the others come as they are asked for.
        box = forms.ModelChoiceField(
            self.field.remote_field.model._default_manager.all(),
            widget=AutocompleteSelect(self.field, self.admin_site, attrs={"id": self.parameter}),
        )
        yield {
            "box": box.widget.render(self.parameter, chosen[0] if chosen else None),
            "id": self.parameter,
            "selected": bool(chosen),
            "others": [
                (name, value)
                for name, value in sorted(changelist.filter_params.items())
                if name not in (self.parameter, "p")
                for value in ([value] if isinstance(value, str) else value)
            ],
            "query": changelist.query,
            "query_string": changelist.get_query_string(remove=[self.parameter]),
        }


class KeysMixin:
    """Refuses in words what can be the number of no row, on which Django’s own pages break."""

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, form_class=ManyField, **kwargs)

    def response_action(self, request, queryset):
        if not all(is_key(number) for number in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            self.message_user(request, "There is no such row.", messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset)


class ScalableAdmin(SearchingMixin, KeysMixin, TogetherMixin, HistoryMixin, admin.ModelAdmin):
    """Base of every list of ours."""

    paginator = BoundedPaginator
    show_full_result_count = False
    list_max_show_all = 200

    @property
    def media(self):
        """With what a filter's box needs, where there is one."""
        filters = self.get_list_filter(None)
        if not any(isinstance(f, tuple) and NamedFilter in f for f in filters):
            return super().media
        return super().media + AutocompleteSelect(None, self.admin_site).media

    def save_model(self, request: HttpRequest, obj, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data:
            renamed(obj, form.initial["slug"])

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = OneSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ManySelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_formset(self, request, form, formset, change) -> None:
        super().save_formset(request, form, formset, change)
        gone = getattr(formset, "gone", 0)
        if gone:
            nouns = formset.model._meta
            noun, was = (
                (nouns.verbose_name, "was") if gone == 1 else (nouns.verbose_name_plural, "were")
            )
            said = f"{gone} {noun} {was} deleted by somebody else meanwhile, and passed over."
            self.message_user(request, said, messages.WARNING)


class OwnDraftsMixin:
    """Rights as the rules below the admin ask for them: one's own drafts are one's own."""

    def has_add_permission(self, request) -> bool:
        return may(request.user, "add", self.model)

    def has_change_permission(self, request, obj=None) -> bool:
        return may(request.user, "change", obj or self.model)

    def has_delete_permission(self, request, obj=None) -> bool:
        return may(request.user, "delete", obj or self.model)


class ManyField(forms.ModelMultipleChoiceField):
    """Refuses what can be the number of no row, on which Django’s own and the databases break."""

    def clean(self, value):
        for number in value or ():
            if not is_key(str(number)):
                message = self.error_messages["invalid_pk_value"]
                raise forms.ValidationError(message, "invalid_pk_value", {"pk": number})
        return super().clean(value)


class KeysOnly:
    """A box shows again what was chosen in it; what can be the number of no row is left out."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [one for one in value if not one or is_key(one)], attr)


class OneSelect(KeysOnly, AutocompleteSelect):
    """One row out of many."""


class ManySelect(KeysOnly, AutocompleteSelectMultiple):
    """Without the cross that takes all away: a list may hold nothing but its items."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}


class NamedSelect(OneSelect):
    """Knows the name of what is chosen where its row was read with it; else it asks, row by row."""

    chosen: models.Model | None = None

    def optgroups(self, name, value, attr=None):
        if self.chosen is None or [str(self.chosen.pk)] != [str(v) for v in value]:
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = str(self.chosen)
        options.append(self.create_option(name, value[0], label, True, len(options)))
        return [(None, options, 0)]


def whole_of(thing: models.Model) -> models.Model:
    """What readers see it in, and what is corrected with it."""
    return thing.article if isinstance(thing, Reference) and thing.article_id else thing


class RowsFormSet(forms.BaseInlineFormSet):
    """Rows of a thing, changed with a reason where it is public.

    Their boxes show what they name without a query each. Rows that others deleted since the form
    was opened are passed over; nothing stands twice, what others added since included.
    """

    unique_name = ""
    """The field that no two rows may share."""

    @cached_property
    def forms(self):
        made = super().forms
        for number, form in enumerate(made):
            form.is_gone = self.is_bound and not form.instance.pk and self._had_row(number)
            if form.is_gone:
                # Nothing to check, nothing to save: what it was about is not there any more.
                form.empty_permitted, form.has_changed = True, lambda: False
            for name, field in form.fields.items():
                box = getattr(field.widget, "widget", field.widget)
                if isinstance(box, NamedSelect) and form.instance.pk:
                    box.chosen = getattr(form.instance, name)
        return made

    def add_fields(self, form, index) -> None:
        """With the names of the boxes, which the head of a column gives to those alone who see."""
        super().add_fields(form, index)
        for field in form.fields.values():
            box = getattr(field.widget, "widget", field.widget)
            if field.label and not box.is_hidden:
                box.attrs.setdefault("aria-label", field.label)

    def _had_row(self, number: int) -> bool:
        return bool(self.data.get(f"{self.add_prefix(number)}-{self.model._meta.pk.name}"))

    @property
    def gone(self) -> int:
        """How many rows somebody else has deleted meanwhile."""
        return sum(form.is_gone for form in self.forms)

    def clean(self) -> None:
        super().clean()
        is_public = getattr(whole_of(self.instance), "is_published", False)
        if is_public and self.has_changed() and not self.data.get("reason", "").strip():
            raise forms.ValidationError(
                "This is published: say under “Reason for the change” why its rows are changed."
            )
        kept = [form for form in self.forms if not self._should_delete_form(form)]
        chosen = [
            (form, form.cleaned_data.get(self.unique_name)) for form in kept if form.is_valid()
        ]
        names = [name for _, name in chosen if name is not None]
        self._refuse("Given twice", {str(name) for name in names if names.count(name) > 1})
        new = [name for form, name in chosen if name is not None and not form.instance.pk]
        if new and self.instance.pk:
            shown = [form.instance.pk for form in self.forms if form.instance.pk]
            added = (
                self.get_queryset()
                .model._default_manager.exclude(pk__in=shown)
                .filter(**{self.fk.name: self.instance, f"{self.unique_name}__in": new})
            )
            there = {str(getattr(row, self.unique_name)) for row in added}
            self._refuse("There already, added by somebody else", there)

    def _refuse(self, why: str, names: set[str]) -> None:
        if names:
            raise forms.ValidationError(f"{why}: {'; '.join(sorted(names))}.")


class RowsInline(admin.TabularInline):
    """Rows of a thing, in its form. All that they name is read with them."""

    formset = RowsFormSet
    extra = 0
    names: tuple[str, ...] = ()  # what a row shows beside the boxes
    unique_name = ""  # the field that no two rows may share

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.unique_name = self.unique_name
        return formset

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = NamedSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request):
        named = [*self.get_autocomplete_fields(request), *self.names]
        rows = super().get_queryset(request)
        return rows.select_related(*named) if named else rows
