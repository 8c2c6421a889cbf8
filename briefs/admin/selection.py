"""Pages that ask about the rows selected in a list, before something is done with them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from briefs.history import key_of, latest_changes


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


def seen_of(things: Sequence[models.Model]) -> str:
    """The last change of each as the page shows it, to be sent along with the selection."""
    latest = latest_changes(key_of(thing) for thing in things)
    return " ".join(f"{thing.pk}:{latest.get(key_of(thing), 0)}" for thing in things)


def changed_since_shown(request: HttpRequest, things: Sequence[models.Model]) -> list[models.Model]:
    """Those that somebody has changed since the page that asked about them was made.

    A request that does not say what was shown asks for no check.
    """
    if "seen" not in request.POST:
        return []
    shown = set(request.POST["seen"].split())
    return [
        thing
        for thing, now in zip(things, seen_of(things).split(), strict=True)
        if now not in shown
    ]


def too_many(model_admin: admin.ModelAdmin, request: HttpRequest, count: int, most: int) -> bool:
    """Whether these are more than one change may touch; the person is told."""
    if count <= most:
        return False
    message = f"{count:,} are chosen; at most {most:,} can be changed at once."
    model_admin.message_user(request, message, messages.ERROR)
    return True
