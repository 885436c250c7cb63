"""The owner's whole record on one page, ready to print or to send to Ofcom (safety L-63)."""

from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from forum.models import Page, SiteIdentity
from forum.moderation import auditing, transparency
from forum.moderation.kinds import HANDLING, Kind
from forum.moderation.models import (
    Assessment,
    Measure,
    Rule,
    SafetyDuties,
    SignificantChange,
    TermsVersion,
)

# What of the site's own pages belongs to the record; "rules" is what stands before the rules.
TEXTS: Final = ("rules", "privacy")


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
        "terms": _terms(timezone.localdate(now)),
        "rules": Rule.objects.in_force().in_order(),
        "texts": Page.objects.filter(slug__in=TEXTS).order_by("title"),
    }


def _terms(today: date) -> list[TermsVersion]:
    """Those in force, and those announced that will be; what went before is at its own address."""
    announced = TermsVersion.objects.announced()
    in_force = announced.in_force(today)
    coming = announced.filter(in_force_on__gt=today).order_by("in_force_on", "number")
    return [*([in_force] if in_force else []), *coming]
