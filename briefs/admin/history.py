"""The history of one thing, and restoring it to how it was."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse

from briefs.annotating import DecisionRefused
from briefs.history import Step, change_sets_of, steps_of
from briefs.publishing import PublishingError
from briefs.restoring import (
    RestoreError,
    can_be_restored,
    plan_restore,
    restore,
    why_it_stays,
)
from briefs.rights import may
from briefs.versioning import EditConflict

STEPS = 20
"""Change sets on one page of a history."""
REFUSALS = (RestoreError, PublishingError, EditConflict, DecisionRefused)


@dataclass(frozen=True)
class Shown:
    """A step, and the address at which it can be taken back; empty where it cannot."""

    step: Step
    restore: str = ""


class RestoreForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
        help_text="Where it is public, readers see it in the record of corrections.",
    )

    def __init__(self, *args, is_public: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = is_public


class HistoryMixin:
    """The pages "History" and "Restore" of a noun, from what the database's triggers wrote."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        restore_path = path(
            "<path:object_id>/history/<int:since>/",
            wrap(self.restore_view),
            name=f"{self.opts.app_label}_{self.opts.model_name}_restore",
        )
        return [restore_path, *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id, extra_context=None) -> HttpResponse:
        """What was changed of the thing and of its rows, newest first; of what is gone, too."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        thing = self.get_object(request, unquote(object_id))
        number = thing.pk if thing else row_number(object_id)
        key = (self.opts.label_lower, number)
        page = Paginator(change_sets_of(key), STEPS).get_page(request.GET.get("p"))
        steps = steps_of(key, list(page.object_list))
        if thing is None and not steps:
            raise Http404("There is no such thing, and never was since changes are recorded.")
        name = str(thing) if thing else steps[0].name
        shown = [Shown(step, self._restore_address(request, thing, step)) for step in steps]
        stays = why_it_stays(thing) if thing and self.opts.app_label == "briefs" else ""
        return render(
            request,
            "admin/briefs/history/thing.html",
            {
                **self.admin_site.each_context(request),
                "title": f"History: {name}",
                "opts": self.opts,
                "thing": thing,
                "name": name,
                "page": page,
                "steps": shown,
                "is_short": len(shown) < 3,
                "stays": stays,
                **(extra_context or {}),
            },
        )

    def _restore_address(self, request: HttpRequest, thing, step: Step) -> str:
        if thing is None or not can_be_restored(thing, step.difference):
            return ""
        if not may(request.user, "change", thing):
            return ""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_restore"
        return reverse(name, args=[thing.pk, step.first])

    def restore_view(self, request: HttpRequest, object_id: str, since: int) -> HttpResponse:
        """What would change, field by field; then the changing, all of it or nothing."""
        thing = get_object_or_404(self.model._base_manager, pk=row_number(object_id))
        if not may(request.user, "change", thing):
            raise PermissionDenied
        is_public = getattr(thing, "is_published", False)
        form = RestoreForm(request.POST if request.method == "POST" else None, is_public=is_public)
        if form.is_valid():
            wrong = self._restore(request, thing, since, form.cleaned_data)
            if not wrong:
                self.message_user(request, "It is as it was before.", messages.SUCCESS)
                return redirect(f"admin:briefs_{self.opts.model_name}_history", thing.pk)
            form.add_error(None, wrong)
        try:
            plan = plan_restore(thing, since)
        except RestoreError as error:
            raise Http404(str(error)) from error
        # What is shown now is what the next press of the button means.
        form.data = {**form.data.dict(), "seen": plan.seen} if form.is_bound else form.data
        form.initial["seen"] = plan.seen
        return render(
            request,
            "admin/briefs/history/restore.html",
            {
                **self.admin_site.each_context(request),
                "title": f"Restore: {thing}",
                "opts": self.opts,
                "thing": thing,
                "form": form,
                "plan": plan,
                "difference": plan.difference(),
                "is_public": is_public,
            },
        )

    def _restore(self, request: HttpRequest, thing, since: int, data) -> str | list[str]:
        """Empty where it was done; else what is wrong, in words."""
        try:
            with transaction.atomic():
                restore(thing, since, by=request.user, **data)
                self.log_change(request, thing, "Restored to how it was before a change.")
        except ValidationError as error:
            return error.messages
        except REFUSALS as error:
            return str(error)
        return ""


def row_number(object_id: str) -> int:
    """The number in an address. Raise Http404 for what can be none."""
    if not object_id.isdecimal() or len(object_id) > 18:
        raise Http404("There is no such thing.")
    return int(object_id)
