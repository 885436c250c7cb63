"""What is in a member's private feeds: what they were told, and what is new where they follow.

They hold what everyone may read, and leave out whom and what the member has muted. Whoever has the
address can read which of it is theirs, and do nothing: it is no way to sign in (safety F-35).
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from django.db.models import Exists, Q, QuerySet, Subquery
from django.http import Http404  # noqa: TID251  as forum.feeds does
from django.urls import reverse

from forum.feeds import feed as feeds
from forum.feeds import items, sources
from forum.feeds.channels import Channel
from forum.feeds.feed import Feed
from forum.feeds.paging import LENGTH, Place, Placed
from forum.feeds.sources import Beside, Sources
from forum.models import (
    Discussion,
    DiscussionQuerySet,
    DiscussionTag,
    Follow,
    Reply,
    ReplyQuerySet,
    SiteIdentity,
)
from members.models import VISITOR, Member, Mute
from notifications.models import Notification, NotificationQuerySet, PrivateFeed, PrivateKind


def channel(kind: PrivateKind, token: str) -> Channel:
    descriptions = {
        PrivateKind.NOTIFICATIONS: "Answers to you, and news of what you follow.",
        PrivateKind.FOLLOWS: "All that is new in the discussions, categories and tags you follow.",
    }
    pages = {PrivateKind.NOTIFICATIONS: "inbox", PrivateKind.FOLLOWS: "following"}
    return Channel(
        title=kind.label,
        description=descriptions[kind],
        page=reverse(f"notifications:{pages[kind]}"),
        name="notifications:private_feed",
        key=token,
        is_announced=False,
    )


def at_token(token: str) -> PrivateFeed:
    """The feed with this key. Raises Http404 where it was renewed or ended, or its member is gone.

    One query, for whoever asks again as well: an address that has ended answers nobody.
    """
    found = PrivateFeed.objects.with_token(token).select_related("member").first()
    if found is None or not found.member.may_sign_in:
        raise Http404
    return found


def beside(found: PrivateFeed) -> Beside:
    """What it is made of, and what is known beside that. One query."""
    return _SOURCES[PrivateKind(found.kind)].ask(found.member_id)


def made_of(found: PrivateFeed, token: str, known: Beside) -> Feed:
    """Its newest page, and no other: for all that came before there is the site. Two queries."""
    kind = PrivateKind(found.kind)
    read = {PrivateKind.NOTIFICATIONS: _told, PrivateKind.FOLLOWS: _followed}
    feed = feeds.made_of(channel(kind, token), known, read[kind](found.member, known.site))
    return replace(feed, next=None)


def _told(member: Member, site: SiteIdentity) -> Iterable[Placed]:
    newest = (
        _notifications(member)
        .select_related("event__discussion__author", "event__discussion__category")
        .select_related("event__reply__author", "event__reply__parent")
        .select_related("event__reply__discussion__category")[:LENGTH]
    )
    return (
        Placed(items.from_event(each.event, site), Place(each.happened_at, each.pk))
        for each in newest
    )


def _notifications(member: Member) -> NotificationQuerySet:
    visible = Notification.objects.of_member(member).visible().from_nobody_muted()
    return visible.order_by("-happened_at", "-pk")


def _followed(member: Member, site: SiteIdentity) -> Iterable[Placed]:
    """The newest discussions where they follow a category, a tag or all, and the newest replies."""
    found: list[Discussion | Reply] = [
        *_discussions(member).newest_first()[:LENGTH],
        *_replies(member).newest_first()[:LENGTH],
    ]
    found.sort(key=lambda each: (each.written_at, each.pk), reverse=True)
    return (
        Placed(items.from_written(each, site), Place(each.written_at, each.pk))
        for each in found[:LENGTH]
    )


def _discussions(member: Member) -> DiscussionQuerySet:
    follows = Follow.objects.of_member(member)
    active = follows.active()
    # Says at once that there is nothing; by the wishes below, every discussion would be looked at.
    follows_any = Exists(active.filter(discussion=None))
    tagged = DiscussionTag.objects.filter(tag__in=active.exclude(tag=None).values("tag"))
    wanted = Q(category__in=active.exclude(category=None).values("category"))
    wanted |= Q(pk__in=tagged.values("content_object"))
    wanted |= Q(Exists(active.filter(discussion=None, category=None, tag=None)))
    return (
        Discussion.objects.visible_to(VISITOR)
        .filter(follows_any, wanted, withdrawn_at=None)
        .exclude(pk__in=follows.exclude(muted_at=None).values("discussion"))
        .exclude(Q(author=member) | Q(author__in=_muted_by(member)))
        .select_related("author", "category")
    )


def _replies(member: Member) -> ReplyQuerySet:
    followed = Follow.objects.of_member(member).active().exclude(discussion=None)
    return (
        Reply.objects.visible_to(VISITOR)
        .filter(discussion__in=followed.values("discussion"))
        .exclude(Q(author=member) | Q(author__in=_muted_by(member)))
        .select_related("author", "discussion__category", "parent")
    )


def _muted_by(member: Member) -> "QuerySet[Mute, Any]":
    return Mute.objects.of_member(member).values("muted")


_OF_NOTIFICATION: Final = ("pk", "happened_at", *(f"event__{each}" for each in sources.OF_EVENT))


def _told_lists(member: Any) -> dict[str, Subquery]:
    return {"told": sources.listed(_notifications(member), _OF_NOTIFICATION, most=LENGTH)}


def _followed_lists(member: Any) -> dict[str, Subquery]:
    """Given the member's key, as a query knows it."""
    newest = _discussions(member).newest_first(), _replies(member).newest_first()
    return {
        "discussions": sources.listed(newest[0], sources.OF_DISCUSSION, most=LENGTH),
        "replies": sources.listed(newest[1], sources.OF_REPLY, most=LENGTH),
    }


_SOURCES: Final = {
    PrivateKind.NOTIFICATIONS: Sources(_told_lists, slots=1),
    PrivateKind.FOLLOWS: Sources(_followed_lists, slots=1),
}
