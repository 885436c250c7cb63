"""What a push says: which discussion, who wrote, and where; nothing of what they wrote.

It may stand on a locked phone, and be read after what it tells of was taken down.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.utils.crypto import salted_hmac

from forum.models import Event
from harringay import html
from notifications import emails, outbox, pushes
from notifications.models import Kind, Mail, Notification

TITLE_LENGTH: Final = 120
TOPIC_LENGTH: Final = 32  # RFC 8030, section 5.4


class Word(NamedTuple):
    """What one browser is told."""

    payload: bytes
    urgency: str
    topic: str


class News(NamedTuple):
    """One thing that was written, and why somebody is told of it."""

    event: Event
    kind: Kind
    pushed_at: datetime


def words(mails: Sequence[Mail], now: datetime) -> dict[int, Word]:
    """By the key of each push what it says; one that has nothing left to say has none.

    What is unread, seen and wished is looked up once more, now that it goes out. Two queries.
    """
    news = _news(pushes.unread_of(mails, now))
    said = {}
    for mail in mails:
        pair = (mail.member_id, mail.discussion_id or 0)
        told = [each for each in news.get(pair, ()) if _is_of(mail, each)]
        if told:
            said[mail.pk] = _word(mail, told)
    return said


def _is_of(mail: Mail, news: News) -> bool:
    """Whether it was left to this push: since it was made, and before a worker took it."""
    return mail.created_at <= news.pushed_at <= outbox.claimed_at(mail)


def _news(rows: Iterable[Notification]) -> Mapping[tuple[int, int], list[News]]:
    """By member and discussion, oldest first."""
    rows = list(rows)
    events = emails.events({row.event_id for row in rows})
    found: dict[tuple[int, int], list[News]] = {}
    for row in rows:
        assert row.pushed_at  # noqa: S101  they were left to pushes
        news = News(events[row.event_id], Kind(row.kind), row.pushed_at)
        found.setdefault((row.recipient_id, row.discussion_id), []).append(news)
    return found


def _word(mail: Mail, told: Sequence[News]) -> Word:
    first = told[0]
    written = first.event.reply or first.event.discussion
    more = len(told) - 1
    said = f"{first.event.actor.shown_name} {emails.DID[first.kind]}"
    payload = {
        "title": html.shorten(first.event.discussion.title, TITLE_LENGTH),
        "body": f"{said}, and {more} more {'is' if more == 1 else 'are'} new" if more else said,
        "url": written.get_absolute_url(),
        "tag": f"discussion-{mail.discussion_id}",
    }
    is_to_them = any(each.kind in {Kind.ANSWER, Kind.MENTION} for each in told)
    return Word(
        payload=json.dumps(payload, ensure_ascii=False).encode(),
        urgency="normal" if is_to_them else "low",
        topic=_topic(mail),
    )


def _topic(mail: Mail) -> str:
    """By which a push replaces an older one that has not arrived; it tells the service nothing."""
    about = f"{mail.browser_id} {mail.discussion_id}"
    return salted_hmac("notifications.push", about, algorithm="sha256").hexdigest()[:TOPIC_LENGTH]
