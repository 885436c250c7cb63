"""What a badge says: a few lines about the site or a member, for other people's pages."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from forum.models import Discussion, DiscussionQuerySet, SiteIdentity
from forum.views.discussion_rows import counted
from harringay import html
from members.models import VISITOR, Member

MOST_TITLES = 4
EXCERPT_LENGTH = 180


@dataclass(frozen=True)
class Badge:
    """One badge; `page` is the path of what it is about, and `member` whose it is.

    `words` are the beginning of a discussion's opening post.
    """

    site: SiteIdentity
    heading: str
    about: str
    counts: tuple[str, ...]
    latest: tuple[Discussion, ...]
    page: str
    member: Member | None = None
    words: str = ""


def of_network() -> Badge:
    """The site's: how many people and posts there are, and the newest discussions."""
    site = SiteIdentity.current()
    return Badge(
        site=site,
        heading=site.name,
        about=site.tagline,
        counts=_counts_of_everybody(),
        latest=_newest(_discussions()),
        page="/",
    )


def of_member(member: Member) -> Badge:
    """That somebody is here, since when, how much they wrote, and what they began of late."""
    site = SiteIdentity.current()
    return Badge(
        site=site,
        heading=member.shown_name,
        about=f"A member of {site.name} since {member.joined_at:%Y}",
        counts=(
            counted(member.discussion_count, "discussion", "discussions"),
            counted(member.reply_count, "reply", "replies"),
        ),
        latest=() if member.wants_activity_hidden else _newest(_discussions().started_by(member)),
        page=member.get_absolute_url(),
        member=member,
    )


def of_discussion(discussion: Discussion) -> Badge:
    """How it begins, who began it, and how many have answered."""
    site = SiteIdentity.current()
    return Badge(
        site=site,
        heading=discussion.title,
        about=f"{discussion.author.shown_name} on {site.name}",
        counts=(discussion.category.name, counted(discussion.reply_count, "reply", "replies")),
        latest=(),
        page=discussion.get_absolute_url(),
        words=html.excerpt(discussion.body_html, EXCERPT_LENGTH),
    )


def _discussions() -> DiscussionQuerySet:
    """Those whose opening post everyone may read."""
    return Discussion.objects.visible_to(VISITOR).filter(withdrawn_at=None)


def _newest(discussions: DiscussionQuerySet) -> tuple[Discussion, ...]:
    return tuple(discussions.newest_first().only("slug", "title", "reply_count")[:MOST_TITLES])


def _counts_of_everybody() -> tuple[str, ...]:
    """One query of the members, who are few, and whose numbers hold what everyone may read."""
    present = Q(pk__in=Member.objects.present().values("pk"))
    found = Member.objects.aggregate(
        members=Count("pk", filter=present),
        discussions=Sum("discussion_count", default=0),
        replies=Sum("reply_count", default=0),
    )
    return (
        counted(found["members"], "member", "members"),
        counted(found["discussions"], "discussion", "discussions"),
        counted(found["replies"], "reply", "replies"),
    )
