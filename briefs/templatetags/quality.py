"""How a thing stands, beside the link to its page "Quality"."""

from typing import Any

from django import template
from django.urls import reverse

from briefs.admin.quality import examined_version
from briefs.models import Article
from briefs.quality import report_on

register = template.Library()


@register.simple_tag
def quality_of(thing: Any, number: int | None = None) -> dict[str, str]:
    """Address and counts; nothing for an article without a text. Runs all checks.

    The version of that number is read anew: one in a form may hold what was only typed.
    """
    version = None
    if isinstance(thing, Article):
        version = examined_version(thing, str(number))
        if version is None:
            return {}
    address = reverse(f"admin:briefs_{thing._meta.model_name}_quality", args=[thing.pk])
    query = f"?version={version.number}" if version else ""
    return {"url": address + query, "counts": str(report_on(thing, version))}
