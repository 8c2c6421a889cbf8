"""The desk, for the admin's first page."""

from django import template

from briefs.admin.desk import DeskPage

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_page(context) -> DeskPage:
    return DeskPage(context["request"])
