"""The minimum age is said by the site's setting, and no longer by the text of the terms."""

from django.db import migrations

SAID_BEFORE = "You must be at least 13. Give an e-mail"
SAID_NOW = "Give an e-mail"


def leave_it_to_the_setting(apps, schema_editor):
    """Only in the text with which the site came; what the owner wrote stays."""
    for page in apps.get_model("forum", "Page").objects.filter(slug="terms"):
        page.body = page.body.replace(SAID_BEFORE, SAID_NOW)
        page.body_html = page.body_html.replace(SAID_BEFORE, SAID_NOW)
        page.save(update_fields=["body", "body_html"])


class Migration(migrations.Migration):
    dependencies = [("forum", "0013_hidden_pictures")]

    operations = [migrations.RunPython(leave_it_to_the_setting, migrations.RunPython.noop)]
