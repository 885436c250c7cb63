"""A new version of an assessment: a draft to begin with, and the old one kept."""

from datetime import date

from django.db import transaction

from forum.moderation.models import Assessment, RiskLevel


@transaction.atomic
def supersede(assessment: Assessment, *, today: date) -> Assessment:
    """Begin the next version with what this one says; unless there is a later one already."""
    changed = Assessment.objects.in_force().filter(pk=assessment.pk).update(superseded_on=today)
    if not changed:
        return Assessment.objects.in_force().get(subject=assessment.subject)
    levels = list(assessment.levels.all())
    draft = Assessment.objects.create(subject=assessment.subject, summary=assessment.summary)
    RiskLevel.objects.bulk_create(
        RiskLevel(assessment=draft, risk=old.risk, level=old.level, reason=old.reason)
        for old in levels
    )
    return draft
