"""The site behind its page cache, as a server of the tests runs it, without static files."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from django.core.wsgi import get_wsgi_application

from sco_site.page_cache import with_page_cache

kept = with_page_cache(get_wsgi_application())


def application(environ, start_response):
    """Says which process answers."""

    def start(status, headers, *rest):
        return start_response(status, [*headers, ("X-Process", str(os.getpid()))], *rest)

    return kept(environ, start)
