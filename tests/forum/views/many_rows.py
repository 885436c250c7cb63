"""A forum of any size, made in bulk: every list of it is as long, and so is one discussion."""

from datetime import timedelta

from django.utils import timezone

from forum import counting, paging
from forum.models import Category, Discussion, DiscussionTag, Event, EventKind, Reply, Tag
from forum.models.reply import path_of
from members.models import Member

BRANCH = 5  # replies: one to the discussion, and the rest to that


def write_many(rows: int) -> Discussion:
    """So many of everything; gives the discussion with so many replies, each by somebody else.

    Wendy has written something of each kind for every row.
    """
    members = Member.objects.bulk_create(
        Member(name=f"Neighbour {n}", address=f"neighbour-{n}") for n in range(rows)
    )
    wendy = Member.objects.create(name="Wendy", address="wendy")
    rooms = Category.objects.bulk_create(
        Category(name=f"Room {n}", slug=f"room-{n}") for n in range(rows)
    )
    _write_discussions(wendy, rooms[0], rows)
    thread = _discussion(wendy, rooms[0], "the-thread")
    thread.save()
    _write_replies(thread, members)
    _write_replies(Discussion.objects.get(slug="discussion-0"), [wendy] * rows)
    counting.recount()
    thread.refresh_from_db()
    paging.rebuild(thread)
    return thread


def _discussion(author: Member, category: Category, slug: str) -> Discussion:
    discussion = Discussion(author=author, category=category, title="Foxes again", slug=slug)
    discussion.set_body("Three of them.", "text")
    discussion.featured_at = discussion.started_at
    return discussion


def _write_discussions(author: Member, category: Category, rows: int) -> None:
    """Each featured, with a tag of its own and one that they share, and its event."""
    made = Discussion.objects.bulk_create(
        _discussion(author, category, f"discussion-{n}") for n in range(rows)
    )
    shared = Tag.objects.create(name="foxes", slug="foxes")
    own = Tag.objects.bulk_create(Tag(name=f"fox {n}", slug=f"fox-{n}") for n in range(rows))
    DiscussionTag.objects.bulk_create(
        DiscussionTag(content_object=discussion, tag=tag)
        for discussion, its_own in zip(made, own, strict=True)
        for tag in (shared, its_own)
    )
    Event.objects.bulk_create(
        Event(kind=EventKind.DISCUSSION_STARTED, actor=author, discussion=discussion)
        for discussion in made
    )


def _write_replies(discussion: Discussion, authors: list[Member]) -> None:
    """One by each, in branches."""
    heads: list[Reply] = []
    answers: list[Reply] = []
    for number, author in enumerate(authors, start=1):
        is_head = number % BRANCH == 1
        parent = None if is_head else heads[-1]
        reply = Reply(discussion=discussion, author=author, parent=parent, number=number)
        reply.path = path_of(number, parent.path if parent else "")
        reply.posted_at = timezone.now() - timedelta(minutes=len(authors) - number)
        reply.set_body("They are back by the railway.", "text")
        (heads if is_head else answers).append(reply)
    Reply.objects.bulk_create(heads)
    Reply.objects.bulk_create(answers)
    Event.objects.bulk_create(
        Event(kind=EventKind.REPLY_POSTED, actor=reply.author, discussion=discussion, reply=reply)
        for reply in heads + answers
    )
