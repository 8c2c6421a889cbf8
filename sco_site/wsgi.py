"""The application that the server calls: the log of requests, static files, kept pages, Django.

Whitenoise stands outside Django's handler, where a file costs half of what it costs in the
middleware.
"""

import os

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

from sco_site.headers import harden
from sco_site.logs.requests import with_request_log
from sco_site.page_cache import with_page_cache
from sco_site.sqlite.base import DatabaseWrapper

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sco_site.settings")


def hashed_urls() -> frozenset[str]:
    """Addresses whose content never changes, since its hash is part of the name."""
    names = staticfiles_storage.hashed_files.values()  # type: ignore[attr-defined]
    return frozenset(settings.STATIC_URL + name for name in names)


def with_static_files(django_application):
    immutable = hashed_urls()
    return WhiteNoise(
        django_application,
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL,
        allow_all_origins=False,
        add_headers_function=harden,
        immutable_file_test=lambda path, url: url in immutable,
    )


DatabaseWrapper.creates_file = False
application = with_request_log(with_static_files(with_page_cache(get_wsgi_application())))
