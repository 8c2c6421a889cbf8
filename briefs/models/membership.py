from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from briefs.dates import PartialDate
from briefs.models.dates import dated, listed, partial, precision_field
from briefs.models.publishing import Publishable, PublishableQuerySet
from briefs.models.vocabulary import MAIN_ROLES, Role


class MembershipQuerySet(PublishableQuerySet["Membership"]):
    def published(self) -> Self:
        return super().published().filter(organisation__status="published")

    def on(self, day: date) -> Self:
        """Roles held on ``day``: intervals are half-open, an unknown end means still held."""
        return self.filter(Q(end__isnull=True) | Q(end__gt=day), start__lte=day)

    def current(self) -> Self:
        return self.filter(end__isnull=True)


class Membership(Publishable):
    """The dated, sourced role of a state in a body, from ``start`` up to, not including, ``end``.

    Member, observer, dialogue partner and partner never overlap for one state in one body;
    acceding, applicant and suspended overlap them on purpose.
    """

    organisation = models.ForeignKey(
        "briefs.Organisation", on_delete=models.PROTECT, related_name="memberships"
    )
    state = models.ForeignKey("briefs.State", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    start = models.DateField(help_text="First day of the role.")
    start_precision = precision_field()
    start_basis = models.CharField(
        max_length=200, blank=True, help_text="What the date is the date of: signature, accession."
    )
    end = models.DateField(
        null=True, blank=True, help_text="First day without the role; empty while it is held."
    )
    end_precision = precision_field()
    end_basis = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(
        null=True, blank=True, help_text="Political decision, where it differs from the start."
    )
    signed_on = models.DateField(null=True, blank=True)
    last_confirmed_on = models.DateField(
        null=True, blank=True, help_text="Latest date of a source that still lists the role."
    )
    last_confirmed_on_precision = precision_field()
    verified = models.BooleanField(
        default=True, help_text="Off: no source seen supports the row or its date; say which below."
    )
    note = models.TextField(blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["organisation", "state__name", "start"]
        constraints = [
            *Publishable.Meta.constraints,
            listed("membership", "role", Role),
            dated("membership", "start"),
            dated("membership", "end"),
            dated("membership", "last_confirmed_on"),
            models.CheckConstraint(
                name="membership_end_after_start",
                condition=Q(end__isnull=True) | Q(end__gt=F("start")),
                violation_error_message="The role must end after it starts.",
            ),
            models.UniqueConstraint(
                fields=["organisation", "state", "role", "start"],
                condition=~Q(status="withdrawn"),
                name="membership_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "state"],
                condition=Q(end__isnull=True, role__in=MAIN_ROLES) & ~Q(status="withdrawn"),
                name="membership_one_current_main_role",
                violation_error_message=(
                    "The state already has a current role as member, observer or partner here; "
                    "end that one first."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "role", "start"], name="membership_of_body"),
            models.Index(fields=["state", "start"], name="membership_of_state"),
        ]

    def __str__(self) -> str:
        return f"{self.state} – {self.organisation}: {self.get_role_display()}"

    def clean(self) -> None:
        super().clean()
        same = Membership.objects.exclude(pk=self.pk).exclude(status="withdrawn")
        if same.filter(
            organisation=self.organisation_id,
            state=self.state_id,
            role=self.role,
            start=self.start,
        ).exists():
            raise ValidationError("This role with this first day is recorded already.")
        if self.start and self.role in MAIN_ROLES and self.organisation_id and self.state_id:
            self._refuse_overlap()

    def _refuse_overlap(self) -> None:
        """Raise ValidationError naming the row that overlaps. One query."""
        others = Membership.objects.filter(
            Q(end__isnull=True) | Q(end__gt=self.start),
            organisation_id=self.organisation_id,
            state_id=self.state_id,
            role__in=MAIN_ROLES,
        ).exclude(status="withdrawn")
        if self.end:
            others = others.filter(start__lt=self.end)
        other = others.exclude(pk=self.pk).first()
        if other:
            raise ValidationError(
                f"{other.state} already is {other.get_role_display()} from {other.started}"
                + (f" to {other.ended}" if other.ended else "")
                + "; these roles never overlap."
            )

    def held_on(self, day: date) -> bool:
        """What ``on`` asks of the database, of a row that is here already."""
        return self.start <= day and (self.end is None or self.end > day)

    @property
    def started(self) -> PartialDate:
        return partial(self.start, self.start_precision)

    @property
    def ended(self) -> PartialDate | None:
        return partial(self.end, self.end_precision)

    @property
    def last_confirmed(self) -> PartialDate | None:
        return partial(self.last_confirmed_on, self.last_confirmed_on_precision)
