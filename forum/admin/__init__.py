"""The owner's admin of the forum: one file a noun, and every change through a verb."""

from forum.admin.attachments import AttachmentAdmin
from forum.admin.categories import CategoryAdmin
from forum.admin.discussions import DiscussionAdmin
from forum.admin.feed_polls import FeedPollsAdmin
from forum.admin.legacy import LegacyAddressAdmin
from forum.admin.pages import PageAdmin
from forum.admin.replies import ReplyAdmin
from forum.admin.revisions import RevisionAdmin
from forum.admin.site_identity import SiteIdentityAdmin
from forum.admin.tags import TagAdmin

__all__ = [
    "AttachmentAdmin",
    "CategoryAdmin",
    "DiscussionAdmin",
    "FeedPollsAdmin",
    "LegacyAddressAdmin",
    "PageAdmin",
    "ReplyAdmin",
    "RevisionAdmin",
    "SiteIdentityAdmin",
    "TagAdmin",
]
