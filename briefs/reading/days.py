"""Claims and texts as they were on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from briefs.models import Annotation, Article, Assessment, Version
from briefs.models.annotation import AnnotationQuerySet


def judged_on(claims: AnnotationQuerySet, day: date) -> AnnotationQuerySet:
    """Adds ``then``: the verdict that each had on that day, empty before the first."""
    given = Assessment.objects.published().filter(annotation=OuterRef("pk"), assessed_on__lte=day)
    newest = Subquery(given.newest_first().values("verdict")[:1])
    return claims.annotate(then=Coalesce(newest, Value(""))).filter(
        Q(article__originally_on__isnull=True) | Q(article__originally_on__lte=day)
    )


def as_judged(claims: Iterable[Annotation]) -> list[Annotation]:
    """The claims of ``judged_on`` with the verdict of that day as theirs; they are not saved."""
    found = list(claims)
    for claim in found:
        claim.verdict = claim.then  # type: ignore[attr-defined]
    return found


def claims_on(claims: AnnotationQuerySet, day: date | None) -> AnnotationQuerySet:
    """The claims with the verdict that they had on that day, or have now, as ``then``."""
    return claims.annotate(then=F("verdict")) if day is None else judged_on(claims, day)


def version_on(article: Article, day: date) -> Version | None:
    """The text that readers had on that day: the first one from when the article appeared."""
    found = None
    for version in article.versions.filter(published_at__isnull=False).order_by("number"):
        appeared = timezone.localdate(version.published_at)
        if found is None and article.originally_on:
            appeared = min(appeared, article.originally_on)
        if appeared <= day:
            found = version
    return found
