"""What an item of a feed is, whatever the format it is then written in."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

from django.conf import settings

from forum.feeds import channels
from forum.feeds.printable import Printable
from forum.models import Discussion, Event, EventKind, Reply, SiteIdentity
from harringay import html
from members.models import Member

SUMMARY_LENGTH = 500
SUMMARIES_KEPT = 300  # of texts of a kilobyte or two

# Stored HTML is what our cleaner wrote: no < or > inside a tag, no quote inside a value.
_OWN_ADDRESS = re.compile(r'(<(?:a|blockquote|img) [^<>]*?\b(?:href|cite|src)=")(?=/)')


@dataclass(frozen=True)
class Answered(Printable):
    """What an item answers, by its id and its page."""

    id: str
    url: str


@dataclass(frozen=True)
class Replies(Printable):
    """How many replies an item has, where they are, and when the newest came."""

    count: int
    url: str
    feed: channels.Channel
    newest_at: datetime


@dataclass(frozen=True, kw_only=True)
class Item(Printable):
    """One thing to read.

    Invariants
      - `id` never changes: not by an edit, a new title, a move, a hiding or another host.
      - `published` never changes either; `updated` changes with an edit and with nothing else.
      - Every address is absolute, those inside `content_html` too, and none is of the request.
    """

    id: str
    url: str
    title: str
    summary: str
    content_html: str
    author_name: str
    author_url: str
    category: str
    published: datetime
    updated: datetime
    replies: Replies | None = None
    answers: Answered | None = None


def from_discussion(discussion: Discussion, site: SiteIdentity) -> Item:
    """The opening post, and how many replies it has."""
    replies = Replies(
        count=discussion.reply_count,
        url=absolute(f"{discussion.get_absolute_url()}#replies"),
        feed=channels.discussion(discussion),
        newest_at=moment_of(discussion.last_activity_at),
    )
    return _item(discussion, site, discussion=discussion, title=discussion.title, replies=replies)


def from_reply(reply: Reply, site: SiteIdentity) -> Item:
    """A reply, and what it answers: the discussion, where the other reply is no longer shown."""
    parent = reply.parent if reply.parent and reply.parent.is_shown else None
    answered = parent or reply.discussion
    return _item(
        reply,
        site,
        discussion=reply.discussion,
        title=f"{reply.author.shown_name} replied to {reply.discussion.title}",
        answers=Answered(id=id_of(answered, site), url=absolute(answered.get_absolute_url())),
    )


def from_written(written: Discussion | Reply, site: SiteIdentity) -> Item:
    if isinstance(written, Reply):
        return from_reply(written, site)
    return from_discussion(written, site)


def from_event(event: Event, site: SiteIdentity) -> Item:
    """What was written; that a discussion was featured is news of its own."""
    if event.reply:
        return from_reply(event.reply, site)
    item = from_discussion(event.discussion, site)
    if event.kind != EventKind.DISCUSSION_FEATURED:
        return item
    featured_at = moment_of(event.happened_at)
    return replace(
        item,
        id=f"tag:{site.feed_authority},{featured_at:%Y}:event:{event.pk}",
        title=f"Featured: {item.title}",
        published=featured_at,
        updated=max(featured_at, item.updated),
    )


def id_of(written: Discussion | Reply, site: SiteIdentity) -> str:
    """A tag URI (RFC 4151); what came from the old site keeps the one it had there.

    The day is in UTC, so that no clock's change can move it.
    """
    day = written.written_at.astimezone(UTC)
    if written.legacy_id:
        return f"tag:{site.legacy_host},{day:%Y-%m-%d}:{written.legacy_id}"
    kind = "discussion" if isinstance(written, Discussion) else "reply"
    return f"tag:{site.feed_authority},{day:%Y}:{kind}:{written.pk}"


def _item(
    written: Discussion | Reply,
    site: SiteIdentity,
    *,
    discussion: Discussion,
    title: str,
    replies: Replies | None = None,
    answers: Answered | None = None,
) -> Item:
    return Item(
        id=id_of(written, site),
        url=absolute(written.get_absolute_url()),
        title=title,
        summary=_summary(written.body_html),
        content_html=with_whole_addresses(written.body_html),
        author_name=written.author.shown_name,
        author_url=_author_url(written.author),
        category=discussion.category.name,
        published=moment_of(written.written_at),
        updated=moment_of(written.edited_at or written.written_at),
        replies=replies,
        answers=answers,
    )


@lru_cache(maxsize=SUMMARIES_KEPT)
def _summary(body_html: str) -> str:
    """Kept, for most of a feed is what it was before."""
    return html.excerpt(body_html, SUMMARY_LENGTH)


def with_whole_addresses(clean_html: str) -> str:
    """Clean HTML as it can be read anywhere else."""
    return _OWN_ADDRESS.sub(rf"\1{settings.SITE_URL}", clean_html)


def _author_url(author: Member) -> str:
    return "" if author.has_left else absolute(author.get_absolute_url())


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def moment_of(moment: datetime) -> datetime:
    """A moment as feeds tell it: in UTC, in whole seconds."""
    return moment.astimezone(UTC).replace(microsecond=0)
