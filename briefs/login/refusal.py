"""The answer to whoever has tried too often: until when, and what else can be done."""

from math import ceil

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from briefs.throttling import TooOften


def refuse(request: HttpRequest, refusal: TooOften) -> HttpResponse:
    """429, the same whether there is somebody of that name or not."""
    seconds = max(1, ceil((refusal.until - timezone.now()).total_seconds()))
    context = {
        **admin.site.each_context(request),
        "title": "Too many failed attempts",
        "minutes": ceil(seconds / 60),
        "until": refusal.until,
    }
    response = render(request, "admin/too_often.html", context, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response
