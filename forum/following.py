"""Wishing to hear about a discussion, a category, a tag or everything new; and no more of it.

What a member stops or mutes is remembered, so that no reply of theirs begins it again.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, QuerySet, Value
from django.utils import timezone

from forum.models import Category, Discussion, Follow, FollowQuerySet, FollowReason, Tag
from harringay import compiled
from members.models import Member

# None stands for everything new.
Subject = Discussion | Category | Tag | None


@transaction.atomic
def follow(subject: Subject, *, member: Member, level: str = "") -> None:
    """Tell a member what is new in something from now on; a mute of theirs ends with it.

    `level` is one of Level, or empty for what they have chosen in general.
    """
    state = {"level": level, "stopped_at": None, "muted_at": None}
    compiled.insert_where_missing(
        Follow(member=member, followed_at=timezone.now(), **_named(subject), **state)
    )
    of_member(subject, member=member).update(**state)


@transaction.atomic
def choose_categories(
    chosen: Iterable[Category], *, among: Iterable[Category], member: Member
) -> None:
    """Follow those that are chosen of some, and stop following the others of them."""
    wanted, followed = set(chosen), set(categories_followed(by=member))
    for category in among:
        if category in wanted - followed:
            follow(category, member=member)
        elif category in followed - wanted:
            stop_following(category, member=member)


def categories_followed(*, by: Member) -> QuerySet[Category]:
    return Category.objects.filter(follows__in=Follow.objects.of_member(by).active())


def stop_following(subject: Subject, *, member: Member) -> None:
    """Tell them no more; what answers or names them is still told. Twice changes nothing."""
    of_member(subject, member=member).active().update(stopped_at=timezone.now())


@transaction.atomic
def mute(discussion: Discussion, *, member: Member) -> None:
    """Tell them nothing at all of a discussion any more, not even what answers them."""
    now = timezone.now()
    # Whoever did not follow it before does not when the mute ends.
    compiled.insert_where_missing(
        Follow(member=member, discussion=discussion, followed_at=now, stopped_at=now)
    )
    of_member(discussion, member=member).filter(muted_at=None).update(muted_at=now)


def unmute(discussion: Discussion, *, member: Member) -> None:
    """Let it be again as it was before: followed or not."""
    of_member(discussion, member=member).update(muted_at=None)


def choose_level(follow_row: Follow, *, level: str) -> None:
    """How soon they wish to hear of it; empty for what they have chosen in general."""
    follow_row.level = level
    follow_row.save(update_fields=["level"])


def forget_levels(member: Member, *, is_of_discussions: bool) -> None:
    """Let the member's general choice hold for all discussions they follow, or for all else."""
    follows = Follow.objects.of_member(member).exclude(level="")
    follows.filter(discussion__isnull=not is_of_discussions).update(level="")


def follow_started(discussion: Discussion, *, author: Member) -> None:
    """A member follows what they start, if they like it so."""
    if author.wants_to_follow_started:
        _follow_own(discussion, author, FollowReason.STARTED)


def follow_replied(discussion: Discussion, *, author: Member) -> None:
    """A member follows what they reply to, if they like it so and have not stopped."""
    if author.wants_to_follow_replied:
        _follow_own(discussion, author, FollowReason.REPLIED)


def has_row(member: Value, discussion: Value) -> Exists:
    """Whether there is a row for it, asked together with what else is; it stays then."""
    return Exists(Follow.objects.filter(member=member, discussion=discussion))


def of_member(subject: Subject, *, member: Member) -> FollowQuerySet:
    """A member's row for something, if there is one."""
    return Follow.objects.filter(member=member, **_named(subject))


def _follow_own(discussion: Discussion, author: Member, reason: FollowReason) -> None:
    compiled.insert_where_missing(
        Follow(member=author, discussion=discussion, reason=reason, followed_at=timezone.now())
    )


def _named(subject: Subject) -> dict[str, Any]:
    return {
        name: subject if isinstance(subject, model) else None
        for name, model in (("discussion", Discussion), ("category", Category), ("tag", Tag))
    }
