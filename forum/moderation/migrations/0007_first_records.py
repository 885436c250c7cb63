"""The owner's records, filled in for this software as it comes, and marked as drafts (L-64)."""

import json
from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).parent / "first_records"


def write_drafts(apps, schema_editor):
    """Write the first version of each assessment, with its levels, and each measure; once."""
    Assessment, RiskLevel, Measure = (
        apps.get_model("moderation", name) for name in ("Assessment", "RiskLevel", "Measure")
    )
    if Assessment.objects.exists():
        return
    for subject, summary in _read("assessments").items():
        assessment = Assessment.objects.create(subject=subject, summary=summary)
        if subject == "illegal":
            RiskLevel.objects.bulk_create(
                RiskLevel(assessment=assessment, risk=risk, level=level, reason=reason)
                for risk, level, reason in _read("risks")
            )
    Measure.objects.bulk_create(
        Measure(code=code, name=name, description=description)
        for code, name, description in _read("measures")
    )


def _read(name):
    return json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))


class Migration(migrations.Migration):
    dependencies = [("moderation", "0006_duties")]

    operations = [migrations.RunPython(write_drafts, migrations.RunPython.noop)]
