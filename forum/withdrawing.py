"""Taking back what one wrote. Nothing is deleted; an answered reply leaves a placeholder.

Taking it back again changes nothing: of two clicks, the second must not be told off.
"""

from django.db import transaction
from django.utils import timezone

from forum import counting, permissions, quoting
from forum.errors import NotAllowed
from forum.models import Discussion, Reply
from members.models import Member


@transaction.atomic
def withdraw_reply(reply: Reply, *, by: Member) -> None:
    """Take back a reply. Raises NotAllowed."""
    discussion = Discussion.objects.select_for_update(of=("self",)).get(pk=reply.discussion_id)
    reply = Reply.objects.get(pk=reply.pk)
    if _is_back_already(reply, by):
        return
    _check_may_withdraw(reply, by)
    reply.withdrawn_at = timezone.now()
    reply.save(update_fields=["withdrawn_at"])
    quoting.withhold_copies(reply)
    counting.settle_places(discussion)
    counting.settle_discussion(discussion)
    counting.settle_member(by)


@transaction.atomic
def withdraw_discussion(discussion: Discussion, *, by: Member) -> None:
    """Take back the opening post; the discussion stays where others have replied.

    Raises NotAllowed.
    """
    discussion = Discussion.objects.select_for_update(of=("self",)).get(pk=discussion.pk)
    if _is_back_already(discussion, by):
        return
    _check_may_withdraw(discussion, by)
    discussion.withdrawn_at = timezone.now()
    discussion.save(update_fields=["withdrawn_at"])
    quoting.withhold_copies(discussion)
    counting.settle_shelves(discussion)
    counting.settle_member(by)


def _is_back_already(written: Discussion | Reply, by: Member) -> bool:
    return written.is_withdrawn and written.author_id == by.pk


def _check_may_withdraw(written: Discussion | Reply, by: Member) -> None:
    if not permissions.can_withdraw(by, written):
        raise NotAllowed("You can only take back what you wrote yourself.")
