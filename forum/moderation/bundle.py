"""The owner's whole record on one page, ready to print or to send to Ofcom (safety L-63)."""

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string

from forum.models import Page, SiteIdentity
from forum.moderation import auditing, transparency
from forum.moderation.kinds import HANDLING, Kind
from forum.moderation.models import Assessment, Measure, SafetyDuties, SignificantChange

# What of the site's own texts belongs to the record.
TEXTS: Final = ("terms", "rules", "privacy")


def file_name(now: datetime) -> str:
    return f"safety-record-{now:%Y-%m-%d}.html"


def write(now: datetime) -> str:
    """One HTML page that needs nothing else: drafts are marked as drafts."""
    return render_to_string("moderation/bundle.html", _contents(now))


def _contents(now: datetime) -> dict[str, Any]:
    return {
        "site": SiteIdentity.current(),
        "address": settings.SITE_URL,
        "made_at": now,
        "duties": SafetyDuties.current(),
        "assessments": Assessment.objects.in_order().prefetch_related("levels"),
        "measures": Measure.objects.all(),
        "changes": SignificantChange.objects.select_related("assessment"),
        "targets": [(kind.label, HANDLING[kind]) for kind in Kind],
        "years": [transparency.figures(year) for year in transparency.years()],
        "broken": auditing.verify(),
        "texts": Page.objects.filter(slug__in=TEXTS).order_by("title"),
    }
