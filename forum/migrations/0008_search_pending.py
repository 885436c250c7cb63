"""PostgreSQL's search index: what it puts off is kept short.

GIN gathers new words in a list before it sorts them in, and every search reads the whole list:
with the usual 4 MB that is most of the time a search takes. 256 kB are a few dozen replies.
"""

from django.db import migrations

INDEXES = ("forum_discussion_search", "forum_reply_search")


def shorten(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            for index in INDEXES:
                cursor.execute(f"ALTER INDEX {index} SET (gin_pending_list_limit = 256)")
                cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])


def lengthen(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            for index in INDEXES:
                cursor.execute(f"ALTER INDEX {index} RESET (gin_pending_list_limit)")


class Migration(migrations.Migration):
    dependencies = [("forum", "0007_daily_views")]

    operations = [migrations.RunPython(shorten, lengthen)]
