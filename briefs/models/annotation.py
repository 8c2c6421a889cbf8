from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from briefs.anchoring import Span
from briefs.dates import PartialDate
from briefs.models.dates import Recorded, dated, listed, partial, precision_field
from briefs.models.organisation import Organisation
from briefs.models.publishing import Publishable, PublishableQuerySet
from briefs.models.spelling import slugged
from briefs.models.topic import TaggedAnnotation
from briefs.models.vocabulary import (
    AnchorState,
    Decision,
    Kind,
    Precision,
    Status,
    Verdict,
    scale_of,
)

if TYPE_CHECKING:
    from briefs.models.article import Version

# Characters that a sentence, and a few paragraphs, take at the most.
SHORT = 1_000
LONG = 5_000
# A claim with one of these has not been settled: somebody has to look again.
UNRESOLVED = ("", Verdict.PENDING.value)


class AnnotationQuerySet(PublishableQuerySet["Annotation"]):
    def published(self) -> Self:
        return super().published().filter(article__status=Status.PUBLISHED)

    def withdrawn(self) -> Self:
        """Taken back themselves, or with their article."""
        return self.filter(
            Q(status=Status.WITHDRAWN, article__status__in=[Status.PUBLISHED, Status.WITHDRAWN])
            | Q(status=Status.PUBLISHED, article__status=Status.WITHDRAWN)
        )

    def claims(self) -> Self:
        return self.exclude(kind=Kind.NOTE)

    def notes(self) -> Self:
        return self.filter(kind=Kind.NOTE)

    def unresolved(self) -> Self:
        return self.claims().filter(verdict__in=UNRESOLVED)

    def overdue(self, day: date) -> Self:
        """Those that should have been looked at again before ``day``."""
        return self.claims().filter(look_again_on__lt=day)

    def past_deadline(self, day: date) -> Self:
        """Forecasts whose deadline, as far as it is known, was over before ``day``."""
        exact = Q(deadline_precision__in=[Precision.DAY, Precision.NOT_LATER_THAN])
        month = Q(deadline_precision=Precision.MONTH, deadline__lt=day.replace(day=1))
        year = Q(deadline_precision=Precision.YEAR, deadline__lt=day.replace(month=1, day=1))
        return self.filter(exact | month | year, kind=Kind.FORECAST, deadline__lt=day)

    def about(self, organisation: Organisation) -> Self:
        return self.filter(organisations=organisation)

    def in_the_order_of_the_text(self) -> Self:
        """Article by article; those that its text does not hold any more come last."""
        held = Anchor.objects.filter(annotation=OuterRef("pk"), version=OuterRef("article__live"))
        return self.annotate(place=Subquery(held.values("start")[:1])).order_by(
            "article", F("place").asc(nulls_last=True), "slug"
        )

    def unsettled_in(self, version: "Version") -> Self:
        """Those that have no settled place in the version; what is withdrawn needs none."""
        settled = version.anchors.exclude(pk__in=version.anchors.undecided())
        return self.exclude(status=Status.WITHDRAWN).exclude(pk__in=settled.values("annotation"))


class Annotation(Publishable):
    """A note on a span of an article: a claim, or an editor's note, which judges nothing.

    Where it sits in each version is its anchors; its verdicts are its assessments.
    """

    slug = models.SlugField(unique=True, max_length=100)
    article = models.ForeignKey(
        "briefs.Article", on_delete=models.PROTECT, related_name="annotations"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    summary = models.TextField(
        validators=[MaxLengthValidator(SHORT)],
        help_text="One sentence: what is claimed, or what the note says.",
    )
    concerns = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notes",
        help_text="For an editor’s note: the claim it belongs to.",
    )
    speaker = models.ForeignKey(
        "briefs.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="spoken",
        help_text="Whose words or views are reported, if not the author’s.",
    )
    organisations = models.ManyToManyField(
        "briefs.Organisation", blank=True, related_name="annotations"
    )
    states = models.ManyToManyField("briefs.State", blank=True, related_name="annotations")
    topics = TaggableManager(through=TaggedAnnotation, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_annotations",
        help_text="Who looks after it.",
    )
    look_again_on = models.DateField(
        null=True,
        blank=True,
        db_index=True,
        help_text="When it is due to be looked at again; a public claim without a final verdict "
        "always has such a day.",
    )
    event = models.TextField(
        "event foreseen",
        validators=[MaxLengthValidator(LONG)],
        blank=True,
        help_text="Forecasts: what is said to happen.",
    )
    deadline = models.DateField(null=True, blank=True, help_text="Forecasts: by when.")
    deadline_precision = precision_field()
    criterion = models.TextField(
        validators=[MaxLengthValidator(LONG)],
        blank=True,
        help_text="Forecasts: what would have to be seen to call it come true.",
    )
    probability_low = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Per cent, as the words can be read at the least."
    )
    probability_high = models.PositiveSmallIntegerField(null=True, blank=True)
    verdict = models.CharField(
        max_length=20,
        choices=Verdict,
        blank=True,
        default="",
        editable=False,
        db_index=True,
        help_text="Of the latest assessment; written by assess() alone.",
    )

    objects = AnnotationQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["slug"]
        constraints = [
            *Publishable.Meta.constraints,
            slugged("annotation"),
            listed("annotation", "kind", Kind),
            listed("annotation", "verdict", Verdict, blank=True),
            dated("annotation", "deadline"),
            models.CheckConstraint(
                name="annotation_note_has_no_verdict",
                condition=~Q(kind=Kind.NOTE) | Q(verdict=""),
                violation_error_message="An editor’s note judges nothing.",
            ),
            models.CheckConstraint(
                name="annotation_unresolved_has_look_again",
                condition=~Q(status=Status.PUBLISHED)
                | Q(kind=Kind.NOTE)
                | ~Q(verdict__in=UNRESOLVED)
                | Q(look_again_on__isnull=False),
                violation_error_message="It is public and unresolved: say when to look again.",
            ),
            models.CheckConstraint(
                name="annotation_only_notes_concern_a_claim",
                condition=Q(concerns__isnull=True) | Q(kind=Kind.NOTE),
                violation_error_message="Only an editor’s note belongs to a claim.",
            ),
            models.CheckConstraint(
                name="annotation_only_forecasts_foresee",
                condition=Q(kind=Kind.FORECAST)
                | Q(
                    event="",
                    criterion="",
                    deadline__isnull=True,
                    probability_low__isnull=True,
                    probability_high__isnull=True,
                ),
                violation_error_message=(
                    "Event, deadline, criterion and probability belong to forecasts alone."
                ),
            ),
            models.CheckConstraint(
                name="annotation_probability_is_a_range",
                condition=Q(probability_low__isnull=True, probability_high__isnull=True)
                | Q(
                    probability_low__isnull=False,
                    probability_high__isnull=False,
                    probability_high__gte=F("probability_low"),
                    probability_high__lte=100,
                ),
                violation_error_message="Give both ends, from 0 to 100, the low one first.",
            ),
        ]
        indexes = [
            models.Index(fields=["article", "status"], name="annotation_of_article"),
            models.Index(fields=["status", "look_again_on"], name="annotation_due"),
            models.Index(fields=["owner", "look_again_on"], name="annotation_due_of_owner"),
            models.Index(fields=["status", "deadline"], name="annotation_deadline"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("briefs:claim-detail", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if self.verdict and self.verdict not in scale_of(self.kind):
            raise ValidationError(
                {"kind": f"It is judged “{self.get_verdict_display()}”, which fits another kind."}
            )

    @property
    def why_withdrawn(self) -> str:
        return self.withdrawn_reason or self.article.withdrawn_reason

    @property
    def is_claim(self) -> bool:
        return self.kind != Kind.NOTE

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been looked at again before today."""
        day = self.look_again_on
        return self.is_claim and day is not None and day < timezone.localdate()

    @property
    def due(self) -> PartialDate | None:
        return partial(self.deadline, self.deadline_precision)


# States of an anchor that is nowhere in its version's text.
SPANLESS = (AnchorState.LOST, AnchorState.RETIRED)


class AnchorQuerySet(models.QuerySet["Anchor"]):
    def placed(self) -> Self:
        """Those that stand somewhere in their version's text."""
        return self.filter(start__isnull=False)

    def undecided(self) -> Self:
        """Those that hold up the publication of their version; what is withdrawn holds up none."""
        return self.filter(state__in=[AnchorState.EDITED, AnchorState.LOST], decision="").exclude(
            annotation__status=Status.WITHDRAWN
        )


class Anchor(models.Model):
    """Where an annotation sits in one version: ``version.text[start:end] == exact``, always.

    Offsets are code points, end excluded (W3C Web Annotation Data Model, 4.2.4 and 4.2.5). A lost
    or retired anchor has none; it keeps the quotation it had in the version before. An edited or
    lost one holds up its version until an editor has decided.
    """

    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, related_name="anchors")
    version = models.ForeignKey("briefs.Version", on_delete=models.CASCADE, related_name="anchors")
    start = models.PositiveIntegerField(null=True, editable=False)
    end = models.PositiveIntegerField(null=True, editable=False)
    exact = models.TextField(editable=False)
    prefix = models.TextField(blank=True, editable=False)
    suffix = models.TextField(blank=True, editable=False)
    state = models.CharField(
        max_length=10, choices=AnchorState, default=AnchorState.PLACED, editable=False
    )
    evidence = models.CharField(
        max_length=30, blank=True, editable=False, help_text="What the state rests on."
    )
    decision = models.CharField(
        max_length=10, choices=Decision, blank=True, default="", editable=False
    )
    reason = models.TextField(blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AnchorQuerySet.as_manager()

    class Meta:
        ordering = ["version", "start", "-end", "id"]
        constraints = [
            models.UniqueConstraint(fields=["annotation", "version"], name="anchor_once_a_version"),
            listed("anchor", "state", AnchorState),
            models.CheckConstraint(
                name="anchor_has_span_or_is_lost",
                condition=Q(state__in=SPANLESS, start__isnull=True, end__isnull=True)
                | (
                    ~Q(state__in=SPANLESS)
                    & Q(start__isnull=False, end__isnull=False, end__gt=F("start"))
                ),
            ),
            listed("anchor", "decision", Decision, blank=True),
            models.CheckConstraint(
                name="anchor_decision_has_moment",
                condition=Q(decision="", decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="anchor_retired_by_decision_with_reason",
                condition=~Q(state=AnchorState.RETIRED)
                | (Q(decision=Decision.RETIRED) & ~Q(reason="")),
            ),
            models.CheckConstraint(name="anchor_has_words", condition=~Q(exact="")),
        ]
        indexes = [models.Index(fields=["state", "decision"], name="anchor_decided")]

    def __str__(self) -> str:
        return f"“{self.exact[:60]}”"

    @property
    def span(self) -> Span | None:
        """Where it stands in its version's text; None if it is lost or retired."""
        if self.start is None or self.end is None:
            return None
        return Span(self.start, self.end)

    @property
    def is_undecided(self) -> bool:
        return self.state in (AnchorState.EDITED, AnchorState.LOST) and not self.decision


class Dismissal(Recorded):
    """A suggested claim that an editor does not want: known by its words, wherever they stand."""

    article = models.ForeignKey(
        "briefs.Article", on_delete=models.CASCADE, related_name="dismissals"
    )
    sha256 = models.CharField(max_length=64, help_text="Of the words.")
    words = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        ordering = ["article", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "sha256"], name="dismissal_once"),
        ]

    def __str__(self) -> str:
        return self.words
