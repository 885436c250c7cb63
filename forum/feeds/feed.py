"""What is in each feed: the newest of what everyone may read."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import get_object_or_404
from django.templatetags.static import static

from forum.feeds import channels, items
from forum.feeds.channels import Channel
from forum.feeds.items import Item
from forum.feeds.printable import Printable
from forum.models import (
    Category,
    CategoryQuerySet,
    Discussion,
    DiscussionQuerySet,
    Event,
    LegacyAddress,
    Reply,
    ReplyQuerySet,
    SiteIdentity,
    Tag,
)
from forum.naming import address_of
from harringay import compiled
from members.models import Member

LENGTH = 30

# A feed is the same for everyone, so it never asks who is reading.
VISITOR = AnonymousUser()


@dataclass(frozen=True)
class Feed(Printable):
    """A channel with its items, newest first, and what is said about the site in each feed."""

    title: str
    description: str
    icon_url: str
    channel: Channel
    items: tuple[Item, ...]

    def path(self, extension: str) -> str:
        """Its path in one format: rss, atom or json."""
        return self.channel.path(extension)

    def url(self, extension: str) -> str:
        return self.channel.url(extension)


def newest_discussions() -> Feed:
    return _of_discussions(channels.discussions(), _NEWEST_DISCUSSIONS.all())


def newest_replies() -> Feed:
    return _of_replies(channels.replies(), _NEWEST_REPLIES.all())


def activity() -> Feed:
    site = SiteIdentity.current()
    events = (
        Event.objects.visible_to(VISITOR)
        .filter(discussion__category__hidden_at=None)
        .select_related("discussion__author", "discussion__category")
        .select_related("reply__author", "reply__discussion__category", "reply__parent")
        .defer("discussion__body", "reply__body")
        .defer("reply__discussion__body", "reply__discussion__body_html")
        .defer("reply__parent__body", "reply__parent__body_html")
        .latest_first()[:LENGTH]
    )
    return made_of(channels.activity(), site, (items.from_event(event, site) for event in events))


def of_category(slug: str) -> Feed:
    category = get_object_or_404(visible_categories(), slug=slug)
    return _of_discussions(channels.category(category), _IN_CATEGORY.all(category.pk))


def of_tag(slug: str) -> Feed:
    tag = get_object_or_404(Tag.objects.visible_to(VISITOR), slug=slug)
    return _of_discussions(channels.tag(tag), _TAGGED.all(tag.pk))


def of_discussion(slug: str) -> Feed:
    """The replies to one discussion, also by a slug it used to have."""
    found = Discussion.objects.visible_to(VISITOR).filter(category__hidden_at=None)
    discussion = found.filter(slug=slug).first() or _formerly_at(slug, found)
    return _of_replies(channels.discussion(discussion), _IN_DISCUSSION.all(discussion.pk))


def of_member(address: str) -> Feed:
    """What one member wrote, of both kinds, also by their name on the old site."""
    site = SiteIdentity.current()
    found = Member.objects.present().at_address(address)
    discussions = _discussions().filter(author__in=found[:1])[:LENGTH]
    replies = _replies().filter(author__in=found[:1])[:LENGTH]
    written = sorted(
        [*discussions, *replies], key=lambda each: (each.written_at, each.pk), reverse=True
    )
    # Who wrote something is known from it: three queries instead of four.
    member = written[0].author if written else get_object_or_404(found[:1])
    made = (
        items.from_reply(each, site)
        if isinstance(each, Reply)
        else items.from_discussion(each, site)
        for each in written[:LENGTH]
    )
    return made_of(channels.member(member), site, made)


def visible_categories() -> CategoryQuerySet:
    return Category.objects.visible_to(VISITOR).in_order()


def _discussions() -> DiscussionQuerySet:
    """Those whose opening post everyone may read: a withdrawn one may still be answered."""
    return (
        Discussion.objects.visible_to(VISITOR)
        .filter(withdrawn_at=None, category__hidden_at=None)
        .select_related("author", "category")
        .defer("body")
        .newest_first()
    )


def _replies() -> ReplyQuerySet:
    return (
        Reply.objects.visible_to(VISITOR)
        .filter(discussion__category__hidden_at=None)
        .select_related("author", "discussion__category", "parent")
        .defer("body", "discussion__body", "discussion__body_html")
        .defer("parent__body", "parent__body_html")
        .newest_first()
    )


_NEWEST_DISCUSSIONS = compiled.Query(lambda: _discussions()[:LENGTH], slots=0)
_NEWEST_REPLIES = compiled.Query(lambda: _replies()[:LENGTH], slots=0)
_IN_CATEGORY = compiled.Query(lambda category: _discussions().in_category(category)[:LENGTH])
_TAGGED = compiled.Query(lambda tag: _discussions().tagged(tag)[:LENGTH])
_IN_DISCUSSION = compiled.Query(
    lambda discussion: _replies().filter(discussion=discussion)[:LENGTH]
)


def _formerly_at(slug: str, visible: DiscussionQuerySet) -> Discussion:
    return get_object_or_404(
        visible, pk__in=LegacyAddress.objects.filter(path=address_of(slug)).values("discussion")
    )


def _of_discussions(channel: Channel, discussions: Iterable[Discussion]) -> Feed:
    site = SiteIdentity.current()
    return made_of(channel, site, (items.from_discussion(each, site) for each in discussions))


def _of_replies(channel: Channel, replies: Iterable[Reply]) -> Feed:
    site = SiteIdentity.current()
    return made_of(channel, site, (items.from_reply(each, site) for each in replies))


def made_of(channel: Channel, site: SiteIdentity, made: Iterable[Item]) -> Feed:
    """A feed of these items, with what is said about the site in each."""
    return Feed(
        title=f"{site.name}: {channel.title}",
        description=channel.description,
        icon_url=icon_url(),
        channel=channel,
        items=tuple(made),
    )


def icon_url() -> str:
    return f"{settings.SITE_URL}{static('img/icon-180.png')}"
