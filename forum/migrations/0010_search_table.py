"""PostgreSQL's search index moves to a table of its own, which is made after each migrate.

Rows of replies grow lighter by two fifths, and a search reads none but those it shows. See
forum.searching.postgresql_index.
"""

from importlib import import_module

from django.db import migrations

DROP = """
    DROP INDEX replies_by_age;
    ALTER TABLE forum_discussion DROP COLUMN search_vector;
    ALTER TABLE forum_reply DROP COLUMN search_vector;
"""


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


def bring_back(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(import_module("forum.migrations.0002_search").COLUMNS)
        schema_editor.execute(import_module("forum.migrations.0009_replies_by_age").ADD)


class Migration(migrations.Migration):
    dependencies = [("forum", "0010_fewer_indexes")]

    operations = [migrations.RunPython(drop, bring_back)]
