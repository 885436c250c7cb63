"""Takes away the page that promised badges before there were any.

Where the owner has changed its words it stays, as any page of theirs.
"""

from pathlib import Path

from django.db import migrations

TEXT = Path(__file__).parent / "old_badges_page.html"


def remove_page(apps, schema_editor):
    body = TEXT.read_text(encoding="utf-8").strip()
    apps.get_model("forum", "Page").objects.filter(slug="badges", body=body).delete()


class Migration(migrations.Migration):
    dependencies = [("forum", "0016_held_and_slow")]

    operations = [migrations.RunPython(remove_page, migrations.RunPython.noop)]
