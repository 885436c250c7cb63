"""Links that are keys: to the decisions about somebody, and to an appeal, without signing in.

Each holds a number and its signature. Whoever has one can read what it leads to and appeal, and do
nothing else with it (safety L-32).
"""

from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from forum.moderation.models import Decision, LegalNotice, Proposal, Report
from members.models import Member

_DECISIONS: Final = "moderation.decisions"
_APPEAL: Final = "moderation.appeal"
_NOTICE: Final = "moderation.notice"
_PROPOSAL: Final = "moderation.proposal"


def decisions_path(member: Member) -> str:
    """The page of all decisions about a member."""
    return reverse("moderation:decisions", args=[_signed(_DECISIONS, member.pk)])


def decision_path(decision: Decision) -> str:
    """The page of one decision, for whom it is about; there must be somebody."""
    token = _signed(_DECISIONS, decision.member_id or 0)
    return reverse("moderation:decision", args=[token, decision.pk])


def appeal_path(report: Report) -> str:
    """Where whoever reported something appeals against what came of it."""
    return reverse("moderation:appeal", args=[_signed(_APPEAL, report.pk)])


def notice_path(notice: LegalNotice) -> str:
    """Where whoever wrote something answers a legal notice about it."""
    return reverse("moderation:notice_answer", args=[_signed(_NOTICE, notice.pk)])


def proposal_path(proposal: Proposal) -> str:
    """Where whoever wrote something agrees to its being changed, or does not."""
    return reverse("moderation:proposal", args=[_signed(_PROPOSAL, proposal.pk)])


def absolute(path: str) -> str:
    """A path as a letter names it."""
    return f"{settings.SITE_URL}{path}"


def member_of(token: str) -> int | None:
    """The key of the member whose decisions a link leads to; None where it is none of ours."""
    return _number(_DECISIONS, token)


def report_of(token: str) -> int | None:
    """The key of the report whose reporter a link was given to; None where it is none of ours."""
    return _number(_APPEAL, token)


def notice_of(token: str) -> int | None:
    """The key of the notice that a link answers; None where it is none of ours."""
    return _number(_NOTICE, token)


def proposal_of(token: str) -> int | None:
    """The key of the proposal that a link answers; None where it is none of ours."""
    return _number(_PROPOSAL, token)


def _signed(purpose: str, number: int) -> str:
    return Signer(sep=".", salt=purpose).sign(str(number))


def _number(purpose: str, token: str) -> int | None:
    try:
        return int(Signer(sep=".", salt=purpose).unsign(token))
    except BadSignature:
        return None
