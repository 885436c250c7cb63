"""Who hears of what: the nouns."""

from notifications.models.announcement import Announcement, AnnouncementQuerySet
from notifications.models.browser import Browser, BrowserQuerySet
from notifications.models.edition import (
    Edition,
    EditionChoice,
    EditionItem,
    EditionItemQuerySet,
    EditionQuerySet,
    Issue,
    ItemKind,
    Round,
    in_short,
)
from notifications.models.inbound import MOST_SOFT, Bounce, InboundMail, Outcome
from notifications.models.mail import PUSHES, Mail, MailKind, MailQuerySet
from notifications.models.notice import Notice, NoticeQuerySet
from notifications.models.notification import Notification, NotificationQuerySet, PassedOver
from notifications.models.preference import FIELD_OF, Kind, Preference, Rhythm
from notifications.models.private_feed import PrivateFeed, PrivateFeedQuerySet, PrivateKind

__all__ = [
    "FIELD_OF",
    "MOST_SOFT",
    "PUSHES",
    "Announcement",
    "AnnouncementQuerySet",
    "Bounce",
    "Browser",
    "BrowserQuerySet",
    "Edition",
    "EditionChoice",
    "EditionItem",
    "EditionItemQuerySet",
    "EditionQuerySet",
    "InboundMail",
    "Issue",
    "ItemKind",
    "Kind",
    "Mail",
    "MailKind",
    "MailQuerySet",
    "Notice",
    "NoticeQuerySet",
    "Notification",
    "NotificationQuerySet",
    "Outcome",
    "PassedOver",
    "Preference",
    "PrivateFeed",
    "PrivateFeedQuerySet",
    "PrivateKind",
    "Rhythm",
    "Round",
    "in_short",
]
