"""PostgreSQL's shortest way to the replies of a time: which pages of the table they are on.

A search lays it over the index of words (forum.searching.depths). Replies lie in the table in the
order in which they came, so a few kilobytes say it; the index by time would name them one by one.
"""

from django.db import migrations

ADD = """
    CREATE INDEX replies_by_age ON forum_reply USING brin (posted_at) WITH (pages_per_range = 32)
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX replies_by_age")


class Migration(migrations.Migration):
    dependencies = [("forum", "0008_search_pending")]

    operations = [migrations.RunPython(add, remove)]
