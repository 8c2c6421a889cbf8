"""What a page says of itself to other programs, and how it is cited."""

from typing import Any
from urllib.parse import urlsplit

from django import template

from briefs.citing import FORMATS, Citation, in_words

register = template.Library()


@register.inclusion_tag("briefs/_cite.html")
def cite(citation: Citation) -> dict[str, Any]:
    """The citation in words, and as files, which lie below the address that is cited."""
    return {
        "words": in_words(citation),
        "path": urlsplit(citation.url).path,
        "formats": FORMATS.values(),
    }
