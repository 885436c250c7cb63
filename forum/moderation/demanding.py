"""What Ofcom, the police or a court ask: a case with the deadline that they set (safety L-65)."""

from datetime import datetime
from typing import NamedTuple

from django.db import models, transaction

from forum.moderation import auditing, preserving, references, targets, triaging
from forum.moderation.errors import ConflictOfInterest
from forum.moderation.kinds import Kind
from forum.moderation.models import Case, Relation, Report
from harringay import tokens
from members.models import Member


class Authority(models.TextChoices):
    """Who may ask."""

    OFCOM = "ofcom", "Ofcom"
    POLICE = "police", "The police"
    COURT = "court", "A court"
    ICO = "ico", "The Information Commissioner"
    OTHER = "other", "Another authority"


class Demand(NamedTuple):
    """What they ask for, under which reference of theirs, and about what here."""

    authority: Authority
    reference: str
    words: str
    kind: Kind
    address: str
    received_at: datetime
    answer_by: datetime
    is_to_preserve: bool


@transaction.atomic
def log(demand: Demand, *, by: Member) -> Case:
    """A case of its own, whatever else was reported of the same thing; the owner alone logs one.

    Where it asks that something be preserved, nothing of the case is deleted any more (L-43).
    Raises ConflictOfInterest.
    """
    if not by.is_owner:
        raise ConflictOfInterest("Only the owner answers the authorities.")
    found = targets.find(targets.path_of(demand.address))
    case = Case(part=found.part, address=found.address, opened_at=demand.received_at, **found.keys)
    case.set_kind(demand.kind, since=demand.received_at)
    case.decide_by, case.report_count = demand.answer_by, 1
    case.save()
    reference = references.new_reference()
    Report.objects.create(
        case=case,
        snapshot=preserving.preserve(case, found),
        reference=reference,
        token_hash=tokens.hash_of(references.new_token(reference)),
        address=found.address,
        kind=demand.kind,
        words=demand.words,
        relation=Relation.AUTHORITY,
        name=f"{demand.authority.label}, {demand.reference}".strip(", "),
        is_named=True,
        wants_updates=False,
        received_at=demand.received_at,
    )
    why = f"{demand.authority.label} asks. {demand.reference}".strip()
    auditing.record("log demand", case, by=by, reason=why)
    if demand.is_to_preserve:
        triaging.hold(case, by=by, reason=why)
    return case
