"""What is in each feed: the newest of what everyone may read, and page by page all of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.templatetags.static import static

from forum import searching
from forum.errors import SearchTookTooLong
from forum.feeds import channels, gone, items, paging, rows
from forum.feeds.channels import Channel
from forum.feeds.gone import Gone, SiteAndGone
from forum.feeds.items import Item
from forum.feeds.paging import NEWEST, Place, Placed
from forum.feeds.printable import Printable
from forum.feeds.rows import ROWS, VISITOR
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
from forum.search_form import MOST_CHARACTERS
from members import limits
from members.errors import RateLimited
from members.limits import Action
from members.models import Member

# A day on which the authority was whose it is (RFC 4151): any will do, if it never changes.
NAMED_SINCE: Final = "2026"


class TakenBack(Exception):
    """What a feed was about was taken back for good."""


@dataclass(frozen=True)
class Feed(Printable):
    """A page of a channel's items, newest first, and what is said about the site in each feed."""

    id: str
    title: str
    description: str
    icon_url: str
    channel: Channel
    items: tuple[Item, ...]
    gone: tuple[Gone, ...]
    before: Place
    next: Place | None

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
    return _of_written(channels.discussions(), found, before, gone.OF_DISCUSSIONS.ask())


def newest_replies(before: Place = NEWEST) -> Feed:
    found = rows.NEWEST_REPLIES.all(before.moment, before.key)
    return _of_written(channels.replies(), found, before, gone.OF_REPLIES.ask())


def activity(before: Place = NEWEST) -> Feed:
    known = gone.OF_ACTIVITY.ask()
    events = rows.EVENTS.all(before.moment, before.key)
    found = (
        Placed(items.from_event(event, known.site), Place(event.happened_at, event.pk))
        for event in events
    )
    return made_of(channels.activity(), known.site, found, before, gone=known.gone)


def of_category(slug: str, before: Place = NEWEST) -> Feed:
    category = get_object_or_404(visible_categories(), slug=slug)
    found = rows.IN_CATEGORY.all(category.pk, before.moment, before.key)
    return _of_written(
        channels.category(category), found, before, gone.OF_CATEGORY.ask(category.pk)
    )


def of_tag(slug: str, before: Place = NEWEST) -> Feed:
    tag = get_object_or_404(Tag.objects.visible_to(VISITOR), slug=slug)
    found = rows.TAGGED.all(tag.pk, before.moment, before.key)
    return _of_written(channels.tag(tag), found, before, gone.OF_TAG.ask(tag.pk))


def of_discussion(slug: str, before: Place = NEWEST) -> Feed:
    """The replies to one discussion, also by a slug it used to have. Raises TakenBack."""
    discussion = _at_slug(slug, Discussion.objects.visible_to(VISITOR))
    if discussion is None:
        raise TakenBack if _at_slug(slug, Discussion.objects.taken_back()) else Http404
    found = rows.IN_DISCUSSION.all(discussion.pk, before.moment, before.key)
    return _of_written(
        channels.discussion(discussion), found, before, gone.OF_DISCUSSION.ask(discussion.pk)
    )


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
    return _of_written(
        channels.member(member), written[:ROWS], before, gone.OF_MEMBER.ask(member.pk)
    )


def of_words(words: str, before: Place = NEWEST) -> Feed:
    """What has some words in it, asked for as in the search.

    Raises Http404 where no word is asked for, and SearchTookTooLong.
    """
    query = searching.parse(words)
    if not query.wanted or len(words) > MOST_CHARACTERS:
        raise Http404
    _spend_a_search()
    until = None if before == NEWEST else before.moment
    # The index knows seconds: of what is of that one, a page may have been shown before.
    found = searching.newest(query, viewer=VISITOR, size=2 * ROWS, until=until)
    discussions, replies = (
        [each.pk for each in found if each.kind == kind]
        for kind in (searching.DISCUSSION, searching.REPLY)
    )
    written: list[Discussion | Reply] = [
        *rows.discussions().filter(pk__in=discussions),
        *rows.replies().filter(pk__in=replies),
    ]
    written.sort(key=lambda each: (each.written_at, each.pk), reverse=True)
    after = [each for each in written if (each.written_at, each.pk) < (before.moment, before.key)]
    return _of_written(
        channels.words(query.text), after[:ROWS], before, SiteAndGone(SiteIdentity.current())
    )


def _spend_a_search() -> None:
    """Feeds of words are asked for by machines, and count with what all visitors search."""
    try:
        limits.spend(Action.SEARCH, member=None, ip=None)
    except RateLimited as refusal:
        raise SearchTookTooLong from refusal


def visible_categories() -> CategoryQuerySet:
    return Category.objects.visible_to(VISITOR).in_order()


def _at_slug(slug: str, among: DiscussionQuerySet) -> Discussion | None:
    """The one that has a slug, or else the one that had it."""
    former = LegacyAddress.objects.filter(path=address_of(slug)).values("discussion")
    return among.filter(slug=slug).first() or among.filter(pk__in=former).first()


def _of_written(
    channel: Channel,
    written: Iterable[Discussion | Reply],
    before: Place,
    known: SiteAndGone,
) -> Feed:
    found = (
        Placed(items.from_written(each, known.site), Place(each.written_at, each.pk))
        for each in written
    )
    return made_of(channel, known.site, found, before, gone=known.gone)


def made_of(
    channel: Channel,
    site: SiteIdentity,
    found: Iterable[Placed],
    before: Place = NEWEST,
    *,
    gone: tuple[Gone, ...] = (),
) -> Feed:
    """A page of a feed, of as many of these items as fit, with what is said about the site."""
    page, following = paging.cut(found)
    return Feed(
        id=_id_of(channel, site),
        title=f"{site.name}: {channel.title}",
        description=channel.description,
        icon_url=icon_url(),
        channel=channel,
        items=tuple(placed.item for placed in page),
        gone=gone if before == NEWEST else (),
        before=before,
        next=following,
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
