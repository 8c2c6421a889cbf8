"""Changes to many things at once: first what each would do, then all of it, and a way back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from briefs.admin.lists import ManySelect
from briefs.admin.publishing import ReadOnlyAdmin
from briefs.admin.selection import selection_page, too_many
from briefs.bulk import undo
from briefs.desk.assigning import assign_many, editors
from briefs.merging import merge, plan_merge
from briefs.models import BulkChange, FormerAddress, TaggedAnnotation, Topic
from briefs.publishing import PublishingError
from briefs.retagging import plan_retag, retag
from briefs.rights import NotAllowed

SHOWN = 200
"""Effects that are listed one by one; the rest are counted."""
MOST = 10_000
"""Things that one change may touch: more is a job for a script."""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
        help_text="It goes into the record; for what is public, readers see it.",
    )


class MergeForm(ReasonForm):
    stays = forms.ChoiceField(widget=forms.RadioSelect, label="Which one stays?")

    field_order = ["stays", "reason"]

    def __init__(self, data: Any, things: Sequence[Any]) -> None:
        super().__init__(data, initial={"stays": things[0].pk})
        self.things = {str(thing.pk): thing for thing in things}
        self.fields["stays"].choices = [(pk, str(thing)) for pk, thing in self.things.items()]

    @property
    def chosen(self) -> Any:
        pk = self.data.get("stays") if self.is_bound else None
        return self.things.get(pk or "", next(iter(self.things.values())))


class TopicsField(forms.ModelMultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        tag = TaggedAnnotation._meta.get_field("tag")
        super().__init__(
            Topic.objects.all(),
            required=False,
            widget=ManySelect(tag, admin.site),
            **kwargs,
        )


class RetagForm(ReasonForm):
    add = TopicsField(label="Put on")
    remove = TopicsField(label="Take off")

    field_order = ["add", "remove", "reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("add") or cleaned.get("remove")):
            self.add_error("add", "Choose a topic to put on or take off.")
        return cleaned


class MergeMixin:
    """Adds the action "Merge…" to the list of a noun."""

    def get_actions(self, request: HttpRequest) -> dict:
        actions = super().get_actions(request)
        if not self.may_merge(request):
            actions.pop("merge_selected", None)
        return actions

    def may_merge(self, request: HttpRequest) -> bool:
        name = self.opts.model_name
        return all(request.user.has_perm(f"briefs.{do}_{name}") for do in ("change", "delete"))

    @admin.action(description="Merge…")
    def merge_selected(self, request: HttpRequest, queryset) -> HttpResponse | None:
        """Show what would go where, then make them one."""
        if not self.may_merge(request):
            raise PermissionDenied
        things = list(queryset.order_by("pk")[:21])
        if too_many(self, request, len(things), 20):
            return None
        if len(things) < 2:
            self.message_user(request, "Choose two or more to make them one.", messages.ERROR)
            return None
        form = MergeForm(request.POST if "look" in request.POST else None, things)
        goes = [thing for thing in things if thing.pk != form.chosen.pk]
        if request.POST.get("look") == "merge" and form.is_valid():
            try:
                change = merge(
                    form.chosen, goes, reason=form.cleaned_data["reason"], by=request.user
                )
            except PublishingError as error:
                form.add_error(None, str(error))
            else:
                self.log_change(request, form.chosen, change.summary)
                self.message_user(request, f"{change}. It can be undone under “Bulk changes”.")
                return None
        return selection_page(
            self,
            request,
            "merge.html",
            title=f"Merge {self.opts.verbose_name_plural}",
            form=form,
            plan=plan_merge(form.chosen, goes),
            shown=f":{SHOWN}",
        )


class RetagMixin:
    """Adds the action "Change topics…" to the list of a noun."""

    @admin.action(description="Change topics…", permissions=["change"])
    def retag_selected(self, request: HttpRequest, queryset) -> HttpResponse | None:
        """Show the topics of each before and after, then change all of them."""
        if too_many(self, request, queryset.count(), MOST):
            return None
        form = RetagForm(request.POST if "look" in request.POST else None)
        plans = None
        if form.is_bound and form.is_valid():
            topics = {name: list(form.cleaned_data[name]) for name in ("add", "remove")}
            if request.POST.get("look") == "change":
                try:
                    change = retag(
                        queryset, **topics, reason=form.cleaned_data["reason"], by=request.user
                    )
                except PublishingError as error:
                    form.add_error(None, str(error))
                else:
                    self.message_user(request, f"{change}. It can be undone under “Bulk changes”.")
                    return None
            plans = plan_retag(queryset, **topics)
        return selection_page(
            self,
            request,
            "retag.html",
            title=f"Change the topics of {self.opts.verbose_name_plural}",
            form=form,
            plans=plans,
            first=plans[:SHOWN] if plans else [],
            more=len(plans) - SHOWN if plans else 0,
        )


class AssignForm(forms.Form):
    owner = forms.ModelChoiceField(
        editors(), required=False, label="Who looks after them", empty_label="Nobody"
    )
    reason = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2, "cols": 80})
    )


class AssignMixin:
    """Adds the action "Assign…" to the list of claims."""

    @admin.action(description="Assign…", permissions=["change"])
    def assign_selected(self, request: HttpRequest, queryset) -> HttpResponse | None:
        """Show who looks after each now and then; then hand all of them over."""
        if too_many(self, request, queryset.count(), MOST):
            return None
        form = AssignForm(request.POST if "look" in request.POST else None)
        changed = None
        if form.is_bound and form.is_valid():
            owner = form.cleaned_data["owner"]
            if request.POST.get("look") == "change":
                claims = list(queryset.values_list("pk", flat=True))
                reason = form.cleaned_data["reason"]
                try:
                    change = assign_many(claims, owner, by=request.user, reason=reason)
                except (PublishingError, NotAllowed) as error:
                    form.add_error(None, str(error))
                else:
                    self.message_user(request, f"{change}. It can be undone under “Bulk changes”.")
                    return None
            changed = queryset.exclude(owner=owner) if owner else queryset.exclude(owner=None)
            changed = list(changed.select_related("owner"))
        return selection_page(
            self,
            request,
            "assign.html",
            title="Assign claims",
            form=form,
            owner=form.cleaned_data["owner"] if changed is not None else None,
            changed=changed,
            first=changed[:SHOWN] if changed else [],
            more=len(changed) - SHOWN if changed else 0,
        )


@admin.register(BulkChange)
class BulkChangeAdmin(ReadOnlyAdmin):
    """What was changed in bulk, with the way back."""

    list_display = ["recorded_at", "kind", "summary", "by", "undone_at"]
    list_display_links = ["summary"]
    list_filter = ["kind", ("undone_at", admin.EmptyFieldListFilter)]
    list_select_related = ["by"]
    search_fields = ["summary", "reason"]
    fields = ["kind", "summary", "reason", "by", "recorded_at", "undone_at", "undone_by"]
    change_form_template = "admin/briefs/bulk/change_form.html"

    def get_urls(self):
        wrap = self.admin_site.admin_view
        undo_path = path("<int:pk>/undo/", wrap(self.undo), name="briefs_bulkchange_undo")
        return [undo_path, *super().get_urls()]

    @method_decorator(require_POST)
    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        change = get_object_or_404(BulkChange, pk=pk)
        if not self.has_view_permission(request, change):
            raise PermissionDenied
        try:
            said = undo(change, by=request.user)
        except (PublishingError, NotAllowed) as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:briefs_bulkchange_change", pk)


@admin.register(FormerAddress)
class FormerAddressAdmin(ReadOnlyAdmin):
    """Addresses that lead on: written by a merge or a new slug."""

    list_display = ["old_path", "new_path", "recorded_at"]
    search_fields = ["old_path", "new_path"]
