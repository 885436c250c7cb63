"""Telling whoever reported something that it came, what happens next and by when (safety L-07)."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from forum.models import SiteIdentity
from forum.moderation import references
from forum.moderation.kinds import HANDLING, Kind
from forum.moderation.models import REQUIREMENTS, LegalNotice, OfficialLetter, Report


def acknowledge(reports: Sequence[Report], notice: LegalNotice | None = None) -> None:
    """One letter for all that one form reported, in the transaction that keeps it.

    A visitor who gave no e-mail address has read it on the screen.
    """
    first = reports[0]
    if not (first.reporter or first.email):
        return
    is_defective = notice is not None and not notice.is_complete
    told = {
        "site": SiteIdentity.current(),
        "reports": reports,
        "marks": [references.mark_of(report.reference) for report in reports],
        "kind": Kind(first.kind).label,
        "is_danger": first.kind == Kind.DANGER,
        "asks_ofcom": first.kind == Kind.COMPLAINT,
        "asks_ico": first.kind == Kind.PRIVACY,
        "handling": HANDLING[Kind(first.kind)],
        "requirements": list(REQUIREMENTS.values()) if is_defective else [],
    }
    named = (
        first.reference if len(reports) == 1 else f"{first.reference} and {len(reports) - 1} more"
    )
    OfficialLetter.objects.create(
        key=f"received:{first.reference}",
        case=first.case,
        member=first.reporter,
        email="" if first.reporter else first.email,
        subject=f"We have your report {named}",
        text=render_to_string("moderation/letters/received.txt", told),
    )
