from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="wants_to_follow_replied",
            field=models.BooleanField(default=True, verbose_name="follow what I reply to"),
        ),
        migrations.AddField(
            model_name="member",
            name="wants_to_follow_started",
            field=models.BooleanField(default=True, verbose_name="follow what I start"),
        ),
    ]
