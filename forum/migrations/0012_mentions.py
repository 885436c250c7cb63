"""Whom an opening post or a reply mentions."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import CASCADE


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0011_follows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    models.JSONField(
                        default=list,
                        help_text="What the author wrote after the @, in one way or in several.",
                    ),
                ),
                (
                    "discussion",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=CASCADE,
                        related_name="mentions",
                        to="forum.discussion",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=CASCADE, related_name="mentions", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reply",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=CASCADE,
                        related_name="mentions",
                        to="forum.reply",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(discussion__isnull=True) ^ models.Q(reply__isnull=True),
                        name="a_mention_is_in_one_thing",
                    ),
                    models.UniqueConstraint(
                        fields=["discussion", "member"], name="a_discussion_mentions_one_once"
                    ),
                    models.UniqueConstraint(
                        fields=["reply", "member"], name="a_reply_mentions_one_once"
                    ),
                ],
            },
        ),
    ]
