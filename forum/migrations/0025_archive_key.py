import hashlib

from django.conf import settings
from django.db import migrations, models


def keep_secret(apps, _schema_editor):
    """Where an archive has been moved in, its files are named with SECRET_KEY as it is now."""
    if apps.get_model("forum", "LegacyObject").objects.exists():
        key = hashlib.sha256(b"forum.archive.files" + settings.SECRET_KEY.encode()).hexdigest()
        apps.get_model("forum", "SiteIdentity").objects.filter(archive_key="").update(
            archive_key=key
        )


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0024_what_this_place_is"),
    ]

    operations = [
        migrations.AddField(
            model_name="siteidentity",
            name="archive_key",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.RunPython(keep_secret, migrations.RunPython.noop),
    ]
