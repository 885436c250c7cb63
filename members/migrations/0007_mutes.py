"""Whom a member does not wish to hear from."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import CASCADE


class Migration(migrations.Migration):
    dependencies = [("members", "0006_hidden_pictures")]

    operations = [
        migrations.CreateModel(
            name="Mute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("muted_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=CASCADE,
                        related_name="mutes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "muted",
                    models.ForeignKey(
                        on_delete=CASCADE,
                        related_name="muted_by",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "muted"), name="a_member_is_muted_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("member", models.F("muted")), _negated=True),
                        name="nobody_mutes_themselves",
                    ),
                ],
            },
        ),
    ]
