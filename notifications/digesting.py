"""What an edition's mail still has to say to its recipient, found out as it goes out.

For a batch of mails at once, in a number of queries that does not depend on how many they are. Left
out are what the member has read or muted, what was taken down meanwhile, and what they do not want
any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from notifications import assembling, distributing, schedule, skipping
from notifications.distributing import WEEKLY, Delivery
from notifications.models import (
    Edition,
    EditionItem,
    Issue,
    Kind,
    Mail,
    Notice,
    Notification,
)
from notifications.skipping import Known

EVERYTHING_READ = "Everything in it was read."
UNWANTED = "It is not wanted any more."


@dataclass(frozen=True, kw_only=True)
class Digest:
    """What a mail says: of the editions, of the owner's notices, and of what the member follows.

    `reason` says why it says nothing.
    """

    mail: Mail
    issues: Sequence[Issue] = ()
    notices: Sequence[Notice] = ()
    own: Sequence[Notification] = ()
    reason: str = ""

    @property
    def items(self) -> list[EditionItem]:
        return [item for issue in self.issues for item in issue.items]


@dataclass(frozen=True)
class _Batch:
    """All that some mails of one kind are made of."""

    delivery: Delivery
    issues: Sequence[Issue]
    notices: Sequence[Notice]
    subscribers: dict[int, Any]
    own: dict[int, list[Notification]]
    known: Known


def digests(delivery: Delivery, mails: Sequence[Mail]) -> list[Digest]:
    """One for each mail, also where it has nothing to say any more."""
    issues = _issues(delivery, mails)
    members = [mail.member_id for mail in mails]
    batch = _Batch(
        delivery=delivery,
        issues=issues,
        notices=_notices(mails),
        subscribers=_subscribers(members),
        own=_own(delivery, mails),
        known=skipping.known_to(members, [item for issue in issues for item in issue.items]),
    )
    return [_digest(mail, batch) for mail in mails]


def _issues(delivery: Delivery, mails: Sequence[Mail]) -> list[Issue]:
    """Every edition that one of the mails is about, the oldest first, as it may be read today."""
    days = [_days(delivery, mail) for mail in mails]
    editions = Edition.objects.issued().filter(
        issued_on__gt=min(after for after, _ in days), issued_on__lte=max(day for _, day in days)
    )
    items = list(EditionItem.objects.filter(edition__in=editions).shown().for_reading())
    return [
        Issue(edition, [item for item in items if item.edition_id == edition.pk])
        for edition in editions.order_by("issued_on")
    ]


def _days(delivery: Delivery, mail: Mail) -> tuple[date, date]:
    """A mail tells of the editions after the first of these days, up to the second."""
    day = _day(mail)
    return day - (schedule.WEEK if delivery is WEEKLY else schedule.DAY), day


def _day(mail: Mail) -> date:
    assert mail.issued_on  # noqa: S101  each of these mails has one
    return mail.issued_on


def _notices(mails: Sequence[Mail]) -> list[Notice]:
    days = [_day(mail) for mail in mails]
    current = Notice.objects.filter(first_on__lte=max(days), last_on__gte=min(days))
    return list(current.in_order())


def _subscribers(members: Sequence[int]) -> dict[int, Any]:
    """Those who still want mail, by their keys."""
    still = distributing.subscribers().filter(pk__in=members)
    return {member.pk: member for member in still}


def _own(delivery: Delivery, mails: Sequence[Mail]) -> dict[int, list[Notification]]:
    """By the key of each mail what goes with it, as far as it is still to be told."""
    notifications = Notification.objects.filter(mail__in=mails)
    assembling.pass_over_unwanted(notifications.filter(passed_over=""), delivery.level)
    still = notifications.filter(passed_over="").order_by("happened_at", "pk")
    by_mail: dict[int, list[Notification]] = {}
    for notification in still.select_related("event__actor", "event__reply", "discussion"):
        by_mail.setdefault(notification.mail_id or 0, []).append(notification)
    return by_mail


def _digest(mail: Mail, batch: _Batch) -> Digest:
    subscriber = batch.subscribers.get(mail.member_id)
    own = batch.own.get(mail.pk, [])
    wants_edition = subscriber is not None and subscriber.rhythm == batch.delivery.rhythm
    if subscriber is None or not (wants_edition or own):
        return Digest(mail=mail, reason=UNWANTED)
    issues = _unread(mail, batch) if wants_edition else []
    told = {item.discussion_id for issue in issues for item in issue.items}
    own = [each for each in own if not (_is_start(each) and each.discussion_id in told)]
    if not (issues or own):
        return Digest(mail=mail, reason=EVERYTHING_READ)
    notices = _notices_for(subscriber, mail, batch) if issues else []
    return Digest(mail=mail, issues=issues, notices=notices, own=own)


def _unread(mail: Mail, batch: _Batch) -> list[Issue]:
    """What of its editions is new to the recipient; a discussion once, where it came first."""
    after, day = _days(batch.delivery, mail)
    told: set[int] = set()
    unread = []
    for issue in batch.issues:
        if not after < issue.edition.issued_on <= day:
            continue
        new = [
            item
            for item in issue.items
            if item.discussion_id not in told and batch.known.is_new(item, mail.member_id)
        ]
        told |= {item.discussion_id for item in new}
        if new:
            unread.append(Issue(issue.edition, new))
    return unread


def _notices_for(subscriber: Any, mail: Mail, batch: _Batch) -> list[Notice]:
    """Advertising only for whoever chose the edition themselves (PECR regulation 22)."""
    day = _day(mail)
    return [
        notice
        for notice in batch.notices
        if notice.first_on <= day <= notice.last_on
        and (subscriber.edition_chosen_at or not notice.is_advertisement)
    ]


def _is_start(notification: Notification) -> bool:
    return notification.kind == Kind.DISCUSSION
