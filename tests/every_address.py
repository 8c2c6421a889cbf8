"""Every address that the site answers, the admin's too: a new one is walked untold."""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.test_leaks import ARGUMENTS

PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
# Where nothing is told of what stands in an address; the walk meets a 404 there at worst.
LIKELY = {"int": "1", "slug": "public-article", "uuid": "6d3a1e0c-5f6b-4a53-9d4e-0f6f3a1b2c3d"}


def patterns(resolver: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        else:
            yield route, pattern


def every_address() -> list[str]:
    """One address for each route, with what the fixture ``site`` of test_leaks made in it."""
    return sorted({address(route, pattern) for route, pattern in patterns()})


def address(route: str, pattern: URLPattern) -> str:
    name = pattern.name or ""
    if name in ARGUMENTS:
        return reverse(f"briefs:{name}", args=ARGUMENTS[name])
    if "(?P<" in route:
        # The admin's last resort, and what leads on from an address without its slash.
        return "/" + re.sub(r"\(\?P<.*", "nowhere", route)
    return "/" + PARAMETER.sub(lambda found: value(found, name), route)


def value(parameter: re.Match[str], name: str) -> str:
    """For a page of the admin the key of a row that is there."""
    label, _, _ = name.removeprefix("briefs_").partition("_")
    models = {model._meta.model_name: model for model in apps.get_models()}
    if parameter["name"] in ("object_id", "pk", "id") and label in models:
        row = models[label]._default_manager.first()
        return str(row.pk if row else 1)
    return LIKELY.get(parameter["converter"] or "str", "1")
