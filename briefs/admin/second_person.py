"""A verdict that waits for a second person: approve it, or decline it with the reason."""

from copy import copy
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from briefs.admin.together import is_key
from briefs.assessing import approve_assessment, decline_assessment
from briefs.models import Assessment
from briefs.publishing import PublishingError
from briefs.rights import NotAllowed, may


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="Why not?",
        error_messages={"required": "Say why it is declined."},
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text="It goes back to the one who gave it, and into the record of the editors.",
    )


class SecondPersonMixin:
    """The two answers on the page of an assessment."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        second = path("<int:pk>/second/", wrap(self.answer), name="briefs_assessment_second")
        return [second, *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id, form_url="", extra_context=None):
        waiting = None
        if is_key(object_id):
            kept = Assessment.objects.waiting().select_related("annotation__article", "by")
            waiting = kept.filter(pk=object_id).first()
        context: dict[str, Any] = {
            "decline": DeclineForm(),
            "may_answer": may(request.user, "review", Assessment),
            "waiting": waiting,
        }
        if waiting is not None:
            judged = waiting.annotation.assessments.published().newest_first()
            context["present"] = judged.first()
            context["cited"] = list(waiting.citations.select_related("source"))
        return super().change_view(
            request, object_id, form_url, {**context, **(extra_context or {})}
        )

    @method_decorator(require_POST)
    def answer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Carry out the second person's answer, and go on to the claim that was judged."""
        waiting = get_object_or_404(Assessment.objects.select_related("annotation"), pk=pk)
        if not self.has_view_or_change_permission(request, waiting):
            raise PermissionDenied
        claim = waiting.annotation
        declined = DeclineForm(request.POST)
        approves = request.POST.get("answer") == "approve"
        may_answer = waiting.published_at is None and may(request.user, "review", Assessment)
        if not approves and not declined.is_valid() and may_answer:
            shown = copy(request)
            shown.method = "GET"  # the page of the verdict, with what was typed
            return self.change_view(shown, str(pk), extra_context={"decline": declined})
        try:
            if approves:
                approve_assessment(waiting, by=request.user)
                said = "The verdict counts now."
            else:
                reason = declined.cleaned_data.get("reason", "")
                decline_assessment(waiting, reason=reason, by=request.user)
                said = "The verdict was declined; what it said stays in the record."
        except (PublishingError, NotAllowed) as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect("admin:briefs_assessment_change", pk)
        self.log_change(request, claim, said)
        self.message_user(request, f"{said} {claim.summary}", messages.SUCCESS)
        return redirect("admin:briefs_annotation_change", claim.pk)
