"""The triggers that write the history: one function on PostgreSQL, three a table on SQLite.

They see whatever writes: ``save()``, ``update()``, bulk and many-to-many writes, cascades, SQL.
Values are stored alike on both databases, as JSON that a field's ``to_python`` reads.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from briefs.models.history import (
    HIDDEN,
    IGNORED,
    Change,
    ChangeOf,
    ChangeSet,
    Operation,
    Recording,
    owners_of,
    recorded_models,
)
from briefs.models.search import SearchPending

PREFIX = "history_of_"
FUNCTION = "briefs_record_change"
HISTORY = {
    model._meta.db_table for model in (ChangeSet, Change, ChangeOf, Recording, SearchPending)
}
UNSAID = "…"
"""Stands for the value of a hidden column."""

Model = type[models.Model]
Statements = Mapping[tuple[str, str], str]
"""Triggers by table and name."""


def lift_history(*, using: str, plan: Iterable[Any] = (), **kwargs: Any) -> None:
    """Receiver of ``pre_migrate``: take the triggers off before tables are changed.

    SQLite refuses to change what a trigger names. On PostgreSQL only a way back could take away
    what they write to; forwards they stay, and what other servers write meanwhile is recorded.
    """
    connection = connections[using]
    steps = [backwards for _, backwards in plan]
    if any(steps) or (steps and connection.vendor == "sqlite"):
        _bring_in_line(connection, {})


def install_history(*, using: str, **kwargs: Any) -> None:
    """Receiver of ``post_migrate``: put every trigger in place. Safe to run again."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    wanted: dict[tuple[str, str], str] = {}
    if tables >= HISTORY:
        make = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
        for model in recorded_models():
            if model._meta.db_table in tables:
                wanted |= make(model)
    _bring_in_line(connection, wanted)


def installed(connection: BaseDatabaseWrapper) -> dict[tuple[str, str], str]:
    """The history's triggers in the database's catalogue: their SQL by table and name."""
    with connection.cursor() as cursor:
        cursor.execute(_CATALOGUE[connection.vendor], [f"{PREFIX}%"])
        return {(table, name): sql for table, name, sql in cursor.fetchall()}


_CATALOGUE = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master "
    "WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": "SELECT tgrelid::regclass::text, tgname, '' FROM pg_trigger WHERE tgname LIKE %s",
}


def _bring_in_line(connection: BaseDatabaseWrapper, wanted: Statements) -> None:
    """Drop what is not wanted as it is, and make what is not there. Nothing to do is the rule."""
    there = installed(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and wanted:
            cursor.execute(_FUNCTION)
        for (table, name), sql in there.items():
            if (table, name) not in wanted:
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER "{name}"{on}')
            elif connection.vendor == "sqlite" and sql != wanted[table, name]:
                cursor.execute(f'DROP TRIGGER "{name}"')
                cursor.execute(wanted[table, name])
        for key, statement in wanted.items():
            if connection.vendor == "postgresql" or key not in there:
                cursor.execute(statement)


# SQLite --------------------------------------------------------------------------------------

_NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
# Writers wait for one another, so the highest number is the last one given.
_LAST_SET = "(SELECT max(id) FROM briefs_changeset)"
_SET = f"""
    INSERT INTO briefs_changeset (at, by_id, reason, origin)
        SELECT {_NOW}, by_id, reason, origin FROM briefs_recording WHERE changeset_id IS NULL;
    UPDATE briefs_recording SET changeset_id = {_LAST_SET} WHERE changeset_id IS NULL;
    INSERT INTO briefs_changeset (at, by_id, reason, origin) SELECT {_NOW}, NULL, '', ''
        WHERE NOT EXISTS (SELECT 1 FROM briefs_recording) AND NOT EXISTS (
            SELECT 1 FROM briefs_changeset
            WHERE id = {_LAST_SET} AND origin = '' AND by_id IS NULL AND at = {_NOW});"""


def _sqlite(model: Model) -> dict[tuple[str, str], str]:
    table, label = model._meta.db_table, model._meta.label_lower
    ignored, hidden = IGNORED.get(label, ()), HIDDEN.get(label, ())
    fields = [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.column not in ignored
    ]

    def whole(row: str) -> str:
        pairs = (
            f"'{f.column}', " + (f"'{UNSAID}'" if f.column in hidden else _as_json(f, row))
            for f in fields
        )
        return f"json_object({', '.join(pairs)})"

    def changed(row: str) -> str:
        same = (
            f"""CASE WHEN OLD."{f.column}" IS NEW."{f.column}" THEN '$."{f.column}"' """
            """ELSE '$."-"' END"""
            for f in fields
        )
        return f"json_remove({whole(row)}, {', '.join(same)})"

    differs = " OR ".join(f'OLD."{f.column}" IS NOT NEW."{f.column}"' for f in fields)
    contents = {
        Operation.INSERT: ("'{}'", whole("NEW"), "NEW", ""),
        Operation.UPDATE: (changed("OLD"), changed("NEW"), "NEW", f" WHEN {differs}"),
        Operation.DELETE: (whole("OLD"), "'{}'", "OLD", ""),
    }
    made = {}
    for operation, (before, after, row, when) in contents.items():
        name = f"{PREFIX}{table}_{operation.value}"
        head = f'CREATE TRIGGER "{name}" AFTER {operation.value.upper()} ON "{table}"{when} BEGIN'
        made[table, name] = f"""{head}{_SET}
    INSERT INTO briefs_change (changeset_id, model, object_id, operation, before, after) VALUES (
        coalesce((SELECT changeset_id FROM briefs_recording), {_LAST_SET}),
        '{label}', {row}.id, '{operation.value}', {before}, {after});
    INSERT INTO briefs_changeof (change_id, model, object_id)
        SELECT (SELECT max(id) FROM briefs_change), model, object_id
        FROM ({_sqlite_things(model, operation, row)}) WHERE object_id IS NOT NULL;
    INSERT INTO briefs_searchpending (change_id) SELECT max(id) FROM briefs_change;
END"""
    return made


def _sqlite_things(model: Model, operation: Operation, row: str) -> str:
    """The row itself and what it is part of, or was before."""
    rows = ("OLD", "NEW") if operation is Operation.UPDATE else (row,)
    things = [f"SELECT '{model._meta.label_lower}' AS model, {row}.id AS object_id"]
    things += [
        f"""SELECT '{owner.related_model._meta.label_lower}', {side}."{owner.column}" """
        for owner in owners_of(model)
        for side in rows
    ]
    return " UNION ".join(things)


def _as_json(field: "models.Field[Any, Any]", row: str) -> str:
    """The column as PostgreSQL would write it into JSON."""
    column = f'{row}."{field.column}"'
    if isinstance(field, models.BooleanField):
        return f"json(CASE {column} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END)"
    if isinstance(field, models.DateTimeField):
        return f"replace({column}, ' ', 'T') || '+00:00'"
    if isinstance(field, models.JSONField):
        return f"json({column})"
    if isinstance(field, models.UUIDField):
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        return " || '-' || ".join(f"substr({column}, {at}, {n})" for at, n in parts)
    return column


# PostgreSQL ----------------------------------------------------------------------------------

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql SET timezone TO 'UTC' AS $$
DECLARE
    label text := TG_ARGV[0];
    ignored text[] := TG_ARGV[1];
    hidden text[] := TG_ARGV[2];
    owners text[] := TG_ARGV[3];  -- column=label
    old_row jsonb;
    new_row jsonb;
    was jsonb;
    becomes jsonb;
    named text;
    row_id bigint;
    set_id bigint;
    change_id bigint;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
        RETURN NULL;
    END IF;
    old_row := to_jsonb(OLD) - ignored;
    new_row := to_jsonb(NEW) - ignored;
    row_id := coalesce(new_row, old_row) ->> 'id';
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(key, value), jsonb_object_agg(key, new_row -> key)
            INTO was, becomes FROM jsonb_each(old_row) WHERE value IS DISTINCT FROM new_row -> key;
        IF was IS NULL THEN
            RETURN NULL;
        END IF;
    ELSE
        was := coalesce(old_row, '{{}}') - 'id';
        becomes := coalesce(new_row, '{{}}') - 'id';
    END IF;
    FOREACH named IN ARRAY hidden LOOP
        IF was ? named THEN
            was := was || jsonb_build_object(named, '{UNSAID}');
        END IF;
        IF becomes ? named THEN
            becomes := becomes || jsonb_build_object(named, '{UNSAID}');
        END IF;
    END LOOP;

    SELECT changeset_id INTO set_id FROM briefs_recording;
    IF FOUND AND set_id IS NULL THEN
        INSERT INTO briefs_changeset (at, by_id, reason, origin)
            SELECT now(), by_id, reason, origin FROM briefs_recording RETURNING id INTO set_id;
        UPDATE briefs_recording SET changeset_id = set_id;
    ELSIF set_id IS NULL THEN
        SELECT id INTO set_id FROM briefs_changeset
            WHERE at = now() AND origin = '' AND by_id IS NULL ORDER BY id DESC LIMIT 1;
        IF set_id IS NULL THEN
            INSERT INTO briefs_changeset (at, reason, origin) VALUES (now(), '', '')
                RETURNING id INTO set_id;
        END IF;
    END IF;

    INSERT INTO briefs_change (changeset_id, model, object_id, operation, before, after)
        VALUES (set_id, label, row_id, lower(TG_OP), was, becomes) RETURNING id INTO change_id;
    INSERT INTO briefs_changeof (change_id, model, object_id)
        SELECT change_id, label, row_id
        UNION
        SELECT change_id, split_part(owner, '=', 2), thing::bigint
        FROM unnest(owners) AS owner, LATERAL (VALUES
            (old_row ->> split_part(owner, '=', 1)), (new_row ->> split_part(owner, '=', 1))
        ) AS things (thing) WHERE thing IS NOT NULL;
    INSERT INTO briefs_searchpending (change_id) VALUES (change_id);
    RETURN NULL;
END $$
"""


def _postgresql(model: Model) -> dict[tuple[str, str], str]:
    table, label = model._meta.db_table, model._meta.label_lower
    name = f"{PREFIX}{table}"
    owners = [f"{f.column}={f.related_model._meta.label_lower}" for f in owners_of(model)]
    arguments = [label, *map(_array, (IGNORED.get(label, ()), HIDDEN.get(label, ()), owners))]
    return {
        (table, name): f'CREATE OR REPLACE TRIGGER "{name}" AFTER INSERT OR UPDATE OR DELETE '
        f'ON "{table}" FOR EACH ROW EXECUTE FUNCTION {FUNCTION}('
        + ", ".join(f"'{argument}'" for argument in arguments)
        + ")"
    }


def _array(values: Iterable[str]) -> str:
    return "{" + ",".join(values) + "}"
