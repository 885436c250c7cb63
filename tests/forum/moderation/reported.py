"""Cases for tests, as reports leave them."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from forum.models import Attachment, Discussion, Reply
from forum.moderation import deciding
from forum.moderation.grounds import Ground
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, Case, Decision, Part, Report, Snapshot, target_field
from members.models import Member

RUDE = Ground(rule_number="2", rule_version=1, rule_text="Be kind.")
PARTS = {Discussion: Part.DISCUSSION, Reply: Part.REPLY, Attachment: Part.PICTURE}


def make_case(
    target: models.Model,
    *,
    kind: Kind = Kind.RULES,
    part: str = "",
    reports: int = 1,
    words: str = "This is rude to my neighbour.",
    opened_at: datetime | None = None,
) -> Case:
    """An open case about something, with the reports of visitors and a snapshot of it now."""
    opened_at = opened_at or timezone.now()
    case = Case(part=part or PARTS.get(type(target), Part.PROFILE), report_count=reports)
    setattr(case, target_field(target), target)
    case.opened_at = opened_at
    case.set_kind(kind, since=opened_at)
    case.save()
    snapshot = _take_snapshot(case)
    for _ in range(reports):
        add_report(case, snapshot=snapshot, words=words)
    return case


def add_report(case: Case, *, words: str = "It is rude.", **fields: Any) -> Report:
    number = Report.objects.count()
    return Report.objects.create(
        case=case,
        reference=f"R-{number:010}",
        token_hash=f"{number:064}",
        kind=case.kind,
        words=words,
        received_at=case.opened_at,
        **fields,
    )


def decide(case: Case, action: Action, *, by: Member, **told: Any) -> Decision:
    """A decision on the case as it is now."""
    case.refresh_from_db()
    told = {"ground": RUDE, "note": "Read it.", "reasons": "It names a neighbour.", **told}
    return deciding.decide(case, action=action, by=by, version=case.version, **told)


def _take_snapshot(case: Case) -> Snapshot:
    written, author = case.written, case.subject
    return Snapshot.objects.create(
        case=case,
        title=written.title if isinstance(written, Discussion) else "",
        body=written.body if written else "",
        body_html=written.body_html if written else "",
        author=author,
        author_name=author.name if author else "",
    )
