"""What the site says while it runs, a line an event on standard error.

As JSON for programs, or as words for whoever looks at a terminal. Each line that was written while
a request was answered has the request's id, which the answer has too (``X-Request-ID``).
"""

from typing import Any

FORMATS = ("json", "words")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
# What Django calls an error where anybody can send it, and is answered with 400.
REFUSED = (
    "DisallowedHost",
    "RequestDataTooBig",
    "SuspiciousMultipartForm",
    "TooManyFieldsSent",
    "TooManyFilesSent",
)


def configuration(form: str, level: str) -> dict[str, Any]:
    """For ``LOGGING``; raise ValueError with the names there are for one that is not known."""
    if form not in FORMATS:
        raise ValueError(f"LOG_FORMAT is one of {', '.join(FORMATS)}, not {form!r}.")
    if level not in LEVELS:
        raise ValueError(f"LOG_LEVEL is one of {', '.join(LEVELS)}, not {level!r}.")
    # To the one handler, whatever Django or the server would do with them by itself.
    passed_on = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "sco_site.logs.formatting.JsonFormatter"},
            "words": {"()": "sco_site.logs.formatting.WordsFormatter"},
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {**passed_on, "level": "INFO" if level == "DEBUG" else level},
            # What was not found or refused has its line already, that of the request.
            "django.request": {**passed_on, "level": "ERROR"},
            **{f"django.security.{name}": {**passed_on, "level": "CRITICAL"} for name in REFUSED},
            "django.server": {**passed_on, "level": "CRITICAL"},
            "_granian": passed_on,
        },
    }
