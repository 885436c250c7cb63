"""Cases, reports and decisions as the verbs leave them, for tests of what follows from them."""

from datetime import datetime
from itertools import count
from typing import Any

from django.db.models import Model
from django.utils import timezone

from forum.moderation.kinds import Kind
from forum.moderation.models import Action, Case, Decision, Part, Report, Snapshot, target_field
from members.models import Member

_numbers = count(1)


def make_case(target: Model | None, *, kind: str = Kind.RULES, part: str = Part.REPLY) -> Case:
    about = {target_field(target): target} if target else {}
    case = Case(part=part, **about)
    case.set_kind(kind, timezone.now())
    case.save()
    return case


def make_report(case: Case, *, by: Member | None = None, email: str = "", **fields: Any) -> Report:
    """A report of it, with what it looked like then."""
    about = case.target
    snapshot = Snapshot.objects.create(
        case=case,
        body=getattr(about, "body", ""),
        title=getattr(about, "title", ""),
        author=getattr(about, "author", None),
    )
    case.report_count += 1
    case.save()
    fields = {"kind": case.kind, "words": "This is rude to my neighbour."} | fields
    return Report.objects.create(
        case=case,
        snapshot=snapshot,
        reference=f"R-{next(_numbers):010}",
        reporter=by,
        email=email,
        **fields,
    )


def make_decision(
    case: Case | None,
    *,
    about: Member | None,
    by: Member | None,
    action: str = Action.HIDE,
    made_at: datetime | None = None,
    **fields: Any,
) -> Decision:
    fields = {
        "rule_number": "3",
        "rule_version": 1,
        "rule_text": "Be kind, above all to people you disagree with.",
        "reasons": "It calls a neighbour a crook.",
    } | fields
    return Decision.objects.create(
        case=case,
        member=about,
        made_by=by,
        action=action,
        made_at=made_at or timezone.now(),
        **fields,
    )
