"""Takes away the page on which reports were asked for before there was a form for them.

Where the owner has changed its words it stays, as any page of theirs.
"""

from pathlib import Path

from django.db import migrations

TEXT = Path(__file__).parent / "old_report_page.html"


def remove_page(apps, schema_editor):
    body_html = TEXT.read_text(encoding="utf-8").strip()
    apps.get_model("forum", "Page").objects.filter(slug="report", body_html=body_html).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0008_reports"),
        ("forum", "0004_first_pages"),
    ]

    operations = [migrations.RunPython(remove_page, migrations.RunPython.noop)]
