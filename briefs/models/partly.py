"""Rows of which a query brought some columns beside others."""

from typing import Any, TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def partly(model: type[Row], using: str | None, **known: Any) -> Row:
    """The row with these columns; any other is fetched when it is asked for, as if deferred."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in known]
    # In the order of the model, which is how Django reads them.
    return model.from_db(using, names, [known[name] for name in names])
