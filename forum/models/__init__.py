"""What people talk about: the nouns."""

from forum.models.attachment import Attachment
from forum.models.category import Audience, Category, CategoryQuerySet, Origin
from forum.models.change import Change
from forum.models.daily_views import DailyViews
from forum.models.discussion import Discussion, DiscussionQuerySet
from forum.models.draft import Draft
from forum.models.event import Event, EventKind, EventQuerySet
from forum.models.feed_polls import FeedPolls
from forum.models.follow import Follow, FollowQuerySet, FollowReason, Level
from forum.models.legacy import LegacyAddress, LegacyObject
from forum.models.mention import Mention
from forum.models.page import Page
from forum.models.read_mark import NEWS_LASTS, CategoryReadMark, ReadMark
from forum.models.reply import MAX_DEPTH, Reply, ReplyQuerySet
from forum.models.reply_page import ReplyPage
from forum.models.revision import Revision
from forum.models.site_identity import SiteIdentity
from forum.models.tag import DiscussionTag, Tag
from forum.models.view_batch import ViewBatch

__all__ = [
    "MAX_DEPTH",
    "NEWS_LASTS",
    "Attachment",
    "Audience",
    "Category",
    "CategoryQuerySet",
    "CategoryReadMark",
    "Change",
    "DailyViews",
    "Discussion",
    "DiscussionQuerySet",
    "DiscussionTag",
    "Draft",
    "Event",
    "EventKind",
    "EventQuerySet",
    "FeedPolls",
    "Follow",
    "FollowQuerySet",
    "FollowReason",
    "LegacyAddress",
    "LegacyObject",
    "Level",
    "Mention",
    "Origin",
    "Page",
    "ReadMark",
    "Reply",
    "ReplyPage",
    "ReplyQuerySet",
    "Revision",
    "SiteIdentity",
    "Tag",
    "ViewBatch",
]
