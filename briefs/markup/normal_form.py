"""Incoming HTML -> a body in normal form."""

import re

import nh3

from .allowed import ATTRIBUTES, ELEMENTS
from .arrange import arrange
from .errors import MarkupError
from .tags import plain_tags

MAX_LENGTH = 2_000_000
"""Characters of HTML that are accepted; the longest books have fewer."""

_SANITISER = nh3.Cleaner(
    tags={*ELEMENTS, "div"},
    attributes={name: set(allowed) for name, allowed in ATTRIBUTES.items() if allowed},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
# The sanitiser speaks UTF-8, which cannot hold half of a surrogate pair.
_SURROGATES = re.compile("[\ud800-\udfff]")


def normal_form(html: str) -> str:
    """Bring HTML from anywhere into the one form in which bodies are kept.

    The result holds what the allow-list names and nothing else. White space is collapsed and
    Unicode is NFC. Text stands in leaf blocks only; exactly one line feed stands between two
    blocks and after each ``<br>``. So the body can be read with regular expressions, a browser's
    ``textContent`` of it is ``text_of(body)``, and ``normal_form(body) == body``.

    Raise MarkupError when the HTML is longer than MAX_LENGTH or nested beyond MAX_DEPTH.
    """
    _refuse_long(html)
    body = arrange(_SANITISER.clean(plain_tags(_SURROGATES.sub("", html))))
    _refuse_long(body)  # writing "&amp;" for "&" lengthens
    return body


def _refuse_long(html: str) -> None:
    if len(html) > MAX_LENGTH:
        raise MarkupError(
            f"The text has {len(html):,} characters with its markup; "
            f"at most {MAX_LENGTH:,} are accepted."
        )
