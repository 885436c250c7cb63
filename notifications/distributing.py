"""Who is sent an edition: a mail for each, made by the database, whatever their number.

Each day it goes to those who chose it for every day, and on Sundays the week's to those who chose
that. Whoever has news of their own waiting for it is sent those, also on a day without an edition.
What a mail then says is found out when it goes out (digesting).
"""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from forum.models import Level
from harringay.inserting import insert_from
from members.models import Member, MemberQuerySet
from notifications import assembling, recipients, schedule
from notifications.models import Edition, Mail, MailKind, Notification, Preference, Rhythm


class Delivery(NamedTuple):
    """One kind of mail: who has chosen it, and which news of their own goes with it."""

    kind: MailKind
    rhythm: Rhythm
    level: Level


DAILY = Delivery(MailKind.DAILY, Rhythm.DAILY, Level.EDITION)
WEEKLY = Delivery(MailKind.WEEKLY, Rhythm.WEEKLY, Level.WEEKLY)


def distribute(day: date, *, since_day: date, now: datetime) -> None:
    """Make the mails of a day, and those of the week that has ended since the day before it.

    `since_day` is the last day for which that was done: a Sunday may lie between.
    """
    issued = Edition.objects.issued()
    _distribute(DAILY, day, has_edition=issued.filter(issued_on=day).exists(), now=now)
    sunday = schedule.last_end_of_week(day)
    if since_day < sunday:
        has_edition = issued.filter(
            issued_on__gt=sunday - schedule.WEEK, issued_on__lte=sunday
        ).exists()
        _distribute(WEEKLY, sunday, has_edition=has_edition, now=now)


def _distribute(delivery: Delivery, day: date, *, has_edition: bool, now: datetime) -> None:
    waiting = Notification.objects.due(delivery.level, schedule.edition_at(day))
    assembling.pass_over_unwanted(waiting, delivery.level)
    wanted = Q(Exists(waiting.filter(recipient=OuterRef("pk"))))
    if has_edition:
        wanted |= Q(rhythm=delivery.rhythm)
    insert_from(
        Mail,
        subscribers().filter(wanted),
        recipient=F("pk"),
        kind=Value(delivery.kind.value),
        issued_on=Value(day),
        words=Value(""),
        email=Value(""),
        created_at=Value(now),
        due_at=Value(now),
        attempts=Value(0),
        reason=Value(""),
    )
    mails = Mail.objects.filter(kind=delivery.kind, issued_on=day, recipient=OuterRef("recipient"))
    joining = waiting.filter(Exists(mails))
    joining.update(mail=Subquery(mails.values("pk")[:1]), due_at=None)


def subscribers() -> MemberQuerySet:
    """All whom mail reaches and who want any, with `rhythm` and `edition_chosen_at`.

    These are how often they want the edition, and whether they chose so themselves.
    """
    reachable = recipients.reachable(Member.objects.all())
    default = Value(Preference.default_of("edition"))
    return reachable.filter(preference__mail_stopped_at=None).annotate(
        rhythm=Coalesce(F("preference__edition"), default),
        edition_chosen_at=F("preference__edition_chosen_at"),
    )
