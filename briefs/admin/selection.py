"""Pages that ask about the rows selected in a list, before something is done with them."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def selection_page(
    model_admin: admin.ModelAdmin, request: HttpRequest, template: str, **context: Any
) -> HttpResponse:
    """A page that asks about the rows selected in a list, and sends the selection along."""
    return render(
        request,
        f"admin/briefs/bulk/{template}",
        {
            **model_admin.admin_site.each_context(request),
            "opts": model_admin.opts,
            "media": model_admin.media,
            "checkbox": ACTION_CHECKBOX_NAME,
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME)[:1000],
            "across": request.POST.get("select_across", "0"),
            "action": request.POST.get("action"),
            **context,
        },
    )


def too_many(model_admin: admin.ModelAdmin, request: HttpRequest, count: int, most: int) -> bool:
    """Whether these are more than one change may touch; the person is told."""
    if count <= most:
        return False
    message = f"{count:,} are chosen; at most {most:,} can be changed at once."
    model_admin.message_user(request, message, messages.ERROR)
    return True
