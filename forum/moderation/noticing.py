"""The clocks of a legal notice of a false statement (Defamation Act 2013, s 5; SI 2013/3028).

The law leaves little to decide, and so the site does what it asks, and when: it sends the notice on
to whoever wrote the words, waits for their answer, and takes the words down where there is none. A
moderator can still decide the case, as any other, at any moment.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from forum.models import SiteIdentity
from forum.moderation import auditing, deadlines, deciding, links
from forum.moderation.errors import ModerationError
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, Case, Decision, LegalNotice, OfficialLetter
from harringay import sealing
from members.models import Member, Role

LAW: Final = "Defamation Act 2013, section 5, and SI 2013/3028, schedule, paragraph {}"
WARNED_BEFORE: Final = timedelta(hours=12)  # safety L-27
# Schedule, paragraph 9: what was taken down twice is not asked about again.
REMOVALS_BEFORE: Final = 2


class Details(NamedTuple):
    """Who wrote the words, as they say themselves; kept sealed (safety L-28)."""

    name: str
    postal_address: str


class CannotKeep(ModerationError):
    """Without DATA_KEY nothing can be kept that only the owner may read."""

    def __str__(self) -> str:
        return (
            "We cannot keep your name and address safely here yet. "
            "Please write to us before the day named above."
        )


class TooLate(ModerationError):
    """The days are over, or it has been answered."""

    def __str__(self) -> str:
        return "This can no longer be answered here."


def keep_clocks(now: datetime) -> None:
    """Do all that is due by now. May run twice, and at once."""
    for notice in _open(sent_at=None):
        if notice.is_complete:
            _begin(notice.pk, now)
    for notice in _open(sent_at__isnull=False, answered_at=None):
        if notice.answer_by and now >= notice.answer_by:
            _take_down(notice.pk, 5, "The author did not answer within their five days.")
        elif notice.answer_by and now >= notice.answer_by - WARNED_BEFORE:
            _warn_owners(notice)


@transaction.atomic
def answer(
    notice: LegalNotice,
    *,
    may_stand: bool,
    details: Details | None = None,
    may_pass_on: bool = False,
    now: datetime,
) -> None:
    """What whoever wrote the words says to the notice. Raises TooLate, CannotKeep.

    Where the words are to stand, `details` are theirs; the other side hears them only if they may
    be passed on (paragraph 8).
    """
    notice = _locked(notice.pk)
    if notice.answered_at or not notice.answer_by or now >= notice.answer_by:
        raise TooLate
    if not _case(notice).is_open:
        raise TooLate
    notice.answered_at, notice.may_stand, notice.may_pass_on = now, may_stand, may_pass_on
    if may_stand:
        if details is None or not settings.DATA_KEY:
            raise CannotKeep
        notice.poster = sealing.seal_text(json.dumps(details), settings.DATA_KEY)
    notice.save(update_fields=["answered_at", "may_stand", "may_pass_on", "poster"])
    auditing.record("answer legal notice", notice, by=None, after={"may_stand": may_stand})
    if may_stand:
        _let_stand(notice, details)
    else:
        _take_down(notice.pk, 7, "The author wishes it to be taken down.")


def details_of(notice: LegalNotice, *, by: Member, reason: str) -> Details:
    """Who wrote the words, for the owner alone; that they looked is written down.

    Raises ModerationError where there is nothing to show, or to nobody else.
    """
    if not by.is_owner:
        raise ModerationError("Only the owner may see this.")
    if not notice.poster:
        raise ModerationError("There are no details of the author.")
    auditing.record("read details of author", notice, by=by, reason=reason)
    try:
        name, postal_address = json.loads(sealing.open_text(notice.poster, settings.DATA_KEY))
    except sealing.CannotOpen as problem:
        raise ModerationError("These were kept under another DATA_KEY.") from problem
    return Details(name, postal_address)


def authors_of(case: Case, *, by: Member, reason: str) -> list[Details]:
    """Who wrote the words of a case, of each answer to a notice that says so; as `details_of`."""
    notices = LegalNotice.objects.filter(report__case=case).exclude(poster="").order_by("pk")
    found = [details_of(notice, by=by, reason=reason) for notice in notices]
    if not found:
        raise ModerationError("There are no details of the author.")
    return found


def _open(**conditions: Any) -> Iterator[LegalNotice]:
    notices = LegalNotice.objects.filter(
        report__case__in=Case.objects.open(), report__withdrawn_at=None, **conditions
    )
    yield from notices.select_related("report__case").order_by("pk")


@transaction.atomic
def _begin(key: int, now: datetime) -> None:
    """Send it on to the author, or take the words down where that cannot be done."""
    notice = _locked(key)
    case = _case(notice)
    if notice.sent_at or not case.is_open or case.written is None:
        # Where no words of a member's are meant, a moderator reads it.
        return
    author = case.subject
    if _was_taken_down_before(notice, case):
        _take_down(key, 9, "The same words have been taken down here twice before.")
    elif author is None or not author.email or author.has_left:
        _take_down(key, 3, "There is no way to reach the author.")
    else:
        notice.sent_at = now
        notice.answer_by = deadlines.end_of_posters_days(now)
        notice.save(update_fields=["sent_at", "answer_by"])
        _send(notice, "to_author", "A legal notice about something you wrote", author)
        _send(notice, "sent_on", f"Your notice {notice.report.reference} has been sent on")


def _was_taken_down_before(notice: LegalNotice, case: Case) -> bool:
    """Whether the author has had these words taken down here twice for such a notice."""
    taken_down = Decision.objects.in_force().filter(
        member=case.subject,
        action=Action.HIDE,
        case__kind=Kind.DEFAMATION,
        case__snapshots__body__contains=notice.statement,
    )
    return taken_down.distinct().count() >= REMOVALS_BEFORE


@transaction.atomic
def _take_down(key: int, paragraph: int, reason: str) -> None:
    case = _case(_locked(key))
    if case.is_open:
        deciding.decide_by_clock(
            case, action=Action.HIDE, law=LAW.format(paragraph), reasons=reason
        )


def _let_stand(notice: LegalNotice, details: Details | None) -> None:
    """Tell the other side that the words stay, and who wrote them if that may be said (para 8)."""
    shown = details if notice.may_pass_on else None
    _send(notice, "stands", f"Your notice {notice.report.reference}: an answer", details=shown)
    deciding.decide_by_clock(
        _case(notice),
        action=Action.NOTHING,
        law=LAW.format(8),
        reasons="The author does not wish it to be taken down, and has said who they are.",
    )


def _warn_owners(notice: LegalNotice) -> None:
    """Twelve hours before it is taken down by the clock; once."""
    for owner in Member.objects.filter(role=Role.OWNER, is_active=True):
        _send(notice, "soon", f"Legal notice {notice.report.reference}: 12 hours left", owner)


def _send(
    notice: LegalNotice, name: str, subject: str, to: Member | None = None, **more: Any
) -> None:
    """A letter to a member, or to whoever sent the notice."""
    report = notice.report
    member = to or report.reporter
    context = {
        "notice": notice,
        "report": report,
        "site": SiteIdentity.current().name,
        "address": f"{settings.SITE_URL}{notice.where or report.case.address}",
        "answer_url": links.absolute(links.notice_path(notice)),
        "last_day": notice.last_day,
        **more,
    }
    OfficialLetter.objects.get_or_create(
        key=f"notice-{name}:{notice.pk}:{member.pk if member else 0}",
        defaults={
            "case": report.case,
            "member": member,
            "email": "" if member else report.email,
            "subject": subject,
            "text": render_to_string(f"moderation/letters/notice_{name}.txt", context).strip()
            + "\n",
        },
    )


def _locked(key: int) -> LegalNotice:
    notices = LegalNotice.objects.select_for_update(of=("self",)).select_related("report__case")
    return notices.get(pk=key)


def _case(notice: LegalNotice) -> Case:
    return Case.objects.select_for_update(of=("self",)).with_subject().get(pk=notice.report.case_id)
