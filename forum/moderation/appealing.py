"""Appealing against a decision: free, within six months, once for each side (safety L-35, L-36).

An appeal is a case, which waits in the queue; what is said for it is a report of that case, whose
sender is told what came of it. It is decided as other cases are, by somebody else where there is
somebody; deciding that the first decision was wrong undoes it.
"""

from datetime import datetime
from typing import Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from forum.moderation import auditing, deadlines
from forum.moderation.errors import AppealedAlready, NothingToAppeal, TooLateToAppeal
from forum.moderation.kinds import HANDLING, Kind
from forum.moderation.models import UNTOLD, Case, Decision, Part, Report, Side
from members.models import Member


class Standing(NamedTuple):
    """How it stands with an appeal of one side: the one that there is, or whether there may be."""

    appeal: Case | None
    until: datetime
    is_possible: bool

    @property
    def verdict(self) -> Decision | None:
        """What came of it, once that is decided."""
        return self.appeal.decisions.in_force().first() if self.appeal else None

    @property
    def last_day(self) -> datetime:
        return self.until - deadlines.ONE_DAY


_PART_OF_NO_CASE: Final = Part.PROFILE


def standing_of_author(decision: Decision) -> Standing:
    """How whoever a decision is about stands with it."""
    appeal = decision.appeals.filter(appeal_side=Side.AUTHOR).first()
    until = deadlines.end_of_appeals(decision.made_at)
    return Standing(appeal, until, not appeal and _why_not(decision) is None)


def standing_of_reporter(report: Report) -> Standing | None:
    """How whoever sent a report stands with what came of it; None where nothing has yet."""
    decision = decision_about(report)
    if decision is None:
        return None
    own = Report.objects.filter(earlier=report).select_related("case").first()
    appeal = own.case if own else None
    until = deadlines.end_of_appeals(decision.made_at)
    is_possible = not appeal and _why_not(decision) is None and not _is_over(decision)
    return Standing(appeal, until, is_possible)


def decision_about(report: Report) -> Decision | None:
    """The decision that came of a report; none while there is none, or once it is undone."""
    return report.case.decisions.in_force().first()


@transaction.atomic
def appeal_as_author(decision: Decision, *, words: str) -> Report:
    """Have a decision looked at again, by whoever it is about.

    Raises AppealedAlready, NothingToAppeal, TooLateToAppeal.
    """
    decision = _locked(decision)
    _check(decision)
    author = decision.member
    if author is None or decision.action in UNTOLD:
        raise NothingToAppeal
    if decision.appeals.filter(appeal_side=Side.AUTHOR).exists():
        raise AppealedAlready
    case = _open(decision, Side.AUTHOR, author)
    return _say(case, Report(reporter=author, is_named=True, words=words))


@transaction.atomic
def appeal_as_reporter(report: Report, *, words: str, email: str = "") -> Report:
    """The same, by whoever reported it; others who did may join in until it is decided.

    Raises AppealedAlready, NothingToAppeal, TooLateToAppeal.
    """
    decision = decision_about(report)
    if decision is None:
        raise NothingToAppeal
    decision = _locked(decision)
    _check(decision)
    case = decision.appeals.filter(appeal_side=Side.REPORTER).first()
    if Report.objects.filter(earlier=report).exists() or (case and not case.is_open):
        raise AppealedAlready
    case = case or _open(decision, Side.REPORTER, report.reporter)
    said = Report(
        earlier=report,
        reporter=report.reporter,
        is_named=report.is_named,
        name=report.name,
        email=email or report.email,
        relation=report.relation,
        words=words,
    )
    return _say(case, said)


def _check(decision: Decision) -> None:
    if problem := _why_not(decision):
        raise problem


def _why_not(decision: Decision) -> NothingToAppeal | TooLateToAppeal | None:
    """Why nobody may appeal against a decision, whichever side they are on."""
    if decision.is_undone:
        return NothingToAppeal()
    if timezone.now() >= deadlines.end_of_appeals(decision.made_at):
        return TooLateToAppeal()
    return None


def _is_over(decision: Decision) -> bool:
    """Whether the reporters' appeal has been decided."""
    appeal = decision.appeals.filter(appeal_side=Side.REPORTER).first()
    return bool(appeal and not appeal.is_open)


def _locked(decision: Decision) -> Decision:
    """In line behind whoever else appeals against it, or undoes it, at this moment."""
    rows = Decision.objects.select_for_update(of=("self",)).select_related("case", "member")
    return rows.get(pk=decision.pk)


def _open(decision: Decision, side: Side, member: Member | None) -> Case:
    part = decision.case.part if decision.case else _PART_OF_NO_CASE
    case = Case(part=part, member=member, appeal_against=decision, appeal_side=side)
    case.set_kind(Kind.APPEAL, case.opened_at)
    if side == Side.REPORTER and decision.case and decision.case.kind == Kind.INTIMATE:
        _put_first(case)
    case.save()
    auditing.record("open appeal", case, by=member, after={"decision": decision.pk})
    return case


def _put_first(case: Case) -> None:
    """Before all other appeals, and as soon as the report itself (OSA s.21(2A), safety L-36)."""
    handling = HANDLING[Kind.INTIMATE]
    case.priority = handling.priority
    case.look_by = handling.look.after(case.opened_at)
    case.decide_by = handling.decision.after(case.opened_at)


def _say(case: Case, said: Report) -> Report:
    said.case, said.kind = case, Kind.APPEAL
    # It opens no page: what came of it stands with the decision.
    said.token_hash = ""
    said.save(force_insert=True)
    case.report_count += 1
    case.save(update_fields=["report_count"])
    return said
