"""Small pieces of HTML that several templates share."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from briefs.dates import PartialDate, Precision
from briefs.models import Citation, Organisation, Source
from briefs.models.counting import MOST
from briefs.models.vocabulary import Verdict
from briefs.reading import SourceLine

register = template.Library()


@register.filter
def when(moment: PartialDate | date | datetime | None) -> SafeString | str:
    """A date as people write it, no finer than it is known, in a ``<time>``."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = moment.date()
    if not isinstance(moment, PartialDate):
        moment = PartialDate(moment)
    if moment.precision == Precision.NOT_LATER_THAN:
        exact = PartialDate(moment.date)
        return format_html('not later than <time datetime="{}">{}</time>', exact.iso, exact)
    return format_html('<time datetime="{}">{}</time>', moment.iso, moment)


@register.filter
def in_full(body: Organisation) -> str:
    """The name of an organisation, and its abbreviation, for where it is first met."""
    return f"{body.name} ({body.abbreviation})" if body.abbreviation else body.name


@register.filter
def in_short(body: Organisation) -> SafeString | str:
    """Its abbreviation, which tells what it stands for; or its name."""
    if not body.abbreviation:
        return body.name
    return format_html('<abbr title="{}">{}</abbr>', body.name, body.abbreviation)


@register.filter
def at_most(count: int) -> str:
    """A number as a list shows it that counted no further than MOST."""
    return f"{MOST:,}+" if count > MOST else str(count)


@register.filter
def of(mapping: Mapping[Any, Any], key: Any) -> Any:
    """What a mapping has under a key; None where there is nothing."""
    return mapping.get(key) if mapping else None


@register.filter
def unlocalised(number: float) -> str:
    """A number as SVG reads it, whatever the language of the page."""
    return f"{number:g}"


@register.filter
def verdict(value: str) -> SafeString:
    """A verdict in words, with the shape and colour of its family."""
    if not value:
        return format_html('<span class="verdict open">{}</span>', "not assessed yet")
    known = Verdict(value)
    return format_html('<span class="verdict {}">{}</span>', known.family, known.label)


def _linked(source: Source | SourceLine, words: str, title: str = "") -> SafeString:
    """The words, as a link where public pages may link to the source."""
    titled = format_html(' title="{}"', title) if title else ""
    if not source.linkable:
        return format_html("<span{}>{}</span>", titled, words)
    return format_html('<a href="{}"{} rel="noopener">{}</a>', source.url, titled, words)


@register.simple_tag
def source_line(source: Source | SourceLine) -> SafeString:
    """Title, publisher, date; and whatever tells how far to trust it."""
    remarks = [source.note] if source.note else []
    if source.weak:
        remarks.append("weak source")
    if not source.linkable:
        remarks.append("a copy, not linked")
    return format_html(
        "{}{}{}{}{}",
        _linked(source, source.title),
        f", {source.publisher}" if source.publisher else "",
        format_html(", {}", when(source.dated)) if source.dated else "",
        format_html(' <small class="remark">({})</small>', "; ".join(remarks)) if remarks else "",
        format_html(' <a class="archived" href="{}">archived copy</a>', source.archived_url)
        if source.archived_url
        else "",
    )


@register.simple_tag
def source_names(sources: Iterable[Source | SourceLine]) -> SafeString:
    """The sources of one table row: their publishers, each linked."""
    return format_html_join(
        ", ",
        "{}",
        ((_linked(one, one.publisher or "source", one.title),) for one in sources),
    )


@register.filter
def sources(citations: Iterable[Citation]) -> list[Source]:
    """What is cited."""
    return [citation.source for citation in citations]
