"""What notifications tell a member of themselves in their export (members.chapters)."""

from collections.abc import Iterator

from django.db.models import F

from members.chapters import Chapter, Row
from notifications import push_services
from notifications.models import (
    Bounce,
    Browser,
    InboundMail,
    Mail,
    Notification,
    Preference,
    PrivateFeed,
)

BATCH = 500  # rows in memory at once

_CHOICES = (
    *("to_me", "replies", "discussions", "edition", "mail_stopped_at"),
    "wants_quiet_nights",
)


def _preferences(member_key: int) -> Iterator[Row]:
    """What they have chosen; who has chosen nothing has the defaults, and no row."""
    yield from Preference.objects.filter(member=member_key).values(*_CHOICES)


def _consents(member_key: int) -> Iterator[Row]:
    chosen = Preference.objects.filter(member=member_key, edition_chosen_at__isnull=False)
    for moment in chosen.values_list("edition_chosen_at", flat=True):
        yield {"consent_to": "advertising with the edition", "given_at": moment}


def _told(member_key: int) -> Iterator[Row]:
    own = Notification.objects.filter(recipient=member_key).order_by("happened_at", "pk")
    rows = own.values("kind", "happened_at", "read_at", title=F("discussion__title"))
    yield from rows.iterator(BATCH)


def _mails(member_key: int) -> Iterator[Row]:
    own = Mail.objects.filter(recipient=member_key).order_by("created_at", "pk")
    rows = own.values(
        *("kind", "created_at", "sent_at", "failed_at", "dropped_at", "reason"),
        title=F("discussion__title"),
    )
    yield from rows.iterator(BATCH)


def _answers(member_key: int) -> Iterator[Row]:
    own = InboundMail.objects.filter(member=member_key).order_by("received_at", "pk")
    rows = own.values("received_at", "sender", "outcome", "reason", "reply_id")
    yield from rows.iterator(BATCH)


def _private_feeds(member_key: int) -> Iterator[Row]:
    """Which they have, and since when; not the addresses, which are keys."""
    own = PrivateFeed.objects.filter(member=member_key).order_by("pk")
    yield from own.values("kind", "made_at")


def _browsers(member_key: int) -> Iterator[Row]:
    """Which are told, and at whose service; not the address there, which is a key."""
    own = Browser.objects.filter(member=member_key).order_by("pk")
    for name, endpoint, asked_at in own.values_list("name", "endpoint", "asked_at"):
        yield {
            "browser": name,
            "service": push_services.service_of(endpoint),
            "asked_at": asked_at,
        }


def _bounces(member_key: int) -> Iterator[Row]:
    own = Bounce.objects.filter(member=member_key).order_by("bounced_at", "pk")
    yield from own.values("email", "bounced_at", "is_hard", "reason").iterator(BATCH)


CHAPTERS = (
    Chapter("notification-settings", "What you wish to be told", _preferences),
    Chapter("consents", "What you have agreed to", _consents),
    Chapter("notifications", "What you were told", _told),
    Chapter("mails", "Mails that we sent you, and what your browsers were told", _mails),
    Chapter("private-feeds", "Your private feeds", _private_feeds),
    Chapter("browsers", "Browsers in which you are told", _browsers),
    Chapter("answers-by-mail", "What you sent us by e-mail", _answers),
    Chapter("bounces", "Mails that came back", _bounces),
)
