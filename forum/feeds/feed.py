"""What is in each feed: the newest of what everyone may read, and page by page all of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet, Value
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.templatetags.static import static

from forum import searching
from forum.errors import SearchTookTooLong
from forum.feeds import channels, items, paging
from forum.feeds.channels import Channel
from forum.feeds.items import Item
from forum.feeds.paging import NEWEST, Place, Placed
from forum.feeds.printable import Printable
from forum.models import (
    Category,
    CategoryQuerySet,
    Discussion,
    DiscussionQuerySet,
    Event,
    EventQuerySet,
    LegacyAddress,
    Reply,
    ReplyQuerySet,
    SiteIdentity,
    Tag,
)
from forum.naming import address_of
from forum.search_form import MOST_CHARACTERS
from harringay import compiled
from members import limits
from members.errors import RateLimited
from members.limits import Action
from members.models import Member

# One more than a page shows, which tells whether there is another.
ROWS = paging.LENGTH + 1

# A feed is the same for everyone, so it never asks who is reading.
VISITOR = AnonymousUser()

Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True)
class Feed(Printable):
    """A page of a channel's items, newest first, and what is said about the site in each feed."""

    title: str
    description: str
    icon_url: str
    channel: Channel
    items: tuple[Item, ...]
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
    found = _NEWEST_DISCUSSIONS.all(before.moment, before.key)
    return _of_written(channels.discussions(), found, before)


def newest_replies(before: Place = NEWEST) -> Feed:
    found = _NEWEST_REPLIES.all(before.moment, before.key)
    return _of_written(channels.replies(), found, before)


def activity(before: Place = NEWEST) -> Feed:
    site = SiteIdentity.current()
    events = _EVENTS.all(before.moment, before.key)
    found = (
        Placed(items.from_event(event, site), Place(event.happened_at, event.pk))
        for event in events
    )
    return made_of(channels.activity(), site, found, before)


def of_category(slug: str, before: Place = NEWEST) -> Feed:
    category = get_object_or_404(visible_categories(), slug=slug)
    found = _IN_CATEGORY.all(category.pk, before.moment, before.key)
    return _of_written(channels.category(category), found, before)


def of_tag(slug: str, before: Place = NEWEST) -> Feed:
    tag = get_object_or_404(Tag.objects.visible_to(VISITOR), slug=slug)
    found = _TAGGED.all(tag.pk, before.moment, before.key)
    return _of_written(channels.tag(tag), found, before)


def of_discussion(slug: str, before: Place = NEWEST) -> Feed:
    """The replies to one discussion, also by a slug it used to have."""
    visible = Discussion.objects.visible_to(VISITOR)
    discussion = visible.filter(slug=slug).first() or _formerly_at(slug, visible)
    found = _IN_DISCUSSION.all(discussion.pk, before.moment, before.key)
    return _of_written(channels.discussion(discussion), found, before)


def of_member(address: str, before: Place = NEWEST) -> Feed:
    """What one member wrote, of both kinds, also by their name on the old site."""
    found = Member.objects.present().at_address(address)
    written: list[Discussion | Reply] = [
        *_before(_discussions().filter(author__in=found[:1]), "started_at", before)[:ROWS],
        *_before(_replies().filter(author__in=found[:1]), "posted_at", before)[:ROWS],
    ]
    written.sort(key=lambda each: (each.written_at, each.pk), reverse=True)
    # Who wrote something is known from it: three queries instead of four.
    member = written[0].author if written else get_object_or_404(found[:1])
    return _of_written(channels.member(member), written[:ROWS], before)


def of_words(words: str, before: Place = NEWEST) -> Feed:
    """What has some words in it, asked for as in the search.

    Raises Http404 where no word is asked for, and SearchTookTooLong.
    """
    query = searching.parse(words)
    if not query.wanted or len(words) > MOST_CHARACTERS:
        raise Http404
    _spend_a_search()
    until = None if before == NEWEST else before.moment
    found = searching.newest(query, viewer=VISITOR, size=ROWS, until=until)
    discussions, replies = (
        [each.pk for each in found if each.kind == kind]
        for kind in (searching.DISCUSSION, searching.REPLY)
    )
    written: list[Discussion | Reply] = [
        *_discussions().filter(pk__in=discussions),
        *_replies().filter(pk__in=replies),
    ]
    written.sort(key=lambda each: (each.written_at, each.pk), reverse=True)
    after = [each for each in written if (each.written_at, each.pk) < (before.moment, before.key)]
    return _of_written(channels.words(query.text), after, before)


def _spend_a_search() -> None:
    """Feeds of words are asked for by machines, and count with what all visitors search."""
    try:
        limits.spend(Action.SEARCH, member=None, ip=None)
    except RateLimited as refusal:
        raise SearchTookTooLong from refusal


def visible_categories() -> CategoryQuerySet:
    return Category.objects.visible_to(VISITOR).in_order()


def _discussions() -> DiscussionQuerySet:
    """Those whose opening post everyone may read: a withdrawn one may still be answered."""
    return (
        Discussion.objects.visible_to(VISITOR)
        .filter(withdrawn_at=None)
        .select_related("author", "category")
        .defer("body")
        .newest_first()
    )


def _replies() -> ReplyQuerySet:
    return (
        Reply.objects.visible_to(VISITOR)
        .select_related("author", "discussion__category", "parent")
        .defer("body", "discussion__body", "discussion__body_html")
        .defer("parent__body", "parent__body_html")
        .newest_first()
    )


def _events() -> EventQuerySet:
    return (
        Event.objects.visible_to(VISITOR)
        .select_related("discussion__author", "discussion__category")
        .select_related("reply__author", "reply__discussion__category", "reply__parent")
        .defer("discussion__body", "reply__body")
        .defer("reply__discussion__body", "reply__discussion__body_html")
        .defer("reply__parent__body", "reply__parent__body_html")
        .latest_first()
    )


def _before(rows: Rows, moment: str, place: Place) -> Rows:
    """Those that come after a place, given the name of their moment."""
    return _older(rows, moment, Value(place.moment), Value(place.key))


def _older(rows: Rows, field: str, moment: Value, key: Value) -> Rows:
    # The first condition finds the place in an index, the second what is beside it.
    earlier = Q(**{f"{field}__lt": moment}) | Q(pk__lt=key)
    return rows.filter(earlier, **{f"{field}__lte": moment})


def _a_page(rows: Callable[..., Rows], field: str, *, slots: int = 0) -> compiled.Query:
    """The query for a page of rows, asked with what they are about, then with a place."""

    def build(*values: Value) -> Rows:
        *about, moment, key = values
        return _older(rows(*about), field, moment, key)[:ROWS]

    return compiled.Query(build, slots=slots + 2)


_NEWEST_DISCUSSIONS = _a_page(_discussions, "started_at")
_NEWEST_REPLIES = _a_page(_replies, "posted_at")
_EVENTS = _a_page(_events, "happened_at")
_IN_CATEGORY = _a_page(lambda key: _discussions().in_category(key), "started_at", slots=1)
_TAGGED = _a_page(lambda key: _discussions().tagged(key), "started_at", slots=1)
_IN_DISCUSSION = _a_page(lambda key: _replies().filter(discussion=key), "posted_at", slots=1)


def _formerly_at(slug: str, visible: DiscussionQuerySet) -> Discussion:
    return get_object_or_404(
        visible, pk__in=LegacyAddress.objects.filter(path=address_of(slug)).values("discussion")
    )


def _of_written(channel: Channel, written: Iterable[Discussion | Reply], before: Place) -> Feed:
    site = SiteIdentity.current()
    found = (
        Placed(items.from_written(each, site), Place(each.written_at, each.pk)) for each in written
    )
    return made_of(channel, site, found, before)


def made_of(
    channel: Channel, site: SiteIdentity, found: Iterable[Placed], before: Place = NEWEST
) -> Feed:
    """A page of a feed, of as many of these items as fit, with what is said about the site."""
    page, following = paging.cut(found)
    return Feed(
        title=f"{site.name}: {channel.title}",
        description=channel.description,
        icon_url=icon_url(),
        channel=channel,
        items=tuple(placed.item for placed in page),
        before=before,
        next=following,
    )


def icon_url() -> str:
    return f"{settings.SITE_URL}{static('img/icon-180.png')}"
