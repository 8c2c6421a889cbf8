"""Days told from today, asked anew each time: a run of the tests may outlast a midnight."""

from datetime import date, timedelta

from django.utils import timezone


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)
