"""Asking the author of something to agree to a note above it, or to other words (safety L-18).

Nothing changes until they agree; then it is decided like any other case, and can be undone.
Refused, the case is open for another decision.
"""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from forum.models import SiteIdentity
from forum.moderation import auditing, deciding, links, triaging
from forum.moderation.errors import CannotBeDone, ProposalOver
from forum.moderation.grounds import Ground
from forum.moderation.kinds import Kind
from forum.moderation.models import Case, Note, OfficialLetter, Proposal, State
from members.models import Member


def is_possible(case: Case) -> bool:
    """Whether it is about words, whose author can be asked, and which may be passed on."""
    is_about_words = bool(case.written and not case.attachment and not case.appeal_against)
    author = case.subject
    can_be_asked = bool(author and author.is_active and not author.has_left)
    return case.is_open and is_about_words and can_be_asked and case.kind != Kind.CHILD


@transaction.atomic
def propose(
    case: Case,
    *,
    kind: str,
    text: str,
    ground: Ground,
    reasons: str,
    note: str,
    by: Member,
    version: int,
) -> Proposal:
    """Ask the author; another proposal that waits is taken back.

    Raises CannotBeDone, and as triaging.take_up.
    """
    case = triaging.take_up(case, by=by, version=version)
    if not is_possible(case):
        raise CannotBeDone("There is nobody to be asked about this.")
    case.proposals.filter(answered_at=None).update(answered_at=timezone.now())
    proposal = Proposal.objects.create(
        case=case,
        kind=kind,
        text=text,
        ground=ground._asdict(),
        reasons=reasons,
        note=note,
        made_by=by,
    )
    triaging.bring(case, State.WAITING_AUTHOR)
    asked = f"Asked the author to agree to {proposal.get_kind_display()}: “{text}”"
    Note.objects.create(case=case, author=by, text=asked)
    auditing.record("propose change", proposal, by=by, reason=note, after={"kind": kind})
    _ask(proposal)
    return proposal


@transaction.atomic
def answer(proposal: Proposal, *, agrees: bool) -> None:
    """What the author says: done now, or open for another decision. Raises ProposalOver."""
    case = _locked_case(proposal)
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    proposal.case = case
    if not proposal.is_open:
        raise ProposalOver
    proposal.answered_at, proposal.is_agreed = timezone.now(), agrees
    proposal.save(update_fields=["answered_at", "is_agreed"])
    said = "I agree." if agrees else "I do not agree."
    Note.objects.create(case=case, author=case.subject, text=said)
    auditing.record("answer proposal", proposal, by=case.subject, after={"agrees": agrees})
    if agrees:
        deciding.carry_out(proposal)
    else:
        triaging.bring(case, State.IN_REVIEW)


def _locked_case(proposal: Proposal) -> Case:
    return Case.objects.select_for_update(of=("self",)).with_subject().get(pk=proposal.case_id)


def _ask(proposal: Proposal) -> None:
    case = proposal.case
    written = case.written
    context = {
        "proposal": proposal,
        "author": case.subject,
        "ground": Ground(**proposal.ground),
        "address": f"{settings.SITE_URL}{written.get_absolute_url() if written else ''}",
        "answer_url": links.absolute(links.proposal_path(proposal)),
        "site": SiteIdentity.current().name,
    }
    OfficialLetter.objects.create(
        key=f"proposal:{proposal.pk}",
        case=case,
        member=case.subject,
        subject="May we change something you wrote?",
        text=render_to_string("moderation/letters/proposal.txt", context).strip() + "\n",
    )
