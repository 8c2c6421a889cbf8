"""A draft as readers would see it, and the secret links under which others see it."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_safe

from briefs.previewing import (
    LONGEST,
    links_to,
    make_link,
    may_share,
    revoke_link,
    withdrawn_of,
)
from briefs.publishing import PublishingError
from briefs.rights import NotAllowed
from briefs.views.preview import preview

DAYS = (1, 3, 7, 14, LONGEST.days)


class LinkForm(forms.Form):
    days = forms.TypedChoiceField(
        label="Open for",
        coerce=int,
        initial=7,
        choices=[(n, f"{n} day{'' if n == 1 else 's'}") for n in DAYS],
    )
    note = forms.CharField(label="Whom is it for?", required=False, max_length=200)


class PreviewMixin:
    """The pages "Preview" and "Secret links" of what goes through the steps."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        name = f"briefs_{self.opts.model_name}"
        return [
            path("<int:pk>/preview/", wrap(self.preview), name=f"{name}_preview"),
            path("<int:pk>/preview/links/", wrap(self.links), name=f"{name}_links"),
            *super().get_urls(),
        ]

    def _shown(self, request: HttpRequest, pk: int):
        thing = get_object_or_404(self.model._base_manager.all(), pk=pk)
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        return thing

    @method_decorator(require_safe)
    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        return preview(request, self._shown(request, pk))

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def links(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make links, and revoke them. A new one is shown in the answer, and nowhere after."""
        thing = self._shown(request, pk)
        links = links_to(thing, request.user)
        can_make = may_share(request.user, thing)
        if not (can_make or links.exists()):
            raise PermissionDenied
        form = LinkForm(request.POST if "make" in request.POST else None)
        address = ""
        try:
            if "revoke" in request.POST:
                number = request.POST["revoke"]
                number = int(number) if number.isdecimal() and len(number) < 19 else 0
                revoke_link(get_object_or_404(links, pk=number), by=request.user)
                self.message_user(request, "The link is shut.", messages.SUCCESS)
                return redirect(request.path)
            if form.is_valid():
                lasts, note = timedelta(days=form.cleaned_data["days"]), form.cleaned_data["note"]
                secret = make_link(thing, by=request.user, lasts=lasts, note=note)
                address = request.build_absolute_uri(reverse("briefs:preview", args=[secret]))
        except (PublishingError, NotAllowed) as error:
            form.add_error(None, str(error))
        answer = render(
            request,
            "admin/briefs/links.html",
            {
                **self.admin_site.each_context(request),
                "title": f"Secret links: {thing}",
                "opts": self.opts,
                "thing": thing,
                "form": form,
                "can_make": can_make and not thing.is_published and withdrawn_of(thing) is None,
                "address": address,
                "links": [(link, link.is_open()) for link in links.all()],
            },
        )
        answer.headers["Cache-Control"] = "private, no-store"
        return answer
