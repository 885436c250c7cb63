"""Writing to the forum: every way a discussion or a reply comes to exist."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone

from forum import (
    counting,
    events,
    following,
    mentioning,
    naming,
    paging,
    permissions,
    picturing,
    quoting,
    screening,
    slowing,
    sparing,
)
from forum.errors import DiscussionClosed, ForumError, NotAllowed
from forum.models import Category, Discussion, Reply
from forum.models.reply import path_of
from forum.models.written import Mentioned
from harringay import compiled, html
from harringay.html.pictures import Pictured
from members import safeguarding
from members.models import Member, Safeguards


class Known(NamedTuple):
    """What is read before a reply is given its place, as one question.

    How many replies the last page has is true as long as the discussion is as it was read; that
    is found out when its number is claimed.
    """

    safeguards: Safeguards
    is_repeated: bool
    has_follow: bool
    on_last_page: int | None


class Noted(NamedTuple):
    """What rows of their own say of something new: whom it mentions, and its pictures."""

    mentioned: Mentioned
    pictured: Pictured


def start_discussion(
    *,
    author: Member,
    category: Category,
    title: str,
    body: str,
    body_format: str = html.TEXT,
    tags: Sequence[str] = (),
    submission: UUID | None = None,
    spend: Callable[[], object] = lambda: None,
) -> Discussion:
    """Start a discussion. The same form again, told by its `submission`, gives what it made.

    It may have to wait for a moderator (`is_held`): then nobody is told of it yet.
    `spend` counts it against a limit, or raises; a form that is sent twice counts once.
    Raises NotAllowed, ReadOnly, Refused, and html.Unclean where the body cannot be kept.
    """
    said = (author.pk, category.pk, title, body, body_format, *tags)
    token = _token(submission, said)
    discussion = Discussion(author=author, category=category, title=title, submission=token)
    # Before anything is locked: cleaning may take a while.
    mentioned = mentioning.find(body, body_format)
    pictured = picturing.find(body, body_format, author=author)
    discussion.set_body(body, body_format, mentioned, pictured)
    return _open(discussion, tags, Noted(mentioned, pictured), spend)


@transaction.atomic
def _open(
    discussion: Discussion,
    tags: Sequence[str],
    noted: Noted,
    spend: Callable[[], object],
) -> Discussion:
    # Locking the author puts a double click in line behind itself. Without their key: two who
    # mention each other at the same moment would wait for each other.
    authors = Member.objects.select_for_update(no_key=True)
    discussion.author = authors.get(pk=discussion.author_id)
    if earlier := _made_by(discussion.submission):
        return earlier
    if not permissions.can_start(discussion.author, discussion.category):
        raise NotAllowed("You cannot start a discussion in this category.")
    safeguards, (is_repeated,) = Safeguards.current_and(_SAID, *_said(discussion))
    why_held = screening.look_at(discussion, noted.mentioned, safeguards, is_repeated=is_repeated)
    spend()

    discussion.started_at = discussion.last_activity_at = timezone.now()
    if why_held:
        discussion.hold(why_held, now=discussion.started_at)
        _count_held(safeguards)
    naming.save_under_free_slug(discussion)
    discussion.tags.set(tags)
    _note(discussion, noted)

    counting.add_discussion(discussion)
    following.follow_started(discussion, author=discussion.author)
    if not discussion.is_held:
        events.record(events.DISCUSSION_STARTED, actor=discussion.author, discussion=discussion)
    return discussion


def _note(written: Discussion | Reply, noted: Noted) -> None:
    mentioning.note(written, noted.mentioned)
    picturing.hang(written, noted.pictured)


def _made_by(submission: UUID | None) -> Discussion | None:
    if submission is None:
        return None
    return Discussion.objects.filter(submission=submission).first()


def post_reply(
    *,
    discussion: Discussion,
    author: Member,
    body: str,
    body_format: str = html.TEXT,
    parent: Reply | None = None,
    submission: UUID | None = None,
    spend: Callable[[], object] = lambda: None,
) -> Reply:
    """Add a reply, and move the discussion up. The same form again gives the reply it made.

    It may have to wait for a moderator (`is_held`): then nobody is told of it yet.
    `spend` counts it against a limit, or raises; a form that is sent twice counts once.
    Raises DiscussionClosed, LeftToModerators, NotAllowed, ReadOnly, Refused, SlowedDown, and
    html.Unclean where the body cannot be kept.
    """
    said = (author.pk, discussion.pk, parent and parent.pk, body, body_format)
    reply = Reply.new(author=author, parent=parent, submission=_token(submission, said))
    # Before anything is locked: cleaning may take a while.
    mentioned = mentioning.find(body, body_format, discussion=discussion)
    pictured = picturing.find(body, body_format, author=author)
    reply.set_body(body, body_format, mentioned, pictured)
    known = _read_beside(reply, discussion)
    try:
        _look_at(reply, discussion, mentioned, known)
        _place(reply, discussion, Noted(mentioned, pictured), spend, known)
    except (IntegrityError, ForumError):
        earlier = reply.submission and Reply.objects.filter(submission=reply.submission).first()
        if not earlier:
            raise
        return earlier
    return reply


@transaction.atomic
def _place(  # noqa: PLR0917  as post_reply hands them on
    reply: Reply,
    discussion: Discussion,
    noted: Noted,
    spend: Callable[[], object],
    known: Known,
) -> None:
    """Give a reply its place. Raises IntegrityError where it has one already."""
    quiet_since = discussion.last_activity_at
    if not _take_number(reply, discussion):
        # Two people often answer the same question at once, and one of them was quicker.
        discussion = _locked(discussion)
        quiet_since, known = discussion.last_activity_at, known._replace(on_last_page=None)
        _take_number(reply, discussion)
    # Whoever hides what it quotes waits for the discussion, or has been waited for.
    quoting.withhold(reply)
    compiled.insert(reply)
    _note(reply, noted)
    # Only what is new counts: the same form again has failed above.
    spend()

    counting.add_reply(discussion, reply, on_last_page=known.on_last_page)
    if not known.has_follow:
        following.follow_replied(discussion, author=reply.author)
    if reply.is_held:
        _count_held(known.safeguards)
        return
    events.record(events.REPLY_POSTED, actor=reply.author, discussion=discussion, reply=reply)
    slowing.slow_if_hot(discussion, reply, known.safeguards, quiet_since=quiet_since)


def _read_beside(reply: Reply, discussion: Discussion) -> Known:
    about = (discussion.pk, discussion.page_count, *_said(reply))
    safeguards, found = Safeguards.current_and(_BESIDE, *about)
    # Without a row the discussion is gone, which is found out when it is locked.
    return Known(safeguards, *(found or (False, False, None)))


def _look_at(reply: Reply, discussion: Discussion, mentioned: Mentioned, known: Known) -> None:
    """Let it wait where it must. Raises what posting does."""
    why = screening.look_at(
        reply, mentioned, known.safeguards, is_repeated=known.is_repeated, discussion=discussion
    )
    if why:
        reply.hold(why, now=timezone.now())


def _said(written: Discussion | Reply) -> tuple[int, datetime, str]:
    return written.author_id, timezone.now() - screening.REPEATED_WITHIN, written.body


_SAID = compiled.Query(
    lambda author, since, body: Member.objects.filter(pk=author).values_list(
        screening.repeats(author, since, body)
    ),
    slots=3,
)
_BESIDE = compiled.Query(
    lambda discussion, last_page, author, since, body: Discussion.objects.filter(
        pk=discussion
    ).values_list(
        screening.repeats(author, since, body),
        following.has_row(author, discussion),
        paging.count_from(discussion, last_page),
    ),
    slots=5,
)


def _count_held(safeguards: Safeguards) -> None:
    if safeguards.is_away:
        safeguarding.count_held()


def _take_number(reply: Reply, discussion: Discussion) -> bool:
    """Make it the discussion's next reply, if that is still as it was read."""
    _check_may_reply(reply.author, discussion, reply.parent)
    reply.discussion = discussion
    reply.number = discussion.last_number + 1
    reply.path = path_of(reply.number, reply.parent.path if reply.parent else "")
    reply.posted_at = timezone.now()
    return counting.claim_number(discussion, reply)


def _locked(discussion: Discussion) -> Discussion:
    """The discussion as it is now, and as nobody else can change it meanwhile."""
    rows = Discussion.objects.select_for_update(of=("self",))
    return rows.select_related("category").get(pk=discussion.pk)


def _check_may_reply(author: Member, discussion: Discussion, parent: Reply | None) -> None:
    if not permissions.can_reply(author, discussion):
        raise DiscussionClosed if discussion.is_closed else NotAllowed("You cannot reply here.")
    if parent and parent.discussion_id != discussion.pk:
        raise NotAllowed("That reply is in another discussion.")
    if parent and not parent.is_shown:
        raise NotAllowed("The reply you are answering has been taken down.")
    sparing.check(author, parent)
    slowing.check(author, discussion)


def _token(submission: UUID | None, said: tuple[object, ...]) -> UUID | None:
    """The form's token, bound to what was said with it, where, and by whom.

    A page that Back has brought again still has its old token. The same words make no second
    post; others do, for they must not be lost, and no other member is given the first.
    """
    return submission and uuid5(submission, repr(said))
