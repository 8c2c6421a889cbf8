"""Pictures drawn on the server: SVG in the page, in the page's own colours."""

from django import template

from briefs.models.vocabulary import MAIN_ROLES
from briefs.pictures.drawing import drawings
from briefs.pictures.timeline import Timeline

register = template.Library()


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


@register.inclusion_tag("briefs/_timeline.svg.html")
def membership_timeline(timeline: Timeline, name: str, noun: str) -> dict:
    """The timeline of what is called ``name``, each row of which is a ``noun``."""
    rows, members = len(timeline.rows), timeline.members
    if noun == "state":
        told = f"{counted(rows, noun)} since {timeline.first}, {members or 'none'} of them "
        told += "a member today." if members < 2 else "members today."
    else:
        told = (
            f"{counted(rows, noun)} since {timeline.first}; a member of {members or 'none'} today."
        )
    return {
        "timeline": timeline,
        "drawings": drawings(timeline),
        "name": name,
        "noun": noun,
        "told": told,
        "main_roles": MAIN_ROLES,
    }
