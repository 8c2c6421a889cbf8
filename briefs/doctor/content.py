"""What must be true of texts, anchors and verdicts, whatever has written them."""

from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, Subquery

from briefs.doctor.complaints import Complaint
from briefs.doctor.machine import RESTORE
from briefs.markup import text_of
from briefs.models import Anchor, Annotation, Article, Assessment, Version
from briefs.models.vocabulary import Status


def anchors() -> Iterator[Complaint]:
    """``text[start:end] == exact`` for each of them, one version's text in memory at a time."""
    for version in Version.objects.only("text", "number", "article__slug").select_related(
        "article"
    ):
        placed = version.anchors.placed().values_list("annotation__slug", "start", "end", "exact")
        for slug, start, end, exact in placed:
            if version.text[start:end] != exact:
                yield Complaint(
                    f"“{slug}” is marked at {start}–{end} of version {version.number} of "
                    f"“{version.article.slug}”, where other words stand than “{exact[:60]}”.",
                    "Open the claim in the admin and select its words anew; if many are wrong, "
                    + RESTORE[0].lower()
                    + RESTORE[1:],
                )
    published = Annotation.objects.published().filter(article__status=Status.PUBLISHED)
    for annotation in published.exclude(
        pk__in=Anchor.objects.filter(version=F("annotation__article__live")).values("annotation")
    ):
        yield Complaint(
            f"“{annotation.slug}” has no place in the live version, and is not retired.",
            "Open the claim in the admin: select its words, or retire it with the reason.",
        )


def versions() -> Iterator[Complaint]:
    """One live version an article, and the text that is the body's."""
    public = Article.objects.filter(status__in=[Status.PUBLISHED, Status.WITHDRAWN])
    wrong = Q(live__isnull=True) | ~Q(live__article=F("pk")) | Q(live__published_at__isnull=True)
    for article in public.filter(wrong):
        yield Complaint(f"“{article.slug}” is public without a live version of its own.", RESTORE)
    for version in Version.objects.select_related("article").iterator(chunk_size=20):
        if text_of(version.body) != version.text:
            yield Complaint(
                f"The text of version {version.number} of “{version.article.slug}” is not that "
                "of its body.",
                "Make a new version of it: its claims are led through the gate."
                if version.published_at
                else "Open the draft in the admin and save it.",
            )


def verdicts() -> Iterator[Complaint]:
    """The verdict that a claim shows is that of its latest assessment."""
    own = Assessment.objects.published().filter(annotation=OuterRef("pk")).newest_first()
    for annotation in (
        Annotation.objects.annotate(judged=Subquery(own.values("verdict")[:1]))
        .exclude(verdict=F("judged"))
        .exclude(verdict="", judged__isnull=True)
    ):
        shown = annotation.get_verdict_display() or "none"
        yield Complaint(
            f"“{annotation.slug}” shows the verdict “{shown}”, its latest assessment another.",
            "Assess the claim again in the admin, on the sources of the latest assessment.",
        )
