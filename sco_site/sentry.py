"""Failures told to a Sentry server, if there is one: where in the code, and nothing of anybody.

What is sent is put together here from what is known to be about the code. The words of an exception
are not: databases quote in them what somebody wrote. They stand in the log, under the id that is
sent.
"""

import importlib
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from sco_site.logs.asked import asked

_OF_AN_EVENT = (
    *("event_id", "timestamp", "level", "logger", "platform", "sdk", "environment", "transaction"),
)
_OF_A_FRAME = (
    *("filename", "module", "function", "lineno", "in_app"),
    *("pre_context", "context_line", "post_context"),
)


def start(dsn: str) -> None:
    """Begin to tell; raise ImproperlyConfigured where the package or the address is not good."""
    try:
        sdk = importlib.import_module("sentry_sdk")
        of_django = importlib.import_module("sentry_sdk.integrations.django")
        of_logging = importlib.import_module("sentry_sdk.integrations.logging")
        of_processes = importlib.import_module("sentry_sdk.integrations.excepthook")
    except ImportError as error:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set, and the package sentry-sdk is not installed: "
            "pip install --require-hashes -r requirements/sentry.txt, or unset it."
        ) from error
    try:
        sdk.init(
            dsn=dsn,
            environment="production",
            before_send=about_the_code,
            send_default_pii=False,
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            auto_session_tracking=False,
            send_client_reports=False,
            server_name="",
            default_integrations=False,
            auto_enabling_integrations=False,
            integrations=[
                # By the name of the view: an address may have a secret in it.
                of_django.DjangoIntegration(transaction_style="function_name"),
                of_logging.LoggingIntegration(level=None),
                of_processes.ExcepthookIntegration(),
            ],
        )
    except sdk.utils.BadDsn as error:
        raise ImproperlyConfigured(f"SENTRY_DSN is no address of a project: {error}.") from error


def about_the_code(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any] | None:
    """The event as it is sent; None for one that tells of no exception."""
    raised = event.get("exception", {}).get("values", [])
    if not raised:
        return None
    told = {name: event[name] for name in _OF_AN_EVENT if name in event}
    told["exception"] = {"values": [_raised(one) for one in raised]}
    request = asked.get()
    if request is not None:
        told["tags"] = {"request_id": request.id}
    return told


def _raised(one: dict[str, Any]) -> dict[str, Any]:
    frames = (one.get("stacktrace") or {}).get("frames", [])
    return {
        "type": one.get("type"),
        "module": one.get("module"),
        "stacktrace": {
            "frames": [
                {name: frame[name] for name in _OF_A_FRAME if name in frame} for frame in frames
            ]
        },
    }
