"""Statements of reasons: what an author is told of a decision, and a reporter of its outcome.

Everything is written here in the transaction of the decision, and mailed elsewhere. A letter to an
author never says who reported; one to a reporter says nothing of what was done to a person.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from textwrap import indent
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from forum.models import Attachment, Discussion, Reply, SiteIdentity
from forum.moderation import deadlines, links
from forum.moderation.kinds import ANSWERED, HANDLING, Kind, Priority
from forum.moderation.models import (
    OF_PROFILES,
    UNTOLD,
    Action,
    Case,
    Decision,
    OfficialLetter,
    Part,
    Report,
    Snapshot,
)

VERDICTS: Final = {Action.UPHOLD, Action.REVERSE, Action.VARY}
_REMOVING: Final = {Action.HIDE, Action.REMOVE_PICTURE, *OF_PROFILES}
_EMPTY_LINES: Final = re.compile(r"\n{3,}")


def write(decision: Decision) -> None:
    """Tell everyone whom a decision concerns, and keep what its author was told (L-31, L-33).

    To be called once in the transaction that makes it, after what it does has been done.
    """
    if decision.action in VERDICTS:
        _write_verdict(decision)
        return
    if decision.member and decision.action not in UNTOLD and not decision.is_bulk_spam:
        _write_statement(decision)
    if decision.action == Action.NOTHING and decision.case and decision.case.hidden_at:
        text = _render("restored", _context(decision))
        told = ("What you wrote can be read again", text)
        _send(decision, "restored", *told, by=decision.made_by_id)
    _write_outcomes(decision)


def write_undone(decision: Decision) -> None:
    """Tell the same people that a decision has been undone, and that all is as it was."""
    if decision.action in VERDICTS:
        _write_verdict_undone(decision)
        return
    context = _context(decision)
    if decision.statement:
        told = ("A decision about you has been undone", _render("undone", context))
        _send(decision, "undone", *told, by=decision.undone_by_id)
    if decision.case and decision.action != Action.NOTHING:
        for report in _reporters(decision.case):
            _tell(report, f"undone_reporter:{decision.pk}", "undone_reporter", context)


def _write_statement(decision: Decision) -> None:
    decision.statement = _render("statement", _context(decision))
    decision.save(update_fields=["statement"])
    told = (decision.headline, decision.statement)
    _send(decision, "statement", *told, by=decision.made_by_id)


def _write_outcomes(decision: Decision) -> None:
    case = decision.case
    if case is None:
        return
    context = _context(decision) | outcome_of(decision)
    for report in _reporters(case):
        _tell(report, f"outcome:{decision.pk}", "outcome", context)


def outcome_of(decision: Decision) -> dict[str, Any]:
    """What those who reported something learn of it, for `letters/_outcome.txt` (L-33)."""
    case = decision.case
    is_answered = case is not None and case.kind in ANSWERED
    return {
        "is_removed": _is_removed(decision),
        "answer": decision.reasons if is_answered else "",
    }


def _write_verdict(decision: Decision) -> None:
    """What came of an appeal, to both sides: whom the first decision was about, and reporters."""
    case = decision.case
    first = case.appeal_against if case else None
    if case is None or first is None:
        return
    context = _context(first) | {"verdict": decision}
    if first.member and first.action not in UNTOLD:
        decision.statement = _render("verdict", context)
        decision.save(update_fields=["statement"])
        told = ("What came of an appeal", decision.statement)
        _send(first, f"verdict:{decision.pk}", *told, by=decision.made_by_id)
    for report in _reporters_of_both(case, first):
        _tell(report, f"verdict_reporter:{decision.pk}", "verdict_reporter", context)


def _write_verdict_undone(verdict: Decision) -> None:
    """That the appeal is open again, and how the first decision stands now."""
    case = verdict.case
    first = case.appeal_against if case else None
    if case is None or first is None:
        return
    first.refresh_from_db(fields=["undone_at"])
    context = _context(first) | {"verdict": verdict}
    if verdict.statement:
        name = first.member.shown_name if first.member else ""
        text = _render("verdict_undone", context | {"name": name})
        told = ("An appeal is looked at again", text)
        _send(first, f"verdict_undone:{verdict.pk}", *told, by=verdict.undone_by_id)
    for report in _reporters_of_both(case, first):
        context |= {"name": report.reporter.shown_name if report.reporter else report.name}
        _tell(report, f"verdict_undone_reporter:{verdict.pk}", "verdict_undone", context)


def _reporters_of_both(appeal: Case, first: Decision) -> Iterator[Report]:
    """Who said something in an appeal, and who had reported what it is about; not its author."""
    reports = [*_reporters(appeal), *(_reporters(first.case) if first.case else [])]
    return _once_each(report for report in reports if report.reporter_id != first.member_id)


def _context(decision: Decision) -> dict[str, Any]:
    case = decision.case
    return {
        "decision": decision,
        "case": case,
        "site": SiteIdentity.current().name,
        "site_url": settings.SITE_URL,
        "thing": _thing(case, decision.action) if case else "",
        "was_reported": bool(case and case.report_count),
        "appeal_until": deadlines.end_of_appeals(decision.made_at) - deadlines.ONE_DAY,
        "target": HANDLING[Kind.APPEAL].decision,
        "decision_url": links.absolute(links.decision_path(decision)) if decision.member_id else "",
        "rule": indent(decision.rule_text, "    "),
        "copy": indent(_copy(case) if case else "", "> ", lambda _line: True),
    }


def _thing(case: Case, action: str) -> str:
    """What it is about, as its author knows it; of a whole, what was taken from it."""
    about = case.target
    if isinstance(about, Attachment):
        about = about.reply or about.discussion
    if isinstance(about, Reply):
        thing = f"your reply of {_day(about.posted_at)} in “{about.discussion.title}”"
    elif isinstance(about, Discussion):
        thing = f"your discussion “{about.title}”"
    else:
        thing = "your profile" if case.part == Part.PROFILE else "something of yours"
    is_of_picture = action == Action.REMOVE_PICTURE
    if case.part == Part.AVATAR or (case.part == Part.PROFILE and is_of_picture):
        return "the picture beside your name"
    if case.part in {Part.REPLY, Part.DISCUSSION} and is_of_picture:
        return f"the pictures in {thing}"
    return f"a picture in {thing}" if case.part == Part.PICTURE else thing


def _copy(case: Case) -> str:
    """The words as they were when they were reported; none where they must not be passed on."""
    if case.priority == Priority.URGENT:
        return ""
    found = case.snapshots.order_by("-taken_at", "-pk").first() or case.target
    if not isinstance(found, Snapshot | Discussion | Reply):
        return ""
    title = "" if isinstance(found, Reply) else found.title
    return "\n\n".join(filter(None, (title, found.body)))


def _is_removed(decision: Decision) -> bool:
    if decision.action in _REMOVING or "taken_down" in decision.before:
        return True
    about = decision.case.target if decision.case else None
    return isinstance(about, Discussion | Reply) and not about.is_shown


def _reporters(case: Case) -> list[Report]:
    """One report of each person who wants to hear, and can."""
    reports = case.reports.filter(wants_updates=True, withdrawn_at=None).select_related("reporter")
    return list(_once_each(reports.order_by("received_at", "pk")))


def _once_each(reports: Iterable[Report]) -> Iterator[Report]:
    seen: set[object] = set()
    for report in reports:
        who = report.reporter_id or report.email.lower()
        if who and who not in seen:
            seen.add(who)
            yield report


def _tell(report: Report, key: str, name: str, context: dict[str, Any]) -> None:
    appeal_url = links.absolute(links.appeal_path(report))
    OfficialLetter.objects.get_or_create(
        key=f"{key}:{report.pk}",
        defaults={
            "case": report.case,
            "member": report.reporter,
            "email": "" if report.reporter else report.email,
            "subject": f"Your report {report.reference}",
            "text": _render(name, context | {"report": report, "appeal_url": appeal_url}),
        },
    )
    report.told_at = timezone.now()
    report.save(update_fields=["told_at"])


def _send(decision: Decision, key: str, subject: str, text: str, *, by: int | None) -> None:
    """To whoever a decision is about, if it is about anybody; nobody is told what they just did.

    What it says is kept among the decisions about them all the same.
    """
    if decision.member is None or decision.member_id == by:
        return
    OfficialLetter.objects.get_or_create(
        key=f"{key}:{decision.pk}",
        defaults={
            "case": decision.case,
            "member": decision.member,
            "subject": subject,
            "text": text,
        },
    )


def _render(name: str, context: dict[str, Any]) -> str:
    """A letter, with no more than one empty line in a row wherever a part of it was left out."""
    text = render_to_string(f"moderation/letters/{name}.txt", context)
    return _EMPTY_LINES.sub("\n\n", text).strip() + "\n"


def _day(moment: datetime) -> str:
    day = timezone.localdate(moment)
    return f"{day.day} {day:%B %Y}"
