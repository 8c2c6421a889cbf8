"""Rules that a check constraint cannot say, kept by database triggers on both databases.

They are made anew after every migration: on SQLite a changed table is rebuilt, and loses its
triggers with the old one.
"""

from typing import Any

from django.db import connections

from briefs.models.vocabulary import MAIN_ROLES

_MAIN = ", ".join(f"'{role.value}'" for role in MAIN_ROLES)
_OVERLAP = f"""
    NEW.role IN ({_MAIN}) AND NEW.status <> 'withdrawn' AND EXISTS (
        SELECT 1 FROM briefs_membership AS other
        WHERE other.id <> NEW.id
          AND other.organisation_id = NEW.organisation_id
          AND other.state_id = NEW.state_id
          AND other.status <> 'withdrawn'
          AND other.role IN ({_MAIN})
          AND (other."end" IS NULL OR other."end" > NEW.start)
          AND (NEW."end" IS NULL OR NEW."end" > other.start)
    )
"""

# One that waits for a second person is let through, and nothing else of it ever changes.
_JUDGED = "OLD.published_at IS NOT NULL OR NEW.published_at IS NULL OR " + " OR ".join(
    f"NEW.{column} <> OLD.{column}"
    for column in (
        *("annotation_id", "version_id", "words", "verdict", "confidence", "rationale"),
        *("assessed_on", "still_holds", "verified", "not_confirmed", "recorded_at"),
    )
)

# Who and why may still be said while the transaction goes on.
_SAID = (
    "NEW.at <> OLD.at OR NEW.origin <> OLD.origin OR (OLD.reason <> '' AND "
    "NEW.reason <> OLD.reason) OR (OLD.by_id IS NOT NULL AND coalesce(NEW.by_id, 0) <> OLD.by_id)"
)

# (name, table, condition of refusal): checked for every row that is changed, and, where the name
# is among ON_INSERT, added.
GUARDS = [
    ("event_is_immutable", "briefs_event", "TRUE"),
    ("assessment_is_immutable", "briefs_assessment", _JUDGED),
    ("published_version_is_immutable", "briefs_version", "OLD.published_at IS NOT NULL"),
    ("change_is_immutable", "briefs_change", "TRUE"),
    ("changeset_is_immutable", "briefs_changeset", _SAID),
    ("membership_main_roles_never_overlap", "briefs_membership", _OVERLAP),
]
ON_INSERT = {"membership_main_roles_never_overlap"}


def _sqlite(name: str, table: str, refuse: str) -> list[str]:
    moments = ["UPDATE", "INSERT"] if name in ON_INSERT else ["UPDATE"]
    return [
        statement
        for moment in moments
        for statement in (
            f"DROP TRIGGER IF EXISTS {name}_on_{moment.lower()}",
            f"CREATE TRIGGER {name}_on_{moment.lower()} AFTER {moment} ON {table} "
            f"WHEN {refuse} BEGIN SELECT RAISE(ABORT, '{name}'); END",
        )
    ]


def _postgresql(name: str, table: str, refuse: str) -> list[str]:
    moments = "UPDATE OR INSERT" if name in ON_INSERT else "UPDATE"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {refuse} THEN RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation'; END IF; "
        "RETURN NULL; END $$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} AFTER {moments} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def install_guards(*, using: str, **kwargs: Any) -> None:
    """Receiver of ``post_migrate``: put every guard in place. Safe to run again."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    make = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for name, table, refuse in GUARDS:
            if table in tables:
                for statement in make(name, table, refuse):
                    cursor.execute(statement)
