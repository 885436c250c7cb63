"""A discussion at its address, as one viewer may see it."""

from typing import Final

from django.db.models import FilteredRelation, Q, Value

from forum import changes
from forum.models import Discussion, DiscussionQuerySet
from forum.models.read_mark import news_begins
from harringay import compiled
from members.models import VISITOR, Viewer
from members.permissions import can_moderate

MOST_COUNTED: Final = 100  # replies; nobody counts further


def find(slug: str, viewer: Viewer) -> Discussion | None:
    """What this viewer may see at a slug, with its tags; for a member also what is new there,
    whether they follow it, what they have begun to write there, and whom they have muted. Its
    `version` is that of the moment (forum.changes). One query; and one more for what waits, where
    its author asks.
    """
    found: Discussion | None
    if not viewer.is_authenticated:
        found = _SEEN_BY_VISITORS.first(slug)
        return found
    given = (slug, viewer.pk, news_begins(viewer))
    if can_moderate(viewer):
        found = _SEEN_BY_MODERATORS.first(*given)
    else:
        found = _SEEN_BY_MEMBERS.first(*given) or _SEEN_BY_THEIR_AUTHOR.first(*given)
    return found


def tags_of(discussion: Discussion) -> list[tuple[str, str]]:
    """Name and slug of each, given a discussion that was found."""
    return sorted((name, slug) for name, slug in discussion.named_tags or ())


def newer_replies(slug: str, viewer: Viewer, *, after: int) -> list[int] | None:
    """The keys of what others have replied after a discussion's nth reply, the oldest first.

    Without those of whom this viewer has muted. None where there is no such discussion for them.
    One query.
    """
    shown = Q(replies__number__gt=after, replies__hidden_at=None, replies__withdrawn_at=None)
    found = (
        Discussion.objects.visible_to(viewer)
        .filter(slug=slug)
        .alias(newer=FilteredRelation("replies", condition=shown))
        .order_by("newer__number")
    )
    columns = ["newer__pk", "newer__author"]
    if viewer.is_authenticated:
        found = found.with_authors_muted_by(Value(viewer.pk))
        columns.append("muted_authors")
    rows = list(found.values_list(*columns)[:MOST_COUNTED])
    if not rows:
        return None
    muted = rows[0][2] if viewer.is_authenticated else None
    silent = {viewer.pk, *(muted or ())}
    return [key for key, author, *_muted in rows if key and author not in silent]


def _at(slug: Value, discussions: DiscussionQuerySet) -> DiscussionQuerySet:
    found = discussions.filter(slug=slug).select_related("author", "category")
    return found.only(*_SHOWN).with_named_tags().annotate(**_VERSION)


def _for_member(
    discussions: DiscussionQuerySet, member: Value, begins: Value
) -> DiscussionQuerySet:
    return (
        discussions.with_unread_since(member, begins)
        .with_follow_of(member)
        .with_draft_of(member)
        .with_authors_muted_by(member)
    )


# All that its page shows and asks; with every column of the three tables there are twice as many.
_SHOWN = (
    *("slug", "title", "body_html", "started_at", "edited_at", "is_edit_marked", "closed_at"),
    *("slow_minutes", "slow_until_at", "slow_reason"),
    *("hidden_at", "held_at", "withdrawn_at", "reply_count", "view_count", "page_count"),
    *("last_number", "last_activity_at", "author__name", "author__address"),
    *(
        "author__avatar_key",
        "author__left_at",
        "category__name",
        "category__slug",
        "category__hidden_at",
    ),
    "category__may_reply",
)
# In a mapping: a keyword would be a second declaration to the type checker.
_VERSION: Final = {"version": changes.column()}
_SEEN_BY_VISITORS = compiled.Query(lambda slug: _at(slug, Discussion.objects.visible_to(VISITOR)))
# What is visible to a visitor is to every member.
_SEEN_BY_MEMBERS = compiled.Query(
    lambda slug, member, begins: _for_member(
        _at(slug, Discussion.objects.visible_to(VISITOR)), member, begins
    ),
    slots=3,
)
_SEEN_BY_THEIR_AUTHOR = compiled.Query(
    lambda slug, member, begins: _for_member(
        _at(slug, Discussion.objects.held().filter(author=member, category__hidden_at=None)),
        member,
        begins,
    ),
    slots=3,
)
_SEEN_BY_MODERATORS = compiled.Query(
    lambda slug, member, begins: _for_member(_at(slug, Discussion.objects.all()), member, begins),
    slots=3,
)
