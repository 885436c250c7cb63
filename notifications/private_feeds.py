"""What is in a member's private feeds: what they were told, and what is new where they follow.

They hold what everyone may read, and leave out whom and what the member has muted. Whoever has the
address can read which of it is theirs, and do nothing: it is no way to sign in (safety F-35).
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import Http404  # noqa: TID251  as forum.feeds does
from django.urls import reverse

from forum.feeds import items
from forum.feeds.channels import Channel
from forum.feeds.feed import Feed, made_of
from forum.feeds.paging import LENGTH, Place, Placed
from forum.feeds.sources import Beside
from forum.models import (
    Discussion,
    DiscussionQuerySet,
    DiscussionTag,
    Follow,
    Reply,
    ReplyQuerySet,
    SiteIdentity,
)
from members.models import Member, Mute
from notifications.models import Notification, PrivateFeed, PrivateKind

VISITOR: Final = AnonymousUser()


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


def at_token(token: str) -> Feed:
    """The feed with this key. Raises Http404 where it was renewed or ended, or its member is gone.

    Its newest page, and no other: for all that came before there is the site. Five queries at most.
    """
    found = PrivateFeed.objects.with_token(token).select_related("member").first()
    if found is None or not found.member.may_sign_in:
        raise Http404
    kind, site = PrivateKind(found.kind), SiteIdentity.current()
    read = {PrivateKind.NOTIFICATIONS: _told, PrivateKind.FOLLOWS: _followed}
    feed = made_of(channel(kind, token), Beside(site), read[kind](found.member, site))
    return replace(feed, next=None)


def _told(member: Member, site: SiteIdentity) -> Iterable[Placed]:
    visible = Notification.objects.of_member(member).visible().from_nobody_muted()
    newest = (
        visible.select_related("event__discussion__author", "event__discussion__category")
        .select_related("event__reply__author", "event__reply__parent")
        .select_related("event__reply__discussion__category")
        .order_by("-happened_at", "-pk")[:LENGTH]
    )
    return (
        Placed(items.from_event(each.event, site), Place(each.happened_at, each.pk))
        for each in newest
    )


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
    tagged = DiscussionTag.objects.filter(tag__in=active.exclude(tag=None).values("tag"))
    wanted = Q(category__in=active.exclude(category=None).values("category"))
    wanted |= Q(pk__in=tagged.values("content_object"))
    if active.filter(discussion=None, category=None, tag=None).exists():
        wanted = Q()
    return (
        Discussion.objects.visible_to(VISITOR)
        .filter(wanted, withdrawn_at=None)
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
