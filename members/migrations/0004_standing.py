"""Sanctions that end by themselves, bans, and the addresses that a ban keeps from joining again."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import CASCADE


class Migration(migrations.Migration):
    dependencies = [("members", "0003_first_words")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="banned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="member",
            name="restriction_ends_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Until then what they post is held, and has no pictures and no links.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="suspension_ends_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Empty for as long as nobody lets them back in.",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="BarredEmail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fingerprint", models.CharField(db_index=True, max_length=64)),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=CASCADE,
                        related_name="barred_emails",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "barred e-mail address",
                "verbose_name_plural": "barred e-mail addresses",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "fingerprint"), name="an_address_is_barred_once"
                    )
                ],
            },
        ),
    ]
