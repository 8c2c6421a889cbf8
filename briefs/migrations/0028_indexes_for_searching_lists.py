from django.db import migrations

# What lists of the admin are searched for, in tables that grow with the site. Whoever adds to it drops and
# makes the table's index in a migration of its own.
_SEARCHED = {
    'anchor': ['exact'],
    'annotation': ['slug', 'summary'],
    'article': ['slug'],
    'assessment': ['rationale'],
    'changeset': ['reason'],
    'citation': ['supports', 'passage'],
    'event': ['headline', 'reason', 'tag'],
    'membership': ['note'],
    'mention': ['words'],
    'reference': ['words', 'sentence', 'note'],
    'source': ['title', 'publisher', 'url'],
    'update': ['headline', 'body', 'slug'],
    'version': ['title', 'text'],
}
# PostgreSQL brings the extension, but may have been installed without it; and whoever owns the database may
# make it, while others may not. Without it lists are searched row by row.
_CAN = """
    SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')
        OR EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm')
            AND has_database_privilege(current_database(), 'CREATE')
"""


def make(apps, schema_editor):
    if schema_editor.connection.vendor != 'postgresql':
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_CAN)
        if not cursor.fetchone()[0]:
            return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for table, columns in _SEARCHED.items():
        # As Django asks for them: upper(…) LIKE upper(…).
        words = ", ".join(f"upper({column}::text) gin_trgm_ops" for column in columns)
        schema_editor.execute(f"CREATE INDEX briefs_{table}_trigrams ON briefs_{table} USING gin ({words})")


def take_away(apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        for table in _SEARCHED:
            schema_editor.execute(f"DROP INDEX IF EXISTS briefs_{table}_trigrams")


class Migration(migrations.Migration):

    dependencies = [
        ('briefs', '0027_slugs_of_topics_in_ascii'),
    ]

    operations = [
        migrations.RunPython(make, take_away),
    ]
