"""The page on which an editor makes and revokes the secret address of her calendar."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from briefs.desk.calendar import new_address, revoke
from briefs.models import CalendarAddress


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_page(request: HttpRequest) -> HttpResponse:
    """A new address is shown in the answer to its making, and nowhere after."""
    address = ""
    if "make" in request.POST:
        secret = new_address(request.user)
        address = request.build_absolute_uri(reverse("briefs:desk-calendar", args=[secret]))
    elif request.method == "POST":
        revoke(request.user)
        messages.success(request, "The address is revoked: nobody can read your calendar by it.")
        return redirect("desk-calendar-page")
    return render(
        request,
        "admin/desk_calendar.html",
        {
            **admin.site.each_context(request),
            "title": "Your calendar",
            "address": address,
            "known": CalendarAddress.objects.filter(editor=request.user).first(),
        },
    )
