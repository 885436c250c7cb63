"""Follows, and whether anybody has been told of an event: of those that there are, nobody will be."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0010_search_table"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Follow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("chosen", "you chose to"),
                            ("started", "you started it"),
                            ("replied", "you replied in it"),
                        ],
                        default="chosen",
                        max_length=10,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("now", "Straight away"),
                            ("edition", "In the Daily Edition"),
                            ("weekly", "Once a week"),
                            ("never", "Never by e-mail"),
                        ],
                        max_length=10,
                    ),
                ),
                ("followed_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(null=True)),
                ("muted_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="event",
            name="told_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunSQL("UPDATE forum_event SET told_at = happened_at", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("told_at", None)), fields=["id"], name="events_untold"
            ),
        ),
        migrations.AddField(
            model_name="follow",
            name="category",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="follows",
                to="forum.category",
            ),
        ),
        migrations.AddField(
            model_name="follow",
            name="discussion",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="follows",
                to="forum.discussion",
            ),
        ),
        migrations.AddField(
            model_name="follow",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="follows",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="follow",
            name="tag",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="follows",
                to="forum.tag",
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category", None), ("discussion", None)),
                    models.Q(("discussion", None), ("tag", None)),
                    models.Q(("category", None), ("tag", None)),
                    _connector="OR",
                ),
                name="a_follow_is_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(
                fields=("discussion", "member"), name="a_discussion_is_followed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(
                fields=("category", "member"), name="a_category_is_followed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(
                fields=("tag", "member"), name="a_tag_is_followed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("category", None), ("discussion", None), ("tag", None)),
                fields=("member",),
                name="everything_is_followed_once",
            ),
        ),
    ]
