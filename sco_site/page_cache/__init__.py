"""Rendered public pages, served in front of Django and never stale.

A page is served if, and only if, the stamp under which it was made is the one that the database
holds now, read during this very request. The stamp is renewed by a trigger inside the transaction
of whatever writes a row (``briefs/models/page_stamp.py``), so an edit is seen by the next request
on every process, with nothing to expire and nobody to tell.
"""

from django.conf import settings
from django.db import connection

from sco_site.page_cache.application import Application, PageCache
from sco_site.page_cache.stamps import stamp_reader


def with_page_cache(django_application: Application) -> Application:
    """The application with the cache in front of it that the settings ask for."""
    if not settings.PAGE_CACHE_BYTES:
        return django_application
    return PageCache(
        django_application,
        stamp_reader(connection),
        most_bytes=settings.PAGE_CACHE_BYTES,
        cookies=(settings.SESSION_COOKIE_NAME, "messages"),
        own=("/admin/", "/healthz", "/readyz"),
    )
