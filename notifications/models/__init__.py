"""Who hears of what: the nouns."""

from notifications.models.edition import (
    Edition,
    EditionChoice,
    EditionItem,
    EditionQuerySet,
    ItemKind,
    Notice,
)
from notifications.models.inbound import MOST_SOFT, Bounce, InboundMail, Outcome
from notifications.models.mail import Mail, MailKind, MailQuerySet
from notifications.models.notification import Notification, NotificationQuerySet, PassedOver
from notifications.models.preference import FIELD_OF, Kind, Preference, Rhythm

__all__ = [
    "FIELD_OF",
    "MOST_SOFT",
    "Bounce",
    "Edition",
    "EditionChoice",
    "EditionItem",
    "EditionQuerySet",
    "InboundMail",
    "ItemKind",
    "Kind",
    "Mail",
    "MailKind",
    "MailQuerySet",
    "Notice",
    "Notification",
    "NotificationQuerySet",
    "Outcome",
    "PassedOver",
    "Preference",
    "Rhythm",
]
