"""Pieces of pages that are made from values alone: of equal values each is written once.

A page that is made anew after an edit somewhere has most of its pieces as they were. What is kept
cannot be out of date: it is found by the values themselves.
"""

from collections.abc import Hashable
from functools import lru_cache

from django import template
from django.template import Context, Template
from django.utils.safestring import SafeString

KEPT = 4_096
"""So many pieces are kept by each process; those that were not asked for longest go first."""

register = template.Library()


@register.simple_tag(takes_context=True)
def fragment(context: Context, name: str, **values: Hashable) -> SafeString:
    """``{% fragment "briefs/_card.html" card=card details=known %}``: the template, filled with
    these values and with nothing else of the page, as ``include … only``. They can be hashed, and
    say all that the template depends on: the day too, if it tells of today.
    """
    return _written(context.template.engine.get_template(name), tuple(values.items()))


# By the template too, and not by its name: one that was edited is another one.
@lru_cache(maxsize=KEPT)
def _written(template: Template, values: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return template.render(Context(dict(values)))
