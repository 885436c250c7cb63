"""Receiving what somebody reports: one case for all that is said of one thing.

Whoever reports needs no account. What they say is kept whatever it is about, and whatever has
become of that since.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4, uuid5

from django.db import connection, transaction
from django.utils import timezone

from forum.errors import NotAllowed
from forum.moderation import (
    acknowledging,
    auditing,
    calming,
    preserving,
    references,
    repeating,
    targets,
    withholding,
)
from forum.moderation.errors import ModerationError
from forum.moderation.kinds import Kind, Priority, gravest
from forum.moderation.models import Case, LegalNotice, Relation, Report, State
from forum.moderation.targets import Found
from harringay import nudging, tokens
from members.models import Member
from members.permissions import can_moderate

MOST_ADDRESSES: Final = 10  # safety L-03
REPEATED_WITHIN: Final = timedelta(days=1)  # safety L-08

# PostgreSQL's name for the line in which reports stand; of no meaning elsewhere.
_LINE: Final = 20_261_128


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What somebody says is wrong, and how they wish it to be dealt with."""

    kind: Kind
    words: str
    support: str = ""
    relation: str = Relation.OTHER
    name: str = ""
    email: str = ""
    is_named: bool = False
    may_tell_author: bool = False
    wants_updates: bool = True


class Sender(NamedTuple):
    """Who says it: a member or a visitor, and from which network address."""

    member: Member | None = None
    network: str = ""


@transaction.atomic
def receive(
    statement: Statement,
    *,
    at: Sequence[str],
    by: Sender,
    notice: LegalNotice | None = None,
    submission: UUID | None = None,
    spend: Callable[[], bool] = lambda: False,
    received_at: datetime | None = None,
) -> list[Report]:
    """Keep a report of each address, in its case, and acknowledge them in one letter.

    Each of `at` is a path on this site. Two who report one thing at once are one case. The same
    form again, told by its `submission`, gives the reports that it made. `spend` counts them
    against the limits, and says whether more have come than usual, or raises. `received_at` is when
    it truly came, where it was now only typed in (L-30). Raises ModerationError where there is no
    address, or more than ten.
    """
    paths = list(dict.fromkeys(at))
    if not 1 <= len(paths) <= MOST_ADDRESSES:
        raise ModerationError(f"Please give us 1 to {MOST_ADDRESSES} addresses.")
    _stand_in_line()
    token = _token(submission, statement, paths, by)
    if came_before := list(Report.objects.filter(submission=token).order_by("pk")):
        return came_before
    said = {**vars(statement), "submission": token, "is_flagged": spend()}
    now = received_at or timezone.now()
    reports = [_file(said, targets.find(path), by, now) for path in paths]
    if notice:
        notice.report = reports[0]
        notice.save(force_insert=True)
    acknowledging.acknowledge(reports, notice)
    transaction.on_commit(nudging.nudge)
    return reports


@transaction.atomic
def enter_notice(
    statement: Statement,
    *,
    at: Sequence[str],
    notice: LegalNotice,
    received_at: datetime,
    by: Member,
    submission: UUID | None = None,
) -> list[Report]:
    """Keep a notice that came by post or by e-mail, from when it truly came (safety L-30).

    Raises NotAllowed, and ModerationError as `receive` and where it would have come after now.
    """
    if not can_moderate(by):
        raise NotAllowed("Only moderators can do this.")
    if received_at > timezone.now():
        raise ModerationError("It cannot have come later than now.")
    reports = receive(
        statement,
        at=at,
        by=Sender(),
        notice=notice,
        submission=submission,
        received_at=received_at,
    )
    auditing.record("enter notice", reports[0].case, by=by)
    return reports


@transaction.atomic
def withdraw(report: Report, *, now: datetime | None = None) -> None:
    """Note that whoever sent it no longer wants it looked at. Twice changes nothing.

    A case in which nobody wants anything is over, unless it is urgent or something was hidden for
    it: then somebody must look, and may be glad that nobody can be made to take a report back.
    """
    now = now or timezone.now()
    case = Case.objects.select_for_update().get(pk=report.case_id)
    if not Report.objects.filter(pk=report.pk, withdrawn_at=None).update(withdrawn_at=now):
        return
    case.report_count = case.reports.standing().filter(repeats=None).count()
    case.version += 1
    case.save(update_fields=["report_count", "version"])
    must_be_seen = case.priority == Priority.URGENT or case.hidden_at or case.held_at
    if case.is_open and not (must_be_seen or case.reports.standing().exists()):
        case.turn(State.WITHDRAWN)


def _stand_in_line() -> None:
    """Behind whoever reports something just now; SQLite has one writer anyway.

    A case that nobody has opened yet cannot be locked, nor can a page that is no row.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LINE])


def _token(submission: UUID | None, statement: Statement, paths: Sequence[str], by: Sender) -> UUID:
    """The form's own, bound to what was said with it: changed words are another report."""
    said = (statement, paths, by.member and by.member.pk)
    return uuid5(submission or uuid4(), repr(said))


def _file(said: dict[str, Any], found: Found, by: Sender, now: datetime) -> Report:
    case = open_case(said["kind"], found, now)
    reference = references.new_reference()
    report = Report(
        case=case,
        snapshot=preserving.preserve(case, found),
        reference=reference,
        token_hash=tokens.hash_of(references.new_token(reference)),
        address=found.address,
        reporter=by.member,
        network=by.network,
        received_at=now,
        **said,
    )
    report.repeats = _said_before(report)
    report.save(force_insert=True)
    case.report_count += report.repeats is None
    case.is_flagged |= report.is_flagged
    withholding.withhold(case, found, now=now)
    case.save()
    calming.calm(report, now=now)
    return report


def open_case(kind: Kind, found: Found, now: datetime) -> Case:
    """The open case of the same part of the same thing, or a new one.

    An appeal joins none but an appeal: it asks for the contrary.
    """
    cases = Case.objects.open().about(found.part, found.target, found.address)
    is_appeal = kind == Kind.APPEAL
    cases = cases.filter(appeal_against=None).order_by("pk")
    cases = cases.filter(kind=kind) if is_appeal else cases.exclude(kind=Kind.APPEAL)
    case = cases.select_for_update(of=("self",)).first()
    if case is None:
        case = Case(part=found.part, address=found.address, opened_at=now, **found.keys)
        case.set_kind(kind, since=now)
        repeating.raise_priority(case, now=now)
        case.save()
        return case
    _make_graver(case, kind, now)
    case.version += 1
    return case


def _make_graver(case: Case, kind: Kind, now: datetime) -> None:
    """Take the gravest of the kinds that were reported; what was promised earlier stands."""
    if gravest(kind, Kind(case.kind)) == case.kind:
        return
    look_by, decide_by = case.look_by, case.decide_by
    case.set_kind(kind, since=now)
    repeating.raise_priority(case, now=now)
    case.look_by = min(look_by, case.look_by)
    case.decide_by = min(decide_by, case.decide_by)


def _said_before(report: Report) -> Report | None:
    """The same person's report of the same thing as the same kind, within a day (L-08)."""
    reports = report.case.reports.filter(kind=report.kind, repeats=None)
    theirs = reports.since(report.received_at - REPEATED_WITHIN).sent_by(
        report.reporter, email=report.email, network=report.network
    )
    return theirs.order_by("pk").first()
