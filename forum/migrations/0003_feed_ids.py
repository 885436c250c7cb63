"""The domain in feed ids, stored by the first migrate: another host later changes no id."""

from django.db import migrations, models

import forum.models.site_identity


def store_authority(apps, schema_editor):
    apps.get_model("forum", "SiteIdentity").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("forum", "0002_search")]

    operations = [
        migrations.AddField(
            model_name="siteidentity",
            name="feed_authority",
            field=models.CharField(
                default=forum.models.site_identity.feed_authority, editable=False, max_length=255
            ),
        ),
        migrations.AddField(
            model_name="siteidentity",
            name="legacy_host",
            field=models.CharField(
                default="www.harringayonline.com", editable=False, max_length=255
            ),
        ),
        migrations.RunPython(store_authority, migrations.RunPython.noop),
    ]
