"""What is in each feed: the newest of what everyone may read, and page by page all of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.templatetags.static import static

from forum.feeds import channels, items, paging, rows, sources
from forum.feeds.channels import Channel
from forum.feeds.gone import Gone
from forum.feeds.items import Item
from forum.feeds.paging import NEWEST, Place, Placed
from forum.feeds.printable import Printable
from forum.feeds.rows import ROWS
from forum.feeds.sources import Beside
from forum.models import (
    Category,
    CategoryQuerySet,
    Discussion,
    DiscussionQuerySet,
    LegacyAddress,
    Reply,
    SiteIdentity,
    Tag,
)
from forum.naming import address_of
from members.models import VISITOR, Member

# A day on which the authority was whose it is (RFC 4151): any will do, if it never changes.
NAMED_SINCE: Final = "2026"


class TakenBack(Exception):
    """What a feed was about was taken back for good."""


@dataclass(frozen=True)
class Feed(Printable):
    """A page of a channel's items, newest first, and what is said about the site in each feed.

    Under the version at which it was made (forum.changes), what it was made of had the hash
    `sources`; both are empty where that is not known. No reader is told of either.
    """

    id: str
    title: str
    description: str
    icon_url: str
    channel: Channel
    items: tuple[Item, ...]
    gone: tuple[Gone, ...]
    before: Place
    next: Place | None
    sources: str = field(default="", repr=False, compare=False)
    version: str = field(default="", repr=False, compare=False)

    @property
    def is_newest(self) -> bool:
        return self.before == NEWEST

    @property
    def hub_url(self) -> str:
        """Of the newest page, which is the only one that others arrive on."""
        return self.channel.hub_url if self.is_newest else ""

    def path(self, extension: str) -> str:
        """Its path in one format: rss, atom or json."""
        return self.channel.path(extension)

    def url(self, extension: str) -> str:
        return self._beginning(self.before, extension)

    def next_url(self, extension: str) -> str:
        """Where the items before these are; empty where there are none."""
        return self._beginning(self.next, extension) if self.next else ""

    def _beginning(self, place: Place, extension: str) -> str:
        url = self.channel.url(extension)
        return url if place == NEWEST else f"{url}?{paging.BEFORE}={place}"


def newest_discussions(before: Place = NEWEST) -> Feed:
    found = rows.NEWEST_DISCUSSIONS.all(before.moment, before.key)
    beside = sources.DISCUSSIONS.ask_for(before)
    return of_written(channels.discussions(), found, before, beside)


def newest_replies(before: Place = NEWEST) -> Feed:
    found = rows.NEWEST_REPLIES.all(before.moment, before.key)
    return of_written(channels.replies(), found, before, sources.REPLIES.ask_for(before))


def activity(before: Place = NEWEST) -> Feed:
    events = rows.EVENTS.all(before.moment, before.key)
    beside = sources.ACTIVITY.ask_for(before)
    found = (
        Placed(items.from_event(event, beside.site), Place(event.happened_at, event.pk))
        for event in events
    )
    return made_of(channels.activity(), beside, found, before)


def of_category(slug: str, before: Place = NEWEST) -> Feed:
    category = get_object_or_404(visible_categories(), slug=slug)
    found = rows.IN_CATEGORY.all(category.pk, before.moment, before.key)
    beside = sources.CATEGORY.ask_for(before, category.pk)
    return of_written(channels.category(category), found, before, beside)


def of_tag(slug: str, before: Place = NEWEST) -> Feed:
    tag = get_object_or_404(Tag.objects.visible_to(VISITOR), slug=slug)
    found = rows.TAGGED.all(tag.pk, before.moment, before.key)
    return of_written(channels.tag(tag), found, before, sources.TAG.ask_for(before, tag.pk))


def of_discussion(slug: str, before: Place = NEWEST) -> Feed:
    """The replies to one discussion, also by a slug it used to have. Raises TakenBack."""
    discussion = _at_slug(slug, Discussion.objects.visible_to(VISITOR))
    if discussion is None:
        raise TakenBack if _at_slug(slug, Discussion.objects.taken_back()) else Http404
    found = rows.IN_DISCUSSION.all(discussion.pk, before.moment, before.key)
    beside = sources.DISCUSSION.ask_for(before, discussion.pk)
    return of_written(channels.discussion(discussion), found, before, beside)


def of_member(address: str, before: Place = NEWEST) -> Feed:
    """What one member wrote, of both kinds, also by their name on the old site.

    Raises Http404 where there is no such member, and where they hide it.
    """
    found = Member.objects.present().showing_activity().at_address(address)
    written: list[Discussion | Reply] = [
        *rows.before(rows.discussions().filter(author__in=found[:1]), "started_at", before)[:ROWS],
        *rows.before(rows.replies().filter(author__in=found[:1]), "posted_at", before)[:ROWS],
    ]
    written.sort(key=lambda each: (each.written_at, each.pk), reverse=True)
    # Who wrote something is known from it: three queries instead of four.
    member = written[0].author if written else get_object_or_404(found[:1])
    beside = sources.MEMBER.ask_for(before, member.pk)
    return of_written(channels.member(member), written[:ROWS], before, beside)


def visible_categories() -> CategoryQuerySet:
    return Category.objects.visible_to(VISITOR).in_order()


def _at_slug(slug: str, among: DiscussionQuerySet) -> Discussion | None:
    """The one that has a slug, or else the one that had it."""
    former = LegacyAddress.objects.filter(path=address_of(slug)).values("discussion")
    return among.filter(slug=slug).first() or among.filter(pk__in=former).first()


def of_written(
    channel: Channel,
    written: Iterable[Discussion | Reply],
    before: Place,
    beside: Beside,
) -> Feed:
    found = (
        Placed(items.from_written(each, beside.site), Place(each.written_at, each.pk))
        for each in written
    )
    return made_of(channel, beside, found, before)


def made_of(
    channel: Channel, beside: Beside, found: Iterable[Placed], before: Place = NEWEST
) -> Feed:
    """A page of a feed, of as many of these items as fit, with what is said about the site."""
    page, following = paging.cut(found)
    return Feed(
        id=_id_of(channel, beside.site),
        title=f"{beside.site.name}: {channel.title}",
        description=channel.description,
        icon_url=icon_url(),
        channel=channel,
        items=tuple(placed.item for placed in page),
        gone=beside.gone,
        before=before,
        next=following,
        sources=beside.sources,
        version=beside.version,
    )


def _id_of(channel: Channel, site: SiteIdentity) -> str:
    """The same for ever, also on another host; what a feed is about is named by its key.

    Where it is about no row, by its words: as a URI, which an id is.
    """
    name = channel.name.rpartition(":")[2]
    about = str(channel.about or quote(channel.key, safe=""))
    return f"tag:{site.feed_authority},{NAMED_SINCE}:feed:{name}{about and f':{about}'}"


def icon_url() -> str:
    return f"{settings.SITE_URL}{static('img/icon-180.png')}"
