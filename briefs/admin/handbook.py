"""The editors' handbook, read from ``docs/`` and shown inside the admin."""

from itertools import pairwise

from django.conf import settings
from django.contrib import admin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from markdown_it import MarkdownIt

from briefs.rendering import plain

PAGE = settings.BASE_DIR / "docs" / "handbook.md"
PICTURES = {path.name: path for path in PAGE.with_suffix("").glob("*.png")}
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")


def as_html(markdown: str) -> str:
    """Headings get the ids that their links in the text name; pictures, addresses of the admin."""
    tokens = _PARSER.parse(markdown)
    for token, following in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slugify(following.content))
        for child in token.children or ():
            if child.type == "image":
                name = str(child.attrGet("src")).removeprefix("handbook/")
                child.attrSet("src", reverse("handbook-picture", args=[name]))
    return _PARSER.renderer.render(tokens, _PARSER.options, {})


def handbook(request: HttpRequest) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": "Handbook",
        # Ours, as it lies in the repository; raw HTML in it is shown as text.
        "handbook": plain(as_html(PAGE.read_text(encoding="utf-8"))),
    }
    return render(request, "admin/handbook.html", context)


def picture(request: HttpRequest, name: str) -> FileResponse:
    """One of the pictures that were there at the start: no other path can be named."""
    if name not in PICTURES:
        raise Http404
    return FileResponse(PICTURES[name].open("rb"), content_type="image/png")
