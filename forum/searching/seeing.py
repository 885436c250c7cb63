"""What a viewer may find by its words."""

from forum.models import Discussion, DiscussionQuerySet, Reply, ReplyQuerySet
from members.models import Viewer
from members.permissions import can_moderate


def readable_by(viewer: Viewer) -> tuple[DiscussionQuerySet, ReplyQuerySet]:
    """Less than what has a page, for some have lost their words."""
    discussions = Discussion.objects.visible_to(viewer)
    replies = Reply.objects.visible_to(viewer)
    if can_moderate(viewer):
        return discussions, replies
    return (
        discussions.filter(withdrawn_at=None, category__hidden_at=None),
        replies.filter(discussion__category__hidden_at=None),
    )
