"""A kind word to somebody who is about to reply: advice, which keeps nobody from posting.

The numbers are Discourse's (features.md, section 2, Writing). The owner may do without it.
"""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from forum.models import Discussion, Reply
from members.models import Member, Safeguards

FIRST_POSTS: Final = 2
QUIET_FOR: Final = timedelta(days=180)
IN_A_ROW: Final = 2
EXCHANGES: Final = 3
SHARE: Final = 40  # per cent, of the latest hundred replies
SHORTEST: Final = 10  # of fewer replies nobody's share says anything
_LATEST: Final = 100


def word_for(member: Member, discussion: Discussion) -> str:
    """What a good neighbour would say to them now; empty where that is nothing.

    Two queries at the most.
    """
    if not Safeguards.current().has_kind_words:
        return ""
    replies = Reply.objects.filter(discussion=discussion).shown().order_by("-number")
    latest = list(replies.values_list("author", flat=True)[:_LATEST])
    words = (
        _to_a_newcomer(member),
        _in_a_row(member, latest),
        _between_two(member, latest),
        _much_said(member, latest),
        _long_quiet(discussion),
    )
    return next(filter(None, words), "")


def _to_a_newcomer(member: Member) -> str:
    if member.discussion_count + member.reply_count >= FIRST_POSTS:
        return ""
    return (
        "Welcome. Whoever reads this lives round the corner: write as you would say it at the "
        "door, and people will be glad to answer."
    )


def _in_a_row(member: Member, authors: list[int]) -> str:
    if authors[:IN_A_ROW] != [member.pk] * IN_A_ROW:
        return ""
    return (
        f"The last {IN_A_ROW} replies here are yours. You can also add to one of them with Edit, "
        "and see what others say first."
    )


def _between_two(member: Member, authors: list[int]) -> str:
    """Where two people have answered each other again and again, and nobody else said a word."""
    few = authors[: 2 * EXCHANGES]
    others = {author for author in few if author != member.pk}
    if len(others) != 1 or few.count(member.pk) != EXCHANGES:
        return ""
    return (
        f"The last {len(few)} replies are between you and one neighbour. If it has become warm, "
        "an hour away from it does good; perhaps somebody else would like a word, too."
    )


def _much_said(member: Member, authors: list[int]) -> str:
    own = authors.count(member.pk)
    if len(authors) < SHORTEST or own * 100 < SHARE * len(authors):
        return ""
    return (
        f"You have written {own} of the latest {len(authors)} replies here. Others may have "
        "something to say who are slower to begin."
    )


def _long_quiet(discussion: Discussion) -> str:
    quiet = timezone.now() - discussion.last_activity_at
    if quiet < QUIET_FOR:
        return ""
    return (
        f"Nobody has written here for {quiet.days // 30} months. If it is about something new, "
        "a discussion of its own may find more readers."
    )
