"""Writing to the forum: every way a discussion or a reply comes to exist."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from forum import counting, events, naming, permissions
from forum.errors import DiscussionClosed, NotAllowed
from forum.models import Category, Discussion, Reply
from forum.models.reply import path_of
from harringay import html
from members.models import Member


@transaction.atomic
def start_discussion(
    *,
    author: Member,
    category: Category,
    title: str,
    body: str,
    body_format: str = html.TEXT,
    tags: Sequence[str] = (),
    submission: UUID | None = None,
) -> Discussion:
    """Start a discussion. The same `submission` again gives the discussion it made.

    Raises NotAllowed, and html.Unclean where the body cannot be kept.
    """
    # Locking the author puts a double click in line behind itself.
    author = Member.objects.select_for_update().get(pk=author.pk)
    earlier = Discussion.objects.filter(author=author, submission=submission).first()
    if submission and earlier:
        return earlier
    if not permissions.can_start(author, category):
        raise NotAllowed("You cannot start a discussion in this category.")

    discussion = Discussion(author=author, category=category, title=title, submission=submission)
    discussion.set_body(body, body_format)
    discussion.last_activity_at = discussion.started_at
    naming.save_under_free_slug(discussion)
    discussion.tags.set(tags)

    counting.add_discussion(discussion)
    events.record(events.DISCUSSION_STARTED, actor=author, discussion=discussion)
    return discussion


@transaction.atomic
def post_reply(
    *,
    discussion: Discussion,
    author: Member,
    body: str,
    body_format: str = html.TEXT,
    parent: Reply | None = None,
    submission: UUID | None = None,
) -> Reply:
    """Add a reply, and move the discussion up. The same `submission` again gives its reply.

    Raises DiscussionClosed, NotAllowed, and html.Unclean where the body cannot be kept.
    """
    # Lock the row: two people often answer the same question at once.
    discussion = (
        Discussion.objects.select_for_update(of=("self",))
        .select_related("category")
        .get(pk=discussion.pk)
    )
    earlier = Reply.objects.filter(author=author, submission=submission).first()
    if submission and earlier:
        return earlier
    _check_may_reply(author, discussion, parent)

    discussion.last_number += 1
    reply = Reply(
        discussion=discussion,
        author=author,
        parent=parent,
        number=discussion.last_number,
        path=path_of(discussion.last_number, parent.path if parent else ""),
        submission=submission,
    )
    reply.set_body(body, body_format)
    reply.save()

    counting.add_reply(discussion, reply)
    events.record(events.REPLY_POSTED, actor=author, discussion=discussion, reply=reply)
    return reply


def _check_may_reply(author: Member, discussion: Discussion, parent: Reply | None) -> None:
    if not permissions.can_reply(author, discussion):
        raise DiscussionClosed if discussion.is_closed else NotAllowed("You cannot reply here.")
    if parent and parent.discussion_id != discussion.pk:
        raise NotAllowed("That reply is in another discussion.")
    if parent and not parent.is_shown:
        raise NotAllowed("The reply you are answering has been taken down.")
