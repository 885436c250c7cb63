"""The footer's pages, each with a first text for the owner to make her own."""

from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).parent / "first_pages"
TITLES = {
    "about": "About",
    "accessibility": "Accessibility",
    "contact": "Contact",
    "privacy": "Privacy",
    "rules": "Rules",
    "terms": "Terms of Service",
}
# What cleaning adds to each link; the owner need not see it in the source.
REL = ' rel="nofollow ugc noopener"'
HTML_VERSION = 1  # the cleaner that these texts have been through


def write_pages(apps, schema_editor):
    """Write each page, unless there is one of that name."""
    Page = apps.get_model("forum", "Page")
    for slug, title in TITLES.items():
        body_html = (TEXTS / f"{slug}.html").read_text(encoding="utf-8").strip()
        Page.objects.get_or_create(
            slug=slug,
            defaults={
                "title": title,
                "body": body_html.replace(REL, ""),
                "body_html": body_html,
                "html_version": HTML_VERSION,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("forum", "0003_feed_ids")]

    operations = [migrations.RunPython(write_pages, migrations.RunPython.noop)]
