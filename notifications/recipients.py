"""Who should hear of an event: reads only, one queryset for each kind of news.

Each gives members, or their follows, with `wished`, the level at which they wish to be told. The
author of what happened is never among them, nor who has muted them or the discussion, nor who has
read it.
"""

from allauth.account.models import EmailAddress
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, NullIf

from forum.models import (
    CategoryReadMark,
    DiscussionTag,
    Event,
    Follow,
    FollowQuerySet,
    Level,
    Mention,
    ReadMark,
)
from members.models import Member, MemberQuerySet, Mute
from members.models.standing import not_kept_out
from notifications.models import FIELD_OF, Bounce, Kind, NotificationQuerySet, Preference


def of_answer(event: Event) -> MemberQuerySet:
    """Whoever wrote what a reply answers: another reply, or the opening post."""
    answered = (event.reply and event.reply.parent) or event.discussion
    return _members(Member.objects.filter(pk=answered.author_id), event, Kind.ANSWER)


def of_mention(event: Event) -> MemberQuerySet:
    """Everyone whom a reply, or an opening post, calls by name."""
    place = {"reply": event.reply} if event.reply else {"discussion": event.discussion}
    named = Mention.objects.filter(**place).values("member")
    return _members(Member.objects.filter(pk__in=named), event, Kind.MENTION)


def of_reply(event: Event) -> FollowQuerySet:
    """Those who follow the discussion."""
    return _followers(Follow.objects.filter(discussion=event.discussion), event, Kind.REPLY)


def of_discussion(event: Event) -> FollowQuerySet:
    """Those who follow its category, one of its tags, or everything new."""
    tags = DiscussionTag.objects.filter(content_object=event.discussion).values("tag")
    follows = Follow.objects.filter(
        Q(category=event.discussion.category_id)
        | Q(tag__in=tags)
        | Q(discussion=None, category=None, tag=None)
    )
    return _followers(follows, event, Kind.DISCUSSION)


def to_push(
    notifications: NotificationQuerySet, *, begins: Value, now: Value
) -> NotificationQuerySet:
    """Those that a browser may be told of: unread, seen by everyone, and wished straight away.

    Whether mail reaches the recipient, or is wished at all, is another matter.
    """
    return (
        notifications.with_is_read(begins)
        .visible()
        .annotate(wished=general_level(Kind.ANSWER, "recipient__"))
        .filter(_is_present(now), _is_wished(Level.NOW), Q(("is_read", False)))
    )


def looked_at(
    notifications: NotificationQuerySet, level: Level, *, begins: Value, now: Value
) -> NotificationQuerySet:
    """Each with `is_read`, `is_visible`, `is_wanted` and `is_reachable`, as things stand now.

    `begins` is when news begins (notification.news_began). One query, which asks no other
    notification anything: a burst of them must not be compared with itself by a database that has
    not noticed yet how many there are.
    """
    confirmed = EmailAddress.objects.filter(
        user=OuterRef("recipient"), email=OuterRef("recipient__email"), verified=True
    )
    stopped = Bounce.objects.stopping().filter(email=OuterRef("recipient__email"))
    return (
        notifications.with_is_read(begins)
        .with_is_visible()
        .annotate(wished=general_level(Kind.ANSWER, "recipient__"))
        .annotate(
            is_wanted=_is_wished(level) & Q(recipient__preference__mail_stopped_at=None),
            is_reachable=_is_present(now) & Q(Exists(confirmed)) & ~Q(Exists(stopped)),
        )
    )


def _is_present(now: Value) -> Q:
    is_here = Q(recipient__is_active=True, recipient__left_at=None)
    return is_here & not_kept_out(now, way="recipient__")


def _is_wished(level: Level) -> Q:
    """Whether the recipient still wishes to be told, at this level.

    Straight away is for who wishes that; an edition may bring it to all who wish for any mail.
    """
    agrees = Q(wished=level) if level == Level.NOW else ~Q(wished=Level.NEVER)
    in_discussion = Q(discussion=OuterRef("discussion"))
    in_what_is_followed = (
        Q(category=OuterRef("discussion__category"))
        | Q(tag__discussion_tags__content_object=OuterRef("discussion"))
        | Q(discussion=None, category=None, tag=None)
    )
    own = Follow.objects.filter(member=OuterRef("recipient"))
    muted = own.filter(in_discussion, muted_at__isnull=False)
    author_muted = Mute.objects.of_member(OuterRef("recipient")).filter(
        muted=OuterRef("event__actor")
    )
    return (
        (
            Q(agrees, kind__in=(Kind.ANSWER, Kind.MENTION))
            | _followed_with(agrees, own.filter(in_discussion), Kind.REPLY)
            | _followed_with(agrees, own.filter(in_what_is_followed), Kind.DISCUSSION)
        )
        & ~Q(Exists(muted))
        & ~Q(Exists(author_muted))
    )


def reachable(members: MemberQuerySet) -> MemberQuerySet:
    """Those whom mail reaches: present, their address confirmed, and no mail to it stopped."""
    confirmed = EmailAddress.objects.filter(
        user=OuterRef("pk"), email=OuterRef("email"), verified=True
    )
    stopped = Bounce.objects.stopping().filter(email=OuterRef("email"))
    return members.present().filter(Exists(confirmed), ~Exists(stopped))


def general_level(kind: Kind, member: str = "") -> Coalesce:
    """How soon a member wishes to hear of a kind of news, where no follow says otherwise.

    `member` is the way to them, with `__` behind it.
    """
    field = FIELD_OF[kind]
    return Coalesce(F(f"{member}preference__{field}"), Value(Preference.default_of(field)))


def _members(members: MemberQuerySet, event: Event, kind: Kind) -> MemberQuerySet:
    muted = Follow.objects.filter(
        member=OuterRef("pk"), discussion=event.discussion, muted_at__isnull=False
    )
    told = members.present().exclude(pk=event.actor_id)
    told = told.filter(~Exists(muted), ~_mutes_actor(event, "pk"), ~_has_read(event, "pk"))
    return told.annotate(wished=general_level(kind))


def _followers(follows: FollowQuerySet, event: Event, kind: Kind) -> FollowQuerySet:
    muted = Follow.objects.filter(
        member=OuterRef("member"), discussion=event.discussion, muted_at__isnull=False
    )
    return (
        follows.active()
        .filter(member__in=Member.objects.present(), followed_at__lte=event.happened_at)
        .exclude(member=event.actor_id)
        .filter(~Exists(muted), ~_mutes_actor(event, "member"), ~_has_read(event, "member"))
        .annotate(wished=_level_of_follow(kind))
        # Whoever follows the same in several ways is told by the way that tells them soonest.
        .order_by(_soonest_first(), "pk")
    )


def _soonest_first() -> Case:
    places = {level.value: place for place, level in enumerate(Level)}
    return Case(*[When(wished=level, then=Value(place)) for level, place in places.items()])


def _followed_with(agrees: Q, follows: FollowQuerySet, kind: Kind) -> Q:
    """A notification of a kind that one of these follows of its recipient wishes for."""
    wishing = follows.active().annotate(wished=_level_of_follow(kind)).filter(agrees)
    return Q(Exists(wishing), kind=kind)


def _level_of_follow(kind: Kind) -> Coalesce:
    """The follow's own level, or the member's general one."""
    return Coalesce(NullIf(F("level"), Value("")), general_level(kind, "member__"))


def _mutes_actor(event: Event, member: str) -> Q:
    """Who does not wish to hear from the author."""
    return Q(Exists(Mute.objects.of_member(OuterRef(member)).filter(muted=event.actor_id)))


def _has_read(event: Event, member: str) -> Q:
    in_discussion = ReadMark.objects.filter(
        member=OuterRef(member), discussion=event.discussion, read_at__gte=event.happened_at
    )
    in_category = CategoryReadMark.objects.filter(
        member=OuterRef(member),
        category=event.discussion.category_id,
        read_at__gte=event.happened_at,
    )
    return Q(Exists(in_discussion)) | Q(Exists(in_category))
