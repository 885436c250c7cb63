import django.utils.timezone
from django.db import migrations, models
from django.db.models.deletion import CASCADE


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0006_changes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="viewbatch",
            name="written_at",
            field=models.DateTimeField(db_index=True, default=django.utils.timezone.now),
        ),
        migrations.CreateModel(
            name="DailyViews",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen_on", models.DateField(db_index=True)),
                ("count", models.PositiveIntegerField()),
                (
                    "discussion",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=CASCADE,
                        related_name="daily_views",
                        to="forum.discussion",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "daily views",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("discussion", "seen_on"), name="a_discussion_has_one_count_a_day"
                    )
                ],
            },
        ),
    ]
