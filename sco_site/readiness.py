"""``/readyz``: may requests be sent to this process at this moment? ``/healthz`` says the same.

Asked by load balancers and by whatever watches the site, often and by number instead of by name.
"""

from collections.abc import Callable
from functools import cache

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from briefs.jobs import late_jobs
from briefs.models.page_stamp import stamp_is_renewed

ADDRESSES = ("/readyz", "/healthz")
OK = "ok"
# Every page has it.
STYLE_SHEET = "briefs/css/site.css"


class ReadinessMiddleware:
    """Answers before the host is looked at, and before HTTPS is asked for: whoever watches from
    inside knows neither, and is told nothing that depends on them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in ADDRESSES:
            return readyz(request)
        return self.get_response(request)


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200, or 503 where one of the checks says something else than "ok".

    Jobs that are late are named, for whoever watches from outside, and keep no reader away.
    """
    found = checks()
    if set(found.values()) != {OK}:
        return JsonResponse({"status": "not ready", "checks": found}, status=503)
    late = [one.job.name for one in late_jobs(timezone.now())]
    return JsonResponse({"status": "ready", "checks": found, "late_jobs": late})


def checks() -> dict[str, str]:
    """What each check found. Without a database the others would only say so again."""
    try:
        connection.ensure_connection()
        applied = _applied()
        renewed = stamp_is_renewed(connection)
    except (DatabaseError, InterfaceError):
        return {"database": "does not answer"}
    missing = len(known_migrations() - applied)
    return {
        "database": OK,
        "migrations": f"{missing} missing" if missing else OK,
        # Without it kept pages would be served for ever.
        "page stamp": OK if renewed else "not renewed by changes",
        "static files": OK if _are_collected() else "not collected",
    }


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Application and name of those in the code, which stays what it is as long as the process."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _applied() -> set[tuple[str, str]]:
    if "django_migrations" not in connection.introspection.table_names():
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())


def _are_collected() -> bool:
    try:
        staticfiles_storage.url(STYLE_SHEET)
    except ValueError:
        return False
    return True
