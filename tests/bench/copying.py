"""Generated content written by PostgreSQL's COPY, without triggers, and its history after it.

What the triggers would have done for each row is done for each table at once. For databases of
trials alone: nothing checks the rows on their way in, so the bench lets ``doctor`` look at them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import connection, models, transaction

from briefs.models.history import IGNORED, owners_of
from briefs.models.page_stamp import renew_page_stamp

AT_ONCE = 8
"""Rows of a table that one change set holds."""


class Copying:
    """A ``Write``: gives each row the next key, and copies it into its table."""

    def __init__(self) -> None:
        self._keys: dict[type[models.Model], Iterator[int]] = defaultdict(lambda: count(1))

    def __call__(self, rows: Iterable[Any]) -> None:
        found = list(rows)
        if not found:
            return
        model = type(found[0])
        fields, keys = model._meta.concrete_fields, self._keys[model]
        columns = ", ".join(f'"{field.column}"' for field in fields)
        into = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'
        # All but JSON is written by psycopg as it stands in a row.
        names = [field.attname for field in fields]
        json = [place for place, field in enumerate(fields) if isinstance(field, models.JSONField)]
        with connection.cursor() as cursor, cursor.copy(into) as to:
            for row in found:
                row.pk = next(keys)
                row._state.adding = False
                values = [getattr(row, name) for name in names]
                for place in json:
                    values[place] = fields[place].get_db_prep_save(values[place], connection)
                to.write_row(values)

    @property
    def models(self) -> list[type[models.Model]]:
        return list(self._keys)

    def set_sequences(self) -> None:
        """What is written later gets the keys after these."""
        with connection.cursor() as cursor:
            for model in self._keys:
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
                )


@contextmanager
def without_triggers() -> Iterator[None]:
    """Neither the history's nor the guards', nor those of foreign keys; for superusers alone."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


@transaction.atomic
def write_history(copied: Iterable[type[models.Model]], origin: str) -> None:
    """Every row of these models that has no history, as it would have been recorded when added."""
    for model in copied:
        label, table = model._meta.label_lower, model._meta.db_table
        ignored = ", ".join(f"'{name}'" for name in ("id", *IGNORED.get(label, ())))
        _execute(
            f"""
            CREATE TEMP TABLE lot AS
                SELECT t.id, nextval('briefs_change_id_seq') AS change,
                    (SELECT last_value FROM briefs_changeset_id_seq) + 1
                        + (row_number() OVER ()) / {AT_ONCE} AS changeset
                FROM (SELECT id FROM {table} EXCEPT
                      SELECT object_id FROM briefs_change WHERE model = '{label}' ORDER BY id) t;
            INSERT INTO briefs_changeset (id, at, reason, origin)
                SELECT DISTINCT changeset, now(), '', '{origin}' FROM lot;
            SELECT setval('briefs_changeset_id_seq', max(id)) FROM briefs_changeset;
            INSERT INTO briefs_change
                (id, changeset_id, model, object_id, operation, before, after)
                SELECT change, changeset, '{label}', t.id, 'insert', '{{}}',
                    to_jsonb(t) - ARRAY[{ignored}] FROM {table} t JOIN lot USING (id);
            INSERT INTO briefs_changeof (change_id, model, object_id)
                {" UNION ALL ".join(_things(model, label, table))};
            DROP TABLE lot
            """
        )


def _things(model: type[models.Model], label: str, table: str) -> Iterator[str]:
    """The row itself, and what it is part of."""
    yield f"SELECT change, '{label}', id FROM lot"
    for owner in owners_of(model):
        yield (
            f"SELECT change, '{owner.related_model._meta.label_lower}', t.{owner.column} "
            f"FROM {table} t JOIN lot USING (id) WHERE t.{owner.column} IS NOT NULL"
        )


def _execute(statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements)


def settle() -> None:
    """Leave the database as one that has been in use: known to the planner, without dead rows."""
    renew_page_stamp()
    _execute("VACUUM (ANALYZE)")
