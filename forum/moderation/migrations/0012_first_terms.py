"""The terms of service to begin with: the owner's own where she has written some, else a draft."""

from pathlib import Path

from django.db import migrations
from django.utils import timezone

TEXT = Path(__file__).parent / "first_texts" / "terms.html"
OLD_TEXT = Path(__file__).parents[2] / "migrations" / "first_pages" / "terms.html"
# What cleaning adds to each link; the owner need not see it in the source.
REL = ' rel="nofollow ugc noopener"'


def write_terms(apps, schema_editor):
    """Write the first version where there is none: what the owner has said holds."""
    TermsVersion = apps.get_model("moderation", "TermsVersion")
    if TermsVersion.objects.exists():
        return
    now = timezone.now()
    begun = {"announced_at": now, "in_force_on": timezone.localdate(now)}
    page = apps.get_model("forum", "Page").objects.filter(slug="terms").first()
    ours = TEXT.read_text(encoding="utf-8").strip()
    if page is None or page.body == first_body():
        TermsVersion.objects.create(number=1, body=ours, **begun)
    else:
        TermsVersion.objects.create(number=1, body=page.body, checked_at=now, **begun)
        TermsVersion.objects.create(number=2, body=ours)


def first_body():
    """What the page said before anybody had changed it."""
    return OLD_TEXT.read_text(encoding="utf-8").strip().replace(REL, "")


class Migration(migrations.Migration):
    dependencies = [("moderation", "0011_terms"), ("forum", "0014_minimum_age")]

    operations = [migrations.RunPython(write_terms, migrations.RunPython.noop)]
