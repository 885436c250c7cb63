"""From notifications that wait to pushes: one for a browser and a discussion in a quiet spell.

As with mails, nobody is told of a discussion again while they have not read what they were told of
it. It may run twice, and at once: each notification is left to pushes by whoever holds it locked,
and who makes pushes for a member holds their browsers.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, Value

from forum.models import Level
from notifications import earlier, push_keys, recipients, schedule
from notifications.earlier import Pair
from notifications.models import (
    Browser,
    BrowserQuerySet,
    Mail,
    MailKind,
    MailQuerySet,
    Notification,
    NotificationQuerySet,
)
from notifications.models.notification import news_began


class Place(NamedTuple):
    """Where a push goes, and about what: keys."""

    browser: int
    discussion: int
    member: int


def make(due: NotificationQuerySet, now: datetime) -> None:
    """Leave to pushes what of these a browser is to be told.

    In the transaction that holds them locked, and at its end: who waits for the browsers then keeps
    nobody waiting who has them.
    """
    if not push_keys.is_on():
        return
    asked = Browser.objects.reached_by(push_keys.public_key())
    told_there = Exists(asked.filter(member=OuterRef("recipient")))
    news = recipients.to_push(
        due.filter(told_there, pushed_at=None), begins=Value(news_began()), now=Value(now)
    )
    rows = list(news.values_list("recipient", "discussion", "happened_at"))
    if not rows:
        return
    pairs = {(recipient, discussion) for recipient, discussion, _ in rows}
    browsers = _lock(asked, pairs)
    unread = _told_and_unread(pairs)
    waiting = _waiting(pairs, now)
    _make_rows(
        [
            Place(browser, discussion, member)
            for member, discussion in pairs - unread
            for browser in browsers[member] - waiting[member, discussion]
        ],
        now,
    )
    left = {pair for pair in pairs if pair not in unread or waiting[pair]}
    _leave_to_pushes(left, since=min(happened_at for *_, happened_at in rows), now=now)


def unread_of(mails: Collection[Mail], now: datetime) -> NotificationQuerySet:
    """What was left to pushes of these members and discussions and is news still, oldest first."""
    pairs = {(mail.member_id, mail.discussion_id or 0) for mail in mails}
    left = earlier.of_pairs(Notification.objects.exclude(pushed_at=None), pairs)
    news = recipients.to_push(left, begins=Value(news_began()), now=Value(now))
    return news.order_by("happened_at", "pk")


def _lock(asked: BrowserQuerySet, pairs: Collection[Pair]) -> Mapping[int, set[int]]:
    """The keys of the members' browsers; nobody else makes pushes for them until the end."""
    rows = asked.filter(member__in={member for member, _ in pairs}).order_by("pk")
    browsers = defaultdict(set)
    for pk, member in rows.select_for_update().values_list("pk", "member"):
        browsers[member].add(pk)
    return browsers


def _told_and_unread(pairs: Collection[Pair]) -> set[Pair]:
    """Those of which a push has told something that is unread still, or is about to."""
    told = _live(pairs).filter(
        recipient=OuterRef("recipient"),
        discussion=OuterRef("discussion"),
        created_at__lte=OuterRef("pushed_at"),
    )
    rows = earlier.of_pairs(Notification.objects.exclude(pushed_at=None), pairs)
    return set(rows.unread().visible().filter(Exists(told)).values_list("recipient", "discussion"))


def _waiting(pairs: Collection[Pair], now: datetime) -> Mapping[Pair, set[int]]:
    """For which browsers a push waits that will tell of what comes meanwhile.

    What one says that a worker is busy with is decided; and no worker takes one until the end.
    """
    idle = _live(pairs).waiting().filter(Q(free_at=None) | Q(free_at__lte=now))
    rows = idle.select_for_update().values_list("recipient", "discussion", "browser")
    waiting = defaultdict(set)
    for recipient, discussion, browser in rows:
        waiting[recipient, discussion].add(browser)
    return waiting


def _make_rows(places: Collection[Place], now: datetime) -> None:
    """A push for each; not more in a day than anybody wants, nor sooner after one another."""
    today = Mail.objects.filter(
        kind=MailKind.PUSH,
        browser__in={place.browser for place in places},
        created_at__gt=now - schedule.DAY,
        dropped_at=None,
    )
    rows = list(today.order_by("created_at").values_list("browser", "discussion", "created_at"))
    counts = Counter(browser for browser, *_ in rows)
    free_at = {(browser, about): at + schedule.APART for browser, about, at in rows}
    Mail.objects.bulk_create(
        Mail(
            recipient_id=place.member,
            kind=MailKind.PUSH,
            discussion_id=place.discussion,
            browser_id=place.browser,
            created_at=now,
            due_at=max(now, free_at.get((place.browser, place.discussion), now)),
        )
        for place in places
        if counts[place.browser] < schedule.MOST_IN_A_DAY
    )


def _leave_to_pushes(pairs: Collection[Pair], *, since: datetime, now: datetime) -> None:
    """All that has happened there since, what is held still too: a burst is one push.

    What another worker holds it will leave to them itself.
    """
    unpushed = Notification.objects.filter(level=Level.NOW, pushed_at=None, happened_at__gte=since)
    found = earlier.of_pairs(unpushed, pairs).select_for_update(skip_locked=True)
    rows = found.values_list("pk", "recipient", "discussion")
    keys = [pk for pk, recipient, discussion in rows if (recipient, discussion) in pairs]
    Notification.objects.filter(pk__in=keys).update(pushed_at=now)


def _live(pairs: Collection[Pair]) -> MailQuerySet:
    """The pushes that were sent or wait, to browsers that are there still."""
    pushes = Mail.objects.filter(kind=MailKind.PUSH, dropped_at=None, failed_at=None)
    return earlier.of_pairs(pushes.exclude(browser=None), pairs)
