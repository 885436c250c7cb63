"""What is made of a message, by the kind of the address of ours that it came to."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from allauth.account.models import EmailAddress
from django.conf import settings

from forum import posting
from forum.errors import ForumError, NotAllowed
from forum.models import Discussion, Reply
from harringay import html
from members import limits
from members.errors import RateLimited
from members.limits import Action
from members.models import Member
from notifications import addresses, bouncing, inbox, refusals, unsubscribing
from notifications.addresses import Answered, Purpose
from notifications.answering import reports, robots, wording
from notifications.answering.messages import Message
from notifications.models import Mail, Outcome

REFUSALS = (ForumError, html.Unclean, RateLimited, wording.Unsure)


class Verdict(NamedTuple):
    """What was made of a message."""

    outcome: Outcome
    reason: str = ""
    member: Member | None = None
    reply: Reply | None = None


NOT_OURS = Verdict(Outcome.UNKNOWN, "To no address of ours.")


def takes(address: str) -> bool:
    """Whether an address is one that we have made."""
    purpose, token = addresses.purpose_of(address) or (None, "")
    signed: dict[Purpose | None, Callable[[str], object]] = {
        Purpose.ANSWER: addresses.answered_of,
        Purpose.BOUNCE: addresses.bounced_of,
        Purpose.UNSUBSCRIBE: addresses.matter_of,
    }
    return bool(settings.REPLY_DOMAIN and purpose and signed[purpose](token) is not None)


def deal_with(message: Message, address: str) -> Verdict:
    """Do what a message asks. To be called in a transaction."""
    purpose, token = addresses.purpose_of(address) or (None, "")
    if not (purpose and takes(address)):
        return NOT_OURS
    return _DEALS[purpose](message, token)


def _answer(message: Message, token: str) -> Verdict:
    answered = addresses.answered_of(token)
    member = answered and Member.objects.filter(pk=answered.member_id, left_at=None).first()
    if not (answered and member):
        return NOT_OURS
    if report := reports.report_in(message):
        return _come_back(member, report)
    if reason := robots.why_automatic(message):
        return Verdict(Outcome.AUTOMATIC, reason, member)
    if not _is_from(member, message):
        return Verdict(Outcome.UNKNOWN, "Not from the address of the member it was made for.")
    try:
        reply = _post(message, answered, member)
    except REFUSALS as refusal:
        was_told = refusals.refuse(member, reason=str(refusal), words=message.text)
        outcome = Outcome.REFUSED if was_told else Outcome.REFUSED_QUIETLY
        return Verdict(outcome, str(refusal), member)
    inbox.mark_mailed_read(member, reply.discussion)
    return Verdict(Outcome.POSTED, _left_out(message), member, reply)


def _is_from(member: Member, message: Message) -> bool:
    confirmed = EmailAddress.objects.filter(user=member, verified=True)
    return confirmed.filter(email__iexact=message.sender).exists()


def _post(message: Message, answered: Answered, member: Member) -> Reply:
    """Raises one of REFUSALS."""
    words = wording.own_words(message.text)
    if not words:
        raise NotAllowed("There was nothing above the quoted text.")
    discussion = _discussion(answered.discussion_id)
    parent = Reply.objects.filter(pk=answered.reply_id, discussion=discussion).first()
    return posting.post_reply(
        discussion=discussion,
        author=member,
        parent=parent,
        body=words,
        submission=uuid5(NAMESPACE_URL, message.id),
        spend=lambda: limits.spend(Action.REPLY, member=member, ip=None),
    )


def _discussion(pk: int) -> Discussion:
    discussion = Discussion.objects.select_related("category").filter(pk=pk).first()
    if discussion is None or discussion.is_withdrawn:
        raise NotAllowed("The discussion is no longer there.")
    return discussion


def _left_out(message: Message) -> str:
    return f"Attachments left out: {message.left_out}." if message.left_out else ""


def _bounce(message: Message, token: str) -> Verdict:
    key = addresses.bounced_of(token)
    mail = key and Mail.objects.select_related("recipient").filter(pk=key).first()
    if not mail:
        return NOT_OURS
    report = reports.report_in(message)
    if report is None:
        reason = robots.why_automatic(message) or "No delivery report."
        return Verdict(Outcome.AUTOMATIC, reason, mail.recipient)
    return _come_back(mail.recipient, report, mail)


def _come_back(member: Member | None, report: reports.Report, mail: Mail | None = None) -> Verdict:
    """A report of what was sent to somebody; that it is only late counts for nothing.

    About another address than theirs it is never for good: they may have theirs forwarded, or have
    given us a new one since. Where it names no mail either, it counts for nothing.
    """
    is_theirs = report.recipient == (mail.address if mail else member and member.email)
    if report.has_failed and mail:
        is_hard = report.is_hard and is_theirs
        bouncing.note_return(mail, is_hard=is_hard, reason=report.words)
    elif report.has_failed and is_theirs:
        bouncing.note(member, is_hard=report.is_hard, reason=report.words)
    return Verdict(Outcome.BOUNCE, f"{report.action} {report.words}", member)


def _unsubscribe(message: Message, token: str) -> Verdict:
    about = unsubscribing.standing(token)
    if about is None:
        return NOT_OURS
    if report := reports.report_in(message):
        return _come_back(about.member, report)
    unsubscribing.stop(about, about.narrowest)
    return Verdict(Outcome.UNSUBSCRIBED, about.narrowest.value, about.member)


_DEALS: dict[Purpose, Callable[[Message, str], Verdict]] = {
    Purpose.ANSWER: _answer,
    Purpose.BOUNCE: _bounce,
    Purpose.UNSUBSCRIBE: _unsubscribe,
}
