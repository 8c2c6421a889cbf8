"""A verdict that waits for a second person: approve it, or decline it with the reason."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from briefs.assessing import approve_assessment, decline_assessment
from briefs.models import Assessment
from briefs.publishing import PublishingError
from briefs.rights import NotAllowed, may


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="Why not?",
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
        context = {"decline": DeclineForm(), "may_answer": may(request.user, "review", Assessment)}
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
        try:
            if request.POST.get("answer") == "approve":
                approve_assessment(waiting, by=request.user)
                said = "The verdict counts now."
            else:
                reason = request.POST.get("reason", "")[:2000]
                decline_assessment(waiting, reason=reason, by=request.user)
                said = "The verdict was declined; what it said stays in the record."
        except (PublishingError, NotAllowed) as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect("admin:briefs_assessment_change", pk)
        self.log_change(request, claim, said)
        self.message_user(request, f"{said} {claim.summary}", messages.SUCCESS)
        return redirect("admin:briefs_annotation_change", claim.pk)
