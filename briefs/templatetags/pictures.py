"""Pictures drawn on the server: SVG in the page, in the page's own colours."""

from dataclasses import dataclass
from datetime import date

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from briefs.models.vocabulary import MAIN_ROLES, Effect, Role
from briefs.pictures.drawing import drawings, percent
from briefs.pictures.map import Map
from briefs.pictures.timeline import Timeline

register = template.Library()


@dataclass(frozen=True)
class Pattern:
    """What a state is filled with on the map: dots, or lines of a breadth (10 is solid)."""

    role: Role
    line: int = 0
    turn: int = 0

    @property
    def is_dotted(self) -> bool:
        return not self.line


PATTERNS = (
    Pattern(Role.MEMBER, line=10),
    Pattern(Role.OBSERVER, line=4, turn=45),
    Pattern(Role.DIALOGUE_PARTNER),
    Pattern(Role.PARTNER, line=2, turn=90),
    Pattern(Role.ACCEDING, line=4, turn=-45),
    Pattern(Role.APPLICANT, turn=45),
    Pattern(Role.SUSPENDED, line=3),
)
NO_NOUNS = (Role.ACCEDING, Role.SUSPENDED)


# What so many updates do to a claim: one, several.
DOES = {
    Effect.SUPPORTS: ("supports it", "support it"),
    Effect.CONTRADICTS: ("contradicts it", "contradict it"),
    Effect.RESOLVES: ("resolves it", "resolve it"),
    Effect.CONTEXT: ("gives context", "give context"),
}
SHAPES = {"held": "●", "partly": "◐", "failed": "✕", "open": "○"}

register.filter("percent", percent)


@register.filter
def does(effect: Effect, count: int) -> str:
    one, several = DOES[effect]
    return f"{count} {one if count == 1 else several}"


@register.filter
def times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


@register.filter
def shape(family: str) -> str:
    """The sign of a verdict’s family, as the style sheet puts it before the words."""
    return SHAPES[family]


@register.simple_tag
def mark_shape(name: str) -> SafeString:
    """The mark of an effect as it stands in the strips of the timeline, beside its words."""
    return format_html(
        '<svg class="role" width="16" height="14" aria-hidden="true">'
        '<use class="mark {0}" href="#mark-{0}" x="8" y="7"/></svg>',
        name,
    )


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


@register.inclusion_tag("briefs/_timeline.svg.html")
def membership_timeline(timeline: Timeline, name: str, noun: str) -> dict:
    """The timeline of what is called ``name``, each row of which is a ``noun``."""
    rows, members = len(timeline.rows), timeline.members
    when = "today" if timeline.today == timezone.localdate() else "on that day"
    if noun == "state":
        told = f"{counted(rows, noun)} since {timeline.first}, {members or 'none'} of them "
        told += f"{'a member' if members < 2 else 'members'} {when}."
    else:
        told = (
            f"{counted(rows, noun)} since {timeline.first}; a member of {members or 'none'} {when}."
        )
    return {
        "timeline": timeline,
        "drawings": drawings(timeline),
        "name": name,
        "noun": noun,
        "told": told,
        "main_roles": MAIN_ROLES,
    }


@register.inclusion_tag("briefs/_map.svg.html")
def membership_map(map: Map, name: str, day: date, suffix: str = "") -> dict:
    """The map of the states with a role in what is called ``name``, and the list beside it.

    ``suffix`` is what the states' addresses end with.
    """
    roles = [
        f"{len(holders)} {role.label}" if role in NO_NOUNS else counted(len(holders), role.label)
        for role, holders in map.rolls
    ]
    return {
        "map": map,
        "name": name,
        "day": day,
        "suffix": suffix,
        "told": f"{counted(len(map.holders), 'state')} with a role: {', '.join(roles)}.",
        "patterns": PATTERNS,
    }
