from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from briefs.dates import PartialDate
from briefs.models.annotation import Annotation
from briefs.models.dates import Recorded, dated, listed, partial, precision_field
from briefs.models.state import State
from briefs.models.vocabulary import AssertedRole, Kind, Outcome, Status, Verdict


class AssertionQuerySet(models.QuerySet["Assertion"]):
    def published(self) -> Self:
        """Those of public claims, about public bodies alone."""
        return self.filter(
            Q(members_of__isnull=True) | Q(members_of__status=Status.PUBLISHED),
            annotation__in=Annotation.objects.published().claims(),
            organisation__status=Status.PUBLISHED,
        )

    def with_names(self) -> Self:
        """With everything that their words name, but for the excepted states."""
        return self.select_related("annotation__article", "organisation", "members_of", "state")


class Assertion(Recorded):
    """What a claim says of membership, so that it can be held against the rows.

    One state, or all members of a body but those ``excepted``, had a role in a body, or had it
    not. What the rows say of it is asked at every reading and is not stored; ``seen_outcome`` is
    what they said when an editor last saw it.
    """

    annotation = models.ForeignKey(
        "briefs.Annotation",
        on_delete=models.CASCADE,
        related_name="assertions",
        verbose_name="claim",
    )
    state = models.ForeignKey(
        "briefs.State",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assertions",
        help_text="Whom it is said of: one state, or all members of a body.",
    )
    members_of = models.ForeignKey(
        "briefs.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assertions_of_members",
        verbose_name="all members of",
    )
    # Codes and no rows, so that an assertion is one row: in the history of its claim, where the
    # claim is brought back, and in the seeds.
    excepted = models.JSONField(
        "but not",
        default=list,
        blank=True,
        help_text="The states that the words leave out; nothing is checked of them.",
    )
    negated = models.BooleanField(
        "is not", default=False, help_text="On: it is said that they had no such role."
    )
    role = models.CharField(max_length=20, choices=AssertedRole, default=AssertedRole.MEMBER)
    organisation = models.ForeignKey(
        "briefs.Organisation",
        on_delete=models.PROTECT,
        related_name="assertions",
        verbose_name="of",
    )
    on = models.DateField(
        null=True, blank=True, help_text="The day spoken of; left empty, that of the article."
    )
    on_precision = precision_field()
    seen_outcome = models.CharField(
        max_length=20, choices=Outcome, blank=True, default="", editable=False
    )
    noted_verdict = models.CharField(
        max_length=20,
        choices=Verdict,
        blank=True,
        default="",
        editable=False,
        help_text="The verdict that an editor has left beside that outcome, knowing both.",
    )
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = AssertionQuerySet.as_manager()

    class Meta:
        ordering = ["annotation", "id"]
        constraints = [
            models.CheckConstraint(
                name="assertion_has_one_subject",
                condition=Q(state__isnull=True, members_of__isnull=False)
                | Q(state__isnull=False, members_of__isnull=True),
                violation_error_message="Say whom: one state, or all members of a body.",
            ),
            models.CheckConstraint(
                name="assertion_excepts_from_members",
                condition=Q(members_of__isnull=False) | Q(excepted=[]),
                violation_error_message="Exceptions belong to “all members of”.",
            ),
            models.CheckConstraint(
                name="assertion_is_of_another_body",
                condition=Q(members_of__isnull=True) | ~Q(members_of=F("organisation")),
                violation_error_message="That the members of a body are its members says nothing.",
            ),
            listed("assertion", "role", AssertedRole),
            dated("assertion", "on"),
            listed("assertion", "seen_outcome", Outcome, blank=True),
            listed("assertion", "noted_verdict", Verdict, blank=True),
            models.CheckConstraint(
                name="assertion_seen_has_moment",
                condition=Q(seen_outcome="", seen_at__isnull=True)
                | (~Q(seen_outcome="") & Q(seen_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        """In the record, which tells only what it holds: codes and slugs are names there."""
        but = f" but {', '.join(self.excepted)}" if self.excepted else ""
        whom = f"all members of {self.members_of}{but}" if self.members_of else str(self.state)
        verb = "not " if self.negated else ""
        on = f", {self.said_on}" if self.said_on else ""
        return f"{whom}: {verb}{self.get_role_display()} of {self.organisation}{on}"

    def clean(self) -> None:
        super().clean()
        if self.annotation_id and self.annotation.kind == Kind.NOTE:
            raise ValidationError("An editor’s note asserts nothing.")
        if not isinstance(self.excepted, list):
            raise ValidationError({"excepted": "Give codes of states."})
        known = set(State.objects.filter(iso_a3__in=self.excepted).values_list("iso_a3", flat=True))
        unknown = [str(code) for code in self.excepted if code not in known]
        if unknown:
            raise ValidationError({"excepted": f"There is no state {', '.join(unknown)}."})

    @property
    def said_on(self) -> PartialDate | None:
        """The day that it gives itself."""
        return partial(self.on, self.on_precision)

    @property
    def day(self) -> PartialDate | None:
        """The day spoken of; None if neither it nor the article has one."""
        return self.said_on or self.annotation.article.originally
