"""The stamp of the public pages: another one after every transaction that changed a row.

Rendered pages are kept in front of Django (``sco_site/page_cache``) and served as long as the
stamp is the one they were made under. A trigger on the history, which every table writes, renews
it: there is nothing that somebody could forget to call.
"""

from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from briefs.models.history import Change

TRIGGER = "page_stamp_is_renewed"
FUNCTION = "briefs_renew_page_stamp"


class PageStamp(models.Model):
    """One row. Its value is drawn by lot, and is no number that grows: a database that is brought
    back from a copy must never come to a stamp that was given out for other rows.
    """

    value = models.CharField(max_length=36)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.value


_TABLE, _CHANGES = PageStamp._meta.db_table, Change._meta.db_table
_LOT = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
_DROP = {
    "sqlite": f"DROP TRIGGER IF EXISTS {TRIGGER}",
    "postgresql": f"DROP TRIGGER IF EXISTS {TRIGGER} ON {_CHANGES}",
}
_MAKE = {
    # Writers wait for one another anyway.
    "sqlite": f"""CREATE TRIGGER {TRIGGER} AFTER INSERT ON {_CHANGES}
BEGIN UPDATE {_TABLE} SET value = {_LOT["sqlite"]}; END""",
    # At the end of the transaction, when it takes no further locks: two writers that held the one
    # row while they wait for others would wait for ever. Once a transaction is enough.
    "postgresql": f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF current_setting('briefs.page_stamp', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        UPDATE {_TABLE} SET value = {_LOT["postgresql"]};
        PERFORM set_config('briefs.page_stamp', pg_current_xact_id()::text, true);
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER {TRIGGER} AFTER INSERT ON {_CHANGES}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()""",
}

_IS_THERE = {
    "sqlite": f"SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name = '{TRIGGER}'",
    # Not one that is switched off.
    "postgresql": f"""SELECT count(*) = 1 FROM pg_trigger
WHERE tgrelid = '{_CHANGES}'::regclass AND tgname = '{TRIGGER}' AND tgenabled <> 'D'""",
}


def read_page_stamp(*, using: str = "default") -> str | None:
    """As it is committed, or as this transaction sees it; one query."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT value FROM {_TABLE}")
        row = cursor.fetchone()
        return row[0] if row else None


def renew_page_stamp(*, using: str = "default") -> None:
    """For what changes pages and writes no history: search made anew, tables emptied."""
    connection = connections[using]
    with connection.cursor() as cursor:
        lot = _LOT[connection.vendor]
        cursor.execute(
            f"INSERT INTO {_TABLE} (id, value) VALUES (1, {lot}) "
            f"ON CONFLICT (id) DO UPDATE SET value = {lot}"
        )


def lift_page_stamp(*, using: str, **kwargs: Any) -> None:
    """Receiver of ``pre_migrate``: SQLite refuses to change a table that a trigger names."""
    connection = connections[using]
    if connection.vendor == "sqlite" and _tables_are_there(connection):
        with connection.cursor() as cursor:
            cursor.execute(_DROP[connection.vendor])


def install_page_stamp(*, using: str, **kwargs: Any) -> None:
    """Receiver of ``post_migrate``: the trigger in place, and a new stamp. Safe to run again.

    After ``flush`` too, which empties the tables past all triggers.
    """
    connection = connections[using]
    if _tables_are_there(connection):
        with connection.cursor() as cursor:
            cursor.execute(_DROP[connection.vendor])
            cursor.execute(_MAKE[connection.vendor])
        renew_page_stamp(using=using)


def stamp_is_renewed(connection: BaseDatabaseWrapper) -> bool:
    """Whether there is a stamp, and the trigger that draws another one after each change."""
    if not _tables_are_there(connection):
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {_TABLE} WHERE ({_IS_THERE[connection.vendor]})")
        return bool(cursor.fetchone() == (1,))


def _tables_are_there(connection: BaseDatabaseWrapper) -> bool:
    return {_TABLE, _CHANGES} <= set(connection.introspection.table_names())
