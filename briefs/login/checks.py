"""What ``check --deploy`` says of the login."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def proxies_are_counted(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Where a proxy holds the certificate, each request seems to come from it."""
    if not settings.SECURE_SSL_REDIRECT or settings.PROXIES_IN_FRONT:
        return []
    return [
        Warning(
            "PROXIES_IN_FRONT is 0, and a proxy holds the certificate: failed logins from "
            "everywhere are counted as from one address.",
            hint="Set it to the number of your own proxies that add to X-Forwarded-For: mostly 1.",
            id="briefs.W001",
        )
    ]
