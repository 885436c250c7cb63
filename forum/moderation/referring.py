"""Taking the sexual abuse of a child to those who have to know: checklist and reference (L-40).

Section 66 of the Online Safety Act asks for a report of all that is found; S.I. 2026/268 says how.
"""

from django.db import transaction
from django.utils import timezone

from forum.moderation import auditing, triaging
from forum.moderation.errors import CannotBeDone
from forum.moderation.models import Body, Case, Referral
from members.models import Member


@transaction.atomic
def tick(case: Case, to: Body, *, by: Member) -> Referral:
    """Note that they have been told. Twice changes nothing. Raises ConflictOfInterest."""
    triaging.check_may_decide(case, by)
    told = {"made_by": by, "made_at": timezone.now()}
    referral, is_new = Referral.objects.get_or_create(case=case, to=to, defaults=told)
    if is_new:
        auditing.record("refer case", case, by=by, after={"to": to})
    return referral


@transaction.atomic
def untick(case: Case, to: Body, *, by: Member) -> None:
    """Take back what was ticked by mistake. Raises ConflictOfInterest, CannotBeDone."""
    triaging.check_may_decide(case, by)
    ticked = Referral.objects.filter(case=case, to=to)
    if ticked.exclude(reference="").exists():
        raise CannotBeDone("There is a reference: they have been told.")
    if ticked.delete()[0]:
        auditing.record("take back referral of case", case, by=by, before={"to": to})


@transaction.atomic
def enter_reference(case: Case, *, reference: str, why_none: str, by: Member) -> None:
    """Note what the NCA calls it, or why it has no name yet; it is told with that.

    Raises ConflictOfInterest.
    """
    referral = tick(case, Body.NCA, by=by)
    before = {"reference": referral.reference}
    referral.reference, referral.why_no_reference = reference, why_none
    referral.save(update_fields=["reference", "why_no_reference"])
    auditing.record(
        "enter reference of case",
        case,
        by=by,
        reason=why_none,
        before=before,
        after={"reference": reference},
    )


def check_is_told(case: Case) -> None:
    """Raises CannotBeDone where the NCA has not been told, or nobody says what came of that."""
    told = Referral.objects.filter(case=case, to=Body.NCA).first()
    if told is None or not (told.reference or told.why_no_reference):
        raise CannotBeDone(
            "Please report it to the NCA first, and enter its reference, or why there is none. To "
            "take it out of everybody’s reach you need not wait for that."
        )
