"""PostgreSQL's search index: what each row says, as a column that the database itself keeps.

SQLite's is not here: Django alters a table of SQLite's by writing a new one, and triggers made by
a migration would go with the old one. forum.searching.sqlite_index sees to it after each migrate.
"""

from django.db import migrations
from django.db.utils import DatabaseError
from django.db import transaction

# Every word is kept, "the" too, so that a search finds alike on both databases. The stemmer that
# PostgreSQL calls english would leave such words out.
CONFIGURATION = """
    CREATE TEXT SEARCH DICTIONARY harringay_stem (TEMPLATE = snowball, LANGUAGE = english);
    CREATE TEXT SEARCH CONFIGURATION harringay (COPY = english);
    ALTER TEXT SEARCH CONFIGURATION harringay
        ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part,
            numword, numhword, hword_numpart
        WITH {dictionaries};
"""

# Punctuation goes first: PostgreSQL's parser would keep and/or, and example.org, as one word.
COLUMNS = r"""
    ALTER TABLE forum_discussion ADD COLUMN search_vector tsvector
    GENERATED ALWAYS AS (
        setweight(to_tsvector('harringay', regexp_replace(
            title, '[!-/:-@[-`{-~]', ' ', 'g')), 'A')
        || setweight(to_tsvector('harringay', regexp_replace(
            body_html, '<[^>]*>|&[#a-zA-Z0-9]+;|[!-/:-@[-`{-~]', ' ', 'g')), 'B')
    ) STORED;

    ALTER TABLE forum_reply ADD COLUMN search_vector tsvector
    GENERATED ALWAYS AS (
        setweight(to_tsvector('harringay', regexp_replace(
            body_html, '<[^>]*>|&[#a-zA-Z0-9]+;|[!-/:-@[-`{-~]', ' ', 'g')), 'B')
    ) STORED;

    CREATE INDEX forum_discussion_search ON forum_discussion USING gin (search_vector);
    CREATE INDEX forum_reply_search ON forum_reply USING gin (search_vector);
"""

UNDO = """
    ALTER TABLE forum_discussion DROP COLUMN search_vector;
    ALTER TABLE forum_reply DROP COLUMN search_vector;
    DROP TEXT SEARCH CONFIGURATION harringay;
    DROP TEXT SEARCH DICTIONARY harringay_stem;
"""


def add(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    dictionaries = "unaccent, harringay_stem" if has_unaccent(connection) else "harringay_stem"
    with connection.cursor() as cursor:
        cursor.execute(CONFIGURATION.format(dictionaries=dictionaries))
        cursor.execute(COLUMNS)


def has_unaccent(connection):
    """Whether accents can be left out of words; without, cafe does not find café."""
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    except DatabaseError:
        return False
    return True


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(UNDO)


class Migration(migrations.Migration):
    dependencies = [("forum", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
