"""Two indexes of replies that others begin with: each reply was written into them for nothing.

By author, `replies_of_author` finds them, and by discussion three others do. They are dropped by
their names, for Django would write a table of SQLite's anew, with every reply that there is.
"""

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import CASCADE, PROTECT

NAMES = {
    "forum_reply_author_id_718879be": "author_id",
    "forum_reply_discussion_id_f4567117": "discussion_id",
}


class Migration(migrations.Migration):
    dependencies = [("forum", "0009_replies_by_age")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    f"DROP INDEX {name}", f"CREATE INDEX {name} ON forum_reply ({column})"
                )
                for name, column in NAMES.items()
            ],
            [
                migrations.AlterField(
                    "reply",
                    "author",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL, PROTECT, related_name="replies", db_index=False
                    ),
                ),
                migrations.AlterField(
                    "reply",
                    "discussion",
                    models.ForeignKey(
                        "forum.discussion", CASCADE, related_name="replies", db_index=False
                    ),
                ),
            ],
        )
    ]
