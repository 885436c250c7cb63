"""The owner's admin of notifications: what goes out, what came in, and what did not arrive."""

from notifications.admin.bounces import BounceAdmin
from notifications.admin.browsers import BrowserAdmin
from notifications.admin.editions import EditionAdmin
from notifications.admin.inbound import InboundMailAdmin
from notifications.admin.mails import MailAdmin, NotificationAdmin
from notifications.admin.notices import NoticeAdmin

__all__ = [
    "BounceAdmin",
    "BrowserAdmin",
    "EditionAdmin",
    "InboundMailAdmin",
    "MailAdmin",
    "NoticeAdmin",
    "NotificationAdmin",
]
