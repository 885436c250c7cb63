"""From notifications that wait to mails: one for a member and a discussion in a quiet spell.

What need not be mailed any more is passed over, with the reason. It may run twice, and at once: a
member has one mail of news waiting for a discussion, and no second is made.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.models import Value
from django.utils import timezone

from forum.models import Level
from harringay import compiled
from notifications import earlier, pushes, recipients, schedule
from notifications.earlier import Pair
from notifications.models import (
    Mail,
    MailKind,
    Notification,
    NotificationQuerySet,
    PassedOver,
)
from notifications.models.notification import news_began

log = logging.getLogger(__name__)

AT_ONCE = 2000  # notifications in one transaction: SQLite has a single writer
KEYS_AT_ONCE = 1000  # in one statement


class LookedAt(NamedTuple):
    """A notification that waits, and how things stand with it."""

    pk: int
    recipient: int
    discussion: int
    is_read: bool
    is_visible: bool
    is_wanted: bool
    is_reachable: bool

    @property
    def pair(self) -> Pair:
        return self.recipient, self.discussion

    @property
    def passed_over(self) -> PassedOver | None:
        """Why no mail is to tell of it, if none is."""
        reasons = {
            PassedOver.READ: self.is_read,
            PassedOver.HIDDEN: not self.is_visible,
            PassedOver.UNWANTED: not self.is_wanted,
            PassedOver.UNREACHABLE: not self.is_reachable,
        }
        return next((reason for reason, holds in reasons.items() if holds), None)


class Told(NamedTuple):
    """What a mail tells of: keys, and why its recipient is told."""

    mail_id: int
    kind: str
    event_id: int


@dataclass
class Sorted:
    """What is to become of pairs with news."""

    wanted: list[Pair] = field(default_factory=list)
    earlier_unread: set[Pair] = field(default_factory=set)
    too_soon: dict[Pair, datetime] = field(default_factory=dict)
    too_many: set[Pair] = field(default_factory=set)


def assemble_news() -> None:
    """Make a mail for each member and discussion with news whose time has come."""
    try:
        while _assemble_some(timezone.now()) == AT_ONCE:
            pass
    except IntegrityError:
        # Another worker has made one of the mails meanwhile. What is left comes with the next run.
        log.info("Another worker is assembling mails too.")


@transaction.atomic
def _assemble_some(now: datetime) -> int:
    """How many notifications were looked at."""
    # Each worker takes others: what one has read must not be changed by another meanwhile.
    due = Notification.objects.due(Level.NOW, now).order_by("due_at", "pk")
    keys = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:AT_ONCE])
    looked_at = _looked_at(Notification.objects.filter(pk__in=keys), Level.NOW)
    _pass_over(looked_at)
    left = [each for each in looked_at if not each.passed_over]
    pairs = dict.fromkeys(each.pair for each in left)
    waiting, busy = earlier.waiting_mails(pairs, now)
    sorted_ = _sort([pair for pair in pairs if pair not in waiting | busy], now)
    sorted_.too_soon |= busy
    _put_off(left, sorted_, now)
    _join(waiting | _make_mails(sorted_.wanted, now))
    pushes.make(Notification.objects.filter(pk__in=keys), now)
    return len(looked_at)


def still_to_tell(claimed_until: datetime) -> list[Told]:
    """What the mails of news that were claimed until a moment have still to tell, oldest first.

    The rest is passed over.
    """
    rows = _CLAIMED.all(claimed_until, news_began(), timezone.now())
    looked_at = [(Told(*row[:3]), LookedAt(*row[3:])) for row in rows]
    _pass_over(state for _, state in looked_at)
    return [told for told, state in looked_at if not state.passed_over]


def pass_over_unwanted(notifications: NotificationQuerySet, level: Level) -> None:
    """Leave out what was read, taken down or is not wished any more, and whom no mail reaches."""
    _pass_over(_looked_at(notifications, level))


def _looked_at(notifications: NotificationQuerySet, level: Level) -> list[LookedAt]:
    begins, now = Value(news_began()), Value(timezone.now())
    rows = recipients.looked_at(notifications, level, begins=begins, now=now)
    return [LookedAt(*row) for row in rows.values_list(*LookedAt._fields)]


def _pass_over(looked_at: Iterable[LookedAt]) -> None:
    by_reason = defaultdict(list)
    for each in looked_at:
        if reason := each.passed_over:
            by_reason[reason].append(each.pk)
    for reason, keys in by_reason.items():
        _change(keys, due_at=None, passed_over=reason)


def _sort(pairs: Sequence[Pair], now: datetime) -> Sorted:
    """Which of the pairs are to have a mail, and why the others are not."""
    sorted_ = Sorted()
    unread = earlier.told_and_unread(pairs)
    recent = earlier.told_since(pairs, now - schedule.APART)
    counts = earlier.mail_counts(pairs, since=now - schedule.DAY)
    for pair in pairs:
        recipient, _ = pair
        if pair in unread:
            sorted_.earlier_unread.add(pair)
        elif pair in recent:
            sorted_.too_soon[pair] = recent[pair] + schedule.APART
        elif counts[recipient] >= schedule.MOST_IN_A_DAY:
            sorted_.too_many.add(pair)
        else:
            counts[recipient] += 1
            sorted_.wanted.append(pair)
    return sorted_


def _put_off(left: Iterable[LookedAt], sorted_: Sorted, now: datetime) -> None:
    """Note why some have no mail; what came too soon or is too much waits for another."""
    keys = defaultdict(list)
    for each in left:
        keys[each.pair].append(each.pk)
    for pairs, state in (
        (sorted_.earlier_unread, {"due_at": None, "passed_over": PassedOver.EARLIER_UNREAD}),
        (sorted_.too_many, {"level": Level.EDITION, "due_at": schedule.next_edition_at(now)}),
    ):
        _change([key for pair in pairs for key in keys[pair]], **state)
    for pair, moment in sorted_.too_soon.items():
        _change(keys[pair], due_at=moment)


def _make_mails(pairs: Iterable[Pair], now: datetime) -> dict[Pair, int]:
    """A mail for each pair, by its key. Raises IntegrityError where there is one waiting."""
    mails = Mail.objects.bulk_create(
        Mail(
            recipient_id=recipient,
            kind=MailKind.NEWS,
            discussion_id=discussion,
            created_at=now,
            due_at=now,
        )
        for recipient, discussion in pairs
    )
    return {(mail.member_id, mail.discussion_id or 0): mail.pk for mail in mails}


def _join(mails: dict[Pair, int]) -> None:
    """Let all that waits for a pair go with its mail, what is held still too: a burst is one.

    But for what another worker has locked, who may be waiting for this very mail: it joins it next.
    """
    waiting = earlier.of_pairs(Notification.objects.waiting(Level.NOW), mails)
    locked = waiting.select_for_update(skip_locked=True)
    rows = locked.values_list("pk", "recipient", "discussion")
    joining = [
        (mails[recipient, discussion], pk)
        for pk, recipient, discussion in rows
        if (recipient, discussion) in mails
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE notifications_notification SET mail_id = %s, due_at = NULL WHERE id = %s",
            joining,
        )


def _change(keys: Sequence[int], **state: object) -> None:
    for start in range(0, len(keys), KEYS_AT_ONCE):
        Notification.objects.filter(pk__in=keys[start : start + KEYS_AT_ONCE]).update(**state)


# The moment that a worker claims mails until tells its mails from all others (outbox.claim).
_CLAIMED = compiled.Query(
    lambda free_at, begins, now: (
        recipients.looked_at(
            Notification.objects.filter(
                mail__free_at=free_at, mail__kind=MailKind.NEWS, passed_over=""
            ),
            Level.NOW,
            begins=begins,
            now=now,
        )
        .order_by("happened_at", "pk")
        .values_list("mail", "kind", "event", *LookedAt._fields)
    ),
    slots=3,
)
