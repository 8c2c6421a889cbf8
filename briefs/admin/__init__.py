"""Django's own admin, with what publishing needs added."""

from django.conf import settings
from django.contrib import admin
from taggit.models import Tag

from briefs.admin import (
    annotation,
    article,
    bulk,
    changes,
    event,
    organisation,
    people,
    quality,
    reference,
    update,
    version,
)

admin.site.unregister(Tag)  # topics are our tags; taggit's own stay empty
admin.site.site_header = f"{settings.SITE_NAME}: editors"
admin.site.site_title = settings.SITE_NAME
admin.site.index_title = "Desk"
admin.site.index_template = "admin/desk.html"

__all__ = [
    "annotation",
    "article",
    "bulk",
    "changes",
    "event",
    "organisation",
    "people",
    "quality",
    "reference",
    "update",
    "version",
]
