"""Everything a moderator reads of one case, in a fixed number of questions."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.utils import timezone

from forum.models import Discussion
from forum.moderation import foretelling, quarantining
from forum.moderation.foretelling import Step
from forum.moderation.kinds import Kind
from forum.moderation.models import (
    Body,
    Case,
    Decision,
    LegalNotice,
    Note,
    Part,
    Quarantine,
    Referral,
    Report,
    Snapshot,
)
from harringay import html
from members.models import Member

# Never on a screen by itself (safety L-40, L-41).
VEILED: Final = frozenset({Kind.CHILD})
IN_DANGER: Final = frozenset({Kind.DANGER, Kind.CHILD})
MOST_REPORTS: Final = 200
MOST_DECISIONS: Final = 5
EXCERPT: Final = 120
# In minutes.
_HOUR: Final = 60
_DAY: Final = 24 * _HOUR
_YEAR: Final = 365 * _DAY


class Words(NamedTuple):
    """A title and a text, as plain text: nobody's HTML is shown to moderators (safety S-62)."""

    title: str
    text: str


class Author(NamedTuple):
    """Who wrote it, and what is known of them."""

    member: Member
    age: str
    decisions: Sequence[Decision]


class Check(NamedTuple):
    """One of those who have to know of child abuse, and when they were told."""

    to: Body
    referral: Referral | None


class Dossier(NamedTuple):
    """One case, laid out."""

    case: Case
    snapshot: Snapshot | None
    then: Words | None
    now: Words | None
    is_changed: bool
    is_hidden: bool
    is_veiled: bool
    quarantine: Quarantine | None
    checklist: Sequence[Check]
    account: Mapping[str, Any]
    author: Author | None
    reports: Sequence[Report]
    notices: Sequence[LegalNotice]
    notes: Sequence[Note]
    decisions: Sequence[Decision]
    steps: Sequence[Step]

    @property
    def is_author_sealed(self) -> bool:
        """Whether an author has said who they are in answer to a notice (safety L-28)."""
        return any(notice.poster for notice in self.notices)


def read(case: Case, *, by: Member | None = None, is_opened: bool = False) -> Dossier:
    """A case that was fetched with its subject; `is_opened` once somebody said to see it anyway.

    `by` is who reads it, and would do what its buttons say.

    Raises CannotBeDone where it was sealed, and does not open.
    """
    asked = case.reports.select_related("snapshot", "notice").order_by("received_at", "pk")
    reports = list(asked[:MOST_REPORTS])
    snapshot = next((report.snapshot for report in reversed(reports) if report.snapshot), None)
    # Of an appeal, what it was that was decided about.
    about = case.appealed
    quarantine = Quarantine.objects.filter(case=about).first() if about.kind in VEILED else None
    kept = quarantining.read(about) if quarantine and is_opened else {}
    # What is in quarantine is nowhere else.
    now = None if quarantine else _as_it_is(about)
    then, written = _as_it_was(snapshot) or _as_sealed(kept), about.written
    is_hidden = bool(written and written.is_hidden)
    if about.attachment:
        is_hidden = is_hidden or about.attachment.is_hidden
    return Dossier(
        case=case,
        snapshot=snapshot,
        then=then or now,
        now=now,
        is_changed=bool(then and now and then != now),
        is_hidden=is_hidden,
        is_veiled=about.kind in VEILED and not is_opened,
        quarantine=quarantine,
        checklist=_checklist(case) if case.kind in VEILED else (),
        account=kept.get("account", {}),
        author=_author(case),
        reports=reports,
        notices=[report.notice for report in reports if hasattr(report, "notice")],
        notes=list(case.notes.select_related("author").order_by("pk")),
        decisions=list(case.decisions.select_related("made_by", "undone_by").order_by("-pk")),
        steps=foretelling.steps(case, reports, by=by) if case.is_open else [],
    )


def excerpt(case: Case) -> str:
    """A line by which to know it in a list; none of what is never shown by itself."""
    about = case.appealed
    if about.kind in VEILED:
        return "Not shown here."
    words = _as_it_is(about)
    said = ": ".join(filter(None, (words.title, words.text))) if words else ""
    return html.shorten(" ".join(said.split()), EXCERPT)


def time_left(case: Case, *, now: datetime) -> str:
    """How long it has waited, and how long it still may, in words."""
    waited = f"Waiting for {in_words(now - case.opened_at)}"
    due = case.decide_by if case.first_seen_at else min(case.look_by, case.decide_by)
    if due < now:
        return f"{waited}; overdue by {in_words(now - due)}"
    what = "to be decided" if case.first_seen_at else "to be looked at"
    return f"{waited}; {what} within {in_words(due - now)}"


def in_words(span: timedelta) -> str:
    """The largest unit of which there are two: 3 hours, 2 days, 5 years; or a moment."""
    minutes = int(span.total_seconds() // 60)
    for length, name in ((_YEAR, "year"), (_DAY, "day"), (_HOUR, "hour")):
        if minutes >= 2 * length:
            return f"{minutes // length} {name}s"
    return {0: "a moment", 1: "1 minute"}.get(minutes, f"{minutes} minutes")


def _as_it_was(snapshot: Snapshot | None) -> Words | None:
    if snapshot is None:
        return None
    return Words(snapshot.title, html.to_text(snapshot.body_html))


def _checklist(case: Case) -> list[Check]:
    told = {each.to: each for each in case.referrals.select_related("made_by")}
    return [Check(body, told.get(body)) for body in Body]


def _as_sealed(kept: Mapping[str, Any]) -> Words | None:
    """Of what was taken out of reach before anybody had reported it, so that nothing was kept."""
    words = kept.get("words", {})
    now = words.get("now", {})
    body_html = now.get("body_html") or words.get("about_html", "")
    return Words(now.get("title", ""), html.to_text(body_html)) if words else None


def _as_it_is(case: Case) -> Words | None:
    """The same things as are kept in a snapshot (preserving.py)."""
    if case.attachment:
        return Words(case.attachment.name, "")
    written, subject = case.written, case.subject
    if written:
        discussion = written if isinstance(written, Discussion) else written.discussion
        return Words(discussion.title, html.to_text(written.body_html))
    if subject is None:
        return None
    about = subject.about_html if case.part == Part.PROFILE else ""
    return Words(subject.name, html.to_text(about))


def _author(case: Case) -> Author | None:
    member = case.subject
    if member is None:
        return None
    # Those of this case stand by themselves.
    before = Decision.objects.about(member).exclude(case=case)
    age = in_words(timezone.now() - member.joined_at)
    return Author(member, age, list(before[:MOST_DECISIONS]))
