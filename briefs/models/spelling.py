"""What the parts of an address are spelled with, whoever writes the row.

A slug that no address can hold would fail every page that links to it.
"""

from string import ascii_letters, ascii_uppercase, digits

from django.db.models import CharField, CheckConstraint, F, Func, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import Exact

_IN_SLUGS = ascii_letters + digits + "_-"  # as Django's path converter for slugs


def _only(field: str, characters: str) -> Exact:
    """Nothing is left of the value once those characters are taken off its front."""
    rest = Func(F(field), Value(characters), function="LTRIM", output_field=CharField())
    return Exact(rest, Value(""))


def slugged(model: str) -> CheckConstraint:
    """The slug can stand in an address."""
    return CheckConstraint(
        name=f"{model}_slug_fits_an_address",
        condition=~Q(slug="") & Q(_only("slug", _IN_SLUGS)),
        violation_error_message="A slug is of letters, digits, hyphens and underscores.",
    )


def coded(model: str, field: str, length: int, *, blank: bool = False) -> CheckConstraint:
    """The field holds a code of so many capital letters, or with ``blank`` nothing."""
    of_letters = Q(_only(field, ascii_uppercase))
    is_code = of_letters & Q(Exact(Length(field), Value(length)))
    return CheckConstraint(
        name=f"{model}_{field}_is_a_code",
        condition=Q(**{field: ""}) | is_code if blank else is_code,
        violation_error_message=f"A code is of {length} capital letters.",
    )
