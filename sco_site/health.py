"""``/healthz``: can this process serve pages at this moment?"""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 if the database answers and no migration is missing, else 503 with the reason."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"status": "failing", "database": "unreachable"}, status=503)
    if missing:
        return JsonResponse(
            {"status": "failing", "database": "reachable", "migrations_missing": len(missing)},
            status=503,
        )
    return JsonResponse({"status": "ok", "database": "reachable", "migrations_missing": 0})
